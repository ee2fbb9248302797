"""Kendall's W, with and without ties, against published values."""

from __future__ import annotations

import pytest

from domino_survey.weighting import budget_weights, concordance


def test_concordance__three_competitors_four_judges__is_one_sixteenth() -> None:
    # ProofWiki, Kendall's Coefficient of Concordance/Examples/Arbitrary Example 1.
    judges = [[1, 3, 2], [1, 2, 3], [2, 3, 1], [3, 1, 2]]
    assert concordance(judges) == pytest.approx(1 / 16, abs=1e-12)


def test_concordance__without_ties__agrees_as_printed() -> None:
    # Siegel & Castellan (1988), Nonparametric Statistics for the Behavioral Sciences, 2nd ed.: three
    # couples rank eight reasons for attending a meeting. As in the manual of the R package DescTools,
    # `KendallW`: W = 0.6560847.
    judges = [[5, 6, 7, 1, 2, 4, 3, 8], [1, 7, 6, 2, 3, 5, 4, 8], [4, 5, 1, 3, 2, 7, 6, 8]]
    found = concordance(judges)
    assert found is not None
    assert round(found, 7) == 0.6560847


def test_concordance__with_ties__agrees_as_printed() -> None:
    # Ratings of the anxiety of twenty subjects by three raters, `anxiety` of the R package irr. The
    # manual of DescTools prints `KendallW(anxiety, TRUE)`, corrected for ties: 0.5396569.
    raters = [
        [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
        [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
        [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
    ]
    found = concordance(raters)
    assert found is not None
    assert round(found, 7) == 0.5396569


def test_budget__of_the_ranks__has_the_same_concordance() -> None:
    # The same couples, each sharing 100 points in proportion to their ranks, which sum to 36.
    judges = [[5, 6, 7, 1, 2, 4, 3, 8], [1, 7, 6, 2, 3, 5, 4, 8], [4, 5, 1, 3, 2, 7, 6, 8]]
    items = [f"reason {rank}" for rank in range(8)]
    budgets = {str(k): [100 * rank / 36 for rank in judge] for k, judge in enumerate(judges)}
    found = budget_weights(items, budgets).dispersion
    assert found is not None
    assert found.concordance == pytest.approx(concordance(judges), abs=1e-12)
