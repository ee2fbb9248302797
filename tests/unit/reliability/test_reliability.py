from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import reliability, scoring
from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, Answer, answered, table_of
from domino_survey.reliability import Figure, Reason
from tests.builders import (
    axis,
    multiple,
    number,
    one_theme,
    percent,
    questionnaire,
    scale,
    single,
    theme,
    yes_no,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.numerics import Floats
    from domino_survey.schema import Questionnaire

FOUR = one_theme(*(percent(item) for item in "abcd"))
CHOICES = one_theme(
    scale("a"),
    multiple("m", {"x": 60, "y": 60, "none": 0}, exclusive=["none"], not_applicable={"fr": "-"}),
    yes_no("y", relevance="a != n0"),
    single("s", {"low": 20, "high": 80}),
    number("n"),
)
ONE = st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0]).map(answered)
ANSWERS = st.one_of(ONE, ONE, ONE, st.sampled_from([MISSING, DONT_KNOW, NOT_APPLICABLE]))
RESPONSES = st.lists(st.fixed_dictionaries(dict.fromkeys("abcd", ANSWERS)), max_size=50)


def sums(
    model: Questionnaire,
    responses: Sequence[Mapping[str, Answer]],
    where: Sequence[bool] | None = None,
) -> reliability.Sums:
    table = table_of(model, responses)
    mask = None if where is None else np.array(where, dtype=bool)
    return reliability.sums_of(model, table, scoring.score(model, table), where=mask)


def numbers(*rows: Sequence[float | None]) -> list[dict[str, Answer]]:
    return [
        {
            item: MISSING if x is None else answered(float(x))
            for item, x in zip("abcd", row, strict=False)
        }
        for row in rows
    ]


def figures(found: reliability.Quality) -> list[Figure]:
    return [
        figure
        for one in found.scales.values()
        for figure in (
            one.alpha,
            *(f for item in one.items.values() for f in (item.item_rest, item.alpha_if_deleted)),
        )
    ]


def assert_same(one: reliability.Sums, other: reliability.Sums) -> None:
    assert (one.size, one.items) == (other.size, other.items)
    assert np.array_equal(one.pairs, other.pairs)
    np.testing.assert_allclose(one.totals, other.totals, atol=1e-6)
    np.testing.assert_allclose(one.products, other.products, atol=1e-6)


@given(RESPONSES, st.data())
@settings(max_examples=100, deadline=None)
def test_sums__split_and_pooled__agree_with_the_whole(
    responses: list[dict[str, Answer]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(responses)))
    whole = sums(FOUR, responses)
    pooled = sums(FOUR, responses[:place]).merge(sums(FOUR, responses[place:]))
    assert_same(pooled, whole)
    kept = data.draw(st.lists(st.booleans(), min_size=len(responses), max_size=len(responses)))
    inside = sums(FOUR, responses, where=kept)
    assert_same(inside, sums(FOUR, list(itertools.compress(responses, kept))))
    assert_same(inside.merge(sums(FOUR, responses, where=[not one for one in kept])), whole)


@given(RESPONSES)
@settings(max_examples=100, deadline=None)
def test_quality__any_responses__numbers_are_finite_and_in_range(
    responses: list[dict[str, Answer]],
) -> None:
    found = reliability.quality(FOUR, sums(FOUR, responses), least=1)
    for figure in figures(found):
        assert (figure.value is None) is not (figure.reason is None)
        assert figure.value is None or (math.isfinite(figure.value) and figure.value <= 1)
    for item in found.items.values():
        shares = [item.answered, item.not_applicable, item.dont_know, item.missing]
        assert sum(share or 0.0 for share in shares) == pytest.approx(1.0)
        if item.mean is not None:
            assert 0 <= item.mean <= 100
            assert item.floor is not None
            assert item.ceiling is not None
            assert 0 <= item.floor + item.ceiling <= 1


