from __future__ import annotations

import pytest

from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, Answer, State, answered


@pytest.mark.parametrize(
    ("answer", "stored"),
    [
        (answered("oui"), {"value": "oui"}),
        (answered(12.5), {"value": 12.5}),
        (answered(("a", "b")), {"value": ["a", "b"]}),
        (NOT_APPLICABLE, {"state": "not_applicable"}),
        (DONT_KNOW, {"state": "dont_know"}),
        (MISSING, None),
    ],
)
def test_answer__stored_and_read_again__is_the_same(
    answer: Answer, stored: dict[str, object] | None
) -> None:
    assert answer.to_json() == stored
    assert Answer.from_json(stored) == answer


def test_answer_not_asked__stored__is_nothing() -> None:
    assert Answer(State.NOT_ASKED).to_json() is None


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"state": "asleep"},
        {"state": 1},
        {"value": True},
        {"value": None},
        {"value": {}},
        {"value": float("nan")},
        {"value": float("inf")},
    ],
)
def test_from_json__anything_else__is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a stored answer"):
        Answer.from_json(stored)
