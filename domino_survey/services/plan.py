"""The action plan of an initiative: what was chosen, who does it by when, and what has moved since.

A plan belongs to the initiative, so that the next assessment finds it again. Each change is an event
beside the answers of the response that was open; the latest one of each recommendation counts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, cast

from msgspec import Struct, field
from msgspec.structs import asdict

from domino_survey import expressions
from domino_survey.errors import refusal
from domino_survey.services import drafts
from domino_survey.services.rights import Action, require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.schema import Questionnaire, Recommendation
    from domino_survey.services.context import Context
    from domino_survey.services.rights import Identity
    from domino_survey.storage import AnswerEvent, StoredSubmission, Submission

FIELD = "@plan:"
WHO_LIMIT, WHEN_LIMIT, NOTE_LIMIT = 200, 60, 1000


class Status(StrEnum):
    """Where an action stands."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


class Intent(Struct, frozen=True):
    """What people decided about one recommendation; `when` in their words: "avant l'été"."""

    status: Status = Status.PLANNED
    who: str = ""
    when: str = ""
    note: str = ""


class Movement(Struct, frozen=True):
    """A score that an action was meant to move: when the action was chosen, and now."""

    node: str
    before: float | None
    after: float | None


class PlannedAction(Struct, frozen=True):
    """A recommendation in the plan, in the words of the questionnaire it was chosen from.

    `chosen` is the submission whose result led to it; `movements` are empty as long as it is the
    latest one.
    """

    recommendation: Recommendation
    questionnaire: Questionnaire
    intent: Intent
    chosen: Submission
    movements: tuple[Movement, ...] = field(default=())


def read_plan(context: Context, identity: Identity, response_id: str) -> tuple[PlannedAction, ...]:
    """The plan of the initiative of a response, in the order of choosing. Raises `not-allowed`."""
    require(identity, Action.READ_RESULT, response_id)
    response = context.repository.response(response_id)
    if response is None:
        raise refusal("unknown-response", place=response_id)
    sent = context.repository.submissions_of_initiative(response.initiative_id)
    by_id = {stored.submission.id: stored for stored in sent}
    found = []
    for recommendation_id, event in _latest(context, response.initiative_id).items():
        value = cast("Mapping[str, str]", event.value)
        stored = by_id.get(value["submission"])
        if stored is None:
            continue  # the assessment that led to it was deleted, and with it what it said
        questionnaire = context.library.exact(stored.submission.questionnaire)
        recommendation = _recommendation(questionnaire, recommendation_id)
        intent = Intent(Status(value["status"]), value["who"], value["when"], value["note"])
        movements = _movements(questionnaire, recommendation, stored, sent[-1])
        found.append(
            PlannedAction(recommendation, questionnaire, intent, stored.submission, movements)
        )
    return tuple(found)


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
    if recommendation_id not in _latest(context, draft.response.initiative_id):
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
    event = _latest(context, draft.response.initiative_id).get(recommendation_id)
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


def _latest(context: Context, initiative_id: str) -> dict[str, AnswerEvent]:
    """The latest event of each recommendation that is in the plan of an initiative."""
    latest: dict[str, AnswerEvent] = {}
    for response in context.repository.responses_of_initiative(initiative_id):
        if context.repository.withdrawn_at(response.id):
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


def _movements(
    questionnaire: Questionnaire,
    recommendation: Recommendation,
    chosen: StoredSubmission,
    latest: StoredSubmission,
) -> tuple[Movement, ...]:
    if latest.submission.id == chosen.submission.id:
        return ()

    def value(stored: StoredSubmission, node: str) -> float | None:
        score = stored.scores.get(node)
        return score.value if score is not None else None

    return tuple(
        Movement(node, value(chosen, node), value(latest, node))
        for node in targets(questionnaire, recommendation)
    )
