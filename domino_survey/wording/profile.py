"""The figures of a profile in words: its sentence, its levels, what its scores rest on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from domino_survey.i18n import N_, rounded

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.schema import Level
    from domino_survey.scoring import NodeScore
    from domino_survey.services.results import NodeResult, Result

Escape: TypeAlias = Callable[[str], str]

# Why an axis has no score, by the code of the reason.
NO_SCORE = {
    "nothing-asked": N_("Aucune question de cet axe ne s'applique à votre situation."),
    "nothing-answered": N_("Aucune question de cet axe n'a encore de réponse."),
    "low-coverage": N_("Pas assez de réponses pour un score ; complétez-le quand vous pourrez."),
    "mostly-not-applicable": N_("Trop de questions sans objet pour qu'un score ait un sens."),
}

# Of these, those that no further answer would change.
OUT_OF_PLACE = ("nothing-asked", "mostly-not-applicable")

# What an answer rests on, from the weakest to the strongest.
PROOF_LABELS = {
    "estimation": N_("Estimation"),
    "constat": N_("Constat partagé"),
    "mesure": N_("Mesure"),
}


def as_is(text: str) -> str:
    """The text itself: what to pass where nothing needs escaping."""
    return text


def out_of_place(result: Result) -> bool:
    """Whether no axis has a score, and no further answer would give one."""
    return all(axis.result.score.reason.code in OUT_OF_PLACE for axis in result.axes)


def main_sentence(t: Translator, result: Result, stress: Escape = as_is) -> str:
    """The one thing to remember: what holds, and what asks for attention.

    `stress` dresses the names of axes.
    """
    ranked = result.scored_axes
    if not ranked and all(axis.result.asked == 0 for axis in result.axes):
        return t(
            "Toutes les questions posées sont sans objet pour votre pratique : aucun axe ne peut avoir de "
            "score. Relisez celles qui pourraient vous concerner malgré tout."
        )
    if not ranked:
        if out_of_place(result):
            return t(
                "Trop de questions sont sans objet pour donner un score à un axe : ce questionnaire "
                "parle peu de votre pratique."
            )
        return t(
            "Il n'y a pas encore assez de réponses pour donner un score à un axe. "
            "Complétez votre bilan : rien n'est perdu."
        )
    best, weakest = ranked[0], ranked[-1]
    strong, weak = (stress(t.text(axis.axis.short)) for axis in (best, weakest))
    if len(ranked) == 1:
        return t("Un seul axe a assez de réponses pour un score : {axis}.", axis=strong)
    if figure(t, best.result.score.value) == figure(t, weakest.result.score.value):
        return t("Votre profil est équilibré : tous les axes sont au même niveau.")
    return t(
        "Le point d'appui de votre pratique : {strong}. Ce qui demande le plus d'attention : {weak}.",
        strong=strong,
        weak=weak,
    )


def overall_sentence(
    t: Translator, result: Result, stress: Escape = as_is, escape: Escape = as_is
) -> str:
    """The overall score, never without the lowest axis; empty where the questionnaire asks for none."""
    if result.overall is None or not result.scored_axes:
        return ""
    lowest = result.scored_axes[-1]
    return t(
        "Score d'ensemble : {score}. Axe le plus bas : {axis}, {low}.",
        score=stress(figure(t, result.overall.score.value)),
        axis=escape(t.text(lowest.axis.short)),
        low=figure(t, lowest.result.score.value),
    )


def figure(t: Translator, value: float | None) -> str:
    """A score as it is shown: a whole number, a dash where there is none."""
    return "–" if value is None else t.number(value)


def points(t: Translator, value: float) -> str:
    """Points where they are explained: one decimal, and none where it would be a zero."""
    written = rounded(value, 1)
    return t.number(value, 0 if written == written.to_integral_value() else 1)


def level_words(t: Translator, levels: tuple[Level, Level] | None, escape: Escape = as_is) -> str:
    """The level of a score, or the two it lies between."""
    if levels is None:
        return t("pas de score")
    low, high = levels
    if low == high:
        return escape(t.text(low.label))
    return t(
        "entre « {low} » et « {high} »",
        low=escape(t.text(low.label)),
        high=escape(t.text(high.label)),
    )


def answered_words(t: Translator, node: NodeResult) -> str:
    """How many of its questions have an answer."""
    return t.plural(
        "{count} question sur {asked} répondue",
        "{count} questions sur {asked} répondues",
        node.answered,
        asked=node.asked,
    )


def interval_words(t: Translator, score: NodeScore) -> str:
    """The bounds of a score; empty without a score, and where they say no more than it does."""
    if score.value is None or score.low is None or score.high is None:
        return ""
    low, high = t.number(score.low), t.number(score.high)
    return "" if low == high else t("entre {low} et {high}", low=low, high=high)


def proof_sentence(t: Translator, result: Result) -> str:
    """How many answers rest on a proof; empty without an answer."""
    if not result.answered:
        return ""
    return t.plural(
        "{count} réponse sur {answered} repose sur un constat partagé ou une mesure, soit {share}. "
        "Les autres sont des estimations, ou leur niveau de preuve n'est pas indiqué.",
        "{count} réponses sur {answered} reposent sur un constat partagé ou une mesure, soit {share}. "
        "Les autres sont des estimations, ou leur niveau de preuve n'est pas indiqué.",
        result.proven,
        answered=result.answered,
        share=t.percent(result.proven / result.answered),
    )
