"""The action plan of an initiative: what was chosen, who does it by when, and what has moved since.

A plan belongs to the initiative, so that the next assessment finds it again. Each change is an event
beside the answers of the response that was open; the latest one of each recommendation counts. What
people who answer apart send and choose does not show before they compare: it is not for the others.

Who reads a result by its link sees what is planned, not who does it nor what was noted about it: these are
words of a few people to each other.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import asdict

from domino_survey import expressions
from domino_survey.errors import refusal
from domino_survey.services import drafts
from domino_survey.services.deadlines import due_of
from domino_survey.services.groups import hidden_from
from domino_survey.services.rights import Action, allowed, require

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from domino_survey.schema import Questionnaire, Recommendation
    from domino_survey.services.context import Context
    from domino_survey.services.rights import Identity
    from domino_survey.storage import AnswerEvent, StoredSubmission, Submission

FIELD = "@plan:"
WHO_LIMIT, WHEN_LIMIT, NOTE_LIMIT = 200, 60, 1000
# Where a day begins and ends for those who use the application.
ZONE = ZoneInfo("Europe/Paris")


class Status(StrEnum):
    """Where an action stands."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


# In the order in which a plan is read.
ORDER = (Status.UNDER_WAY, Status.PLANNED, Status.DONE, Status.DROPPED)
OPEN = frozenset({Status.PLANNED, Status.UNDER_WAY})


class Caution(StrEnum):
    """Why two assessments do not compare, or not quite."""

    OTHER_VERSION = "other-version"
    OTHER_METHOD = "other-method"
    OTHER_PATH = "other-path"


class Intent(Struct, frozen=True):
    """What people decided about one recommendation; `when` in their words: "avant l'été"."""

    status: Status = Status.PLANNED
    who: str = ""
    when: str = ""
    note: str = ""


class Movement(Struct, frozen=True):
    """A score that an action was meant to move: when the action was chosen, and at the latest assessment.

    None where there is no score; `after` also while there is no later assessment.
    """

    node: str
    before: float | None
    after: float | None


class PlannedAction(Struct, frozen=True):
    """A recommendation in the plan, in the words of the questionnaire it was chosen from.

    Attributes:
        chosen: the submission whose result led to it.
        latest: the latest one since, with which scores are compared; None as long as there is none.
        axis: the score of the axis that the action is about.
        movements: the scores that its condition reads, but for the axis; none without `latest`.
        caution: why the two submissions do not compare.
        decided_at: when something was last decided about it.
        due: the last day that `intent.when` can mean, where it names one.
        late: whether that day is over and the action is not.
    """

    recommendation: Recommendation
    questionnaire: Questionnaire
    intent: Intent
    chosen: Submission
    axis: Movement
    decided_at: datetime
    latest: Submission | None = None
    movements: tuple[Movement, ...] = field(default=())
    caution: Caution | None = None
    due: date | None = None
    late: bool = False


def read_plan(context: Context, identity: Identity, response_id: str) -> tuple[PlannedAction, ...]:
    """The plan of the initiative of a response: by status, what is due first, then as it was chosen.

    Raises `not-allowed`, `unknown-response`.
    """
    require(identity, Action.READ_RESULT, response_id)
    response = context.repository.response(response_id)
    if response is None:
        raise refusal("unknown-response", place=response_id)
    hidden = hidden_from(context, response_id)
    sent = [
        stored
        for stored in context.repository.submissions_of_initiative(response.initiative_id)
        if stored.submission.response_id not in hidden
    ]
    by_id = {stored.submission.id: stored for stored in sent}
    today = context.clock().astimezone(ZONE).date()
    private = allowed(identity, Action.ANSWER, response_id)
    found = []
    for recommendation_id, event in _latest(context, response_id, response.initiative_id).items():
        stored = by_id.get(cast("Mapping[str, str]", event.value)["submission"])
        if stored is None:
            continue  # the assessment that led to it was deleted, and with it what it said
        questionnaire = context.library.exact(stored.submission.questionnaire)
        recommendation = _recommendation(questionnaire, recommendation_id)
        found.append(
            _planned(questionnaire, recommendation, event, stored, sent[-1], today, private=private)
        )
    # Sorting keeps the order of choosing among equals.
    return tuple(sorted(found, key=_place))


def _place(action: PlannedAction) -> tuple[int, bool, int]:
    due = action.due
    return ORDER.index(action.intent.status), due is None, due.toordinal() if due else 0


def _planned(  # noqa: PLR0917 - private, called once
    questionnaire: Questionnaire,
    recommendation: Recommendation,
    event: AnswerEvent,
    chosen: StoredSubmission,
    latest: StoredSubmission,
    today: date,
    *,
    private: bool,
) -> PlannedAction:
    value = cast("Mapping[str, str]", event.value)
    intent = Intent(
        Status(value["status"]),
        value["who"] if private else "",
        value["when"],
        value["note"] if private else "",
    )
    due = due_of(intent.when)
    since = latest if latest.submission.id != chosen.submission.id else None
    return PlannedAction(
        recommendation,
        questionnaire,
        intent,
        chosen.submission,
        _movement(recommendation.axis, chosen, since),
        event.at,
        latest=since.submission if since else None,
        movements=tuple(
            _movement(node, chosen, since)
            for node in targets(questionnaire, recommendation)
            if node != recommendation.axis
        )
        if since
        else (),
        caution=_caution(chosen.submission, since.submission) if since else None,
        due=due,
        late=intent.status in OPEN and due is not None and due < today,
    )


