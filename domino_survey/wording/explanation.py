"""The derivation of a score in words: what does not count, the rules that decide, the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.i18n import N_
from domino_survey.services.explaining import Why
from domino_survey.wording.profile import Escape, as_is
from domino_survey.wording.reasons import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire
    from domino_survey.services.explaining import Derivation, Rule

MOST_DECIMALS = 2

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
    """The fewest decimals with which the numbers shown add up to their sum as it is shown.

    One where no number of decimals does.
    """
    for decimals in range(MOST_DECIMALS + 1):
        shown = sum(round(value, decimals) for value in values)
        if abs(shown - round(sum(values), decimals)) < 10.0 ** -(decimals + 1):
            return decimals
    return 1


def sum_sentence(t: Translator, derivation: Derivation) -> str:
    """The points lost, summed up to the score. Empty where they cannot be told."""
    score = derivation.axis.result.score.value
    if score is None or not derivation.told:
        return ""
    decimals = max(decimals_of(derivation.losses), decimals_of((100.0 - score,)))
    lost = t.number(100.0 - score, decimals)
    if sum(round(one, decimals) for one in derivation.losses) == 0:
        return t("Aucune réponse n'enlève de points : le score de l'axe est 100.")
    return t(
        "Toutes ensemble, vos réponses enlèvent {lost} points à cet axe : 100 − {lost} = {score}.",
        lost=lost,
        score=t.number(score, decimals),
    )


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
                power=_power(t, power),
            )
        )
    elif power < 1:
        lines.append(
            t(
                "{name} : une partie basse n'est compensée qu'en partie par les autres, elle tire le score "
                "plus bas qu'une moyenne (puissance {power}).",
                name=name,
                power=_power(t, power),
            )
        )
        if power <= 0 and offset > 0:
            lines.append(
                t(
                    "Pour qu'un seul zéro n'annule pas tout, ce calcul relève d'abord un zéro à {offset} sur "
                    "100, et les autres scores de moins.",
                    offset=_power(t, offset),
                )
            )
    lines += [
        t(
            "{child} est à {threshold} sur 100 ou moins : {name} ne peut pas dépasser {limit}.",
            child=name_of(t, questionnaire, cap.child, escape),
            threshold=_power(t, cap.at_or_below),
            name=name,
            limit=_power(t, cap.limit),
        )
        for cap in rule.caps
    ]
    return lines


def _power(t: Translator, value: float) -> str:
    return t.number(value, 0 if float(value).is_integer() else 1)
