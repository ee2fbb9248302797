from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.errors import DominoError
from domino_survey.expressions import evaluate, holds, parse
from domino_survey.expressions.tree import And, Comparison, Not, Or, Reference, leaves

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.expressions import Expression, Frame

    Responses = Callable[..., Frame]


@pytest.fixture(scope="module")
def six(responses: Responses) -> Frame:
    """Six responses, the last one empty."""
    return responses(
        size=6,
        numbers={
            "A1.T1": [20, 49.9, 50, 80, None, None],
            "A1.T4.Q2": [0, 1, 2, 4, 1, None],
            "A2.T2.Q1": [0, 2, 1, 3, None, None],
            "P13": [3, 12, None, 40, 8, None],
        },
        raws={"A1.T1.Q3": [0, 7.5, 15, 60, None, None]},
        options={
            "A3.T1.Q3": ["oui", "non", "non", None, "non", None],
            "P08": ["don", "don pret", "pret", "aucun", None, None],
        },
        stages=["idee", "emergence", "fonctionnement", "consolidation", "sommeil", None],
    )


T, F, U = True, False, None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1.T1 < 50", [T, T, F, F, U, U]),
        ("A1.T1 <= 50", [T, T, T, F, U, U]),
        ("A1.T1 > 50", [F, F, F, T, U, U]),
        ("A1.T1 >= 50", [F, F, T, T, U, U]),
        ("A1.T1 = 50", [F, F, T, F, U, U]),
        ("A1.T1 != 50", [T, T, F, T, U, U]),
        ("A1.T4.Q2 <= 1", [T, T, F, F, T, U]),
        ("P13 >= 12", [F, T, U, T, F, U]),
        ("VALEUR(A1.T1.Q3) < 15", [T, T, F, F, U, U]),
        ("A3.T1.Q3 = non", [F, T, T, U, T, U]),
        ("A3.T1.Q3 != non", [T, F, F, U, F, U]),
        ("P08 contient don", [T, T, F, F, U, U]),
        ("REPONDU(P08)", [T, T, T, T, F, F]),
        ("REPONDU(A1.T1)", [T, T, T, T, F, F]),
        ("stade <= emergence", [T, T, F, F, F, U]),
        ("stade >= fonctionnement", [F, F, T, T, T, U]),
        ("stade = sommeil", [F, F, T, F, T, U]),
        ("stade != idee", [F, T, T, T, T, U]),
        # conjunction: false wins over unknown; disjunction: true wins over unknown
        ("A1.T1 < 50 ET A3.T1.Q3 = non", [F, T, F, F, U, U]),
        ("A1.T1 < 50 OU A3.T1.Q3 = non", [T, T, T, U, T, U]),
        ("A1.T1 >= 50 OU A3.T1.Q3 = oui", [T, F, T, T, U, U]),
        # an absent value never fires, not even under a negation
        ("NON (A1.T1 < 50)", [F, F, T, T, U, U]),
        ("NON (A1.T1 < 50 ET A3.T1.Q3 = non)", [T, F, T, T, U, U]),
        ("NON (REPONDU(P08))", [F, F, F, F, T, T]),
        # A1.T4.Q2 <= 2 ET stade >= fonctionnement OU A1.T1 < 50
        ("A1.T4.Q2 <= 2 ET stade >= fonctionnement OU A1.T1 < 50", [T, T, T, F, T, U]),
        ("A1.T4.Q2 <= 2 ET (stade >= fonctionnement OU A1.T1 < 50)", [T, T, T, F, T, U]),
    ],
)
def test_response__of_each_kind__is_true_false_or_unknown(
    text: str, expected: list[bool | None], six: Frame
) -> None:
    truth = evaluate(parse(text), six)
    got = [bool(t) if k else None for t, k in zip(truth.true, truth.known, strict=True)]
    assert got == expected
    assert not np.any(truth.true & ~truth.known)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A1.T1 present: 20 49.9 50 80, median 49.95, mean 49.975
        ("MED(A1.T1) < 50", True),
        ("MED(A1.T1) < 49.95", False),
        ("MED(A1.T1) = 49.95", True),
        ("MOY(A1.T1) = 49.975", True),
        # A1.T4.Q2 present: 0 1 2 4 1, median 1
        ("MED(A1.T4.Q2) <= 1", True),
        # P13 present: 3 12 40 8, median 10; raw values 0 7.5 15 60, median 11.25
        ("MED(P13) = 10", True),
        ("MED(VALEUR(A1.T1.Q3)) = 11.25", True),
        ("N >= 6", True),
        ("N > 6", False),
        # 3 of 5 answers of A1.T4.Q2 are 0 or 1
        ("PART(A1.T4.Q2 <= 1) >= 60 %", True),
        ("PART(A1.T4.Q2 <= 1) > 60 %", False),
        # 3 of 4 answers are non
        ("PART(A3.T1.Q3 = non) = 75 %", True),
        # complete on both: responses 1 to 5; true: the third and the fifth
        ("PART(A1.T4.Q2 <= 2 ET stade >= fonctionnement) = 40 %", True),
        # complete on both: responses 1 to 3; one `or` true by its present half does not count
        ("PART(A1.T1 < 50 OU A3.T1.Q3 = non) = 100 %", True),
        ("PART(A1.T1 >= 50 OU A3.T1.Q3 = oui) >= 66.6 %", True),
        ("PART(A1.T1 >= 50 OU A3.T1.Q3 = oui) <= 66.7 %", True),
        # 4 of 6 have an answer: an absence is what is asked about
        ("PART(REPONDU(P08)) >= 66.6 % ET PART(REPONDU(P08)) <= 66.7 %", True),
        ("PART(NON (REPONDU(P08))) > 33 %", True),
        ("PART(P08 contient don) = 50 %", True),
        ("NON (PART(P08 contient don) < 20 %)", True),
        ("MED(A1.T1) >= 50 ET N >= 5 OU PART(stade <= emergence) >= 40 %", True),
        ("MED(A1.T1) >= 50 ET (N >= 5 OU PART(stade <= emergence) >= 40 %)", False),
    ],
)
def test_territory__of_six_responses__holds_by_hand(
    text: str, *, expected: bool, six: Frame
) -> None:
    assert holds(parse(text), six) is expected


