"""The action plan as a report prints it, and as a sheet of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey import wording
from domino_survey.reports.tables import Column, Kind, Sheet
from domino_survey.reports.text import typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domino_survey.i18n import Translator
    from domino_survey.reports.tables import Cell
    from domino_survey.reports.text import Data
    from domino_survey.services.plan import PlannedAction


def planned(actions: Sequence[PlannedAction], t: Translator) -> Data | None:
    """The plan in its order. The column of names is left out where nobody is named."""
    if not actions:
        return None
    named = any(one.intent.who for one in actions)
    noted = max(one.decided_at for one in actions)
    heads = [t("Action"), *([t("Qui")] if named else []), t("Pour quand"), t("Où en est-elle ?")]
    return {
        "title": t("Plan d'action"),
        "introduction": t("Tel qu'il était noté le {date}.", date=t.date(noted)),
        "named": named,
        "heads": heads,
        "rows": [_action(number, one, t) for number, one in enumerate(actions, start=1)],
    }


def _action(number: int, action: PlannedAction, t: Translator) -> Data:
    recommendation, intent = action.recommendation, action.intent
    axis = action.questionnaire.axis_of[recommendation.axis]
    heading = wording.movements_heading(t, action)
    return {
        "number": t.number(number),
        "title": t.text(recommendation.title),
        "axis": t.text(axis.short),
        "who": typed(intent.who) or "–",
        "when": typed(intent.when) or "–",
        "status": t(wording.STATUSES[intent.status]),
        "note": typed(intent.note),
        "heading": heading,
        "movements": wording.movement_lines(t, action),
        "caution": wording.caution_words(t, action),
    }


def plan_sheet(plan: Sequence[PlannedAction], t: Translator) -> Sheet:
    """The plan in its order, with its days as days."""
    return Sheet(t("Plan d'action"), _plan_columns(t), _plan(plan, t))


def _plan_columns(t: Translator) -> list[Column]:
    return [
        Column(t("Ordre"), 8, Kind.COUNT),
        Column(t("Identifiant"), 14),
        Column(t("Action"), 44),
        Column(t("Axe"), 24),
        Column(t("Qui"), 24),
        Column(t("Pour quand"), 20),
        Column(t("Échéance"), 13),
        Column(t("Où en est-elle ?"), 14),
        Column(t("Note"), 50),
        Column(t("Choisie après le bilan du"), 13),
        Column(t("Score de l'axe alors"), 12, Kind.SCORE),
        Column(t("Comparé au bilan du"), 13),
        Column(t("Score de l'axe aujourd'hui"), 12, Kind.SCORE),
        Column(t("Ce qui a bougé"), 44),
        Column(t("Réserve"), 40),
    ]


def _plan(plan: Sequence[PlannedAction], t: Translator) -> Iterator[list[Cell]]:
    for number, action in enumerate(plan, start=1):
        recommendation, intent = action.recommendation, action.intent
        latest = action.latest
        yield [
            float(number),
            recommendation.id,
            t.text(recommendation.title),
            t.text(action.questionnaire.axis_of[recommendation.axis].short),
            intent.who or None,
            intent.when or None,
            action.due,
            t(wording.STATUSES[intent.status]),
            intent.note or None,
            t.local(action.chosen.submitted_at).date(),
            action.axis.before,
            t.local(latest.submitted_at).date() if latest else None,
            action.axis.after,
            "\n".join(wording.movement_lines(t, action)) if latest else None,
            wording.caution_words(t, action) or None,
        ]
