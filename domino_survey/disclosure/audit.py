"""What someone can reckon of the hidden cells of a table, by linear programming.

Someone knows every shown cell, that totals are the sums of their parts, and that nothing is below 0.
The *range* of a hidden cell is from the least to the most it may then be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from domino_survey.disclosure import solvers
from domino_survey.numerics import Floats, Mask, np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from domino_survey.disclosure.tables import Protection, Table

    Numbers = NDArray[np.int64]

NEAR: Final = 1e-6
LARGEST_IN_WHOLE: Final = 300


class Ranges(Struct, frozen=True):
    """The hidden cells with the least and the most that each may be; shapes (h,)."""

    cells: Numbers
    low: Floats
    high: Floats


class Shortfall(Struct, frozen=True):
    """A cell that cannot go as far up or down as it should.

    Attributes:
        cell: its number.
        need: how far from its value it should be able to go.
        reached: how far it can.
        sign: 1 for up, -1 for down.
        prices: what one more unit of each cell of the table would move it by, at the least; shape (n,).
            None where it falls short in whole numbers only.
    """

    cell: int
    need: float
    reached: float
    sign: int
    prices: Floats | None


class Play(Struct, frozen=True):
    """The hidden cells, and the relations between them: how they can move together.

    Attributes:
        cells: their numbers in the table; shape (h,).
        relations: those that hold two of them or more; shape (r, h).
        rows: the numbers of these relations in the table.
        down: how far each can go down; shape (h,).
    """

    cells: Numbers
    relations: csr_array
    rows: Numbers
    down: Floats


def ranges(table: Table, hidden: Mask) -> Ranges:
    """The exact range of every hidden cell, two linear programs each."""
    low, high = [], []
    cells = np.flatnonzero(hidden)
    for play in parts_of(play_of(table, hidden)):
        for place, cell in enumerate(play.cells):
            moves = [_farthest(play, place, sign).reached for sign in (-1, 1)]
            low.append((int(cell), table.values[cell] - moves[0]))
            high.append((int(cell), table.values[cell] + moves[1]))
    return Ranges(
        cells, np.array([end for _, end in sorted(low)]), np.array([end for _, end in sorted(high)])
    )


def exposed(table: Table, hidden: Mask) -> Numbers:
    """The hidden cells whose range is a point; none where the table is safe against subtraction."""
    play = play_of(table, hidden)
    ones = np.ones(play.cells.size)
    up, down = _unreached(play, ones, np.minimum(ones, play.down), either=True)
    stuck = np.intersect1d(up, down) if play.cells.size else play.cells
    return play.cells[
        [
            place
            for place in stuck
            if all(_farthest(play, int(place), sign).reached < NEAR for sign in (1, -1))
        ]
    ]


def shortfalls(table: Table, hidden: Mask, protection: Protection) -> list[Shortfall]:
    """The cells whose range is narrower than it should be, each with what stands in the way.

    Ranges are in whole numbers where the table is one of counts and `LARGEST_IN_WHOLE` cells are
    hidden at most; beyond that whole numbers take too long, and fractions count too.
    """
    play = play_of(table, hidden)
    whole = table.whole and play.cells.size <= LARGEST_IN_WHOLE
    places = np.searchsorted(play.cells, protection.cells)
    at = table.values[protection.cells]
    up, down = np.zeros(play.cells.size), np.zeros(play.cells.size)
    up[places], down[places] = protection.high - at, at - protection.low
    left = _unreached(play, up, down, whole=whole)
    return [
        *_proved(table, play, left[0], up, 1, whole=whole),
        *_proved(table, play, left[1], down, -1, whole=whole),
    ]


def play_of(table: Table, hidden: Mask) -> Play:
    """How the hidden cells of a table can move."""
    cells = np.flatnonzero(hidden)
    part = table.relations[:, cells]
    rows = np.flatnonzero(np.diff(part.tocsr().indptr))
    return Play(cells, part.tocsr()[rows], rows, table.values[cells])


def parts_of(play: Play) -> Iterator[Play]:
    """The hidden cells in groups that do not move each other."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - heavy
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - heavy

    links = csr_array(abs(play.relations.T) @ abs(play.relations))
    count, labels = connected_components(links, directed=False)
    for one in range(count):
        yield _restricted(play, np.flatnonzero(labels == one))


def _restricted(play: Play, places: Numbers) -> Play:
    part = play.relations[:, places].tocsr()
    rows = np.flatnonzero(np.diff(part.indptr))
    return Play(play.cells[places], part[rows], play.rows[rows], play.down[places])


def _unreached(
    play: Play, up: Floats, down: Floats, *, whole: bool = False, either: bool = False
) -> tuple[Numbers, Numbers]:
    """The places that no table was found to move far enough: up, and down.

    One program moves as many as it can at once; what it leaves is tried again, until nothing more is
    reached. With `whole`, only tables of whole numbers count; with `either`, one direction is enough.
    """
    left = {1: np.flatnonzero(up > NEAR), -1: np.flatnonzero(down > NEAR)}
    needs, tried = {1: up, -1: down}, {1: False, -1: False}
    in_whole = False
    while not all(tried[sign] or not left[sign].size for sign in left):
        sign = max(left, key=lambda one: (not tried[one], left[one].size))
        moves = solvers.most_at_once(
            play.relations, play.down, left[sign], needs[sign][left[sign]], sign, whole=in_whole
        )
        if whole and not _whole(moves):
            in_whole = True
            continue
        before = left[sign].size
        reached = {one: one * moves >= needs[one] - NEAR for one in left}
        for one, there in left.items():
            gone = (
                reached[1] & (up > NEAR) | reached[-1] & (down > NEAR) if either else reached[one]
            )
            left[one] = there[~gone[there]]
        tried[sign] = left[sign].size == before
    return left[1], left[-1]


def _whole(moves: Floats) -> bool:
    return bool(np.abs(moves - np.round(moves)).max(initial=0.0) < NEAR)


def _proved(
    table: Table, play: Play, places: Numbers, need: Floats, sign: int, *, whole: bool
) -> Iterator[Shortfall]:
    """Those of the places that fall short, each tried by itself."""
    if not places.size:
        return
    for part in parts_of(play):
        inside = np.flatnonzero(np.isin(part.cells, play.cells[places]))
        for place in inside:
            wanted = need[np.searchsorted(play.cells, part.cells[place])]
            found = _farthest(part, int(place), sign)
            if found.reached < wanted - NEAR:
                prices = -(table.relations[part.rows].T @ found.multipliers)
                prices[part.cells[place]] += sign
                yield Shortfall(int(part.cells[place]), wanted, found.reached, sign, prices)
            elif whole and not (
                _whole(found.moves) or _in_whole_numbers(part, int(place), sign, wanted)
            ):
                yield Shortfall(int(part.cells[place]), wanted, found.reached, sign, None)


def _in_whole_numbers(part: Play, place: int, sign: int, need: float) -> bool:
    return solvers.farthest_whole(part.relations, part.down, place, sign) >= need - NEAR


def _farthest(play: Play, place: int, sign: int) -> solvers.Farthest:
    return solvers.farthest(play.relations, play.down, place, sign)
