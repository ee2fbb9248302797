"""The derivation of a score in words: what does not count, the rules that decide, the sum."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from domino_survey.i18n import N_, rounded
from domino_survey.services.explaining import Why
from domino_survey.wording.profile import Escape, answered_words, as_is, figure
from domino_survey.wording.reasons import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire
    from domino_survey.services.explaining import Derivation, Rule, ThemePart

EXACT = 1e-6  # what adding floats may be off by, and nobody sees
MOST_DECIMALS = 2  # a quarter of a quarter of a scale has no more

# Why a question that was asked does not count.
LEFT_OUT = {
    Why.NOT_APPLICABLE: N_(
        "sans objet : elle ne compte ni pour ni contre vous, son poids revient aux autres"
    ),
    Why.DONT_KNOW: N_("ne sait pas : elle compte comme manquante et élargit l'intervalle"),
    Why.MISSING: N_("sans réponse : elle ne compte pas encore et élargit l'intervalle"),
    Why.NO_POINTS: N_("cette réponse ne correspond à aucun nombre de points"),
    Why.NO_WEIGHT: N_("le questionnaire ne lui donne pas de poids dans cet axe"),
}


def decimals_of(values: Sequence[float]) -> int:
    """How many decimals to show numbers with: as few as say them exactly, up to two; or else one.

    Each is then rounded by itself, so that equal ones look equal.
    """
    for decimals in range(MOST_DECIMALS + 1):
        if all(abs(value - float(rounded(value, decimals))) < EXACT for value in values):
            return decimals
    return 1


def sum_sentence(t: Translator, derivation: Derivation) -> str:
    """The points lost, summed up to the score. Empty where they cannot be told."""
    if not derivation.told:
        return ""
    lost = _sum_shown(derivation)
    if lost == 0:
        return t("Aucune réponse n'enlève de points : le score de l'axe est 100.")
    return t(
        "Toutes ensemble, vos réponses enlèvent {lost} points à cet axe : 100 − {lost} = {score}.",
        lost=_exactly(t, lost),
        score=_exactly(t, 100 - lost),
    )


def rounding_note(t: Translator, derivation: Derivation) -> str:
    """That the points as they are shown do not add up to the sum; empty where they do."""
    decimals = decimals_of(derivation.losses)
    shown = sum((rounded(lost, decimals) for lost in derivation.losses), start=Decimal(0))
    lost = _sum_shown(derivation)
    if not derivation.told or shown == lost:
        return ""
    return t(
        "Chaque ligne est arrondie au dixième : additionnées ainsi, elles font {shown} ; sans arrondi, "
        "elles font {lost}.",
        shown=_exactly(t, shown),
        lost=_exactly(t, lost),
    )


def _sum_shown(derivation: Derivation) -> Decimal:
    """The sum as it is shown: exactly where two decimals do, so that the score beside it is the score."""
    total = sum(derivation.losses)
    return rounded(total, decimals_of([total]))


def rule_words(
    t: Translator, questionnaire: Questionnaire, derivation: Derivation, escape: Escape = as_is
) -> tuple[str, list[str]]:
    """How the score of an axis is made, in one paragraph, then the rules of its own, if it has any."""
    if not derivation.rules:
        return t(
            "Le score de l'axe est la moyenne de ses thèmes, et celui d'un thème la moyenne de ses "
            "questions répondues, chacun selon son poids. Un poids de 25 % et une réponse à 60 points "
            "enlèvent 10 points : 25 % de ce qui manque pour arriver à 100."
        ), []
    opening = t(
        "Le score de l'axe est composé de ses thèmes, et celui d'un thème de ses questions répondues, "
        "chacun selon son poids. Ce questionnaire a ici des règles particulières, et les points perdus "
        "en tiennent compte :"
    )
    lines = [
        line for rule in derivation.rules for line in rule_lines(t, questionnaire, rule, escape)
    ]
    return opening, list(dict.fromkeys(lines))


def untold_sentence(t: Translator, derivation: Derivation) -> str:
    """Why what each answer takes is not told; empty where it is, and where there is no score."""
    if derivation.told or derivation.axis.result.score.value is None:
        return ""
    return t(
        "Ici, un plafond porte sur trop de parties à la fois pour dire exactement ce que chaque "
        "réponse enlève : mieux vaut ne rien dire qu'un compte qui ne tombe pas juste."
    )


def theme_words(t: Translator, theme: ThemePart) -> str:
    """The score of a theme and what it rests on."""
    node = theme.theme.result
    hidden = t("pas de score")
    if node.score.value is None and theme.costs:
        hidden = t("trop peu de réponses pour un score, mais elles comptent dans l'axe")
    parts = [
        hidden
        if node.score.value is None
        else t("score {score}", score=figure(t, node.score.value)),
        answered_words(t, node),
    ]
    if node.score.coverage is not None and node.answered < node.asked:
        parts.append(t("{share} du poids a une réponse", share=t.percent(node.score.coverage)))
    return " · ".join(parts)


def rule_lines(
    t: Translator, questionnaire: Questionnaire, rule: Rule, escape: Escape = as_is
) -> list[str]:
    """How a theme or an axis is made, where it is more than a mean, and the caps that decide."""
    name = name_of(t, questionnaire, rule.node, escape)
    power, offset = rule.scoring.power, questionnaire.scoring.offset
    lines = []
    if isinstance(power, str):
        lines.append(t("{name} : c'est la partie la plus basse qui fait le score.", name=name))
    elif power > 1:
        lines.append(
            t(
                "{name} : les parties hautes comptent plus que dans une moyenne (puissance {power}).",
                name=name,
                power=_number(t, power),
            )
        )
    elif power < 1:
        lines.append(
            t(
                "{name} : une partie basse n'est compensée qu'en partie par les autres, elle tire le score "
                "plus bas qu'une moyenne (puissance {power}).",
                name=name,
                power=_number(t, power),
            )
        )
        if power <= 0 and offset > 0:
            lines.append(
                t(
                    "Pour qu'un seul zéro n'annule pas tout, ce calcul relève d'abord un zéro à {offset} sur "
                    "100, et les autres scores de moins.",
                    offset=_number(t, offset),
                )
            )
    lines += [
        t(
            "{child} est à {threshold} sur 100 ou moins : {name} ne peut pas dépasser {limit}.",
            child=name_of(t, questionnaire, cap.child, escape),
            threshold=_number(t, cap.at_or_below),
            name=name,
            limit=_number(t, cap.limit),
        )
        for cap in rule.caps
    ]
    return lines


def _number(t: Translator, value: float) -> str:
    return t.number(value, 0 if float(value).is_integer() else 1)


def _exactly(t: Translator, value: Decimal) -> str:
    """A rounded number without the zeros at its end."""
    return t.number(float(value), decimals_of([float(value)]))
