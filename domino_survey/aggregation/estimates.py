"""What respondents say of those they may stand for: a number, and its sampling interval.

The numbers are exact and the intervals are those of a simple random sample: they describe the
respondents, and a territory only where the respondents were drawn from it or weighted to it. None of
it is fit to be shown of a small group as it is: `summarise` and `disclosure` decide that. A mean is
the figure that most gives itself away, for subtracting two groups subtracts two sums.

Where the number of all members is known (`total`), the finite-population correction makes the
interval narrower, down to nothing when everybody answered.
"""

from __future__ import annotations

import math
from enum import StrEnum
from statistics import NormalDist
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.numerics import Floats, np, special

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIDENCE = 0.95
QUARTILES = (25.0, 50.0, 75.0)


class Reason(StrEnum):
    """Why a group has no figure, or a figure has no interval."""

    TOO_FEW = "too-few"
    NO_SPREAD = "no-spread"


class Interval(Struct, frozen=True):
    """From `low` to `high`, both included; how sure it is, is said where it is made."""

    low: float
    high: float


class Estimate(Struct, frozen=True):
    """A figure over `respondents` and its interval.

    Attributes:
        value: None where there is no respondent.
        interval: None where there are too few for one.
        respondents: how many the figure rests on.
        reason: why the value or the interval is missing, None where neither is.
    """

    value: float | None
    interval: Interval | None
    respondents: int
    reason: Reason | None = None


def mean(values: Floats, *, total: int | None = None, confidence: float = CONFIDENCE) -> Estimate:
    """The mean and its t interval: `m ± t(n - 1) s / sqrt(n) sqrt(1 - n / N)`.

    Scoring method, 2.11. Student (1908); finite-population correction of Cochran, Sampling Techniques (1977), 2.6. It needs
    two respondents.

    Args:
        values: one per respondent, NaN where there is none; shape (n,).
        total: N, how many there are altogether, respondents included; None where it is not known.
        confidence: how often such an interval holds the mean of all.

    Raises:
        ValueError: more respondents than there are members.
    """
    known = _known(values)
    count = known.size
    missing = _missing(count, total)
    if count == 0:
        return Estimate(None, None, 0, Reason.TOO_FEW)
    value = float(known.mean())
    if missing == 0:
        return Estimate(value, Interval(value, value), count)
    if count == 1:
        return Estimate(value, None, 1, Reason.TOO_FEW)
    error = float(known.std(ddof=1)) / math.sqrt(count)
    half = t_quantile(confidence, count - 1) * error * math.sqrt(missing)
    return Estimate(value, Interval(value - half, value + half), count)


def proportion(
    count: int, respondents: int, *, total: int | None = None, confidence: float = CONFIDENCE
) -> Estimate:
    """A share and its Wilson interval, which stays between 0 and 1.

    Scoring method, 2.11. Wilson (1927), method 3 of Newcombe (1998): the shares p with
    `|count / n - p| <= z sqrt(p (1 - p) / n)`. In a population of N the variance is multiplied by
    `(N - n) / (N - 1)` (Cochran 1977, 3.2), as if there were `n (N - 1) / (N - n)` respondents.

    Args:
        count: how many respondents it is true of.
        respondents: n, those who said whether it is.
        total: N, how many there are altogether; None where it is not known.
        confidence: how often such an interval holds the share of all.

    Raises:
        ValueError: more respondents than there are members, or a count beyond them.
    """
    if not 0 <= count <= respondents:
        msg = f"{count} of {respondents} respondents"
        raise ValueError(msg)
    missing = _missing(respondents, total)
    if respondents == 0:
        return Estimate(None, None, 0, Reason.TOO_FEW)
    share = count / respondents
    if missing == 0:
        return Estimate(share, Interval(share, share), respondents)
    size = respondents if total is None else respondents * (total - 1) / (total - respondents)
    z = z_quantile(confidence)
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z * math.sqrt(share * (1 - share) / size + (z / (2 * size)) ** 2) / (1 + z * z / size)
    # At a share of 0 or 1 the two terms are equal but for a last digit.
    interval = Interval(
        0.0 if count == 0 else centre - half, 1.0 if count == respondents else centre + half
    )
    return Estimate(share, interval, respondents)


