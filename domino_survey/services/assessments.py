"""The life of an assessment: started, found again, followed step by step, reviewed, submitted."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from domino_survey.answers import Answer, State, table_of
from domino_survey.errors import refusal
from domino_survey.numerics import np
from domino_survey.scoring import METHOD_VERSION, Reason
from domino_survey.scoring import score as scored
from domino_survey.services.codes import hashed, new_code, normalised, result_token
from domino_survey.services.drafts import BESIDE, Draft, load_draft, read_draft
from domino_survey.services.observing import APART, answers_in, observed_of
from domino_survey.services.rights import VISITOR, Action, Identity, Role, require
from domino_survey.storage import (
    AnswerEvent,
    AuditEntry,
    ImportedResponse,
    Initiative,
    Response,
    Score,
    Submission,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.schema import Axis, Question, Questionnaire
    from domino_survey.scoring import NodeScore
    from domino_survey.services.context import Context
    from domino_survey.storage import Facet, Json, Observed, Receipt


class Opened(Struct, frozen=True):
    """An assessment that a code has opened."""

    response_id: str
    code: str
    result: str

    @property
    def identity(self) -> Identity:
        """What the code allows."""
        return Identity(frozenset({Role.VISITOR, Role.HOLDER}), answers=self.response_id)


def start(
    context: Context,
    questionnaire_id: str,
    *,
    path: str,
    language: str,
    identity: Identity = VISITOR,
) -> Opened:
    """Begin an assessment of a new initiative. Raises `no-questionnaire`, `unknown-path`."""
    require(identity, Action.START_ASSESSMENT)
    questionnaire = context.library.current(questionnaire_id)
    initiative = Initiative(uuid.uuid4().hex, context.clock(), context.origin)
    return _begin(context, questionnaire, initiative, path, language)


def start_again(context: Context, identity: Identity, response_id: str, *, path: str) -> Opened:
    """Begin a new assessment of the same initiative, with its profile and the newest questionnaire."""
    draft = read_draft(context, identity, response_id)
    questionnaire = context.library.current(draft.questionnaire.id)
    return _begin_again(context, draft, questionnaire, path=path, language=draft.response.language)


def begin_beside(
    context: Context, draft: Draft, language: str, *, without: frozenset[str] = frozenset()
) -> Opened:
    """Begin another response to the very questionnaire of one, on its path and with its profile.

    Items of `without` are not carried over.
    """
    return _begin_again(
        context,
        draft,
        draft.questionnaire,
        path=draft.path.code,
        language=language,
        without=without,
    )


def _begin_again(
    context: Context,
    draft: Draft,
    questionnaire: Questionnaire,
    *,
    path: str,
    language: str,
    without: frozenset[str] = frozenset(),
) -> Opened:
    initiative = Initiative(
        draft.response.initiative_id, draft.response.created_at, draft.response.origin
    )
    opened = _begin(context, questionnaire, initiative, path, language)
    profile = {item.id for item in questionnaire.profile.items} - without
    carried = [
        replace(
            event,
            id=uuid.uuid4().hex,
            response_id=opened.response_id,
            at=context.clock(),
            base_id=None,
            seq=0,
        )
        for (field, facet), event in draft.events.items()
        if field in profile and facet == "answer" and event.value is not None
    ]
    if carried:
        context.repository.save_answers(carried)
    return opened


def begin_whole(
    context: Context,
    questionnaire: Questionnaire,
    fields: Mapping[tuple[str, Facet], Json],
    *,
    path: str,
    language: str,
    session: str,
) -> Opened:
    """Begin an assessment of a new initiative with these answers in it: all of it is stored, or nothing.

    For services that have checked the answers and rights already. Raises `unknown-path`.
    """
    now = context.clock()
    initiative = Initiative(uuid.uuid4().hex, now, context.origin)
    opened, response = _new(context, questionnaire, initiative, path, language)
    events = [
        AnswerEvent(
            id=uuid.uuid4().hex,
            response_id=response.id,
            field=field,
            facet=facet,
            value=value,
            author=session,
            at=now,
        )
        for (field, facet), value in fields.items()
    ]
    context.repository.import_responses(
        [ImportedResponse(initiative, response, events)],
        AuditEntry(now, "holder", "load", response.id, {"fields": len(events)}),
    )
    return opened


def _begin(
    context: Context, questionnaire: Questionnaire, initiative: Initiative, path: str, language: str
) -> Opened:
    opened, response = _new(context, questionnaire, initiative, path, language)
    context.repository.create_response(
        initiative, response, AuditEntry(response.created_at, "holder", "start", response.id)
    )
    return opened


def _new(
    context: Context, questionnaire: Questionnaire, initiative: Initiative, path: str, language: str
) -> tuple[Opened, Response]:
    """A response that is not stored yet, and what opens it; its questionnaire is in the archive."""
    if path not in {known.code for known in questionnaire.paths}:
        raise refusal("unknown-path", place=path)
    now = context.clock()
    reference = context.library.archive(questionnaire, now)
    code = new_code()
    token = result_token(code)
    response = Response(
        id=uuid.uuid4().hex,
        initiative_id=initiative.id,
        questionnaire=reference,
        path=path,
        language=language,
        created_at=now,
        code_hash=hashed(code),
        result_hash=hashed(token),
        origin=initiative.origin,
    )
    return Opened(response.id, code, token), response


def open_by_code(context: Context, typed: str) -> Opened:
    """Find an assessment again by its resume code.

    Raises `malformed-code`, `unknown-code`, `response-withdrawn`.
    """
    code = normalised(typed)
    if code is None:
        raise refusal("malformed-code")
    response = context.repository.response_by_code(hashed(code))
    if response is None:
        raise refusal("unknown-code")
    if context.repository.withdrawn_at(response.id):
        raise refusal("response-withdrawn")
    return Opened(response.id, code, result_token(code))


def withdraw(context: Context, identity: Identity, response_id: str) -> None:
    """Delete an assessment at the request of who made it; nothing can be added to it any more."""
    read_draft(context, identity, response_id)
    now = context.clock()
    context.repository.withdraw(
        response_id, now, AuditEntry(now, "holder", "withdraw", response_id)
    )
    context.drafts.drop(response_id)


class AxisReview(Struct, frozen=True):
    """What an axis still wants: questions by state, and why it will have no score as it stands."""

    axis: Axis
    asked: tuple[Question, ...]
    missing: tuple[Question, ...]
    dont_know: tuple[Question, ...]
    not_applicable: tuple[Question, ...]
    reason: Reason

    @property
    def answered(self) -> int:
        """How many of the asked questions something was said to."""
        return len(self.asked) - len(self.missing)


class Sending(Struct, frozen=True):
    """The last submission of an assessment, and whether its answers have changed since."""

    submission: Submission
    changed: bool


class Review(Struct, frozen=True):
    """The state of an assessment before it is submitted."""

    axes: tuple[AxisReview, ...]
    profile_missing: tuple[Question, ...]
    sending: Sending | None

    @property
    def asked(self) -> int:
        """Questions of the axes that are asked."""
        return sum(len(axis.asked) for axis in self.axes)

    @property
    def answered(self) -> int:
        """Those to which something was said."""
        return sum(axis.answered for axis in self.axes)

    @property
    def can_submit(self) -> bool:
        """Whether it can be sent: the required profile is filled in and something is answered."""
        return not self.profile_missing and self.answered > 0


def review(context: Context, draft: Draft) -> Review:
    """What is answered and what is missing, axis by axis."""
    nodes = score_draft(draft)
    return Review(
        axes=tuple(_axis_review(draft, axis, nodes) for axis in draft.questionnaire.axes),
        profile_missing=profile_missing(draft),
        sending=last_sending(context, draft),
    )


def last_sending(context: Context, draft: Draft) -> Sending | None:
    """The last time that an assessment was sent; None when it never was."""
    submissions = _submissions(context, draft)
    if not submissions:
        return None
    return Sending(submissions[-1], submissions[-1].answers_hash != _hash(snapshot(draft)))


def _axis_review(draft: Draft, axis: Axis, nodes: Mapping[str, NodeScore]) -> AxisReview:
    asked = tuple(q for theme in axis.themes for q in theme.questions if draft.is_asked(q))

    def of(state: State) -> tuple[Question, ...]:
        return tuple(q for q in asked if draft.answer(q.id).state is state)

    return AxisReview(
        axis,
        asked,
        of(State.MISSING),
        of(State.DONT_KNOW),
        of(State.NOT_APPLICABLE),
        nodes[axis.id].reason,
    )


def profile_missing(draft: Draft) -> tuple[Question, ...]:
    """Required profile items without an answer."""
    return tuple(
        item
        for item in draft.questionnaire.profile.items
        if item.required and item.id in draft.asked and not draft.answered(item)
    )


def score_draft(draft: Draft) -> dict[str, NodeScore]:
    """The scores of a response as it stands, by node."""
    table = table_of(draft.questionnaire, [draft.answers])
    short = np.array([draft.path.essential_only])
    return scored(draft.questionnaire, table, essential_only=short).row(0)


def snapshot(draft: Draft) -> dict[str, object]:
    """What a submission holds: all facets of all fields, asked or not, in canonical order."""
    facets: dict[str, dict[str, object]] = {"answer": {}, "comment": {}, "proof": {}}
    for (field, facet), event in sorted(draft.events.items()):
        if event.value is not None and not field.startswith(BESIDE):
            facets[facet][field] = event.value
    return {
        "path": draft.path.code,
        "language": draft.response.language,
        "answers": facets["answer"],
        "comments": facets["comment"],
        "proofs": facets["proof"],
    }


def answers_of(submission: Submission) -> dict[str, Answer]:
    """The answers of a submission by item, as `snapshot` wrote them."""
    return answers_in(submission.answers)


def _hash(content: Mapping[str, object]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def submit(context: Context, identity: Identity, response_id: str) -> Receipt:
    """Send the assessment as it stands, once: the same answers sent again give the same submission.

    The idempotency key says which answers follow which submission, so three clicks, two tabs or a
    replay after a crash agree on it; changed answers make the next version. Raises `DominoError`:
    `not-allowed`, `response-withdrawn`, `profile-incomplete`, `nothing-answered`.
    """
    require(identity, Action.ANSWER, response_id)
    context.drafts.drop(response_id)
    draft = load_draft(context, response_id)
    missing = profile_missing(draft)
    if missing:
        names = ", ".join(item.id for item in missing)
        raise refusal("profile-incomplete", place=names)
    if not any(draft.answered(question) for question in draft.questions):
        raise refusal("nothing-answered")
    submission = _submission(context, draft)
    return context.repository.submit(
        submission,
        [stored_score(node) for node in score_draft(draft).values()],
        AuditEntry(submission.submitted_at, "holder", "submit", response_id),
        _observed(context, draft, submission),
    )


def _observed(context: Context, draft: Draft, submission: Submission) -> Observed:
    group = draft.events.get((APART, "answer"))
    apart = (submission.response_id,) if group and group.value is not None else ()
    return observed_of(context.territories, draft.questionnaire, [submission], apart)


def _submission(context: Context, draft: Draft) -> Submission:
    content = snapshot(draft)
    answers_hash = _hash(content)
    earlier = _submissions(context, draft)
    if earlier and earlier[-1].answers_hash == answers_hash:
        key = earlier[-1].key
    else:
        key = f"{draft.response.id}:{len(earlier)}:{answers_hash}"
    return Submission(
        id=uuid.uuid4().hex,
        response_id=draft.response.id,
        key=key,
        submitted_at=context.clock(),
        answers=content,
        answers_hash=answers_hash,
        questionnaire=draft.response.questionnaire,
        method_version=METHOD_VERSION,
        origin=draft.response.origin,
    )


def _submissions(context: Context, draft: Draft) -> tuple[Submission, ...]:
    stored = context.repository.submissions_of_response(draft.response.id)
    return tuple(one.submission for one in stored)


def stored_score(node: NodeScore) -> Score:
    """A node's score as it is stored."""
    return Score(node.id, node.value, node.low, node.high, node.coverage, node.reason.code or None)
