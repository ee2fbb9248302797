"""Responses on their way out, for organisers: what is asked for, why, and who it may contain.

Nobody takes responses without a reason; it is in the audit log, with who asked and how many rows, before
the first row is read. Decision 0009 says what an export may hold.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from domino_survey.answers import Answer
from domino_survey.errors import refusal
from domino_survey.i18n import N_, Language, Translator
from domino_survey.services import export_rows
from domino_survey.services.access import identity_of
from domino_survey.services.dataset import Study, Table
from domino_survey.services.export_columns import Batch, Content, Setting, allows, nodes, planned
from domino_survey.services.groups import GROUP, SHARED
from domino_survey.services.rights import Action, Identity, require
from domino_survey.storage import AuditEntry, Origin, QuestionnaireRef, Selection, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.services.dataset import Block
    from domino_survey.storage import QuestionnaireUse

# Responses that are read at once.
CHUNK = 500
LEAST_REASON, LONGEST_REASON = 10, 500
LONGEST_NAME = 30

Shape = Literal["wide", "long"]


class Wish(Struct, frozen=True):
    """What is asked for.

    Attributes:
        references: the contents of questionnaires, each a study of its own.
        origin: real or demonstration responses, never both.
        every: all submissions of all responses, rather than the latest of each initiative; also
            those of people who answered apart on an invitation.
        since, until: days of sending, in France, both included.
        shared_only: only those whose authors agree to grouped figures.
        content: which columns.
        language: of the labels.
        shape: one row per response, or one per answer.
    """

    references: tuple[QuestionnaireRef, ...]
    origin: Origin = "real"
    every: bool = False
    since: date | None = None
    until: date | None = None
    shared_only: bool = False
    content: Content = Content()
    language: Language = "fr"
    shape: Shape = "wide"


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


def exportable(context: Context, identity: Identity) -> tuple[QuestionnaireUse, ...]:
    """The contents of questionnaires with responses sent, last used first. Raises `not-allowed`."""
    require(identity, Action.EXPORT_RESPONSES)
    found = [use for use in context.repository.questionnaires_in_use() if use.submitted]
    return tuple(sorted(found, key=lambda use: use.last_at, reverse=True))


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
    return Export(wish, _name_of_all(Translator(wish.language), studies), responses, studies)


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


# --- What is written ------------------------------------------------------------------------------


def _study(
    context: Context,
    identity: Identity,
    wish: Wish,
    reference: QuestionnaireRef,
    sent: Sequence[Sent],
) -> Study:
    questionnaire = context.library.exact(reference)
    t = Translator(wish.language)
    setting = Setting(
        questionnaire=questionnaire,
        translate=t,
        territories=context.territories,
        content=wish.content,
        guests=_responses_with(context, GROUP),
        shared=_responses_with(context, SHARED),
    )
    batches = partial(_batches, context, identity, setting, [one.submission_id for one in sent])
    tables = _wide(setting, batches, len(sent)) if wish.shape == "wide" else ()
    if wish.shape == "long":
        tables = _long(setting, batches, len(sent))
    title = setting.words(questionnaire.title)
    at = context.clock().replace(microsecond=0)
    facts = _facts(context, wish, reference, sent, tables)
    return Study(
        name=_name(t, wish, reference, at_day=t.local(at).date()),
        title=title,
        description=t(
            "Réponses au questionnaire « {title} », version {version}",
            title=title,
            version=reference.version,
        ),
        language=wish.language,
        reference=reference,
        licence=questionnaire.licence,
        at=at,
        about=_about(t, wish, questionnaire, facts),
        facts=facts,
        tables=tables,
    )


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


def _wide(setting: Setting, batches: Callable[[], Iterator[Batch]], size: int) -> tuple[Table, ...]:
    columns = planned(setting)
    make: Callable[[Batch], Block] = partial(export_rows.wide_block, columns)
    return (
        Table(
            id="",
            title=setting.translate("Réponses"),
            variables=tuple(column.variable for column in columns),
            keys=("response",),
            size=size,
            blocks=export_rows.blocks(batches, make),
        ),
    )


def _long(setting: Setting, batches: Callable[[], Iterator[Batch]], size: int) -> tuple[Table, ...]:
    t = setting.translate
    answers = Table(
        id="",
        title=t("Réponses"),
        variables=export_rows.answer_variables(setting),
        keys=("response", "question"),
        size=size * len(export_rows.items_of(setting)),
        blocks=export_rows.blocks(batches, partial(export_rows.answer_block, setting)),
    )
    # A questionnaire of open questions alone has no row without them.
    found = (answers,) if answers.size else ()
    if not setting.content.scores:
        return found
    scores = Table(
        id="scores",
        title=t("Scores"),
        variables=export_rows.score_variables(setting),
        keys=("response", "node"),
        size=size * len(nodes(setting)),
        blocks=export_rows.blocks(batches, partial(export_rows.score_block, setting)),
    )
    return (*found, scores) if scores.size else found


def _facts(
    context: Context,
    wish: Wish,
    reference: QuestionnaireRef,
    sent: Sequence[Sent],
    tables: Sequence[Table],
) -> dict[str, str]:
    """What every file says of itself, by names that do not change."""
    content = [
        name for name in ("identifiers", "texts", "proofs", "scores") if getattr(wish.content, name)
    ]
    return {
        "questionnaire": reference.id,
        "version": reference.version,
        "hash": reference.hash,
        "method": " ".join(sorted({one.method_version for one in sent})),
        "exported_at": context.clock().replace(microsecond=0).isoformat(),
        "origin": wish.origin,
        "submissions": "all" if wish.every else "latest",
        "since": wish.since.isoformat() if wish.since else "",
        "until": wish.until.isoformat() if wish.until else "",
        "sharing": "shared-only" if wish.shared_only else "all",
        "content": " ".join(content),
        "language": wish.language,
        "shape": wish.shape,
        "responses": str(len(sent)),
        "rows": " ".join(str(table.size) for table in tables),
    }


CONTENT_WORDS = {
    "identifiers": N_("noms, présentations et communes"),
    "texts": N_("réponses ouvertes et commentaires partagés"),
    "proofs": N_("niveaux de preuve"),
    "scores": N_("scores"),
}


def _about(
    t: Translator, wish: Wish, questionnaire: Questionnaire, facts: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    demo = t("Données de démonstration, inventées")
    sharing = t("ceux dont les porteurs acceptent les chiffres regroupés")
    return (
        (t("Questionnaire"), questionnaire.title.get(wish.language, "") or facts["questionnaire"]),
        (t("Identifiant"), facts["questionnaire"]),
        (t("Version"), facts["version"]),
        (t("Empreinte"), facts["hash"]),
        (t("Méthode de calcul"), facts["method"]),
        (t("Extrait le"), facts["exported_at"]),
        (t("Origine"), demo if wish.origin == "demo" else t("Réponses réelles")),
        (
            t("Envois"),
            t("tous les envois") if wish.every else t("le dernier de chaque initiative"),
        ),
        (t("Envoyés depuis le"), facts["since"] or t("toujours")),
        (t("Envoyés jusqu'au"), facts["until"] or t("aujourd'hui")),
        (t("Bilans retenus"), sharing if wish.shared_only else t("tous")),
        (
            t("Contenu"),
            t.list_of(
                [t("réponses")] + [t(CONTENT_WORDS[one]) for one in facts["content"].split()]
            ),
        ),
        (t("Nombre de bilans"), facts["responses"]),
        (t("Nombre de lignes"), facts["rows"]),
        (t("Licence du questionnaire"), questionnaire.licence),
        (
            t("Précaution"),
            t(
                "Même sans nom, ces lignes parlent chacune d'une initiative : gardez-les comme des données "
                "personnelles, ne les publiez pas et effacez-les quand elles ne servent plus."
            ),
        ),
    )


def _name(t: Translator, wish: Wish, reference: QuestionnaireRef, *, at_day: date) -> str:
    """A name for files: `reponses-domino-v1-2026-11-24`."""
    same = [
        one for one in wish.references if (one.id, one.version) == (reference.id, reference.version)
    ]
    parts = [
        t("reponses"),
        reference.id,
        f"v{reference.version.removeprefix('v')}",
        # Two contents under one version: a file that was edited in use.
        reference.hash[:8] if len(same) > 1 else "",
        "demo" if wish.origin == "demo" else "",
        at_day.isoformat(),
    ]
    return "-".join(name for part in parts if (name := _ascii(part)))


def _name_of_all(t: Translator, studies: Sequence[Study]) -> str:
    if len(studies) == 1:
        return studies[0].name
    ids = dict.fromkeys(study.reference.id for study in studies)
    demo = ["demo"] if studies[0].facts["origin"] == "demo" else []
    parts = [t("reponses"), *ids, *demo, t.local(studies[0].at).date().isoformat()]
    return "-".join(_ascii(part) for part in parts)


def _ascii(text: str) -> str:
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", "".join(letters).lower())[:LONGEST_NAME].strip("-")
