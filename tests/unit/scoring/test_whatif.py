from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import scoring
from domino_survey.answers import DONT_KNOW, NOT_APPLICABLE, answered, table_of
from domino_survey.schema import Band, Constraint, NodeScoring
from domino_survey.scoring import Kind, Reason, what_if
from tests.builders import (
    axis,
    number,
    one_theme,
    percent,
    questionnaire,
    scale,
    table,
    text,
    theme,
    yes_no,
)
from tests.strategies import PLAIN, mixed_questionnaires, mixed_responses, questionnaires, responses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.answers import Answer
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring import Change, WhatIf
    from tests.builders import Plain

EXACT = 1e-7


def asked(model: Questionnaire, **plain: Plain) -> WhatIf:
    return what_if(model, table(model, plain))


def steps(found: WhatIf, node: str, kind: Kind = Kind.IMPROVEMENT) -> list[tuple[object, ...]]:
    return [
        (step.change.question, step.change.answer.value, step.gain)
        for step in found.steps(node, kind)
    ]


def value(model: Questionnaire, response: Mapping[str, Answer], node: str) -> float:
    return float(scoring.score(model, table_of(model, [response])).nodes[node].value[0])


def changed(response: Mapping[str, Answer], *changes: Change) -> dict[str, Answer]:
    return {**response, **{change.question: change.answer for change in changes}}


# --- Single steps -----------------------------------------------------------------------------


def test_steps__of_a_plain_mean__are_ranked_by_gain_then_effort() -> None:
    model = one_theme(scale("Q1"), scale("Q2"), yes_no("Q3", weight=2.0))
    found = asked(model, Q1="n3", Q2="n2", Q3="non")
    assert steps(found, "T") == [
        ("Q3", "oui", 50),
        ("Q2", "n4", 12.5),
        ("Q1", "n4", 6.25),
        ("Q2", "n3", 6.25),
    ]
    assert [step.change.effort for step in found.steps("T")] == [1, 2, 1, 1]


def test_steps__of_equal_gain__put_fewer_levels_first() -> None:
    model = one_theme(scale("Q1"), scale("Q2", (0.0, 50.0, 100.0)))
    found = asked(model, Q1="n2", Q2="n1")
    assert [(step.change.question, step.gain) for step in found.steps("A")][:2] == [
        ("Q2", 25),
        ("Q1", 25),
    ]


def rungs(found: WhatIf, node: str) -> list[tuple[object, ...]]:
    return [
        (climb.rung.change.question, climb.rung.gain, climb.rung.change.effort)
        for climb in found.climbs(node)
    ]


def test_climbs__of_a_plain_mean__are_ranked_by_gain_per_level() -> None:
    # Q1 gains 50 by four levels, Q2 only 25, but by one.
    model = one_theme(scale("Q1", weight=2.0), yes_no("Q2"), yes_no("Q3"))
    found = asked(model, Q1="n0", Q2="non", Q3="oui")
    assert steps(found, "T")[0] == ("Q1", "n4", 50)
    assert rungs(found, "T") == [("Q2", 25, 1), ("Q1", 12.5, 1)]


def test_climbs__of_one_question__show_the_best_rung_and_the_top() -> None:
    # From 0: 10 a level, then 45 a level over two, then 33.3 a level over three.
    model = one_theme(scale("Q", (0.0, 10.0, 90.0, 100.0)))
    (climb,) = asked(model, Q="n0").climbs("T")
    assert (climb.rung.change.answer.value, climb.rung.gain, climb.rung.per_level) == ("n2", 90, 45)
    assert (climb.top.change.answer.value, climb.top.gain, climb.top.change.effort) == (
        "n3",
        100,
        3,
    )


def test_climbs__of_levels_worth_the_same__take_one_at_a_time() -> None:
    (climb,) = asked(one_theme(scale("Q")), Q="n1").climbs("T")
    assert (climb.rung.change.answer.value, climb.rung.gain) == ("n2", 25)
    assert (climb.top.change.answer.value, climb.top.gain) == ("n4", 75)


