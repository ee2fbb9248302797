"""Exact figures over groups of submissions, by SQL: no row of a submission comes out but as arrays.

Quantiles of a whole group are found in two steps. The first counts scores by tenths of a point, which
DuckDB does in a small array; the second reads the exact scores of those few tenths that hold the wanted
ranks. So no column is sorted, however many submissions there are. Quantiles of its parts are found from
the number of times that each score occurs in each part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domino_survey.aggregation import FIRST_OPTION
from domino_survey.numerics import np
from domino_survey.storage import observed_tables as tables
from domino_survey.storage.duckdb_groups import FORM, KNOWN_PLACES, fetched, values_of, where_in
from domino_survey.storage.duckdb_quantiles import from_values, interpolated, ranks_of, within
from domino_survey.storage.observed_records import (
    Comings,
    Members,
    Moments,
    Proof,
    Quantiles,
    Tally,
)
from domino_survey.storage.observed_tables import PLACES, place_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import duckdb
    from numpy.typing import NDArray

    from domino_survey.aggregation import ItemPlace
    from domino_survey.numerics import Floats
    from domino_survey.storage.duckdb_groups import Arrays
    from domino_survey.storage.duckdb_store import DuckDBStore
    from domino_survey.storage.observed_records import Cut, Group
    from domino_survey.storage.records import Origin, QuestionnaireRef

_COMINGS = f"""SELECT number, initiative, submitted_at, superseded_at, shared, {", ".join(PLACES)}
    FROM store.observed WHERE page = 0 AND form = {FORM} AND origin = $origin AND NOT apart
    ORDER BY submitted_at, submission_id"""
_IDS = """SELECT number, submission_id FROM store.observed
    WHERE page = 0 AND number IN (SELECT unnest($numbers))"""


class DuckDBFigures:
    """The part of the repository that reads figures."""

    _store: DuckDBStore

    def comings(self, questionnaire: QuestionnaireRef, origin: Origin) -> Comings:
        """All submissions that count, shared or not, in the order in which they came."""
        found = self._arrays(_COMINGS, values_of(questionnaire, origin))
        return Comings(
            found["number"],
            found["initiative"],
            found["submitted_at"],
            found["superseded_at"],
            found["shared"],
            {kind: found[kind] for kind in PLACES},
        )

    def observed_places(self) -> dict[int, tuple[str, str]]:
        """Kind and code of each place, by the number that stands for it."""
        rows = self._store.read(lambda cursor: cursor.execute(KNOWN_PLACES).fetchall())
        return {number: (kind, code) for number, kind, code in rows}

    def submission_ids(self, numbers: Sequence[int]) -> dict[int, str]:
        """The ids of a few submissions by their numbers."""
        wanted = {"numbers": list(map(int, numbers))}
        rows = self._store.read(lambda cursor: cursor.execute(_IDS, wanted).fetchall())
        return dict(rows)

    def members(self, group: Group) -> Members:
        """Who is in a group, by number."""

        def work(cursor: duckdb.DuckDBPyConnection) -> Arrays:
            where = where_in(cursor, group, 0)
            sql = f"SELECT number, initiative FROM store.observed WHERE {where.sql} ORDER BY number"
            return fetched(cursor.execute(sql, where.values))

        found = self._store.read(work)
        return Members(found["number"], found["initiative"])

    def proof(self, group: Group) -> Proof:
        """How many are in a group, what they answered and how much of it rests on proof."""

        def work(cursor: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
            where = where_in(cursor, group, 0)
            sql = f"""SELECT count(*), coalesce(sum(answered), 0), coalesce(sum(proven), 0)
                FROM store.observed WHERE {where.sql}"""
            return cursor.execute(sql, where.values).fetchone()

        row = self._store.read(work) or (0, 0, 0)
        return Proof(*map(int, row))

    def tallies(self, group: Group, items: Sequence[ItemPlace]) -> list[tuple[Tally, Tally | None]]:
        """How often each answer to some items occurs: codes, and bits or numbers where it has such."""
        codes = [place_in(tables.ITEMS, item.code) for item in items]
        bits = [(n, item.chosen) for n, item in enumerate(items) if item.chosen is not None]
        numbers = [(n, item.number) for n, item in enumerate(items) if item.number is not None]
        options = [place_in(tables.OPTIONS, place) for _, place in bits]
        figures = [place_in(tables.FIGURES, place) for _, place in numbers]

        def work(cursor: duckdb.DuckDBPyConnection) -> list[list[Tally]]:
            return [_tallies(cursor, group, columns) for columns in (codes, options, figures)]

        first, *others = self._store.read(work)
        second: list[Tally | None] = [None] * len(items)
        for places, tallies in zip((bits, numbers), others, strict=True):
            for (n, _), tally in zip(places, tallies, strict=True):
                second[n] = tally
        return list(zip(first, second, strict=True))

    def histograms(self, group: Group, nodes: Sequence[int]) -> NDArray[np.int64]:
        """How many scores lie in each tenth of a point: shape (nodes, 1001); [i, 0] is from 0 to 0.1."""
        found = self._store.read(lambda cursor: _binned(cursor, group, nodes))
        counts = np.zeros((len(nodes), 1001), dtype=np.int64)
        counts[found["k"], found["b"].astype(np.intp) - 1] = found["c"]
        return counts

    def moments(self, group: Group, nodes: Sequence[int]) -> Moments:
        """Counts, means and variances of the scores of some nodes."""
        columns = [place_in(tables.VALUES, node) for node in nodes]

        def work(cursor: duckdb.DuckDBPyConnection) -> dict[int, tuple[Any, ...]]:
            found: dict[int, tuple[Any, ...]] = {}
            for page in sorted({page for page, _ in columns}):
                here = [(k, name) for k, (at, name) in enumerate(columns) if at == page]
                where = where_in(cursor, group, page)
                listed = ", ".join(
                    f"count({name}), avg({name}), var_samp({name})" for _, name in here
                )
                sql = f"SELECT {listed} FROM store.observed WHERE {where.sql}"
                row = cursor.execute(sql, where.values).fetchall()[0]
                found.update({k: row[3 * n : 3 * n + 3] for n, (k, _) in enumerate(here)})
            return found

        found = self._store.read(work)
        rows = [found[k] for k in range(len(nodes))]
        numbers = np.array(
            [[np.nan if one is None else one for one in row[1:]] for row in rows], dtype=np.float64
        ).reshape(len(rows), 2)
        count = np.array([row[0] for row in rows], dtype=np.int64)
        return Moments(count, numbers[:, 0], numbers[:, 1])

    def quantiles(
        self,
        group: Group,
        nodes: Sequence[int],
        probabilities: Sequence[float] = (0.25, 0.5, 0.75),
        cut: Cut | None = None,
    ) -> Quantiles:
        """Quantiles of the scores of some nodes, in the whole group or in each part of it.

        A submission is in the part of each option that it chose; those without a place have part 0,
        those without an answer have none.
        """

        def work(cursor: duckdb.DuckDBPyConnection) -> Quantiles:
            if cut is not None:
                return from_values(_valued(cursor, group, nodes, cut), len(nodes), probabilities)
            ranks = ranks_of(_binned(cursor, group, nodes), len(nodes), probabilities)
            return interpolated(ranks, within(cursor, group, nodes, ranks), len(nodes))

        return self._store.read(work)

    def answers(
        self, group: Group, nodes: Sequence[int], items: Sequence[ItemPlace]
    ) -> tuple[list[Floats], list[tuple[NDArray[np.uint8], NDArray[np.uint64] | Floats | None]]]:
        """Scores and answers of the members of a group, in one order; NaN for no score.

        Columns for what reads answers together, such as conditions: name as few as are needed.
        """
        wanted = [place_in(tables.VALUES, node) for node in nodes]
        for item in items:
            wanted.append(place_in(tables.ITEMS, item.code))
            if item.chosen is not None:
                wanted.append(place_in(tables.OPTIONS, item.chosen))
            if item.number is not None:
                wanted.append(place_in(tables.FIGURES, item.number))

        def work(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[int, str], NDArray[Any]]:
            found = {}
            for page in sorted({0, *(page for page, _ in wanted)}):
                columns = [name for at, name in dict.fromkeys(wanted) if at == page]
                where = where_in(cursor, group, page)
                # NaN rather than null, which numpy would get as an array with a mask.
                listed = [
                    f"coalesce({name}, 'NaN'::DOUBLE) AS {name}" if name[0] in "nv" else name
                    for name in columns
                ]
                sql = f"""SELECT {", ".join(listed or ["number"])} FROM store.observed
                    WHERE {where.sql}"""
                if page or any(at for at, _ in wanted):
                    sql += " ORDER BY number"
                arrays = fetched(cursor.execute(sql, where.values))
                found.update({(page, name): arrays[name] for name in columns})
            return found

        columns = self._store.read(work)
        scores = [columns[place_in(tables.VALUES, node)] for node in nodes]
        answers: list[tuple[NDArray[np.uint8], NDArray[np.uint64] | Floats | None]] = []
        for item in items:
            second = None
            if item.chosen is not None:
                second = columns[place_in(tables.OPTIONS, item.chosen)]
            elif item.number is not None:
                second = columns[place_in(tables.FIGURES, item.number)]
            answers.append((columns[place_in(tables.ITEMS, item.code)], second))
        return scores, answers

    def _arrays(self, sql: str, values: Mapping[str, object]) -> Arrays:
        return self._store.read(lambda cursor: fetched(cursor.execute(sql, dict(values))))


# --- Counting ---------------------------------------------------------------------------------------


def _tallies(
    cursor: duckdb.DuckDBPyConnection, group: Group, columns: Sequence[tuple[int, str]]
) -> list[Tally]:
    found: dict[int, Tally] = {}
    for page in sorted({page for page, _ in columns}):
        here = [(k, name) for k, (at, name) in enumerate(columns) if at == page]
        where = where_in(cursor, group, page)
        names = ", ".join(dict.fromkeys(name for _, name in here))
        counts = " UNION ALL ".join(
            f"SELECT {k:d} AS k, {name} AS value, count(*) AS c FROM s GROUP BY {name}"
            for k, name in here
        )
        sql = f"""WITH s AS MATERIALIZED (SELECT {names} FROM store.observed WHERE {where.sql})
            {counts}"""
        arrays = fetched(cursor.execute(sql, where.values))
        for k, _ in here:
            mine = arrays["k"] == k
            value, count = arrays["value"][mine], arrays["c"][mine]
            order = np.argsort(value)
            found[k] = Tally(value[order], count[order])
    return [found[k] for k in range(len(columns))]


def _binned(cursor: duckdb.DuckDBPyConnection, group: Group, nodes: Sequence[int]) -> Arrays:
    """How many scores lie in each tenth of a point, by node `k` and tenth `b`; the part `g` is 0."""
    columns = [place_in(tables.BINS, node) for node in nodes]
    found = _counted(cursor, group, columns, lambda _: ("0", ""))
    return {**found, "b": found["b"].astype(np.int64)}


def _valued(
    cursor: duckdb.DuckDBPyConnection, group: Group, nodes: Sequence[int], cut: Cut
) -> Arrays:
    """How often each score `b` occurs, by node `k` and part `g`."""
    columns = [place_in(tables.VALUES, node) for node in nodes]
    if isinstance(cut, str):
        return _counted(cursor, group, columns, lambda _: (cut, ""))
    if cut.chosen is None:
        at, column = place_in(tables.ITEMS, cut.code)
    else:
        at, column = place_in(tables.OPTIONS, cut.chosen)

    def source(page: int) -> tuple[str, str]:
        if page == at:
            return column, ""
        there = f"(SELECT number AS own, {column} AS said FROM store.observed WHERE page = {at:d})"
        return "said", f" JOIN {there} ON own = number"

    counts = _counted(cursor, group, columns, source)
    if cut.chosen is not None:
        return _by_option(counts)
    chosen = counts["g"] >= FIRST_OPTION
    found = {name: values[chosen] for name, values in counts.items()}
    return {**found, "g": found["g"] - FIRST_OPTION}


def _by_option(counts: Arrays) -> Arrays:
    """Counts by the bits of options, as counts by option: who chose several is in each of them."""
    most = int(counts["g"].max(initial=0)).bit_length()
    parts = [((counts["g"] >> place) & 1) == 1 for place in range(most)]
    found = {
        name: np.concatenate([values[p] for p in parts] or [values[:0]])
        for name, values in counts.items()
    }
    sizes = [int(np.count_nonzero(part)) for part in parts]
    return {**found, "g": np.repeat(np.arange(most, dtype=np.int64), sizes)}


def _counted(
    cursor: duckdb.DuckDBPyConnection,
    group: Group,
    columns: Sequence[tuple[int, str]],
    source: Callable[[int], tuple[str, str]],
) -> Arrays:
    """How often each value `b` of each column `k` occurs in each part `g`.

    `source` says for a page what its rows' parts are and what they are joined with.
    """
    found: list[Arrays] = []
    for page in sorted({page for page, _ in columns}):
        here = [(k, name) for k, (at, name) in enumerate(columns) if at == page]
        where, (part, beside) = where_in(cursor, group, page), source(page)
        names = ", ".join(dict.fromkeys(name for _, name in here))
        counts = " UNION ALL ".join(
            f"""SELECT {k:d} AS k, g, {name} AS b, count(*) AS c FROM s
            WHERE {name} {"> 0" if name in tables.BINS else "IS NOT NULL"} GROUP BY g, {name}"""
            for k, name in here
        )
        sql = f"""WITH s AS MATERIALIZED (
            SELECT {part} AS g, {names} FROM store.observed{beside} WHERE {where.sql})
            {counts}"""
        found.append(fetched(cursor.execute(sql, where.values)))
    if not found:
        return {name: np.zeros(0, dtype=np.int64) for name in "kgbc"}
    joined = {name: np.concatenate([one[name] for one in found]) for name in "kgbc"}
    return {name: a if name == "b" else a.astype(np.int64) for name, a in joined.items()}
