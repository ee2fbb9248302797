"""Intervals and contrasts against published examples, and against scipy.stats, which we do not use."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from domino_survey import aggregation

if TYPE_CHECKING:
    from domino_survey.numerics import Floats

# Student (1908), "The probable error of a mean", Biometrika 6: extra hours of sleep with two drugs.
SLEEP = (
    np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]),
    np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]),
)


def sample(count: int, mean: float, deviation: float) -> Floats:
    """Some values with exactly this mean and standard deviation."""
    values = np.arange(count, dtype=np.float64)
    found: Floats = mean + deviation * (values - values.mean()) / values.std(ddof=1)
    return found


@pytest.mark.parametrize(
    ("count", "respondents", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_proportion__newcombe_1998__agrees_to_four_decimals(
    count: int, respondents: int, low: float, high: float
) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (score).
    found = aggregation.proportion(count, respondents).interval
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    peer = stats.binomtest(count, respondents).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((peer.low, peer.high), abs=1e-12)


def test_mean__zarr13__is_the_interval_of_the_handbook() -> None:
    # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2, data set ZARR13.DAT.
    found = aggregation.mean(sample(195, 9.261460, 0.2278881e-01)).interval
    assert found is not None
    assert (found.low, found.high) == pytest.approx((9.258242, 9.264679), abs=1e-6)


# Table of confidence intervals for the population median: n, rank of the lower end, confidence in %,
# for the narrowest that reaches 95 % (Freund & Simon; the same binomial table in Conover, 3.2).
MEDIAN_RANKS = [
    (6, 1, 96.9), (7, 1, 98.4), (8, 1, 99.2), (9, 2, 96.1), (10, 2, 97.9), (11, 2, 98.8),
    (12, 3, 96.1), (13, 3, 97.8), (14, 3, 98.7), (15, 4, 96.5), (16, 4, 97.9), (17, 5, 95.1),
    (18, 5, 96.9), (19, 5, 98.1), (20, 6, 95.9),
]  # fmt: skip


@pytest.mark.parametrize(("size", "rank", "confidence"), MEDIAN_RANKS)
def test_median__published_ranks__agree(size: int, rank: int, confidence: float) -> None:
    found = aggregation.median(np.arange(1.0, size + 1))
    assert found.interval == aggregation.Interval(rank, size + 1 - rank)
    reached = 1 - 2 * stats.binom.cdf(rank - 1, size, 0.5)
    assert round(100 * reached, 1) == confidence


def test_median__fewer_than_six__no_interval_at_95_percent() -> None:
    found = aggregation.median(np.arange(5.0))
    assert (found.value, found.interval, found.reason) == (2.0, None, aggregation.Reason.TOO_FEW)


@pytest.mark.parametrize(("size", "total"), [(8, 12), (20, 41), (30, 1000), (45, 46)])
def test_median__finite_population__ranks_are_those_of_scipy(size: int, total: int) -> None:
    found = aggregation.median(np.arange(1.0, size + 1), total=total).interval
    assert found is not None
    tail = stats.hypergeom(total, (total + 1) // 2, size).cdf
    rank = int(found.low)
    assert tail(rank - 1) <= 0.025 < tail(rank)


def test_contrast__sleep__is_the_welch_test_of_r() -> None:
    # R, help page of stats::t.test, t.test(extra ~ group, data = sleep).
    found = aggregation.contrast(*SLEEP)
    assert found.t is not None
    assert found.degrees is not None
    assert found.p_value is not None
    assert found.interval is not None
    assert (found.first.value, found.second.value) == pytest.approx((0.75, 2.33))
    assert round(found.t, 4) == -1.8608
    assert round(found.degrees, 3) == 17.776
    assert round(found.p_value, 5) == 0.07939
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (-3.3654832, 0.2054832), abs=5e-8
    )
    assert found.apart is False


def test_contrast__other_sizes__agrees_with_scipy() -> None:
    first, second = sample(7, 40.0, 12.0), sample(31, 55.0, 3.0)
    found, peer = (
        aggregation.contrast(first, second),
        stats.ttest_ind(first, second, equal_var=False),
    )
    assert (found.t, found.degrees, found.p_value) == pytest.approx(
        (peer.statistic, peer.df, peer.pvalue), rel=1e-9
    )
    limits = peer.confidence_interval()
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((limits.low, limits.high))
    assert found.apart is True


def test_contrast__borenstein_2009__gives_hedges_g() -> None:
    # Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, chapter 4: means
    # 103 and 100, deviations 5.5 and 4.5, 50 each: g = 0.5924, standard error 0.2028.
    found = aggregation.contrast(sample(50, 103.0, 5.5), sample(50, 100.0, 4.5))
    assert found.effect is not None
    assert found.effect_interval is not None
    assert found.effect == pytest.approx(0.5924, abs=5e-5)
    half = (found.effect_interval.high - found.effect_interval.low) / 2
    assert half / 1.959964 == pytest.approx(0.2028, abs=5e-5)


def test_contrast__two_intervals_that_overlap__may_well_be_apart() -> None:
    # Schenker & Gentleman (2001), The American Statistician 55, 182-186: overlap decides nothing.
    found = aggregation.contrast(sample(50, 50.0, 10.0), sample(50, 45.0, 10.0))
    assert found.first.interval is not None
    assert found.second.interval is not None
    assert found.first.interval.low < found.second.interval.high
    assert found.apart is True


def test_mean__finite_population__half_of_all_narrows_by_the_root_of_two() -> None:
    # Cochran (1977), Sampling Techniques, 2.6: the variance is multiplied by 1 - n / N.
    whole, half = (aggregation.mean(SLEEP[0], total=total).interval for total in (None, 20))
    assert whole is not None
    assert half is not None
    ratio = (whole.high - whole.low) / (half.high - half.low)
    assert ratio == pytest.approx(math.sqrt(2))


def test_proportion__finite_population__solves_the_score_equation() -> None:
    # Wilson's equation with the variance of a sample without replacement (Cochran 1977, 3.2).
    count, size, total = 12, 40, 100
    found = aggregation.proportion(count, size, total=total).interval
    assert found is not None
    for p in (found.low, found.high):
        error = math.sqrt(p * (1 - p) / size * (total - size) / (total - 1))
        assert abs(count / size - p) / error == pytest.approx(1.959964, abs=1e-6)
