"""Keeps the tables of figures in step with the submissions, and makes again what is missing there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domino_survey.aggregation import CODING_VERSION
from domino_survey.numerics import np
from domino_survey.storage import observed_tables as tables
from domino_survey.storage.canonical import canonical_json
from domino_survey.storage.observed_tables import NEVER, PLACES, pages_of
from domino_survey.storage.records import QuestionnaireRef, StoredSubmission
from domino_survey.storage.rows import SUBMISSION, submission_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb
    from numpy.typing import NDArray

    from domino_survey.numerics import Floats
    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.observed_records import Observed

_TENTHS = 10
_META = "observed_coding"
_FORM = """SELECT number FROM store.observed_form WHERE questionnaire_id = ?
    AND questionnaire_version = ? AND questionnaire_hash = ?"""
_ADD_FORM = """INSERT INTO store.observed_form
    SELECT coalesce(max(number), 0) + 1, ?, ?, ? FROM store.observed_form"""
_PLACES = """SELECT kind, code, number FROM store.observed_place
    WHERE list_contains(from_json(?, '["VARCHAR"]'), code)"""
_ADD_PLACES = """INSERT INTO store.observed_place
    SELECT coalesce((SELECT max(number) FROM store.observed_place), 0)
        + row_number() OVER (ORDER BY kind, code), kind, code
    FROM (SELECT unnest(from_json(?, '[{"kind": "VARCHAR", "code": "VARCHAR"}]'), recursive := true))"""
# What is asked of the truth is read from it; only what needs the questionnaire comes from outside.
_ADD: Final = f"""INSERT INTO store.observed BY NAME
    WITH sent AS (
        SELECT s.id AS submission_id, s.response_id, r.initiative_id, s.submitted_at, s.origin
        FROM incoming i JOIN store.submission s ON s.id = i.submission_id
        JOIN store.response r ON r.id = s.response_id
        ANTI JOIN store.withdrawal w ON w.response_id = s.response_id
        ANTI JOIN store.observed o ON o.submission_id = s.id),
    known AS (
        SELECT o.initiative_id, min(o.initiative) AS initiative
        FROM store.observed o SEMI JOIN sent USING (initiative_id) GROUP BY ALL),
    latest AS (
        SELECT coalesce(max(number), 0) AS number, coalesce(max(initiative), 0) AS initiative
        FROM store.observed),
    fresh AS (
        SELECT initiative_id, (SELECT initiative FROM latest)
            + row_number() OVER (ORDER BY initiative_id) AS initiative
        FROM (SELECT DISTINCT initiative_id FROM sent ANTI JOIN known USING (initiative_id)))
    SELECT i.* EXCLUDE (row), 0 AS page, s.* EXCLUDE (submission_id, origin),
        (SELECT number FROM latest)
            + row_number() OVER (ORDER BY s.submitted_at, s.submission_id) AS number,
        if(s.origin = 'real', 0, 1) AS origin, k.initiative, TIMESTAMP '{NEVER}' AS superseded_at
    FROM incoming i JOIN sent s USING (submission_id)
    JOIN (FROM known UNION ALL BY NAME FROM fresh) k ON k.initiative_id = s.initiative_id"""
_ADD_PAGE = f"""INSERT INTO store.observed BY NAME
    SELECT p.* EXCLUDE (row), {", ".join(f"o.{name}" for name in tables.BASE if name != "page")}
    FROM incoming_page p JOIN incoming i USING (row)
    JOIN store.observed o ON o.submission_id = i.submission_id AND o.page = 0
    ANTI JOIN store.observed d ON d.submission_id = i.submission_id AND d.page = p.page"""
_SUPERSEDE = f"""UPDATE store.observed AS o SET superseded_at = n.next FROM (
        SELECT page, number, superseded_at AS was, coalesce(
            lead(submitted_at) OVER (
                PARTITION BY page, form, origin, apart, initiative
                ORDER BY submitted_at, submission_id), TIMESTAMP '{NEVER}') AS next
        FROM store.observed WHERE initiative IN (SELECT unnest($initiatives))) n
    WHERE o.page = n.page AND o.number = n.number AND n.was <> n.next"""
_ADDED = """SELECT DISTINCT initiative FROM store.observed
    WHERE submission_id IN (SELECT submission_id FROM incoming)"""
_OF_RESPONSE = "SELECT DISTINCT initiative FROM store.observed WHERE response_id = ?"
_REMOVE = "DELETE FROM store.observed WHERE response_id = ?"
_UNOBSERVED = """FROM store.submission s JOIN store.response r ON r.id = s.response_id
    ANTI JOIN store.withdrawal w ON w.response_id = s.response_id
    ANTI JOIN store.observed o ON o.submission_id = s.id"""
_FORMS = f"""SELECT s.questionnaire_id, s.questionnaire_version, s.questionnaire_hash, count(*)
    {_UNOBSERVED} GROUP BY ALL ORDER BY ALL"""
_NEXT = f"""SELECT {SUBMISSION}, r.initiative_id {_UNOBSERVED}
    WHERE s.questionnaire_id = ? AND s.questionnaire_version = ? AND s.questionnaire_hash = ?
    ORDER BY s.submitted_at, s.id LIMIT ?"""


class DuckDBObserved:
    """The part of the repository that keeps what figures are read from."""

    _store: DuckDBStore

    def data_version(self) -> int:
        """A number that is another one after anything that figures depend on was stored."""
        return self._store.data_version

    def observe(self, observed: Observed) -> None:
        """Store submissions as they are observed; those that are there already stay as they are."""
        self._store.write(lambda cursor: add_observed(cursor, observed))
        self._store.data_changed()

    def unobserved_forms(self) -> dict[QuestionnaireRef, int]:
        """How many submissions are not observed yet, by questionnaire."""
        rows = self._store.read(lambda cursor: cursor.execute(_FORMS).fetchall())
        return {QuestionnaireRef(*row[:3]): int(row[3]) for row in rows}

    def unobserved(self, ref: QuestionnaireRef, limit: int) -> list[StoredSubmission]:
        """At most `limit` submissions that are not observed yet, oldest first, without scores."""

        def work(cursor: duckdb.DuckDBPyConnection) -> list[StoredSubmission]:
            rows = cursor.execute(_NEXT, [ref.id, ref.version, ref.hash, limit]).fetchall()
            return [StoredSubmission(submission_from(row), row[-1], {}) for row in rows]

        return self._store.read(work)

    def forget_observed(self) -> None:
        """Empty the tables of figures: all submissions are unobserved then. Nothing else changes."""
        self._store.write(_forget)
        self._store.data_changed()


def prepare(store: DuckDBStore) -> None:
    """At opening: what was coded by other rules is made again."""
    query = "SELECT value FROM store.meta WHERE key = ?"
    row = store.read(lambda cursor: cursor.execute(query, [_META]).fetchone())
    if row is not None and row[0] == str(CODING_VERSION):
        return

    def work(cursor: duckdb.DuckDBPyConnection) -> None:
        _forget(cursor)
        cursor.execute("DELETE FROM store.meta WHERE key = ?", [_META])
        cursor.execute("INSERT INTO store.meta VALUES (?, ?)", [_META, str(CODING_VERSION)])

    store.write(work)


def add_observed(cursor: duckdb.DuckDBPyConnection, observed: Observed) -> None:
    """Add rows for submissions that the tables hold, within the caller's transaction."""
    if not len(observed.ids):
        return
    form = form_number(cursor, observed.questionnaire)
    first, *others = pages_of(observed.coded, [bins(values) for values in observed.coded.nodes])
    incoming: dict[str, Any] = {
        "row": np.arange(len(observed.ids), dtype=np.int32),
        "submission_id": np.array(observed.ids, dtype=object),
        "form": np.full(len(observed.ids), form, dtype=np.int32),
        "shared": observed.shared,
        "apart": observed.apart,
        "short": observed.short,
        "answered": observed.coded.answered,
        "proven": observed.coded.proven,
        **_place_numbers(cursor, observed.places),
        **first,
    }
    # Registered for this cursor, which lives no longer than the transaction.
    cursor.register("incoming", incoming)
    cursor.execute(_ADD)
    for page, columns in enumerate(others, start=1):
        paged = {"row": incoming["row"], "page": np.full(len(observed.ids), page, np.uint8)}
        cursor.register("incoming_page", {**paged, **columns})
        cursor.execute(_ADD_PAGE)
        cursor.unregister("incoming_page")
    supersede(cursor, cursor.execute(_ADDED).fetchall())


