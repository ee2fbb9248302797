from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.expressions import Operator
from domino_survey.expressions.evaluation import TOLERANCE, compare
from domino_survey.schema_checks.intervals import EMPTY, Intervals, positions, satisfying

NUMBERS = st.integers(-4, 4).map(float) | st.floats(-5, 5)
NEAR = st.sampled_from([-TOLERANCE, -TOLERANCE / 2, 0.0, TOLERANCE / 2, TOLERANCE])
OPERATORS = st.sampled_from(list(Operator))


@st.composite
def intervals(draw: st.DrawFn) -> Intervals:
    ends = sorted(draw(st.lists(NUMBERS, max_size=6, unique=True)))
    return Intervals(tuple(zip(ends[::2], ends[1::2], strict=False)))


@given(intervals(), intervals(), NUMBERS)
def test_intersection__any_number__in_it_where_in_both(
    one: Intervals, other: Intervals, value: float
) -> None:
    assert (value in one & other) == (value in one and value in other)
    assert one & other == other & one


@given(OPERATORS, st.integers(-4, 4).map(float), NUMBERS, NEAR)
def test_satisfying__any_comparison__what_its_evaluation_says(
    operator: Operator, threshold: float, value: float, step: float
) -> None:
    for one in (value, threshold + step / 4):
        truth = compare(np.array([one]), operator, threshold).true[0]
        assert (one in satisfying(operator, threshold)) == truth
        assert (one in satisfying(operator, threshold, truth=False)) != truth


@given(OPERATORS, st.floats(-100, 100))
def test_satisfying__true_and_false__nothing_in_common(operator: Operator, limit: float) -> None:
    assert not satisfying(operator, limit) & satisfying(operator, limit, truth=False)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (((0.5, 2.5),), ((1.0, 2.0),)),
        (((0.1, 0.9),), ()),
        (((2.0, 2.0), (3.5, 4.0)), ((2.0, 2.0), (4.0, 4.0))),
    ],
)
def test_whole__ends_between_numbers__drawn_in(
    parts: tuple[tuple[float, float], ...], whole: tuple[tuple[float, float], ...]
) -> None:
    assert Intervals(parts).whole() == Intervals(whole)


def test_positions__runs__one_part_each() -> None:
    assert positions([True, True, False, True]) == Intervals(((0.0, 1.0), (3.0, 3.0)))
    assert positions([False]) == EMPTY
