"""Which further cells of a table to hide, so that those that tell of few cannot be reckoned.

The cell suppression problem (Kelly, Golden & Assad 1992), solved exactly as Fischetti & Salazar-González
(2001) do: choose the cheapest cells to hide, audit the choice by linear programming, turn each range
that is too narrow into a cut (its dual), choose again. The audit is the proof; the cuts only find what
it accepts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.disclosure import solvers
from domino_survey.disclosure.audit import NEAR, exposed, shortfalls
from domino_survey.disclosure.tables import Protection, Table
from domino_survey.numerics import Floats, Mask, np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from domino_survey.disclosure.audit import Shortfall

    Cut = tuple[NDArray[np.int64], Floats, float]


class Suppression(Struct, frozen=True):
    """What is hidden of a table.

    Attributes:
        primary: the cells that tell of few by themselves; shape (n,).
        hidden: these and those hidden for their sake; shape (n,).
        rounds: how many times a choice was audited.
    """

    primary: Mask
    hidden: Mask
    rounds: int


def suppress(
    table: Table, protection: Protection, cost: Floats | None = None, *, gap: float = 0.0
) -> Suppression:
    """The cheapest set of cells to hide.

    Args:
        table: cells and relations.
        protection: which cells are hidden in any case, and what must stay possible of each.
        cost: of hiding each cell, above 0; shape (n,). One each when left out: as few as possible.
        gap: how far from the cheapest it may be, as a share of the cost.

    Raises:
        ValueError: no choice of cells gives the ranges that are asked for.
    """
    size = table.values.size
    price = np.ones(size) if cost is None else cost
    primary = np.zeros(size, dtype=bool)
    primary[protection.cells] = True
    hidden, rounds = primary.copy(), 0
    for cells, relations in _apart(table, primary):
        part = _part(table, protection, cells, relations)
        chosen, tried = _choose(*part, price[cells], gap)
        hidden[cells[chosen]] = True
        rounds = max(rounds, tried)
    # A cell that can be reckoned from the others hides nothing; a choice within a gap may hold some.
    hidden[exposed(table, hidden)] = False
    return Suppression(primary, hidden, rounds)


def _choose(table: Table, protection: Protection, cost: Floats, gap: float) -> tuple[Mask, int]:
    fixed = np.zeros(cost.size)
    fixed[protection.cells] = 1.0
    cuts = list(_line_cuts(table, protection))
    rounds = 0
    while True:
        rounds += 1
        chosen = solvers.cheapest_cover(cost, fixed, *_matrix(cuts, cost.size), gap) > 0.5  # noqa: PLR2004
        short = shortfalls(table, chosen, protection)
        if not short:
            return chosen, rounds
        cuts += [_cut(table, one, chosen) for one in short]


def _line_cuts(table: Table, protection: Protection) -> Iterator[Cut]:
    """In each relation of a protected cell, the others must be able to make up for its move."""
    lines, columns = table.relations, table.relations.tocsc()
    for cell, low, high in zip(protection.cells, protection.low, protection.high, strict=True):
        value = table.values[cell]
        for row in columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]]:
            inside = slice(lines.indptr[row], lines.indptr[row + 1])
            others, signs = lines.indices[inside], lines.data[inside]
            own = signs[others == cell][0]
            signs, others = signs[others != cell], others[others != cell]
            for sign, need in ((1, high - value), (-1, value - low)):
                if need > NEAR:
                    # Those on the same side go down by what they have, the other side goes up freely.
                    goes_down = signs * own * sign > 0
                    room = np.where(goes_down, np.minimum(table.values[others], need), need)
                    yield others, room, need


def _cut(table: Table, short: Shortfall, chosen: Mask) -> Cut:
    """What must hold of any choice, of which this one falls short."""
    if short.prices is None:
        others = np.flatnonzero(~chosen)
        return others, np.ones(others.size), 1.0
    prices = np.where(np.abs(short.prices) < NEAR, 0.0, short.prices)
    prices[short.cell] = 0.0
    up = np.where(prices > 0, short.need, 0.0)
    down = np.where(prices < 0, np.minimum(-prices * table.values, short.need), 0.0)
    room = up + down
    cells = np.flatnonzero(room)
    if room[~chosen].sum() <= NEAR:
        msg = "no choice of cells gives the ranges that are asked for"
        raise ValueError(msg)
    return cells, room[cells], short.need


def _matrix(cuts: Iterable[Cut], size: int) -> tuple[csr_array, Floats]:
    from scipy.sparse import coo_array  # noqa: PLC0415 - heavy

    every = list(cuts)
    lengths = [len(cells) for cells, _, _ in every]
    rows = np.repeat(np.arange(len(every)), lengths)
    columns = np.concatenate([cells for cells, _, _ in every]) if every else rows
    data = np.concatenate([room for _, room, _ in every]) if every else rows.astype(float)
    matrix = coo_array((data, (rows, columns)), shape=(len(every), size)).tocsr()
    return matrix, np.array([need for _, _, need in every])


def _apart(table: Table, primary: Mask) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The cells and the relations of each group that nothing connects with the others."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - heavy

    links = csr_array(abs(table.relations.T) @ abs(table.relations))
    count, labels = connected_components(links, directed=False)
    of_relation = labels[table.relations.indices[table.relations.indptr[:-1]]]
    for one in range(count):
        cells = np.flatnonzero(labels == one)
        if primary[cells].any():
            yield cells, np.flatnonzero(of_relation == one)


def _part(
    table: Table, protection: Protection, cells: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[Table, Protection]:
    inside = np.isin(protection.cells, cells)
    return (
        Table(
            (cells.size,), table.values[cells], table.relations[rows][:, cells].tocsr(), table.whole
        ),
        Protection(
            np.searchsorted(cells, protection.cells[inside]),
            protection.low[inside],
            protection.high[inside],
        ),
    )
