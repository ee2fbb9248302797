"""What DuckDB's exceptions mean, told by type and message because it has no codes of its own."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import duckdb

from domino_survey.errors import DominoError, refusal

if TYPE_CHECKING:
    from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_WORDS = (
    "no space left",
    "disk quota exceeded",
    "file too large",
    "could not write all bytes",
)
_LOCK_WORDS = ("could not set lock", "conflicting lock")
_DENIED_WORDS = ("permission denied", "read-only file system")
_NEWER_WORDS = ("newer version", "can only read version", "with version number", "storage version")
_CORRUPT_WORDS = ("corrupt database file", "computed checksum")
CONFLICTS = (duckdb.TransactionException, duckdb.ConstraintException)
_BROKEN = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException)


def is_disk_full(error: BaseException) -> bool:
    """Whether a write failed for want of room (or at a limit of the file's size)."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _FULL
    return _says(error, _FULL_WORDS)


def is_invalidated(error: BaseException) -> bool:
    """Whether DuckDB has given the file up in this process, as after a full disk at a checkpoint."""
    return _says(error, ("has been invalidated", 'catalog "store" does not exist'))


def at_opening(error: duckdb.Error, path: Path) -> DominoError:
    """The refusal for a file that does not open."""
    if _says(error, _LOCK_WORDS):
        return refusal("database-locked", place=str(path), file=str(path), process="?")
    if is_disk_full(error):
        return refusal("disk-full", place=str(path), file=str(path))
    if _says(error, _DENIED_WORDS):
        return refusal(
            "database-unwritable", place=str(path), file=str(path), cause=_first_line(error)
        )
    if _says(error, _NEWER_WORDS):
        return refusal("database-newer", place=str(path), file=str(path))
    return refusal("database-unreadable", place=str(path), file=str(path), cause=_first_line(error))


def of_file(error: OSError, path: Path) -> DominoError:
    """The refusal for a file or folder of the database that cannot be made or replaced."""
    code = "disk-full" if is_disk_full(error) else "database-unwritable"
    return refusal(code, place=str(path), file=str(path), cause=error.strerror)


def in_operation(error: duckdb.Error, path: Path | None) -> DominoError | None:
    """The refusal for an operation that failed; None for a fault of our own SQL."""
    place = str(path or "")
    if is_disk_full(error):
        return refusal("disk-full", place=place, file=place)
    if _says(error, _CORRUPT_WORDS):
        return refusal("database-unreadable", place=place, file=place, cause=_first_line(error))
    if is_invalidated(error) or isinstance(error, (*_BROKEN, *CONFLICTS)):
        return refusal("database-unavailable", place=place, file=place, cause=_first_line(error))
    return None


def _says(error: BaseException, words: tuple[str, ...]) -> bool:
    message = str(error).lower()
    return any(word in message for word in words)


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
