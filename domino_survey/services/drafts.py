"""A response while it is being answered: every change is committed before it is said to be saved."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.structs import replace

from domino_survey import expressions
from domino_survey.answers import (
    MISSING,
    PROOFS,
    Answer,
    State,
    answered,
    table_of,
    validated,
)
from domino_survey.errors import DominoError, problem, refusal
from domino_survey.schema import COMMENT_LIMIT, LongTextQuestion, TerritoryQuestion
from domino_survey.scoring import ResponseFrame, asked_masks, items_in_conditions
from domino_survey.services.rights import Action, require
from domino_survey.storage import AnswerEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from domino_survey.errors import Problem
    from domino_survey.schema import Path, Question, Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.services.rights import Identity
    from domino_survey.storage import Facet, Response

# Fields that hold something else than an answer begin so; a submission leaves them out.
BESIDE = "@"
PATH = "@path"
LANGUAGE = "@language"
KEPT = 500


class Draft(Struct, frozen=True, dict=True):
    """The latest of every field of one response, and what follows from it."""

    response: Response
    questionnaire: Questionnaire
    events: Mapping[tuple[str, Facet], AnswerEvent]
    asked: frozenset[str]

    @property
    def path(self) -> Path:
        """The path that is followed now."""
        event = self.events.get((PATH, "answer"))
        return self.questionnaire.path(str(event.value) if event else self.response.path)

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """Every answer given, asked or not any more."""
        return {
            field: Answer.from_json(cast("Mapping[str, object]", event.value))
            for (field, facet), event in self.events.items()
            if facet == "answer" and not field.startswith(BESIDE) and event.value is not None
        }

    def answer(self, item_id: str) -> Answer:
        """The answer to one item; missing when there is none."""
        event = self.events.get((item_id, "answer"))
        if event is None or event.value is None:
            return MISSING
        return Answer.from_json(cast("Mapping[str, object]", event.value))

    def comment(self, item_id: str) -> str:
        """The comment on one item; empty when there is none."""
        event = self.events.get((item_id, "comment"))
        return str(event.value) if event and event.value else ""

    def proof(self, item_id: str) -> str | None:
        """What the answer rests on."""
        event = self.events.get((item_id, "proof"))
        return str(event.value) if event and event.value else None

    def event_id(self, item_id: str, facet: Facet = "answer") -> str | None:
        """The event that the field's value comes from."""
        event = self.events.get((item_id, facet))
        return event.id if event else None

    @property
    def saved_at(self) -> datetime | None:
        """When something was last saved."""
        return max((event.at for event in self.events.values()), default=None)

    def is_asked(self, question: Question) -> bool:
        """Whether a question of the axes is on the path and its condition holds."""
        return question.id in self.asked and self.questionnaire.on_path(question, self.path)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the axes that are asked, in order."""
        return tuple(q for q in self.questionnaire.questions if self.is_asked(q))

    def answered(self, question: Question) -> bool:
        """Whether something was said to a question, be it that one does not know."""
        return self.answer(question.id).state is not State.MISSING


class Saved(Struct, frozen=True):
    """What a change did: the draft after it, and the answer of someone else that it came upon, if any.

    `joined` tells that both texts were kept, one under the other.
    """

    draft: Draft
    overtaken: AnswerEvent | None = None
    joined: bool = False


class DraftCache:
    """Drafts in memory, always what the store holds: all writing goes through this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._drafts: OrderedDict[str, Draft] = OrderedDict()

    def get(self, response_id: str) -> Draft | None:
        """The draft, if it is here."""
        with self._lock:
            draft = self._drafts.get(response_id)
            if draft is not None:
                self._drafts.move_to_end(response_id)
            return draft

    def put(self, draft: Draft) -> Draft:
        """Keep a draft; a later event of a field wins over an earlier one, whoever comes last."""
        with self._lock:
            known = self._drafts.get(draft.response.id)
            if known is not None:
                draft = _merged(known, draft)
            self._drafts[draft.response.id] = draft
            self._drafts.move_to_end(draft.response.id)
            while len(self._drafts) > KEPT:
                self._drafts.popitem(last=False)
            return draft

    def drop(self, response_id: str) -> None:
        """Forget a draft."""
        with self._lock:
            self._drafts.pop(response_id, None)


