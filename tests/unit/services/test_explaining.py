"""Where a score comes from: the points lost of every answer, and what does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domino_survey import wording
from domino_survey.answers import DONT_KNOW, NOT_APPLICABLE
from domino_survey.i18n import Translator
from domino_survey.schema import Cap, NodeScoring
from domino_survey.services.explaining import Derivation, Why, derivation_of
from tests.builders import axis, percent, questionnaire, theme
from tests.unit.services.results_of import result

if TYPE_CHECKING:
    from domino_survey.schema import Questionnaire

FRENCH = Translator("fr")


def derived(model: Questionnaire, **answers: Any) -> Derivation:
    made = result(model, **answers)
    return derivation_of(made, made.axes[0])


TWO = axis("A", theme("T", percent("p"), percent("q")), theme("U", percent("r", weight=3.0)))


def test_losses__two_themes__sum_to_what_is_missing_to_100() -> None:
    found = derived(questionnaire(TWO), p=40.0, q=90.0, r=70.0)

    costs = [cost for part in found.themes for cost in part.costs]
    assert [(cost.question.id, cost.points) for cost in costs] == [
        ("p", 40.0),
        ("q", 90.0),
        ("r", 70.0),
    ]
    assert [cost.weight for cost in costs] == pytest.approx([0.25, 0.25, 0.5])
    assert [cost.lost for cost in costs] == pytest.approx([15.0, 2.5, 15.0])
    assert sum(found.losses) == pytest.approx(100 - (found.axis.result.score.value or 0))
    assert found.rules == ()


def test_left_out__every_reason__is_told_apart() -> None:
    questions = (
        percent("said"),
        percent("aside", not_applicable={"fr": "si rien"}, weight=0.1),
        percent("unknown", dont_know=True, weight=0.1),
        percent("silent", weight=0.1),
        percent("light", weight=0.0),
    )
    found = derived(
        questionnaire(axis("A", theme("T", *questions))),
        said=50.0,
        aside=NOT_APPLICABLE,
        unknown=DONT_KNOW,
        light=20.0,
    )

    assert {one.question.id: one.why for one in found.themes[0].left_out} == {
        "aside": Why.NOT_APPLICABLE,
        "unknown": Why.DONT_KNOW,
        "silent": Why.MISSING,
        "light": Why.NO_WEIGHT,
    }
    assert set(wording.LEFT_OUT) == set(Why)


def test_axis_without_score__answers__have_points_and_no_losses() -> None:
    found = derived(questionnaire(TWO), p=40.0)

    assert found.axis.result.score.value is None
    assert not found.told
    assert [(c.points, c.weight, c.lost) for c in found.themes[0].costs] == [(40.0, None, None)]
    assert wording.sum_sentence(FRENCH, found) == ""


def test_cap_over_too_many_parts__losses__are_not_told_and_answers_are() -> None:
    questions = [percent(f"q{number}") for number in range(16)]
    capped = NodeScoring(caps=(Cap(child="q0", at_or_below=10, limit=30),))
    found = derived(
        questionnaire(axis("A", theme("T", *questions, scoring=capped))),
        **{question.id: 5.0 for question in questions},
    )

    assert found.axis.result.score.value is not None
    assert not found.told
    assert len(found.themes[0].costs) == 16
    assert found.themes[0].left_out == ()


@pytest.mark.parametrize(
    ("scoring", "said"),
    [
        (NodeScoring(power="min"), "la partie la plus basse qui fait le score"),
        (NodeScoring(power=2), "comptent plus que dans une moyenne (puissance 2)"),
        (NodeScoring(power=0.5), "compensée qu’en partie"),
        (NodeScoring(power=0), "relève d’abord un zéro à 1 sur 100"),
        (
            NodeScoring(caps=(Cap(child="T", at_or_below=50, limit=45.5),)),
            "« T » est à 50 sur 100 ou moins : « A » ne peut pas dépasser 45,5",
        ),
    ],
)
def test_rules__of_the_questionnaire__are_said(scoring: NodeScoring, said: str) -> None:
    model = questionnaire(
        axis("A", theme("T", percent("p")), theme("U", percent("q")), scoring=scoring)
    )
    found = derived(model, p=20.0, q=90.0)

    (rule,) = found.rules
    lines = " ".join(wording.rule_lines(FRENCH, model, rule))
    assert said in lines.replace("\u202f", " ").replace("\u00a0", " ")
    assert sum(found.losses) == pytest.approx(100 - (found.axis.result.score.value or 0))


def test_cap__that_does_not_bite__is_not_said() -> None:
    scoring = NodeScoring(caps=(Cap(child="T", at_or_below=50, limit=45),))
    model = questionnaire(
        axis("A", theme("T", percent("p")), theme("U", percent("q")), scoring=scoring)
    )

    assert derived(model, p=60.0, q=90.0).rules == ()
