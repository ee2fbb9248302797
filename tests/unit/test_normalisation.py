from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.answers import MISSING, Column, answered
from domino_survey.answers.table import column_of
from domino_survey.normalisation import scoring_key
from domino_survey.schema import Band, Goalposts, TextQuestion
from tests.builders import multiple, number, percent, scale, single, text, yes_no
from tests.strategies import BANDS, any_answers, any_questions

if TYPE_CHECKING:
    from domino_survey.answers import Value
    from domino_survey.schema import NumberQuestion, Question


def scores(question: Question, *values: Value, full: float = 100.0) -> list[float]:
    column = column_of(question, [answered(value) for value in values], len(values))
    return [round(float(x), 9) for x in scoring_key(question, full).scores(column)]


def ends(question: Question, full: float = 100.0) -> tuple[float, float]:
    key = scoring_key(question, full)
    return key.worst, key.best


def test_scale__without_points__is_equally_spaced() -> None:
    assert scores(scale("Q"), "n0", "n1", "n2", "n3", "n4") == [0, 25, 50, 75, 100]


def test_scale__with_points__takes_them_out_of_the_full_points() -> None:
    question = scale("Q", points=(0, 1, 4))
    assert scores(question, "n0", "n1", "n2", full=4) == [0, 25, 100]


def test_single_choice__with_points__may_not_span_the_scale() -> None:
    question = single("Q", {"a": 3.0, "b": 1.0})
    assert scores(question, "a", "b", full=4) == [75, 25]
    assert ends(question, full=4) == (25, 75)


def test_yes_no__reversed__gives_no_the_points() -> None:
    assert scores(yes_no("Q"), "oui", "non") == [100, 0]
    assert scores(yes_no("Q", yes_points=0.0, no_points=100.0), "oui", "non") == [0, 100]


