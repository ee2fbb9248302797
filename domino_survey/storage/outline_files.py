"""Outlines of territories in the data folder: `outlines/<level>.json`, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from domino_survey.errors import refusal
from domino_survey.territories.shapes import Outlines

if TYPE_CHECKING:
    from domino_survey.territories import Kind

FOLDER = "outlines"


def outline_file(data: Path, level: Kind) -> Path:
    """Where the outlines of a level are kept, there or not."""
    return data / FOLDER / f"{level}.json"


def write_outlines(data: Path, outlines: Outlines) -> None:
    """Keep the outlines of a level in place of those there. Raises `DominoError` `outlines-not-written`."""
    path = outline_file(data, outlines.level)
    try:
        # Whoever makes the data folder closes it to other accounts, as the database does.
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            file.write(msgspec.json.encode(outlines))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as fault:
        raise refusal("outlines-not-written", place=str(path)) from fault


def read_outlines(data: Path, level: Kind) -> Outlines | None:
    """The outlines of a level, None where none were loaded. Raises `DominoError` `outlines-damaged`."""
    path = outline_file(data, level)
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Outlines)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise refusal("outlines-damaged", place=str(path), level=level) from fault
    if found.level != level:
        raise refusal("outlines-damaged", place=str(path), level=level)
    return found


def remove_outlines(data: Path, level: Kind) -> bool:
    """Forget the outlines of a level; whether there were any. Raises `DominoError` `outlines-not-written`."""
    path = outline_file(data, level)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as fault:
        raise refusal("outlines-not-written", place=str(path)) from fault
    return True