@given(st.integers(30, 60), st.integers(0, 2**32 - 1), st.sampled_from(["abc", "dbca"]))
@settings(max_examples=50, deadline=None)
def test_scale__pairwise__covariances_are_those_of_the_complete_pairs(
    size: int, seed: int, items: str
) -> None:
    generator = np.random.default_rng(seed)
    matrix: Floats = np.round(generator.uniform(0, 100, (size, 4)), 1)
    matrix[generator.random((size, 4)) < 0.2] = np.nan
    rows = [[None if math.isnan(x) else float(x) for x in row] for row in matrix]
    found = sums(FOUR, numbers(*rows)).covariance(items)
    for i, j in itertools.product(range(len(items)), repeat=2):
        pair = matrix[:, ["abcd".index(items[i]), "abcd".index(items[j])]]
        both = pair[~np.isnan(pair).any(axis=1)]
        assert found[i, j] == pytest.approx(np.cov(both.T)[0, 1], abs=1e-7)


@given(st.lists(st.tuples(*[st.integers(0, 100)] * 4), min_size=30, max_size=40))
@settings(max_examples=50, deadline=None)
def test_scale__items_in_another_order__keep_their_figures(rows: list[tuple[int, ...]]) -> None:
    every = sums(FOUR, numbers(*rows))
    one, other = reliability.scale(every, "abcd"), reliability.scale(every, "dbca")
    assert one.alpha.reason == other.alpha.reason
    assert one.alpha.value == pytest.approx(other.alpha.value)
    for item, figure in one.items.items():
        assert figure.item_rest.value == pytest.approx(other.items[item].item_rest.value)


@given(
    st.lists(st.tuples(*[st.integers(0, 20)] * 4), min_size=5, max_size=40),
    st.floats(0.1, 5),
    st.floats(-50, 50),
)
@settings(max_examples=100, deadline=None)
def test_alpha__any_complete_scores__is_the_ratio_of_mean_squares_in_any_unit(
    rows: list[tuple[int, ...]], factor: float, shift: float
) -> None:
    """Hoyt (1941): 1 less the residual mean square over that of the persons."""
    values = np.array(rows, dtype=np.float64)
    people, items = values.shape
    centred = values - values.mean()
    persons = items * (centred.mean(axis=1) ** 2).sum() / (people - 1)
    columns = people * (centred.mean(axis=0) ** 2).sum()
    residual = ((centred**2).sum() - persons * (people - 1) - columns) / (
        (people - 1) * (items - 1)
    )
    found = reliability.cronbach_alpha(np.cov(values.T))
    if found.value is None:
        assert persons == pytest.approx(0, abs=1e-6)
        return
    assert found.value == pytest.approx(1 - residual / persons, abs=1e-6)
    other = reliability.cronbach_alpha(np.cov((factor * values + shift).T))
    assert other.value is None or other.value == pytest.approx(found.value, abs=1e-6)


@pytest.mark.parametrize(("size", "reason"), [(29, Reason.TOO_FEW_RESPONSES), (30, None)])
def test_scale__thirty_responses__are_needed(size: int, reason: Reason | None) -> None:
    rows = [(n % 5, (n + 1) % 5, n % 3, n % 5) for n in range(size)]
    found = reliability.scale(sums(FOUR, numbers(*rows)), "abcd").alpha
    assert found.reason is reason
    assert (found.value is None) is (reason is not None)


def test_scale__two_items__are_too_few_and_so_are_two_that_stay() -> None:
    rows = [(n % 5, n % 5, n % 3, 0) for n in range(40)]
    every = sums(FOUR, numbers(*rows))
    assert reliability.scale(every, "ab").alpha == Figure(None, Reason.TOO_FEW_ITEMS)
    three = reliability.scale(every, "abc")
    assert three.alpha.value is not None
    assert three.items["a"].item_rest.value is not None
    assert three.items["a"].alpha_if_deleted == Figure(None, Reason.TOO_FEW_ITEMS)


