"""Answer events: appended in groups, read back as they came or as the latest of each facet."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from msgspec.structs import replace

from domino_survey.errors import refusal
from domino_survey.storage.canonical import canonical_json
from domino_survey.storage.group_commit import GroupCommit
from domino_survey.storage.rows import EVENT, event_from, event_row
from domino_survey.storage.tables import insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import duckdb

    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.records import AnswerEvent, Facet, Json

# Each event with its row, made in the caller's thread so that a faulty value stays with its author.
_Pair = tuple["AnswerEvent", "dict[str, Json]"]
_Request = tuple[_Pair, ...]
_Events = dict[str, _Pair]
_Stored = tuple["AnswerEvent", ...]

_STATE = """SELECT r.id, w.response_id IS NOT NULL
    FROM store.response r LEFT JOIN store.withdrawal w ON w.response_id = r.id WHERE r.id = ?"""
_EVENTS = f"""SELECT {EVENT} FROM store.answer_event
    WHERE response_id = ? AND seq > ? ORDER BY seq"""  # noqa: S608 - constants
_LATEST = f"SELECT {EVENT} FROM store.latest_answer WHERE response_id = ?"  # noqa: S608 - constants
# A revisited question took its time before: the first event on it is what counts.
_WAITS = """SELECT field, list(seconds ORDER BY seconds) FROM (
        SELECT field,
            epoch(saved_at) - lag(epoch(saved_at)) OVER (
                PARTITION BY response_id, author ORDER BY saved_at, seq) AS seconds,
            row_number() OVER (
                PARTITION BY response_id, author, field ORDER BY saved_at, seq) AS visit
        FROM store.answer_event
        WHERE response_id IN (SELECT unnest(from_json(?, '["VARCHAR"]'))))
    WHERE visit = 1 AND seconds IS NOT NULL GROUP BY field ORDER BY field"""
_BY_ID = f"""SELECT {EVENT} FROM store.answer_event
    WHERE id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))"""  # noqa: S608 - constants


def require_open(cursor: duckdb.DuckDBPyConnection, response_id: str) -> None:
    """Refuse what is meant for a response that is not there or was withdrawn.

    Raises:
        DominoError: `unknown-response`, `response-withdrawn`.
    """
    row = cursor.execute(_STATE, [response_id]).fetchone()
    if row is None:
        raise refusal("unknown-response", place=response_id)
    if row[1]:
        raise refusal("response-withdrawn", place=response_id)


class DuckDBAnswers:
    """The answers part of the repository."""

    _store: DuckDBStore

    def __init__(self) -> None:
        self._group: GroupCommit[_Request, _Stored] = GroupCommit(self._commit)
        # Known to take answers. Exact, since this process alone writes; guarded by the writer's turn.
        self._open_responses: set[str] = set()

    def save_answers(self, events: Iterable[AnswerEvent]) -> tuple[AnswerEvent, ...]:
        """Store events, all or none, and return them as stored, once they are on the disk."""
        request = tuple((event, event_row(event)) for event in events)
        return self._group.submit(request) if request else ()

    def events_since(self, response_id: str, seq: int = 0) -> list[AnswerEvent]:
        """The events of a response after the one numbered `seq`, in order."""

        def work(cursor: duckdb.DuckDBPyConnection) -> list[AnswerEvent]:
            return [
                event_from(row) for row in cursor.execute(_EVENTS, [response_id, seq]).fetchall()
            ]

        return self._store.read(work)

    def latest(self, response_id: str) -> dict[tuple[str, Facet], AnswerEvent]:
        """The last event of each facet of each field, cleared ones (`value` None) included."""

        def work(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[str, Facet], AnswerEvent]:
            events = [event_from(row) for row in cursor.execute(_LATEST, [response_id]).fetchall()]
            return {(event.field, event.facet): event for event in events}

        return self._store.read(work)

    def waits(self, response_ids: Collection[str]) -> dict[str, list[float]]:
        """Seconds from an author's event to their first one on each other field, by field."""
        wanted = canonical_json(sorted(response_ids))
        rows = self._store.read(lambda cursor: cursor.execute(_WAITS, [wanted]).fetchall())
        return {field: list(seconds) for field, seconds in rows}

    def _commit(self, requests: Sequence[_Request]) -> list[_Stored]:
        events = {event.id: (event, row) for request in requests for event, row in request}
        responses = {event.response_id for event, _ in events.values()}
        attempts = count()

        def work(cursor: duckdb.DuckDBPyConnection) -> list[_Stored]:
            for response_id in responses - self._open_responses:
                require_open(cursor, response_id)
            # Events are nearly always new, and looking first (or ON CONFLICT) doubles the time: a
            # repeated one shows as a conflict, after which the store calls again.
            stored = {} if next(attempts) == 0 else _repeated(cursor, events)
            new = [pair for pair in events.values() if pair[0].id not in stored]
            first = self._store.take_seq(len(new))
            numbered = [
                (replace(event, seq=seq), row) for seq, (event, row) in enumerate(new, first)
            ]
            insert(cursor, "answer_event", [{**row, "seq": e.seq} for e, row in numbered])
            stored |= {event.id: event for event, _ in numbered}
            return [tuple(stored[event.id] for event, _ in request) for request in requests]

        with self._store.writers_turn():
            results = self._store.write(work)
            self._open_responses |= responses
        return results


def _repeated(cursor: duckdb.DuckDBPyConnection, events: _Events) -> dict[str, AnswerEvent]:
    """Those that are stored already, as they were stored.

    Raises:
        DominoError: `event-id-taken` for an id that another response has: repeating it would show
            what was answered there.
    """
    rows = cursor.execute(_BY_ID, [canonical_json(list(events))]).fetchall()
    stored = {event.id: event for event in map(event_from, rows)}
    for event in stored.values():
        if event.response_id != events[event.id][0].response_id:
            raise refusal("event-id-taken", place=event.field)
    return stored
