"""How far scores and ranks rest on the method: the same answers under plausible variants (2.7).

A node's draws have shape (d, R): a row for each of the d different sets of answers it is made of. Many
responses answer a theme alike, and each such set is composed once.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from domino_survey.numerics import Floats, Mask, np
from domino_survey.scoring.composition import TOLERANCE, capped
from domino_survey.scoring.draws import KEPT, Draws, NodeKind
from domino_survey.scoring.power_mean import mean_of_shares
from domino_survey.scoring.result import Reason
from domino_survey.scoring.tree import Node, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from domino_survey.schema import Questionnaire
    from domino_survey.scoring.power_mean import Power
    from domino_survey.scoring.result import Scores


QUANTILES = (0.05, 0.5, 0.95)
MOST_NUMBERS = 1 << 20  # in one node's draws: 8 MiB
CACHED_NUMBERS = 1 << 16  # 512 KiB
ABSENT = -1.0


class Spread(Struct, frozen=True):
    """Quantiles over the draws, shape (n,): the 5th percentile, the median and the 95th."""

    low: Floats
    median: Floats
    high: Floats


class Robustness(Struct, frozen=True):
    """What n responses would have got under the draws.

    Attributes:
        draws: the variants of the method, with what was varied.
        nodes: scores of themes, axes and the overall node by id, NaN where there is no score.
        ranks: of axes among those with a score, 1 the highest, ties sharing the mean of their ranks.
        weakest: share of draws in which an axis is the lowest, ties sharing the draw; shape (n,).
        strongest: likewise the highest.

    `ranks`, `weakest` and `strongest` are NaN where fewer than two axes have a score.
    """

    draws: Draws
    nodes: Mapping[str, Spread]
    ranks: Mapping[str, Spread]
    weakest: Mapping[str, Floats]
    strongest: Mapping[str, Floats]


def robustness_of(questionnaire: Questionnaire, scores: Scores, drawn: Draws) -> Robustness:
    """Scores and ranks of n responses under every draw, with the answers that they gave.

    Scoring method, 2.7: medians and the 5th and 95th percentiles; Saisana, Saltelli & Tarantola (2005).

    Questions keep their scores; what is missing stays missing, so that weights are rescaled over what is
    answered; and a node without a published score has none here. Where a draw gives no weight to
    anything answered, the questionnaire's own weights stand: so a theme left out stays in an axis of
    which nothing else is answered.

    Args:
        questionnaire: the one that was scored.
        scores: what `score` found.
        drawn: what `draw_methods` gave for the same questionnaire.
    """
    themes = {theme.id for theme in questionnaire.themes}
    nodes = [node for node in tree_of(questionnaire).nodes if node.id in drawn.weights]
    lower = [node for node in nodes if node.id in themes]
    upper = [node for node in nodes if node.id not in themes]
    axes = [axis.id for axis in questionnaire.axes]
    found: dict[str, Floats] = {node.id: np.empty((3, scores.size)) for node in nodes}
    ranked = np.empty((len(axes), 5, scores.size))
    for part in _slices(0, scores.size, MOST_NUMBERS // drawn.count):
        composer = _Composer(questionnaire, scores, drawn, part)
        for node in lower:
            found[node.id][:, part] = composer.composed(node)
        for block in _slices(part.start, part.stop, CACHED_NUMBERS // drawn.count):
            inside = composer.within(block)
            for node in upper:
                found[node.id][:, block] = inside.composed(node)
            ranked[:, :, block] = _ranks([inside.published(axis) for axis in axes])
    return Robustness(
        drawn,
        {node: Spread(*numbers) for node, numbers in found.items()},
        {axis: Spread(*numbers[:3]) for axis, numbers in zip(axes, ranked, strict=True)},
        dict(zip(axes, ranked[:, 3], strict=True)),
        dict(zip(axes, ranked[:, 4], strict=True)),
    )


class _Drawn(Struct, frozen=True):
    """A node's draws, shape (d, R), NaN where nothing counts.

    `place` is the row of each response, shape (m,); None where each has its own, in order.
    """

    values: Floats
    place: NDArray[np.intp] | None

    def of(self, responses: NDArray[np.intp] | slice) -> Floats:
        """The draws of some responses, shape (responses, R)."""
        return self.values[responses if self.place is None else self.place[responses]]


class _Composer:
    """The nodes of m neighbouring responses, children before their parents."""

    def __init__(
        self, questionnaire: Questionnaire, scores: Scores, drawn: Draws, part: slice
    ) -> None:
        self._questionnaire = questionnaire
        self._kinds = {axis.id: NodeKind.AXIS for axis in questionnaire.axes}
        self._kinds |= {theme.id: NodeKind.THEME for theme in questionnaire.themes}
        self._themes = {theme.id: rank for rank, theme in enumerate(questionnaire.themes)}
        self._scores = scores
        self._drawn = drawn
        self._part = part
        self._made: dict[str, _Drawn] = {}

    def within(self, block: slice) -> _Composer:
        """The same themes for a block of its responses, few enough for the processor's cache."""
        inside = _Composer(self._questionnaire, self._scores, self._drawn, block)
        rows = slice(block.start - self._part.start, block.stop - self._part.start)
        for node_id, made in self._made.items():
            if made.place is not None:
                inside._made[node_id] = _Drawn(made.values, made.place[rows])
        return inside

    def composed(self, node: Node) -> Floats:
        """Draw a node, its children first, and give the quantiles of its published scores, (3, m)."""
        made = self._of_questions(node) if node.id in self._themes else self._of_nodes(node)
        self._made[node.id] = made
        found = _quantiles(made.values)
        if made.place is not None:
            found = found[:, made.place]
        found[:, self._unpublished(node.id)] = np.nan
        return found

    def published(self, node_id: str) -> Floats:
        """Draws of each response, shape (m, R), NaN where no score is published."""
        values, unpublished = self._made[node_id].of(slice(None)), self._unpublished(node_id)
        if unpublished.any():
            values = np.where(unpublished[:, None], np.nan, values)
        return values

    def _unpublished(self, node_id: str) -> Mask:
        found: Mask = self._scores.nodes[node_id].reason[self._part] != Reason.NONE
        return found

    def _of_questions(self, node: Node) -> _Drawn:
        given = np.empty((len(self._unpublished(node.id)), len(node.children)))
        for column, child in enumerate(node.children):
            given[:, column] = self._scores.items[child][self._part]
        np.copyto(given, ABSENT, where=np.isnan(given))
        rows, place = _distinct(given)
        values = self._draws(node, rows != ABSENT, lambda child, at: rows[at, child, None])
        return _Drawn(values, place)

    def _of_nodes(self, node: Node) -> _Drawn:
        children = [self._made[child] for child in node.children]
        counted = ~np.isnan([child.of(slice(None))[:, 0] for child in children])
        values = self._draws(node, counted.T, lambda child, at: children[child].of(at))
        return _Drawn(values, None)

    def _draws(
        self, node: Node, counted: Mask, values: Callable[[int, NDArray[np.intp]], Floats]
    ) -> Floats:
        """Draws of d sets of answers, shape (d, R).

        Args:
            node: what is composed.
            counted: which children count in which set, shape (d, k).
            values: the scores of a child in some sets, shape (sets, R), or (sets, 1) if they do not vary.
        """
        found = np.full((len(counted), self._drawn.count), np.nan)
        weights = np.array(node.weights)
        patterns, pattern = _distinct(counted)
        for rank, counts in enumerate(patterns):
            if weights[counts].any():
                kept = np.flatnonzero(counts).tolist()
                at = np.flatnonzero(pattern == rank)
                ids = tuple(node.children[child] for child in kept)
                part = Node(node.id, ids, tuple(weights[kept].tolist()), node.scoring)
                mean = self._mean(
                    part,
                    self._drawn.weights[node.id][kept],
                    [values(child, at) for child in kept],
                )
                if len(patterns) == 1:
                    return mean
                found[at] = mean
        return found

    def _mean(self, node: Node, weights: Floats, values: list[Floats]) -> Floats:
        """Draws of a node whose children all count, of weights (k, R) and scores (d, R) or (d, 1)."""
        drawn = self._drawn
        ranks = np.array([self._themes.get(child, KEPT - 1) for child in node.children])
        out = drawn.left_out == ranks[:, None]
        if out.any():
            weights[out] = 0.0
        total = weights.sum(axis=0)
        nothing = total == 0
        if nothing.any():
            weights[:, nothing] = np.array(node.weights)[:, None]
            out &= ~nothing
            total = weights.sum(axis=0)
        weights /= total
        mean = np.empty((len(values[0]), drawn.count))
        offset = self._questionnaire.scoring.offset
        kind = self._kinds.get(node.id, NodeKind.OVERALL)
        for power, run in drawn.powers.get(kind, ((node.scoring.power, slice(0, drawn.count)),)):
            scores = [value if value.shape[1] == 1 else value[:, run] for value in values]
            _mean_into(mean[:, run], scores, weights[:, run], power, offset)
        # Sums of rounded shares may pass the top by a last digit.
        return capped(node, np.minimum(mean, 100.0, out=mean), values, ~out)


