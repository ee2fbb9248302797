"""Outlines of territories: loaded by an organiser at the command line, read by maps.

They are public geography and hold nothing about anybody, so that reading them asks for no right;
loading them asks for the data folder itself. The database is not touched: a running server sees
new outlines at the next map.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from domino_survey import territories
from domino_survey.errors import DominoError, refusal
from domino_survey.services.context import now
from domino_survey.storage.outline_files import (
    outline_file,
    read_outlines,
    remove_outlines,
    write_outlines,
)
from domino_survey.territories import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from domino_survey.errors import Problem
    from domino_survey.services.context import Context
    from domino_survey.territories.outline_making import Made
    from domino_survey.territories.projections import Projection
    from domino_survey.territories.shapes import Outlines

# Reading takes about five times as much memory as the file; a whole country at 1:1000000 is a tenth.
LARGEST = 60_000_000
_MEGA = 1_000_000


def load_outlines(
    data: Path,
    file: Path,
    level: Kind,
    *,
    projection: Projection = "wgs84",
    code_property: str | None = None,
    attribution: str = "",
    clock: Callable[[], datetime] = now,
) -> Made:
    """Check a GeoJSON file, simplify it and keep it as the outlines of a level.

    A file that is refused leaves the outlines that were there in place.

    Raises:
        DominoError: what is wrong with the file, or that the folder cannot be written.
    """
    # Imported here: it needs numpy, which screens without a map never load.
    from domino_survey.territories.outline_making import make_outlines  # noqa: PLC0415

    made = make_outlines(
        _read(file),
        file=file.name,
        level=level,
        territories=territories.load(),
        loaded_at=clock(),
        projection=projection,
        code_property=code_property,
        attribution=" ".join(attribution.split()),
    )
    write_outlines(data, made.outlines)
    return made


def _read(file: Path) -> bytes:
    """The bytes of a file, never more than allowed: it may be longer than it says, or a device."""
    try:
        if not file.is_file():
            raise refusal("outlines-file-unreadable", place=str(file))
        size = file.stat().st_size
        if size <= LARGEST:
            with file.open("rb") as stream:
                data = stream.read(LARGEST + 1)
            size = len(data)
            if size <= LARGEST:
                return data
    except OSError as fault:
        raise refusal("outlines-file-unreadable", place=str(file)) from fault
    raise refusal(
        "outlines-too-large",
        place=file.name,
        size=-(-size // _MEGA),
        limit=LARGEST // _MEGA,
        file=file.name,
    )


def kept_outlines(data: Path) -> tuple[list[Outlines], list[Problem]]:
    """All outlines of a data folder, largest places first, and what is wrong with some."""
    found: list[Outlines] = []
    faults: list[Problem] = []
    for level in reversed(KINDS):
        try:
            outlines = read_outlines(data, level)
        except DominoError as damaged:
            faults.extend(damaged.problems)
            continue
        if outlines is not None:
            found.append(outlines)
    return found, faults


def forget_outlines(data: Path, level: Kind) -> None:
    """Remove the outlines of a level. Raises `DominoError` `outlines-none-kept`."""
    if not remove_outlines(data, level):
        raise refusal("outlines-none-kept", place=str(outline_file(data, level)), level=level)


def outlines_of(context: Context, level: Kind) -> Outlines | None:
    """The outlines of a level for a map; None where there are none that can be read.

    A map then falls back on tiles: a damaged file is the organiser's affair (`kept_outlines`).
    """
    data = context.settings.data.resolve()
    try:
        state = outline_file(data, level).stat()
    except OSError:
        return None
    return _cached(data, level, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=len(KINDS))
def _cached(data: Path, level: Kind, changed: int, size: int) -> Outlines | None:
    """Read once until the file changes: `changed` and `size` are in the key for that alone."""
    del changed, size
    try:
        return read_outlines(data, level)
    except DominoError:
        return None
