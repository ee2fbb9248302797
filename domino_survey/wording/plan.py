"""An action plan in words: where an action stands, what became of the scores it was meant to move."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domino_survey.i18n import N_
from domino_survey.services.plan import Caution, Status
from domino_survey.wording.profile import Escape, as_is, figure
from domino_survey.wording.reasons import name_of, title_of

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.services.plan import Movement, PlannedAction

STATUSES = {
    Status.PLANNED: N_("Prévue"),
    Status.UNDER_WAY: N_("En cours"),
    Status.DONE: N_("Faite"),
    Status.DROPPED: N_("Abandonnée"),
}
CAUTIONS = {
    Caution.OTHER_VERSION: N_(
        "Les deux bilans n'ont pas été faits avec la même version du questionnaire : leurs scores ne se "
        "comparent pas."
    ),
    Caution.OTHER_METHOD: N_(
        "La méthode de calcul a changé entre les deux bilans : leurs scores ne se comparent pas."
    ),
    Caution.OTHER_PATH: N_(
        "Les deux bilans n'ont pas suivi le même parcours, donc pas posé les mêmes questions : une partie "
        "de l'écart peut venir de là."
    ),
}
# Where a difference would be one of instruments.
_INCOMPARABLE = frozenset({Caution.OTHER_VERSION, Caution.OTHER_METHOD})

# A score by whether it was known when the action was chosen, then with whether it is known today.
_ALONE = {
    True: N_("{name} : {before} quand elle a été choisie"),
    False: N_("{name} : pas de score quand elle a été choisie"),
}
_COMPARED = {
    (True, True): N_("{name} : {before} → {after} ({change})"),
    (True, False): N_("{name} : {before} alors, pas de score aujourd'hui"),
    (False, True): N_("{name} : pas de score alors, {after} aujourd'hui"),
    (False, False): N_("{name} : pas de score, ni alors ni aujourd'hui"),
}
_BESIDE = N_("{name} : {before} alors, {after} aujourd'hui")


def movements_heading(t: Translator, action: PlannedAction) -> str:
    """Between which assessments scores are compared; empty as long as there is one only."""
    if action.latest is None:
        return ""
    return t(
        "Ce que cette action devait faire bouger, entre le bilan du {before} et celui du {after} :",
        before=t.date(action.chosen.submitted_at),
        after=t.date(action.latest.submitted_at),
    )


def movement_lines(t: Translator, action: PlannedAction, escape: Escape = as_is) -> list[str]:
    """What became of each score: `Inclusion : 42 → 55 (+13)`; the axis comes last."""
    return [_line(t, action, one, escape) for one in (*action.movements, action.axis)]


def caution_words(t: Translator, action: PlannedAction) -> str:
    """Why the two assessments do not compare, or not quite; empty where they do."""
    return t(CAUTIONS[action.caution]) if action.caution is not None else ""


def _line(t: Translator, action: PlannedAction, movement: Movement, escape: Escape) -> str:
    change = ""
    if movement.before is not None and movement.after is not None:
        change = _change(t, movement.before, movement.after)
    return t(
        _template(action, movement),
        name=_name(t, action, movement.node, escape),
        before=figure(t, movement.before),
        after=figure(t, movement.after),
        change=change,
    )


def _template(action: PlannedAction, movement: Movement) -> str:
    if action.latest is None:
        return _ALONE[movement.before is not None]
    known = (movement.before is not None, movement.after is not None)
    if all(known) and action.caution in _INCOMPARABLE:
        return _BESIDE
    return _COMPARED[known]


def _change(t: Translator, before: float, after: float) -> str:
    """The difference of the figures as they are shown, with its sign."""
    change = math.floor(after + 0.5) - math.floor(before + 0.5)
    if change == 0:
        return t("inchangé")
    return f"+{t.number(change)}" if change > 0 else f"−{t.number(-change)}"


def _name(t: Translator, action: PlannedAction, node: str, escape: Escape) -> str:
    title = title_of(t, action.questionnaire, node)
    if node == action.axis.node:
        return t("Axe {name}", name=escape(title))
    return escape(title) if title else name_of(t, action.questionnaire, node, escape)
