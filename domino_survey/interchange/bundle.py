"""Which files a format makes, and several of them as one."""

from __future__ import annotations

import shutil
import zipfile
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from domino_survey.interchange import csv_file
from domino_survey.interchange.codebook import COLUMNS, codebook
from domino_survey.interchange.data_package import DESCRIPTOR, write_descriptor
from domino_survey.interchange.ddi import write_ddi
from domino_survey.interchange.parquet_file import write_parquet
from domino_survey.interchange.sav_file import write_sav
from domino_survey.interchange.xlsx_file import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from domino_survey.i18n import Translator
    from domino_survey.services.dataset import Block, Study, Table


class Format(StrEnum):
    """What responses can be written as."""

    CSV = "csv"
    CSV_EXCEL = "csv-excel"
    XLSX = "xlsx"
    SAV = "sav"
    PARQUET = "parquet"
    DATAPACKAGE = "datapackage"


_ENDINGS: Final[Mapping[Format, str]] = {
    Format.CSV: ".csv",
    Format.CSV_EXCEL: ".csv",
    Format.XLSX: ".xlsx",
    Format.SAV: ".sav",
    Format.PARQUET: ".parquet",
    Format.DATAPACKAGE: ".csv",
}
_MEDIA: Final[Mapping[str, str]] = {
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Files of a zip have no date of their own: the same content gives the same bytes.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_FOR_OWNER = 0o600 << 16


def media_type(name: str) -> str:
    """The media type of what is downloaded."""
    return next(
        (kind for end, kind in _MEDIA.items() if name.endswith(end)), "application/octet-stream"
    )


def files_of(study: Study, form: Format, name: str = "", beside: str = "") -> tuple[str, ...]:
    """The names of the files of a study in a format: the tables first, then what explains them.

    `name` is that of the tables, `beside` of the others; both are the study's own by default.
    """
    name = name or study.name
    beside = beside or name
    if form is Format.XLSX:
        return (f"{name}.xlsx",)
    tables = [_table_name(table, form, name) for table in study.tables]
    if form is Format.DATAPACKAGE:
        return (*tables, f"{beside}.codebook.csv", f"{beside}.ddi.xml", DESCRIPTOR)
    return (*tables, f"{beside}.codebook.csv", f"{beside}.about.csv", f"{beside}.ddi.xml")


def _table_name(table: Table, form: Format, name: str) -> str:
    return f"{name}{'.' + table.id if table.id else ''}{_ENDINGS[form]}"


def write(
    study: Study,
    form: Format,
    folder: Path,
    t: Translator,
    *,
    name: str = "",
    beside: str = "",
    told: Callable[[int], None] = lambda _: None,
) -> tuple[Path, ...]:
    """Write the files of a study, in the order of `files_of`; `told` hears how many rows were written."""
    paths = [folder / file for file in files_of(study, form, name, beside)]

    def rows(block: Block) -> None:
        told(len(block[0].value))

    if form is Format.XLSX:
        write_workbook(study, t, paths[0], rows)
        return tuple(paths)
    dialect = csv_file.EXCEL if form is Format.CSV_EXCEL else csv_file.PLAIN
    for table, path in zip(study.tables, paths, strict=False):
        match form:
            case Format.PARQUET:
                write_parquet(study, table, t, path, rows)
            case Format.SAV:
                write_sav(study, table, t, path, rows)
            case _:
                csv_file.write_table(table, path, dialect, rows)
    others = paths[len(study.tables) :]
    csv_file.write_rows(others[0], COLUMNS, codebook(study, t), dialect)
    if form is Format.DATAPACKAGE:
        write_ddi(study, t, others[1])
        tables = list(zip(study.tables, paths, strict=False))
        write_descriptor(study, t, tables, others[0], others[2])
    else:
        said = [*study.about, *study.facts.items()]
        csv_file.write_rows(others[1], ("name", "value"), said, dialect)
        write_ddi(study, t, others[2])
    return tuple(paths)


def packed(files: Iterable[tuple[str, Path]], path: Path) -> Path:
    """The files under these names in one zip, without their dates."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, file in files:
            info = zipfile.ZipInfo(name, _NO_DATE)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, _FOR_OWNER
            with file.open("rb") as content, archive.open(info, "w", force_zip64=True) as target:
                shutil.copyfileobj(content, target)
    return path
