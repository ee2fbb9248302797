"""The scores that a theme, an axis or the whole can reach, given what may be answered.

Each child enters a node in some way: with a score between two bounds, unanswered, not applicable or not
asked. Once it is settled who counts, the power mean with its caps rises with each score, so the scores
of the node lie between those of the lower and of the upper bounds, and every one of them is reached
(caps cut the bounds first, where the mean would jump). All combinations of ways are tried at once; where
there are too many, ways that differ only in their score are joined first, which can only add scores.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from domino_survey.numerics import Floats, Mask, np
from domino_survey.schema_checks.intervals import after
from domino_survey.schema_checks.literals import UndecidedError
from domino_survey.scoring.composition import TOLERANCE, composed, critical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from domino_survey.schema_checks.answer_sets import Allowed, Span
    from domino_survey.scoring.tree import Node, Tree

MAX_COMBINATIONS = 20_000
ROUNDING = 1e-11
"""Scores nearer than this may be equal: two orders of one sum differ in the last digits."""

# The shares of a way, by column: whether it counts, applies and is on the path (0 or 1), the share of its
# weight that is answered and the share that applies.
COUNTS, APPLIES, PRESENT, COVERAGE, APPLICABLE = range(5)
ANSWERED = (1.0, 1.0, 1.0, 1.0, 1.0)
UNANSWERED = (0.0, 1.0, 1.0, 0.0, 1.0)
SET_ASIDE = (0.0, 0.0, 1.0, 0.0, 0.0)


Entry: TypeAlias = "tuple[Span | None, tuple[float, ...]]"
"""The scores with which a question counts, None where it does not, and its shares."""


class Ways(Struct, frozen=True):
    """n ways in which something enters its parent.

    `low` and `high`, shape (n,), bound its score, 0 where it does not count; `shares` has shape (n, 5),
    columns as above; `picks`, shape (n, k), are the rows of its k children that give it.
    """

    low: Floats
    high: Floats
    shares: Floats
    picks: NDArray[np.intp]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.low)

    def rows(self, kept: Mask | NDArray[np.intp]) -> Ways:
        """Some of them."""
        return Ways(self.low[kept], self.high[kept], self.shares[kept], self.picks[kept])


class Reached(Struct, frozen=True):
    """A node with its ways and the children, nodes or questions, that they pick from."""

    node: Node
    ways: Ways
    children: tuple[Reached | Leaf, ...]

    def published(self) -> Ways:
        """The ways in which it has a score that is published."""
        return self.ways.rows(_published(self.node, self.ways.shares))

    def entries(self, row: int) -> dict[str, Entry]:
        """How each question enters in one of its ways."""
        found: dict[str, Entry] = {}
        for child, pick in zip(self.children, self.ways.picks[row], strict=True):
            found |= child.entries(int(pick))
        return found


class Leaf(Struct, frozen=True):
    """A scored question with its ways."""

    id: str
    ways: Ways

    def entries(self, row: int) -> dict[str, Entry]:
        """How it enters in one of its ways."""
        shares = tuple(self.ways.shares[row].tolist())
        span = (float(self.ways.low[row]), float(self.ways.high[row]))
        return {self.id: (span if shares[COUNTS] else None, shares)}


def reached(
    tree: Tree,
    node_id: str,
    entries: Callable[[str], Sequence[Entry] | None],
    *,
    allowed: Mapping[str, Allowed],
    offset: float,
    spend: Callable[[int], None],
) -> Reached:
    """What a node can be, with no way left where that is impossible.

    Args:
        tree: the scoring tree.
        node_id: a theme, an axis or the overall node.
        entries: for each question, its scores (None where it does not count) with their shares; None
            for a question that is out of the tree.
        allowed: what is asked of this node and of nodes below it: a published score among some, or none.
        offset: see `scoring.power_mean`.
        spend: told how many combinations are tried.

    Raises:
        UndecidedError: too many combinations.
    """
    node = tree.by_id[node_id]
    children: list[Reached | Leaf] = []
    weights = []
    for child, weight in zip(node.children, node.weights, strict=True):
        if child in tree.leaves:
            found = entries(child)
            if found is None:
                continue
            children.append(Leaf(child, _leaf(found)))
        else:
            children.append(
                reached(tree, child, entries, allowed=allowed, offset=offset, spend=spend)
            )
        weights.append(weight)
    own = replace(node, children=tuple(_id(child) for child in children), weights=tuple(weights))
    for cap, row in critical(own):
        at = cap.at_or_below + TOLERANCE
        children[row] = replace(children[row], ways=_cut(children[row].ways, at))
    joined = _joined([child.ways for child in children])
    spend(prod(ways.size for ways in joined))
    ways = _combined(own, joined, offset)
    if node_id in allowed:
        ways = _kept(own, ways, allowed[node_id])
    whole = (replace(child, ways=w) for child, w in zip(children, joined, strict=True))
    return Reached(own, _distinct(ways), tuple(whole))


def _id(child: Reached | Leaf) -> str:
    return child.id if isinstance(child, Leaf) else child.node.id


def _leaf(entries: Sequence[Entry]) -> Ways:
    low = np.array([0.0 if span is None else span[0] for span, _ in entries])
    high = np.array([0.0 if span is None else span[1] for span, _ in entries])
    shares = np.array([share for _, share in entries]).reshape(-1, 5)
    return Ways(low, high, shares, np.zeros((len(entries), 0), dtype=np.intp))


def _cut(ways: Ways, at: float) -> Ways:
    """The same with each span cut where a cap ceases to bite."""
    across = (ways.low <= at) & (ways.high > at) & (ways.shares[:, COUNTS] > 0)
    if not across.any():
        return ways
    below = replace(ways, high=np.where(across, at, ways.high))
    above = replace(ways.rows(across), low=np.full(int(across.sum()), after(at)))
    return Ways(
        np.concatenate([below.low, above.low]),
        np.concatenate([below.high, above.high]),
        np.concatenate([below.shares, above.shares]),
        np.concatenate([below.picks, above.picks]),
    )


def _combined(node: Node, children: Sequence[Ways], offset: float) -> Ways:
    """Every combination of the children's ways."""
    sizes = [ways.size for ways in children]
    if not children:
        # Nothing on this path belongs to the node.
        return _leaf([(None, (0.0,) * 5)])
    if not prod(sizes):
        return Ways(np.zeros(0), np.zeros(0), np.zeros((0, 5)), np.zeros((0, len(sizes)), np.intp))
    picks = np.indices(sizes).reshape(len(sizes), -1)
    pairs = list(zip(children, picks, strict=True))
    shares = np.array([ways.shares[rows] for ways, rows in pairs]).reshape(len(sizes), -1, 5)
    counted = shares[:, :, COUNTS] > 0
    sums = np.tensordot(np.array(node.weights), shares, axes=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = composed(node, np.array([w.low[rows] for w, rows in pairs]), counted, offset)
        high = composed(node, np.array([w.high[rows] for w, rows in pairs]), counted, offset)
        coverage = np.nan_to_num(sums[:, COVERAGE] / sums[:, APPLIES])
        applicable = np.nan_to_num(sums[:, APPLICABLE] / sums[:, PRESENT])
    own = np.column_stack([sums[:, :COVERAGE] > 0, coverage, applicable])
    return Ways(np.nan_to_num(low), np.nan_to_num(high), own, picks.T)


def _published(node: Node, shares: Floats) -> Mask:
    """The publication rule (scoring method, 2.4)."""
    found: Mask = (
        (shares[:, COUNTS] > 0)
        & (shares[:, COVERAGE] >= node.scoring.coverage - TOLERANCE)
        & (1.0 - shares[:, APPLICABLE] <= node.scoring.not_applicable + TOLERANCE)
    )
    return found


def _kept(node: Node, ways: Ways, allowed: Allowed) -> Ways:
    """The ways that are allowed, their spans cut down to it."""
    published = _published(node, ways.shares)
    parts = [ways.rows(~published)] if allowed.absent else []
    shown = ways.rows(published)
    for low, high in allowed.values.parts:
        meets = (shown.low <= high + ROUNDING) & (shown.high >= low - ROUNDING)
        inside = shown.rows(meets)
        bottom, top = np.maximum(inside.low, low), np.minimum(inside.high, high)
        # Where they only touch, up to rounding, the span is the point itself.
        parts.append(replace(inside, low=np.minimum(bottom, top), high=np.maximum(bottom, top)))
    if not parts:
        return ways.rows(np.zeros(ways.size, dtype=bool))
    return Ways(
        np.concatenate([part.low for part in parts]),
        np.concatenate([part.high for part in parts]),
        np.concatenate([part.shares for part in parts]),
        np.concatenate([part.picks for part in parts]),
    )


def _distinct(ways: Ways) -> Ways:
    """One of each, up to rounding."""
    if not ways.size:
        return ways
    keys = np.round(np.column_stack([ways.low, ways.high, ways.shares]), 10)
    _, first = np.unique(keys, axis=0, return_index=True)
    return ways.rows(np.sort(first))


def _joined(children: list[Ways]) -> list[Ways]:
    """The children's ways, joined as far as their combinations are too many."""
    for columns in (0, APPLICABLE + 1, PRESENT + 1):
        found = [_join(ways, columns) for ways in children] if columns else children
        if prod(ways.size for ways in found) <= MAX_COMBINATIONS:
            return found
    raise UndecidedError


def _join(ways: Ways, columns: int) -> Ways:
    """Ways that agree in the first columns as one, with the widest span and the greatest shares."""
    if not ways.size:
        return ways
    keys = np.round(ways.shares[:, :columns], 10)
    _, first, group = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    low, high = np.full(len(first), np.inf), np.full(len(first), -np.inf)
    shares = np.zeros((len(first), 5))
    np.minimum.at(low, group, ways.low)
    np.maximum.at(high, group, ways.high)
    np.maximum.at(shares, group, ways.shares)
    return Ways(low, high, shares, ways.picks[first])
