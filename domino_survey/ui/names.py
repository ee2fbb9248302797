"""What the parts of a questionnaire are called where a method is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from domino_survey.i18n import N_
from domino_survey.schema import OVERALL
from domino_survey.services.method import ALL_AXES, ALL_THEMES

if TYPE_CHECKING:
    from domino_survey.errors import Problem
    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire
    from domino_survey.services.method import Scope

TOGETHER = {
    OVERALL: N_("L'ensemble des axes"),
    ALL_AXES: N_("Tous les axes"),
    ALL_THEMES: N_("Tous les thèmes"),
}
_IDS = ("child", "cap", "node")


def node(t: Translator, questionnaire: Questionnaire, reference: str) -> str:
    """The name of an axis, a theme, a question or the whole; the id itself for anything else."""
    if reference in TOGETHER:
        return t(TOGETHER[reference])
    item = questionnaire.items.get(reference)
    if item is not None:
        return t.text(item.short or item.text)
    titles = {
        **{theme.id: theme.title for theme in questionnaire.themes},
        **{axis.id: axis.short for axis in questionnaire.axes},
    }
    return t.text(titles[reference]) if reference in titles else reference


def scope(t: Translator, questionnaire: Questionnaire, one: Scope) -> str:
    """A scope in the list of all that can be set; themes stand under their axis."""
    name = node(t, questionnaire, one.id)
    match one.kind:
        case "axis":
            return t("Axe : {name}", name=name)
        case "theme":
            axis = t.text(questionnaire.axis_of[one.id].short)
            return t("{axis} › thème : {name}", axis=axis, name=name)
        case _:
            return name


def place(t: Translator, questionnaire: Questionnaire, reference: str) -> str:
    """Where a problem lies, in words; empty where it lies nowhere in particular."""
    if not reference or reference == questionnaire.id:
        return ""
    return node(t, questionnaire, reference)


def spoken(t: Translator, questionnaire: Questionnaire, problem: Problem) -> Problem:
    """A problem whose parameters name things as people do, rather than by their ids."""
    named = {
        name: node(t, questionnaire, str(value)) if name in _IDS else value
        for name, value in problem.params.items()
    }
    if isinstance(children := named.get("children"), str):
        named["children"] = t.list_of(
            node(t, questionnaire, child) for child in children.split(", ")
        )
    return replace(problem, params=named)
