"""Someone who keeps every screen, compares with others, knows all rules, and reckons.

Knows nothing of how `disclosure` decides. Reckons modulo a prime, for floating numbers lose their way
in solving for hundreds of unknowns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

PRIME = 2_147_483_629


class Attacker:
    """Holds the sums over some groups of submissions; `owners` says which initiative sent each."""

    def __init__(self, groups: Iterable[Iterable[str]], owners: dict[str, str]) -> None:
        distinct = sorted({tuple(sorted(group)) for group in groups})
        known = sorted(
            {one for group in distinct for one in group}, key=lambda one: (owners[one], one)
        )
        place = {one: number for number, one in enumerate(known)}
        self.sums = np.zeros((len(distinct), len(known)), dtype=np.int64)
        for row, group in enumerate(distinct):
            self.sums[row, [place[one] for one in group]] = 1
        # Where the submissions of each initiative begin.
        self.starts = [
            number
            for number, one in enumerate(known)
            if number == 0 or owners[one] != owners[known[number - 1]]
        ]

    def fewest(self, vectors: Numbers) -> int:
        """On how few initiatives the most telling of these combinations rests; many if on none."""
        touched = vectors % PRIME != 0
        if len(self.starts) < touched.shape[1]:
            touched = np.logical_or.reduceat(touched, self.starts, axis=1)
        weights = np.count_nonzero(touched, axis=1)
        weights = weights[weights > 0]
        return int(weights.min()) if weights.size else 1_000_000

    def by_differences(self) -> int:
        """Every group less every other, and less those inside it that lie apart."""
        found = self.fewest(self.sums)
        for row in self.sums:
            found = min(found, self.fewest(row - self.sums))
            inside = self.sums[((self.sums <= row).all(axis=1)) & (self.sums != row).any(axis=1)]
            rest = row.copy()
            for part in inside[np.argsort(-inside.sum(axis=1), kind="stable")]:
                if (part <= rest).all():
                    rest = rest - part
                    found = min(found, self.fewest(rest[np.newaxis]))
        return found

    def by_crossing(self, chance: Generator, tries: int) -> int:
        """A - B - C + D, of groups drawn at random."""
        found = 1_000_000
        for _ in range(-(-tries // 2000)):
            a, b, c, d = chance.integers(len(self.sums), size=(4, 2000))
            crossed = self.sums[a] - self.sums[b] - self.sums[c] + self.sums[d]
            found = min(found, self.fewest(crossed))
        return found

    def by_solving(self, chance: Generator, rounds: int) -> int:
        """Looks for the combination that rests on fewest, by solving for unknowns drawn at random.

        Each solution writes all groups in terms of some submissions; combinations of one or two of
        its rows rest on one or two of these. Whatever rests on few initiatives meets most draws of
        submissions in so few (information set decoding; Prange 1962, Lee and Brickell 1988).
        """
        found, rows = 1_000_000, self.sums
        for _ in range(rounds):
            rows = solved(rows, chance.permutation(rows.shape[1]))
            found = min(found, self.fewest(rows))
            one, other = chance.integers(len(rows), size=(2, 2000))
            for sign in (1, -1):
                found = min(found, self.fewest(rows[one] + sign * rows[other]))
        return found


def solved(sums: Numbers, order: Sequence[int] | NDArray[np.int64]) -> Numbers:
    """The reduced echelon form of `sums`, with the unknowns eliminated in this order."""
    rows, rank = sums % PRIME, 0
    for column in order:
        if rank == len(rows):
            break
        there = rank + np.flatnonzero(rows[rank:, column])
        if not there.size:
            continue
        rows[[rank, there[0]]] = rows[[there[0], rank]]
        rows[rank] = rows[rank] * pow(int(rows[rank, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others != rank]
        touched = np.flatnonzero(rows[rank])
        block = np.ix_(others, touched)
        rows[block] = (rows[block] - rows[others, column, np.newaxis] * rows[rank, touched]) % PRIME
        rank += 1
    return rows[:rank]
