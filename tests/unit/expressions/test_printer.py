from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import expressions
from domino_survey.expressions import RESERVED, Expression, tree

LETTERS = "abcdxyzABCNP_"
NAMES = st.one_of(
    st.just(tree.STAGE),
    st.from_regex(rf"[{LETTERS}][{LETTERS}0-9]{{0,4}}(\.[{LETTERS}0-9]{{1,3}}){{0,2}}", fullmatch=True),
    st.sampled_from(["med", "PART", "value", "nonne", "etage", "oui", "N1", "n_"]),
).filter(lambda name: name == tree.STAGE or name.lower() not in RESERVED)  # fmt: skip
REFERENCES = st.builds(tree.Reference, NAMES)
NUMBERS = st.one_of(
    st.integers(-(10**11), 10**11).map(float),
    st.decimals(-1_000, 1_000, places=3).map(float),
    st.floats(1e-6, 1e6),
).map(lambda value: value + 0.0)
CODES = st.builds(
    tree.Code,
    st.one_of(
        st.sampled_from(["non", "ET", "3ans", "3", "0,5", "1.2.3", "a-b", "-1", "", "x y", 'a"b', "N"]),
        st.text(st.characters(codec="utf-8", exclude_characters="”"), max_size=6).map(str.strip),
    ),
)  # fmt: skip
THRESHOLDS = st.one_of(st.builds(tree.Number, NUMBERS), st.builds(tree.Percent, NUMBERS), CODES)
OPERATORS = st.sampled_from(tree.Operator)
MEASURES = st.one_of(REFERENCES, st.builds(tree.Value, REFERENCES))
OPERANDS = st.one_of(
    MEASURES,
    st.builds(tree.Median, MEASURES),
    st.builds(tree.Mean, MEASURES),
    st.just(tree.Count()),
)
LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.builds(tree.Comparison, OPERANDS, OPERATORS, THRESHOLDS),
    st.builds(tree.Contains, REFERENCES, CODES),
    st.builds(tree.Answered, REFERENCES),
)


def grown(smaller: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(smaller, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(tree.And, several),
        st.builds(tree.Or, several),
        st.builds(tree.Not, smaller),
        st.builds(tree.Comparison, st.builds(tree.Share, smaller), OPERATORS, THRESHOLDS),
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=8)


@given(EXPRESSIONS, st.sampled_from(["fr", "en"]))
@settings(max_examples=150, deadline=None)
def test_any_tree__printed_and_parsed__comes_back(expression: Expression, language: str) -> None:
    text = expressions.format(expression, language)
    assert expressions.parse(text) == expression
    assert expressions.format(expressions.parse(text), language) == text


@pytest.mark.parametrize(
    ("source", "french", "english"),
    [
        (
            "NOT(a>3 AND(b<=1 or stade==idee))",
            "NON (a > 3 ET (b <= 1 OU stade = idee))",
            "NOT (a > 3 AND (b <= 1 OR stage = idee))",
        ),
        (
            "share(a contains 3ans)>30%",
            "PART(a contient 3ans) > 30 %",
            "SHARE(a contains 3ans) > 30%",
        ),
        ("mean(value(a)) <> 1".replace("<>", "≠"), "MOY(VALEUR(a)) != 1", "MEAN(VALUE(a)) != 1"),
        ("(a < 1 ET b < 2) ET c < 3", "(a < 1 ET b < 2) ET c < 3", "(a < 1 AND b < 2) AND c < 3"),
        ("(a < 1 ET b < 2) OU c < ,5".replace(",", "0,"), "a < 1 ET b < 2 OU c < 0.5",
         "a < 1 AND b < 2 OR c < 0.5"),
        ("RÉPONDU(a)", "REPONDU(a)", "ANSWERED(a)"),
        ("a = “3”", 'a = "3"', 'a = "3"'),
    ],
)  # fmt: skip
def test_expression__printed__takes_the_canonical_spelling(
    source: str, french: str, english: str
) -> None:
    expression = expressions.parse(source)
    assert expressions.format(expression) == french
    assert expressions.format(expression, "fr-FR") == french
    assert expressions.format(expression, "en-GB") == english
