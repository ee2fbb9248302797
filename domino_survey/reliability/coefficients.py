"""Cronbach's alpha and item-rest correlations, from the covariances of the items alone.

With k items and their covariance matrix S: `alpha = k / (k - 1) (1 - tr S / sum S)` (Cronbach 1951).
The rest of an item is the sum of the others: its covariance with the item is the sum of the item's
covariances, its variance the sum of theirs (Henrysson 1963). Covariances of pairs that were answered
by different people can contradict each other; a coefficient beyond 1 is that, and is not shown.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.numerics import Floats, np

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST_ITEMS = 3
# Of scores that go from 0 to 100: what the last digits of sums can make of no variance.
NEGLIGIBLE = 1e-6


class Reason(StrEnum):
    """Why there is no number."""

    TOO_FEW_RESPONSES = "too-few-responses"
    TOO_FEW_ITEMS = "too-few-items"
    NO_VARIANCE = "no-variance"
    CONTRADICTORY_PAIRS = "contradictory-pairs"


class Figure(Struct, frozen=True):
    """A number, or the reason why there is none; never both, never neither."""

    value: float | None
    reason: Reason | None = None

    @classmethod
    def missing(cls, reason: Reason) -> Figure:
        """No number."""
        return cls(None, reason)


def cronbach_alpha(covariance: Floats) -> Figure:
    """`alpha = k / (k - 1) (1 - tr S / sum S)` of k items, at most 1 and possibly negative.

    Scoring method, 2.6; Cronbach (1951), Coefficient alpha and the internal structure of tests,
    Psychometrika 16(3).

    Args:
        covariance: of the items, shape (k, k); NaN where a pair has none.
    """
    items = len(covariance)
    if items < LEAST_ITEMS:
        return Figure.missing(Reason.TOO_FEW_ITEMS)
    own, whole = float(np.trace(covariance)), float(covariance.sum())
    if math.isnan(whole):
        return Figure.missing(Reason.TOO_FEW_RESPONSES)
    if whole <= NEGLIGIBLE:
        return Figure.missing(Reason.NO_VARIANCE)
    return _at_most_one(items / (items - 1) * (1 - own / whole))


def alphas_if_deleted(covariance: Floats) -> Iterator[Figure]:
    """Alpha of the others, for each item in turn (scoring method, 2.6)."""
    for place in range(len(covariance)):
        yield cronbach_alpha(np.delete(np.delete(covariance, place, 0), place, 1))


def item_rest_correlations(covariance: Floats) -> Iterator[Figure]:
    """The correlation of each item with the sum of the others: `(S_i. - S_ii) / sqrt(S_ii R_i)`.

    `S_i.` is the sum of the item's covariances, `R_i` the variance of the sum of the others. Scoring method,
    2.6; Henrysson (1963), Correction of item-total correlations in item analysis, Psychometrika 28(2).

    Args:
        covariance: of k items, shape (k, k); NaN where a pair has none.
    """
    for place in range(len(covariance)):
        if len(covariance) < LEAST_ITEMS:
            yield Figure.missing(Reason.TOO_FEW_ITEMS)
            continue
        own = float(covariance[place, place])
        shared = float(covariance[place].sum()) - own
        rest = float(np.delete(np.delete(covariance, place, 0), place, 1).sum())
        if math.isnan(own + shared + rest):
            yield Figure.missing(Reason.TOO_FEW_RESPONSES)
        elif min(own, rest) <= NEGLIGIBLE:
            yield Figure.missing(Reason.NO_VARIANCE)
        else:
            yield _at_most_one(shared / math.sqrt(own * rest), lowest=-1.0)


def _at_most_one(value: float, lowest: float = -math.inf) -> Figure:
    if not lowest - NEGLIGIBLE <= value <= 1 + NEGLIGIBLE:
        return Figure.missing(Reason.CONTRADICTORY_PAIRS)
    return Figure(min(max(value, lowest), 1.0))
