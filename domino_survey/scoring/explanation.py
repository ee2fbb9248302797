"""What a score is made of: points lost per question, and what carries it; both sum exactly (scoring method, 2.8)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.numerics import Floats, np
from domino_survey.schema import LIMITING
from domino_survey.scoring.composition import TOLERANCE, bites, composed, critical
from domino_survey.scoring.power_mean import power_mean
from domino_survey.scoring.tree import Node, tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.schema import Cap, Questionnaire
    from domino_survey.scoring.result import Scores
    from domino_survey.scoring.tree import Tree

MOST_PLAYERS = 14  # 2^14 coalitions
LARGE_EXPONENT = 700.0  # beyond, exp leaves the numbers


class Loss(Struct, frozen=True):
    """What a question costs a node, in points of the node's score.

    `weight` is the effective weight of the question in the node (2.2), `score` its own score.
    """

    question: str
    weight: float
    score: float
    points: float


class _Share(Struct, frozen=True):
    """The children of a node that count in one response, weights summing to 1."""

    ids: tuple[str, ...]
    weights: tuple[float, ...]
    scores: tuple[float, ...]


def losses(questionnaire: Questionnaire, scores: Scores, row: int, node_id: str) -> list[Loss]:
    """Points lost per answered question of a node in one response, greatest first.

    Scoring method, 2.8; Shapley (1953), A value for n-person games, Contributions to the Theory of Games II.

    They sum to 100 minus the node's score exactly. Where every node on the way is a plain mean,
    `points = weight (100 - score)`. In a mean of another power p each child bears
    `w (100^p - x^p)` of the whole (logarithms at p=0), in its node and so down the tree; where a cap
    or the lowest child decides, the exact Shapley value of the node's children.

    Nothing where there is no score, nor where a cap stands over more than `MOST_PLAYERS` children:
    rather that than an explanation that does not add up.
    """
    tree = tree_of(questionnaire)
    estimate = float(scores.nodes[node_id].estimate[row])
    if math.isnan(estimate):
        return []
    found: list[Loss] = []
    waiting = [(tree.by_id[node_id], 1.0, 100.0 - estimate)]
    while waiting:
        node, weight, points = waiting.pop()
        share = _counting(node, tree, scores, row)
        parts = _parts(node, share, questionnaire.scoring.offset)
        if parts is None:
            return []
        for child, own, value, part in zip(
            share.ids, share.weights, share.scores, parts, strict=True
        ):
            if child in tree.leaves:
                found.append(Loss(child, weight * own, value, points * part))
            else:
                waiting.append((tree.by_id[child], weight * own, points * part))
    return sorted(found, key=lambda loss: -loss.points)


def contributions(
    questionnaire: Questionnaire, scores: Scores, row: int, node_id: str
) -> dict[str, float]:
    """The share of a node's score that each answered question carries in one response, 0 to 1; they sum to 1.

    Scoring method, 2.8: `c_i = w_i y_i^p / sum w_j y_j^p` in each node, multiplied down the tree, with the
    scores y as the mean takes them (with their offset). It is how many per cent the mean moves when child i
    moves by one: for p = 1 the points it brings, for lower powers the more the lower it is, for the minimum
    all on the lowest child. A child that stands at 0, and brings nothing, shares nothing out.

    Nothing where there is no score or it is 0, nor where the limit of a cap stands in place of a mean: no
    question carries that.
    """
    tree = tree_of(questionnaire)
    estimate = float(scores.nodes[node_id].estimate[row])
    if math.isnan(estimate) or estimate <= 0:
        return {}
    found: dict[str, float] = {}
    waiting = [(tree.by_id[node_id], 1.0)]
    while waiting:
        node, part = waiting.pop()
        share = _counting(node, tree, scores, row)
        if part > 0 and _is_capped(node, share, questionnaire.scoring.offset):
            return {}
        carried = _carried(node, share, questionnaire.scoring.offset)
        for child, own in zip(share.ids, carried, strict=True):
            if child in tree.leaves:
                found[child] = part * own
            else:
                waiting.append((tree.by_id[child], part * own))
    return found


def biting_caps(questionnaire: Questionnaire, scores: Scores, row: int, node_id: str) -> list[Cap]:
    """The caps of a node whose critical child is at or below its threshold, lowest limit first.

    Scoring method, 2.3: those of which `S = min(M_p, min K_c)` takes the limits.
    """
    tree = tree_of(questionnaire)
    node = tree.by_id[node_id]
    found = []
    for cap, _ in critical(node):
        value = np.array([_score_of(cap.child, tree, scores, row)])
        if bites(cap, value, ~np.isnan(value))[0]:
            found.append(cap)
    return sorted(found, key=lambda cap: cap.limit)


def _score_of(child: str, tree: Tree, scores: Scores, row: int) -> float:
    values = scores.items[child] if child in tree.leaves else scores.nodes[child].estimate
    return float(values[row])


def _counting(node: Node, tree: Tree, scores: Scores, row: int) -> _Share:
    decisive = {cap.child for cap, _ in critical(node)}
    children = [
        (child, weight, value)
        for child, weight in zip(node.children, node.weights, strict=True)
        for value in [_score_of(child, tree, scores, row)]
        if not math.isnan(value) and (weight > 0 or child in decisive)
    ]
    total = sum(weight for _, weight, _ in children)
    return _Share(
        tuple(child for child, _, _ in children),
        tuple(weight / total for _, weight, _ in children),
        tuple(value for _, _, value in children),
    )


def _parts(node: Node, share: _Share, offset: float) -> Sequence[float] | None:
    """The part of the node's loss that each child bears; they sum to 1. None where it cannot be told."""
    power = node.scoring.power
    if power == LIMITING or critical(node):
        if len(share.ids) > MOST_PLAYERS:
            return None
        borne = _shapley(node, share, offset)
    else:
        borne = [
            weight * _distance(value, float(power), offset)
            for weight, value in zip(share.weights, share.scores, strict=True)
        ]
    if math.inf in borne:
        # Without an offset a zero annihilates: those at zero bear the whole.
        borne = [
            weight * (lost == math.inf) for weight, lost in zip(share.weights, borne, strict=True)
        ]
    total = sum(borne)
    # Nothing lost at this node: whatever its parent lays on it goes by weight.
    return [lost / total for lost in borne] if total > 0 else share.weights


