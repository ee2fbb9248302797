"""What the journal holds and the database lacks goes back into the database, at each opening."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from domino_survey.storage.canonical import time_from
from domino_survey.storage.duckdb_audit import append_audit
from domino_survey.storage.duckdb_observed import remove_observed
from domino_survey.storage.duckdb_submissions import next_number
from domino_survey.storage.records import AuditEntry, Replay
from domino_survey.storage.tables import insert, insert_missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.journal import Journal

_Rows = dict[str, Any]

_KEYS = "SELECT key FROM store.submission"
_WITHDRAWN = "SELECT response_id FROM store.withdrawal"
_RESPONSE = "SELECT 1 FROM store.response WHERE id = ?"
_NUMBER_TAKEN = "SELECT 1 FROM store.submission WHERE response_id = ? AND number = ?"
_HASH_TAKEN = "SELECT 1 FROM store.response WHERE code_hash = ? OR result_hash = ?"


def replay_journal(store: DuckDBStore, journal: Journal) -> Replay:
    """Restore from the journal what is missing; a line that cannot be read is counted and left.

    Raises:
        DominoError: `disk-full`, `database-unavailable`.
    """
    keys = _column(store, _KEYS)
    withdrawn = _column(store, _WITHDRAWN)
    restored = present = damaged = 0
    for line in journal.lines():
        match _content(line.record):
            case {"kind": "submission", "submission": {"key": str(key)}} as record:
                is_known = key in keys
                keys.add(key)
            case {"kind": "withdrawal", "withdrawal": {"response_id": str(key)}} as record:
                is_known = key in withdrawn
                withdrawn.add(key)
            case _:
                damaged += 1
                continue
        if is_known:
            present += 1
        elif _restore(store, record):
            restored += 1
        else:
            damaged += 1
    return Replay(restored, present, damaged)


def _restore(store: DuckDBStore, record: _Rows) -> bool:
    """Whether the record had all it needs and is now in the database."""

    def work(cursor: duckdb.DuckDBPyConnection) -> None:
        if record["kind"] == "submission":
            _restore_submission(cursor, record)
        else:
            insert(cursor, "withdrawal", [record["withdrawal"]])
            remove_observed(cursor, record["withdrawal"]["response_id"])
        append_audit(cursor, audit)

    try:
        audit = _audit_entry(record["audit"])
        store.write(work)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def _restore_submission(cursor: duckdb.DuckDBPyConnection, record: _Rows) -> None:
    insert_missing(cursor, "initiative", [record["initiative"]])
    response, submission = dict(record["response"]), dict(record["submission"])
    if cursor.execute(_RESPONSE, [response["id"]]).fetchone() is None:
        # Should another response have taken the code meanwhile, what was sent matters more.
        hashes = [response["code_hash"], response["result_hash"]]
        if cursor.execute(_HASH_TAKEN, hashes).fetchone() is not None:
            response.update(code_hash=None, result_hash=None)
        insert(cursor, "response", [response])
    place = [submission["response_id"], submission["number"]]
    if cursor.execute(_NUMBER_TAKEN, place).fetchone() is not None:
        submission["number"] = next_number(cursor, submission["response_id"])
    insert(cursor, "submission", [submission])
    insert(cursor, "score", record["scores"])


def _audit_entry(row: _Rows) -> AuditEntry:
    detail = {**json.loads(row["detail"]), "restored": True}
    return AuditEntry(time_from(row["done_at"]), row["actor"], row["action"], row["object"], detail)


def _column(store: DuckDBStore, sql: str) -> set[str]:
    return {row[0] for row in store.read(lambda cursor: cursor.execute(sql).fetchall())}


def _content(record: Mapping[str, object] | None) -> _Rows:
    return cast("_Rows", record) if record is not None else {}
