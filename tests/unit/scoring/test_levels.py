from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.schema import Level
from domino_survey.scoring import NodeScore, Reason, level_cuts, level_of, level_range
from tests.builders import one_theme, percent, text

LEVELS = tuple(
    Level(code=code, label=text(code), start=start)
    for code, start in (("bas", 0.0), ("moyen", 33.5), ("haut", 66.5))
)


@pytest.mark.parametrize(
    ("score", "code"),
    [
        (0.0, "bas"),
        (33.49, "bas"),
        (33.5, "moyen"),
        (33.5 - 1e-12, "moyen"),
        (66.49, "moyen"),
        (66.5, "haut"),
        (100.0, "haut"),
    ],
)
def test_level__cut__belongs_to_the_level_above(score: float, code: str) -> None:
    found = level_of(LEVELS, score)
    assert found is not None
    assert found.code == code


def a_score(value: float | None, low: float, high: float) -> NodeScore:
    return NodeScore("T", value, low, high, 1.0, Reason.NONE)


def test_interval__within_a_level__has_that_level_only() -> None:
    assert level_range(LEVELS, a_score(50, 40, 60)) == (LEVELS[1], LEVELS[1])


def test_interval__straddling_cuts__reaches_from_one_level_to_another() -> None:
    assert level_range(LEVELS, a_score(50, 30, 60)) == (LEVELS[0], LEVELS[1])
    assert level_range(LEVELS, a_score(50, 30, 66.5)) == (LEVELS[0], LEVELS[2])


def test_level__without_score_or_levels__is_none() -> None:
    assert level_range(LEVELS, a_score(None, 0, 100)) is None
    assert level_range((), a_score(50, 40, 60)) is None


def test_cuts__of_a_questionnaire__end_at_100() -> None:
    assert level_cuts(one_theme(percent("Q"), levels=LEVELS)) == (33.5, 66.5, 100)


@given(
    st.lists(st.integers(1, 99), unique=True, max_size=5),
    st.lists(st.floats(0, 100), min_size=3, max_size=3),
)
def test_levels__any_cuts_and_interval__hold_the_score_and_reach_as_far_as_it_does(
    cuts: list[int], numbers: list[float]
) -> None:
    levels = [
        Level(code=f"n{rank}", label=text("n"), start=float(start))
        for rank, start in enumerate([0, *sorted(cuts)])
    ]
    low, value, high = sorted(numbers)
    found, reach = level_of(levels, value), level_range(levels, a_score(value, low, high))
    assert found is not None
    assert reach is not None
    rank = levels.index(found)
    assert found.start <= value + 1e-9
    assert rank == len(levels) - 1 or value < levels[rank + 1].start
    assert reach[0].start <= found.start <= reach[1].start
    straddled = [cut for cut in cuts if low < cut - 1e-9 and cut - 1e-9 <= high]
    assert (reach[0] == reach[1]) == (not straddled)
