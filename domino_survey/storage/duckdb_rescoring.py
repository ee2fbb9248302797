"""Scores computed again: kept beside those that were stored when the answers were sent."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from domino_survey.storage.duckdb_audit import append_audit
from domino_survey.storage.duckdb_submissions import with_scores
from domino_survey.storage.rows import (
    RESCORING,
    SCORE,
    SUBMISSION,
    rescoring_from,
    rescoring_row,
    score_from,
    score_row,
)
from domino_survey.storage.tables import insert, insert_missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.records import AuditEntry, Rescoring, Score, StoredSubmission

# What a rescoring covers and has no new score for yet.
_MISSING = """FROM store.rescoring c
    JOIN store.submission s ON s.questionnaire_id = c.questionnaire_id
        AND s.questionnaire_hash = c.source_hash AND s.origin = c.origin
        AND s.submitted_at <= c.done_at
    JOIN store.response r ON r.id = s.response_id
    ANTI JOIN store.withdrawal w ON w.response_id = s.response_id
    ANTI JOIN store.rescored d ON d.rescoring_id = c.id AND d.submission_id = s.id"""
_ALL = f"""SELECT {RESCORING}, coalesce(stored, 0), coalesce(remaining, 0)
    FROM store.rescoring
    LEFT JOIN (SELECT rescoring_id AS id, count(DISTINCT submission_id) AS stored
        FROM store.rescored GROUP BY ALL) USING (id)
    LEFT JOIN (SELECT c.id AS id, count(*) AS remaining {_MISSING} GROUP BY ALL) USING (id)
    WHERE questionnaire_id = ?
    ORDER BY done_at DESC, id"""  # noqa: S608 - constants
_NEXT = f"""SELECT {SUBMISSION}, r.initiative_id {_MISSING}
    WHERE c.id = ? ORDER BY s.submitted_at, s.id LIMIT ?"""
_SCORES = f"""SELECT submission_id, {SCORE} FROM store.rescored
    WHERE rescoring_id = ? ORDER BY submission_id, node"""  # noqa: S608 - constants


class DuckDBRescoring:
    """The rescoring part of the repository."""

    _store: DuckDBStore

    def add_rescoring(self, rescoring: Rescoring, audit: AuditEntry) -> None:
        """Announce a rescoring, of which nothing is stored yet."""

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            insert(cursor, "rescoring", [rescoring_row(rescoring)])
            append_audit(cursor, audit)

        self._store.write(work)

    def store_rescored(self, rescoring_id: str, scores: Mapping[str, Sequence[Score]]) -> None:
        """Store the new scores of some submissions, by their ids; those stored already stay."""
        rows = [
            {**score_row(score, submission_id), "rescoring_id": rescoring_id}
            for submission_id, found in scores.items()
            for score in found
        ]
        if rows:
            self._store.write(lambda cursor: insert_missing(cursor, "rescored", rows))
            self._store.data_changed()

    def to_rescore(self, rescoring_id: str, limit: int) -> list[StoredSubmission]:
        """The next submissions that a rescoring still lacks, oldest first, without scores."""

        def work(cursor: duckdb.DuckDBPyConnection) -> list[StoredSubmission]:
            rows = cursor.execute(_NEXT, [rescoring_id, limit]).fetchall()
            return with_scores(cursor, rows, ())

        return self._store.read(work)

    def rescorings(self, questionnaire_id: str) -> list[Rescoring]:
        """The rescorings by any version of a questionnaire, newest first."""
        rows = self._store.read(lambda cursor: cursor.execute(_ALL, [questionnaire_id]).fetchall())
        return [rescoring_from(row) for row in rows]

    def rescored(self, rescoring_id: str) -> dict[str, dict[str, Score]]:
        """The scores of a rescoring, by submission, then by node."""
        found: dict[str, dict[str, Score]] = defaultdict(dict)
        rows = self._store.read(lambda cursor: cursor.execute(_SCORES, [rescoring_id]).fetchall())
        for submission_id, *score in rows:
            found[submission_id][score[0]] = score_from(tuple(score))
        return dict(found)
