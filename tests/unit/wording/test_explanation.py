"""Points that are shown add up."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from domino_survey.wording import adding_up

POINTS = st.lists(st.floats(0, 100), min_size=1, max_size=60)


@given(POINTS)
def test_adding_up__any_points__shown_ones_sum_to_the_rounded_sum(points: list[float]) -> None:
    shown, decimals = adding_up(points)

    unit = 10**decimals
    assert math.isclose(
        sum(shown) * unit, math.floor(sum(points) * unit + 0.5 + 1e-6), abs_tol=1e-6
    )
    assert all(abs(one - value) < 1 / unit + 1e-5 for one, value in zip(shown, points, strict=True))


def test_adding_up__whole_numbers__stay_whole() -> None:
    assert adding_up([10.0, 5.0000000001, 0.0]) == ([10.0, 5.0, 0.0], 0)


def test_adding_up__nothing__is_nothing() -> None:
    assert adding_up([]) == ([], 0)
