"""What the sheets of a workbook hold: titles, columns and rows, in the language of who reads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domino_survey import wording
from domino_survey.answers import MISSING, Answer, State, written
from domino_survey.i18n import N_
from domino_survey.reports.planning import plan_sheet
from domino_survey.reports.reading import how_to_read
from domino_survey.reports.tables import WIDE, Column, Kind, Sheet
from domino_survey.reports.workings import workings
from domino_survey.schema import (
    YES,
    MultipleChoice,
    ScaleQuestion,
    SingleChoice,
    YesNo,
    option_codes,
)
from domino_survey.services.sureness import sureness_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domino_survey.i18n import Translator
    from domino_survey.reports.tables import Cell
    from domino_survey.schema import Question
    from domino_survey.services.plan import PlannedAction
    from domino_survey.services.results import NodeResult, Result
    from domino_survey.services.sureness import Sureness

STATES = {
    State.ANSWERED: N_("répondue"),
    State.NOT_APPLICABLE: N_("sans objet"),
    State.DONT_KNOW: N_("ne sait pas"),
    State.MISSING: N_("sans réponse"),
    State.NOT_ASKED: N_("non posée"),
}

# Why a node has no score, whatever node it is.
NO_SCORE = {
    "nothing-asked": N_("aucune question posée"),
    "nothing-answered": N_("aucune réponse"),
    "low-coverage": N_("pas assez de réponses"),
    "mostly-not-applicable": N_("trop de questions sans objet"),
}


def sheets(
    result: Result,
    t: Translator,
    *,
    comments: bool,
    profile: bool,
    plan: Sequence[PlannedAction] = (),
) -> Iterator[Sheet]:
    """The sheets in their order; that of the plan only where there is one."""
    sureness = sureness_of(result)
    yield Sheet(
        t("Résultat"),
        [
            Column(t("Nature"), 12),
            Column(t("Identifiant"), 14),
            Column(t("Nom"), 44),
            Column(t("Score"), 9, Kind.SCORE),
            Column(t("Borne basse"), 9, Kind.SCORE),
            Column(t("Borne haute"), 9, Kind.SCORE),
            Column(t("Couverture"), 12, Kind.SHARE),
            Column(t("Niveau"), WIDE),
            Column(t("Questions répondues"), 12, Kind.COUNT),
            Column(t("Questions posées"), 12, Kind.COUNT),
            Column(t("Sans score"), WIDE),
        ],
        _scores(result, t),
    )
    if plan:
        yield plan_sheet(plan, t)
    yield from workings(result, sureness, t)
    yield Sheet(
        t("Réponses"),
        [
            Column(t("Identifiant"), 14),
            Column(t("Axe"), 24),
            Column(t("Thème"), WIDE),
            Column(t("Question"), 50),
            Column(t("Réponse"), 44),
            Column(t("Code"), 18),
            Column(t("État"), 14),
            Column(t("Points"), 9, Kind.SCORE),
            Column(t("Score"), 9, Kind.SCORE),
            Column(t("Preuve"), 14),
            *([Column(t("Commentaire"), 40)] if comments else []),
        ],
        _answers(result, t, comments=comments, profile=profile),
    )
    yield Sheet(
        t("Préconisations"),
        [
            Column(t("Identifiant"), 14),
            Column(t("Axe"), 24),
            Column(t("Étape"), 18),
            Column(t("Titre"), WIDE),
            Column(t("Retenue"), 12),
            Column(t("Raison"), 36),
            Column(t("Repères"), 36),
            Column(t("Action"), 50),
            Column(t("Qui"), 24),
            Column(t("Effort"), 12),
            Column(t("Suivi"), WIDE),
            Column(t("Précédent"), 40),
        ],
        _advice(result, t),
    )
    yield Sheet(
        t("À propos"),
        [Column(t("Quoi"), 26), Column(t("Valeur"), 90)],
        _about(result, sureness, t),
        table=False,
    )


def _scores(result: Result, t: Translator) -> Iterator[list[Cell]]:
    for axis in result.axes:
        yield _node(t, t("Axe"), axis.axis.id, t.text(axis.axis.title), axis.result)
        for theme in axis.themes:
            yield _node(t, t("Thème"), theme.theme.id, t.text(theme.theme.title), theme.result)
    for one in result.dimensions:
        code, label = one.dimension.code, t.text(one.dimension.label)
        yield _node(t, t("Dimension"), code, label, one.result)
    if result.overall is not None:
        yield _node(t, t("Ensemble"), result.overall.score.id, t("Ensemble"), result.overall)


def _node(t: Translator, kind: str, node_id: str, name: str, node: NodeResult) -> list[Cell]:
    score = node.score
    return [
        kind,
        node_id,
        name,
        score.value,
        score.low,
        score.high,
        score.coverage,
        wording.level_words(t, node.levels) if node.levels else None,
        float(node.answered),
        float(node.asked),
        t(NO_SCORE[score.reason.code]) if score.reason.code else None,
    ]


def _answers(
    result: Result, t: Translator, *, comments: bool, profile: bool
) -> Iterator[list[Cell]]:
    questionnaire = result.questionnaire
    described = {
        *(item.id for item in questionnaire.profile.items),
        *(item.id for axis in questionnaire.axes for item in axis.indicators),
    }
    for item in questionnaire.items.values():
        if item.id in described and not profile:
            continue
        axis, theme = questionnaire.axis_of.get(item.id), questionnaire.theme_of.get(item.id)
        answer = result.answers.get(item.id, MISSING)
        score = _score(result, item.id)
        yield [
            item.id,
            t.text(axis.short) if axis else t("Profil"),
            t.text(theme.title) if theme else None,
            t.text(item.text),
            _said(t, item, answer),
            _codes(item, answer),
            t(STATES[answer.state if result.scores.asked[item.id][0] else State.NOT_ASKED]),
            None if score is None else score * questionnaire.scoring.full_points / 100,
            score,
            t(wording.PROOF_LABELS[result.proofs[item.id]]) if item.id in result.proofs else None,
            *([result.comments.get(item.id)] if comments else []),
        ]


def _score(result: Result, item_id: str) -> float | None:
    """The score of a question; None where it has none or does not count."""
    if item_id not in result.scores.items:
        return None
    score = float(result.scores.items[item_id][0])
    return None if math.isnan(score) else score


def _said(t: Translator, item: Question, answer: Answer) -> Cell:
    """An answer in the words of its question; a number stays a number."""
    value = answer.value
    match item:
        case YesNo() if value is not None:
            return t("Oui") if value == YES else t("Non")
        case ScaleQuestion():
            labels = {level.code: level.label for level in item.levels}
        case SingleChoice() | MultipleChoice():
            labels = {option.code: option.label for option in item.options}
        case _:
            return ", ".join(value) if isinstance(value, tuple) else value
    codes = value if isinstance(value, tuple) else () if value is None else (str(value),)
    return " ; ".join(t.text(labels[code]) for code in codes) or None


def _codes(item: Question, answer: Answer) -> Cell:
    """The codes of what was chosen, as files of answers hold them; None for what has no code."""
    return written(answer) or None if option_codes(item) else None


def _advice(result: Result, t: Translator) -> Iterator[list[Cell]]:
    questionnaire = result.questionnaire
    stages = {stage.code: stage.label for stage in questionnaire.action_stages}
    efforts = {effort.code: effort.label for effort in questionnaire.efforts}
    for advice in result.advice:
        one = advice.recommendation
        yield [
            one.id,
            t.text(questionnaire.axis_of[one.axis].short),
            t.text(stages[one.stage]),
            t.text(one.title),
            t("oui") if advice.fired else t("pour aller plus loin"),
            t.text(one.reason) if advice.fired else None,
            "\n".join(wording.facts_in_words(t, questionnaire, advice.facts)) or None,
            t.text(one.action),
            t.text(one.who),
            t.text(efforts[one.effort]),
            wording.readable(t, questionnaire, t.text(one.follow_up)),
            t.text(one.precedent),
        ]


def _about(result: Result, sureness: Sureness, t: Translator) -> Iterator[Sequence[Cell]]:
    questionnaire, submission = result.questionnaire, result.submission
    yield t("Initiative"), result.name or None
    yield t("Envoyé le"), t.local(submission.submitted_at).replace(tzinfo=None, microsecond=0)
    yield t("Envoi numéro"), float(submission.number)
    if submission.origin == "demo":
        yield t("Origine"), t("Données de démonstration")
    yield t("Questionnaire"), t.text(questionnaire.title)
    yield t("Identifiant"), questionnaire.id
    yield t("Version"), questionnaire.version
    yield t("Empreinte"), submission.questionnaire.hash
    yield t("Méthode de calcul"), t("version {version}", version=submission.method_version)
    yield t("Parcours"), t.text(result.path.label)
    yield t("Licence"), questionnaire.licence
    yield t("Origine du questionnaire"), questionnaire.attribution or None
    if sureness.ranges:
        said = (wording.lowest_sentence(t, sureness), wording.highest_sentence(t, sureness))
        told = " ".join(one for one in (wording.varied_sentence(t, sureness), *said) if one)
        yield t("Ce que changeraient d'autres poids"), told
    yield from how_to_read(result, t)
