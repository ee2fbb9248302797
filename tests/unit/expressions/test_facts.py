from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.expressions import evaluate, facts, gap, holds, parse, share
from domino_survey.expressions import format as to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.expressions import Frame

    Responses = Callable[..., Frame]


@pytest.fixture(scope="module")
def ten(responses: Responses) -> Frame:
    return responses(
        size=10,
        numbers={
            "A1.T1": [10, 20, 30, 40, 50, 60, None, None, None, None],
            "A1.T4.Q2": [0, 1, 1, 2, 2, 3, 4, 4, None, None],
            "P13": [5, 10, 15, 20, 25, 30, 35, 40, 45, 50],
        },
        raws={"P13": [5, 10, 15, 20, 25, 30, 35, 40, 45, 50]},
        options={"P08": ["don"] + ["pret"] * 8 + [None]},
        stages=["idee"] * 4 + ["consolidation"] * 4 + [None] * 2,
        spans={"P13": float("nan")},
    )


def test_facts__of_a_response__say_what_was_met(ten: Frame) -> None:
    found = facts(
        parse("A1.T1 < 50 OU NON (stade >= fonctionnement) ET P08 contient pret"), ten, row=1
    )
    assert [to_text(fact.leaf) for fact in found] == [
        "A1.T1 < 50",
        "stade >= fonctionnement",
        "P08 contient pret",
    ]
    score, stage, option = found
    assert (score.references, score.function, score.operator) == (("A1.T1",), None, "<")
    assert (score.value, score.threshold, score.holds, score.known) == (20, 50, True, True)
    assert score.gap == pytest.approx(0.30)
    assert (stage.references, stage.value, stage.threshold) == (("stade",), 0, "fonctionnement")
    assert (stage.holds, stage.negated, stage.reason, stage.gap) == (False, True, True, 0)
    assert (option.value, option.threshold, option.operator) == (None, "pret", None)
    assert (option.holds, option.known, option.reason) == (True, True, True)


def test_facts__of_a_missing_value__are_unknown_without_a_value(ten: Frame) -> None:
    (fact,) = facts(parse("A1.T1 < 50"), ten, row=9)
    assert (fact.value, fact.known, fact.holds, fact.reason, fact.gap) == (None, False, False, False, 0)  # fmt: skip
    (fact,) = facts(parse("P08 contient don"), ten, row=9)
    assert (fact.known, fact.holds) == (False, False)
    (fact,) = facts(parse("NON (REPONDU(P08))"), ten, row=9)
    assert (fact.known, fact.holds, fact.reason) == (True, False, True)


def test_facts__of_a_territory__carry_function_and_counts(ten: Frame) -> None:
    median, part, count = facts(
        parse("MED(A1.T1) < 50 OU PART(A1.T4.Q2 <= 2 ET stade <= emergence) >= 30 % OU N >= 20"),
        ten,
        None,
    )
    # six scores 10 to 60: median 35; eight complete responses, the first four true
    assert (median.function, median.value) == ("median", 35)
    assert median.gap == pytest.approx(0.15)
    assert (part.function, part.references) == ("share", ("A1.T4.Q2", "stade"))
    assert (part.numerator, part.denominator, part.value) == (4, 8, 50)
    assert part.threshold == 30
    assert part.gap == pytest.approx(0.20)
    assert (count.function, count.value, count.holds, count.gap) == ("count", 10, False, 0)


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("A1.T1 < 50", 0, 0.40),
        ("A1.T1 < 50", 4, 0.0),  # exactly at the threshold: does not hold
        ("A1.T1 <= 50", 4, 0.0),  # holds, with nothing beyond
        ("A1.T1 < 50", 9, 0.0),
        ("A1.T4.Q2 <= 2", 0, 0.50),
        ("A1.T4.Q2 <= 2 ET A1.T1 < 50", 0, 0.50),
        ("A1.T4.Q2 <= 2 ET A1.T1 < 50", 5, 0.0),
        ("A1.T4.Q2 <= 2 ET A1.T1 >= 60 OU A1.T1 < 50", 1, 0.30),  # the first branch fails
        ("A1.T4.Q2 <= 2 ET stade <= emergence", 1, 0.25),
        ("stade <= emergence", 0, 0.0),
        ("P08 contient don OU REPONDU(P08)", 0, 0.0),
        ("P13 >= 10", 3, 0.0),  # no width is known
        ("VALEUR(P13) >= 10", 3, 0.0),
        ("NON (A1.T1 >= 50)", 0, 0.40),
        ("NON (A1.T1 >= 50 OU A1.T4.Q2 > 3)", 0, 0.75),
        ("MED(A1.T1) < 50", None, 0.15),
        ("MOY(A1.T1) > 50 OU MED(A1.T4.Q2) <= 3", None, 0.25),  # median of the eight points: 2
        ("PART(A1.T4.Q2 <= 1) >= 30 %", None, 0.075),  # 3 of 8
        ("PART(A1.T4.Q2 <= 1) >= 40 %", None, 0.0),
        ("N >= 5", None, 0.0),
        ("MED(VALEUR(P13)) > 3", None, 0.0),
    ],
)
def test_gap__beyond_a_threshold__is_relative_to_the_scale(
    text: str, row: int | None, expected: float, ten: Frame
) -> None:
    assert gap(parse(text), ten, row) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PART(A1.T4.Q2 <= 1) >= 30 %", 0.375),
        ("PART(A1.T4.Q2 <= 1) >= 30 % OU PART(stade <= emergence) >= 40 %", 0.5),
        ("PART(A1.T4.Q2 <= 1) >= 30 % OU PART(stade <= emergence) >= 90 %", 0.375),
        ("PART(A1.T4.Q2 <= 1) >= 90 %", None),
        ("PART(stade <= emergence) >= 40 % ET N >= 20 OU MED(A1.T1) < 50", None),
        ("MED(A1.T1) < 50", None),
        ("PART(P08 contient velo) < 20 %", 0.0),
    ],
)
def test_share__of_a_condition_that_holds__is_the_largest(
    text: str, expected: float | None, ten: Frame
) -> None:
    assert share(parse(text), ten) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A1.T1 < 50 OU A1.T4.Q2 <= 1",
        "NON (A1.T1 < 50 ET stade <= emergence)",
        "NON (P08 contient don OU REPONDU(P08)) OU VALEUR(P13) > 20 ET P08 != don",
    ],
)
def test_facts__of_each_response__agree_with_the_evaluation(text: str, ten: Frame) -> None:
    expression = parse(text)
    true = evaluate(expression, ten).true
    for row in range(ten.size):
        assert any(fact.reason for fact in facts(expression, ten, row)) == true[row]


def test_facts__of_a_territory__agree_with_the_evaluation(ten: Frame) -> None:
    for text in ("MED(A1.T1) < 50 ET N < 5", "NON (N < 5)", "PART(A1.T1 < 0) < 1 %"):
        expression = parse(text)
        assert any(f.reason for f in facts(expression, ten, None)) is holds(expression, ten)
