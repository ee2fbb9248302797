"""The action plan: chosen from a result, decided on, found again at the next assessment with what moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from domino_survey.answers import answered
from domino_survey.errors import DominoError
from domino_survey.schema import ScaleQuestion, option_codes
from domino_survey.services import assessments, drafts, groups, plan, results
from domino_survey.services.context import Context
from domino_survey.services.plan import Intent, Status
from domino_survey.services.rights import Identity, Role
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from domino_survey.services.assessments import Opened

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def context() -> Context:
    moment = [START]

    def clock() -> datetime:
        moment[0] += timedelta(seconds=1)
        return moment[0]

    return Context(open_repository(now=START), Settings(), clock=clock)


def fill(context: Context, opened: Opened, level: int) -> None:
    """The profile, then each scale of the short path at its level, and sent."""
    content = context.library.current("domino")
    profile = {"P01": "Repair café", "P03": "35236", "P10": "fonctionnement"}
    scales = {
        q.id: option_codes(q)[level]
        for q in content.scored_questions
        if q.essential and isinstance(q, ScaleQuestion)
    }
    for item, value in (profile | scales).items():
        drafts.save_answer(
            context, opened.identity, opened.response_id, item, answered(value), session="ana"
        )
    assessments.submit(context, opened.identity, opened.response_id)


@pytest.fixture
def opened(context: Context) -> Opened:
    opened = assessments.start(context, "domino", path="short", language="fr")
    fill(context, opened, 0)
    return opened


def fired(context: Context, opened: Opened) -> list[str]:
    result = results.read_result(context, opened.identity, opened.response_id)
    return [one.recommendation.id for one in result.advice if one.fired]


def choose(context: Context, opened: Opened, recommendation: str) -> None:
    plan.choose(context, opened.identity, opened.response_id, recommendation, session="ana")


def read(context: Context, opened: Opened) -> tuple[plan.PlannedAction, ...]:
    return plan.read_plan(context, opened.identity, opened.response_id)


def test_choose__two_of_them_one_twice__kept_in_order(context: Context, opened: Opened) -> None:
    first, second = fired(context, opened)[:2]
    for recommendation in (first, second, first):
        choose(context, opened, recommendation)

    found = read(context, opened)
    assert [one.recommendation.id for one in found] == [first, second]
    assert {one.intent for one in found} == {Intent()}
    assert [one.movements for one in found] == [(), ()]


def test_decide__who_when_and_status__read_back(context: Context, opened: Opened) -> None:
    recommendation = fired(context, opened)[0]
    choose(context, opened, recommendation)
    intent = Intent(Status.UNDER_WAY, "Ana", "avant l'été", "Avec la mairie")
    plan.decide(context, opened.identity, opened.response_id, recommendation, intent, session="ana")
    (found,) = read(context, opened)
    assert found.intent == intent


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"who": "a" * 201}, "text-too-long"),
        ({"note": "a" * 1001}, "text-too-long"),
        ({"when": "a" * 61}, "text-too-long"),
    ],
)
def test_decide__what_does_not_fit__refused_and_the_plan_as_before(
    context: Context, opened: Opened, change: dict[str, str], code: str
) -> None:
    recommendation = fired(context, opened)[0]
    choose(context, opened, recommendation)
    with pytest.raises(DominoError) as refused:
        plan.decide(
            context,
            opened.identity,
            opened.response_id,
            recommendation,
            replace(Intent(), **change),
            session="ana",
        )
    assert refused.value.code == code
    assert read(context, opened)[0].intent == Intent()


def test_decide__not_in_the_plan__refused(context: Context, opened: Opened) -> None:
    recommendation = fired(context, opened)[0]
    with pytest.raises(DominoError) as refused:
        plan.decide(
            context, opened.identity, opened.response_id, recommendation, Intent(), session="ana"
        )
    assert refused.value.code == "not-in-plan"


def test_choose__unknown_recommendation__refused(context: Context, opened: Opened) -> None:
    with pytest.raises(DominoError) as refused:
        choose(context, opened, "nowhere")
    assert refused.value.code == "unknown-recommendation"


def test_give_up_then_choose_again__starts_afresh(context: Context, opened: Opened) -> None:
    recommendation = fired(context, opened)[0]
    choose(context, opened, recommendation)
    plan.decide(
        context, opened.identity, opened.response_id, recommendation, Intent(who="Ana"), session="a"
    )
    plan.give_up(context, opened.identity, opened.response_id, recommendation, session="ana")
    assert read(context, opened) == ()
    choose(context, opened, recommendation)
    assert [one.intent for one in read(context, opened)] == [Intent()]


def test_read_plan__next_assessment__finds_it_with_what_moved(
    context: Context, opened: Opened
) -> None:
    recommendation = fired(context, opened)[0]
    choose(context, opened, recommendation)
    again = assessments.start_again(context, opened.identity, opened.response_id, path="short")
    (before,) = read(context, again)
    assert before.movements == ()

    fill(context, again, -1)
    (found,) = read(context, again)
    assert found.recommendation.id == recommendation
    nodes = plan.targets(found.questionnaire, found.recommendation)
    assert tuple(one.node for one in found.movements) == nodes
    assert all(one.before is not None and one.after is not None for one in found.movements)
    assert all((one.after or 0) > (one.before or 0) for one in found.movements)


def test_decide__from_the_later_assessment_then_from_the_earlier__the_last_word_counts(
    context: Context, opened: Opened
) -> None:
    recommendation = fired(context, opened)[0]
    choose(context, opened, recommendation)
    again = assessments.start_again(context, opened.identity, opened.response_id, path="short")
    for who, by in (("Ana", opened), ("Zoé", again), ("Ana", opened)):
        plan.decide(
            context, by.identity, by.response_id, recommendation, Intent(who=who), session="s"
        )
    assert read(context, again)[0].intent.who == "Ana"


def test_plan__beside_the_answers__is_in_no_submission(context: Context, opened: Opened) -> None:
    choose(context, opened, fired(context, opened)[0])
    draft = drafts.read_draft(context, opened.identity, opened.response_id)
    sending = assessments.last_sending(context, draft)
    assert sending is not None
    assert not sending.changed


def test_plan__by_the_result_link__read_and_not_changed(context: Context, opened: Opened) -> None:
    recommendation = fired(context, opened)[0]
    choose(context, opened, recommendation)
    reader = Identity(frozenset({Role.HOLDER}), reads=frozenset({opened.response_id}))
    assert len(plan.read_plan(context, reader, opened.response_id)) == 1
    with pytest.raises(DominoError) as refused:
        plan.give_up(context, reader, opened.response_id, recommendation, session="x")
    assert refused.value.code == "not-allowed"


def decide(context: Context, opened: Opened, recommendation: str, intent: Intent) -> None:
    plan.decide(context, opened.identity, opened.response_id, recommendation, intent, session="ana")


def test_plan__by_the_result_link__without_names_nor_notes(
    context: Context, opened: Opened
) -> None:
    recommendation = fired(context, opened)[0]
    choose(context, opened, recommendation)
    intent = Intent(Status.UNDER_WAY, "Ana", "juin 2027", "La mairie hésite")
    decide(context, opened, recommendation, intent)
    reader = results.result_identity(context, opened.result)
    (seen,) = plan.read_plan(context, reader, opened.response_id)
    assert seen.intent == Intent(Status.UNDER_WAY, when="juin 2027")
    assert read(context, opened)[0].intent == intent


def test_read_plan__several__by_status_then_by_deadline(context: Context, opened: Opened) -> None:
    chosen = fired(context, opened)[:5]
    for recommendation in chosen:
        choose(context, opened, recommendation)
    dropped, done, unsaid, december, june = chosen
    for recommendation, intent in (
        (dropped, Intent(Status.DROPPED)),
        (done, Intent(Status.DONE, when="janvier 2025")),
        (unsaid, Intent(when="avant l'été")),
        (december, Intent(when="décembre 2026")),
        (june, Intent(Status.UNDER_WAY, when="30/06/2027")),
    ):
        decide(context, opened, recommendation, intent)
    found = [one.recommendation.id for one in read(context, opened)]
    assert found == [june, december, unsaid, done, dropped]


@pytest.mark.parametrize(
    ("status", "when", "late"),
    [
        (Status.PLANNED, "1er mars 2026", True),
        (Status.UNDER_WAY, "février 2026", True),
        (Status.PLANNED, "2 mars 2026", False),
        (Status.PLANNED, "mars 2026", False),
        (Status.PLANNED, "avant l'été", False),
        (Status.DONE, "février 2026", False),
        (Status.DROPPED, "février 2026", False),
    ],
)
def test_read_plan__deadline__is_late_once_its_last_day_is_over(
    context: Context, opened: Opened, status: Status, when: str, *, late: bool
) -> None:
    recommendation = fired(context, opened)[0]
    choose(context, opened, recommendation)
    decide(context, opened, recommendation, Intent(status, when=when))
    assert read(context, opened)[0].late is late


def test_read_plan__its_axis__has_the_score_of_both_assessments(
    context: Context, opened: Opened
) -> None:
    recommendation = fired(context, opened)[0]
    choose(context, opened, recommendation)
    before = results.read_result(context, opened.identity, opened.response_id)
    (first,) = read(context, opened)
    node = first.recommendation.axis
    value = next(a.result.score.value for a in before.axes if a.axis.id == node)
    assert first.axis == plan.Movement(node, value, None)
    assert (first.latest, first.caution) == (None, None)

    again = assessments.start_again(context, opened.identity, opened.response_id, path="short")
    fill(context, again, -1)
    (later,) = read(context, again)
    assert later.axis.before == value
    assert later.axis.after is not None
    assert later.caution is None


def test_read_plan__next_assessment_on_another_path__says_so(
    context: Context, opened: Opened
) -> None:
    choose(context, opened, fired(context, opened)[0])
    again = assessments.start_again(context, opened.identity, opened.response_id, path="full")
    fill(context, again, -1)
    (found,) = read(context, again)
    assert found.caution is plan.Caution.OTHER_PATH


def test_plan__of_who_answers_apart__neither_seen_nor_compared_with(
    context: Context, opened: Opened
) -> None:
    recommendation, other = fired(context, opened)[:2]
    choose(context, opened, recommendation)
    token = groups.invite(context, opened, session="ana")
    guest = groups.join(context, token, language="fr")
    assert read(context, guest) == ()

    fill(context, guest, -1)
    (mine,) = read(context, opened)
    assert (mine.latest, mine.axis.after) == (None, None)
    choose(context, guest, other)
    assert [one.recommendation.id for one in read(context, guest)] == [other]
    assert [one.recommendation.id for one in read(context, opened)] == [recommendation]