def test_climbs__of_equal_gain_per_level__put_the_greater_gain_first() -> None:
    # Two levels at once for 50, or one for 25: 25 a level both.
    model = one_theme(scale("Q1", (0.0, 0.0, 25.0, 50.0)), scale("Q2", (0.0, 20.0, 100.0)))
    found = asked(model, Q1="n1", Q2="n1")
    assert rungs(found, "T") == [("Q2", 40, 1), ("Q1", 12.5, 1)]
    model = one_theme(scale("Q1", (0.0, 25.0)), scale("Q2", (0.0, 10.0, 50.0)))
    found = asked(model, Q1="n0", Q2="n0")
    assert rungs(found, "T") == [("Q2", 25, 2), ("Q1", 12.5, 1)]


def test_steps__of_another_axis__gain_nothing_here() -> None:
    model = questionnaire(axis("A", theme("T1", scale("Q1"))), axis("B", theme("T2", scale("Q2"))))
    found = asked(model, Q1="n1", Q2="n3")
    assert {step.change.question for step in found.steps("A")} == {"Q1"}
    assert steps(found, "B") == [("Q2", "n4", 25)]


def test_unanswered_questions__are_information_not_improvement() -> None:
    model = one_theme(scale("Q1"), yes_no("Q2"), scale("Q3"), scale("Q4"))
    found = asked(model, Q1="n2", Q2=DONT_KNOW, Q3="n4", Q4="n4")
    assert {step.change.question for step in found.steps("T")} == {"Q1"}
    base = 250 / 3
    assert steps(found, "T", Kind.INFORMATION) == [
        ("Q2", "oui", pytest.approx(350 / 4 - base)),
        ("Q2", "non", pytest.approx(250 / 4 - base)),
    ]
    assert all(step.change.effort == 0 for step in found.steps("T", Kind.INFORMATION))


def test_node_without_score__has_a_reason_and_no_steps() -> None:
    model = one_theme(scale("Q1"), scale("Q2"), scale("Q3"))
    found = asked(model, Q1="n0")
    assert found.reason("T") is Reason.LOW_COVERAGE
    assert found.steps("T") == found.steps("T", Kind.INFORMATION) == []
    assert found.climbs("T") == []


def test_number_with_bands__says_which_band_counts() -> None:
    bands = (Band(start=0.0, points=100.0), Band(start=10.0, points=0.0))
    model = one_theme(number("Q", bands=bands, minimum=0.0))
    (step,) = asked(model, Q=12.0).steps("T")
    assert (step.change.answer.value, step.change.within, step.gain) == (0, (0, 10), 100)


def test_question_not_asked__is_no_candidate() -> None:
    model = one_theme(yes_no("Q1"), scale("Q2", relevance="Q1 = oui"))
    assert {step.change.question for step in asked(model, Q1="non", Q2="n0").steps("T")} == {"Q1"}


def test_change_of_what_is_asked__is_followed() -> None:
    model = one_theme(
        scale("Q1"),
        scale("Q2"),
        scale("Q3", relevance="Q1 >= 75"),
        scale("Q4", relevance="Q1 >= 100"),
    )
    found = asked(model, Q1="n2", Q2="n4", Q3="n0")
    # At 75 the 0 of Q3 counts; at 100, Q4 is asked too, unanswered: 3 of 4 shares remain.
    assert steps(found, "T") == []
    assert found.scores.nodes["T"].value[:3].tolist() == pytest.approx([75, 175 / 3, 200 / 3])


def test_change_that_takes_the_score_away__is_left_out() -> None:
    new = [yes_no(f"Q{rank}", relevance="Q1 = oui") for rank in range(2, 5)]
    model = questionnaire(
        axis("A", theme("T", yes_no("Q1"), *new, scoring=NodeScoring(not_applicable=1.0)))
    )
    found = asked(model, Q1="non")
    assert found.reason("T") is Reason.NONE
    assert found.steps("T") == []


def test_constraints__that_a_change_would_break__exclude_it() -> None:
    limit = Constraint(condition="VALEUR(Q2) <= 50", message=text("Pas plus de 50."))
    model = one_theme(percent("Q1"), percent("Q2", constraints=(limit,)))
    assert {s[0:2] for s in steps(asked(model, Q1=75.0, Q2=10.0), "T")} == {
        ("Q1", 100.0),
        ("Q2", 25.0),
        ("Q2", 50.0),
    }


