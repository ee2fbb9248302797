from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.answers import validated
from domino_survey.schema import Band, Goalposts
from domino_survey.scoring.choices import Choice, band_of, better_choices, every_choice
from domino_survey.scoring.tree import tree_of
from domino_survey.scoring.variants import decoded
from tests.builders import multiple, number, one_theme, percent, scale, single, yes_no
from tests.strategies import PLAIN, any_questions

if TYPE_CHECKING:
    from domino_survey.schema import Question
    from domino_survey.scoring.tree import Leaf


def leaf_of(question: Question) -> Leaf:
    return tree_of(one_theme(question)).leaves[question.id]


def values(question: Question) -> list[float]:
    return [choice.value for choice in every_choice(leaf_of(question))]


def better(question: Question, value: float, score: float) -> list[tuple[float, float, int]]:
    found = better_choices(leaf_of(question), Choice(value, score))
    return [(choice.value, choice.score, effort) for choice, effort in found]


def test_every_choice__of_options__is_each_of_them() -> None:
    assert values(scale("Q")) == [0, 1, 2, 3, 4]
    assert values(single("Q", {"a": 10.0, "b": 0.0})) == [0, 1]
    assert values(yes_no("Q")) == [0, 1]


BANDS = (Band(start=None, points=100.0), Band(start=2.5, points=50.0), Band(start=10.0, points=0.0))


def test_every_choice__of_bands__is_the_lowest_admissible_value_of_each() -> None:
    assert values(number("Q", bands=BANDS, minimum=0.0)) == [0, 2.5, 10]
    assert values(number("Q", bands=BANDS, minimum=0.0, integer=True)) == [0, 3, 10]
    # Without a minimum, any number below the end of the first band; 10 is beyond the maximum.
    assert values(number("Q", bands=BANDS, maximum=9.0)) == [2, 2.5]


def test_every_choice__of_a_band_without_whole_number__leaves_it_out() -> None:
    bands = (
        Band(start=0.0, points=0.0),
        Band(start=1.2, points=50.0),
        Band(start=1.8, points=100.0),
    )
    assert values(number("Q", bands=bands, integer=True)) == [0, 2]


def test_band_of__a_number__is_the_one_that_holds_it() -> None:
    question = number("Q", bands=BANDS)
    assert [band_of(question, value) for value in (-1.0, 2.5, 99.0)] == [
        (None, 2.5),
        (2.5, 10),
        (10, None),
    ]
    assert band_of(number("Q", bands=BANDS[1:]), 0.0) is None


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (Goalposts(low=0.0, high=40.0), [0, 10, 20, 30, 40]),
        (Goalposts(low=0.0, high=40.0, inverted=True), [40, 30, 20, 10, 0]),
        (Goalposts(low=1.0, high=16.0, logarithmic=True), [1, 2, 4, 8, 16]),
    ],
)
def test_every_choice__between_goalposts__is_equally_spaced_in_score(
    posts: Goalposts, expected: list[float]
) -> None:
    question = number("Q", goalposts=posts)
    assert values(question) == pytest.approx(expected)
    scores = [choice.score for choice in every_choice(leaf_of(question))]
    assert scores == pytest.approx([0, 25, 50, 75, 100])


def test_every_choice__between_goalposts_in_whole_numbers__rounds_towards_the_ends() -> None:
    posts = Goalposts(low=0.5, high=9.5)
    question = number("Q", goalposts=posts, integer=True, minimum=0.0)
    assert values(question) == [0, 3, 5, 8, 10]
    assert values(number("Q", goalposts=posts, integer=True, minimum=1.0, maximum=9.0)) == [
        1,
        3,
        5,
        8,
        9,
    ]


def test_every_choice__of_a_multiple_choice__is_the_smallest_set_for_each_score() -> None:
    question = multiple("Q", {"a": 20.0, "b": 20.0, "c": 60.0, "d": 0.0}, exclusive=["d"])
    found = [(choice.value, choice.score) for choice in every_choice(leaf_of(question))]
    assert found == [(8, 0), (1, 20), (3, 40), (4, 60), (5, 80), (7, 100)]


def test_every_choice__of_many_options__is_each_alone_and_the_best_together() -> None:
    question = multiple("Q", {f"o{rank}": float(rank) for rank in range(13)}, max_choices=2)
    scores = [choice.score for choice in every_choice(leaf_of(question))]
    assert scores == [*range(13), 23]


def test_better_choices__of_a_scale__count_the_levels_climbed() -> None:
    assert better(scale("Q"), 1, 25.0) == [(2, 50, 1), (3, 75, 2), (4, 100, 3)]
    assert better(scale("Q", (0.0, 50.0, 50.0, 100.0)), 0, 0.0) == [
        (1, 50, 1),
        (2, 50, 1),
        (3, 100, 2),
    ]
    assert better(percent("Q"), 62.0, 62.0) == [(75, 75, 1), (100, 100, 2)]


def test_better_choices__of_a_multiple_choice__add_options() -> None:
    question = multiple("Q", {"a": 20.0, "b": 30.0, "c": 50.0})
    assert better(question, 0b001, 20.0) == [(0b101, 70, 1), (0b011, 50, 1), (0b111, 100, 2)]


def test_better_choices__where_no_more_may_be_chosen__take_the_weakest_back() -> None:
    question = multiple("Q", {"a": 20.0, "b": 30.0, "c": 50.0}, max_choices=2)
    assert better(question, 0b011, 50.0) == [(0b110, 80, 2)]


def test_better_choices__from_an_exclusive_option__leave_it() -> None:
    question = multiple("Q", {"a": 60.0, "none": 0.0, "all": 90.0}, exclusive=["none", "all"])
    assert better(question, 0b010, 0.0) == [(0b001, 60, 2), (0b100, 90, 2)]


@settings(**PLAIN)
@given(st.data())
def test_choices__of_any_question__are_admissible_and_reach_the_best_and_the_worst(
    data: st.DataObject,
) -> None:
    leaf = leaf_of(data.draw(any_questions("Q")))
    choices = every_choice(leaf)
    assert min(choice.score for choice in choices) == pytest.approx(leaf.key.worst)
    assert max(choice.score for choice in choices) == pytest.approx(leaf.key.best)
    start = data.draw(st.sampled_from(choices))
    higher = better_choices(leaf, start)
    assert bool(higher) == (start.score < leaf.key.best - 1e-9)
    assert max([choice.score for choice, _ in higher], default=start.score) == pytest.approx(
        leaf.key.best
    )
    assert all(effort > 0 and choice.score > start.score for choice, effort in higher)
    for choice in [*choices, *(choice for choice, _ in higher)]:
        answer = decoded(leaf.question, choice.value)
        assert validated(leaf.question, answer) == answer
