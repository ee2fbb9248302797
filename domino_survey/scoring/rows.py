"""What the nodes of a stage are composed from: blocks with a row per child, a column per response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers import State
from domino_survey.numerics import Floats, Mask, np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.answers import AnswerTable
    from domino_survey.scoring.tree import Stage, Tree


# Comparing an array with a member of an enumeration costs more than the comparison.
ANSWERED = int(State.ANSWERED)
NOT_APPLICABLE = int(State.NOT_APPLICABLE)


class Sums(Struct, frozen=True):
    """Weighted sums over the children of m nodes for n responses, each of shape (m, n).

    `value` over those that count; `low` and `high` over those that apply; `counted`, `applies` and
    `present` are the weights themselves; `coverage` the weight answered, `applicable` the weight that
    applies, both read recursively.
    """

    value: Floats
    low: Floats
    high: Floats
    counted: Floats
    applies: Floats
    present: Floats
    coverage: Floats
    applicable: Floats


class Children(Struct, frozen=True):
    """Scores and bounds of some children, shape (k, n), with where they count and where they apply."""

    value: Floats
    low: Floats
    high: Floats
    counted: Mask
    applies: Mask


class LeafRows(Struct, frozen=True):
    """Questions, as children of the first stage.

    `block` has shape (k, 3, n): the score, 0 where it does not count; then 1 where it counts, and 1
    where it applies. `short`, shape (n,), is 1 on a short path.
    """

    tree: Tree
    block: Floats
    short: Floats | None

    def sums(self, stage: Stage) -> Sums:
        """The sums of a stage's nodes."""
        total = _weighted(stage, self.block)
        value, counted, applies = total[:, 0], total[:, 1], total[:, 2]
        # Most questions go from 0 to 100, and then their bounds cost nothing more.
        low, high = value.copy(), value + 100.0 * (applies - counted)
        present = np.empty_like(value)
        for row, terms in enumerate(stage.terms):
            present[row] = self._present(terms)
            for child, weight in terms:
                worst, best = self.tree.worst[child], self.tree.best[child]
                if worst > 0:
                    low[row] += weight * worst * self._unanswered(child)
                if best < 100:  # noqa: PLR2004  # the top of the scale
                    high[row] -= weight * (100.0 - best) * self._unanswered(child)
        return Sums(value, low, high, counted, applies, present, counted, applies)

    def children(self, rows: Sequence[int]) -> Children:
        """Some questions as children of a node."""
        value, counted, applies = (self.block[rows, part] for part in range(3))
        unanswered = applies - counted
        return Children(
            value,
            value + self.tree.worst[rows][:, None] * unanswered,
            value + self.tree.best[rows][:, None] * unanswered,
            counted > 0,
            applies > 0,
        )

    def _unanswered(self, child: int) -> Floats:
        found: Floats = self.block[child, 2] - self.block[child, 1]
        return found

    def _present(self, terms: Sequence[tuple[int, float]]) -> float | Floats:
        total = sum(weight for _, weight in terms)
        if self.short is None:
            return total
        left_out = sum(weight for child, weight in terms if self.tree.inessential[child])
        return total - left_out * self.short


class NodeRows(Struct, frozen=True):
    """Nodes of the stage below. `block` has shape (k, 8, n): the fields of `Sums`, for one node each.

    Numbers are 0 where nothing counts or applies.
    """

    block: Floats

    def sums(self, stage: Stage) -> Sums:
        """The sums of a stage's nodes."""
        total = _weighted(stage, self.block)
        return Sums(*(total[:, part] for part in range(8)))

    def children(self, rows: Sequence[int]) -> Children:
        """Some nodes as children of a node."""
        value, low, high, counted, applies = (self.block[rows, part] for part in range(5))
        return Children(value, low, high, counted > 0, applies > 0)


def _weighted(stage: Stage, block: Floats) -> Floats:
    """`sum_i w_i block_i` for every node, shape (m, parts, n).

    Not a matrix product: almost all weights of the matrix are 0, and the library's threads wait for
    each other on a shared machine. So a response also gets the very same digits alone and among others.
    """
    total = np.zeros((len(stage.nodes), *block.shape[1:]))
    term = np.empty(block.shape[1:])
    for row, terms in enumerate(stage.terms):
        for child, weight in terms:
            if weight == 1:
                total[row] += block[child]
            elif weight > 0:
                total[row] += np.multiply(block[child], weight, out=term)
    return total


def leaf_rows(
    tree: Tree,
    table: AnswerTable,
    asked: Mapping[str, Mask],
    essential_only: Mask | None,
    place: slice,
) -> LeafRows:
    """The scored questions of the responses in `place`."""
    block = np.zeros((len(tree.leaves), 3, place.stop - place.start))
    for row, (item, leaf) in zip(block, tree.leaves.items(), strict=True):
        value, counted, applies = row
        here = asked[item][place]
        column = table.columns.get(item)
        if column is None:
            applies[:] = here
            continue
        state = column.state[place]
        answered = (state == ANSWERED) & here
        scores = leaf.key.of_values(column.value[place])
        if leaf.key.gaps:
            # A number below the first band has no score: it is as if it were not answered.
            answered &= ~np.isnan(scores)
            scores = np.nan_to_num(scores)
        counted[:] = answered
        np.multiply(scores, counted, out=value)
        applies[:] = (state != NOT_APPLICABLE) & here
    short = None if essential_only is None else essential_only[place].astype(np.float64)
    return LeafRows(tree, block, short)
