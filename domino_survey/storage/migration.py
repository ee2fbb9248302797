"""From an older file to the current tables: on a copy, checked, put in place at one stroke."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import duckdb

from domino_survey.errors import refusal
from domino_survey.storage.canonical import to_naive_utc
from domino_survey.storage.faults import is_disk_full
from domino_survey.storage.tables import CREATION, SCHEMA_VERSION, insert

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from domino_survey.storage.tables import Migration


def create_tables(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Make the tables of an empty database attached as `store`, all or none."""
    with connection.cursor() as cursor:
        cursor.execute("USE store")
        cursor.execute("BEGIN")
        for statement in CREATION:
            cursor.execute(statement)
        created_at = to_naive_utc(now).isoformat()
        values = {"schema_version": str(SCHEMA_VERSION), "created_at": created_at}
        insert(cursor, "meta", [{"key": key, "value": value} for key, value in values.items()])
        cursor.execute("COMMIT")


def found_version(connection: duckdb.DuckDBPyConnection, file: str) -> int | None:
    """The version of the tables attached as `store`; None for an empty database.

    Raises:
        DominoError: `database-foreign` for the database of another program.
    """
    tables = row_counts(connection, "store")
    if not tables:
        return None
    if "meta" not in tables:
        raise refusal("database-foreign", place=file, file=file)
    row = connection.execute("SELECT value FROM store.meta WHERE key = 'schema_version'").fetchone()
    if row is None or not str(row[0]).isdecimal():
        raise refusal("database-foreign", place=file, file=file)
    return int(row[0])


def row_counts(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, int]:
    """Rows by table of an attached database."""
    names = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? ORDER BY table_name",
        [database],
    ).fetchall()
    counts = {}
    for (name,) in names:
        relation = connection.table(f'"{database}"."{name}"')
        row = relation.count("*").fetchall()[0]
        counts[str(name)] = int(row[0])
    return counts


def migrate_copy(
    connection: duckdb.DuckDBPyConnection,
    copy: Path,
    found: int,
    migrations: Mapping[int, Migration],
) -> None:
    """Copy `store` to the file `copy`, bring it from version `found` to the current one, check it.

    A step may add tables and rows; a table that it drops or shortens stops the migration.

    Raises:
        DominoError: `migration-failed`; `store` and its file are as before.
    """
    missing = [version for version in range(found, SCHEMA_VERSION) if version not in migrations]
    if missing:
        raise refusal("migration-failed", place=str(copy), cause=f"version {found} inconnue")
    copy.unlink(missing_ok=True)  # what a migration cut short left: a copy, never the data
    before = row_counts(connection, "store")
    connection.execute(attach_statement(copy, "migrated", is_new=True))
    try:
        connection.execute("COPY FROM DATABASE store TO migrated")
        for version in range(found, SCHEMA_VERSION):
            _step(connection, version, migrations[version])
        after = row_counts(connection, "migrated")
    except duckdb.Error as error:
        code = "disk-full" if is_disk_full(error) else "migration-failed"
        cause = str(error).partition("\n")[0]
        raise refusal(code, place=str(copy), file=str(copy), cause=cause) from error
    finally:
        connection.execute("DETACH migrated")
    lost = sorted(name for name, rows in before.items() if after.get(name, -1) < rows)
    if lost:
        raise refusal("migration-failed", place=str(copy), cause=f"lignes perdues : {lost}")


def _step(connection: duckdb.DuckDBPyConnection, version: int, migration: Migration) -> None:
    with connection.cursor() as cursor:
        cursor.execute("USE migrated")
        cursor.execute("BEGIN")
        migration(cursor)
        cursor.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(version + 1)])
        cursor.execute("COMMIT")
    # At once: a change of tables left in the log can make a file that does not open after a crash.
    connection.execute("CHECKPOINT migrated")


def put_in_place(copy: Path, path: Path, found: int, now: datetime) -> Path:
    """Replace `path` by the migrated copy and keep the old file beside it; returns its new name."""
    kept = path.with_name(f"{path.stem}.v{found}.{to_naive_utc(now):%Y%m%dT%H%M%S}{path.suffix}")
    # A second name first: there is no moment without a database under its usual name.
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)
    os.replace(copy, path)  # noqa: PTH105 - atomic on one volume, which `rename` does not promise
    return kept


def attach_statement(path: Path | None, name: str, *, is_new: bool) -> str:
    """The statement that attaches a file (or memory) under a name of ours.

    A new file is written in the format of DuckDB 1.5, so that a way back exists.
    """
    place = ":memory:" if path is None else str(path).replace("'", "''")
    options = " (STORAGE_VERSION 'v1.5.0')" if is_new and path is not None else ""
    return f"ATTACH '{place}' AS {name}{options}"
