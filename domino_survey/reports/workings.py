"""The sheets of a workbook that take scores apart: each question, and how far scores can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey import wording
from domino_survey.reports.tables import WIDE, Column, Kind, Sheet
from domino_survey.services.explaining import derivation_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domino_survey.i18n import Translator
    from domino_survey.reports.tables import Cell
    from domino_survey.services.explaining import Derivation
    from domino_survey.services.results import Result
    from domino_survey.services.sureness import Sureness


def workings(result: Result, sureness: Sureness, t: Translator) -> Iterator[Sheet]:
    """The derivation of the scores, what is open in them, and what would settle it."""
    yield Sheet(t("Détail des scores"), _detail_columns(t), _detail(result, t))
    yield Sheet(t("Fiabilité"), _reliance_columns(t), _reliance(sureness, t))
    yield Sheet(
        t("Questions à préciser"),
        [
            Column(t("Axe"), 24),
            Column(t("Identifiant"), 14),
            Column(t("Question"), 50),
            Column(t("Écart réduit d'au moins"), 14, Kind.SCORE),
        ],
        _open(result, sureness, t),
    )


def _detail_columns(t: Translator) -> list[Column]:
    return [
        Column(t("Axe"), 24),
        Column(t("Thème"), WIDE),
        Column(t("Identifiant"), 14),
        Column(t("Question"), 50),
        Column(t("Réponse"), 44),
        Column(t("Points sur 100"), 10, Kind.SCORE),
        Column(t("Part du thème"), 10, Kind.SHARE),
        Column(t("Part de l'axe"), 10, Kind.SHARE),
        Column(t("Points perdus"), 10, Kind.SCORE),
        Column(t("Part du score de l'axe"), 10, Kind.SHARE),
        Column(t("Ne compte pas"), 44),
    ]


def _detail(result: Result, t: Translator) -> Iterator[list[Cell]]:
    """Each question that was asked, in order; unrounded, the points lost sum to 100 minus the score."""
    for axis in result.axes:
        yield from _detail_of(derivation_of(result, axis), t)


def _detail_of(derivation: Derivation, t: Translator) -> Iterator[list[Cell]]:
    axis = t.text(derivation.axis.axis.short)
    for part in derivation.themes:
        theme = t.text(part.theme.theme.title)
        costs = {cost.question.id: cost for cost in part.costs}
        left_out = {one.question.id: one for one in part.left_out}
        for question in part.theme.theme.questions:
            words: list[Cell] = [axis, theme, question.id, t.text(question.text)]
            if (cost := costs.get(question.id)) is not None:
                said = wording.answer_words(t, question, cost.answer)
                figures = (cost.points, part.share_of(cost), cost.weight, cost.lost, cost.carried)
                yield [*words, said, *figures, None]
            elif (one := left_out.get(question.id)) is not None:
                said = wording.answer_words(t, question, one.answer)
                yield [*words, said, None, None, None, None, None, t(wording.LEFT_OUT[one.why])]


def _reliance_columns(t: Translator) -> list[Column]:
    return [
        Column(t("Axe"), 24),
        Column(t("Score"), 9, Kind.SCORE),
        Column(t("Borne basse"), 9, Kind.SCORE),
        Column(t("Borne haute"), 9, Kind.SCORE),
        Column(t("Couverture"), 12, Kind.SHARE),
        Column(t("Questions sans réponse"), 12, Kind.COUNT),
        Column(t("Neuf fois sur dix, au moins"), 14, Kind.SCORE),
        Column(t("Au milieu des pondérations"), 14, Kind.SCORE),
        Column(t("Neuf fois sur dix, au plus"), 14, Kind.SCORE),
        Column(t("Part des pondérations où il est le plus bas"), 16, Kind.SHARE),
        Column(t("Part des pondérations où il est le plus haut"), 16, Kind.SHARE),
    ]


def _reliance(sureness: Sureness, t: Translator) -> Iterator[list[Cell]]:
    ranges = {one.axis.id: one for one in sureness.ranges}
    for one in sureness.axes:
        node = one.axis.result
        drawn = ranges.get(one.axis.axis.id)
        yield [
            t.text(one.axis.axis.short),
            node.score.value,
            node.score.low,
            node.score.high,
            node.score.coverage,
            float(node.asked - node.answered),
            *(
                (drawn.low, drawn.median, drawn.high, drawn.lowest, drawn.highest)
                if drawn
                else (None,) * 5
            ),
        ]


def _open(result: Result, sureness: Sureness, t: Translator) -> Iterator[list[Cell]]:
    items = result.questionnaire.items
    for one in sureness.axes:
        for narrowing in one.narrowing:
            question = items[narrowing.question]
            yield [
                t.text(one.axis.axis.short),
                question.id,
                t.text(question.text),
                narrowing.removed,
            ]
