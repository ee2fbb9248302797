"""The lock that lets one process own the data folder, with a message of ours for the second one."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from domino_survey.errors import refusal

if TYPE_CHECKING:
    from pathlib import Path


class FileLock:
    """An advisory lock on a file that stays in place; the kernel frees it when the process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self, database: Path) -> None:
        """Take the lock at once or refuse.

        Raises:
            DominoError: `database-locked` (naming the database and the process that has it),
                `database-unwritable` if the lock file cannot be written.
        """
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise refusal(
                "database-unwritable", place=str(database), file=str(database), cause=error.strerror
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "?"
            os.close(descriptor)
            raise refusal(
                "database-locked", place=str(database), file=str(database), process=owner
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
