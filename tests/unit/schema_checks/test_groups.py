"""What is said of groups against groups of responses themselves."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domino_survey import expressions, scoring
from domino_survey.answers import MISSING, Answer, answered, table_of
from domino_survey.expressions import Expression, Operator, tree
from domino_survey.schema import Scoring
from domino_survey.schema_checks import examples
from domino_survey.schema_checks.groups import Groups
from domino_survey.schema_checks.literals import UndecidedError, all_of, alternatives
from domino_survey.schema_checks.situations import Situations
from tests.builders import axis, multiple, number, questionnaire, scale, theme, yes_no

SLOW: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
MODEL = questionnaire(
    axis(
        "A",
        theme("T", scale("Q1", (0.0, 1.0, 4.0)), yes_no("Q2")),
        theme("U", scale("Q3", (0.0, 2.0, 4.0), relevance="Q2 = oui")),
    ),
    profile=[multiple("M", {"a": None, "b": None}), number("P", minimum=0.0, maximum=9.0)],
    scoring=Scoring(full_points=4.0),
)
CHOICES: dict[str, list[Answer]] = {
    "Q1": [MISSING, *map(answered, ("n0", "n1", "n2"))],
    "Q2": [MISSING, *map(answered, ("oui", "non"))],
    "Q3": [MISSING, *map(answered, ("n0", "n1", "n2"))],
    "M": [MISSING, *map(answered, (("a",), ("b",), ("a", "b")))],
    "P": [MISSING, *map(answered, (0.0, 4.5, 9.0))],
}
RESPONSE_LEAVES = st.sampled_from(
    [
        "Q1 <= 1",
        "Q1 = n2",
        "Q2 = non",
        "Q3 >= 2",
        "T < 50",
        "A >= 60",
        "M contient a",
        "VALEUR(P) > 4",
        "REPONDU(Q3)",
    ]
).map(expressions.parse)
MEASURES = st.sampled_from(["Q1", "Q3", "T", "A", "P"]).map(tree.Reference)


def junctions(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=2).map(tuple)
    return st.one_of(several.map(tree.And), several.map(tree.Or), parts.map(tree.Not))


SHARED = st.recursive(RESPONSE_LEAVES, junctions, max_leaves=2)


@st.composite
def group_leaves(draw: st.DrawFn) -> tree.Comparison:
    operator = draw(st.sampled_from(list(Operator)))
    kind = draw(st.sampled_from(["share", "share", "median", "mean", "count"]))
    if kind == "share":
        percent = tree.Percent(draw(st.sampled_from([0.0, 25.0, 40.0, 50.0, 60.0, 75.0, 100.0])))
        return tree.Comparison(tree.Share(draw(SHARED)), operator, percent)
    if kind == "count":
        limit = tree.Number(float(draw(st.integers(0, 6))))
        return tree.Comparison(tree.Count(), operator, limit)
    limit = tree.Number(draw(st.sampled_from([0.0, 0.5, 1.0, 2.0, 2.5, 3.0, 4.0, 50.0, 62.5])))
    measure = draw(MEASURES)
    figure = tree.Median(measure) if kind == "median" else tree.Mean(measure)
    return tree.Comparison(figure, operator, limit)


CONDITIONS = st.recursive(group_leaves(), junctions, max_leaves=4)


def frame_of(*responses: dict[str, Answer]) -> scoring.ResponseFrame:
    table = table_of(MODEL, responses)
    scores = scoring.score(MODEL, table)
    published = {node_id: node.value for node_id, node in scores.nodes.items()}
    return scoring.ResponseFrame(MODEL, table, scores.asked, published)


def some_groups(seed: int, count: int) -> list[scoring.ResponseFrame]:
    """Groups of up to six responses, drawn from a few each, so that medians and shares meet bounds."""
    chance = random.Random(seed)
    groups = []
    for _ in range(count):
        kinds = [{item: chance.choice(c) for item, c in CHOICES.items()} for _ in range(3)]
        groups.append(frame_of(*(chance.choice(kinds) for _ in range(chance.randint(1, 6)))))
    return groups


GROUPS = some_groups(1, 250)


def reasoning(*conditions: Expression) -> tuple[Situations, Groups]:
    relevances = {"Q3": expressions.parse("Q2 = oui")}
    situations = Situations(MODEL, relevances, conditions)
    return situations, Groups(situations)


@settings(max_examples=80, **SLOW)
@given(CONDITIONS)
def test_possible__whatever_some_group_is_like__never_called_impossible(
    condition: Expression,
) -> None:
    _, groups = reasoning(condition)
    wanted = {True: condition, False: tree.Not(condition)}
    for truth, expression in wanted.items():
        try:
            possible = groups.possible(alternatives(condition, truth=truth)) is not None
        except UndecidedError:
            continue
        assert possible or not any(expressions.holds(expression, frame) for frame in GROUPS)


@settings(max_examples=50, **SLOW)
@given(CONDITIONS, CONDITIONS)
def test_possible__one_without_the_other__never_called_impossible_where_it_is_met(
    left: Expression, right: Expression
) -> None:
    _, groups = reasoning(left, right)
    try:
        without = alternatives(right, truth=False, known=False)
        possible = groups.possible(all_of([alternatives(left), without])) is not None
    except UndecidedError:
        return
    assert possible or not any(
        expressions.holds(left, frame) and not expressions.holds(right, frame) for frame in GROUPS
    )


@pytest.mark.parametrize(
    "source",
    [
        "N < 1",
        "N > 3,2 ET N < 3,8",
        "PART(Q1 <= 1) > 100 %",
        "PART(Q1 = n0 ET Q1 = n2) > 0 %",
        "PART(Q3 = n0 ET Q2 = non) >= 10 %",
        "PART(Q1 <= 1) >= 60 % ET PART(Q1 > 1) >= 50 %",
        "PART(Q1 <= 1) < 40 % ET PART(Q1 > 1) < 50 %",
        "PART(Q1 <= 1) > 50 % ET PART(Q1 > 1) >= 50 %",
        "PART(Q1 <= 0) >= 50 % ET PART(Q1 = n1) >= 40 % ET PART(Q1 >= 4) >= 30 %",
        "MED(Q1) < 1 ET PART(Q1 < 1) < 50 %",
        "MED(Q1) >= 4 ET PART(Q1 <= 1) > 50 %",
        # Medians are points, or midway between two: 0, 0.5, 1, 2, 2.5, 4.
        "MED(Q1) > 1 ET MED(Q1) < 2",
        "MED(Q1) > 2,5 ET MED(Q1) < 4",
        "MED(T) > 100",
        "MOY(Q1) > 4",
        "MOY(P) > 4 ET NON (MOY(P) > 3)",
        # Points of Q1 are 0, 1 and 4: below 4 at most 1, so that no mean is above 1.
        "MOY(Q1) > 1 ET PART(Q1 >= 4) = 0 %",
        "MOY(Q1) >= 3 ET PART(Q1 <= 0) >= 50 %",
        "MOY(Q1) > 2,5 ET MED(Q1) < 1",
        "MOY(Q1) < 1 ET PART(Q1 > 1 OU Q1 >= 1) = 100 %",
        "MOY(T) > 80 ET PART(T >= 80) = 0 %",
        "N <= 1 ET PART(Q2 = oui) = 50 %",
        "N < 5 ET PART(Q1 <= 1) > 34 % ET PART(Q1 <= 1) < 49 %",
    ],
)
def test_possible__no_group_can_be_so__none(source: str) -> None:
    condition = expressions.parse(source)
    _, groups = reasoning(condition)
    assert groups.possible(alternatives(condition)) is None


@pytest.mark.parametrize(
    "source",
    [
        "MOY(Q1) >= 1 ET PART(Q1 >= 4) = 0 %",
        "MOY(Q1) >= 2 ET PART(Q1 <= 0) >= 50 %",
        "MOY(Q1) > 1,9 ET MED(Q1) < 1",
        "MOY(Q1) > 3 ET PART(T >= 80) = 0 %",
    ],
)
def test_possible__mean_at_the_edge_of_what_shares_let_it__some(source: str) -> None:
    condition = expressions.parse(source)
    _, groups = reasoning(condition)
    assert groups.possible(alternatives(condition)) is not None


@pytest.mark.parametrize(
    "source",
    [
        "N >= 1 ET N < 2",
        "PART(Q1 <= 1) >= 60 % ET PART(Q1 > 1) >= 40 %",
        "PART(Q1 <= 1) >= 50 % ET PART(Q1 > 1) >= 50 %",
        "MED(Q1) < 1 ET PART(Q1 >= 1) >= 50 %",
        "MED(Q1) <= 1 ET PART(Q1 = n2) >= 30 % ET N = 10",
        "MED(T) < 50 ET PART(Q1 = n2) >= 30 %",
        "MOY(Q1) >= 3 ET PART(Q1 <= 1) < 20 %",
        "N <= 2 ET PART(Q2 = oui) = 50 %",
        "PART(M contient a) < 20 % ET MED(A) >= 40",
        "PART(Q3 >= 2) >= 30 % ET PART(Q2 = non) >= 60 %",
    ],
)
def test_example__some_group_is_so__found_and_scored(source: str) -> None:
    condition = expressions.parse(source)
    situations, groups = reasoning(condition)
    assert groups.possible(alternatives(condition)) is not None
    assert examples.of_group(situations, groups, [condition]) is not None
