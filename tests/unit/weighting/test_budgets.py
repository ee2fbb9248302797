from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.errors import DominoError
from domino_survey.weighting import Dispersion, budget_weights

if TYPE_CHECKING:
    from random import Random

ITEMS = ("A", "B", "C")
# The worked case of docs/scoring-method.md.
WORKED = {"1": (50, 30, 20), "2": (40, 40, 20), "3": (60, 10, 30)}


def dispersion_of(budgets: dict[str, tuple[float, ...]]) -> Dispersion:
    items = [f"Q{rank}" for rank in range(len(next(iter(budgets.values()))))]
    found = budget_weights(items, budgets).dispersion
    assert found is not None
    return found


def test_budget__worked_case__is_the_mean_with_its_deviations_and_concordance() -> None:
    found = budget_weights(ITEMS, WORKED)
    assert found.method == "budget"
    assert found.weights == pytest.approx((50 / 100, 80 / 300, 70 / 300), abs=1e-12)
    assert found.dispersion is not None
    deviations = (0.1, math.sqrt(1400 / 6) / 100, math.sqrt(200 / 6) / 100)
    assert found.dispersion.deviations == pytest.approx(deviations, abs=1e-12)
    assert found.dispersion.concordance == pytest.approx(126 / 198, abs=1e-12)


def test_budget__participants__keep_their_own_weights() -> None:
    found = budget_weights(ITEMS, WORKED)
    assert [one.name for one in found.participants] == ["1", "2", "3"]
    assert found.individual == pytest.approx(
        np.array([[0.5, 0.3, 0.2], [0.4, 0.4, 0.2], [0.6, 0.1, 0.3]]), abs=1e-12
    )
    assert found.individual.mean(axis=0) == pytest.approx(found.weights, abs=1e-12)


def test_budget__one_participant__has_no_dispersion() -> None:
    found = budget_weights(ITEMS, {"1": (50, 30, 20)})
    assert found.weights == pytest.approx((0.5, 0.3, 0.2), abs=1e-15)
    assert found.dispersion is None


def test_budget__same_budgets__agree_wholly() -> None:
    found = dispersion_of(dict.fromkeys("1234", (50, 30, 20)))
    assert found.concordance == 1
    assert found.deviations == pytest.approx((0, 0, 0), abs=1e-15)


def test_budget__equal_budgets__have_no_concordance() -> None:
    assert dispersion_of(dict.fromkeys("12", (25, 25, 25, 25))).concordance is None


def test_budget__one_item__takes_everything() -> None:
    found = budget_weights(["A"], {"1": (100,), "2": (100,)})
    assert sum(found.weights) == 1
    assert found.dispersion == Dispersion((0.0,), None)


def test_budget__thirds_written_with_digits__are_taken_for_100() -> None:
    thirds = (33.33333, 33.33333, 33.33333)
    assert budget_weights(ITEMS, {"1": thirds}).weights == pytest.approx((1 / 3,) * 3, abs=1e-12)


def test_budget__faults__are_all_told_where_they_are() -> None:
    budgets = {
        "Awa": (50, 30, 20),
        "Bob": (50, 30, 19),
        "Cléo": (50, -30, math.nan),
        "Dan": (50, 50),
        "Eve": (math.inf, 0, 0),
    }
    with pytest.raises(DominoError) as refused:
        budget_weights(ITEMS, budgets)
    assert [(one.code, one.place, one.path) for one in refused.value.problems] == [
        ("budget-total", "Bob", ("Bob",)),
        ("unusable-points", "Cléo, B", ("Cléo", "B")),
        ("unusable-points", "Cléo, C", ("Cléo", "C")),
        ("budget-count", "Dan", ("Dan",)),
        ("unusable-points", "Eve, A", ("Eve", "A")),
    ]
    assert refused.value.problems[0].params == {"total": 99.0}


@pytest.mark.parametrize("points", [(0, 0, 0), (100, 100, 100), (33.33, 33.33, 33.33)])
def test_budget__other_totals__are_refused(points: tuple[float, ...]) -> None:
    with pytest.raises(DominoError) as refused:
        budget_weights(ITEMS, {"1": points})
    assert refused.value.code == "budget-total"


def test_budget__of_nobody_or_of_nothing__is_refused() -> None:
    with pytest.raises(DominoError) as refused:
        budget_weights(ITEMS, {})
    assert refused.value.code == "nobody-weighed"
    with pytest.raises(DominoError) as refused:
        budget_weights([], {"1": ()})
    assert refused.value.code == "nothing-to-weigh"


@st.composite
def budgets_of(draw: st.DrawFn) -> list[list[float]]:
    """Up to 6 budgets of up to 6 items, in whole points, so that ties are common."""
    items = draw(st.integers(1, 6))
    found = []
    for _ in range(draw(st.integers(1, 6))):
        cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=items - 1, max_size=items - 1)))
        ends = [0, *cuts, 100]
        found.append([float(ends[rank + 1] - ends[rank]) for rank in range(items)])
    return found


@given(budgets_of(), st.randoms(use_true_random=False))
def test_budget__any__sums_to_one_and_follows_the_order_of_items_and_people(
    budgets: list[list[float]], random: Random
) -> None:
    items = [f"Q{rank}" for rank in range(len(budgets[0]))]
    found = budget_weights(items, {str(rank): points for rank, points in enumerate(budgets)})
    assert math.fsum(found.weights) == pytest.approx(1, abs=1e-12)
    order = random.sample(range(len(items)), len(items))
    people = random.sample(range(len(budgets)), len(budgets))
    other = budget_weights(
        [items[i] for i in order], {str(k): [budgets[k][i] for i in order] for k in people}
    )
    assert other.weights == pytest.approx([found.weights[i] for i in order], abs=1e-12)
    assert (other.dispersion is None) == (found.dispersion is None) == (len(budgets) < 2)
    if found.dispersion is not None and other.dispersion is not None:
        here, there = found.dispersion.concordance, other.dispersion.concordance
        assert there == (None if here is None else pytest.approx(here, abs=1e-12))
        assert here is None or 0 <= here <= 1