def test_short_path__has_its_own_steps() -> None:
    model = one_theme(scale("Q1", essential=True), scale("Q2"))
    found = what_if(model, table(model, {"Q1": "n3", "Q2": "n0"}), essential_only=True)
    assert steps(found, "T") == [("Q1", "n4", 25)]


# --- Not applicable ---------------------------------------------------------------------------


def test_not_applicable__is_weighed_and_never_suggested() -> None:
    offered = [scale(item, not_applicable=text("Sans objet")) for item in ("Q1", "Q2", "Q3")]
    model = one_theme(*offered, scale("Q4"))
    found = asked(model, Q1="n0", Q2="n4", Q3=NOT_APPLICABLE, Q4="n0")
    # (0 + 100 + 0) / 3; without Q1, 100 / 2; with Q3 at its worst, 100 / 4.
    asides = found.set_aside("T")
    assert [(one.question, one.declared) for one in asides] == [("Q1", False), ("Q3", True)]
    assert [one.gain for one in asides] == pytest.approx([50 - 100 / 3, 100 / 3 - 25])
    for kind in Kind:
        assert all(s.change.answer.state == 0 for s in found.steps("T", kind))
        assert "Q3" not in {s.change.question for s in found.steps("T", kind)}


# --- Properties -------------------------------------------------------------------------------


@settings(**PLAIN)
@given(st.data())
def test_gains__of_any_change__are_those_of_scoring_it(data: st.DataObject) -> None:
    model = data.draw(mixed_questionnaires(chained=True))
    many = [data.draw(mixed_responses(model)) for _ in range(2)]
    row = data.draw(st.integers(0, 1))
    response = many[row]
    found = what_if(model, table_of(model, many), row)
    for node in model.node_ids:
        before = value(model, response, node)
        assert np.isnan(before) == (found.reason(node) is not Reason.NONE)
        for kind in Kind:
            for step in found.steps(node, kind):
                after = value(model, changed(response, step.change), node)
                assert step.gain == pytest.approx(after - before, abs=EXACT)
                assert step.change.answer != response[step.change.question]
        for aside in found.set_aside(node):
            told = response | {aside.question: NOT_APPLICABLE}
            assert aside.declared == (response[aside.question] == NOT_APPLICABLE)
            if not aside.declared:
                assert value(model, told, node) - before == pytest.approx(aside.gain, abs=EXACT)


@settings(**PLAIN)
@given(st.data())
def test_better_answers__where_what_is_asked_is_fixed__never_lower_a_score(
    data: st.DataObject,
) -> None:
    model = data.draw(mixed_questionnaires())
    response = data.draw(mixed_responses(model))
    found = what_if(model, table_of(model, [response]))
    for node in model.node_ids:
        numbers = found.scores.nodes[node].value
        for trial in found.trials:
            if trial.kind is Kind.IMPROVEMENT and not np.isnan(numbers[0]):
                assert numbers[trial.row] >= numbers[0] - EXACT


@settings(**PLAIN)
@given(st.data())
def test_climbs__of_any_question__hold_its_best_rung_and_its_greatest_gain(
    data: st.DataObject,
) -> None:
    model = data.draw(mixed_questionnaires(chained=True))
    response = data.draw(mixed_responses(model))
    found = what_if(model, table_of(model, [response]))
    for node in model.node_ids:
        every = found.steps(node)
        climbs = found.climbs(node)
        assert sorted(climb.rung.change.question for climb in climbs) == sorted(
            {step.change.question for step in every}
        )
        rates = [climb.rung.per_level for climb in climbs]
        assert rates == pytest.approx(sorted(rates, reverse=True))
        for climb in climbs:
            own = [s for s in every if s.change.question == climb.rung.change.question]
            assert climb.rung.per_level == pytest.approx(
                max(step.per_level for step in own), abs=EXACT
            )
            assert climb.top.gain == pytest.approx(max(step.gain for step in own), abs=EXACT)


@settings(**PLAIN)
@given(st.data())
def test_what_if__of_everything_at_its_best__has_no_step(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    response = data.draw(responses(model))
    perfect = {
        item: answer if answer.value is None else answered(100.0)
        for item, answer in response.items()
    }
    found = what_if(model, table_of(model, [perfect]))
    assert all(found.steps(node) == [] for node in model.node_ids)
