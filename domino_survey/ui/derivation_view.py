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
    elif untold := wording.untold_sentence(t, derivation):
        st.markdown(untold)


def _rule(t: Translator, result: Result, derivation: Derivation) -> str:
    """How the score is made, in one paragraph; a list where the questionnaire has rules of its own."""
    opening, lines = wording.rule_words(t, result.questionnaire, derivation, plain)
    return "\n".join([opening, "", *(f"- {line}" for line in lines)]) if lines else opening


def _theme(t: Translator, theme: ThemePart, decimals: int) -> None:
    """A theme; what each of its answers takes is shown with so many decimals, where it can be told."""
    st.markdown(f"**{plain(t.text(theme.theme.theme.title))}** · {wording.theme_words(t, theme)}")
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
