from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import agreement
from domino_survey.agreement import Difference
from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, Answer, State, answered
from domino_survey.schema import Level
from tests.builders import (
    answers,
    axis,
    multiple,
    number,
    one_theme,
    percent,
    questionnaire,
    scale,
    single,
    text,
    theme,
    yes_no,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domino_survey.agreement import Agreement, Comparison
    from tests.builders import Plain

NOT_ASKED = Answer(State.NOT_ASKED)
LEVELS = tuple(
    Level(code=code, label=text(code), start=start)
    for code, start in [("weak", 0.0), ("fair", 33.5), ("solid", 66.5)]
)
EIGHT = questionnaire(
    axis("A", theme("A.T", *(percent(item, not_applicable=text("-")) for item in "abcd"))),
    axis("B", theme("B.T", *(percent(item, not_applicable=text("-")) for item in "efgh"))),
    levels=LEVELS,
)
PLAIN = st.one_of(
    st.integers(0, 100).map(lambda n: answered(float(n))),
    st.sampled_from([MISSING, DONT_KNOW, NOT_APPLICABLE]),
)
PEOPLE = st.lists(st.fixed_dictionaries(dict.fromkeys("abcdefgh", PLAIN)), min_size=2, max_size=5)


def test_compare__some_questions_asked_of_nobody__those_asked_make_up_the_whole() -> None:
    """What an essential path leaves out weighs on no mean."""
    essential = {"essential": True}
    model = questionnaire(
        axis(
            "A",
            theme("A.T1", percent("a", **essential), percent("b")),
            theme("A.T2", percent("c", **essential)),
        ),
    )
    people = [answers(a=0.0, c=0.0), answers(a=100.0, c=50.0)]
    found = agreement.compare(model, people, essential_only=np.array([True, True]))
    assert [(one.id, one.weight) for one in found.questions] == [("a", 0.5), ("c", 0.5)]
    assert found.distance == pytest.approx(75)
    whole = agreement.compare(model, people)
    assert [one.weight for one in whole.questions] == pytest.approx([0.25, 0.25, 0.5])


def side_by_side(item: str, *values: Plain | None) -> list[dict[str, Answer]]:
    return [{} if value is None else answers(**{item: value}) for value in values]


def compared(*values: Plain | None) -> Comparison:
    model = one_theme(percent("a", not_applicable=text("-")))
    return agreement.compare(model, side_by_side("a", *values)).questions[0]


def ids(comparisons: Iterable[Comparison]) -> str:
    return "".join(one.id for one in comparisons)


def three(**scores: tuple[Plain, Plain, Plain]) -> Agreement:
    people = [{item: values[place] for item, values in scores.items()} for place in range(3)]
    return agreement.compare(EIGHT, [answers(**person) for person in people])


def test_compare__one_person__nobody_to_agree_with() -> None:
    with pytest.raises(ValueError, match="nobody"):
        agreement.compare(EIGHT, [{}])


@pytest.mark.parametrize(
    ("values", "spread", "distance", "differences"),
    [
        ((20.0, 50.0, 90.0), 70.0, 140 / 3, {Difference.SCORE}),
        ((40.0, 40.0, 40.0), 0.0, 0.0, set()),
        ((20.0, 60.0, DONT_KNOW), 40.0, 40.0, {Difference.SCORE, Difference.DONT_KNOW}),
        ((20.0, NOT_APPLICABLE), None, None, {Difference.NOT_APPLICABLE}),
        ((None, DONT_KNOW), None, None, {Difference.DONT_KNOW, Difference.MISSING}),
        ((DONT_KNOW, DONT_KNOW), None, None, set()),
    ],
)
def test_comparison__states_and_scores__each_difference_has_its_name(
    values: tuple[Plain | None, ...],
    spread: float | None,
    distance: float | None,
    differences: set[Difference],
) -> None:
    found = compared(*values)
    assert found.spread == spread
    assert set(found.differences) == differences
    assert found.distance == (None if distance is None else pytest.approx(distance))
    assert found.answers == tuple(side_by_side("a", value)[0].get("a", MISSING) for value in values)


def test_comparison__question_that_only_some_are_asked__is_no_opinion_of_the_others() -> None:
    model = one_theme(yes_no("a"), percent("b", relevance="a = oui"))
    found = agreement.compare(
        model, [answers(a="oui", b=70.0), answers(a="non", b=70.0), answers(a="oui", b=20.0)]
    )
    assert found.questions[1].answers == (answered(70.0), NOT_ASKED, answered(20.0))
    assert found.questions[1].scores == (70.0, None, 20.0)
    assert found.questions[1].differences == {Difference.SCORE, Difference.NOT_ASKED}
    assert found.unsettled == ()
    assert ids(agreement.compare(model, [answers(a="non")] * 2).questions) == "a"


def test_comparison__short_and_long_path__differ_by_what_is_asked() -> None:
    model = one_theme(percent("a", essential=True), percent("b"))
    found = agreement.compare(
        model, [answers(a=1.0, b=2.0)] * 2, essential_only=np.array([True, False])
    )
    assert [one.differences for one in found.questions] == [set(), {Difference.NOT_ASKED}]


def test_comparison__every_scored_type__has_answers_and_scores() -> None:
    model = one_theme(
        scale("s"),
        single("c", {"x": 50, "y": 50}),
        multiple("m", {"p": 40, "q": 60}),
        yes_no("y"),
        number("n"),
    )
    found = agreement.compare(
        model,
        [
            answers(s="n1", c="x", m=("p", "q"), y="oui", n=3.0),
            answers(s="n3", c="y", m=("q", "p"), y="oui", n=9.0),
        ],
    )
    assert ids(found.questions) == "scmy"
    assert [one.scores for one in found.questions] == [(25, 75), (50, 50), (100, 100), (100, 100)]
    # Different options of one worth differ; the same options in another order do not.
    assert [set(one.differences) for one in found.questions] == [
        {Difference.SCORE}, {Difference.ANSWER}, set(), set(),
    ]  # fmt: skip


def test_dividing__by_spread_then_by_weight() -> None:
    model = questionnaire(
        axis("A", theme("A.T", percent("a"), percent("b", weight=3.0)), weight=1.0),
        axis("B", theme("B.T", percent("c"), percent("d"), percent("e")), weight=9.0),
    )
    low = answers(a=10.0, b=10.0, c=10.0, d=10.0, e=10.0)
    high = answers(a=60.0, b=60.0, c=60.0, d=80.0, e=10.0)
    found = agreement.compare(model, [low, high])
    # Weights: a 0.1 / 4, b 0.3 / 4, each of B 0.9 / 3.
    assert ids(found.dividing()) == "dcba"
    assert ids(found.dividing(2)) == "dc"
    assert [one.weight for one in found.questions] == pytest.approx([0.025, 0.075, 0.3, 0.3, 0.3])
    assert found.axes == {"A": pytest.approx(50.0), "B": pytest.approx(40.0)}
    assert found.distance == pytest.approx(41.0)


def test_dividing__more_than_five__five() -> None:
    apart = dict.fromkeys("abcdefgh", (0.0, 50.0, 100.0))
    assert ids(three(**apart).dividing()) == "abcde"


def test_unsettled__answered_by_some_only__by_weight() -> None:
    found = three(a=(10.0, DONT_KNOW, 10.0), b=(10.0, 20.0, 30.0), e=(NOT_APPLICABLE, 5.0, 5.0))
    assert ids(found.unsettled) == "ae"


def test_fragile_and_solid__all_in_the_lowest_and_the_highest_level() -> None:
    found = three(
        a=(0.0, 33.0, 30.0),  # fragile
        b=(33.5, 10.0, 10.0),  # a limit belongs to the level above
        c=(10.0, 10.0, DONT_KNOW),  # not all answered
        d=(5.0, 5.0, 5.0),  # fragile, and more so
        e=(66.5, 70.0, 80.0),  # solid
        f=(66.0, 100.0, 100.0),  # not all
        g=(100.0, 90.0, 95.0),  # solid, and more so
    )
    assert (ids(found.fragile), ids(found.solid)) == ("da", "ge")


@pytest.mark.parametrize("levels", [(), LEVELS[:1]])
def test_fragile_and_solid__without_two_levels__nothing(levels: tuple[Level, ...]) -> None:
    found = agreement.compare(one_theme(percent("a"), levels=levels), side_by_side("a", 0.0, 0.0))
    assert (found.fragile, found.solid) == ((), ())


def test_compare__nothing_that_two_answered__no_distance() -> None:
    found = three(a=(10.0, MISSING, MISSING))
    assert (found.distance, found.axes) == (None, {"A": None, "B": None})


@pytest.mark.parametrize("size", [2, 3, 10, 101])
def test_mean_distance__whole_numbers_from_one__is_a_third_of_the_next(size: int) -> None:
    # Kendall & Stuart, The Advanced Theory of Statistics, vol. 1, 2.21 to 2.24: the mean difference
    # without repetition of 1, 2, ..., m is (m + 1) / 3.
    assert agreement.mean_distance(np.arange(1.0, size + 1)) == pytest.approx((size + 1) / 3)


@given(st.lists(st.floats(0, 100), min_size=2, max_size=12))
@settings(max_examples=200, deadline=None)
def test_mean_distance__any_scores__is_the_mean_over_all_pairs(values: list[float]) -> None:
    found = agreement.mean_distance(np.array(values))
    pairs = [abs(x - y) for x, y in itertools.combinations(values, 2)]
    assert found == pytest.approx(sum(pairs) / len(pairs), abs=1e-9)
    assert found is not None
    assert 0 <= found <= max(values) - min(values) + 1e-9


@given(PEOPLE)
@settings(max_examples=100, deadline=None)
def test_compare__people_in_another_order__changes_no_figure(
    people: list[dict[str, Answer]],
) -> None:
    one = agreement.compare(EIGHT, people)
    other = agreement.compare(EIGHT, people[::-1])
    assert other.distance == (None if one.distance is None else pytest.approx(one.distance))
    assert ids(one.dividing()) == ids(other.dividing())
    assert ids(one.unsettled) == ids(other.unsettled)
    for first, second in zip(one.questions, other.questions, strict=True):
        assert first.answers == second.answers[::-1]
        assert (first.spread, first.differences) == (second.spread, second.differences)
    assert one.distance is None or 0 <= one.distance <= 100
    spreads = [question.spread or 0 for question in one.dividing()]
    assert spreads == sorted(spreads, reverse=True)


@given(st.fixed_dictionaries(dict.fromkeys("abcdefgh", PLAIN)), st.integers(2, 4))
@settings(max_examples=50, deadline=None)
def test_compare__all_say_the_same__nothing_divides_them(
    person: dict[str, Answer], size: int
) -> None:
    found = agreement.compare(EIGHT, [person] * size)
    assert not any(one.differences for one in found.questions)
    assert (found.dividing(), found.unsettled) == ((), ())
    assert found.distance in (None, 0.0)
