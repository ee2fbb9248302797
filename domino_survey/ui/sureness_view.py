"""How far a result can be relied on: what unanswered questions leave open, what other weights change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import charts, wording
from domino_survey.charts import Outline, Spoke
from domino_survey.i18n import N_, plain, rounded
from domino_survey.services.results import level_cuts
from domino_survey.services.sureness import sureness_of
from domino_survey.ui import guard, routes, screen
from domino_survey.ui.questionnaire_view import STEP

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.scoring import Narrowing
    from domino_survey.services.results import Result
    from domino_survey.services.sureness import OpenAxis, Sureness
    from domino_survey.ui.guard import Visit

TITLE = N_("Dans quelle mesure peut-on s'y fier ?")


def draw(here: Visit, result: Result) -> None:
    """The whole section."""
    t, found = here.t, sureness_of(result)
    st.header(t(TITLE), anchor=False)
    st.subheader(t("Ce que changeraient les questions sans réponse"), anchor=False)
    _open_questions(here, result, found)
    if found.ranges:
        st.subheader(t("Ce que changeraient d'autres poids"), anchor=False)
        _weights(t, result, found)


def _open_questions(here: Visit, result: Result, found: Sureness) -> None:
    t = here.t
    still_open = [one for one in found.axes if one.narrowing]
    if not still_open:
        st.markdown(
            t(
                "Toutes les questions qui comptent ont une réponse : aucun score ne peut bouger de ce fait."
            )
        )
        return
    st.markdown(
        t(
            "Une question sans réponse laisse le score entre deux bornes. Voici celles dont la réponse le "
            "préciserait le plus."
        )
    )
    for one in still_open:
        with st.container(gap="xsmall"):
            st.markdown(_band(t, one))
            for narrowing in one.narrowing:
                _to_answer(here, result, narrowing)


def _band(t: Translator, one: OpenAxis) -> str:
    name, score = plain(t.text(one.axis.axis.short)), one.axis.result.score
    unanswered = one.axis.result.asked - one.axis.result.answered
    if score.value is None or score.low is None or score.high is None:
        return t.plural(
            "**{axis}** : pas encore de score, {count} question sans réponse.",
            "**{axis}** : pas encore de score, {count} questions sans réponse.",
            unanswered,
            axis=name,
        )
    return t.plural(
        "**{axis}** : {score}, mais entre {low} et {high} tant que {count} question reste sans réponse.",
        "**{axis}** : {score}, mais entre {low} et {high} tant que {count} questions restent sans réponse.",
        unanswered,
        axis=name,
        score=wording.points(t, score.value),
        low=wording.points(t, score.low),
        high=wording.points(t, score.high),
    )


def _to_answer(here: Visit, result: Result, narrowing: Narrowing) -> None:
    """The question, as a link for those who may answer it."""
    t, question = here.t, result.questionnaire.items[narrowing.question]
    name = plain(t.text(question.short or question.text))
    removed = t.plural(
        "y répondre réduirait l'écart d'au moins {points} point",
        "y répondre réduirait l'écart d'au moins {points} points",
        float(rounded(narrowing.removed, 1)),
        points=wording.points(t, narrowing.removed),
    )
    if not isinstance(here, guard.HolderVisit):
        st.markdown(t("- *{question}* : {gain}", question=name, gain=removed))
        return
    step = {guard.CODE: here.opened.code, STEP: question.id}
    # Beside the link, and not in it: a phone would cut a long one.
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        routes.link_to(routes.QUESTIONNAIRE, t, name, ":material/edit:", **step)
        st.markdown(removed, width="content")


def _weights(t: Translator, result: Result, found: Sureness) -> None:
    st.markdown(wording.varied_sentence(t, found))
    lowest = wording.lowest_sentence(t, found, _bold, plain)
    if lowest:
        st.markdown(f"{lowest} {wording.highest_sentence(t, found, _bold, plain)}")
    label = t("Neuf pondérations sur dix donnent un score dans la barre ; le point est au milieu")
    outline = Outline(
        label,
        "mine",
        tuple(_within(one.median) for one in found.ranges),
        tuple(_within(one.low) for one in found.ranges),
        tuple(_within(one.high) for one in found.ranges),
    )
    spokes = [
        Spoke(one.axis.id, t.text(one.axis.short), t.text(one.axis.title)) for one in found.ranges
    ]
    st.altair_chart(
        charts.ranges(
            outline,
            spokes,
            cuts=level_cuts(result.questionnaire),
            size=charts.PHONE,
            theme=screen.theme(),
            translate=t,
        ),
        width="stretch",
        theme=None,
    )
    st.caption(t("{sentence}.", sentence=label))
    with st.expander(t("Les mêmes plages en tableau")):
        st.table(
            [
                {
                    t("Axe"): plain(t.text(one.axis.title)),
                    t("Score"): wording.points(t, one.score),
                    t("Au milieu"): wording.points(t, one.median),
                    t("Neuf fois sur dix"): t(
                        "entre {low} et {high}",
                        low=wording.points(t, one.low),
                        high=wording.points(t, one.high),
                    ),
                }
                for one in found.ranges
            ],
            border="horizontal",
            hide_index=True,
        )


def _bold(text: str) -> str:
    return f"**{text}**"


def _within(score: float) -> float:
    """A mean of weights that sum to nearly 1 may leave the scale by a rounding."""
    return min(100.0, max(0.0, score))
