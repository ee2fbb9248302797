"""The 39 conditions of the DOMINO questionnaire, as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from domino_survey import expressions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domino_survey.expressions import Frame, Level, Symbols

    Responses = Callable[..., Frame]

TERRITORY = """
MED(A1.T1) < 50 OU PART(A1.T1.Q1 <= 1) >= 30 %
PART(stade <= emergence) >= 40 % OU MED(A1.T3) < 50
MED(A1.T4) < 55 OU PART(A1.T4.Q2 <= 1) >= 40 %
PART(A1.T4.Q2 <= 2 ET stade >= fonctionnement) >= 40 % OU PART(A4.T3.Q1 <= 1) >= 30 %
MED(A2.T1) < 50 OU PART(A2.T1.Q1 <= 1) >= 30 %
MED(A2.T3) < 50 OU PART(A2.T3.Q3 <= 1) >= 25 %
PART(A2.T1.Q3 <= 1) >= 30 %
MED(A2.T2.Q2) <= 1 ET N >= 5
PART(A2.T2.Q2 <= 2 ET stade >= fonctionnement) >= 50 %
PART(A2.T3.Q4 = non) >= 60 % OU MED(A5.T3.Q3) <= 1
MED(A3.T2) < 50 OU PART(A3.T2.Q1 <= 1) >= 30 %
MED(A3.T1) < 50 OU PART(A3.T1.Q3 = non) >= 50 %
PART(A2.T3.Q3 <= 1) >= 25 % OU MED(A3.T3) < 50
PART(stade <= emergence) >= 40 % OU MED(A4.T1) < 45
MED(A4.T1.Q3) <= 1 OU PART(A4.T1.Q3 <= 1) >= 40 %
MED(A4.T2) < 50 OU PART(A4.T3.Q2 <= 1) >= 40 %
MED(A4.T2) >= 40 ET PART(A2.T2.Q1 contient achat) < 20 %
MED(A4.T4) >= 50 ET N >= 8 OU PART(A4.T2.Q3 <= 1 ET stade >= fonctionnement) >= 30 %
MED(A5.T1) < 50 OU PART(A5.T3.Q3 <= 1) >= 40 %
PART(A2.T2.Q3 <= 1) >= 30 %
PART(A5.T3.Q2 <= 1) >= 30 % OU MED(A5.T3) < 50
MED(A5.T2) < 50 OU PART(A5.T2.Q1 <= 1) >= 40 %
PART(A2.T2.Q3 <= 2 ET stade >= consolidation) >= 40 % OU PART(A2.T2.Q3 <= 1 ET stade >= fonctionnement) >= 30 %
MED(A5.T4) < 50 OU PART(A5.T4.Q2 <= 1) >= 40 %
""".strip().splitlines()

RESPONSE = """
A1.T1 < 50
A1.T2 < 50
A1.T4.Q2 <= 2 ET stade >= fonctionnement OU A1.T4 < 50
A2.T1 < 50
A2.T2.Q2 <= 2 ET stade >= emergence
A2.T3 < 60 ET stade >= fonctionnement
A3.T2.Q1 <= 1
A3.T1 < 50
A3.T3 < 50 ET stade >= fonctionnement
A4.T1.Q3 <= 1 ET stade <= emergence
A4.T2.Q1 <= 2 OU A4.T2 < 50
A4.T2.Q2 <= 1 OU A4.T4 < 50 ET stade >= fonctionnement
A5.T1.Q2 <= 2
A5.T3 < 50 OU A5.T3.Q2 <= 1
A5.T2 < 50 ET stade >= fonctionnement OU A5.T4 < 50 ET stade >= fonctionnement
""".strip().splitlines()

CONDITIONS: list[tuple[str, Level]] = [
    *((text, "territory") for text in TERRITORY),
    *((text, "response") for text in RESPONSE),
]


def test_conditions__as_delivered__are_all_there() -> None:
    assert (len(TERRITORY), len(RESPONSE)) == (24, 15)


@pytest.mark.parametrize(("text", "level"), CONDITIONS)
def test_condition__parsed_and_printed__is_unchanged(text: str, level: Level) -> None:
    expression = expressions.parse(text)
    assert expressions.format(expression) == text
    assert expressions.parse(expressions.format(expression, "en")) == expression
    assert level in {"response", "territory"}


@pytest.mark.parametrize(("text", "level"), CONDITIONS)
def test_condition__against_its_questionnaire__has_no_problem(
    text: str, level: Level, names: Symbols
) -> None:
    assert expressions.check(expressions.parse(text), names, level) == []


@pytest.mark.parametrize(("text", "level"), CONDITIONS)
def test_condition__at_the_other_level__is_refused(text: str, level: Level, names: Symbols) -> None:
    other: Level = "response" if level == "territory" else "territory"
    codes = {p.code for p in expressions.check(expressions.parse(text), names, other)}
    assert codes == {"wrong-level"}


def same_everywhere(
    responses: Responses,
    *,
    themes: Sequence[float | None],
    questions: Sequence[float | None],
    stages: Sequence[str | None],
    yes_no: Sequence[str | None] = (),
    support: Sequence[str | None] = (),
) -> Frame:
    """Responses that have the same score in every theme and the same points in every question."""
    ids = {
        name for text, _ in CONDITIONS for name in expressions.references(expressions.parse(text))
    }
    numbers = {name: list(questions if ".Q" in name else themes) for name in ids}
    options = {"A2.T3.Q4": yes_no, "A3.T1.Q3": yes_no, "A2.T2.Q1": support}
    return responses(size=len(stages), numbers=numbers, options=options, stages=list(stages))


def test_territory_conditions__of_a_struggling_territory__fire_by_hand(
    responses: Responses,
) -> None:
    frame = same_everywhere(
        responses,
        themes=[10, 30, 40, None, 60],  # median 35
        questions=[0, 1, 1, 2, None],  # median 1; at most 1: 75 %
        stages=["idee", "emergence", "fonctionnement", "consolidation", "sommeil"],
        yes_no=["non", "non", "non", "oui", None],  # 75 %
        support=["achat lieu", "aucun", "lieu", None, "lieu"],  # 25 %
    )
    # Points at most 2 from fonctionnement on: the third and fourth of four complete responses;
    # at most 1 from fonctionnement on, or at most 2 from consolidation on: one of four.
    silent = [text for text in TERRITORY if not expressions.holds(expressions.parse(text), frame)]
    assert silent == [TERRITORY[16], TERRITORY[17], TERRITORY[22]]


@pytest.mark.parametrize(("copies", "fired"), [(1, [16]), (2, [16, 17])])
def test_territory_conditions__of_a_solid_territory__fire_by_hand(
    copies: int, fired: list[int], responses: Responses
) -> None:
    frame = same_everywhere(
        responses,
        themes=[50, 60, 70, 80, 90] * copies,  # median 70
        questions=[2, 2, 3, 4, 4] * copies,  # median 3; at most 1: none
        stages=["fonctionnement", "emergence", *["consolidation"] * 3] * copies,
        yes_no=["oui", "oui", "oui", "oui", "non"] * copies,
        support=["lieu"] * 5 * copies,
    )
    held = [text for text in TERRITORY if expressions.holds(expressions.parse(text), frame)]
    assert held == [TERRITORY[index] for index in fired]


def test_response_conditions__of_five_responses__fire_by_hand(responses: Responses) -> None:
    frame = same_everywhere(
        responses,
        themes=[49, 49, 50, 80, None],
        questions=[1, 1, 2, 4, None],
        stages=["idee", "sommeil", "emergence", "consolidation", None],
    )
    fired = [
        "".join("x" if true else "." for true in expressions.evaluate(parsed, frame).true)
        for parsed in map(expressions.parse, RESPONSE)
    ]
    assert fired == [
        "xx...",
        "xx...",
        "xx...",
        "xx...",
        ".xx..",
        ".x...",
        "xx...",
        "xx...",
        ".x...",
        "x....",
        "xxx..",
        "xx...",
        "xxx..",
        "xx...",
        ".x...",
    ]


def test_conditions__of_an_empty_response_or_group__never_fire(responses: Responses) -> None:
    empty = same_everywhere(
        responses, themes=[None], questions=[None], stages=[None], yes_no=[None], support=[None]
    )
    assert not any(expressions.holds(expressions.parse(text), empty) for text in TERRITORY)
    for text in RESPONSE:
        truth = expressions.evaluate(expressions.parse(text), empty)
        assert not np.any(truth.true | truth.known)