def test_scale__item_that_few_answered__is_left_out_of_it() -> None:
    rows = [(n % 5, n % 5, n % 3, 1 if n < 29 else None) for n in range(40)]
    found = reliability.scale(sums(FOUR, numbers(*rows)), "abcd")
    assert (list(found.items), found.left_out, found.responses) == (["a", "b", "c"], ("d",), 40)
    assert found.alpha.value is not None
    lost = reliability.scale(sums(FOUR, numbers(*rows)), "abd")
    assert lost.alpha == Figure(None, Reason.TOO_FEW_RESPONSES)


def test_scale__pairs_that_few_answered__give_no_number() -> None:
    everything = [(n % 5, n % 4, n % 3) for n in range(20)]
    ends = [(n % 5, None, n % 3) for n in range(20)]
    middle = [(None, n % 3, None) for n in range(40)]
    every = sums(FOUR, numbers(*everything, *ends, *middle))
    found = reliability.scale(every, "abc")
    assert (found.responses, found.left_out) == (20, ())
    assert found.alpha == Figure(None, Reason.TOO_FEW_RESPONSES)


def test_scale__nothing_varies__no_number() -> None:
    found = reliability.scale(sums(FOUR, numbers(*[(100 / 3,) * 4] * 40)), "abcd")
    assert found.alpha == Figure(None, Reason.NO_VARIANCE)
    assert {item.item_rest for item in found.items.values()} == {Figure(None, Reason.NO_VARIANCE)}


def test_scale__one_item_does_not_vary__only_its_own_correlation_is_missing() -> None:
    found = reliability.scale(
        sums(FOUR, numbers(*[(n % 5, n % 5, n % 5, 40) for n in range(40)])), "abcd"
    )
    assert found.items["d"].item_rest == Figure(None, Reason.NO_VARIANCE)
    assert found.items["d"].alpha_if_deleted.value == pytest.approx(1.0)
    # Three items alike and one that adds nothing: 4/3 (1 - 3/9).
    assert found.alpha.value == pytest.approx(8 / 9)


def test_scale__items_against_each_other__alpha_is_negative() -> None:
    rows = [(n % 5, 4 - n % 5, n % 3) for n in range(45)]
    found = reliability.scale(sums(FOUR, numbers(*rows)), "abc")
    assert found.alpha.value is not None
    assert found.alpha.value < 0


def test_coefficients__pairs_that_contradict_each_other__no_number_beyond_one() -> None:
    # a and b agree, b and c agree, a and c do not: no group of people answers so, three may.
    matrix = np.array([[1.0, 2.0, 2.0], [2.0, 1.0, 2.0], [2.0, 2.0, 1.0]])
    contradictory = Figure(None, Reason.CONTRADICTORY_PAIRS)
    assert reliability.cronbach_alpha(matrix) == contradictory
    assert set(reliability.item_rest_correlations(matrix)) == {contradictory}


def test_coefficients__pair_without_covariance__no_number() -> None:
    matrix = np.eye(3)
    matrix[0, 1] = matrix[1, 0] = np.nan
    few = Figure(None, Reason.TOO_FEW_RESPONSES)
    assert reliability.cronbach_alpha(matrix) == few
    assert list(reliability.item_rest_correlations(matrix)) == [few] * 3


def test_quality__states__each_has_its_rate() -> None:
    responses = [
        {
            "a": answered("n4"),
            "m": answered(("x", "y")),
            "y": answered("oui"),
            "s": answered("low"),
        },
        {"a": answered("n4"), "m": answered(("none",)), "y": DONT_KNOW, "s": answered("high")},
        {"a": answered("n0"), "m": NOT_APPLICABLE, "y": answered("oui"), "s": answered("high")},
        {"a": answered("n2"), "y": answered("non"), "s": answered("high")},
    ]
    found = reliability.quality(CHOICES, sums(CHOICES, responses), least=1)
    assert list(found.items) == ["a", "m", "y", "s"]
    a, m, y, s = found.items.values()
    assert (a.floor, a.ceiling, a.mean) == (0.25, 0.5, 62.5)
    assert (m.answered, m.not_applicable, m.missing) == (0.5, 0.25, 0.25)
    assert m.distribution == {"x": 1, "y": 1, "none": 1}
    assert (m.floor, m.ceiling) == (0.5, 0.5)
    # The third answered a question that was not asked: it does not count.
    assert (y.asked, y.scored, y.not_asked, y.dont_know) == (3, 2, 0.25, 1 / 3)
    assert y.distribution == {"oui": 1, "non": 1}
    # The floor of a question is the worst it can get, be it 20.
    assert (s.floor, s.ceiling, s.mean) == (0.25, 0.75, 65.0)


