"""Plausible variants of the method, drawn at random with a seed (scoring method, 2.7)."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from domino_survey.numerics import Floats, np
from domino_survey.scoring.tree import DIMENSION, tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domino_survey.schema import Questionnaire
    from domino_survey.scoring.power_mean import Power
    from domino_survey.scoring.tree import Node

DRAWS = 1000
SPREAD = 0.25
KEPT = -1  # no theme is left out


class NodeKind(StrEnum):
    """The kinds of node whose power may vary."""

    THEME = "theme"
    AXIS = "axis"
    OVERALL = "overall"


# From full to weak compensation: the means that the method offers short of the lowest child.
PLAUSIBLE_POWERS: Final[Mapping[NodeKind, tuple[Power, ...]]] = {
    NodeKind.THEME: (1.0, 0.0),
    NodeKind.AXIS: (1.0, 0.0),
    NodeKind.OVERALL: (1.0, 0.0, -1.0),
}


class Variation(Struct, frozen=True):
    """What of the method is varied; each part can be left as it is.

    Attributes:
        spread: weights are multiplied by `1 + U(-spread, spread)`; 0 leaves them.
        participants: instead of that, for the nodes given here, the weights of a participant drawn at
            random: shape (K, children), a row per participant, in the order of the node's children.
        powers: the powers drawn from, each as likely as the others, for all nodes of a kind alike;
            kinds that are not given keep those of the questionnaire.
        leave_out: whether each draw leaves out one theme of those that have a neighbour in their axis.
    """

    spread: float = SPREAD
    participants: Mapping[str, Floats] = field(default_factory=dict)
    powers: Mapping[NodeKind, tuple[Power, ...]] = field(default_factory=dict)
    leave_out: bool = False


class Draws(Struct, frozen=True):
    """`count` variants of the method, the same for every response.

    Attributes:
        variation: what is varied.
        count: how many, R.
        weights: relative weights of each node's children, shape (k, R).
        powers: for the kinds whose power varies, runs of neighbouring draws with one power.
        left_out: position among the questionnaire's themes of the one left out, shape (R,); `KEPT`
            where none is.
    """

    variation: Variation
    count: int
    weights: Mapping[str, Floats]
    powers: Mapping[NodeKind, tuple[tuple[Power, slice], ...]]
    left_out: NDArray[np.intp]


def draw_methods(
    questionnaire: Questionnaire,
    variation: Variation | None = None,
    *,
    count: int = DRAWS,
    seed: int = 0,
) -> Draws:
    """Plausible variants of a questionnaire's method; the same again for the same seed.

    Scoring method, 2.7: weights `w_i (1 + U(-s, s))`, or those of a participant; after Saisana, Saltelli &
    Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the quality assessment
    of composite indicators, Journal of the Royal Statistical Society A 168(2).

    Weights, powers and themes left out are drawn apart: switching one off leaves the others as they
    were. Raises `ValueError` for a spread outside of [0, 1), and for participants' weights of another
    shape, that are negative or not finite, or that are all zero in a row.
    """
    how = Variation() if variation is None else variation
    if not 0 <= how.spread < 1 or count < 1:
        msg = f"a spread in [0, 1) and at least one draw are needed, not {how.spread}, {count}"
        raise ValueError(msg)
    for_weights, for_powers, for_themes = np.random.default_rng(seed).spawn(3)
    nodes = [node for node in tree_of(questionnaire).nodes if not node.id.startswith(DIMENSION)]
    return Draws(
        how,
        count,
        _weights(nodes, how, count, for_weights),
        _powers(how, count, for_powers),
        _left_out(questionnaire, how, count, for_themes),
    )


def _weights(
    nodes: list[Node], how: Variation, count: int, chance: np.random.Generator
) -> dict[str, Floats]:
    base = np.array([weight for node in nodes for weight in node.weights])
    # In place, for this is most of what one response waits for.
    factors = chance.random((len(base), count))
    factors *= 2.0 * how.spread
    factors += 1.0 - how.spread
    factors *= base[:, None]
    found, start = {}, 0
    for node in nodes:
        stop = start + len(node.children)
        found[node.id] = factors[start:stop]
        start = stop
        if node.id in how.participants:
            given = _checked(node, how.participants[node.id])
            found[node.id] = given[chance.integers(len(given), size=count)].T
    return found


def _checked(node: Node, given: Floats) -> Floats:
    weights = np.asarray(given, dtype=np.float64)
    shape = weights.ndim == 2 and len(weights) and weights.shape[1] == len(node.children)  # noqa: PLR2004  # rows and columns
    if not shape or not np.isfinite(weights).all() or (weights < 0).any():
        msg = f"{node.id}: participants' weights, a row of {len(node.children)} each, 0 or more"
        raise ValueError(msg)
    if not weights.any(axis=1).all():
        msg = f"{node.id}: a participant gave no weight to anything"
        raise ValueError(msg)
    return weights


def _powers(
    how: Variation, count: int, chance: np.random.Generator
) -> dict[NodeKind, tuple[tuple[Power, slice], ...]]:
    kinds = [kind for kind in NodeKind if how.powers.get(kind)]
    drawn = [chance.integers(len(how.powers[kind]), size=count) for kind in kinds]
    if not kinds:
        return {}
    # Draws are alike before this: sorted, those of one power are neighbours.
    order = np.lexsort(drawn[::-1])
    return {
        kind: tuple(_runs(how.powers[kind], places[order]))
        for kind, places in zip(kinds, drawn, strict=True)
    }


def _runs(powers: tuple[Power, ...], places: NDArray[np.intp]) -> list[tuple[Power, slice]]:
    starts = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(places)]
    return [(powers[places[start]], slice(start, stop)) for start, stop in pairwise(starts)]


def _left_out(
    questionnaire: Questionnaire, how: Variation, count: int, chance: np.random.Generator
) -> NDArray[np.intp]:
    places = {theme.id: place for place, theme in enumerate(questionnaire.themes)}
    candidates = []
    for axis in questionnaire.axes:
        weighed = [places[theme.id] for theme in axis.themes if theme.weight > 0]
        candidates += weighed if len(weighed) > 1 else []
    if not how.leave_out or not candidates:
        return np.full(count, KEPT, dtype=np.intp)
    return np.array(candidates, dtype=np.intp)[chance.integers(len(candidates), size=count)]
