"""The audit trail: appended in the transaction of what it tells, each line sealed by the one before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domino_survey.storage.canonical import canonical_json, digest, time_from, time_text
from domino_survey.storage.records import AuditEntry, AuditRecord
from domino_survey.storage.tables import insert

if TYPE_CHECKING:
    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.records import Json
    from domino_survey.storage.rows import Row

_COLUMNS = "seq, done_at, actor, action, object, detail, previous_hash, hash"
_LAST = "SELECT coalesce(max(seq), 0), coalesce(arg_max(hash, seq), '') FROM store.audit"
_NEWEST = f"SELECT {_COLUMNS} FROM store.audit ORDER BY seq DESC LIMIT ?"  # noqa: S608 - constants
_ALL = f"SELECT {_COLUMNS} FROM store.audit ORDER BY seq"  # noqa: S608 - constants


def append_audit(cursor: duckdb.DuckDBPyConnection, entry: AuditEntry) -> None:
    """Add `entry` to the chain, within the writer's transaction."""
    last = cursor.execute(_LAST).fetchone()
    seq, previous_hash = (last[0] + 1, last[1]) if last is not None else (1, "")
    row: dict[str, Json] = {"seq": seq, **audit_row(entry), "previous_hash": previous_hash}
    insert(cursor, "audit", [{**row, "hash": digest(canonical_json(row))}])


def audit_row(entry: AuditEntry) -> dict[str, Json]:
    """The row of an entry, without its place in the chain."""
    return {
        "done_at": time_text(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "object": entry.object,
        "detail": canonical_json(dict(entry.detail), place=entry.object),
    }


class DuckDBAudit:
    """The audit part of the repository."""

    _store: DuckDBStore

    def record(self, entry: AuditEntry) -> None:
        """Add an entry about something that changes nothing else in the store."""
        self._store.write(lambda cursor: append_audit(cursor, entry))

    def audit_trail(self, limit: int) -> list[AuditRecord]:
        """The newest records, newest first."""

        def work(cursor: duckdb.DuckDBPyConnection) -> list[AuditRecord]:
            return [_record(row) for row in cursor.execute(_NEWEST, [limit]).fetchall()]

        return self._store.read(work)

    def verify_audit(self) -> int | None:
        """The number of the first record that was changed, or that follows a missing one; else None."""

        def work(cursor: duckdb.DuckDBPyConnection) -> int | None:
            previous_hash, expected = "", 1
            for row in cursor.execute(_ALL).fetchall():
                record = _record(row)
                sealed = {"seq": record.seq, **audit_row(record.entry)}
                seal = digest(canonical_json({**sealed, "previous_hash": previous_hash}))
                if record.seq != expected or record.hash != seal:
                    return expected
                previous_hash, expected = record.hash, expected + 1
            return None

        return self._store.read(work)


def _record(row: Row) -> AuditRecord:
    seq, done_at, actor, action, target, detail, previous_hash, seal = row
    entry = AuditEntry(time_from(done_at), actor, action, target, json.loads(detail))
    return AuditRecord(seq, entry, previous_hash, seal)
