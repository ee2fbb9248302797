from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.answers import (
    DONT_KNOW,
    MISSING,
    NOT_APPLICABLE,
    State,
    answered,
    parsed,
    table_of_cells,
    unknown_columns,
    written,
)
from domino_survey.answers.validation import LARGEST
from domino_survey.errors import DominoError
from domino_survey.schema import TextQuestion
from tests.builders import multiple, number, one_theme, percent, scale, text, yes_no

if TYPE_CHECKING:
    from domino_survey.answers import Value
    from domino_survey.schema import Question

THREE = {"a": 1.0, "b": 1.0, "c": 1.0}


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("", MISSING),
        ("  ", MISSING),
        ("NA", NOT_APPLICABLE),
        ("DK", DONT_KNOW),
        (" NA ", NOT_APPLICABLE),
    ],
)
def test_mark__in_a_cell__is_its_state_whatever_the_screen_offers(
    cell: str, answer: object
) -> None:
    assert parsed(scale("Q", dont_know=False), cell) == answer


@pytest.mark.parametrize(
    ("question", "cell", "value"),
    [
        (scale("Q"), "n2", "n2"),
        (multiple("Q", THREE), "c  a", ("a", "c")),
        (number("Q"), "12,5", 12.5),
        (number("Q"), "-3", -3.0),
        (number("Q"), "1e3", 1000.0),
        (yes_no("Q"), "Oui", "oui"),
        (yes_no("Q"), "0", "non"),
        (TextQuestion(type="text", id="Q", text=text("Q")), " mot ", "mot"),
    ],
)
def test_cell__fits__is_read(question: Question, cell: str, value: Value) -> None:
    assert parsed(question, cell) == answered(value)


@pytest.mark.parametrize("cell", ["1_000", "1 000", "1,000.5", "nan", "inf", "٣", "douze"])
def test_number_cell__not_a_plain_number__is_refused(cell: str) -> None:
    with pytest.raises(DominoError) as refused:
        parsed(number("Q"), cell)
    assert refused.value.code == "not-a-number"


@given(st.floats(min_value=-LARGEST, max_value=LARGEST))
def test_number__written_and_read__is_the_same_number(value: float) -> None:
    assert parsed(number("Q"), written(answered(value))) == answered(value)


@given(st.sets(st.sampled_from(["a", "b", "c"]), min_size=1))
def test_options__written_and_read__are_the_same(codes: set[str]) -> None:
    answer = answered(tuple(sorted(codes)))
    assert parsed(multiple("Q", THREE), written(answer)) == answer


def test_states__written_and_read__are_the_same() -> None:
    for answer in (MISSING, NOT_APPLICABLE, DONT_KNOW):
        assert parsed(scale("Q"), written(answer)) == answer


def test_columns__with_bad_cells__give_every_problem_with_its_line() -> None:
    model = one_theme(percent("Q1"), scale("Q2"))
    table, problems = table_of_cells(
        model, {"Q1": ["10", "x", "20", "x"], "Q2": ["n0", "n1", "n9", ""], "autre": ["1"] * 4}
    )
    assert [(p.code, p.place, p.line) for p in problems] == [
        ("not-a-number", "Q1", 3),
        ("not-a-number", "Q1", 5),
        ("unknown-option-answered", "Q2", 4),
    ]
    assert table.size == 4
    assert table.columns["Q1"].state.tolist() == [0, State.MISSING, 0, State.MISSING]
    assert set(table.columns) == {"Q1", "Q2"}


def test_columns__with_lines_of_their_own__name_those() -> None:
    _, problems = table_of_cells(one_theme(percent("Q")), {"Q": ["1", "x"]}, lines=[4, 9])
    assert [p.line for p in problems] == [9]


def test_unknown_columns__are_warned_of() -> None:
    (problem,) = unknown_columns(one_theme(percent("Q")), ["Q", "R"])
    assert (problem.code, problem.place, problem.severity) == ("unknown-column", "R", "warning")
