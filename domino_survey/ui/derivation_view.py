"""Why this score: the answers of an axis with their points, their weights and what each one takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.i18n import plain
from domino_survey.services.explaining import derivation_of

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.services.explaining import Cost, Derivation, LeftOut, ThemePart
    from domino_survey.services.results import AxisResult, Result
    from domino_survey.ui.guard import Visit


def draw(here: Visit, result: Result, axis: AxisResult) -> None:
    """The whole derivation of one axis."""
    t, derivation = here.t, derivation_of(result, axis)
    st.markdown(_rule(t, result, derivation))
    for theme in derivation.themes:
        _theme(t, derivation, theme)
    if derivation.told:
        st.markdown(f"**{wording.sum_sentence(t, derivation)}**")
    elif axis.result.score.value is not None:
        st.markdown(
            t(
                "Ici, un plafond porte sur trop de parties à la fois pour dire exactement ce que chaque "
                "réponse enlève : mieux vaut ne rien dire qu'un compte qui ne tombe pas juste."
            )
        )


def _rule(t: Translator, result: Result, derivation: Derivation) -> str:
    """How the score is made, in one paragraph; a list where the questionnaire has rules of its own."""
    said = t(
        "Le score de l'axe est la moyenne de ses thèmes, et celui d'un thème la moyenne de ses questions "
        "répondues, chacun selon son poids. Un poids de 25 % et une réponse à 60 points enlèvent "
        "10 points : 25 % de ce qui manque pour arriver à 100."
    )
    if not derivation.rules:
        return said
    lines = [
        line
        for rule in derivation.rules
        for line in wording.rule_lines(t, result.questionnaire, rule, plain)
    ]
    opening = t(
        "Le score de l'axe est composé de ses thèmes, et celui d'un thème de ses questions répondues, "
        "chacun selon son poids. Ce questionnaire a ici des règles particulières, et les points perdus "
        "en tiennent compte :"
    )
    return "\n".join([opening, "", *(f"- {line}" for line in dict.fromkeys(lines))])


def _theme(t: Translator, derivation: Derivation, theme: ThemePart) -> None:
    st.markdown(f"**{plain(t.text(theme.theme.theme.title))}** · {_basis(t, derivation, theme)}")
    if theme.costs:
        decimals = wording.decimals_of(derivation.losses)
        st.table(
            [_row(t, derivation, cost, decimals) for cost in theme.costs],
            border="horizontal",
            hide_index=True,
        )
    if theme.left_out:
        st.markdown("\n".join(f"- {_left_out(t, one)}" for one in theme.left_out))


def _basis(t: Translator, derivation: Derivation, theme: ThemePart) -> str:
    """The theme's score, its coverage and what it takes from the axis."""
    node = theme.theme.result
    parts = [
        t("pas de score")
        if node.score.value is None
        else t("score {score}", score=wording.figure(t, node.score.value)),
        wording.answered_words(t, node),
    ]
    if node.score.coverage is not None and node.answered < node.asked:
        parts.append(t("{share} du poids a une réponse", share=t.percent(node.score.coverage)))
    if derivation.told and theme.costs:
        lost = t.number(theme.lost, wording.decimals_of(derivation.losses))
        parts.append(t("{lost} points perdus sur l'axe", lost=lost))
    return " · ".join(parts)


def _row(t: Translator, derivation: Derivation, cost: Cost, decimals: int) -> dict[str, str]:
    question = cost.question
    row = {
        t("Question"): plain(t.text(question.short or question.text)),
        t("Votre réponse"): plain(wording.answer_words(t, question, cost.answer)),
        t("Points"): t.number(cost.points, wording.decimals_of((cost.points,))),
    }
    if derivation.told and cost.weight is not None and cost.lost is not None:
        row[t("Poids")] = t.percent(cost.weight)
        row[t("Perdus")] = t.number(cost.lost, decimals)
    return row


def _left_out(t: Translator, one: LeftOut) -> str:
    return t(
        "*{question}*, {reason}",
        question=plain(t.text(one.question.short or one.question.text)),
        reason=t(wording.LEFT_OUT[one.why]),
    )
