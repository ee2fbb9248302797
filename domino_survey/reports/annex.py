"""What a report tells of how its scores were made: every answer, its weight, and what it takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey import wording
from domino_survey.i18n import N_
from domino_survey.services.explaining import Why, derivation_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domino_survey.i18n import Translator
    from domino_survey.reports.text import Data
    from domino_survey.services.explaining import Cost, Derivation, ThemePart
    from domino_survey.services.results import Result

# A table that is sure to fit a page is not broken: so many rows, and so many characters in them.
MOST_ROWS, MOST_CHARACTERS = 10, 1_800

LEFT_OUT = {
    Why.NOT_APPLICABLE: N_("Sans objet"),
    Why.DONT_KNOW: N_("Ne sait pas"),
    Why.MISSING: N_("Sans réponse"),
    Why.NO_POINTS: N_("Réponse sans points"),
    Why.NO_WEIGHT: N_("Sans poids dans cet axe"),
}


def annex(result: Result, t: Translator) -> Data | None:
    """The derivation of each axis of which something was asked; None where nothing was."""
    found = [derivation_of(result, axis) for axis in result.axes]
    found = [one for one in found if any(part.costs or part.left_out for part in one.themes)]
    if not found:
        return None
    plain = [one for one in found if not one.rules]
    general = wording.rule_words(t, result.questionnaire, plain[0])[0] if plain else ""
    return {
        "title": t("Annexe : d'où viennent les scores"),
        "introduction": [
            t(
                "Chaque question qui compte, avec votre réponse, ses points sur 100, sa part dans son thème "
                "et dans son axe ; à droite, les points qu'elle enlève à l'axe."
            ),
            *([general] if general else []),
        ],
        "axes": [_axis(result, t, one) for one in found],
    }


def _axis(result: Result, t: Translator, derivation: Derivation) -> Data:
    opening, rules = wording.rule_words(t, result.questionnaire, derivation)
    return {
        "name": t.text(derivation.axis.axis.short),
        "rule": opening if rules else "",
        "rules": rules,
        "themes": list(_themes(t, derivation)),
        "sum": _sum(t, derivation),
    }


def _sum(t: Translator, derivation: Derivation) -> str:
    said = wording.sum_sentence(t, derivation) or wording.untold_sentence(t, derivation)
    note = wording.rounding_note(t, derivation)
    return f"{said} {note}" if note else said


def _themes(t: Translator, derivation: Derivation) -> Iterator[Data]:
    decimals = wording.decimals_of(derivation.losses)
    for theme in derivation.themes:
        lost = ["" if cost.lost is None else _taken(t, cost.lost, decimals) for cost in theme.costs]
        rows = [_row(t, theme, cost, taken) for cost, taken in zip(theme.costs, lost, strict=True)]
        yield {
            "title": t.text(theme.theme.theme.title),
            "rows": rows,
            "left_out": _left_out(t, theme),
            "whole": fits(rows),
        }


def _taken(t: Translator, lost: float, decimals: int) -> str:
    return f"−{t.number(lost, decimals)}" if lost else t.number(0)


def _left_out(t: Translator, theme: ThemePart) -> list[str]:
    """Questions that do not count, by the reason why."""
    named: dict[Why, list[str]] = {}
    for one in theme.left_out:
        named.setdefault(one.why, []).append(t.text(one.question.short or one.question.text))
    return [
        t("{reason} : {questions}.", reason=t(LEFT_OUT[why]), questions=" ; ".join(names))
        for why, names in named.items()
    ]


def _row(t: Translator, theme: ThemePart, cost: Cost, lost: str) -> list[str]:
    question, points = cost.question, wording.points(t, cost.points)
    share = theme.share_of(cost)
    figures = t.plural(
        "{points} point sur 100", "{points} points sur 100", cost.points, points=points
    )
    if share is not None and cost.weight is not None:
        figures = t.plural(
            "{points} point sur 100, {theme} du thème, {axis} de l'axe",
            "{points} points sur 100, {theme} du thème, {axis} de l'axe",
            cost.points,
            points=points,
            theme=_share(t, share),
            axis=_share(t, cost.weight),
        )
    return [
        t.text(question.short or question.text),
        wording.answer_words(t, question, cost.answer),
        figures,
        lost,
    ]


def _share(t: Translator, share: float) -> str:
    return t.percent(share, min(1, wording.decimals_of([100 * share])))


def fits(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table of these rows is sure to fit a page."""
    return (
        len(rows) <= MOST_ROWS and sum(len(cell) for row in rows for cell in row) <= MOST_CHARACTERS
    )