def remove_observed(cursor: duckdb.DuckDBPyConnection, response_id: str) -> None:
    """Take out a response that was withdrawn; what it had replaced counts again."""
    initiatives = cursor.execute(_OF_RESPONSE, [response_id]).fetchall()
    cursor.execute(_REMOVE, [response_id])
    supersede(cursor, initiatives)


def supersede(cursor: duckdb.DuckDBPyConnection, initiatives: Sequence[tuple[Any, ...]]) -> None:
    """Say of each submission of these initiatives when the next one took its place."""
    if initiatives:
        cursor.execute(_SUPERSEDE, {"initiatives": [row[0] for row in initiatives]})


def form_number(cursor: duckdb.DuckDBPyConnection, ref: QuestionnaireRef) -> int:
    """The number that stands for a questionnaire, given to it when it is first seen."""
    wanted = [ref.id, ref.version, ref.hash]
    if not (found := cursor.execute(_FORM, wanted).fetchall()):
        cursor.execute(_ADD_FORM, wanted)
        found = cursor.execute(_FORM, wanted).fetchall()
    return int(found[0][0])


def places_by_code(
    cursor: duckdb.DuckDBPyConnection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """The numbers that stand for places, given to them when they are first seen."""
    places = sorted(set(wanted))
    codes = canonical_json(sorted({code for _, code in places}))

    def known() -> dict[tuple[str, str], int]:
        rows = cursor.execute(_PLACES, [codes]).fetchall()
        return {(kind, code): number for kind, code, number in rows}

    found = known()
    new = [{"kind": kind, "code": code} for kind, code in places if (kind, code) not in found]
    if new:
        cursor.execute(_ADD_PLACES, [canonical_json(new)])
        found = known()
    return found


def bins(values: Floats) -> NDArray[np.uint16]:
    """The tenth of a point that each score lies in, from 1; 0 for none. A greater score has no lesser one."""
    found: NDArray[np.uint16] = (np.nan_to_num(np.floor(values * _TENTHS), nan=-1) + 1).astype(
        np.uint16
    )
    return found


def _place_numbers(
    cursor: duckdb.DuckDBPyConnection, places: Mapping[Any, Sequence[str]]
) -> dict[str, NDArray[np.int32]]:
    wanted = {(kind, code) for kind, codes in places.items() for code in set(codes) if code}
    known = places_by_code(cursor, wanted) if wanted else {}
    return {
        kind: np.array([known.get((kind, code), 0) for code in places[kind]], dtype=np.int32)
        for kind in PLACES
    }


def _forget(cursor: duckdb.DuckDBPyConnection) -> None:
    for table in ("observed", "observed_form", "observed_place"):
        cursor.execute(f"DELETE FROM store.{table}")
