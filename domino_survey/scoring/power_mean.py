"""The weighted power mean, the one family by which scores are composed (scoring method, 2.3)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, TypeAlias

from domino_survey.numerics import Floats, np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

Power: TypeAlias = float | Literal["min"]


def power_mean(
    values: ArrayLike,
    weights: Sequence[float],
    counted: ArrayLike,
    power: Power,
    offset: float = 0.0,
) -> Floats:
    """`M_p = (sum w x^p)^(1/p)` of k children for n responses, shape (n,).

    Scoring method, 2.2 and 2.3; Hardy, Littlewood & Polya (1934), Inequalities, chapter II; for the choice
    of p, OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Only children that count enter, and their weights are rescaled to sum 1 (2.2). For a power of 0 or
    less, scores are first mapped by `y = d + (1 - d/100) x`, d the `offset`, and the mean is mapped
    back, so that a zero does not annihilate. NaN where no child of positive weight counts.

    Args:
        values: scores in [0, 100], shape (k, n).
        weights: relative weights, one per child, not negative.
        counted: which scores count, boolean, shape (k, n).
        power: 1 mean, 0 geometric, -1 harmonic, "min" the lowest child. Its limits at both ends are
            themselves: minus infinity is the lowest child too, infinity the highest.
        offset: d, in points.

    Raises:
        ValueError: a power that is no number.
    """
    shares = np.asarray(weights, dtype=np.float64)[:, None] * np.asarray(counted, dtype=np.float64)
    used = shares > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        shares /= shares.sum(axis=0)
    # A score that does not count stands at 1, where neither logarithm nor quotient can fail.
    scores = np.where(used, values, 1.0)
    mean = mean_of_shares(scores, np.where(used, shares, 0.0), power, offset)
    found: Floats = np.where(used.any(axis=0), mean, np.nan)
    return found


def mean_of_shares(scores: Floats, shares: Floats, power: Power, offset: float) -> Floats:
    """The mean of k children along the first axis, which the shares, of the same shape, sum to 1.

    Where nobody has a share, any number.
    """
    used = shares > 0
    lowest: Floats = np.min(scores, axis=0, where=used, initial=np.inf)
    if isinstance(power, str) or power == -math.inf:  # the only word is "min"
        return lowest
    highest: Floats = np.max(scores, axis=0, where=used, initial=-np.inf)
    if power == math.inf:
        return highest
    if math.isnan(power):
        raise ValueError("a power that is no number")
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        found = _mean(scores, shares, power, offset)
    # Rounding may leave the last digit outside of what is averaged.
    within: Floats = np.minimum(np.maximum(found, lowest), highest)
    return within


def _mean(scores: Floats, shares: Floats, power: float, offset: float) -> Floats:
    if power > 0:
        return _around(scores, shares, power, np.max(scores, axis=0, where=shares > 0, initial=0))
    slope = 1.0 - offset / 100.0
    mapped = offset + slope * scores
    least = np.min(mapped, axis=0, where=shares > 0, initial=np.inf)
    return (_around(mapped, shares, power, least) - offset) / slope


def _around(scores: Floats, shares: Floats, power: float, anchor: Floats) -> Floats:
    """The mean as a multiple of `anchor`, the child that outweighs the others at high powers.

    `M = a exp(log1p(sum w expm1(p ln(x/a))) / p)` is the same number as the textbook's, without its
    overflow at high powers and its cancellation near 0.
    """
    if power == 1:
        total: Floats = np.sum(shares * scores, axis=0)
        return total
    # Not the logarithm of the quotient, which overflows where the anchor is all but zero.
    ratios = np.log(scores) - np.log(anchor)
    terms = np.where(shares > 0, shares * (ratios if power == 0 else np.expm1(power * ratios)), 0.0)
    total = np.sum(terms, axis=0)
    mean = anchor * np.exp(total if power == 0 else np.log1p(total) / power)
    # A zero annihilates where it is the anchor, and is all there is where the highest is zero.
    found: Floats = np.where(anchor == 0, 0.0, mean)
    return found
