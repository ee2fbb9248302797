"""Whether two groups of respondents differ, and by how much."""

from __future__ import annotations

import math

from msgspec import Struct

from domino_survey.aggregation.estimates import (
    CONFIDENCE,
    Estimate,
    Interval,
    Reason,
    t_quantile,
    z_quantile,
)
from domino_survey.numerics import Floats, np, special

LEAST = 2  # respondents in a group, for it to have a spread


class Sample(Struct, frozen=True):
    """How many values there are, their mean, and their variance by `count - 1` (0 below two)."""

    count: int
    mean: float
    variance: float


class Contrast(Struct, frozen=True):
    """The first group against the second.

    Two intervals that overlap say nothing of the difference; its own interval does.

    Attributes:
        first, second: the mean of each group with its interval.
        difference: first mean minus second mean, in their unit; None where a group is empty.
        interval: of the difference, by Welch.
        t, degrees: Welch's statistic and its degrees of freedom.
        p_value: how often two groups of one kind would be at least as far apart.
        effect: Hedges' g, the difference in standard deviations; `effect_interval` is its own.
        reason: why numbers are missing, None where none is.
    """

    first: Estimate
    second: Estimate
    difference: float | None = None
    interval: Interval | None = None
    t: float | None = None
    degrees: float | None = None
    p_value: float | None = None
    effect: float | None = None
    effect_interval: Interval | None = None
    reason: Reason | None = None

    @property
    def apart(self) -> bool | None:
        """Whether the interval of the difference leaves 0 out; None without one."""
        return None if self.interval is None else not self.interval.low <= 0 <= self.interval.high


def contrast(first: Floats, second: Floats, *, confidence: float = CONFIDENCE) -> Contrast:
    """Two groups compared by Welch's t (1947), which lets their spreads differ, and by Hedges' g.

    Scoring method, 2.11. `t = (m1 - m2) / sqrt(s1²/n1 + s2²/n2)`, degrees of freedom by Satterthwaite (1946).
    `g = J (m1 - m2) / s` with the pooled s and Hedges' (1981) exact
    `J = Γ(f/2) / (sqrt(f/2) Γ((f-1)/2))`, `f = n1 + n2 - 2`; its variance is
    `J² ((n1 + n2) / (n1 n2) + d² / (2 (n1 + n2)))` (Borenstein et al. 2009, 4.18 to 4.24).

    No finite-population correction: whether two finite groups are exactly alike is not the question
    (Cochran 1977, 2.14).

    Args:
        first: one value per respondent of the first group, NaN where there is none; shape (n1,).
        second: likewise, shape (n2,).
        confidence: how often such intervals hold the difference.
    """
    return contrast_of(_sample(first), _sample(second), confidence=confidence)


def contrast_of(first: Sample, second: Sample, *, confidence: float = CONFIDENCE) -> Contrast:
    """The same from counts, means and variances alone."""
    groups = (first, second)
    one, other = (_mean(group, confidence) for group in groups)
    if one.value is None or other.value is None:
        return Contrast(one, other, reason=Reason.TOO_FEW)
    difference = one.value - other.value
    sizes = [group.count for group in groups]
    if min(sizes) < LEAST:
        return Contrast(one, other, difference, reason=Reason.TOO_FEW)
    variances = [group.variance for group in groups]
    if sum(variances) == 0:
        return Contrast(one, other, difference, reason=Reason.NO_SPREAD)
    error, degrees = _welch(variances, sizes)
    half = t_quantile(confidence, degrees) * error
    effect, effect_error = _hedges(difference, variances, sizes)
    reach = z_quantile(confidence) * effect_error
    return Contrast(
        one,
        other,
        difference,
        interval=Interval(difference - half, difference + half),
        t=difference / error,
        degrees=degrees,
        p_value=2 * float(special.stdtr(degrees, -abs(difference / error))),
        effect=effect,
        effect_interval=Interval(effect - reach, effect + reach),
    )


def _sample(values: Floats) -> Sample:
    known = values[~np.isnan(values)]
    if known.size < LEAST:
        return Sample(known.size, float(known.mean()) if known.size else float("nan"), 0.0)
    # The mean of equal numbers may differ from them by a last digit.
    variance = 0.0 if np.ptp(known) == 0 else float(known.var(ddof=1))
    return Sample(known.size, float(known.mean()), variance)


def _mean(sample: Sample, confidence: float) -> Estimate:
    """As `estimates.mean`, where nobody knows how many there are altogether."""
    if sample.count == 0:
        return Estimate(None, None, 0, Reason.TOO_FEW)
    if sample.count < LEAST:
        return Estimate(sample.mean, None, sample.count, Reason.TOO_FEW)
    error = math.sqrt(sample.variance) / math.sqrt(sample.count)
    half = t_quantile(confidence, sample.count - 1) * error
    interval = Interval(sample.mean - half, sample.mean + half)
    return Estimate(sample.mean, interval, sample.count)


def _welch(variances: list[float], sizes: list[int]) -> tuple[float, float]:
    """The standard error of the difference and its degrees of freedom."""
    squares = [variance / size for variance, size in zip(variances, sizes, strict=True)]
    spread = sum(squares)
    # As shares of their sum: the squares of tiny variances would vanish.
    shares = [square / spread for square in squares]
    degrees = 1 / sum(share**2 / (size - 1) for share, size in zip(shares, sizes, strict=True))
    return math.sqrt(spread), degrees


def _hedges(difference: float, variances: list[float], sizes: list[int]) -> tuple[float, float]:
    """Hedges' g and its standard error."""
    (first, second), total = sizes, sum(sizes)
    freedom = total - 2
    pooled = ((first - 1) * variances[0] + (second - 1) * variances[1]) / freedom
    raw = difference / math.sqrt(pooled)
    correction = math.exp(
        math.lgamma(freedom / 2) - math.lgamma((freedom - 1) / 2) - math.log(freedom / 2) / 2
    )
    variance = total / (first * second) + raw * raw / (2 * total)
    return correction * raw, correction * math.sqrt(variance)