FIVE = {"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0, "e": 1.0, "aucun": 0.0}


def test_multiple_choice__points_add_up__to_the_cap() -> None:
    question = multiple("Q", FIVE, exclusive=["aucun"], cap=4.0)
    values = ("aucun",), ("a",), ("a", "b", "c"), ("a", "b", "c", "d"), ("a", "b", "c", "d", "e")
    assert scores(question, *values, full=4) == [0, 25, 75, 100, 100]
    assert ends(question, full=4) == (0, 100)


def test_multiple_choice__exclusive_option__gives_its_own_points_above_the_cap() -> None:
    question = multiple("Q", {"a": 1.0, "b": 1.0, "tout": 4.0}, exclusive=["tout"], cap=2.0)
    assert scores(question, ("a", "b"), ("tout",), full=4) == [50, 100]
    assert ends(question, full=4) == (25, 100)


def test_multiple_choice__few_choices_allowed__limit_the_best() -> None:
    assert ends(multiple("Q", FIVE, max_choices=2), full=4) == (0, 50)


def test_multiple_choice__more_options_than_the_lookup__scores_the_same_way() -> None:
    points = {f"o{rank}": float(rank) for rank in range(20)} | {"seul": 7.0}
    question = multiple("Q", points, exclusive=["seul"], cap=50.0)
    assert scores(question, ("o1", "o19"), ("o19", "o18", "o17"), ("seul",)) == [20, 50, 7]


def test_goalposts__are_clipped() -> None:
    question = number("Q", goalposts=Goalposts(low=20.0, high=85.0))
    assert scores(question, 10.0, 20.0, 52.5, 85.0, 90.0) == [0, 0, 50, 100, 100]


def test_goalposts__inverted__less_is_better() -> None:
    question = number("Q", goalposts=Goalposts(low=0.0, high=10.0, inverted=True))
    assert scores(question, 0.0, 2.5, 10.0, 20.0) == [100, 75, 0, 0]


def test_goalposts__logarithmic__has_a_score_for_zero_and_less() -> None:
    question = number("Q", goalposts=Goalposts(low=100.0, high=10_000.0, logarithmic=True))
    assert scores(question, -5.0, 0.0, 100.0, 1000.0, 10_000.0) == [0, 0, 0, 50, 100]


@pytest.mark.parametrize(("inverted", "expected"), [(False, (20.0, 60.0)), (True, (40.0, 80.0))])
def test_goalposts__limits_inside__narrow_the_ends(
    *, inverted: bool, expected: tuple[float, float]
) -> None:
    posts = Goalposts(low=0.0, high=10.0, inverted=inverted)
    assert ends(number("Q", minimum=2.0, maximum=6.0, goalposts=posts)) == pytest.approx(expected)


def banded(*starts: float | None, **fields: float) -> NumberQuestion:
    bands = [
        Band(start=start, points=float(points))
        for start, points in zip(starts, (0, 1, 3, 4), strict=False)
    ]
    return number("Q", bands=tuple(bands), **fields)


def test_bands__lower_end_included__upper_end_left_out() -> None:
    question = banded(None, 5.0, 10.0, 20.0)
    values = -1.0, 4.9, 5.0, 9.9, 10.0, 19.9, 20.0, 1e9
    assert scores(question, *values, full=4) == [0, 0, 25, 25, 75, 75, 100, 100]


def test_bands__number_below_the_first__has_no_score() -> None:
    key = scoring_key(banded(0.0, 5.0), 1.0)
    found = key.of_values(np.array([-1.0, 0.0, 5.0]))
    assert np.isnan(found[0])
    assert found[1:].tolist() == [0, 100]
    assert key.gaps
    assert not scoring_key(banded(0.0, 5.0, minimum=0.0), 1.0).gaps


def test_bands__out_of_reach__do_not_count_in_the_ends() -> None:
    assert ends(banded(None, 5.0, 10.0, 20.0, minimum=5.0, maximum=15.0), full=4) == (25, 75)


def test_score__without_a_value__is_nan() -> None:
    column = column_of(percent("Q"), [answered(40.0), MISSING], 2)
    found = scoring_key(percent("Q"), 100.0).scores(column)
    assert found[0] == 40
    assert np.isnan(found[1])


def test_key__of_a_question_never_scored__is_refused() -> None:
    for question in (TextQuestion(type="text", id="Q", text=text("Q")), number("Q")):
        with pytest.raises(ValueError, match="Q"):
            scoring_key(question, 100.0)


@given(
    one=st.floats(-1e6, 1e6),
    other=st.floats(-1e6, 1e6),
    logarithmic=st.booleans(),
    inverted=st.booleans(),
)
def test_goalposts__any_numbers__are_monotone_and_within_bounds(
    one: float, other: float, *, logarithmic: bool, inverted: bool
) -> None:
    posts = Goalposts(low=1.0, high=1000.0, logarithmic=logarithmic, inverted=inverted)
    key = scoring_key(number("Q", goalposts=posts), 100.0)
    values = np.array(sorted([one, other]))
    low, high = key.scores(Column(np.zeros(2, dtype=np.int8), values))
    assert 0 <= min(low, high) <= max(low, high) <= 100
    assert (low >= high) if inverted else (low <= high)


@given(st.integers(2, 9))
def test_scale__without_points__steps_are_all_alike(levels: int) -> None:
    found = scores(scale("Q", [None] * levels), *(f"n{rank}" for rank in range(levels)))
    assert found == pytest.approx([100 * rank / (levels - 1) for rank in range(levels)])


@given(st.data())
def test_key__any_question_and_answer__lies_between_its_worst_and_its_best(
    data: st.DataObject,
) -> None:
    question = data.draw(any_questions("Q"))
    answer = data.draw(any_answers(question).filter(lambda one: one.value is not None))
    key = scoring_key(question, 100.0)
    (found,) = key.scores(column_of(question, [answer], 1))
    assert 0 <= key.worst <= found <= key.best <= 100


POINTS = st.floats(0, 4)


@given(st.lists(POINTS, min_size=3, max_size=3), POINTS, st.none() | st.floats(0.5, 9), st.data())
def test_multiple_choice__any_options__are_their_sum_up_to_the_cap(
    points: list[float], alone: float, cap: float | None, data: st.DataObject
) -> None:
    by_code = dict(zip("abc", points, strict=True))
    question = multiple("Q", by_code | {"d": alone}, exclusive=["d"], cap=cap)
    chosen = tuple(sorted(data.draw(st.sets(st.sampled_from("abc"), min_size=1))))
    several, exclusive = scores(question, chosen, ("d",), full=4)
    added = sum(by_code[code] for code in chosen)
    assert several == pytest.approx(25 * min(added, 4 if cap is None else cap, 4), abs=1e-8)
    assert exclusive == pytest.approx(25 * alone, abs=1e-8)


@given(st.floats(0, 30) | st.sampled_from([5.0, 10.0, 20.0]))
def test_bands__any_number__has_the_points_of_the_last_band_begun(value: float) -> None:
    begun = [band for band in BANDS if band.start is not None and band.start <= value]
    assert scores(number("Q", bands=BANDS), value) == [begun[-1].points]


@given(
    value=st.floats(1, 1e6),
    factor=st.floats(0.01, 100),
    shift=st.floats(-100, 100),
    inverted=st.booleans(),
)
def test_goalposts__in_another_unit__give_the_same_score(
    value: float, factor: float, shift: float, *, inverted: bool
) -> None:
    """An interval scale may be shifted and stretched, a ratio scale stretched: Handbook, table 14."""
    low, high = 10.0, 5000.0
    for logarithmic, move in ((False, shift), (True, 0.0)):

        def score(*numbers: float, scaled: bool = logarithmic) -> float:
            here, least, most = numbers
            posts = Goalposts(low=least, high=most, logarithmic=scaled, inverted=inverted)
            return scores(number("Q", goalposts=posts), here)[0]

        there = (factor * x + move for x in (value, low, high))
        assert score(*there) == pytest.approx(score(value, low, high), abs=1e-6)


@given(st.lists(st.floats(0, 4), min_size=2, max_size=5), st.floats(0.01, 1000))
def test_points__and_what_is_worth_100__times_a_constant__give_the_same_scores(
    points: list[float], factor: float
) -> None:
    codes = [f"n{rank}" for rank in range(len(points))]
    once = scores(scale("Q", points), *codes, full=4)
    assert scores(scale("Q", [factor * p for p in points]), *codes, full=4 * factor) == (
        pytest.approx(once, abs=1e-7)
    )
