"""CSV, plain (RFC 4180: commas, points, UTF-8) or for a French Excel (semicolons, commas, a mark of UTF-8)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from domino_survey.interchange.cells import MARK_TEXTS, clean, decimal, inert, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from domino_survey.services.dataset import Block, Table


# Cells of a codebook that are no texts: a number, a mark.
BARE: Final = re.compile("-?[0-9]+([.][0-9]+)?|" + "|".join(sorted(MARK_TEXTS)))


class Dialect(Struct, frozen=True):
    """How cells are put into lines."""

    delimiter: str
    point: str
    encoding: str
    line_end: str


PLAIN: Final = Dialect(",", ".", "utf-8", "\n")
EXCEL: Final = Dialect(";", ",", "utf-8-sig", "\r\n")


def quoted(text: str) -> str:
    """A cell of text, always between quotes: a program that takes another delimiter splits it less."""
    return '"' + inert(text).replace('"', '""') + '"' if text else ""


def write_table(table: Table, path: Path, dialect: Dialect, told: Callable[[Block], None]) -> None:
    """Write a table; the header holds the names of columns."""

    def number(value: float) -> str:
        return decimal(value).replace(".", dialect.point)

    with path.open("w", encoding=dialect.encoding, newline="") as file:
        names = [quoted(variable.id) for variable in table.variables]
        file.write(dialect.delimiter.join(names) + dialect.line_end)
        for block in table.blocks():
            columns = [
                written(variable, cells, text=quoted, number=number)
                for variable, cells in zip(table.variables, block, strict=True)
            ]
            lines = (dialect.delimiter.join(row) for row in zip(*columns, strict=True))
            file.writelines(line + dialect.line_end for line in lines)
            told(block)


def write_rows(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], dialect: Dialect
) -> None:
    """Write rows of text: a codebook, what a file says of itself."""
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        for row in (header, *rows):
            cells = [cell if BARE.fullmatch(cell) else quoted(clean(cell)) for cell in row]
            file.write(dialect.delimiter.join(cells) + dialect.line_end)
