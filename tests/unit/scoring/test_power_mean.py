from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.scoring.power_mean import Power, power_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

POWERS_USED: tuple[Power, ...] = (1.0, 0.0, -1.0, "min")


def mean(
    values: Sequence[float], power: Power, offset: float = 0.0, weights: tuple[float, ...] = ()
) -> float:
    used = np.ones((len(values), 1), dtype=bool)
    shares = weights or (1.0,) * len(values)
    return float(power_mean(np.array(values)[:, None], shares, used, power, offset)[0])


@pytest.mark.parametrize(
    ("power", "expected"),
    [
        (2.0, math.sqrt((20**2 + 80**2) / 2)),
        (1.0, 50.0),
        (0.5, ((math.sqrt(20) + math.sqrt(80)) / 2) ** 2),
        (0.0, 40.0),
        (-1.0, 32.0),
        ("min", 20.0),
    ],
)
def test_mean__of_20_and_80__by_power(power: Power, expected: float) -> None:
    assert mean([20, 80], power) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("offset", [0.0, 1.0])
@pytest.mark.parametrize("values", [[20, 80], [0, 100], [50, 50], [0, 0]])
def test_mean__of_an_infinite_power__is_its_limit(values: list[float], offset: float) -> None:
    assert mean(values, -math.inf, offset) == mean(values, "min", offset) == min(values)
    assert mean(values, math.inf, offset) == max(values)
    # A child without weight is not there.
    assert mean([*values, 100], math.inf, offset, weights=(1, 1, 0)) == max(values)


def test_mean__of_a_power_that_is_no_number__is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        mean([20, 80], math.nan)


def test_mean__weighted__is_that_of_repeated_children() -> None:
    for power in (1.0, 0.0, -1.0, 3.0):
        assert mean([20, 80], power, weights=(3.0, 1.0)) == pytest.approx(
            mean([20] * 3 + [80], power)
        )


@pytest.mark.parametrize(("power", "offset"), [(0.0, 0.0), (-1.0, 0.0)])
def test_zero__without_offset__annihilates(power: Power, offset: float) -> None:
    assert mean([0, 100], power, offset) == 0


def test_zero__with_offset__does_not_annihilate() -> None:
    # y = 1 + 0.99 x: of 1 and 100 the geometric mean is 10, the harmonic 200/101.
    assert mean([0, 100], 0.0, offset=1.0) == pytest.approx((10 - 1) / 0.99)
    assert mean([0, 100], -1.0, offset=1.0) == pytest.approx((200 / 101 - 1) / 0.99)


def test_offset__at_the_ends__changes_nothing() -> None:
    for power in (0.0, -1.0):
        assert mean([0, 0], power, offset=1.0) == 0
        assert mean([100, 100], power, offset=1.0) == 100


@pytest.mark.parametrize("power", [500.0, -500.0, 1e-12, -1e-12])
def test_mean__extreme_power__neither_overflows_nor_cancels(power: float) -> None:
    expected = {500.0: 80 * 0.5 ** (1 / 500), -500.0: 20 * 2 ** (1 / 500)}.get(power, 40.0)
    assert mean([20, 80], power) == pytest.approx(expected, rel=1e-9)
    assert mean([0, 0], power) == 0


def test_child__that_does_not_count_or_weighs_nothing__changes_nothing() -> None:
    values = np.array([[20.0], [80.0], [np.nan], [5.0]])
    counted = np.array([[True], [True], [False], [True]])
    for power in POWERS_USED:
        found = power_mean(values, (1, 1, 1, 0), counted, power)
        assert found[0] == pytest.approx(mean([20, 80], power))


def test_mean__of_nothing__is_nan() -> None:
    nothing = np.zeros((2, 1), dtype=bool)
    for power in POWERS_USED:
        assert np.isnan(power_mean(np.ones((2, 1)), (1, 1), nothing, power))[0]


SCORES = st.lists(st.floats(0, 100), min_size=1, max_size=6)
POWERS = st.floats(-20, 20) | st.sampled_from([0.0, 1.0, -1.0])


@given(SCORES, POWERS, st.sampled_from([0.0, 1.0]), st.data())
def test_mean__any_scores__lies_between_the_lowest_and_the_highest(
    scores: list[float], power: float, offset: float, data: st.DataObject
) -> None:
    weights = tuple(data.draw(st.floats(0.01, 10)) for _ in scores)
    assert min(scores) <= mean(scores, power, offset, weights) <= max(scores)


@given(SCORES, POWERS, POWERS)
def test_mean__higher_power__is_not_lower(scores: list[float], one: float, other: float) -> None:
    # With one offset for all, for the mapping itself is not neutral.
    low, high = sorted([one, other])
    assert mean(scores, "min") <= mean(scores, low) <= mean(scores, high) + 1e-7


@given(SCORES, POWERS, st.floats(0.001, 1000))
def test_mean__weights_times_a_constant__is_the_same(
    scores: list[float], power: float, factor: float
) -> None:
    weights = tuple(1.0 + rank for rank in range(len(scores)))
    scaled = tuple(factor * weight for weight in weights)
    assert mean(scores, power, 1.0, scaled) == pytest.approx(mean(scores, power, 1.0, weights))
