"""What may be told of a fact that made a recommendation fire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from domino_survey.disclosure.counts import telling
from domino_survey.disclosure.thresholds import DEFAULT

if TYPE_CHECKING:
    from domino_survey.expressions import Fact


def safe_fact(fact: Fact, k: int = DEFAULT) -> Fact:
    """A fact about a group with nothing in it that tells of few.

    The comparison and its threshold stay, since they are what made a recommendation fire ("at least
    30 %"). The counts behind a share go; its value stays, to the nearest 5 %, where neither those
    counted nor the others are few, and where rounding does not contradict the comparison. A median or
    a mean loses its value: `aggregation` gives the rounded one.
    """
    value = fact.value if fact.function == "count" else None
    if fact.function == "share" and fact.numerator is not None and fact.denominator is not None:
        value = None if telling(fact.numerator, fact.denominator, k) else _to_five(fact)
    return replace(fact, value=value, gap=0.0, numerator=None, denominator=None)


def _to_five(fact: Fact) -> float | None:
    value, threshold = fact.value, fact.threshold
    if value is None or not isinstance(threshold, float | int):
        return None
    near = 5.0 * round(value / 5.0)
    same_side = (near > threshold) == (value > threshold) and (near < threshold) == (
        value < threshold
    )
    return near if same_side else None
