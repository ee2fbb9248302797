from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.weighting import concordance


def test_concordance__opposite_orders_of_two__is_zero() -> None:
    assert concordance([[1, 2, 3], [3, 2, 1]]) == 0


def test_concordance__one_judge_or_one_item_or_only_ties__is_none() -> None:
    assert concordance([[1, 2, 3]]) is None
    assert concordance([[1], [1]]) is None
    assert concordance([[5, 5, 5], [2, 2, 2]]) is None


def test_concordance__rounding_errors__do_not_break_ties() -> None:
    noisy = np.array([[0.25, 0.25, 0.5], [0.25, 0.25 + 1e-16, 0.5 - 1e-16]])
    assert concordance(noisy) == 1


VALUES = st.integers(2, 6).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(0, 5), min_size=items, max_size=items), min_size=2, max_size=6
    )
)


@given(VALUES)
def test_concordance__any_judges__is_the_mean_rank_correlation(values: list[list[int]]) -> None:
    # Without ties W = (1 + (K - 1) r) / K, r the mean Spearman correlation of pairs of judges.
    untied = np.array(values) + np.arange(len(values[0])) / 10
    ranks = untied.argsort(axis=1).argsort(axis=1)
    judges = len(values)
    pairs = np.atleast_2d(np.corrcoef(ranks))[np.triu_indices(judges, 1)]
    expected = (1 + (judges - 1) * pairs.mean()) / judges
    assert concordance(untied) == pytest.approx(expected, abs=1e-9)


@given(VALUES)
def test_concordance__only_the_order_counts(values: list[list[int]]) -> None:
    found = concordance(values)
    assert found is None or 0 <= found <= 1
    for other in (-np.array(values), np.exp(values)):
        assert concordance(other) == found
