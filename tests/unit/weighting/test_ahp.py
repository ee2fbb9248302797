from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.errors import DominoError
from domino_survey.weighting import (
    MOST_COMPARED,
    RANDOM_INDICES,
    Consistency,
    Judgements,
    Weighting,
    ahp_weights,
    eigenvector_weights,
    judgements_of,
)

if TYPE_CHECKING:
    from random import Random

ITEMS = ("A", "B", "C")
# The worked case of docs/scoring-method.md.
WORKED: dict[tuple[str, str], float] = {("A", "B"): 3, ("A", "C"): 5, ("B", "C"): 3}
# A over B over C over A: nothing contradicts itself more.
CYCLE: Judgements = {("A", "B"): 9, ("B", "C"): 9, ("C", "A"): 9}


def consistency_of(weighting: Weighting) -> Consistency:
    assert weighting.consistency is not None
    return weighting.consistency


def refused(items: tuple[str, ...], judgements: dict[str, Judgements]) -> list[tuple[str, str]]:
    with pytest.raises(DominoError) as error:
        ahp_weights(items, judgements)
    return [(one.code, one.place) for one in error.value.problems]


def test_ahp__worked_case__has_a_closed_form() -> None:
    # Of order 3 the eigenvector is the row geometric mean and lambda = 1 + t + 1/t with
    # t = (a12 a23 / a13)^(1/3).
    found = ahp_weights(ITEMS, {"1": WORKED})
    rows = np.array([15, 1, 1 / 15]) ** (1 / 3)
    assert found.method == "ahp"
    assert found.weights == pytest.approx(rows / rows.sum(), abs=1e-12)
    t = (9 / 5) ** (1 / 3)
    consistency = consistency_of(found)
    assert consistency.lambda_max == pytest.approx(1 + t + 1 / t, abs=1e-12)
    assert consistency.index == pytest.approx((t + 1 / t - 2) / 2, abs=1e-12)
    assert consistency.ratio == pytest.approx(consistency.index / 0.5247, abs=1e-12)
    assert consistency.ratio == pytest.approx(0.0367, abs=5e-5)
    assert consistency.acceptable


def test_ahp__one_participant__speaks_for_the_group() -> None:
    found = ahp_weights(ITEMS, {"1": WORKED})
    assert found.dispersion is None
    assert found.participants[0].weights == pytest.approx(found.weights, abs=1e-12)
    assert found.individual.shape == (1, 3)


@pytest.mark.parametrize(
    ("items", "judgements", "weights"),
    [(("A",), {}, (1,)), (("A", "B"), {("A", "B"): 4.0}, (0.8, 0.2))],
)
def test_ahp__one_or_two_items__cannot_be_inconsistent(
    items: tuple[str, ...], judgements: Judgements, weights: tuple[float, ...]
) -> None:
    found = ahp_weights(items, {"1": judgements})
    assert found.weights == pytest.approx(weights, abs=1e-12)
    assert consistency_of(found).ratio == 0
    assert consistency_of(found).index == pytest.approx(0, abs=1e-12)


def test_ahp__a_circle__is_accepted_and_flagged() -> None:
    found = ahp_weights(ITEMS, {"1": CYCLE})
    assert found.weights == pytest.approx((1 / 3,) * 3, abs=1e-9)
    assert not consistency_of(found).acceptable
    first = found.participants[0].consistency
    assert first is not None
    assert not first.acceptable


def test_ahp__judgement_that_disturbs__comes_first_with_what_would_agree() -> None:
    # Consistent with 8 : 4 : 2 : 1, but for A to D, judged equal.
    items = ("A", "B", "C", "D")
    scale = (8, 4, 2, 1)
    judged = {
        (a, b): x / y for (a, x), (b, y) in combinations(zip(items, scale, strict=True), 2)
    } | {("A", "D"): 1}
    consistency = consistency_of(ahp_weights(items, {"1": judged}))
    assert not consistency.acceptable
    assert len(consistency.judgements) == 6
    worst = consistency.judgements[0]
    assert (worst.first, worst.second) == ("A", "D")
    assert worst.value == pytest.approx(1)
    assert 1 < worst.agreeing < 8
    departures = [judgement.departure for judgement in consistency.judgements]
    assert departures == sorted(departures, reverse=True)
    assert worst.departure == pytest.approx(worst.agreeing)
    corrected = judged | {("A", "D"): worst.agreeing}
    assert consistency_of(ahp_weights(items, {"1": corrected})).ratio < consistency.ratio


