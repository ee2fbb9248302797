"""The "what if" and the robustness of the worked case of docs/scoring-method.md."""

from __future__ import annotations

import pytest

from domino_survey import scoring
from domino_survey.answers import DONT_KNOW, NOT_APPLICABLE
from domino_survey.schema import NodeScoring, Scoring
from tests.builders import axis, percent, questionnaire, table, theme

MODEL = questionnaire(
    axis(
        "A",
        theme("A.T1", percent("Q1", weight=2.0), percent("Q2"), percent("Q3")),
        theme("A.T2", percent("Q4"), percent("Q5")),
    ),
    axis("B", theme("B.T1", percent("Q6"))),
    scoring=Scoring(overall=NodeScoring(power=0.0)),
)
ANSWERS = table(
    MODEL,
    {"Q1": 80.0, "Q2": 40.0, "Q3": DONT_KNOW, "Q4": 50.0, "Q5": NOT_APPLICABLE, "Q6": 25.0},
)


def test_worked_case__what_if__gains_of_the_axis() -> None:
    found = scoring.what_if(MODEL, ANSWERS)
    steps = [step for step in found.steps("A") if step.change.answer.value == 100.0]
    assert [(step.change.question, step.change.effort) for step in steps] == [
        ("Q4", 2),
        ("Q2", 3),
        ("Q1", 1),
    ]
    assert [step.gain for step in steps] == pytest.approx([25, 10, 20 / 3])
    rungs = [climb.rung for climb in found.climbs("A")]
    assert [(rung.change.question, rung.change.answer.value) for rung in rungs] == [
        ("Q4", 75.0),
        ("Q1", 100.0),
        ("Q2", 100.0),
    ]
    assert [rung.per_level for rung in rungs] == pytest.approx([12.5, 20 / 3, 10 / 3])


def test_worked_case__what_if__best_bundle_for_each_effort() -> None:
    found = scoring.best_bundles(MODEL, ANSWERS, "A", 6)
    assert [one.gain for one in found] == pytest.approx(
        [12.5, 25, 95 / 3, 95 / 3 + 5 / 3, 95 / 3 + 35 / 6, 95 / 3 + 10]
    )
    assert [change.question for change in found[2].changes] == ["Q1", "Q4"]


def test_worked_case__narrowing__is_all_in_one_question() -> None:
    (found,) = scoring.narrowings(MODEL, ANSWERS, "A")
    assert found.question == "Q3"
    assert (found.removed, found.worst) == pytest.approx((12.5, 0))


def test_worked_case__robustness__the_second_axis_is_always_the_lowest() -> None:
    drawn = scoring.draw_methods(MODEL, scoring.Variation(leave_out=True))
    found = scoring.robustness_of(MODEL, scoring.score(MODEL, ANSWERS), drawn)
    assert (found.weakest["B"][0], found.strongest["A"][0]) == (1, 1)
    assert 40 < found.nodes["A"].low[0] < found.nodes["A"].high[0] < 80
