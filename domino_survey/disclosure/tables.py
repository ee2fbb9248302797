"""Tables of counts with their totals, and which of their cells tell of few.

A table is a list of cells and of relations between them: a total is the sum of its parts. Dimensions
may be hierarchies (communes in départements in regions), and their product gives all relations at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.disclosure.thresholds import DEFAULT, DOMINANCE, checked_threshold
from domino_survey.numerics import Floats, Mask, np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array


class Dimension(Struct, frozen=True):
    """One direction of a table.

    Attributes:
        codes: of all its lines, totals included.
        parents: the total that each line is a part of; the grand total alone has none.
    """

    codes: tuple[str, ...]
    parents: Mapping[str, str]

    @property
    def leaves(self) -> tuple[str, ...]:
        """The lines that are no total."""
        totals = set(self.parents.values())
        return tuple(code for code in self.codes if code not in totals)


def flat(codes: Sequence[str], total: str = "*") -> Dimension:
    """A dimension of lines side by side under one total."""
    return Dimension((total, *codes), dict.fromkeys(codes, total))


class Table(Struct, frozen=True):
    """Cells and their relations.

    Attributes:
        shape: lines in each dimension; cells are numbered in this order, the last dimension fastest.
        values: of the cells: counts, or amounts; shape (n,).
        relations: a row for each, 1 at the parts and -1 at the total, so that its product with the
            values is 0; shape (m, n), sparse.
        whole: whether values are counts, whole numbers.
    """

    shape: tuple[int, ...]
    values: Floats
    relations: csr_array
    whole: bool = True


class Protection(Struct, frozen=True):
    """What must stay possible of some cells, as far as anyone can reckon.

    Attributes:
        cells: their numbers; shape (p,).
        low, high: the least and the most that must both be possible; shape (p,).
    """

    cells: NDArray[np.int64]
    low: Floats
    high: Floats


def table_of(dimensions: Sequence[Dimension], inner: Floats, *, whole: bool = True) -> Table:
    """The table of these inner cells, with all its totals.

    Args:
        dimensions: its directions.
        inner: values of the cells that are no total, in the order of the leaves of each dimension.
        whole: whether they are counts.
    """
    values = np.asarray(inner, dtype=np.float64)
    for axis, dimension in enumerate(dimensions):
        values = np.moveaxis(np.tensordot(_sums(dimension), values, (1, axis)), 0, axis)
    return Table(values.shape, values.ravel(), _relations(dimensions), whole)


def few(table: Table, k: int = DEFAULT) -> Protection:
    """Cells of 1 to k - 1: k must stay possible, and one less than there are."""
    checked_threshold(k)
    cells = np.flatnonzero((table.values > 0) & (table.values < k))
    return Protection(cells, table.values[cells] - 1, np.full(cells.size, float(k)))


def unanimous(table: Table, axis: int, total: int = 0, k: int = DEFAULT) -> Protection:
    """Cells of a sensitive answer that a whole group gave: that k of it gave another must stay possible.

    Args:
        table: the counts.
        axis: the dimension of the sensitive answer; its other lines are parts of the total.
        total: the place of its total.
        k: the fewest that may be told of.
    """
    checked_threshold(k)
    counts = table.values.reshape(table.shape)
    everybody = np.take(counts, [total], axis=axis)
    same = (counts == everybody) & (counts >= k)
    same[tuple(total if one == axis else slice(None) for one in range(counts.ndim))] = False
    cells = np.flatnonzero(same.ravel())
    return Protection(cells, table.values[cells] - k, table.values[cells])


def dominated(table: Table, largest: Floats, share: float = DOMINANCE) -> Protection:
    """Cells of amounts of which one member makes up more than `share`.

    So much must stay possible that this member would not: largest / share, and as much the other way.

    Args:
        table: the amounts, none below 0.
        largest: the largest contribution to each cell; shape (n,).
        share: the most that one member may make up.
    """
    over: Mask = (largest > share * table.values) & (table.values > 0)
    cells = np.flatnonzero(over)
    room = largest[cells] / share - table.values[cells]
    return Protection(
        cells, np.maximum(table.values[cells] - room, 0.0), table.values[cells] + room
    )


def together(*protections: Protection) -> Protection:
    """All of these; a cell in several is to have the widest range."""
    cells = np.concatenate([one.cells for one in protections])
    low = np.concatenate([one.low for one in protections])
    high = np.concatenate([one.high for one in protections])
    distinct, places = np.unique(cells, return_inverse=True)
    least, most = np.full(distinct.size, np.inf), np.full(distinct.size, -np.inf)
    np.minimum.at(least, places, low)
    np.maximum.at(most, places, high)
    return Protection(distinct, least, most)


def _sums(dimension: Dimension) -> Floats:
    """Which leaves each line adds up; shape (lines, leaves)."""
    place = {code: number for number, code in enumerate(dimension.codes)}
    sums = np.zeros((len(dimension.codes), len(dimension.leaves)))
    for column, leaf in enumerate(dimension.leaves):
        code: str | None = leaf
        while code is not None:
            sums[place[code], column] = 1.0
            code = dimension.parents.get(code)
    return sums


def _relations(dimensions: Sequence[Dimension]) -> csr_array:
    """Every total of every dimension, at every line of the others."""
    from scipy.sparse import csr_array, eye_array, kron, vstack  # noqa: PLC0415 - heavy

    blocks = []
    for axis, dimension in enumerate(dimensions):
        block = csr_array(np.ones((1, 1)))
        for other, beside in enumerate(dimensions):
            factor = csr_array(_parts(dimension)) if other == axis else eye_array(len(beside.codes))
            block = kron(block, factor, format="csr")
        blocks.append(block)
    return csr_array(vstack(blocks))


def _parts(dimension: Dimension) -> Floats:
    """A row for each total: 1 at its parts, -1 at itself; shape (totals, lines)."""
    place = {code: number for number, code in enumerate(dimension.codes)}
    totals = {code: row for row, code in enumerate(dict.fromkeys(dimension.parents.values()))}
    parts = np.zeros((len(totals), len(dimension.codes)))
    for total, row in totals.items():
        parts[row, place[total]] = -1.0
    for code, total in dimension.parents.items():
        parts[totals[total], place[code]] = 1.0
    return parts
