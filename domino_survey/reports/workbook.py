"""The result as a workbook: scores, answers, recommendations, and what they were made with."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from domino_survey import wording
from domino_survey.answers import MISSING, Answer, State, written
from domino_survey.i18n import N_, visible
from domino_survey.reports.reading import how_to_read
from domino_survey.schema import (
    YES,
    MultipleChoice,
    ScaleQuestion,
    SingleChoice,
    YesNo,
    option_codes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from domino_survey.i18n import Translator
    from domino_survey.schema import Question
    from domino_survey.services.results import NodeResult, Result

Cell: TypeAlias = str | float | None

# A spreadsheet reads a text that begins so as a formula, once someone edits the cell or exports it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# The most that a cell of the format holds.
LONGEST_CELL = 32_767
_WIDE = 30

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


class _Sheet(Struct, frozen=True):
    """A table: its columns as (title, width in characters), then its rows."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterator[Sequence[Cell]]
    table: bool = True


def report_workbook(
    result: Result, t: Translator, *, comments: bool = True, profile: bool = True
) -> bytes:
    """The result as XLSX, in the language of `t`; scores are unrounded numbers.

    With `comments`, those that the holders wrote under their answers; with `profile`, the answers that
    describe the initiative, and its indicators.

    Everything that people wrote stands in cells of text, never of formulas, whatever it begins with.
    The document bears the time of the submission.
    """
    import xlsxwriter  # noqa: PLC0415 - loaded by who makes a workbook

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.set_properties(
        {
            "title": visible(result.name) or t.text(result.questionnaire.title),
            "author": visible(result.name),
            # The format holds no zone: UTC.
            "created": result.submission.submitted_at.replace(tzinfo=None, microsecond=0),
        }
    )
    looks = _Looks.of(workbook)
    for sheet in _sheets(result, t, comments=comments, profile=profile):
        _write(workbook, sheet, looks)
    workbook.close()
    return buffer.getvalue()


class _Looks(Struct, frozen=True):
    head: Format
    text: Format
    literal: Format
    number: Format

    @classmethod
    def of(cls, workbook: Workbook) -> _Looks:
        text: dict[str, Any] = {"text_wrap": True, "valign": "top"}
        return cls(
            head=workbook.add_format(
                {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0B6E4F", **text}
            ),
            text=workbook.add_format(text),
            literal=workbook.add_format({"quote_prefix": True, **text}),
            number=workbook.add_format({"valign": "top", "num_format": "0.##"}),
        )


def _write(workbook: Workbook, sheet: _Sheet, looks: _Looks) -> None:
    page = workbook.add_worksheet(sheet.title)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    for column, (title, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(0, column, title, looks.head)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                text = visible(value)[:LONGEST_CELL]
                look = looks.literal if text.startswith(FORMULA_SIGNS) else looks.text
                page.write_string(last, column, text, look)
            elif value is not None:
                page.write_number(last, column, value, looks.number)
    if sheet.table and last:
        page.autofilter(0, 0, last, len(sheet.columns) - 1)


def _sheets(result: Result, t: Translator, *, comments: bool, profile: bool) -> Iterator[_Sheet]:
    yield _Sheet(
        t("Résultat"),
        [
            (t("Nature"), 12),
            (t("Identifiant"), 14),
            (t("Nom"), 44),
            (t("Score"), 9),
            (t("Borne basse"), 9),
            (t("Borne haute"), 9),
            (t("Couverture"), 12),
            (t("Niveau"), _WIDE),
            (t("Questions répondues"), 12),
            (t("Questions posées"), 12),
            (t("Sans score"), _WIDE),
        ],
        _scores(result, t),
    )
    yield _Sheet(
        t("Réponses"),
        [
            (t("Identifiant"), 14),
            (t("Axe"), 24),
            (t("Thème"), _WIDE),
            (t("Question"), 50),
            (t("Réponse"), 44),
            (t("Code"), 18),
            (t("État"), 14),
            (t("Points"), 9),
            (t("Score"), 9),
            (t("Preuve"), 14),
            *([(t("Commentaire"), 40)] if comments else []),
        ],
        _answers(result, t, comments=comments, profile=profile),
    )
    yield _Sheet(
        t("Préconisations"),
        [
            (t("Identifiant"), 14),
            (t("Axe"), 24),
            (t("Étape"), 18),
            (t("Titre"), _WIDE),
            (t("Retenue"), 12),
            (t("Raison"), 36),
            (t("Repères"), 36),
            (t("Action"), 50),
            (t("Qui"), 24),
            (t("Effort"), 12),
            (t("Suivi"), _WIDE),
            (t("Précédent"), 40),
        ],
        _advice(result, t),
    )
    yield _Sheet(
        t("À propos"), [(t("Quoi"), 26), (t("Valeur"), 90)], _about(result, t), table=False
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


def _about(result: Result, t: Translator) -> Iterator[Sequence[Cell]]:
    questionnaire, submission = result.questionnaire, result.submission
    yield t("Initiative"), result.name or None
    yield t("Envoyé le"), t.datetime(submission.submitted_at)
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
    yield from how_to_read(result, t)
