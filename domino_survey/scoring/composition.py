"""How a node's score is made from its children's: power mean, then critical caps (2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.numerics import Floats, Mask, np
from domino_survey.scoring.power_mean import power_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.schema import Cap
    from domino_survey.scoring.tree import Node

TOLERANCE = 1e-9  # of points and shares: a smaller difference is one of rounding, not of answers


def composed(node: Node, values: Floats, counted: Mask, offset: float) -> Floats:
    """`S = min(M_p, K_c for every critical child c at or below its threshold)`, shape (n,).

    Scoring method, 2.3. Such a cap keeps its mean from making up for what is critical.

    Args:
        node: what is composed.
        values: scores of its k children, shape (k, n).
        counted: which of them count, shape (k, n).
        offset: see `power_mean`.
    """
    mean = power_mean(values, node.weights, counted, node.scoring.power, offset)
    return capped(node, mean, values, counted)


def capped(
    node: Node, mean: Floats, values: Sequence[Floats] | Floats, counted: Sequence[Mask] | Mask
) -> Floats:
    """A node's mean, not above the limits of the caps that bite; arrays of its children broadcast.

    A limit lowers a mean and never stands in for one: where nothing that weighs was answered, there
    is no score, whatever a child without weight says.
    """
    for cap, child in critical(node):
        lowered = np.minimum(mean, cap.limit)  # NaN stays NaN
        mean = np.where(bites(cap, values[child], counted[child]), lowered, mean)
    return mean


def critical(node: Node) -> list[tuple[Cap, int]]:
    """The caps of a node, each with the position of its child."""
    # A cap given for all themes names a question that only one of them has.
    return [
        (cap, node.children.index(cap.child))
        for cap in node.scoring.caps
        if cap.child in node.children
    ]


def bites(cap: Cap, values: Floats, counted: Mask) -> Mask:
    """Where the critical child is at or below its threshold."""
    found: Mask = counted & (values <= cap.at_or_below + TOLERANCE)
    return found
