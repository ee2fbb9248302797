"""Responses on their way out, for organisers: what is asked for, why, and who it may contain.

Nobody takes responses without a reason; it is in the audit log, with who asked and how many rows, before
the first row is read. Decision 0009 says what an export may hold.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers import Answer
from domino_survey.errors import refusal
from domino_survey.i18n import Translator
from domino_survey.services.access import identity_of
from domino_survey.services.exporting.batch import Batch, Setting, allows
from domino_survey.services.exporting.studies import name_of_all, study_of
from domino_survey.services.groups import GROUP, SHARED
from domino_survey.services.rights import Action, Identity, require
from domino_survey.services.uses import sent_with
from domino_survey.storage import AuditEntry, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domino_survey.services.context import Context
    from domino_survey.services.exporting.dataset import Study
    from domino_survey.services.exporting.wish import Wish
    from domino_survey.storage import QuestionnaireRef, QuestionnaireUse, Sent

# Responses that are read at once.
CHUNK = 500
LEAST_REASON, LONGEST_REASON = 10, 500


class Count(Struct, frozen=True):
    """How much a wish would give: responses, and initiatives behind them."""

    responses: int
    initiatives: int


class Export(Struct, frozen=True):
    """What was granted: the studies to write, and how many rows of responses there are to read."""

    wish: Wish
    name: str
    responses: int
    studies: tuple[Study, ...]


def exportable(
    context: Context, identity: Identity, *, every_origin: bool = False
) -> tuple[QuestionnaireUse, ...]:
    """The contents of questionnaires with responses sent, see `sent_with`. Raises `not-allowed`."""
    return sent_with(context, identity, Action.EXPORT_RESPONSES, every_origin=every_origin)


def counted(context: Context, identity: Identity, wish: Wish) -> Count:
    """How much a wish would give. Raises `not-allowed`."""
    require(identity, Action.EXPORT_RESPONSES)
    chosen = [one for reference in wish.references for one in _chosen(context, wish, reference)]
    return Count(len(chosen), len({one.initiative_id for one in chosen}))


def begin(
    context: Context,
    identity: Identity,
    wish: Wish,
    *,
    reason: str,
    formats: Sequence[str],
    actor: str = "",
) -> Export:
    """Note who takes what and why, and give what is to be written; nothing is read before.

    `actor` stands for who asks where no access link does. Raises `DominoError`: `not-allowed`,
    `export-without-reason`, `text-too-long`, `identifiers-with-texts`, `nothing-to-export`.
    """
    require(identity, Action.EXPORT_RESPONSES)
    reason = checked_reason(reason)
    if wish.content.identifiers and wish.content.texts:
        raise refusal("identifiers-with-texts")
    chosen = {reference: _chosen(context, wish, reference) for reference in wish.references}
    chosen = {reference: sent for reference, sent in chosen.items() if sent}
    responses = sum(len(sent) for sent in chosen.values())
    if not responses:
        raise refusal("nothing-to-export")
    studies = tuple(
        study
        for reference, sent in chosen.items()
        if (study := _study(context, identity, wish, reference, sent)).tables
    )
    if not studies:
        raise refusal("nothing-to-export")
    rows = sum(table.size for study in studies for table in study.tables)
    who = actor or ("link:" + ",".join(identity.links) if identity.links else "organiser")
    detail = {
        "reason": reason,
        "formats": list(formats),
        "questionnaires": [[one.id, one.version, one.hash] for one in chosen],
        "origin": wish.origin,
        "versions": "all" if wish.every else "latest",
        "since": wish.since.isoformat() if wish.since else None,
        "until": wish.until.isoformat() if wish.until else None,
        "shared_only": wish.shared_only,
        "identifiers": wish.content.identifiers,
        "texts": wish.content.texts,
        "proofs": wish.content.proofs,
        "scores": wish.content.scores,
        "language": wish.language,
        "shape": wish.shape,
        "responses": responses,
        "rows": rows,
    }
    names = ",".join(dict.fromkeys(one.id for one in chosen))
    context.repository.record(AuditEntry(context.clock(), who, "export", names, detail))
    return Export(wish, name_of_all(Translator(wish.language), studies), responses, studies)


def checked_reason(reason: str) -> str:
    """The reason on one line. Raises `export-without-reason`, `text-too-long`."""
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise refusal("export-without-reason", place="reason", least=LEAST_REASON)
    if len(reason) > LONGEST_REASON:
        raise refusal("text-too-long", place="reason", length=len(reason), limit=LONGEST_REASON)
    return reason


def still_allowed(context: Context, identity: Identity) -> None:
    """Asked again for each part and when a file is handed over: a link may be revoked since.

    Raises `not-allowed`.
    """
    if identity.links:
        identity = identity_of(context, identity.links)
    require(identity, Action.EXPORT_RESPONSES)


# --- Which responses ------------------------------------------------------------------------------


def _chosen(context: Context, wish: Wish, reference: QuestionnaireRef) -> list[Sent]:
    """The submissions of a wish, oldest first."""
    questionnaire = context.library.exact(reference)
    sharing = questionnaire.profile.sharing
    selection = Selection(reference.id, reference.version, (wish.origin,))
    sent = context.repository.sent(selection, sharing.item if sharing else "")
    local = Translator().local
    found = [
        one
        for one in sent
        if one.questionnaire.hash == reference.hash
        and (wish.since is None or local(one.submitted_at).date() >= wish.since)
        and (wish.until is None or local(one.submitted_at).date() <= wish.until)
    ]
    if not wish.every:
        apart = _responses_with(context, GROUP)
        latest = {one.initiative_id: one for one in found if one.response_id not in apart}
        found = [one for one in found if latest.get(one.initiative_id) is one]
    if wish.shared_only:
        aggregates = sharing.aggregates if sharing else ""
        found = [one for one in found if sharing and allows(_value(one), aggregates)]
    return found


def _value(sent: Sent) -> object:
    return Answer.from_json(sent.answer if isinstance(sent.answer, dict) else None).value


def _responses_with(context: Context, field: str) -> frozenset[str]:
    return frozenset(response.id for response in context.repository.responses_with(field))


def _study(
    context: Context,
    identity: Identity,
    wish: Wish,
    reference: QuestionnaireRef,
    sent: Sequence[Sent],
) -> Study:
    setting = Setting(
        questionnaire=context.library.exact(reference),
        translate=Translator(wish.language),
        territories=context.territories,
        content=wish.content,
        guests=_responses_with(context, GROUP),
        shared=_responses_with(context, SHARED),
    )
    batches = partial(_batches, context, identity, setting, [one.submission_id for one in sent])
    at = context.clock().replace(microsecond=0)
    return study_of(setting, wish, reference, sent, batches, at=at)


def _batches(
    context: Context, identity: Identity, setting: Setting, ids: Sequence[str]
) -> Iterator[Batch]:
    """The submissions, some at a time. Raises `not-allowed`, `export-changed`."""
    for start in range(0, len(ids), CHUNK):
        still_allowed(context, identity)
        part = ids[start : start + CHUNK]
        sent = context.repository.submissions(part)
        if len(sent) != len(part):
            # Someone deleted an assessment meanwhile: the number of rows that was noted is wrong.
            raise refusal("export-changed")
        yield Batch(setting, sent)
