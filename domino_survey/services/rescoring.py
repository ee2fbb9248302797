"""Scores computed again by another method, kept beside those that were given when answers were sent.

A rescoring covers what had been sent, with one content of a questionnaire, when it was announced. It is
done in parts, each stored whole; what remains is asked of the store, so that it goes on wherever it
stopped. The scores of a submission are never touched.
"""

from __future__ import annotations

import uuid
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import scoring
from domino_survey.answers import AnswerTable, table_of
from domino_survey.errors import refusal
from domino_survey.numerics import np
from domino_survey.schema import OVERALL, option_codes
from domino_survey.scoring import METHOD_VERSION, Difference, differences
from domino_survey.services.assessments import answers_of, stored_score
from domino_survey.services.rights import Action, Identity, require
from domino_survey.services.uses import sent_with
from domino_survey.storage import AuditEntry, Rescoring, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domino_survey.schema import Prompt, Question, Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.storage import QuestionnaireUse, Score, StoredSubmission, Submission

# Stored in some 0.2 s, during which saved answers wait.
CHUNK = 500
# Scores are read with no decimal, or one: a smaller move shows nowhere.
VISIBLE = 0.05


class NotCarried(StrEnum):
    """Why the answers to a question cannot be read by the other content."""

    ABSENT = "absent"
    OTHER_TYPE = "other-type"
    OTHER_OPTIONS = "other-options"


class LeftOut(Struct, frozen=True):
    """A scored question that counts as unanswered when it is scored again."""

    question: Question
    reason: NotCarried


class Prospect(Struct, frozen=True):
    """What scoring again would do: from which content to which, and what sets them apart."""

    source: Questionnaire
    target: Questionnaire
    differences: tuple[Difference, ...]
    left_out: tuple[LeftOut, ...]


class Progress(Struct, frozen=True):
    """How far a rescoring is, in submissions."""

    done: int
    total: int


class NodeMoves(Struct, frozen=True):
    """What moved in one axis or theme, over the latest submission of each initiative.

    Attributes:
        node: its id.
        compared: submissions with both scores.
        moved: those whose score moved by more than 0.05.
        median, largest: of the moves of those that moved, in points; None where none did.
        levels: how many changed level.
        gained, lost: how many have a score only since, only before.
    """

    node: str
    compared: int
    moved: int
    median: float | None
    largest: float | None
    levels: int
    gained: int
    lost: int


class Outcome(Struct, frozen=True):
    """A rescoring with what moved and why.

    `size` counts the submissions that `moves` rest on; `methods` are the versions of the method by
    which the former scores were computed.
    """

    rescoring: Rescoring
    prospect: Prospect
    size: int
    methods: tuple[str, ...]
    moves: tuple[NodeMoves, ...]


def rescorable(context: Context, identity: Identity) -> tuple[QuestionnaireUse, ...]:
    """The questionnaires that have assessments sent, last used first. Raises `not-allowed`."""
    return sent_with(context, identity, Action.RESCORE)


def scorings(
    context: Context, identity: Identity, use: QuestionnaireUse
) -> tuple[Questionnaire, ...]:
    """The contents that may score these assessments again: their own first, then the newest.

    They are those of the same questionnaire, in force or archived. Raises `not-allowed`.
    """
    require(identity, Action.RESCORE)
    known = {use.ref.hash: context.library.exact(use.ref)}
    for questionnaire in reversed(context.library.in_force):
        if questionnaire.id == use.ref.id:
            known.setdefault(questionnaire.hash, questionnaire)
    for reference in reversed(context.repository.archived_questionnaires()):
        if reference.id == use.ref.id and reference.hash not in known:
            known[reference.hash] = context.library.exact(reference)
    return tuple(known.values())


def prospect(source: Questionnaire, target: Questionnaire) -> Prospect:
    """What sets two contents of a questionnaire apart when it comes to scores."""
    left_out = [
        LeftOut(question, reason)
        for question in target.scored_questions
        if (reason := _not_carried(question, source.items.get(question.id))) is not None
    ]
    return Prospect(source, target, differences(source, target), tuple(left_out))


def announce(
    context: Context, identity: Identity, use: QuestionnaireUse, target: Questionnaire
) -> str:
    """Begin a rescoring of which `run` does the parts; gives its id.

    Where the same one was begun and is not finished, by whomever, that one goes on.

    Raises:
        DominoError: `not-allowed`; `no-questionnaire` for a content of another questionnaire.
    """
    require(identity, Action.RESCORE)
    if target.id != use.ref.id:
        raise refusal("no-questionnaire", place=target.id, folder=str(context.library.root))
    for one in rescorings(context, identity, target.id):
        same = (one.source, one.questionnaire.hash, one.method_version)
        if one.remaining and same == (use.ref, target.hash, METHOD_VERSION):
            return one.id
    now = context.clock()
    rescoring = Rescoring(
        id=uuid.uuid4().hex,
        at=now,
        questionnaire=context.library.archive(target, now),
        method_version=METHOD_VERSION,
        source=use.ref,
        origin=use.origin,
    )
    detail = {"version": target.version, "method": METHOD_VERSION}
    audit = AuditEntry(now, "organiser", "rescore", rescoring.id, detail)
    context.repository.add_rescoring(rescoring, audit)
    return rescoring.id