def median(values: Floats, *, total: int | None = None, confidence: float = CONFIDENCE) -> Estimate:
    """The median and an interval between two of the values, whatever their distribution.

    Scoring method, 2.11. From the l-th lowest to the l-th highest value, with the greatest l that keeps the confidence
    (Thompson 1936; Conover, Practical Nonparametric Statistics, 3.2); in a finite population, Sedransk
    & Meyer (1978). At 95 % it needs six respondents.

    Args:
        values: one per respondent, NaN where there is none; shape (n,).
        total: N, how many there are altogether; None where it is not known.
        confidence: least frequency with which such an interval holds the median of all.

    Raises:
        ValueError: more respondents than there are members.
    """
    known = np.sort(_known(values))
    if known.size == 0:
        return Estimate(None, None, 0, Reason.TOO_FEW)
    value = float(np.median(known))
    if _missing(known.size, total) == 0:
        return Estimate(value, Interval(value, value), known.size)
    rank = median_rank(known.size, total=total, confidence=confidence)
    if rank == 0:
        return Estimate(value, None, known.size, Reason.TOO_FEW)
    interval = Interval(float(known[rank - 1]), float(known[-rank]))
    return Estimate(value, interval, known.size)


def median_rank(
    respondents: int, *, total: int | None = None, confidence: float = CONFIDENCE
) -> int:
    """The rank l of the ends of the interval of a median, counted from 1; 0 where there is none.

    The greatest l with `P(X < l) <= (1 - confidence) / 2`, X being how many respondents lie in the
    lower half: binomial (n, 1/2), or hypergeometric in a population of N.
    """
    tail = (1 - confidence) / 2
    below = np.arange(respondents // 2 + 1, dtype=np.float64)
    if total is None:
        chance = special.bdtr(below, respondents, 0.5)
    else:
        half = (total + 1) // 2
        logs = _log_ways(half, below) + _log_ways(total - half, respondents - below)
        chance = np.cumsum(np.exp(logs - _log_ways(total, np.array([float(respondents)]))))
    return int(np.count_nonzero(chance <= tail))


def quartiles(values: Floats) -> tuple[float, float, float] | None:
    """First quartile, median and third quartile, between neighbours by interpolation; None of none.

    Scoring method, 2.11; definition 7 of Hyndman & Fan (1996), Sample quantiles in statistical packages,
    The American Statistician 50(4).
    """
    known = _known(values)
    if known.size == 0:
        return None
    first, second, third = (float(value) for value in np.percentile(known, QUARTILES))
    return first, second, third


def t_quantile(confidence: float, degrees: float) -> float:
    """How many standard errors an interval reaches on either side, by Student's t."""
    return float(special.stdtrit(degrees, (1 + confidence) / 2))


def z_quantile(confidence: float) -> float:
    """The same by the normal distribution."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _known(values: Floats | Sequence[float]) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    return array[~np.isnan(array)]


def _missing(respondents: int, total: int | None) -> float:
    """The share of all who did not respond, 1 where nobody knows how many there are."""
    if total is None:
        return 1.0
    if respondents > total:
        msg = f"{respondents} respondents of {total}"
        raise ValueError(msg)
    return 1.0 - respondents / total if total else 0.0


def _log_ways(size: int, chosen: Floats) -> Floats:
    """The logarithm of how many ways there are to choose from `size`; -inf where there are none."""
    ways: Floats = (
        special.gammaln(size + 1.0)
        - special.gammaln(chosen + 1.0)
        - special.gammaln(size - chosen + 1.0)
    )
    return ways
