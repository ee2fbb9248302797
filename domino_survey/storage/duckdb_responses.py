"""Questionnaires in the archive, initiatives, responses and their withdrawal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domino_survey.errors import refusal
from domino_survey.storage.canonical import canonical_json, time_from, time_text
from domino_survey.storage.duckdb_audit import append_audit, audit_row
from domino_survey.storage.duckdb_observed import remove_observed
from domino_survey.storage.records import ArchivedQuestionnaire, QuestionnaireRef
from domino_survey.storage.rows import (
    RESPONSE,
    initiative_from,
    initiative_row,
    response_from,
    response_row,
)
from domino_survey.storage.tables import insert, insert_missing

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.journal import Journal
    from domino_survey.storage.records import AuditEntry, Initiative, Json, Response

_ARCHIVED = """SELECT content, archived_at FROM store.questionnaire
    WHERE id = ? AND version = ? AND hash = ?"""
_ARCHIVE = "SELECT id, version, hash FROM store.questionnaire ORDER BY archived_at, id, version"
_INITIATIVE = "SELECT id, created_at, origin FROM store.initiative WHERE id = ?"
_SELECT = f"SELECT {RESPONSE} FROM store.response r"  # noqa: S608 - constants
_BY_ID = f"{_SELECT} WHERE r.id = ?"
_BY_CODE = f"{_SELECT} WHERE r.code_hash = ?"
_BY_RESULT = f"{_SELECT} WHERE r.result_hash = ?"
_OF_INITIATIVE = f"{_SELECT} WHERE r.initiative_id = ? ORDER BY r.created_at, r.id"
_WITH = f"""{_SELECT}
    JOIN store.latest_answer a ON a.response_id = r.id AND a.facet = 'answer'
    ANTI JOIN store.withdrawal w ON w.response_id = r.id
    WHERE a.field = ? AND a.value IS NOT NULL AND (? IS NULL OR a.value = ?::JSON)
    ORDER BY r.created_at, r.id"""
_HASH_TAKEN = "SELECT 1 FROM store.response WHERE code_hash = ? OR result_hash = ?"
_WITHDRAWN = "SELECT withdrawn_at FROM store.withdrawal WHERE response_id = ?"


class DuckDBResponses:
    """The responses part of the repository."""

    _store: DuckDBStore
    _journal: Journal | None
    _open_responses: set[str]

    def archive_questionnaire(self, questionnaire: ArchivedQuestionnaire) -> None:
        """Keep a questionnaire for ever; the same content again changes nothing."""
        ref = questionnaire.ref
        row = {
            "id": ref.id,
            "version": ref.version,
            "hash": ref.hash,
            "content": canonical_json(questionnaire.content, place=ref.id),
            "archived_at": time_text(questionnaire.archived_at),
        }
        self._store.write(lambda cursor: insert_missing(cursor, "questionnaire", [row]))

    def archived_questionnaire(self, ref: QuestionnaireRef) -> ArchivedQuestionnaire | None:
        """The archived questionnaire, or None."""

        def work(cursor: duckdb.DuckDBPyConnection) -> ArchivedQuestionnaire | None:
            row = cursor.execute(_ARCHIVED, [ref.id, ref.version, ref.hash]).fetchone()
            if row is None:
                return None
            return ArchivedQuestionnaire(ref, json.loads(row[0]), time_from(row[1]))

        return self._store.read(work)

    def archived_questionnaires(self) -> list[QuestionnaireRef]:
        """What the archive holds, oldest first."""
        rows = self._store.read(lambda cursor: cursor.execute(_ARCHIVE).fetchall())
        return [QuestionnaireRef(*row) for row in rows]

    def create_response(
        self, initiative: Initiative, response: Response, audit: AuditEntry
    ) -> Response:
        """Start a response, and its initiative if it is new; the same id again changes nothing."""

        def work(cursor: duckdb.DuckDBPyConnection) -> Response:
            existing = cursor.execute(_BY_ID, [response.id]).fetchone()
            if existing is not None:
                return response_from(existing)
            require_archived(cursor, response.questionnaire)
            if _hash_is_taken(cursor, response):
                raise refusal("code-taken", place=response.id)
            insert_missing(cursor, "initiative", [initiative_row(initiative)])
            insert(cursor, "response", [response_row(response)])
            append_audit(cursor, audit)
            return response

        if initiative.id != response.initiative_id:
            raise ValueError("the response is of another initiative")
        return self._store.write(work)

    def initiative(self, initiative_id: str) -> Initiative | None:
        """The initiative, or None."""
        row = self._store.read(lambda c: c.execute(_INITIATIVE, [initiative_id]).fetchone())
        return None if row is None else initiative_from(row)

    def response(self, response_id: str) -> Response | None:
        """The response as it was started, withdrawn or not, or None."""
        return self._one(_BY_ID, response_id)

    def response_by_code(self, code_hash: str) -> Response | None:
        """The response whose resume code has this SHA-256, or None."""
        return self._one(_BY_CODE, code_hash)

    def response_by_result(self, result_hash: str) -> Response | None:
        """The response whose result link has this SHA-256, or None."""
        return self._one(_BY_RESULT, result_hash)

    def responses_of_initiative(self, initiative_id: str) -> list[Response]:
        """All responses of an initiative, oldest first, withdrawn ones included."""
        rows = self._store.read(lambda c: c.execute(_OF_INITIATIVE, [initiative_id]).fetchall())
        return [response_from(row) for row in rows]

    def responses_with(self, field: str, value: Json = None) -> list[Response]:
        """The responses whose latest answer to a field is this value (None: any), oldest first."""
        text = None if value is None else canonical_json(value, place=field)
        wanted = [field, text, text]
        rows = self._store.read(lambda cursor: cursor.execute(_WITH, wanted).fetchall())
        return [response_from(row) for row in rows]

    def withdraw(self, response_id: str, at: datetime, audit: AuditEntry) -> None:
        """Mark a response as withdrawn: it takes no more answers and counts nowhere."""

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            insert(cursor, "withdrawal", [row])
            remove_observed(cursor, response_id)
            append_audit(cursor, audit)

        row = {"response_id": response_id, "withdrawn_at": time_text(at)}
        with self._store.writers_turn():
            if self.response(response_id) is None:
                raise refusal("unknown-response", place=response_id)
            if self.withdrawn_at(response_id) is not None:
                return
            if self._journal is not None:
                record = {"kind": "withdrawal", "withdrawal": row, "audit": audit_row(audit)}
                self._journal.append(record, at)
            # First, so that no answer slips in if the write fails half-way.
            self._open_responses.discard(response_id)
            self._store.write(work)
            self._store.data_changed()

    def withdrawn_at(self, response_id: str) -> datetime | None:
        """When the response was withdrawn, or None."""
        row = self._store.read(lambda c: c.execute(_WITHDRAWN, [response_id]).fetchone())
        return None if row is None else time_from(row[0])

    def _one(self, sql: str, key: str) -> Response | None:
        row = self._store.read(lambda cursor: cursor.execute(sql, [key]).fetchone())
        return None if row is None else response_from(row)


def require_archived(cursor: duckdb.DuckDBPyConnection, ref: QuestionnaireRef) -> None:
    """Refuse a response to a questionnaire that the archive could not show later.

    Raises:
        DominoError: `questionnaire-not-archived`.
    """
    if not cursor.execute(_ARCHIVED, [ref.id, ref.version, ref.hash]).fetchall():
        raise refusal(
            "questionnaire-not-archived", place=ref.id, questionnaire=ref.id, version=ref.version
        )


def _hash_is_taken(cursor: duckdb.DuckDBPyConnection, response: Response) -> bool:
    found = cursor.execute(_HASH_TAKEN, [response.code_hash, response.result_hash]).fetchone()
    return found is not None
