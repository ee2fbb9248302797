"""What if: other answers tried on a result, nothing written; what would raise an axis."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import MISSING, NOT_APPLICABLE, State, answered
from domino_survey.errors import DominoError
from domino_survey.schema import ScaleQuestion, option_codes
from domino_survey.scoring import Reason
from domino_survey.services import assessments, drafts, exploring, results
from domino_survey.services.context import Context
from domino_survey.services.rights import VISITOR
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository
from tests.builders import axis, percent, questionnaire, scale, theme, yes_no
from tests.unit.services.results_of import result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.answers import Answer
    from domino_survey.services.assessments import Opened

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def context() -> Context:
    return Context(open_repository(now=NOW), Settings(), clock=lambda: NOW)


@pytest.fixture
def opened(context: Context) -> Opened:
    """The short path, every scale at its lowest, sent."""
    opened = assessments.start(context, "domino", path="short", language="fr")
    content = context.library.current("domino")
    profile = {"P01": "Repair café", "P03": "35236", "P10": "fonctionnement"}
    scales = {
        q.id: option_codes(q)[0]
        for q in content.scored_questions
        if q.essential and isinstance(q, ScaleQuestion)
    }
    for item, value in (profile | scales).items():
        drafts.save_answer(
            context, opened.identity, opened.response_id, item, answered(value), session="ana"
        )
    assessments.submit(context, opened.identity, opened.response_id)
    return opened


def explore(
    context: Context, opened: Opened, changes: Mapping[str, Answer]
) -> exploring.Exploration:
    return exploring.explore(context, opened.identity, opened.response_id, changes)


def test_explore__nothing_changed__nothing_moves(context: Context, opened: Opened) -> None:
    found = explore(context, opened, {})

    assert found.changes == {}
    assert (found.moves, found.come, found.gone) == ((), (), ())


def test_explore__better_answers__moves_and_advice_and_nothing_is_written(
    context: Context, opened: Opened
) -> None:
    before = context.repository.latest(opened.response_id)
    question = context.library.current("domino").items["A1.T1.Q1"]
    best = answered(option_codes(question)[-1])

    found = explore(context, opened, {question.id: best})

    (move,) = found.moves
    assert move.axis.id == "A1"
    assert (move.after.score.value or 0) > (move.before.score.value or 0)
    fired = {
        one.recommendation.id
        for one in results.read_result(context, opened.identity, opened.response_id).advice
        if one.fired
    }
    after = {one.recommendation.id for one in found.then.advice if one.fired}
    assert {one.id for one in found.gone} == fired - after
    assert {one.id for one in found.come} == after - fired
    assert context.repository.latest(opened.response_id) == before
    assert len(context.repository.submissions_of_response(opened.response_id)) == 1


def test_explore__the_answer_that_was_sent__is_no_change(context: Context, opened: Opened) -> None:
    sent = explore(context, opened, {}).now.answers["A1.T1.Q1"]

    assert explore(context, opened, {"A1.T1.Q1": sent}).changes == {}


@pytest.mark.parametrize(
    ("item", "answer", "code"),
    [
        ("A1.T1.Q1", answered("no such level"), "unknown-option-answered"),
        ("P01", answered("another name"), "unknown-question"),
        ("nothing", MISSING, "unknown-question"),
    ],
)
def test_explore__what_does_not_fit__is_refused(
    item: str, answer: Answer, code: str, context: Context, opened: Opened
) -> None:
    with pytest.raises(DominoError) as refused:
        explore(context, opened, {item: answer})
    assert refused.value.code == code


def test_explore__by_the_result_link__works_and_by_a_stranger_is_refused(
    context: Context, opened: Opened
) -> None:
    reader = results.result_identity(context, opened.result)
    assert exploring.explore(context, reader, opened.response_id, {}).moves == ()
    with pytest.raises(DominoError) as refused:
        exploring.explore(context, VISITOR, opened.response_id, {})
    assert refused.value.code == "not-allowed"


MODEL = questionnaire(
    axis(
        "A",
        theme(
            "T",
            scale("low", not_applicable={"fr": "si rien"}),
            scale("mid"),
            scale("top"),
            percent("open", weight=0.5),
        ),
    )
)


def test_ways_up__proposals__most_per_level_or_most_in_all() -> None:
    model = questionnaire(
        axis("A", theme("T", scale("long"), percent("full"), yes_no("short", weight=0.5)))
    )
    found = exploring.ways_up(result(model, long="n0", full=100.0, short="non"), "A")

    by_effort = found.best(exploring.Order.LEAST_EFFORT)
    by_gain = found.best(exploring.Order.GREATEST_GAIN)
    assert [one.rung.change.question for one in by_effort] == ["short", "long"]
    assert [one.rung.change.question for one in by_gain] == ["long", "short"]


def test_ways_up__bundles__end_where_more_levels_bring_no_more() -> None:
    found = exploring.ways_up(result(MODEL, low="n3", mid="n3", top="n4", open=100.0), "A")

    assert [one.effort for one in found.bundles] == [1, 2]


def test_ways_up__proposals__have_a_rung_and_a_top_and_are_never_not_applicable() -> None:
    found = exploring.ways_up(result(MODEL, low="n0", mid="n2", top="n4"), "A")

    assert found.reason is Reason.NONE
    assert [(one.top.change.question, one.top.change.effort) for one in found.climbs] == [
        ("low", 4),
        ("mid", 2),
    ]
    assert [one.rung.change.effort for one in found.climbs] == [1, 1]
    assert [one.rung.gain for one in found.climbs] == pytest.approx([100 / 12, 100 / 12])
    assert found.climbs[0].top.gain == pytest.approx(100 / 3)
    changed = [
        *(one.rung.change for one in found.climbs),
        *(one.top.change for one in found.climbs),
        *(change for bundle in found.bundles for change in bundle.changes),
    ]
    assert {one.answer.state for one in changed} == {State.ANSWERED}
    assert [one.gain for one in found.bundles] == pytest.approx(
        [100 / 12 * levels for levels in range(1, 7)]
    )
    (information,) = found.information
    assert (information.question, information.least < 0 < information.most) == ("open", True)
    (aside,) = found.aside
    assert (aside.question, aside.declared) == ("low", False)


def test_ways_up__declared_not_applicable__is_flagged_as_such() -> None:
    (aside,) = exploring.ways_up(
        result(MODEL, low=NOT_APPLICABLE, mid="n2", top="n4", open=50.0), "A"
    ).aside

    assert (aside.question, aside.declared) == ("low", True)


def test_ways_up__no_score__says_why_and_nothing_else() -> None:
    found = exploring.ways_up(result(MODEL), "A")

    assert found.reason is Reason.NOTHING_ANSWERED
    assert (found.climbs, found.bundles, found.information) == ((), (), ())


def test_fitting__constraint_of_the_questionnaire__is_refused() -> None:
    limited = {"condition": "amount <= 5", "message": {"fr": "Cinq au plus."}}
    model = questionnaire(axis("A", theme("T", percent("amount", constraints=(limited,)))))
    made = result(model, amount=3.0)

    exploring.require_fitting(made, {"amount": answered(4.0)}, "amount")
    with pytest.raises(DominoError) as refused:
        exploring.require_fitting(made, {"amount": answered(9.0)}, "amount")
    assert refused.value.code == "constraint-not-met"


def test_questions__asked_now_or_then__are_all_there(context: Context, opened: Opened) -> None:
    found = explore(context, opened, {})
    first = found.now.axes[0].axis

    asked = [question.id for question in found.questions_of(first)]
    assert asked == [
        question.id
        for one in first.themes
        for question in one.questions
        if found.now.scores.asked[question.id][0]
    ]
