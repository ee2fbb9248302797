"""The one connection to the database: opened with care, one cursor per operation, one writer at a time."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn, TypeVar

import duckdb
from msgspec import Struct

from domino_survey.errors import refusal
from domino_survey.storage import faults
from domino_survey.storage.lock import FileLock
from domino_survey.storage.migration import (
    attach_statement,
    create_tables,
    found_version,
    migrate_copy,
    put_in_place,
    row_counts,
)
from domino_survey.storage.tables import MIGRATIONS, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from domino_survey.storage.tables import Migration

Result = TypeVar("Result")

_ATTEMPTS = 8  # with doubling pauses from a millisecond: a quarter of a second in all
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
_LAST_SEQ = """SELECT greatest(
    (SELECT coalesce(max(seq), 0) FROM store.answer_event),
    (SELECT coalesce(max(seq), 0) FROM store.contribution),
    (SELECT coalesce(max(seq), 0) FROM store.roadmap_change))"""
# The last ids, looked up by their key: an index that a crash left behind shows here.
_LOOKUPS = (
    (
        "SELECT id FROM store.answer_event ORDER BY seq DESC LIMIT 100",
        "SELECT count(*) FROM store.answer_event WHERE id = ?",
    ),
    (
        "SELECT key FROM store.submission ORDER BY submitted_at DESC LIMIT 100",
        "SELECT count(*) FROM store.submission WHERE key = ?",
    ),
)


class _Found(Struct, frozen=True):
    """What opening found: whether the tables were made, rows by table, and the migration if any."""

    created: bool
    counts: Mapping[str, int]
    migrated_from: int | None
    previous_file: Path | None


class DuckDBStore:
    """Owns the connection, the lock of the folder and the writer's turn.

    Opening takes the lock, attaches the file from a connection in memory (which recovers files that
    a direct opening refuses), migrates it if it is older, checks it, writes the log into the file,
    and then shuts the engine off from every other file.

    Raises (at opening):
        DominoError: `database-locked`, `database-unwritable`, `database-unreadable`,
            `database-foreign`, `database-newer`, `migration-failed`, `disk-full`. The file and its
            log are left in place.
    """

    def __init__(
        self,
        path: Path | None,
        data_dir: Path | None,
        *,
        now: datetime,
        migrations: Mapping[int, Migration] = MIGRATIONS,
    ) -> None:
        self.path = path.resolve() if path is not None else None
        self.data_dir = data_dir.resolve() if data_dir is not None else None
        self._writer = threading.RLock()
        self._generation = 0
        self._data_version = 0
        self._is_attached = True
        self._is_closed = False
        self._lock: FileLock | None = None
        self._prepare_folder()
        self._connection = duckdb.connect(":memory:", config=_CONFIG)
        try:
            # Drawn on stdout under `python -c`, where long work would write into what a program says.
            self._connection.execute("SET enable_progress_bar = false")
            self.found = self._attach_first(now, migrations)
            self._check_lookups()
            self._connection.execute("CHECKPOINT store")
            self._confine()
        except duckdb.Error as error:
            self._abandon()
            raise faults.at_opening(error, self._file) from error
        except OSError as error:
            self._abandon()
            raise faults.of_file(error, self._file) from error
        except BaseException:
            self._abandon()
            raise
        self._next_seq = 1 + self.read(_last_seq)

    # --- Operations ---------------------------------------------------------------------------

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one operation: threads that share one get each other's rows.

        Raises:
            DominoError: `database-closed`.
        """
        if self._is_closed:
            raise refusal("database-closed", place=str(self.path or ""))
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def read(self, work: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
        """What `work` reads, all of it from one state of the database. It may be called again."""
        return self._attempt(lambda: self._transaction(work))

    def write(self, work: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
        """What `work` returns, once what it wrote is on the disk; nothing is written if it raises.

        Writers take turns. After a conflict `work` is called again, a bounded number of times.

        Raises:
            DominoError: `disk-full`, `database-unavailable`, and whatever `work` refuses.
        """
        with self._writer:
            return self._attempt(lambda: self._transaction(work))

    @contextmanager
    def writers_turn(self) -> Iterator[None]:
        """Holds the other writers off for several steps; `write` may be called within."""
        with self._writer:
            yield

    def take_seq(self, count: int) -> int:
        """The first of `count` new numbers of the order of events; within `write` only."""
        first = self._next_seq
        self._next_seq += count
        return first

    @property
    def data_version(self) -> int:
        """Another number after each `data_changed`; this process alone writes, so that it sees all."""
        return self._data_version

    def data_changed(self) -> None:
        """Say that figures may be others from now on."""
        with self._writer:
            self._data_version += 1

    def checkpoint(self) -> None:
        """Write the log into the file. Raises as `write` does."""

        def work() -> None:
            with self.cursor() as cursor:
                cursor.execute("CHECKPOINT store")

        with self._writer:
            self._attempt(work)

    def sizes(self) -> tuple[int, int | None]:
        """Bytes of the file and its log, and bytes free on its volume (None in memory)."""
        if self.path is None:
            return 0, None
        files = (self.path, self.path.with_name(f"{self.path.name}.wal"))
        used = sum(file.stat().st_size for file in files if file.exists())
        return used, shutil.disk_usage(self.path.parent).free

    def close(self) -> None:
        """Write the log into the file and free it; harmless when closed already."""
        with self._writer:
            if self._is_closed:
                return
            self._is_closed = True
            # A full disk must not prevent the stop: the log keeps everything.
            with suppress(duckdb.Error):
                self._connection.execute("CHECKPOINT store")
            self._abandon()

    # --- Opening ------------------------------------------------------------------------------

    @property
    def _file(self) -> Path:
        if self.path is None:
            raise RuntimeError("a database in memory failed to open")
        return self.path

    def _prepare_folder(self) -> None:
        if self.path is None:
            return
        if self.data_dir is None or not self.path.is_relative_to(self.data_dir):
            raise ValueError("the database lies in the data folder")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise faults.of_file(error, self.path) from error
        self._lock = FileLock(self.path.with_suffix(".lock"))
        self._lock.acquire(self.path)

    def _attach_first(self, now: datetime, migrations: Mapping[int, Migration]) -> _Found:
        is_new = self.path is None or not self.path.exists()
        self._connection.execute(attach_statement(self.path, "store", is_new=is_new))
        version = found_version(self._connection, str(self.path or ""))
        if version is None:
            create_tables(self._connection, now)
            if self.path is not None:
                self.path.chmod(0o600)
            return self._found(created=True)
        if version == SCHEMA_VERSION:
            return self._found()
        path = self._file
        if version > SCHEMA_VERSION:
            raise refusal("database-newer", place=str(path), file=str(path))
        copy = path.with_name(f"{path.stem}.migrating{path.suffix}")
        migrate_copy(self._connection, copy, version, migrations)
        self._connection.execute("CHECKPOINT store")
        self._connection.execute("DETACH store")
        kept = put_in_place(copy, path, version, now)
        self._connection.execute(attach_statement(path, "store", is_new=False))
        return self._found(migrated_from=version, previous_file=kept)

    def _found(
        self,
        *,
        created: bool = False,
        migrated_from: int | None = None,
        previous_file: Path | None = None,
    ) -> _Found:
        counts = row_counts(self._connection, "store")
        return _Found(created, counts, migrated_from, previous_file)

    def _check_lookups(self) -> None:
        for scan, lookup in _LOOKUPS:
            for (key,) in self._connection.execute(scan).fetchall():
                row = self._connection.execute(lookup, [key]).fetchone()
                if row is None or row[0] != 1:
                    file = str(self._file)
                    raise refusal(
                        "database-unreadable", place=file, file=file, cause="index incohérent"
                    )

    def _confine(self) -> None:
        if self.data_dir is not None:
            folder = str(self.data_dir).replace("'", "''")
            self._connection.execute(f"SET allowed_directories = ['{folder}']")
            self._connection.execute(f"SET temp_directory = '{folder}/spill'")
        else:
            self._connection.execute("SET temp_directory = ''")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def _abandon(self) -> None:
        # A cursor that is still open elsewhere would keep the file.
        with suppress(duckdb.Error):
            self._connection.execute("DETACH store")
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    # --- Attempts -----------------------------------------------------------------------------

    def _transaction(self, work: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
        with self.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                result = work(cursor)
                cursor.execute("COMMIT")
            except BaseException:
                with suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                raise
            return result

    def _attempt(self, work: Callable[[], Result]) -> Result:
        has_reattached = False
        for attempt in range(_ATTEMPTS):
            generation = self._generation
            try:
                return work()
            except faults.CONFLICTS as error:
                if attempt == _ATTEMPTS - 1:
                    self._refuse(error)
                time.sleep(0.001 * 2**attempt)
            except duckdb.Error as error:
                if has_reattached or self._is_closed or not faults.is_invalidated(error):
                    self._refuse(error)
                self._reattach(generation)
                has_reattached = True
        raise RuntimeError("the last attempt returns or raises")

    def _refuse(self, error: duckdb.Error) -> NoReturn:
        refused = faults.in_operation(error, self.path)
        if refused is None:
            raise error
        raise refused from error

    def _reattach(self, generation: int) -> None:
        """Open the file again after DuckDB gave it up in this process; nothing committed is lost."""
        with self._writer:
            if generation != self._generation:
                return
            for attempt in range(_ATTEMPTS):
                try:
                    with self.cursor() as cursor:
                        if self._is_attached:
                            cursor.execute("DETACH store")
                            self._is_attached = False
                        cursor.execute(attach_statement(self.path, "store", is_new=False))
                except duckdb.Error as error:
                    # Operations under way in other threads hold the old file a moment longer.
                    if attempt == _ATTEMPTS - 1:
                        self._refuse(error)
                    time.sleep(0.001 * 2**attempt)
                else:
                    self._is_attached = True
                    self._generation += 1
                    return


def _last_seq(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.execute(_LAST_SEQ).fetchone()
    return 0 if row is None else int(row[0])
