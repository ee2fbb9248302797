"""An axis of a result: its score, what it rests on, what weighs on it, its themes and open answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.answers import State
from domino_survey.i18n import N_, plain
from domino_survey.ui import derivation_view, profile_view

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.scoring import Loss
    from domino_survey.services.results import AxisResult, NodeResult, Result
    from domino_survey.ui.guard import Visit

DIMENSIONS = N_("Lecture par dimension")


def card(here: Visit, result: Result, axis: AxisResult, earlier: Result | None) -> None:
    """One axis, its details on demand."""
    t, node = here.t, axis.result
    with st.container(border=True):
        left, right = st.columns([3, 1], vertical_alignment="top")
        with left:
            st.subheader(plain(t.text(axis.axis.short)), anchor=False)
            st.caption(plain(t.text(axis.axis.title)))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                profile_view.level_badge(t, result.questionnaire, node)
                st.markdown(_basis(t, node))
        with right:
            change = _change(axis, earlier)
            st.metric(
                t("Score sur 100"),
                wording.figure(t, node.score.value),
                delta=change,
                # A score that goes down is a fact to look at, not a fault: grey, never red.
                delta_color="normal" if change is not None and change > 0 else "off",
            )
        if node.score.value is None:
            st.markdown(t(wording.NO_SCORE[node.score.reason.code]))
        elif axis.heaviest:
            st.markdown(t("Ce qui pèse : {losses}.", losses=_losses(t, result, axis.heaviest)))
        with st.expander(t("Pourquoi ce score ?")):
            derivation_view.draw(here, result, axis)


def _basis(t: Translator, node: NodeResult) -> str:
    parts = (wording.interval_words(t, node.score), wording.answered_words(t, node))
    return " · ".join(part for part in parts if part)


def _change(axis: AxisResult, earlier: Result | None) -> int | None:
    """The difference with an earlier assessment, where both have a score."""
    if earlier is None:
        return None
    before = next((a for a in earlier.axes if a.axis.id == axis.axis.id), None)
    if before is None or before.result.score.value is None or axis.result.score.value is None:
        return None
    return (round(axis.result.score.value) - round(before.result.score.value)) or None


def _losses(t: Translator, result: Result, losses: tuple[Loss, ...]) -> str:
    items = result.questionnaire.items
    return ", ".join(
        f"*{plain(t.text(items[one.question].short or items[one.question].text))}* "
        f"(−{wording.points(t, one.points)})"
        for one in losses
    )


def dimensions(here: Visit, result: Result) -> None:
    """The readings across axes, each with the number of questions it is read from."""
    t = here.t
    if not result.dimensions:
        return
    st.header(t(DIMENSIONS), anchor=False)
    st.markdown(
        t(
            "Les mêmes réponses, lues autrement. Le nombre de questions diffère d'une dimension à "
            "l'autre : ne les additionnez pas."
        )
    )
    st.table(
        [
            {
                t("Dimension"): t.text(one.dimension.label),
                t("Score"): wording.figure(t, one.result.score.value),
                t("Questions"): t(
                    "{answered} sur {asked} répondues · {primary} principales, {secondary} secondaires",
                    answered=one.result.answered,
                    asked=one.result.asked,
                    primary=one.primary,
                    secondary=one.secondary,
                ),
            }
            for one in result.dimensions
        ],
        border="horizontal",
        hide_index=True,
    )


def open_answers(here: Visit, result: Result) -> None:
    """What was written on each axis, as it was typed."""
    t, questionnaire = here.t, result.questionnaire
    kinds = {kind.code: t.text(kind.label) for kind in questionnaire.prompt_kinds}
    lines = [
        f"- **{plain(t.text(axis.axis.short))} · {plain(kinds.get(prompt.kind, ''))}** : "
        f"{plain(str(answer.value))}"
        for axis in result.axes
        for prompt in axis.axis.prompts
        if (answer := result.answers.get(prompt.id)) and answer.state is State.ANSWERED
    ]
    if lines:
        st.header(t("Ce que vous avez noté"), anchor=False)
        st.markdown("\n".join(lines))
