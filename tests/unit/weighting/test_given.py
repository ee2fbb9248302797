from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.errors import DominoError
from domino_survey.weighting import equal_weights, organiser_weights

ITEMS = ("A", "B", "C")


def test_equal__three_items__weigh_a_third_each() -> None:
    found = equal_weights(ITEMS)
    assert found.method == "equal"
    assert found.weights == (1 / 3, 1 / 3, 1 / 3)
    assert found.individual.shape == (0, 3)


def test_organiser__relative_weights__are_rescaled() -> None:
    found = organiser_weights(ITEMS, (2, 0, 6))
    assert found.method == "organiser"
    assert found.weights == pytest.approx((0.25, 0, 0.75), abs=1e-15)
    assert found.dispersion is None


@pytest.mark.parametrize("value", [-1.0, math.nan, math.inf, -math.inf])
def test_organiser__unusable_weights__are_all_refused_where_they_are(value: float) -> None:
    with pytest.raises(DominoError) as refused:
        organiser_weights(ITEMS, (value, 1, value))
    problems = refused.value.problems
    assert [(one.code, one.place) for one in problems] == [
        ("unusable-weight", "A"),
        ("unusable-weight", "C"),
    ]


@pytest.mark.parametrize(
    ("items", "weights", "code"),
    [
        (ITEMS, (0, 0, 0), "weights-all-zero"),
        (ITEMS, (1, 2), "weights-count"),
        (ITEMS, (1, 2, 3, 4), "weights-count"),
        ((), (), "nothing-to-weigh"),
    ],
)
def test_organiser__weights_of_nothing__are_refused(
    items: tuple[str, ...], weights: tuple[float, ...], code: str
) -> None:
    with pytest.raises(DominoError) as refused:
        organiser_weights(items, weights)
    assert refused.value.code == code


def test_equal__of_nothing__is_refused() -> None:
    with pytest.raises(DominoError) as refused:
        equal_weights([])
    assert refused.value.code == "nothing-to-weigh"


def test_items__twice_the_same__are_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="twice"):
        equal_weights(["A", "A"])


@given(
    st.lists(st.floats(0, 1e308), min_size=1, max_size=8).filter(any),
    st.sampled_from([1e-3, 7.0]),
)
def test_organiser__any_weights__sum_to_one_and_keep_their_ratios_when_scaled(
    weights: list[float], factor: float
) -> None:
    items = [f"Q{rank}" for rank in range(len(weights))]
    found = organiser_weights(items, weights).weights
    assert math.fsum(found) == pytest.approx(1, abs=1e-12)
    small = [weight / 1e10 for weight in weights]
    if max(small) > 1e-290:  # beyond, doubles lose digits
        scaled = organiser_weights(items, [factor * weight for weight in small]).weights
        assert scaled == pytest.approx(found, abs=1e-12)