@pytest.mark.parametrize(
    "text",
    ["MED(x) < 50", "MOY(x) < 50", "PART(x < 50) >= 0 %", "PART(x < 50) < 20 %"],
)
@pytest.mark.parametrize("values", [[], [None, None]])
def test_territory__without_any_value__neither_holds_nor_its_negation(
    text: str, values: list[float | None], responses: Responses
) -> None:
    frame = responses(size=len(values), numbers={"x": values})
    assert not holds(parse(text), frame)
    assert not holds(parse(f"NON ({text})"), frame)
    assert holds(parse(f"N = {len(values)}"), frame)


def test_score__equal_up_to_its_last_digits__is_equal(responses: Responses) -> None:
    frame = responses(size=2, numbers={"x": [49.99999999999999, 50.00000000000001]})
    assert not evaluate(parse("x < 50"), frame).true.any()
    assert evaluate(parse("x = 50"), frame).true.all()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MED(x) < 50", "wrong-level"),
        ("PART(x < 50) >= 3 %", "wrong-level"),
        ("N > 5", "wrong-level"),
        ("x < 50 %", "type-mismatch"),
        ("x < oui", "type-mismatch"),
    ],
)
def test_response__of_an_expression_that_check_refuses__is_refused(
    text: str, code: str, responses: Responses
) -> None:
    with pytest.raises(DominoError) as refused:
        evaluate(parse(text), responses(size=1, numbers={"x": [3]}))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x < 50", "wrong-level"),
        ("VALEUR(x) < 50", "wrong-level"),
        ("x contient a", "wrong-level"),
        ("REPONDU(x)", "wrong-level"),
        ("PART(N > 5) > 3 %", "wrong-level"),
        ("PART(x < 50) >= 3", "type-mismatch"),
        ("MED(x) < 50 %", "type-mismatch"),
        ("N = oui", "type-mismatch"),
    ],
)
def test_territory__of_an_expression_that_check_refuses__is_refused(
    text: str, code: str, responses: Responses
) -> None:
    with pytest.raises(DominoError) as refused:
        holds(parse(text), responses(size=1, numbers={"x": [3]}))
    assert refused.value.code == code


LEAVES = st.sampled_from([parse(f"{n} {o} 2") for n in "xyz" for o in ("<", "<=", "=", "!=", ">")])
TREES: st.SearchStrategy[Expression] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
ROWS = st.lists(st.tuples(*[st.sampled_from([None, 1.0, 2.0, 3.0])] * 3), min_size=1, max_size=8)


def by_hand(expression: Expression, row: dict[str, float | None]) -> bool | None:
    """Kleene's logic, one response at a time."""
    if isinstance(expression, Not):
        inner = by_hand(expression.operand, row)
        return None if inner is None else not inner
    if isinstance(expression, And | Or):
        inners = [by_hand(operand, row) for operand in expression.operands]
        decisive = isinstance(expression, Or)
        return decisive if decisive in inners else None if None in inners else not decisive
    assert isinstance(expression, Comparison)
    assert isinstance(expression.left, Reference)
    value = row[expression.left.name]
    if value is None:
        return None
    results = {"<": value < 2, "<=": value <= 2, "=": value == 2, "!=": value != 2, ">": value > 2}
    return results[expression.operator.value]


@given(TREES, ROWS)
@settings(max_examples=100, deadline=None)
def test_columns__of_any_expression__agree_with_one_response_at_a_time(
    responses: Responses, expression: Expression, rows: list[tuple[float | None, ...]]
) -> None:
    columns = {name: [row[i] for row in rows] for i, name in enumerate("xyz")}
    truth = evaluate(expression, responses(size=len(rows), numbers=columns))
    got = [bool(t) if k else None for t, k in zip(truth.true, truth.known, strict=True)]
    assert got == [by_hand(expression, dict(zip("xyz", row, strict=True))) for row in rows]


@given(TREES, ROWS)
@settings(max_examples=60, deadline=None)
def test_negation__of_any_expression__follows_de_morgan(
    responses: Responses, expression: Expression, rows: list[tuple[float | None, ...]]
) -> None:
    columns = {name: [row[i] for row in rows] for i, name in enumerate("xyz")}
    frame = responses(size=len(rows), numbers=columns)
    parts = [Not(leaf) for leaf in leaves(expression)] * 2
    negated, joined = Not(And(tuple(leaves(expression)) * 2)), Or(tuple(parts))
    assert np.array_equal(evaluate(negated, frame).true, evaluate(joined, frame).true)
    assert np.array_equal(evaluate(negated, frame).known, evaluate(joined, frame).known)
    twice = evaluate(Not(Not(expression)), frame)
    assert np.array_equal(twice.true, evaluate(expression, frame).true)