def test_ahp__random_indices__are_part_of_the_result() -> None:
    assert consistency_of(ahp_weights(ITEMS, {"1": WORKED})).random_indices == RANDOM_INDICES
    assert RANDOM_INDICES[2:] == (
        *(0.5247, 0.8816, 1.1086, 1.2479),
        *(1.3417, 1.4057, 1.4499, 1.4854),
    )


def test_ahp__group__is_the_geometric_mean_of_judgements() -> None:
    # T. L. Saaty's apples and oranges: 2, 3 and 4 times larger make the cube root of 24.
    judged = {
        name: {("apple", "orange"): value} for name, value in zip("123", (2, 3, 4), strict=True)
    }
    found = ahp_weights(("apple", "orange"), judged)
    assert consistency_of(found).judgements[0].value == pytest.approx(24 ** (1 / 3))
    assert found.weights[0] / found.weights[1] == pytest.approx(24 ** (1 / 3))


def test_ahp__opposite_participants__cancel_out_and_show_their_dispersion() -> None:
    opposite = {pair: 1 / value for pair, value in WORKED.items()}
    found = ahp_weights(ITEMS, {"1": WORKED, "2": opposite})
    assert found.weights == pytest.approx((1 / 3,) * 3, abs=1e-12)
    assert consistency_of(found).ratio == pytest.approx(0, abs=1e-12)
    assert found.dispersion is not None
    assert found.dispersion.concordance == 0
    assert found.dispersion.deviations == pytest.approx(found.individual.std(axis=0, ddof=1))
    assert [one.consistency is not None for one in found.participants] == [True, True]


