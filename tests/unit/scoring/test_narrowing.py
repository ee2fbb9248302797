from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import scoring
from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, table_of
from domino_survey.schema import Cap, NodeScoring
from domino_survey.scoring import narrowings
from domino_survey.scoring.choices import every_choice
from domino_survey.scoring.tree import tree_of
from domino_survey.scoring.variants import decoded
from tests.builders import axis, one_theme, percent, questionnaire, scale, table, theme, yes_no
from tests.strategies import PLAIN, mixed_questionnaires, mixed_responses

if TYPE_CHECKING:
    from domino_survey.answers import Answer
    from domino_survey.schema import Questionnaire
    from tests.builders import Plain

EXACT = 1e-7


def found(model: Questionnaire, node: str, **plain: Plain) -> list[tuple[object, ...]]:
    return [
        (one.question, one.worst, one.expected, one.removed)
        for one in narrowings(model, table(model, plain), node)
    ]


def test_narrowings__of_a_plain_mean__are_by_weight() -> None:
    model = questionnaire(
        axis("A", theme("T1", percent("Q1", weight=3.0), yes_no("Q2")), theme("T2", scale("Q3")))
    )
    # Of an axis: Q1 weighs 3/8, Q2 1/8, Q3 a half.
    assert found(model, "A", Q2=DONT_KNOW) == [
        ("Q3", 50, 50, 50),
        ("Q1", 62.5, 62.5, 37.5),
        ("Q2", 87.5, 87.5, 12.5),
    ]
    assert found(model, "T1", Q1=NOT_APPLICABLE, Q2=DONT_KNOW) == [("Q2", 0, 0, 100)]
    assert found(model, "T1", Q1=10.0, Q2="oui") == []


def test_narrowings__under_the_lowest_child__depend_on_the_answer() -> None:
    how = NodeScoring(power="min")
    model = questionnaire(axis("A", theme("T", yes_no("Q1"), scale("Q2"), scoring=how)))
    # Yes leaves all to Q2, no settles it; the best answer to Q2 leaves all to Q1.
    assert found(model, "T") == [("Q1", 100, 50, 0), ("Q2", 100, 50, 0)]


def test_narrowings__of_a_cap__see_what_the_critical_child_decides() -> None:
    caps = (Cap(child="Q1", at_or_below=0.0, limit=20.0),)
    model = questionnaire(
        axis("A", theme("T", yes_no("Q1"), scale("Q2"), scoring=NodeScoring(caps=caps)))
    )
    # Q1 at yes: 50 to 100, at no: 0 to 20. Q2 at x: min(x/2, 20) to (100 + x)/2.
    assert found(model, "T") == [("Q1", 50, 35, 50), ("Q2", 80, pytest.approx(60.5), 20)]


def test_narrowings__of_an_answer_that_has_more_asked__may_widen() -> None:
    model = one_theme(yes_no("Q1"), scale("Q2"), scale("Q3", relevance="Q1 = oui"))
    first = found(model, "T", Q2="n4")
    assert first == [("Q1", pytest.approx(100 / 3), pytest.approx(100 / 6), pytest.approx(50 / 3))]


def test_narrowings__of_questions_not_asked__are_not_given() -> None:
    model = one_theme(yes_no("Q1"), scale("Q2", relevance="Q1 = oui"))
    assert found(model, "T", Q1="non") == []
    short = one_theme(yes_no("Q1", essential=True), scale("Q2"))
    given = narrowings(short, table(short, {}), "T", essential_only=True)
    assert [one.question for one in given] == ["Q1"]


@settings(**PLAIN)
@given(st.data())
def test_narrowings__of_any_response__are_those_of_scoring_each_answer(
    data: st.DataObject,
) -> None:
    model = data.draw(mixed_questionnaires(chained=data.draw(st.booleans())))
    response = data.draw(mixed_responses(model))
    node = data.draw(st.sampled_from(model.node_ids))
    tree = tree_of(model)

    def width(**more: Answer) -> float:
        scores = scoring.score(model, table_of(model, [{**response, **more}])).nodes[node]
        return float(scores.high[0] - scores.low[0])

    before = scoring.score(model, table_of(model, [response]))
    given = narrowings(model, table_of(model, [response]), node)
    assert {one.question for one in given} == {
        item
        for item in tree.leaves_under(tree.by_id[node])
        if before.asked[item][0] and response[item] in {MISSING, DONT_KNOW}
    }
    for one in given:
        leaf = tree.leaves[one.question]
        widths = [
            width(**{one.question: decoded(leaf.question, choice.value)})
            for choice in every_choice(leaf)
        ]
        assert one.worst == pytest.approx(max(widths), abs=EXACT)
        assert one.expected == pytest.approx(sum(widths) / len(widths), abs=EXACT)
        assert one.removed == pytest.approx(width() - max(widths), abs=EXACT)


@settings(**PLAIN)
@given(st.data())
def test_narrowings__where_what_is_asked_is_fixed__never_widen(data: st.DataObject) -> None:
    model = data.draw(mixed_questionnaires())
    response = data.draw(mixed_responses(model))
    for node in model.node_ids:
        given = narrowings(model, table_of(model, [response]), node)
        assert all(one.removed >= -EXACT for one in given)
        assert [one.removed for one in given] == pytest.approx(
            sorted((one.removed for one in given), reverse=True), abs=EXACT
        )


@settings(**PLAIN)
@given(st.data())
def test_narrowings__of_several_nodes_at_once__are_those_of_each(data: st.DataObject) -> None:
    model = data.draw(mixed_questionnaires(chained=data.draw(st.booleans())))
    answers = table_of(model, [data.draw(mixed_responses(model))])
    nodes = data.draw(st.lists(st.sampled_from(model.node_ids), unique=True))
    together = scoring.narrowings_of(model, answers, nodes)
    assert together == {node: narrowings(model, answers, node) for node in nodes}
