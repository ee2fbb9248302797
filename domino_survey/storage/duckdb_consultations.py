"""Consultations and what participants contribute: appended, read back in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.errors import refusal
from domino_survey.storage.duckdb_audit import append_audit
from domino_survey.storage.rows import (
    CONSULTATION,
    CONTRIBUTION,
    consultation_from,
    consultation_row,
    contribution_from,
    contribution_row,
)
from domino_survey.storage.tables import insert, insert_missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.records import AuditEntry, Consultation, Contribution

_SELECT = f"SELECT {CONSULTATION} FROM store.consultation"  # noqa: S608 - constants
_BY_ID = f"{_SELECT} WHERE id = ?"
_BY_TOKEN = f"{_SELECT} WHERE token_hash = ?"
_BY_KIND = f"{_SELECT} WHERE kind = ? ORDER BY created_at DESC, id"
_CONTRIBUTIONS = f"""SELECT {CONTRIBUTION} FROM store.contribution
    WHERE consultation_id = ? AND seq > ? ORDER BY seq"""  # noqa: S608 - constants


class DuckDBConsultations:
    """The consultations part of the repository."""

    _store: DuckDBStore

    def add_consultation(self, consultation: Consultation, audit: AuditEntry) -> None:
        """Store a new consultation."""

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            insert(cursor, "consultation", [consultation_row(consultation)])
            append_audit(cursor, audit)

        self._store.write(work)

    def consultation(self, consultation_id: str) -> Consultation | None:
        """The consultation, or None."""
        return next(iter(self._found(_BY_ID, consultation_id)), None)

    def consultation_by_token(self, token_hash: str) -> Consultation | None:
        """The consultation whose link has this SHA-256, or None."""
        return next(iter(self._found(_BY_TOKEN, token_hash)), None)

    def consultations(self, kind: str) -> list[Consultation]:
        """All consultations of a kind, newest first."""
        return self._found(_BY_KIND, kind)

    def contribute(self, contributions: Iterable[Contribution]) -> None:
        """Store contributions, all or none; one whose id is stored already changes nothing."""
        rows = [contribution_row(one) for one in contributions]

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            for consultation_id in sorted({str(row["consultation_id"]) for row in rows}):
                if cursor.execute(_BY_ID, [consultation_id]).fetchone() is None:
                    raise refusal("unknown-consultation", place=consultation_id)
            first = self._store.take_seq(len(rows))
            numbered = [{**row, "seq": seq} for seq, row in enumerate(rows, start=first)]
            insert_missing(cursor, "contribution", numbered)

        if rows:
            self._store.write(work)

    def contributions(self, consultation_id: str, seq: int = 0) -> list[Contribution]:
        """The contributions to a consultation after the one numbered `seq`, in order."""

        def work(cursor: duckdb.DuckDBPyConnection) -> list[Contribution]:
            rows = cursor.execute(_CONTRIBUTIONS, [consultation_id, seq]).fetchall()
            return [contribution_from(row) for row in rows]

        return self._store.read(work)

    def _found(self, sql: str, key: str) -> list[Consultation]:
        rows = self._store.read(lambda cursor: cursor.execute(sql, [key]).fetchall())
        return [consultation_from(row) for row in rows]
