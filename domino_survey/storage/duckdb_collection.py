"""What organisers and the observatory read: who answered, when, and the latest of each initiative."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING

from domino_survey.storage.canonical import canonical_json, time_from
from domino_survey.storage.duckdb_submissions import with_scores
from domino_survey.storage.records import (
    REAL,
    Arrival,
    DayCount,
    QuestionnaireRef,
    QuestionnaireUse,
    Sent,
)
from domino_survey.storage.rows import SUBMISSION

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, tzinfo

    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.records import Origin, Selection, StoredSubmission

_ARRIVALS = """SELECT s.id, s.response_id, r.initiative_id, s.submitted_at, w.withdrawn_at,
        json_extract(s.answers, ?::VARCHAR[])
    FROM store.submission s
    JOIN store.response r ON r.id = s.response_id
    LEFT JOIN store.withdrawal w ON w.response_id = s.response_id
    WHERE s.questionnaire_id = ? AND s.questionnaire_version = ? AND s.questionnaire_hash = ?
    AND s.origin = ?
    ORDER BY s.submitted_at, s.id"""
# One row per initiative: however often it is assessed, a practice counts once.
_LATEST = f"""SELECT {SUBMISSION}, r.initiative_id
    FROM store.submission s
    JOIN store.response r ON r.id = s.response_id
    ANTI JOIN store.withdrawal w ON w.response_id = s.response_id
    WHERE s.questionnaire_id = ? AND s.questionnaire_version = ?
    AND list_contains(from_json(?, '["VARCHAR"]'), s.origin)
    QUALIFY row_number() OVER (
        PARTITION BY r.initiative_id ORDER BY s.submitted_at DESC, s.number DESC, s.id DESC) = 1
    ORDER BY s.submitted_at, s.id"""  # noqa: S608 - constants
_SENT = """SELECT s.id, s.response_id, r.initiative_id, s.submitted_at, s.number,
        s.questionnaire_id, s.questionnaire_version, s.questionnaire_hash, s.method_version,
        s.origin, json_extract(s.answers, ?)
    FROM store.submission s
    JOIN store.response r ON r.id = s.response_id
    ANTI JOIN store.withdrawal w ON w.response_id = s.response_id
    WHERE s.questionnaire_id = ? AND s.questionnaire_version = ?
    AND list_contains(from_json(?, '["VARCHAR"]'), s.origin)
    ORDER BY s.submitted_at, s.number, s.id"""
_THESE = f"""SELECT {SUBMISSION}, r.initiative_id
    FROM store.submission s
    JOIN store.response r ON r.id = s.response_id
    ANTI JOIN store.withdrawal w ON w.response_id = s.response_id
    WHERE s.id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))"""  # noqa: S608 - constants
# By quarter of an hour, the grain of the world's time zones, then by day of the reader's zone.
_ACTIVITY = """SELECT time_bucket(INTERVAL 15 MINUTE, happened_at) AS quarter, kind, count(*)
    FROM (
        SELECT id AS response_id, created_at AS happened_at, 'started' AS kind, origin
        FROM store.response
        UNION ALL
        SELECT response_id, submitted_at, if(number = 1, 'submitted', 'corrected'), origin
        FROM store.submission)
    ANTI JOIN store.withdrawal USING (response_id)
    WHERE list_contains(from_json(?, '["VARCHAR"]'), origin)
    GROUP BY ALL"""
_IN_USE = """SELECT r.questionnaire_id, r.questionnaire_version, r.questionnaire_hash, r.origin,
        count(DISTINCT r.id), count(DISTINCT s.response_id), min(r.created_at),
        max(coalesce(s.submitted_at, r.created_at))
    FROM store.response r
    LEFT JOIN store.submission s ON s.response_id = r.id
    ANTI JOIN store.withdrawal w ON w.response_id = r.id
    GROUP BY ALL ORDER BY ALL"""


class DuckDBCollection:
    """The collection part of the repository."""

    _store: DuckDBStore

    def arrivals(
        self, ref: QuestionnaireRef, origin: Origin, items: Sequence[str] = ()
    ) -> list[Arrival]:
        """Every submission to one exact questionnaire, oldest first, with the answers to some items."""
        pointers = [_pointer(item) for item in items]
        values = [pointers, ref.id, ref.version, ref.hash, origin]
        rows = self._store.read(lambda cursor: cursor.execute(_ARRIVALS, values).fetchall())
        return [
            Arrival(
                submission_id=row[0],
                response_id=row[1],
                initiative_id=row[2],
                submitted_at=time_from(row[3]),
                withdrawn_at=None if row[4] is None else time_from(row[4]),
                answers={
                    item: json.loads(answer)
                    for item, answer in zip(items, row[5], strict=True)
                    if answer is not None
                },
            )
            for row in rows
        ]

    def latest_submissions(
        self, selection: Selection, nodes: Collection[str] | None = None
    ) -> list[StoredSubmission]:
        """The latest submission of each initiative, oldest first."""

        def work(cursor: duckdb.DuckDBPyConnection) -> list[StoredSubmission]:
            rows = cursor.execute(_LATEST, _parameters(selection)).fetchall()
            return with_scores(cursor, rows, nodes)

        return self._store.read(work)

    def sent(self, selection: Selection, item: str = "") -> list[Sent]:
        """Every submission of every response, oldest first, without content but for one item's answer."""
        parameters = [_pointer(item), *_parameters(selection)]
        rows = self._store.read(lambda cursor: cursor.execute(_SENT, parameters).fetchall())
        return [
            Sent(
                submission_id=row[0],
                response_id=row[1],
                initiative_id=row[2],
                submitted_at=time_from(row[3]),
                number=row[4],
                questionnaire=QuestionnaireRef(row[5], row[6], row[7]),
                method_version=row[8],
                origin=row[9],
                answer=None if row[10] is None else json.loads(row[10]),
            )
            for row in rows
        ]

    def submissions(
        self, submission_ids: Sequence[str], nodes: Collection[str] | None = None
    ) -> list[StoredSubmission]:
        """These submissions with their scores, in this order; unknown and withdrawn ones left out."""
        wanted = canonical_json(list(submission_ids))

        def work(cursor: duckdb.DuckDBPyConnection) -> list[StoredSubmission]:
            return with_scores(cursor, cursor.execute(_THESE, [wanted]).fetchall(), nodes)

        found = {one.submission.id: one for one in self._store.read(work)}
        return [found[one] for one in submission_ids if one in found]

    def activity(self, origins: Collection[Origin] = REAL, zone: tzinfo = UTC) -> list[DayCount]:
        """Counts of each day of `zone` on which something happened, in order."""
        wanted = canonical_json(list(origins))
        rows = self._store.read(lambda cursor: cursor.execute(_ACTIVITY, [wanted]).fetchall())
        counts: dict[date, Counter[str]] = {}
        for quarter, kind, count in rows:
            day = time_from(quarter).astimezone(zone).date()
            counts.setdefault(day, Counter())[kind] += count
        return [
            DayCount(
                day, counts[day]["started"], counts[day]["submitted"], counts[day]["corrected"]
            )
            for day in sorted(counts)
        ]

    def questionnaires_in_use(self) -> list[QuestionnaireUse]:
        """Every questionnaire that has responses, by id, version, hash and origin."""
        rows = self._store.read(lambda cursor: cursor.execute(_IN_USE).fetchall())
        return [
            QuestionnaireUse(
                ref=QuestionnaireRef(row[0], row[1], row[2]),
                origin=row[3],
                started=row[4],
                submitted=row[5],
                first_at=time_from(row[6]),
                last_at=time_from(row[7]),
            )
            for row in rows
        ]


def _pointer(item: str) -> str:
    """Where the answer to an item stands: a JSON pointer. Ids of items hold neither "/" nor "~"."""
    return f"/answers/{item}"


def _parameters(selection: Selection) -> list[str]:
    return [
        selection.questionnaire_id,
        selection.questionnaire_version,
        canonical_json(list(selection.origins)),
    ]
