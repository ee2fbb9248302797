"""The second copy of what was sent: one JSON line per record, forced to the disk, one file per day.

It does not depend on the database: should its file be lost or damaged, opening a new one restores
every submission from here. Each line carries the hash of its record, so that damage is seen.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.errors import DominoError, refusal
from domino_survey.storage.canonical import canonical_json, digest, to_naive_utc
from domino_survey.storage.faults import is_disk_full

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from domino_survey.storage.records import Json


class JournalLine(Struct, frozen=True):
    """A line as read: its record, or None where it is damaged."""

    file: str
    number: int
    record: Mapping[str, Json] | None


class Journal:
    """Appends records to `folder`/YYYY-MM-DD.jsonl. One writer at a time: the caller sees to it."""

    def __init__(self, folder: Path) -> None:
        """Make the folder if needed.

        Raises:
            DominoError: `journal-unwritable`.
        """
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync_folder(folder.parent)
        except OSError as error:
            raise self._refusal(folder, error) from error

    def append(self, record: Mapping[str, Json], at: datetime) -> None:
        """Write one record and return once it is on the disk.

        Raises:
            DominoError: `disk-full` or `journal-unwritable`; the line then does not count.
        """
        path = self._folder / f"{to_naive_utc(at):%Y-%m-%d}.jsonl"
        text = canonical_json(record)
        line = f'{{"record":{text},"sha256":"{digest(text)}"}}\n'.encode()
        try:
            is_new = not path.exists()
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            try:
                _write_line(descriptor, line)
            finally:
                os.close(descriptor)
            if is_new:
                _sync_folder(self._folder)
        except OSError as error:
            raise self._refusal(path, error) from error

    def lines(self) -> Iterator[JournalLine]:
        """All lines, oldest file first, in the order of writing."""
        for path in sorted(self._folder.glob("*.jsonl")):
            with path.open("rb") as stream:
                for number, line in enumerate(stream, start=1):
                    if line.strip():
                        yield JournalLine(path.name, number, _read(line))

    @staticmethod
    def _refusal(path: Path, error: OSError) -> DominoError:
        code = "disk-full" if is_disk_full(error) else "journal-unwritable"
        return refusal(code, place=str(path), file=str(path), cause=error.strerror)


def _write_line(descriptor: int, line: bytes) -> None:
    """Append a whole line or leave the file as it was."""
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        # A line torn by a power cut must not swallow this one.
        line = b"\n" + line
    try:
        written = 0
        while written < len(line):
            written += os.write(descriptor, line[written:])
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise


def _read(line: bytes) -> Mapping[str, Json] | None:
    try:
        content = json.loads(line)
        record, expected = content["record"], content["sha256"]
        is_whole = isinstance(record, dict) and digest(canonical_json(record)) == expected
    except (ValueError, TypeError, KeyError, RecursionError, DominoError):
        return None
    return record if is_whole else None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