def _merged(one: Draft, other: Draft) -> Draft:
    events = dict(one.events)
    for key, event in other.events.items():
        if key not in events or events[key].seq <= event.seq:
            events[key] = event
    if events == other.events:
        return other
    return _with_asked(replace(other, events=events))


def _with_asked(draft: Draft) -> Draft:
    masks = asked_masks(draft.questionnaire, table_of(draft.questionnaire, [draft.answers]))
    return replace(draft, asked=frozenset(item for item, mask in masks.items() if mask[0]))


def read_draft(context: Context, identity: Identity, response_id: str) -> Draft:
    """The response as it stands.

    Raises `DominoError`: `not-allowed`, `unknown-response`, `response-withdrawn`.
    """
    require(identity, Action.ANSWER, response_id)
    return load_draft(context, response_id)


def load_draft(context: Context, response_id: str) -> Draft:
    """The response as it stands, for services that have checked rights already."""
    draft = context.drafts.get(response_id)
    if draft is not None:
        return draft
    response = context.repository.response(response_id)
    if response is None:
        raise refusal("unknown-response", place=response_id)
    if context.repository.withdrawn_at(response_id):
        raise refusal("response-withdrawn", place=response_id)
    questionnaire = context.library.exact(response.questionnaire)
    events = context.repository.latest(response_id)
    return context.drafts.put(_with_asked(Draft(response, questionnaire, events, frozenset())))


def save_answer(
    context: Context,
    identity: Identity,
    response_id: str,
    item_id: str,
    answer: Answer,
    *,
    session: str,
    base: str | None = None,
    questionnaire_hash: str | None = None,
) -> Saved:
    """Commit one answer (a missing one clears it), then give the draft after it.

    `base` is the event that the author saw: when someone else has answered since, their answer is given
    back in `overtaken`, and stays in the history. Raises `DominoError` for an answer that does not fit
    its question, an unknown item, or a page that shows another version of the questionnaire.
    """
    draft = read_draft(context, identity, response_id)
    if questionnaire_hash is not None and questionnaire_hash != draft.questionnaire.hash:
        raise refusal("answer-for-another-version", place=item_id)
    item = _item(draft, item_id)
    fitting = validated(item, answer)
    if isinstance(item, TerritoryQuestion):
        _require_known(context, item_id, fitting)
    if item.constraints and fitting.state is State.ANSWERED:
        broken = broken_constraints(
            draft.questionnaire, {**draft.answers, item_id: fitting}, [item]
        )
        if broken:
            raise DominoError(*broken)
    change = _Change(item_id, "answer", fitting.to_json(), session, base)
    if isinstance(item, LongTextQuestion) and fitting.state is State.ANSWERED:
        both = _both(draft, change, str(fitting.value), item.max_length)
        if both is not None:
            joint = replace(change, value=answered(both).to_json())
            return replace(_save(context, draft, joint), joined=True)
    return _save(context, draft, change)


def broken_constraints(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], items: Iterable[Question]
) -> list[Problem]:
    """What the constraints of these items exclude; a condition that is not known excludes nothing."""
    frame = ResponseFrame(questionnaire, table_of(questionnaire, [answers]))
    return [
        problem("constraint-not-met", place=item.id, message=constraint.message)
        for item in items
        for constraint in item.constraints
        if expressions.evaluate(expressions.parse(constraint.condition), frame).false[0]
    ]


def _both(draft: Draft, change: _Change, text: str, limit: int) -> str | None:
    """A text under the one that someone else wrote meanwhile; None where there is nothing to join.

    Who has the other text in theirs has seen it.
    """
    before = draft.events.get((change.field, change.facet))
    if before is None or not _is_unseen(before, change):
        return None
    theirs = draft.comment(change.field)
    if change.facet == "answer":
        theirs = str(draft.answer(change.field).value or "")
    both = f"{theirs}\n\n{text}"
    return both if theirs and theirs not in text and len(both) <= limit else None