def test_ahp__either_direction_both_or_a_whole_matrix__say_the_same() -> None:
    reversed_pairs = {(b, a): 1 / value for (a, b), value in WORKED.items()}
    matrix = judgements_of(ITEMS, [[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    expected = ahp_weights(ITEMS, {"1": WORKED}).weights
    for judged in (reversed_pairs, WORKED | reversed_pairs, matrix):
        assert ahp_weights(ITEMS, {"1": judged}).weights == pytest.approx(expected, abs=1e-12)


def test_ahp__faults__are_all_told_where_they_are() -> None:
    judgements: dict[str, Judgements] = {
        "Awa": WORKED,
        "Bob": {("A", "B"): 3},
        "Cléo": WORKED | {("C", "A"): 0.5, ("A", "A"): 2},
        "Dan": {("A", "B"): 0, ("A", "C"): -3, ("B", "C"): math.nan},
        "Eve": {("A", "B"): 10, ("A", "C"): 1 / 10, ("C", "B"): math.inf},
        "Fay": WORKED | {("A", "Z"): 2},
        "Gil": WORKED | {("B", "A"): 0},
    }
    assert refused(ITEMS, judgements) == [
        ("judgement-missing", "Bob, A / C"),
        ("judgement-missing", "Bob, B / C"),
        ("judgement-of-itself", "Cléo, A / A"),
        ("judgements-not-reciprocal", "Cléo, A / C"),
        ("judgement-off-scale", "Dan, A / B"),
        ("judgement-off-scale", "Dan, A / C"),
        ("judgement-off-scale", "Dan, B / C"),
        ("judgement-off-scale", "Eve, A / B"),
        ("judgement-off-scale", "Eve, A / C"),
        ("judgement-off-scale", "Eve, C / B"),
        ("unknown-compared", "Fay, A / Z"),
        ("judgement-off-scale", "Gil, B / A"),
    ]


def test_ahp__nobody_nothing_or_too_many__are_refused() -> None:
    many = tuple(f"Q{rank}" for rank in range(MOST_COMPARED + 1))
    assert refused(ITEMS, {}) == [("nobody-weighed", "")]
    assert refused((), {"1": {}}) == [("nothing-to-weigh", "")]
    assert refused(many, {"1": dict.fromkeys(combinations(many, 2), 1.0)}) == [
        ("too-many-compared", "")
    ]


@pytest.mark.parametrize(
    ("rows", "places"),
    [([[1, 2, 3]], [""]), ([[1, 2, 3], [1, 2], [1, 2, 3, 4]], ["B", "C"])],
)
def test_matrix__not_square__is_refused(rows: list[list[float]], places: list[str]) -> None:
    with pytest.raises(DominoError) as error:
        judgements_of(ITEMS, rows)
    assert error.value.code == "judgements-not-square"
    assert [one.place for one in error.value.problems] == places


def test_eigenvector__more_items_than_random_indices__is_refused() -> None:
    with pytest.raises(ValueError, match="11"):
        eigenvector_weights([str(rank) for rank in range(11)], np.ones((11, 11)))


def upper(values: list[float], size: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    matrix = np.ones((size, size))
    for (i, j), value in zip(combinations(range(size), 2), values, strict=True):
        matrix[i, j], matrix[j, i] = value, 1 / value
    return matrix


SAATY = st.sampled_from([float(k) for k in range(1, 10)] + [1 / k for k in range(2, 10)])


@st.composite
def judged(draw: st.DrawFn, people: int = 1) -> tuple[list[str], dict[str, Judgements]]:
    """Judgements of up to 7 items on Saaty's scale, as contradictory as they come."""
    items = [f"Q{rank}" for rank in range(draw(st.integers(1, MOST_COMPARED)))]
    pairs = list(combinations(items, 2))
    return items, {str(k): {pair: draw(SAATY) for pair in pairs} for k in range(people)}


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=10))
def test_eigenvector__consistent_matrix__gives_back_its_weights(weights: list[float]) -> None:
    scale = np.array(weights)
    items = [str(rank) for rank in range(len(weights))]
    found, consistency = eigenvector_weights(items, scale[:, None] / scale[None, :])
    assert found == pytest.approx(scale / scale.sum(), abs=1e-9)
    assert consistency.ratio == pytest.approx(0, abs=1e-9)
    # Measuring all items in another unit changes no ratio, so no weight.
    again, _ = eigenvector_weights(items, (7 * scale[:, None]) / (7 * scale[None, :]))
    assert again == pytest.approx(found, abs=1e-9)


@given(judged(people=3), st.randoms(use_true_random=False))
def test_ahp__any_judgements__sum_to_one_and_follow_the_order_of_items_and_people(
    case: tuple[list[str], dict[str, Judgements]], random: Random
) -> None:
    items, judgements = case
    found = ahp_weights(items, judgements)
    assert math.fsum(found.weights) == pytest.approx(1, abs=1e-12)
    assert min(found.weights) > 0
    assert consistency_of(found).lambda_max >= len(items)
    order = random.sample(items, len(items))
    people = random.sample(sorted(judgements), len(judgements))
    other = ahp_weights(order, {name: judgements[name] for name in people})
    by_item = dict(zip(items, found.weights, strict=True))
    assert other.weights == pytest.approx([by_item[item] for item in order], abs=1e-9)
    assert consistency_of(other).ratio == pytest.approx(consistency_of(found).ratio, abs=1e-9)


@given(judged())
def test_ahp__judgements__bind_weights_by_the_eigenvalue(
    case: tuple[list[str], dict[str, Judgements]],
) -> None:
    items, judgements = case
    found = ahp_weights(items, judgements)
    matrix = upper(list(judgements["0"].values()), len(items))
    product = matrix @ np.array(found.weights)
    assert product == pytest.approx(
        consistency_of(found).lambda_max * np.array(found.weights), abs=1e-9
    )


@given(judged(people=4))
def test_ahp__group_of_judgements__is_reciprocal(
    case: tuple[list[str], dict[str, Judgements]],
) -> None:
    items, judgements = case
    inverse = {
        name: {(b, a): value for (a, b), value in one.items()} for name, one in judgements.items()
    }
    here = consistency_of(ahp_weights(items, judgements)).judgements
    there = consistency_of(ahp_weights(items, inverse)).judgements
    values = {(one.first, one.second): one.value for one in there}
    for judgement in here:
        other = values[judgement.first, judgement.second]
        assert judgement.value * other == pytest.approx(1, abs=1e-12)
