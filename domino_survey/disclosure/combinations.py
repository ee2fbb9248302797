"""What follows, by sums and differences, from all that was shown, and whether any of it tells of few.

Every shown selection gives the sum of what its members answered. Whoever keeps all of them knows each
combination of these sums, which is a vector of coefficients, one for each submission. None but the
empty one may rest on fewer than k initiatives. In the words of coding theory: the code spanned by the
shown selections has a minimum distance of k at least, weights counted in initiatives.

It is decided by the method of Brouwer and Zimmermann (Zimmermann 1996; Grassl 2006). A *basis* is a
set of submissions, one for each independent selection, whose coefficients determine a combination. We
keep `ceil(k / 3)` bases that share no initiative. A combination that rests on k - 1 initiatives or
fewer meets one of these bases in two initiatives at most; written in that basis, it is a multiple of
one row of its systematic form, or a sum of multiples of two. So it is enough to look at these rows
and at their pairs, and the systematic forms are kept.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from domino_survey.numerics import np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Marks = NDArray[np.float32]
    Kind = TypeVar("Kind", bound=np.generic)

# Arithmetic modulo a prime is exact and the same on every machine. A coefficient that it takes for
# zero though it is not makes a weight too small, which hides too much; a whole combination that it
# takes for zero would have to be a multiple of it in every coefficient.
_PRIME: Final = (1 << 31) - 1
_ROOM: Final = 32


class Verdict(StrEnum):
    """What showing one more selection would do."""

    KNOWN = "known"  # it follows from what is shown already: nothing new is told
    NEW = "new"  # it tells something new, of k initiatives or more in every combination
    CLOSE = "close"  # a combination would rest on fewer than k
    SPENT = "spent"  # too few initiatives for another row of each basis: not proved safe


class _Change(Struct, frozen=True):
    """The systematic form of a basis with one more row.

    `touched` are the rows that change, `rows` all that is new in them, the new row last; `marks` say
    which initiatives these rows rest on.
    """

    pivot: int
    touched: Numbers
    rows: Numbers
    marks: Marks


class Combinations:
    """The combinations of the selections shown so far."""

    def __init__(self, k: int) -> None:
        """Nothing is shown yet; `k` initiatives are the fewest that a combination may rest on."""
        self._k = k
        self._bases = -(-k // 3)
        self._rows = 0
        self._owners: Numbers = np.zeros(0, dtype=np.int64)
        self._people = 0
        self._taken: set[int] = set()
        # Room to grow in rows, columns and initiatives.
        self._forms: Numbers = np.zeros((self._bases, _ROOM, _ROOM), dtype=np.int64)
        self._marks: Marks = np.zeros((self._bases, _ROOM, _ROOM), dtype=np.float32)
        self._weights: Marks = np.zeros((self._bases, _ROOM), dtype=np.float32)
        self._pivots: Numbers = np.zeros((self._bases, _ROOM), dtype=np.int64)

    @property
    def rank(self) -> int:
        """How many independent selections are shown."""
        return self._rows

    def extend(self, owners: Sequence[int]) -> None:
        """More submissions, each by the number of its initiative; their columns follow on."""
        self._owners = np.concatenate([self._owners, np.array(owners, dtype=np.int64)])
        self._people = int(self._owners.max()) + 1 if self._owners.size else 0
        rows = self._forms.shape[1]
        self._forms = _with_room(self._forms, rows, self._owners.size)
        self._marks = _with_room(self._marks, rows, self._people)

    def follows(self, members: Sequence[int]) -> bool:
        """Whether the selection of these columns is a combination of what is shown."""
        return not self._left(0, self._row(members)).any()

    def show(self, members: Sequence[int]) -> Verdict:
        """Adds the selection of these columns to what is shown, where that is safe."""
        row = self._row(members)
        left = [self._left(basis, row) for basis in range(self._bases)]
        if not left[0].any():
            return Verdict.KNOWN
        if any(int(np.unique(self._owners[rest != 0]).size) < self._k for rest in left):
            return Verdict.CLOSE
        pivots = self._new_pivots(left)
        if pivots is None:
            return Verdict.SPENT
        changes = []
        for basis, (rest, pivot) in enumerate(zip(left, pivots, strict=True)):
            change = self._change(basis, rest, pivot)
            if not self._keeps_distance(basis, change):
                return Verdict.CLOSE
            changes.append(change)
        self._accept(changes)
        return Verdict.NEW

    def _row(self, members: Sequence[int]) -> Numbers:
        row: Numbers = np.zeros(self._owners.size, dtype=np.int64)
        row[list(members)] = 1
        return row

    def _left(self, basis: int, row: Numbers) -> Numbers:
        """The selection less the combination that agrees with it on a basis."""
        inside = np.flatnonzero(row[self._pivots[basis, : self._rows]])
        rows: Numbers = self._forms[basis, inside, : self._owners.size]
        left: Numbers = (row - rows.sum(axis=0)) % _PRIME
        return left

    def _new_pivots(self, left: Sequence[Numbers]) -> list[int] | None:
        """One more column for each basis, of initiatives that are in none; None where there are not."""
        free = [
            [int(one) for one in np.flatnonzero(rest) if int(self._owners[one]) not in self._taken]
            for rest in left
        ]
        chosen: dict[int, int] = {}
        owners: set[int] = set()
        # Whoever has the least choice chooses first.
        for basis in sorted(range(self._bases), key=lambda one: (len(free[one]), one)):
            open_ones = [one for one in free[basis] if int(self._owners[one]) not in owners]
            if not open_ones:
                return None
            filled = np.count_nonzero(self._forms[basis, : self._rows][:, open_ones], axis=0)
            column = open_ones[int(np.argmin(filled))]
            chosen[basis] = column
            owners.add(int(self._owners[column]))
        return [chosen[basis] for basis in range(self._bases)]

    def _change(self, basis: int, rest: Numbers, pivot: int) -> _Change:
        rest = rest * pow(int(rest[pivot]), -1, _PRIME) % _PRIME
        touched = np.flatnonzero(self._forms[basis, : self._rows, pivot])
        there = np.flatnonzero(rest)
        rows = self._forms[basis, touched, : self._owners.size]
        factors = rows[:, pivot, np.newaxis]
        rows[:, there] = (rows[:, there] - factors * rest[there]) % _PRIME
        rows = np.vstack([rows, rest])
        marks = np.zeros((len(rows), self._people), dtype=np.float32)
        which, columns = np.nonzero(rows)
        marks[which, self._owners[columns]] = 1
        return _Change(pivot, touched, rows, marks)

    def _keeps_distance(self, basis: int, change: _Change) -> bool:
        """Whether no row that is new, alone or with another row, rests on fewer than k initiatives."""
        mine = change.marks.sum(axis=1)
        if mine.min() < self._k:
            return False
        places = np.append(change.touched, self._rows)
        shared = np.zeros((len(places), self._rows + 1), dtype=np.float32)
        old = self._marks[basis, : self._rows, : self._people]
        shared[:, : self._rows] = change.marks @ old.T
        shared[:, places] = change.marks @ change.marks.T
        sizes = np.append(self._weights[basis, : self._rows], 0)
        sizes[places] = mine
        # In a pair, at most the initiatives that both rest on cancel out.
        apart = mine[:, np.newaxis] + sizes - 2 * shared
        apart[np.arange(len(places)), places] = self._k
        for one, other in np.argwhere(apart < self._k):
            second = self._form_row(basis, change, int(other))
            if self._least_of_pair(change.rows[one], second) < self._k:
                return False
        return True

    def _form_row(self, basis: int, change: _Change, place: int) -> Numbers:
        if place == self._rows:
            return np.asarray(change.rows[-1])
        found = np.flatnonzero(change.touched == place)
        row: Numbers = self._forms[basis, place, : self._owners.size]
        return np.asarray(change.rows[found[0]]) if found.size else row

    def _least_of_pair(self, first: Numbers, second: Numbers) -> int:
        """The fewest initiatives that a multiple of one row plus a multiple of the other rests on."""
        union = np.flatnonzero((first != 0) | (second != 0))
        # In which proportion they cancel out in each column; none where only one of them is there.
        ratios: dict[int, set[int | None]] = {}
        for column in union:
            one, other = int(first[column]), int(second[column])
            ratio = one * pow(other, -1, _PRIME) % _PRIME if one and other else None
            ratios.setdefault(int(self._owners[column]), set()).add(ratio)
        cancelling: dict[int, int] = {}
        for found in ratios.values():
            if len(found) == 1 and (ratio := next(iter(found))) is not None:
                cancelling[ratio] = cancelling.get(ratio, 0) + 1
        return len(ratios) - max(cancelling.values(), default=0)

    def _accept(self, changes: Sequence[_Change]) -> None:
        if self._rows == self._forms.shape[1]:
            room = 2 * self._rows
            self._forms = _with_room(self._forms, room, self._forms.shape[2])
            self._marks = _with_room(self._marks, room, self._marks.shape[2])
            self._pivots = np.concatenate([self._pivots, np.zeros_like(self._pivots)], axis=1)
            self._weights = np.concatenate([self._weights, np.zeros_like(self._weights)], axis=1)
        for basis, change in enumerate(changes):
            places = np.append(change.touched, self._rows)
            self._forms[basis, places, : self._owners.size] = change.rows
            self._marks[basis, places, : self._people] = change.marks
            self._weights[basis, places] = change.marks.sum(axis=1)
            self._pivots[basis, self._rows] = change.pivot
            self._taken.add(int(self._owners[change.pivot]))
        self._rows += 1


def _with_room(array: NDArray[Kind], rows: int, columns: int) -> NDArray[Kind]:
    """The array with zeros for more rows and columns, doubled where it grows."""
    bases, old_rows, old_columns = array.shape
    if rows <= old_rows and columns <= old_columns:
        return array
    wide = old_columns if columns <= old_columns else max(columns, 2 * old_columns)
    found = np.zeros((bases, max(rows, old_rows), wide), dtype=array.dtype)
    found[:, :old_rows, :old_columns] = array
    return found
