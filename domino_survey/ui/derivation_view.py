"""Why this score: the answers of an axis with their points, their weights and what each one takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.i18n import plain, rounded
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
    decimals = wording.decimals_of(derivation.losses)
    for theme in derivation.themes:
        _theme(t, theme, decimals)
    if derivation.told:
        st.markdown(f"**{wording.sum_sentence(t, derivation)}**")
        if note := wording.rounding_note(t, derivation):
            st.caption(note)
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


def _theme(t: Translator, theme: ThemePart, decimals: int) -> None:
    """A theme; what each of its answers takes is shown with so many decimals, where it can be told."""
    st.markdown(f"**{plain(t.text(theme.theme.theme.title))}** · {_basis(t, theme)}")
    if theme.costs:
        rows = [
            {t("Votre réponse, ses points et son poids"): _answer(t, one)} for one in theme.costs
        ]
        for row, cost in zip(rows, theme.costs, strict=True):
            if cost.lost is not None:
                # Not 0,00 in a column of hundredths: nothing is nothing.
                row[t("Points perdus")] = t.number(
                    cost.lost, decimals if rounded(cost.lost, 9) else 0
                )
        st.table(rows, border="horizontal", hide_index=True)
    if theme.left_out:
        st.markdown("\n".join(f"- {_left_out(t, one)}" for one in theme.left_out))


def _basis(t: Translator, theme: ThemePart) -> str:
    """The theme's score and what it rests on."""
    node = theme.theme.result
    hidden = t("pas de score")
    if node.score.value is None and theme.costs:
        hidden = t("trop peu de réponses pour un score, mais elles comptent dans l'axe")
    parts = [
        hidden
        if node.score.value is None
        else t("score {score}", score=wording.figure(t, node.score.value)),
        wording.answered_words(t, node),
    ]
    if node.score.coverage is not None and node.answered < node.asked:
        parts.append(t("{share} du poids a une réponse", share=t.percent(node.score.coverage)))
    return " · ".join(parts)


def _answer(t: Translator, cost: Cost) -> str:
    """A question, its answer and its figures: in one cell, for five columns are too many on a phone."""
    question = cost.question
    points, count = wording.points(t, cost.points), float(rounded(cost.points, 1))
    figures = t.plural("{points} point sur 100", "{points} points sur 100", count, points=points)
    if cost.weight is not None:
        weight = t.percent(cost.weight, min(1, wording.decimals_of([100 * cost.weight])))
        figures = t.plural(
            "{points} point sur 100, poids de {weight}",
            "{points} points sur 100, poids de {weight}",
            count,
            points=points,
            weight=weight,
        )
    name = plain(t.text(question.short or question.text))
    answer = plain(wording.answer_words(t, question, cost.answer))
    return f"**{name}**  \n{answer}  \n{figures}"


def _left_out(t: Translator, one: LeftOut) -> str:
    return t(
        "*{question}*, {reason}",
        question=plain(t.text(one.question.short or one.question.text)),
        reason=t(wording.LEFT_OUT[one.why]),
    )