def _is_unseen(before: AnswerEvent, change: _Change) -> bool:
    return change.base != before.id and before.author != change.session


def _require_known(context: Context, item_id: str, commune: Answer) -> None:
    if commune.value is not None and str(commune.value) not in context.territories:
        raise refusal("unknown-commune", place=item_id, code_insee=commune.value)


def save_comment(
    context: Context,
    identity: Identity,
    response_id: str,
    item_id: str,
    text: str,
    *,
    session: str,
    base: str | None = None,
) -> Saved:
    """Commit the comment on one question; an empty one clears it.

    `base` is as for `save_answer`; what someone else wrote meanwhile is kept above. Raises
    `text-too-long`.
    """
    draft = read_draft(context, identity, response_id)
    _item(draft, item_id)
    text = text.replace("\x00", "").strip()
    if len(text) > COMMENT_LIMIT:
        raise refusal("text-too-long", place=item_id, length=len(text), limit=COMMENT_LIMIT)
    change = _Change(item_id, "comment", text or None, session, base)
    both = _both(draft, change, text, COMMENT_LIMIT) if text else None
    if both is not None:
        return replace(_save(context, draft, replace(change, value=both)), joined=True)
    return _save(context, draft, change)


def save_proof(
    context: Context,
    identity: Identity,
    response_id: str,
    item_id: str,
    proof: str | None,
    *,
    session: str,
) -> Saved:
    """Commit what an answer rests on, one of `PROOFS` or nothing. Raises `unknown-proof`."""
    draft = read_draft(context, identity, response_id)
    _item(draft, item_id)
    if proof is not None and proof not in PROOFS:
        raise refusal("unknown-proof", place=item_id, value=proof)
    return _save(context, draft, _Change(item_id, "proof", proof, session))


def save_path(
    context: Context, identity: Identity, response_id: str, path: str, *, session: str
) -> Saved:
    """Go on by another path; answers off it are kept and do not count. Raises `unknown-path`."""
    draft = read_draft(context, identity, response_id)
    if path not in {known.code for known in draft.questionnaire.paths}:
        raise refusal("unknown-path", place=path)
    return _save(context, draft, _Change(PATH, "answer", path, session))


def save_beside(
    context: Context,
    identity: Identity,
    response_id: str,
    field: str,
    value: object,
    *,
    session: str,
) -> Saved:
    """Commit something about a response that is no answer; its `field` begins with `BESIDE`."""
    if not field.startswith(BESIDE):
        raise ValueError(f"{field} would be taken for an answer")
    draft = read_draft(context, identity, response_id)
    return _commit(context, draft, _Change(field, "answer", value, session))


def _item(draft: Draft, item_id: str) -> Question:
    item = draft.questionnaire.items.get(item_id)
    if item is None:
        raise refusal("unknown-question", place=item_id)
    return item


class _Change(Struct, frozen=True):
    field: str
    facet: Facet
    value: object
    session: str
    base: str | None = None


def _save(context: Context, draft: Draft, change: _Change) -> Saved:
    before = draft.events.get((change.field, change.facet))
    if change.value == (before.value if before else None):
        return Saved(draft)
    return _commit(context, draft, change)


def _commit(context: Context, draft: Draft, change: _Change) -> Saved:
    key = (change.field, change.facet)
    before = draft.events.get(key)
    event = AnswerEvent(
        id=uuid.uuid4().hex,
        response_id=draft.response.id,
        field=change.field,
        value=change.value,
        author=change.session,
        at=context.clock(),
        facet=change.facet,
        base_id=change.base,
    )
    (stored,) = context.repository.save_answers([event])
    overtaken = before if before is not None and _is_unseen(before, change) else None
    after = replace(draft, events={**draft.events, key: stored})
    if change.facet == "answer" and change.field in items_in_conditions(draft.questionnaire):
        after = _with_asked(after)
    return Saved(context.drafts.put(after), overtaken)
