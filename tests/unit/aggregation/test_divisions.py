from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.aggregation import (
    answer_counts,
    half_counts,
    level_counts,
    low_answers,
    proof_share,
    shares,
)
from domino_survey.answers import Column
from domino_survey.schema import Level, MultipleChoice, ScaleQuestion, SingleChoice

LEVELS = tuple(
    Level.model_validate({"code": code, "start": start, "label": {"fr": code}})
    for code, start in (("low", 0), ("middle", 33.5), ("high", 66.5))
)
SINGLE = SingleChoice.model_validate(
    {
        "id": "Q",
        "type": "single",
        "text": {"fr": "?"},
        "options": (
            {"code": "best", "label": {"fr": "a"}, "points": 4},
            {"code": "worst", "label": {"fr": "b"}, "points": 0},
            {"code": "middle", "label": {"fr": "c"}, "points": 2},
        ),
    }
)


def column(*values: int, states: tuple[int, ...] = ()) -> Column:
    return Column(
        np.array(states or (0,) * len(values), dtype=np.int8), np.array(values, dtype=np.int16)
    )


def test_level_counts__at_the_cut__of_the_level_that_begins_there() -> None:
    scores = np.array([0.0, 33.4, 33.5, 66.5, 100.0, np.nan])
    assert level_counts(LEVELS, scores) == {"low": 2, "middle": 1, "high": 2}


def test_answer_counts__options_in_any_order__least_points_first_and_only_what_was_asked() -> None:
    asked = np.array([True, True, True, False, True])
    given = column(0, 1, 1, 1, 2, states=(0, 0, 0, 0, 2))
    counts = answer_counts(SINGLE, given, asked, 4)
    assert counts == {"worst": 2, "middle": 0, "best": 1}
    assert list(counts) == ["worst", "middle", "best"]


def test_low_answers__half_of_the_points__is_not_low() -> None:
    assert low_answers(SINGLE, 4) == {"worst"}


def test_answer_counts__several_choices__none() -> None:
    options = tuple({"code": code, "label": {"fr": code}} for code in "ab")
    question = MultipleChoice.model_validate(
        {"id": "Q", "type": "multiple", "text": {"fr": "?"}, "options": options}
    )
    assert answer_counts(question, column(1), np.array([True]), 4) == {}


def test_answer_counts__levels_without_points__in_their_order() -> None:
    question = ScaleQuestion.model_validate(
        {
            "id": "Q",
            "type": "scale",
            "text": {"fr": "?"},
            "levels": tuple({"code": code, "label": {"fr": code}} for code in "abc"),
        }
    )
    assert answer_counts(question, column(2, 2, 0), np.ones(3, dtype=bool), 4) == {
        "a": 1,
        "b": 0,
        "c": 2,
    }


def test_half_counts__the_middle__counts_above() -> None:
    assert half_counts(np.array([0.0, 49.9, 50.0, 100.0, np.nan])) == {"low": 2, "high": 2}


def test_shares__all_known__add_up_to_one() -> None:
    assert shares({"a": 5, "b": 5, "c": 5}, 0) == {"a": 0.35, "b": 0.35, "c": 0.3}
    assert shares({"a": 200, "b": 5, "c": 0}, 0) == {"a": 0.95, "b": 0.05, "c": 0.0}


def test_shares__some_hidden__of_about_all() -> None:
    assert shares({"a": 10, "b": None, "c": None}, 20) == {"a": 0.5, "b": None, "c": None}
    assert shares({"a": None}, 20) == {"a": None}
    assert shares({"a": 0, "b": 0}, 0) == {"a": None, "b": None}


@given(st.lists(st.integers(0, 400), min_size=2, max_size=5))
def test_shares__any_counts__twentieths_of_one_whole_in_the_order_of_counts(
    counts: list[int],
) -> None:
    found = shares({f"o{place}": count for place, count in enumerate(counts)}, 0)
    if sum(counts) == 0:
        assert set(found.values()) == {None}
        return
    values = [value for value in found.values() if value is not None]
    assert sum(values) == pytest.approx(1)
    for value, count in zip(values, counts, strict=True):
        assert (value == 0) == (count == 0)
        assert 20 * value == pytest.approx(round(20 * value))


def amounts(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize(
    ("answered", "proven", "expected"),
    [
        ((40, 40, 40, 40, 40), (10, 10, 10, 10, 10), 0.25),
        ((40, 40, 40, 40, 40), (11, 11, 10, 10, 10), 0.25),
        ((40, 40, 40, 40, 40), (0, 0, 0, 0, 0), 0.05),
        ((40, 40, 40, 40, 40), (40, 40, 40, 40, 40), 0.95),
        # Nearly all that is proven is one initiative's.
        ((40, 40, 40, 40, 40), (30, 1, 1, 1, 1), None),
        ((40, 40, 40, 40, 40), (10, 40, 40, 40, 40), None),
        # Four who answered.
        ((40, 40, 40, 40, 0), (10, 10, 10, 10, 0), None),
        ((), (), None),
    ],
)
def test_proof_share__of_few_or_of_one__not_told(
    answered: tuple[int, ...], proven: tuple[int, ...], expected: float | None
) -> None:
    found = proof_share(amounts(*answered), amounts(*proven), least=5, dominance=0.85)
    assert found == expected
