"""Submissions: journal first, then one transaction; restored from the journal when the base lacks them."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from domino_survey.errors import refusal
from domino_survey.storage.canonical import canonical_json
from domino_survey.storage.duckdb_audit import append_audit, audit_row
from domino_survey.storage.duckdb_observed import add_observed
from domino_survey.storage.duckdb_responses import require_archived
from domino_survey.storage.records import ImportCount, Receipt, StoredSubmission
from domino_survey.storage.rows import (
    RESPONSE,
    SCORE,
    SUBMISSION,
    event_row,
    initiative_from,
    initiative_row,
    response_from,
    response_row,
    score_from,
    score_row,
    submission_from,
    submission_row,
)
from domino_survey.storage.tables import insert, insert_missing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.journal import Journal
    from domino_survey.storage.observed_records import Observed
    from domino_survey.storage.records import (
        AuditEntry,
        ImportedResponse,
        Json,
        Score,
        Submission,
    )
    from domino_survey.storage.rows import Row

_CHUNK = 500  # responses per transaction of an import
_SELECT = f"""SELECT {SUBMISSION}, r.initiative_id
    FROM store.submission s JOIN store.response r ON r.id = s.response_id"""  # noqa: S608 - constants
_BY_KEY_OR_ID = f"""SELECT {SUBMISSION} FROM store.submission s
    WHERE s.key = ? OR s.id = ?"""  # noqa: S608 - constants
_WITHDRAWN = "SELECT 1 FROM store.withdrawal WHERE response_id = ?"
_BY_ID = f"{_SELECT} WHERE s.id = ?"
_OF_RESPONSE = f"{_SELECT} WHERE s.response_id = ? ORDER BY s.number"
_OF_INITIATIVE = f"""{_SELECT} ANTI JOIN store.withdrawal w ON w.response_id = s.response_id
    WHERE r.initiative_id = ? ORDER BY s.submitted_at, s.number, s.id"""
_SCORES = f"""SELECT submission_id, {SCORE} FROM store.score
    WHERE submission_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
    AND (? IS NULL OR list_contains(from_json(?, '["VARCHAR"]'), node))"""  # noqa: S608 - constants
_CONTEXT = f"""SELECT {RESPONSE}, i.id, i.created_at, i.origin FROM store.response r
    JOIN store.initiative i ON i.id = r.initiative_id WHERE r.id = ?"""  # noqa: S608 - constants
_NEXT_NUMBER = "SELECT coalesce(max(number), 0) + 1 FROM store.submission WHERE response_id = ?"
_KNOWN_RESPONSES = """SELECT id FROM store.response
    WHERE id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))"""


def with_scores(
    cursor: duckdb.DuckDBPyConnection, rows: Sequence[Row], nodes: Collection[str] | None = None
) -> list[StoredSubmission]:
    """Submissions of rows (`SUBMISSION`, then the initiative's id) with the scores of `nodes` or all."""
    ids = canonical_json([row[0] for row in rows])
    wanted = None if nodes is None else canonical_json(sorted(nodes))
    scores: dict[str, dict[str, Score]] = {row[0]: {} for row in rows}
    for submission_id, *score in cursor.execute(_SCORES, [ids, wanted, wanted]).fetchall():
        scores[submission_id][score[0]] = score_from(tuple(score))
    return [StoredSubmission(submission_from(row), row[-1], scores[row[0]]) for row in rows]


class DuckDBSubmissions:
    """The submissions part of the repository."""

    _store: DuckDBStore
    _journal: Journal | None

    def submit(
        self,
        submission: Submission,
        scores: Iterable[Score],
        audit: AuditEntry,
        observed: Observed | None = None,
    ) -> Receipt:
        """Store a submission, its scores and its audit entry together, once per key."""

        def write(cursor: duckdb.DuckDBPyConnection) -> None:
            insert(cursor, "submission", [row])
            insert(cursor, "score", score_rows)
            if observed is not None:
                add_observed(cursor, observed)
            append_audit(cursor, audit)

        score_rows = [score_row(score, submission.id) for score in scores]
        with self._store.writers_turn():
            existing, context, number = self._store.read(partial(_before, submission))
            if existing is not None:
                return Receipt(existing, created=False)
            numbered = replace(submission, number=number)
            row = submission_row(numbered)
            if self._journal is not None:
                record = {
                    "kind": "submission",
                    **context,
                    "submission": row,
                    "scores": score_rows,
                    "audit": audit_row(audit),
                }
                self._journal.append(record, submission.submitted_at)
            self._store.write(write)
            self._store.data_changed()
        return Receipt(numbered, created=True)

    def submission(self, submission_id: str) -> StoredSubmission | None:
        """The submission with its scores, or None."""
        found = self._stored(_BY_ID, submission_id)
        return found[0] if found else None

    def submissions_of_response(self, response_id: str) -> list[StoredSubmission]:
        """The versions of a response, first to last, withdrawn or not."""
        return self._stored(_OF_RESPONSE, response_id)

    def submissions_of_initiative(self, initiative_id: str) -> list[StoredSubmission]:
        """What an initiative sent, oldest first, withdrawn responses left out."""
        return self._stored(_OF_INITIATIVE, initiative_id)

    def import_responses(
        self, responses: Iterable[ImportedResponse], audit: AuditEntry
    ) -> ImportCount:
        """Store whole responses in bulk, 500 per transaction; those whose id is known are left out.

        They do not go to the journal: their source can be imported again.
        """
        total: Counter[str] = Counter()
        source = iter(responses)
        self._store.write(lambda cursor: append_audit(cursor, audit))
        while chunk := list(islice(source, _CHUNK)):
            total.update(self._store.write(partial(_import, self._store, chunk)))
            self._store.data_changed()
        return ImportCount(total["response"], total["answer_event"], total["submission"])

    def _stored(self, sql: str, key: str) -> list[StoredSubmission]:
        def work(cursor: duckdb.DuckDBPyConnection) -> list[StoredSubmission]:
            return with_scores(cursor, cursor.execute(sql, [key]).fetchall())

        return self._store.read(work)


def _import(
    store: DuckDBStore, chunk: Sequence[ImportedResponse], cursor: duckdb.DuckDBPyConnection
) -> dict[str, int]:
    ids = canonical_json([one.response.id for one in chunk])
    known = {row[0] for row in cursor.execute(_KNOWN_RESPONSES, [ids]).fetchall()}
    new = [one for one in chunk if one.response.id not in known]
    for ref in {one.response.questionnaire for one in new}:
        require_archived(cursor, ref)
    events = [event for one in new for event in one.events]
    first = store.take_seq(len(events))
    initiatives = {one.initiative.id: initiative_row(one.initiative) for one in new}
    rows: dict[str, list[dict[str, Json]]] = {
        "response": [response_row(one.response) for one in new],
        "answer_event": [
            {**event_row(event), "seq": seq} for seq, event in enumerate(events, start=first)
        ],
        "submission": [
            submission_row(replace(submission, number=number))
            for one in new
            for number, (submission, _) in enumerate(one.submissions, start=1)
        ],
        "score": [
            score_row(score, submission.id)
            for one in new
            for submission, scores in one.submissions
            for score in scores
        ],
    }
    insert_missing(cursor, "initiative", initiatives.values())
    for table, content in rows.items():
        insert(cursor, table, content)
    return {table: len(content) for table, content in rows.items()}


def _before(
    submission: Submission, cursor: duckdb.DuckDBPyConnection
) -> tuple[Submission | None, dict[str, dict[str, Json]], int]:
    """What is stored under the key; else the rows that make a submission readable alone, its number.

    Raises:
        DominoError: `submission-key-taken`, `unknown-response`, `response-withdrawn`.
    """
    response_id = submission.response_id
    for row in cursor.execute(_BY_KEY_OR_ID, [submission.key, submission.id]).fetchall():
        stored = submission_from(row)
        if (stored.key, stored.response_id) != (submission.key, response_id):
            raise refusal("submission-key-taken", place=response_id)
        return stored, {}, stored.number
    context = cursor.execute(_CONTEXT, [response_id]).fetchone()
    if context is None:
        raise refusal("unknown-response", place=response_id)
    if cursor.execute(_WITHDRAWN, [response_id]).fetchone() is not None:
        raise refusal("response-withdrawn", place=response_id)
    rows = {
        "initiative": initiative_row(initiative_from(context[-3:])),
        "response": response_row(response_from(context)),
    }
    return None, rows, next_number(cursor, response_id)


def next_number(cursor: duckdb.DuckDBPyConnection, response_id: str) -> int:
    """The number of the next version of a response."""
    row = cursor.execute(_NEXT_NUMBER, [response_id]).fetchone()
    return 1 if row is None else int(row[0])
