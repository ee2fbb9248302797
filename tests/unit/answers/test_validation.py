from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, answered, validated
from domino_survey.errors import DominoError
from domino_survey.schema import (
    DateQuestion,
    LongTextQuestion,
    TerritoryQuestion,
    TextQuestion,
)
from tests.builders import multiple, number, scale, single, text, yes_no

if TYPE_CHECKING:
    from domino_survey.answers import Value
    from domino_survey.schema import Question

THREE = {"a": 1.0, "b": 1.0, "c": 1.0, "aucun": 0.0}
SHORT_TEXT = TextQuestion(type="text", id="Q", text=text("Q"), max_length=5)
LONG_TEXT = LongTextQuestion(type="long_text", id="Q", text=text("Q"))
DAY = DateQuestion(type="date", id="Q", text=text("Q"))
COMMUNE = TerritoryQuestion(type="territory", id="Q", text=text("Q"))


@pytest.mark.parametrize(
    ("question", "value", "canonical"),
    [
        (scale("Q"), "n3", "n3"),
        (single("Q", THREE), "b", "b"),
        (yes_no("Q"), "oui", "oui"),
        (multiple("Q", THREE), ("c", "a", "c"), ("a", "c")),
        (multiple("Q", THREE, exclusive=["aucun"]), ("aucun",), ("aucun",)),
        (number("Q"), 3, 3.0),
        (number("Q", minimum=0.0, maximum=10.0), 10, 10.0),
        (SHORT_TEXT, "  abc ", "abc"),
        (DAY, "2026-11-23", "2026-11-23"),
        (COMMUNE, "44109", "44109"),
    ],
)
def test_value__fits__comes_back_canonical(
    question: Question, value: Value, canonical: Value
) -> None:
    assert validated(question, answered(value)) == answered(canonical)


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        (scale("Q"), "n9", "unknown-option-answered"),
        (scale("Q"), 3.0, "option-not-text"),
        (single("Q", THREE), ("a",), "option-not-text"),
        (yes_no("Q"), "yes", "unknown-option-answered"),
        (multiple("Q", THREE), "a", "not-a-list-of-options"),
        (multiple("Q", THREE), (), "not-a-list-of-options"),
        (multiple("Q", THREE), ("a", "z"), "unknown-option-answered"),
        (multiple("Q", THREE, exclusive=["aucun"]), ("a", "aucun"), "exclusive-option-with-others"),
        (multiple("Q", THREE, max_choices=2), ("a", "b", "c"), "too-many-choices"),
        (number("Q"), "douze", "not-a-number"),
        (number("Q"), True, "not-a-number"),
        (number("Q"), float("nan"), "not-a-number"),
        (number("Q"), float("inf"), "not-a-number"),
        (number("Q", integer=True), 1.5, "not-a-whole-number"),
        (number("Q", minimum=0.0), -0.5, "below-minimum"),
        (number("Q", maximum=10.0), 10.5, "above-maximum"),
        (SHORT_TEXT, "abcdef", "text-too-long"),
        (SHORT_TEXT, "   ", "empty-text"),
        (LONG_TEXT, 3.0, "empty-text"),
        (DAY, "23/11/2026", "not-a-date"),
        (DAY, "2026-02-30", "not-a-date"),
        (COMMUNE, "Nantes", "unknown-commune"),
    ],
)
def test_value__does_not_fit__is_refused(question: Question, value: Value, code: str) -> None:
    with pytest.raises(DominoError) as refused:
        validated(question, answered(value))
    assert refused.value.code == code
    assert refused.value.problems[0].place == "Q"


def test_state__not_offered__is_refused() -> None:
    closed = scale("Q", dont_know=False)
    for state, code in (
        (NOT_APPLICABLE, "not-applicable-not-offered"),
        (DONT_KNOW, "dont-know-not-offered"),
    ):
        with pytest.raises(DominoError) as refused:
            validated(closed, state)
        assert refused.value.code == code


def test_state__offered__is_accepted() -> None:
    opened = scale("Q", not_applicable=text("Si..."))
    for state in (NOT_APPLICABLE, DONT_KNOW, MISSING):
        assert validated(opened, state) == state
