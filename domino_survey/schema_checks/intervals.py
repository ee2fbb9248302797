"""Sets of numbers as closed intervals, exact to the last digit.

An open end is written as the nearest number that belongs, so that `x < 50` and `x >= 50` have nothing
in common and leave nothing out: between two neighbouring floats there is no third.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.expressions import Operator
from domino_survey.expressions.evaluation import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterable

NEGATION = {
    Operator.LESS: Operator.GREATER_OR_EQUAL,
    Operator.GREATER_OR_EQUAL: Operator.LESS,
    Operator.GREATER: Operator.LESS_OR_EQUAL,
    Operator.LESS_OR_EQUAL: Operator.GREATER,
    Operator.EQUAL: Operator.DIFFERENT,
    Operator.DIFFERENT: Operator.EQUAL,
}
"""Operator -> the one that holds of a known value exactly where it does not."""


class Intervals(Struct, frozen=True):
    """A union of closed intervals `(low, high)`, in order, with nothing in common; false when empty."""

    parts: tuple[tuple[float, float], ...]

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __and__(self, other: Intervals) -> Intervals:
        found = []
        mine, theirs = 0, 0
        while mine < len(self.parts) and theirs < len(other.parts):
            (low, high), (bottom, top) = self.parts[mine], other.parts[theirs]
            if max(low, bottom) <= min(high, top):
                found.append((max(low, bottom), min(high, top)))
            if high < top:
                mine += 1
            else:
                theirs += 1
        return Intervals(tuple(found))

    def __contains__(self, value: float) -> bool:
        return any(low <= value <= high for low, high in self.parts)

    def whole(self) -> Intervals:
        """The whole numbers of the set, as intervals between whole numbers."""
        ends = ((_up(low), _down(high)) for low, high in self.parts)
        return Intervals(tuple((low, high) for low, high in ends if low <= high))


EMPTY = Intervals(())
EVERYTHING = Intervals(((-math.inf, math.inf),))


def satisfying(operator: Operator, threshold: float, *, truth: bool = True) -> Intervals:
    """The numbers for which a comparison is true (or false), by the tolerance of its evaluation."""
    low, high = threshold - TOLERANCE, threshold + TOLERANCE
    match operator if truth else NEGATION[operator]:
        case Operator.LESS:
            return Intervals(((-math.inf, before(low)),))
        case Operator.LESS_OR_EQUAL:
            return Intervals(((-math.inf, high),))
        case Operator.GREATER:
            return Intervals(((after(high), math.inf),))
        case Operator.GREATER_OR_EQUAL:
            return Intervals(((low, math.inf),))
        case Operator.EQUAL:
            return Intervals(((low, high),))
        case Operator.DIFFERENT:
            return Intervals(((-math.inf, before(low)), (after(high), math.inf)))


def positions(kept: Iterable[bool]) -> Intervals:
    """The positions, from 0, at which `kept` is true."""
    runs: list[tuple[float, float]] = []
    for position, here in enumerate(kept):
        if here and runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], float(position))
        elif here:
            runs.append((float(position), float(position)))
    return Intervals(tuple(runs))


def before(value: float) -> float:
    """The next smaller number."""
    return math.nextafter(value, -math.inf)


def after(value: float) -> float:
    """The next greater number."""
    return math.nextafter(value, math.inf)


def _up(value: float) -> float:
    return value if math.isinf(value) else float(math.ceil(value))


def _down(value: float) -> float:
    return value if math.isinf(value) else float(math.floor(value))
