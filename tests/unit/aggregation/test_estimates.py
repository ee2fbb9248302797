from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import aggregation
from domino_survey.aggregation import Estimate, Interval, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.numerics import Floats

    Estimator: TypeAlias = Callable[..., Estimate]

SCORES = st.lists(st.floats(0, 100), min_size=1, max_size=60)
MEASURES = [aggregation.mean, aggregation.median]


def array(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize("measure", MEASURES)
def test_estimate__nobody__no_value_and_a_reason(measure: Estimator) -> None:
    assert measure(array(np.nan)) == Estimate(None, None, 0, Reason.TOO_FEW)


@pytest.mark.parametrize("measure", MEASURES)
def test_estimate__one_respondent__a_value_without_interval(measure: Estimator) -> None:
    assert measure(array(40, np.nan)) == Estimate(40.0, None, 1, Reason.TOO_FEW)


@pytest.mark.parametrize("measure", MEASURES)
def test_estimate__everybody_answered__nothing_is_uncertain(measure: Estimator) -> None:
    assert measure(array(10, 20, 30), total=3) == Estimate(20.0, Interval(20.0, 20.0), 3)


@pytest.mark.parametrize("measure", MEASURES)
def test_estimate__more_respondents_than_members__is_refused(measure: Estimator) -> None:
    with pytest.raises(ValueError, match="3 respondents of 2"):
        measure(array(10, 20, 30), total=2)


def test_proportion__nobody__no_value_and_a_reason() -> None:
    assert aggregation.proportion(0, 0) == Estimate(None, None, 0, Reason.TOO_FEW)


def test_proportion__everybody_answered__nothing_is_uncertain() -> None:
    assert aggregation.proportion(1, 4, total=4) == Estimate(0.25, Interval(0.25, 0.25), 4)


@pytest.mark.parametrize(
    ("count", "respondents", "total"), [(5, 4, None), (-1, 4, None), (2, 4, 3)]
)
def test_proportion__impossible_counts__are_refused(
    count: int, respondents: int, total: int | None
) -> None:
    with pytest.raises(ValueError, match="respondents"):
        aggregation.proportion(count, respondents, total=total)


@given(st.integers(1, 200), st.data())
@settings(max_examples=200, deadline=None)
def test_proportion__any_share__lies_in_an_interval_on_the_scale(
    respondents: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, respondents))
    total = data.draw(st.none() | st.integers(respondents, 400))
    found = aggregation.proportion(count, respondents, total=total)
    assert found.value is not None
    assert found.interval is not None
    assert 0 <= found.interval.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.interval.high <= 1
    mirrored = aggregation.proportion(respondents - count, respondents, total=total).interval
    assert mirrored is not None
    assert mirrored.low == pytest.approx(1 - found.interval.high, abs=1e-9)


@given(SCORES, st.integers(0, 60), st.sampled_from(MEASURES))
@settings(max_examples=200, deadline=None)
def test_estimate__known_total__never_widens_the_interval(
    values: list[float], others: int, measure: Estimator
) -> None:
    free = measure(array(*values))
    finite = measure(array(*values), total=len(values) + others)
    assert finite.value == free.value
    if free.interval is None:
        return
    assert free.value is not None
    assert finite.interval is not None
    assert free.interval.low <= finite.interval.low + 1e-9
    assert finite.interval.high <= free.interval.high + 1e-9
    assert finite.interval.low - 1e-9 <= free.value <= finite.interval.high + 1e-9


@given(SCORES, st.floats(0.1, 10), st.floats(-50, 50), st.sampled_from(MEASURES))
@settings(max_examples=200, deadline=None)
def test_estimate__in_another_unit__is_the_same_estimate(
    values: list[float], factor: float, shift: float, measure: Estimator
) -> None:
    found, other = measure(array(*values)), measure(factor * array(*values) + shift)
    assert found.value is not None
    assert other.value == pytest.approx(factor * found.value + shift, abs=1e-7)
    assert (found.interval is None) == (other.interval is None)
    if found.interval is not None and other.interval is not None:
        ends = [factor * end + shift for end in (found.interval.low, found.interval.high)]
        assert [other.interval.low, other.interval.high] == pytest.approx(ends, abs=1e-7)


@given(SCORES)
@settings(max_examples=100, deadline=None)
def test_quartiles__any_scores__are_in_order_and_among_them(values: list[float]) -> None:
    found = aggregation.quartiles(array(*values, np.nan))
    assert found is not None
    assert list(found) == sorted(found)
    assert min(values) <= found[0]
    assert found[2] <= max(values)


def test_quartiles__nobody__none() -> None:
    assert aggregation.quartiles(array(np.nan)) is None


def test_contrast__an_empty_group__no_difference() -> None:
    found = aggregation.contrast(array(1, 2), array(np.nan))
    assert (found.difference, found.apart, found.reason) == (None, None, Reason.TOO_FEW)


def test_contrast__a_group_of_one__a_difference_and_no_more() -> None:
    found = aggregation.contrast(array(1, 3), array(7))
    assert (found.difference, found.interval, found.effect) == (-5.0, None, None)
    assert found.reason is Reason.TOO_FEW


def test_contrast__all_alike_in_both_groups__no_spread_to_measure_by() -> None:
    found = aggregation.contrast(array(0.1, 0.1, 0.1), array(0.7, 0.7))
    assert found.difference == pytest.approx(-0.6)
    assert (found.interval, found.t, found.effect) == (None, None, None)
    assert found.reason is Reason.NO_SPREAD


@given(
    st.lists(st.integers(0, 100), min_size=2, max_size=30),
    st.lists(st.integers(0, 100), min_size=2, max_size=30),
)
@settings(max_examples=200, deadline=None)
def test_contrast__groups_exchanged__changes_signs_only(one: list[int], two: list[int]) -> None:
    found, back = (aggregation.contrast(array(*a), array(*b)) for a, b in ((one, two), (two, one)))
    if found.interval is None:
        assert found.reason is Reason.NO_SPREAD
        return
    assert found.difference is not None
    assert back.interval is not None
    assert found.effect is not None
    assert back.effect is not None
    assert back.interval.low == pytest.approx(-found.interval.high, abs=1e-9)
    assert back.effect == pytest.approx(-found.effect, abs=1e-9)
    assert found.interval.low <= found.difference <= found.interval.high
    assert back.apart == found.apart
    assert found.p_value == back.p_value
    assert found.p_value is not None
    assert found.apart is (found.p_value < 0.05)


def test_import__of_the_aggregates_and_all_that_computes__loads_neither_numpy_nor_scipy() -> None:
    names = "aggregation", "agreement", "reliability"
    imports = ", ".join(f"domino_survey.{name}" for name in names)
    code = f"import sys, {imports}; sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  # our own