def _mean_into(
    found: Floats, scores: Sequence[Floats], shares: Floats, power: Power, offset: float
) -> None:
    if power == 1:
        np.multiply(scores[0], shares[0], out=found)
        term = np.empty_like(found)
        for score, share in zip(scores[1:], shares[1:], strict=True):
            found += np.multiply(score, share, out=term)
        return
    if power == 0 and offset > 0:
        # The textbook's formula, for no logarithm fails: see `power_mean` for the others.
        slope = 1.0 - offset / 100.0
        logarithms = [np.log(offset + slope * score) for score in scores]
        _mean_into(found, logarithms, shares, 1.0, offset)
        np.exp(found, out=found)
        found -= offset
        found /= slope
        return
    shape = (len(scores), *found.shape)
    stacked = np.empty(shape)
    for place, score in zip(stacked, scores, strict=True):
        place[:] = score
    found[:] = mean_of_shares(stacked, np.broadcast_to(shares[:, None], shape), power, offset)


def _distinct(rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """The different rows of an array (m, k), and which of them each row is, shape (m,)."""
    if not rows.shape[1]:
        return rows[:1], np.zeros(len(rows), dtype=np.intp)
    order = np.lexsort(rows.T)
    ordered = rows[order]
    new = np.ones(len(rows), dtype=bool)
    np.any(ordered[1:] != ordered[:-1], axis=1, out=new[1:])
    place = np.empty(len(rows), dtype=np.intp)
    place[order] = np.cumsum(new) - 1
    return ordered[new], place


def _quantiles(draws: NDArray[Any]) -> Floats:
    """`QUANTILES` of each row, interpolated linearly between draws: shape (3, rows)."""
    # For short integers, the stable sort is the fastest one.
    ordered = np.sort(draws, axis=-1, kind="stable" if draws.dtype == np.int16 else None)
    last = ordered.shape[1] - 1
    found = np.empty((len(QUANTILES), len(ordered)))
    for quantile, share in zip(found, QUANTILES, strict=True):
        below = int(share * last)
        low, high = ordered[:, below], ordered[:, min(below + 1, last)]
        quantile[:] = low + (share * last - below) * (high - low)
    return found


def _ranks(axes: list[Floats]) -> Floats:
    """By axis: quantiles of its rank, then its shares of the draws as the lowest and the highest.

    Shape (axes, 5, m), from the draws of each axis, (m, R), NaN where there is no score.
    """
    scored = np.array([~np.isnan(values[:, 0]) for values in axes])
    # Twice the rank, which is whole where ranks are shared: as if all were tied, then pair by pair.
    ranks = np.empty((len(axes), *axes[0].shape), dtype=np.int16)
    ranks[:] = 1 + scored.sum(axis=0)[:, None]
    lowest, highest = axes[0], axes[0]
    for values in axes[1:]:
        lowest, highest = np.fmin(lowest, values), np.fmax(highest, values)
    for (one, a), (other, b) in combinations(enumerate(axes), 2):
        ahead = _ahead(a, b)
        ranks[one] -= ahead
        ranks[other] += ahead
    found = np.empty((len(axes), 5, len(axes[0])))
    for axis, rank in zip(found, ranks, strict=True):
        axis[:3] = _quantiles(rank) / 2.0
    least, most = lowest + TOLERANCE, highest - TOLERANCE
    found[:, 3] = _shares([values <= least for values in axes])
    found[:, 4] = _shares([values >= most for values in axes])
    meant = scored & (scored.sum(axis=0) > 1)
    return np.where(meant[:, None], found, np.nan)


def _ahead(a: Floats, b: Floats) -> NDArray[np.int8]:
    """1 where a is above b, -1 where it is below, 0 where they are tied or one has no score."""
    apart = a - b
    return (apart > TOLERANCE).view(np.int8) - (apart < -TOLERANCE).view(np.int8)


def _shares(first: list[Mask]) -> Floats:
    """The share of the draws in which each axis is first, shape (axes, m).

    Axes that are first together share the draw.
    """
    together = np.zeros(first[0].shape, dtype=np.int16)
    for mask in first:
        together += mask
    share = 1.0 / np.maximum(together, 1)
    # Whole draws and halves sum exactly; they are divided last.
    totals = np.array([np.einsum("ij,ij->i", mask, share) for mask in first])
    found: Floats = totals / first[0].shape[1]
    return found


def _slices(start: int, stop: int, step: int) -> list[slice]:
    step = max(step, 1)
    return [slice(first, min(first + step, stop)) for first in range(start, stop, step)]