def choose(
    context: Context, identity: Identity, response_id: str, recommendation_id: str, *, session: str
) -> None:
    """Put a recommendation of the latest result into the plan; once is enough.

    Raises `not-allowed`, `not-submitted`, `unknown-recommendation`.
    """
    draft = drafts.read_draft(context, identity, response_id)
    submissions = context.repository.submissions_of_response(response_id)
    if not submissions:
        raise refusal("not-submitted", place=response_id)
    _recommendation(draft.questionnaire, recommendation_id)
    if recommendation_id not in _latest(context, response_id, draft.response.initiative_id):
        chosen = submissions[-1].submission.id
        _save(context, identity, response_id, recommendation_id, Intent(), chosen, session)


def decide(
    context: Context,
    identity: Identity,
    response_id: str,
    recommendation_id: str,
    intent: Intent,
    *,
    session: str,
) -> None:
    """Say who does it, by when, how far it is.

    Raises `not-allowed`, `not-in-plan`, `text-too-long`.
    """
    draft = drafts.read_draft(context, identity, response_id)
    event = _latest(context, response_id, draft.response.initiative_id).get(recommendation_id)
    if event is None:
        raise refusal("not-in-plan", place=recommendation_id)
    limited = ((intent.who, WHO_LIMIT), (intent.when, WHEN_LIMIT), (intent.note, NOTE_LIMIT))
    for text, limit in limited:
        if len(text) > limit:
            raise refusal("text-too-long", place=recommendation_id, length=len(text), limit=limit)
    chosen = cast("Mapping[str, str]", event.value)["submission"]
    _save(context, identity, response_id, recommendation_id, intent, chosen, session)


def give_up(
    context: Context, identity: Identity, response_id: str, recommendation_id: str, *, session: str
) -> None:
    """Take a recommendation out of the plan; what was written about it stays in the history."""
    drafts.save_beside(
        context, identity, response_id, FIELD + recommendation_id, None, session=session
    )


def _save(  # noqa: PLR0917 - private, called twice
    context: Context,
    identity: Identity,
    response_id: str,
    recommendation_id: str,
    intent: Intent,
    chosen: str,
    session: str,
) -> None:
    value = {**asdict(intent), "submission": chosen}
    drafts.save_beside(
        context, identity, response_id, FIELD + recommendation_id, value, session=session
    )


def _latest(context: Context, response_id: str, initiative_id: str) -> dict[str, AnswerEvent]:
    """The latest event of each recommendation in the plan of an initiative, as a response may see it."""
    latest: dict[str, AnswerEvent] = {}
    hidden = hidden_from(context, response_id)
    for response in context.repository.responses_of_initiative(initiative_id):
        if response.id in hidden or context.repository.withdrawn_at(response.id):
            continue
        for (name, _), event in context.repository.latest(response.id).items():
            known = latest.get(name)
            if name.startswith(FIELD) and (known is None or known.seq < event.seq):
                latest[name] = event
    return {
        name.removeprefix(FIELD): event
        for name, event in sorted(latest.items(), key=lambda pair: pair[1].seq)
        if event.value is not None
    }


def _recommendation(questionnaire: Questionnaire, recommendation_id: str) -> Recommendation:
    for recommendation in questionnaire.recommendations_for("holder"):
        if recommendation.id == recommendation_id:
            return recommendation
    raise refusal("unknown-recommendation", place=recommendation_id)


def targets(questionnaire: Questionnaire, recommendation: Recommendation) -> tuple[str, ...]:
    """The scores that a recommendation is meant to move: what its condition reads.

    A question stands for its theme. Where the condition reads nothing that has a score, the axis.
    """
    found: dict[str, None] = {}
    for reference in sorted(expressions.references(expressions.parse(recommendation.condition))):
        theme = questionnaire.theme_of.get(reference)
        node = theme.id if theme is not None else reference
        if node in questionnaire.node_ids:
            found[node] = None
    return tuple(found) or (recommendation.axis,)


def _movement(node: str, chosen: StoredSubmission, since: StoredSubmission | None) -> Movement:
    def value(stored: StoredSubmission | None) -> float | None:
        score = stored.scores.get(node) if stored is not None else None
        return score.value if score is not None else None

    return Movement(node, value(chosen), value(since))


def _caution(chosen: Submission, latest: Submission) -> Caution | None:
    """Why two submissions do not compare; the gravest reason."""
    if chosen.questionnaire != latest.questionnaire:
        return Caution.OTHER_VERSION
    if chosen.method_version != latest.method_version:
        return Caution.OTHER_METHOD
    if chosen.answers.get("path") != latest.answers.get("path"):
        return Caution.OTHER_PATH
    return None
