"""Quantiles of scores without sorting them: from counts, and the few exact scores at the wanted ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.numerics import np
from domino_survey.storage import observed_tables as tables
from domino_survey.storage.duckdb_groups import fetched, where_in
from domino_survey.storage.observed_records import Quantiles
from domino_survey.storage.observed_tables import place_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    from numpy.typing import NDArray

    from domino_survey.storage.duckdb_groups import Arrays
    from domino_survey.storage.observed_records import Group

_HALF = 0.5
_SPREAD = 1 << 16  # more than there are tenths of a point


class Ranks(Struct, frozen=True):
    """Where the wanted ranks lie: for each part and node, and each probability, below and above.

    `part`, `node` and `count` have shape (segments,); `bins` and `within` (the rank inside its bin) have
    shape (segments, probabilities, 2); `share` (how far from below to above) (segments, probabilities).
    """

    part: NDArray[np.int64]
    node: NDArray[np.int64]
    count: NDArray[np.int64]
    bins: NDArray[np.int64]
    within: NDArray[np.int64]
    share: NDArray[np.float64]


def ranks_of(counts: Arrays, nodes: int, probabilities: Sequence[float]) -> Ranks:
    """Where quantiles lie among counts `c` of the bins `b` of nodes `k` in parts `g`."""
    order = np.lexsort((counts["b"], counts["k"], counts["g"]))
    part, node, tenth, count = (counts[name][order] for name in "gkbc")
    key = part * max(nodes, 1) + node
    starts = np.flatnonzero(np.diff(key, prepend=key[:1] - 1)) if key.size else np.zeros(0, np.intp)
    until = np.cumsum(count)
    before = until - count
    totals = np.add.reduceat(count, starts) if starts.size else np.zeros(0, np.int64)
    at = (totals[:, None] - 1) * np.asarray(probabilities, dtype=np.float64)
    low = np.floor(at).astype(np.int64)
    both = np.stack([low, np.minimum(low + 1, totals[:, None] - 1)], axis=2)
    wanted = both + before[starts][:, None, None]
    place = np.searchsorted(until, wanted, side="right")
    return Ranks(
        part[starts],
        node[starts],
        totals,
        tenth[place] if key.size else wanted,
        wanted - before[place] if key.size else wanted,
        at - low,
    )


def within(
    cursor: duckdb.DuckDBPyConnection,
    group: Group,
    nodes: Sequence[int],
    ranks: Ranks,
) -> NDArray[np.float64]:
    """The exact scores at the wanted ranks, of the shape of `ranks.bins`."""
    node = np.broadcast_to(ranks.node[:, None, None], ranks.bins.shape).ravel()
    wanted, which = np.unique(node * _SPREAD + ranks.bins.ravel(), return_inverse=True)
    if not len(wanted):
        return np.zeros(ranks.bins.shape)
    found = _exact(cursor, group, nodes, wanted)
    # Each row of the result belongs to one of the wanted bins, which are sorted.
    bin_of = np.searchsorted(wanted, found["k"].astype(np.int64) * _SPREAD + found["b"])
    order = np.lexsort((found["v"], bin_of))
    values, counts, bin_of = found["v"][order], found["c"][order].astype(np.int64), bin_of[order]
    until = np.cumsum(counts)
    first = np.searchsorted(bin_of, np.arange(len(wanted)))
    start = (until - counts)[first]
    place = np.searchsorted(until, start[which.ravel()] + ranks.within.ravel(), side="right")
    exact: NDArray[np.float64] = values[place].reshape(ranks.bins.shape)
    return exact


def _exact(
    cursor: duckdb.DuckDBPyConnection,
    group: Group,
    nodes: Sequence[int],
    wanted: NDArray[np.int64],
) -> Arrays:
    """The scores in some bins, each different one once with its count `c`."""
    found: list[Arrays] = []
    columns = [place_in(tables.BINS, node) for node in nodes]
    for page in sorted({page for page, _ in columns}):
        where = where_in(cursor, group, page)
        parts = []
        for k, (at, tenth) in enumerate(columns):
            mine = wanted[wanted // _SPREAD == k] % _SPREAD
            if at != page or not mine.size:
                continue
            value = place_in(tables.VALUES, nodes[k])[1]
            listed = ", ".join(f"{one:d}" for one in mine.tolist())
            parts.append(
                f"""SELECT {k:d} AS k, {tenth} AS b, {value} AS v, count(*) AS c
                FROM store.observed WHERE {where.sql} AND {tenth} IN ({listed})
                GROUP BY {tenth}, {value}"""
            )
        if parts:
            found.append(fetched(cursor.execute(" UNION ALL ".join(parts), where.values)))
    return {name: np.concatenate([one[name] for one in found]) for name in "kbvc"}


def from_values(counts: Arrays, nodes: int, probabilities: Sequence[float]) -> Quantiles:
    """Quantiles from the number of times that each score occurs."""
    values, place = np.unique(counts["b"], return_inverse=True)
    ranks = ranks_of({**counts, "b": place.ravel()}, nodes, probabilities)
    exact = values[ranks.bins] if values.size else np.zeros(ranks.bins.shape)
    return interpolated(ranks, exact, nodes)


def interpolated(ranks: Ranks, exact: NDArray[np.float64], nodes: int) -> Quantiles:
    """Quantiles between the scores at the ranks below and above."""
    parts = np.unique(ranks.part) if ranks.part.size else np.zeros(1, dtype=np.int64)
    row = np.searchsorted(parts, ranks.part)
    low, high = exact[..., 0], exact[..., 1]
    count = np.zeros((len(parts), nodes), dtype=np.int64)
    value = np.full((len(parts), nodes, ranks.share.shape[1]), np.nan)
    count[row, ranks.node] = ranks.count
    # As numpy does, so that the last digit is the same.
    gap = high - low
    value[row, ranks.node] = np.where(
        ranks.share < _HALF,
        low + gap * ranks.share,
        high - gap * (1 - ranks.share),
    )
    return Quantiles(parts, count, value)
