"""A workbook: the responses, the codebook, what the file says of itself. No cell is ever a formula."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from domino_survey.answers import State
from domino_survey.interchange.cells import clean, is_formula, told_apart, written
from domino_survey.interchange.codebook import COLUMNS, codebook
from domino_survey.services.dataset import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from domino_survey.i18n import Translator
    from domino_survey.services.dataset import Block, Cells, Study, Table, Variable

MOST_ROWS = 1_048_576
# Of a cell, in units of UTF-16.
LONGEST_CELL = 32_767
CUT = "…"
_SHEET_NAME = 31
_WIDE = 60


class _Looks(Struct, frozen=True):
    head: Format
    text: Format
    literal: Format

    @classmethod
    def of(cls, workbook: Workbook) -> _Looks:
        return cls(
            head=workbook.add_format(
                {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0B6E4F"}
            ),
            text=workbook.add_format({}),
            # Excel then takes the cell for text even when someone edits it.
            literal=workbook.add_format({"quote_prefix": True}),
        )


def write_workbook(study: Study, t: Translator, path: Path, told: Callable[[Block], None]) -> None:
    """Write a study as XLSX; rows go to the disk as they come."""
    import xlsxwriter  # noqa: PLC0415 - loaded by who makes a workbook

    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    workbook.set_properties(
        {
            "title": clean(study.title),
            "comments": clean(study.description),
            # The format holds no zone: UTC.
            "created": study.at.replace(tzinfo=None),
        }
    )
    looks = _Looks.of(workbook)
    for table in study.tables:
        _table(workbook, table, looks, told)
    _rows(workbook, t("Dictionnaire"), COLUMNS, [*codebook(study, t)], looks)
    _rows(workbook, t("À propos"), (t("Quoi"), t("Valeur")), study.about, looks)
    workbook.close()


def fitting(text: str) -> str:
    """A text as a cell can hold it: line breaks of one kind, and no longer than the format allows."""
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le")) <= 2 * LONGEST_CELL:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(CUT))]
    return kept.decode("utf-16-le", errors="ignore") + CUT


def _table(workbook: Workbook, table: Table, looks: _Looks, told: Callable[[Block], None]) -> None:
    sheet, row, number = None, MOST_ROWS, 1
    for block in table.blocks():
        columns = [
            _cells(variable, cells) for variable, cells in zip(table.variables, block, strict=True)
        ]
        for cells in zip(*columns, strict=True):
            if row >= MOST_ROWS:
                name = table.title if number == 1 else f"{table.title} {number}"
                sheet = _sheet(workbook, name, [one.id for one in table.variables], looks)
                row, number = 1, number + 1
            if sheet is not None:
                _row(sheet, row, cells, looks)
            row += 1
        told(block)


def _sheet(workbook: Workbook, name: str, header: Sequence[str], looks: _Looks) -> Worksheet:
    sheet = workbook.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:_SHEET_NAME])
    sheet.freeze_panes(1, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for column, title in enumerate(header):
        sheet.set_column(column, column, min(max(len(title) + 2, 10), _WIDE))
    for column, title in enumerate(header):
        sheet.write_string(0, column, fitting(title), looks.head)
    return sheet


def _row(sheet: Worksheet, row: int, cells: Sequence[float | str], looks: _Looks) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, str):
            if value:
                text = fitting(value)
                look = looks.literal if is_formula(text) else looks.text
                sheet.write_string(row, column, text, look)
        else:
            sheet.write_number(row, column, value)


def _cells(variable: Variable, cells: Cells) -> Sequence[float | str]:
    """Numbers stay numbers, codes that are numbers too; the rest is text, marks included."""
    found: list[Any] = list(written(variable, cells, text=told_apart))
    codes = variable.number_codes
    if variable.kind in {Kind.NUMBER, Kind.FLAG} or codes:
        values = cells.value.tolist()
        for row in (cells.states() == State.ANSWERED).nonzero()[0].tolist():
            found[row] = codes[values[row]] if codes else values[row]
    return found


def _rows(
    workbook: Workbook,
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    looks: _Looks,
) -> None:
    sheet = _sheet(workbook, name, header, looks)
    for column in range(len(header)):
        longest = max((len(row[column]) for row in rows), default=0)
        sheet.set_column(column, column, min(max(longest + 2, 12), _WIDE))
    for number, row in enumerate(rows, start=1):
        _row(sheet, number, row, looks)