def run(
    context: Context, identity: Identity, questionnaire_id: str, rescoring_id: str
) -> Iterator[Progress]:
    """Do what remains of a rescoring, part by part, telling how far it is after each.

    To stop asking is to interrupt it; another run goes on from there. Two at once share what remains;
    what both do is stored once.

    Raises:
        DominoError: `not-allowed`, `unknown-rescoring`; `other-method` where it was begun by another
            version of the method, with which it cannot go on.
    """
    require(identity, Action.RESCORE)
    rescoring = _found(context, questionnaire_id, rescoring_id)
    if rescoring.remaining and rescoring.method_version != METHOD_VERSION:
        raise refusal("other-method", place=rescoring_id, version=rescoring.method_version)
    source = context.library.exact(rescoring.source)
    target = context.library.exact(rescoring.questionnaire)
    done, total = rescoring.stored, rescoring.stored + rescoring.remaining
    yield Progress(done, total)
    while part := context.repository.to_rescore(rescoring_id, CHUNK):
        context.repository.store_rescored(rescoring_id, _scored(source, target, part))
        done += len(part)
        yield Progress(done, max(done, total))
    if done < total:  # another run did some of them, or they are gone
        yield Progress(total, total)


def rescorings(
    context: Context, identity: Identity, questionnaire_id: str
) -> tuple[Rescoring, ...]:
    """The rescorings of a questionnaire, newest first. Raises `not-allowed`."""
    require(identity, Action.RESCORE)
    return tuple(
        one
        for one in context.repository.rescorings(questionnaire_id)
        if one.origin == context.origin
    )


def outcome(
    context: Context, identity: Identity, questionnaire_id: str, rescoring_id: str
) -> Outcome:
    """What moved and why, as far as the rescoring is. Raises `not-allowed`, `unknown-rescoring`."""
    require(identity, Action.RESCORE)
    rescoring = _found(context, questionnaire_id, rescoring_id)
    state = [
        (use.submitted, use.last_at)
        for use in context.repository.questionnaires_in_use()
        if (use.ref, use.origin) == (rescoring.source, rescoring.origin)
    ]
    key = ("outcome", rescoring, *state)
    return context.figures.get(key, partial(_outcome, context, rescoring))


def _found(context: Context, questionnaire_id: str, rescoring_id: str) -> Rescoring:
    for one in context.repository.rescorings(questionnaire_id):
        if one.id == rescoring_id and one.origin == context.origin:
            return one
    raise refusal("unknown-rescoring", place=rescoring_id)


def _not_carried(wanted: Question, known: Question | Prompt | None) -> NotCarried | None:
    if known is None:
        return NotCarried.ABSENT
    if known.type != wanted.type:
        return NotCarried.OTHER_TYPE
    if set(option_codes(known)) != set(option_codes(wanted)):
        return NotCarried.OTHER_OPTIONS
    return None


def _scored(
    source: Questionnaire, target: Questionnaire, part: Sequence[StoredSubmission]
) -> dict[str, list[Score]]:
    submissions = [stored.submission for stored in part]
    short = [source.path(str(one.answers["path"])).essential_only for one in submissions]
    found = scoring.score(
        target, _table(source, target, submissions), essential_only=np.array(short, dtype=bool)
    )
    return {
        submission.id: [stored_score(node) for node in found.row(row).values()]
        for row, submission in enumerate(submissions)
    }


def _table(
    source: Questionnaire, target: Questionnaire, submissions: Sequence[Submission]
) -> AnswerTable:
    """The answers as the other content reads them; what it cannot read has no column."""
    carried = {
        item.id
        for item in target.items.values()
        if _not_carried(item, source.items.get(item.id)) is None
    }
    answers = [
        {item: answer for item, answer in answers_of(one).items() if item in carried}
        for one in submissions
    ]
    table = table_of(target, answers)
    kept = {item: column for item, column in table.columns.items() if item in carried}
    return AnswerTable(table.size, kept)


def _outcome(context: Context, rescoring: Rescoring) -> Outcome:
    source = context.library.exact(rescoring.source)
    target = context.library.exact(rescoring.questionnaire)
    nodes = [*(axis.id for axis in target.axes), *(theme.id for theme in target.themes)]
    if target.scoring.overall is not None:
        nodes.insert(0, OVERALL)
    again = context.repository.rescored(rescoring.id)
    selection = Selection(rescoring.source.id, rescoring.source.version, (rescoring.origin,))
    # By content: a file that was edited in use gives two contents under one version.
    sent = [
        stored
        for stored in context.repository.latest_submissions(selection, nodes)
        if stored.submission.questionnaire == rescoring.source and stored.submission.id in again
    ]
    pairs = {
        node: [(stored.scores.get(node), again[stored.submission.id].get(node)) for stored in sent]
        for node in nodes
    }
    return Outcome(
        rescoring,
        prospect(source, target),
        len(sent),
        tuple(sorted({stored.submission.method_version for stored in sent})),
        tuple(_moves(node, pairs[node], source, target) for node in nodes),
    )


def _moves(
    node: str,
    pairs: Sequence[tuple[Score | None, Score | None]],
    source: Questionnaire,
    target: Questionnaire,
) -> NodeMoves:
    values = [(_value(before), _value(after)) for before, after in pairs]
    both = [(before, after) for before, after in values if before is not None and after is not None]
    moves = np.array([after - before for before, after in both], dtype=np.float64)
    moved = moves[np.abs(moves) > VISIBLE]
    return NodeMoves(
        node=node,
        compared=len(both),
        moved=int(moved.size),
        median=float(np.median(moved)) if moved.size else None,
        largest=float(moved[np.argmax(np.abs(moved))]) if moved.size else None,
        levels=sum(_level(source, before) != _level(target, after) for before, after in both),
        gained=sum(before is None and after is not None for before, after in values),
        lost=sum(before is not None and after is None for before, after in values),
    )


def _value(score: Score | None) -> float | None:
    return None if score is None else score.value


def _level(questionnaire: Questionnaire, value: float) -> str | None:
    level = scoring.level_of(questionnaire.levels, value)
    return None if level is None else level.code
