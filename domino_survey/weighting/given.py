"""Weights that nobody was asked for: equal ones, and the organiser's own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domino_survey.errors import DominoError, problem, refusal
from domino_survey.weighting.result import Weighting

if TYPE_CHECKING:
    from collections.abc import Sequence


def equal_weights(items: Sequence[str]) -> Weighting:
    """`w_i = 1/n` (scoring method, 2.5). Raises `DominoError` (`nothing-to-weigh`) without items."""
    if not items:
        raise refusal("nothing-to-weigh")
    return Weighting("equal", tuple(items), (1 / len(items),) * len(items))


def organiser_weights(items: Sequence[str], weights: Sequence[float]) -> Weighting:
    """The organiser's relative weights, rescaled to sum 1: `w_i / sum_j w_j` (scoring method, 2.5).

    Raises:
        DominoError: there are no items, not as many weights, weights that are negative or not finite
            (`unusable-weight`, one problem each, located by the item), or only zeros.
    """
    if not items:
        raise refusal("nothing-to-weigh")
    if len(weights) != len(items):
        raise refusal("weights-count", found=len(weights), expected=len(items))
    faults = [
        problem("unusable-weight", place=item, path=(item,), value=weight)
        for item, weight in zip(items, weights, strict=True)
        if not (math.isfinite(weight) and weight >= 0)
    ]
    if faults:
        raise DominoError(*faults)
    largest = max(weights)
    if largest == 0:
        raise refusal("weights-all-zero", children=", ".join(items))
    # Measured by the largest, for the sum of very large weights is no number.
    relative = [weight / largest for weight in weights]
    total = math.fsum(relative)
    return Weighting("organiser", tuple(items), tuple(weight / total for weight in relative))
