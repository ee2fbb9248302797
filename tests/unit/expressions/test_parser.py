from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.errors import CATALOGUE, DominoError
from domino_survey.expressions import format as to_text
from domino_survey.expressions import parse, references
from domino_survey.expressions.tree import (
    And,
    Answered,
    Code,
    Comparison,
    Contains,
    Count,
    Mean,
    Median,
    Not,
    Number,
    Operator,
    Or,
    Percent,
    Reference,
    Share,
    Value,
    depth,
)


def less(name: str, value: float) -> Comparison:
    return Comparison(Reference(name), Operator.LESS, Number(value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < 1 OU b < 2 ET c < 3", Or((less("a", 1), And((less("b", 2), less("c", 3)))))),
        ("(a < 1 OU b < 2) ET c < 3", And((Or((less("a", 1), less("b", 2))), less("c", 3)))),
        ("a < 1 et b < 2 AND c < 3", And((less("a", 1), less("b", 2), less("c", 3)))),
        ("NON a < 1 ET b < 2", And((Not(less("a", 1)), less("b", 2)))),
        ("not (a < 1 or b < 2)", Not(Or((less("a", 1), less("b", 2))))),
        ("((a < 1))", less("a", 1)),
        ("Stage >= fonctionnement", Comparison(Reference("stade"), Operator.GREATER_OR_EQUAL, Code("fonctionnement"))),
        ("a ≤ 0,5", Comparison(Reference("a"), Operator.LESS_OR_EQUAL, Number(0.5))),
        ("a ≠ -2", Comparison(Reference("a"), Operator.DIFFERENT, Number(-2))),
        ("a == 3ans", Comparison(Reference("a"), Operator.EQUAL, Code("3ans"))),
        ("a = non ET b = oui", And((Comparison(Reference("a"), Operator.EQUAL, Code("non")), Comparison(Reference("b"), Operator.EQUAL, Code("oui"))))),
        ("a = ET et b = ou", And((Comparison(Reference("a"), Operator.EQUAL, Code("ET")), Comparison(Reference("b"), Operator.EQUAL, Code("ou"))))),
        ('a = "une ville"', Comparison(Reference("a"), Operator.EQUAL, Code("une ville"))),
        ("a = « une ville »", Comparison(Reference("a"), Operator.EQUAL, Code("une ville"))),
        ("a = “une ville”", Comparison(Reference("a"), Operator.EQUAL, Code("une ville"))),
        ("a contains 3ans", Contains(Reference("a"), Code("3ans"))),
        ("a contient 3", Contains(Reference("a"), Code("3"))),
        ("Répondu(P01)", Answered(Reference("P01"))),
        ("answered (stage)", Answered(Reference("stade"))),
        ("median(value(a)) > 3", Comparison(Median(Value(Reference("a"))), Operator.GREATER, Number(3))),
        ("MOY(a) > 3", Comparison(Mean(Reference("a")), Operator.GREATER, Number(3))),
        ("PART(a < 1) > 30\N{NO-BREAK SPACE}%", Comparison(Share(less("a", 1)), Operator.GREATER, Percent(30))),
        ("n >= 5", Comparison(Count(), Operator.GREATER_OR_EQUAL, Number(5))),
        ("value < 1 ET part < 2 ET n1 < 3 ET nonne < 4", And((less("value", 1), less("part", 2), less("n1", 3), less("nonne", 4)))),
    ],
)  # fmt: skip
def test_text__in_any_spelling__gives_its_tree(text: str, expected: object) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "column", "found", "expected"),
    [
        ("", 1, "…", "A1.T1"),
        ("   ", 4, "…", "A1.T1"),
        ("A1", 3, "A1 …", "contient"),
        ("A1 <", 5, "A1 < …", "50"),
        ("A1 < 3 ET", 10, "A1 < 3 ET …", "A1.T1"),
        ("ET A1 < 3", 1, "ET", "A1.T1"),
        ("ou < 3", 1, "ou", "A1.T1"),
        ("A1 < 3 A2", 8, "A2", "ET"),
        ("(A1 < 3", 8, "(A1 < 3 …", ")"),
        ("A1 < 3)", 7, ")", "ET"),
        ("PART() > 3 %", 6, ")", "A1.T1"),
        ("MED A1 < 3", 5, "A1", "<"),
        ("MED(MED(A1)) < 3", 8, "(A1))", ")"),
        ("50 > A1", 1, "50", "A1.T1"),
        ("A1 < A2.", 8, ".", "ET"),
        ("A1 < 30 % %", 11, "%", "ET"),
        ("A1 = é", 6, "é", "oui"),
        ("A1 < \N{FULLWIDTH DIGIT THREE}", 6, "\N{FULLWIDTH DIGIT THREE}", "50"),
        ("A1 = \x00", 6, "\N{REPLACEMENT CHARACTER}", "oui"),
        ('A1 = "abc', 6, '"abc', "oui"),
        ('"A1" = 3', 1, '"A1" = 3', "A1.T1"),
        ("A1 => 3", 4, "=>", ">="),
        ("A1 =< 3", 4, "=<", "<="),
        ("A1 <> 3", 4, "<>", "!="),
        ("A1 < 3 && A2 < 3", 8, "&&", "ET"),
        ("A1 < 3 || A2 < 3", 8, "||", "OU"),
        ("A1 < 3 et/ou A2 < 3", 8, "et/ou", "OU"),
        ("!(A1 < 3)", 1, "!", "NON"),
        ("A1 < 3\nET\nA2 < (", 16, "(", "50"),
        ("A1 < " + "9" * 400, 6, "9" * 24 + "…", "999999999999"),
    ],
)
def test_fault__in_the_text__is_located_and_answered(
    text: str, column: int, found: str, expected: str
) -> None:
    with pytest.raises(DominoError) as refused:
        parse(text, place="A1.T1.Q2")
    (problem,) = refused.value.problems
    assert (problem.code, problem.place) == ("expression-syntax", "A1.T1.Q2")
    assert problem.params["column"] == column
    assert problem.params["found"] == found
    assert expected in str(problem.params["expected"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 2_000 + "a < 1" + ")" * 2_000, "expression-too-long"),
        ("(" * 900 + "a < 1" + ")" * 900, "expression-too-deep"),
        ("(" * 1_900, "expression-too-deep"),
        ("NON " * 400 + "a < 1", "expression-too-deep"),
        ("NON PART(" * 150 + "a < 1", "expression-too-deep"),
        ("a < 1 ET " * 1_000 + "a < 1", "expression-too-long"),
        ('a = "' + "(" * 1_900, "expression-syntax"),
        (")" * 1_900, "expression-syntax"),
        ("a" * 2_000, "expression-syntax"),
        ("a < " + "1" * 1_900 + "x" + " ET", "expression-syntax"),
        ("\N{PILE OF POO}" * 1_000, "expression-syntax"),
    ],
)
def test_hostile_text__of_any_shape__is_refused_cleanly(text: str, code: str) -> None:
    with pytest.raises(DominoError) as refused:
        parse(text)
    assert refused.value.code == code


