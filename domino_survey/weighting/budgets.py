"""Budget allocation: each participant shares 100 points over the items (scoring method, 2.5)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domino_survey.errors import DominoError, problem, refusal
from domino_survey.numerics import np
from domino_survey.weighting.agreement import dispersion
from domino_survey.weighting.result import Participant, Weighting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domino_survey.errors import Problem

BUDGET = 100.0
# Three times 33.33333 reads as 100 in the six digits of a message, and is taken for it.
_READS_AS_BUDGET = 0.0005


def budget_weights(items: Sequence[str], budgets: Mapping[str, Sequence[float]]) -> Weighting:
    """`w_i = mean_k b_ki / 100`, with each participant's own weights and their dispersion.

    Scoring method, 2.5; OECD/JRC (2008), Handbook on Constructing Composite Indicators, participatory methods.

    Args:
        items: the children to weigh.
        budgets: by participant, the points of each item, in the order of `items`.

    Raises:
        DominoError: every fault of every budget, located by participant and item: not as many
            numbers as items, points that are negative or not finite, a total that is not 100.
            Nothing of the other budgets is kept.
    """
    if not items:
        raise refusal("nothing-to-weigh")
    if not budgets:
        raise refusal("nobody-weighed")
    faults = [fault for name, points in budgets.items() for fault in _faults(name, items, points)]
    if faults:
        raise DominoError(*faults)
    points = np.array(list(budgets.values()), dtype=np.float64)
    individual = points / points.sum(axis=1, keepdims=True)
    return Weighting(
        "budget",
        tuple(items),
        tuple(individual.mean(axis=0).tolist()),
        tuple(
            Participant(name, tuple(own.tolist()))
            for name, own in zip(budgets, individual, strict=True)
        ),
        dispersion(individual),
    )


def _faults(name: str, items: Sequence[str], points: Sequence[float]) -> Iterator[Problem]:
    if len(points) != len(items):
        counts = {"found": len(points), "expected": len(items)}
        yield problem("budget-count", place=name, path=(name,), **counts)
        return
    unusable = [
        problem("unusable-points", place=f"{name}, {item}", path=(name, item), value=value)
        for item, value in zip(items, points, strict=True)
        if not (math.isfinite(value) and value >= 0)
    ]
    yield from unusable
    if not unusable and abs(sum(points) - BUDGET) > _READS_AS_BUDGET:
        yield problem("budget-total", place=name, path=(name,), total=float(sum(points)))