def _is_capped(node: Node, share: _Share, offset: float) -> bool:
    """Whether a limit stands in place of the mean of a node."""
    if not critical(node):
        return False
    values = np.array(share.scores)[:, None]
    counted = np.ones_like(values, dtype=bool)
    players = Node(node.id, share.ids, share.weights, node.scoring)
    mean = power_mean(values, share.weights, counted, node.scoring.power, offset)
    return bool(composed(players, values, counted, offset)[0] < mean[0] - TOLERANCE)


def _carried(node: Node, share: _Share, offset: float) -> list[float]:
    """The part of a node's mean that each child carries; they sum to 1."""
    power = node.scoring.power
    values = np.array(share.scores)
    weights = np.array(share.weights)
    if power == LIMITING or math.isinf(float(power)):
        counted = values[weights > 0]
        end = counted.max() if power == math.inf else counted.min()
        held = weights * (values == end)
    else:
        exponent = float(power)
        mapped = values if exponent > 0 else offset + (1.0 - offset / 100.0) * values
        with np.errstate(divide="ignore"):
            logs = np.where(weights > 0, np.log(mapped), 0.0)
        # In logarithms, and from the greatest term: high powers leave the numbers.
        terms = exponent * logs if exponent else np.zeros_like(logs)
        greatest = terms[weights > 0].max()
        if greatest == math.inf:
            held = weights * (terms == math.inf)  # without an offset, a zero annihilates
        elif greatest == -math.inf:
            held = weights  # all at 0: nothing is carried, and goes by weight
        else:
            held = weights * np.exp(terms - greatest)
    found: list[float] = (held / held.sum()).tolist()
    return found


def _distance(value: float, power: float, offset: float) -> float:
    """`|1 - y^p|` (`-ln y` at p=0) of a score as a share of 100: what it takes from the power mean."""
    share = value / 100.0
    if power <= 0:
        share = (offset + (1.0 - offset / 100.0) * value) / 100.0
        if share <= 0:
            return math.inf
    if power == 0:
        return -math.log(share)
    exponent = power * math.log(share) if share > 0 else -math.inf
    return abs(math.expm1(exponent)) if exponent < LARGE_EXPONENT else math.inf


def _shapley(node: Node, share: _Share, offset: float) -> list[float]:
    """The Shapley value of each child in the game "what is lost when these have their own score".

    `phi_i = sum over C without i of |C|! (k-|C|-1)! / k! (v(C + i) - v(C))`, children outside of C
    standing at 100; v over all 2^k coalitions in one array.
    """
    k = len(share.ids)
    members = (np.arange(1 << k)[None, :] >> np.arange(k)[:, None]) & 1 == 1
    scores: Floats = np.where(members, np.array(share.scores)[:, None], 100.0)
    players = Node(node.id, share.ids, share.weights, node.scoring)
    lost = 100.0 - composed(players, scores, np.ones_like(members), offset)
    sizes = members.sum(axis=0)
    chances = np.array([1.0 / (k * math.comb(k - 1, size)) for size in range(k)])
    found = []
    for player in range(k):
        without = np.flatnonzero(~members[player])
        gains = lost[without | (1 << player)] - lost[without]
        found.append(max(0.0, float(chances[sizes[without]] @ gains)))
    return found
