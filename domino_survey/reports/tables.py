"""The tables of a workbook: columns that say how their numbers are shown, and cells."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A date is a day, a datetime a moment in the zone of the reader, without it: the format holds none.
Cell: TypeAlias = str | float | date | datetime | None

WIDE = 30


class Kind(StrEnum):
    """How the numbers of a column are shown; texts and dates are what they are."""

    SCORE = "score"
    COUNT = "count"
    SHARE = "share"
    FREE = "free"


class Column(Struct, frozen=True):
    """The title of a column, its width in characters, how its numbers are shown."""

    title: str
    width: int
    kind: Kind = Kind.FREE


class Sheet(Struct, frozen=True):
    """A table: its columns, then its rows."""

    title: str
    columns: Sequence[Column]
    rows: Iterator[Sequence[Cell]]
    table: bool = True