def test_quality__fewer_than_the_least__nothing_and_a_reason() -> None:
    found = reliability.quality(FOUR, sums(FOUR, numbers(*[(1, 2, 3, 4)] * 4)), least=5)
    assert found == reliability.Quality(4, {}, {}, Reason.TOO_FEW_RESPONSES)


def test_quality__item_that_few_answered__has_rates_and_no_figures() -> None:
    rows = [(1, None, 3, 4)] * 4 + [(1, 2, 3, 4)] * 4
    item = reliability.quality(FOUR, sums(FOUR, numbers(*rows)), least=5).items["b"]
    assert (item.missing, item.scored) == (0.5, 4)
    assert (item.mean, item.floor, item.ceiling, item.distribution) == (None, None, None, None)


def test_quality__themes_and_axes__each_has_its_scale() -> None:
    model = questionnaire(
        axis("A", theme("A.T1", percent("a"), percent("b")), theme("A.T2", percent("c"))),
        axis("B", theme("B.T1", percent("d"), number("e"))),
        axis("C", theme("C.T1", number("f"))),
    )
    rows = [(n % 5, n % 5, n % 3, n % 4) for n in range(40)]
    found = reliability.quality(model, sums(model, numbers(*rows)), least=5)
    assert {node: list(one.items) for node, one in found.scales.items()} == {
        "A.T1": ["a", "b"], "A.T2": ["c"], "B.T1": ["d"], "C.T1": [],
        "A": ["a", "b", "c"], "B": ["d"], "C": [],
    }  # fmt: skip
    assert found.scales["A"].alpha.value is not None
    assert found.scales["A.T1"].alpha.reason is Reason.TOO_FEW_ITEMS


def test_quality__nothing_scored_or_nobody__is_empty() -> None:
    model = one_theme(number("n"))
    assert reliability.quality(model, sums(model, [{}] * 3), least=1).items == {}
    nobody = reliability.quality(FOUR, sums(FOUR, []), least=0)
    assert (nobody.size, nobody.items["a"].asked, nobody.items["a"].missing) == (0, 0, None)
    assert nobody.scales["T"].alpha == Figure(None, Reason.TOO_FEW_RESPONSES)


def test_sums__of_other_items__do_not_merge() -> None:
    with pytest.raises(ValueError, match="different items"):
        sums(FOUR, []).merge(sums(CHOICES, []))


def test_time_spent__some_visits__median_and_quartiles() -> None:
    seconds = np.array([10.0, 20.0, 30.0, 40.0, 5000.0, np.nan, -3.0, np.inf])
    found = reliability.time_spent(seconds, least=2)
    assert (found.visits, found.median, found.first_quartile, found.third_quartile) == (
        5,
        30,
        20,
        40,
    )


@pytest.mark.parametrize(("least", "median"), [(3, 20.0), (4, None)])
def test_time_spent__few_visits__less_is_told(least: int, median: float | None) -> None:
    found = reliability.time_spent(np.array([10.0, 20.0, 30.0]), least=least)
    assert (found.median, found.first_quartile) == (median, None)
    assert (found.reason is None) is (median is not None)


def test_time_spent__nobody__no_number_even_where_one_would_do() -> None:
    found = reliability.time_spent(np.array([]), least=0)
    assert (found.median, found.reason) == (None, Reason.TOO_FEW_RESPONSES)
