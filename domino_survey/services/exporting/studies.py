"""The tables of an export and what they say of themselves: names, facts, precautions."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from domino_survey.i18n import N_, Translator
from domino_survey.services.exporting import long_form, wide_form
from domino_survey.services.exporting.batch import Batch, blocks
from domino_survey.services.exporting.dataset import Study, Table
from domino_survey.services.exporting.score_columns import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from domino_survey.schema import Questionnaire
    from domino_survey.services.exporting.batch import Setting
    from domino_survey.services.exporting.wish import Wish
    from domino_survey.storage import QuestionnaireRef, Sent

    Batches: TypeAlias = Callable[[], Iterator[Batch]]

LONGEST_NAME = 30


def study_of(
    setting: Setting,
    wish: Wish,
    reference: QuestionnaireRef,
    sent: Sequence[Sent],
    batches: Batches,
    *,
    at: datetime,
) -> Study:
    """The responses to one content of a questionnaire; `batches` reads them, from the first each time."""
    questionnaire, t = setting.questionnaire, setting.translate
    tables = _wide(setting, batches, len(sent)) if wish.shape == "wide" else ()
    if wish.shape == "long":
        tables = _long(setting, batches, len(sent))
    title = setting.words(questionnaire.title)
    facts = _facts(wish, reference, sent, tables, at)
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


def _wide(setting: Setting, batches: Batches, size: int) -> tuple[Table, ...]:
    columns = wide_form.planned(setting)
    return (
        Table(
            id="",
            title=setting.translate("Réponses"),
            variables=tuple(column.variable for column in columns),
            keys=("response",),
            size=size,
            blocks=blocks(batches, partial(wide_form.wide_block, columns)),
        ),
    )


def _long(setting: Setting, batches: Batches, size: int) -> tuple[Table, ...]:
    t = setting.translate
    answers = Table(
        id="",
        title=t("Réponses"),
        variables=long_form.answer_variables(setting),
        keys=("response", "question"),
        size=size * len(long_form.items_of(setting)),
        blocks=blocks(batches, partial(long_form.answer_block, setting)),
    )
    # A questionnaire of open questions alone has no row without them.
    found = (answers,) if answers.size else ()
    if not setting.content.scores:
        return found
    scores = Table(
        id="scores",
        title=t("Scores"),
        variables=long_form.score_variables(setting),
        keys=("response", "node"),
        size=size * len(nodes(setting)),
        blocks=blocks(batches, partial(long_form.score_block, setting)),
    )
    return (*found, scores) if scores.size else found


def _facts(
    wish: Wish,
    reference: QuestionnaireRef,
    sent: Sequence[Sent],
    tables: Sequence[Table],
    at: datetime,
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
        "exported_at": at.isoformat(),
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


def name_of_all(t: Translator, studies: Sequence[Study]) -> str:
    """A name for the files of all studies together."""
    if len(studies) == 1:
        return studies[0].name
    ids = dict.fromkeys(study.reference.id for study in studies)
    demo = ["demo"] if studies[0].facts["origin"] == "demo" else []
    parts = [t("reponses"), *ids, *demo, t.local(studies[0].at).date().isoformat()]
    return "-".join(_ascii(part) for part in parts)


def _ascii(text: str) -> str:
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", "".join(letters).lower())[:LONGEST_NAME].strip("-")