PIECES = st.sampled_from(
    [
        "A1",
        "et ",
        " OU ",
        "NON ",
        "(",
        ")",
        "<",
        "=",
        "30",
        " %",
        "PART(",
        "MED(",
        "n",
        "é",
        '"',
        "«",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join)))
@settings(max_examples=200, deadline=None)
def test_any_text__read__gives_a_stable_tree_or_a_located_fault(text: str) -> None:
    try:
        expression = parse(text)
    except DominoError as refused:
        (problem,) = refused.problems
    else:
        assert parse(to_text(expression)) == expression
        return
    assert problem.code == "expression-syntax"
    assert problem.params["column"] in range(1, len(text) + 2)


def test_long_text__within_the_limit__is_read() -> None:
    text = " ET ".join(["a < 1"] * 220)
    assert len(text) <= 2_000
    assert to_text(parse(text)) == text


def test_nesting__at_the_limit__is_read() -> None:
    assert depth(parse("NON (" * 49 + "a < 1" + ")" * 49)) == 50


def test_references__of_a_condition__include_those_inside_functions() -> None:
    expression = parse(
        "PART(a < 1 ET stage = x) > 3 % OU MED(VALEUR(b)) < 1 OU NON (REPONDU(c) OU d contient e)"
        " OU N > 3"
    )
    assert references(expression) == {"a", "stade", "b", "c", "d"}


def test_catalogue__texts_of_expressions__fill_from_their_parameters() -> None:
    with pytest.raises(DominoError) as refused:
        parse("A1 &&")
    (problem,) = refused.value.problems
    entry = CATALOGUE[problem.code]
    assert "{" not in entry.fault.format(**problem.params)
    assert "ET" not in entry.fault.format(**problem.params)
    assert "ET" in entry.remedy.format(**problem.params)
