"""One question on the screen of quality: how it is answered, among which others, how long it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import charts, wording
from domino_survey.charts import Count, CountGroup
from domino_survey.i18n import plain
from domino_survey.schema import MultipleChoice
from domino_survey.ui import quality_words, screen

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.reliability import TimeSpent
    from domino_survey.services.instrument import Asked, Instrument
    from domino_survey.ui.guard import Visit

NONE = ""


@st.fragment
def draw(here: Visit, seen: Instrument) -> None:
    """One question in detail; choosing another redraws this part alone."""
    t = here.t
    st.header(t("Une question en détail"), anchor=False)
    by_id = {one.question.id: one for one in seen.questions}
    # A choice of its own rather than a placeholder: Streamlit names the cross that empties a box in
    # English.
    names = {NONE: t("Choisissez une question ; celles à regarder viennent d'abord")} | {
        key: f"{seen.questionnaire.axis_of[key].id} · {quality_words.bare_name(t, one)}"
        for key, one in by_id.items()
    }
    chosen = st.selectbox(
        t("Question"),
        list(names),
        format_func=names.__getitem__,
        filter_mode=None,
        key=f"quality-question-{seen.questionnaire.hash[:8]}",
    )
    one = by_id.get(chosen)
    if one is None:
        return
    with st.container(border=True):
        st.markdown(f"**{plain(t.text(one.question.text))}**")
        if one.flags:
            st.markdown(t("À regarder : {flags}.", flags=quality_words.said(t, one)))
            st.markdown(quality_words.remedies(t, one.flags))
        _distribution(here, one)
        _rates(here, one)
        _among(here, seen, one)
        st.markdown(_time(t, one.time))


def _distribution(here: Visit, one: Asked) -> None:
    t, counts = here.t, one.item.distribution
    if counts is None:
        if one.item.mean is None:
            st.markdown(
                t(
                    "Trop peu de réponses notées ({count}) pour montrer comment elles se répartissent.",
                    count=one.item.scored,
                )
            )
        else:
            st.markdown(t("En moyenne, {mean} points sur 100.", mean=t.number(one.item.mean, 1)))
        return
    labels = wording.labels_of(t, one.question)
    title = t.plural("{count} réponse notée", "{count} réponses notées", one.item.scored)
    group = CountGroup(title, tuple(Count(labels[code], n) for code, n in counts.items()))
    st.altair_chart(
        charts.stage_and_sector_counts(
            [group], size=charts.PHONE, theme=screen.theme(), translate=t
        ),
        width="stretch",
        theme=None,
    )
    if isinstance(one.question, MultipleChoice):
        st.markdown(
            t("Plusieurs réponses sont possibles : la somme des parts peut dépasser 100 %.")
        )
    with st.expander(t("Les mêmes chiffres, en parts")):
        st.table(
            [
                {
                    t("Réponse"): labels[code],
                    t("Bilans"): t.number(count),
                    t("Part"): t.percent(count / one.item.scored),
                }
                for code, count in counts.items()
            ],
            border="horizontal",
            hide_index=True,
        )


def _rates(here: Visit, one: Asked) -> None:
    t, item = here.t, one.item
    rows = (
        (t("Au niveau le plus bas"), item.floor),
        (t("Au niveau le plus haut"), item.ceiling),
        (t("Sans réponse"), item.missing),
        (t("Ne sait pas"), item.dont_know),
        (t("Sans objet"), item.not_applicable),
        (t("Question non posée"), item.not_asked),
    )
    st.table(
        [
            {t("Ce qu'on observe"): name, t("Part"): quality_words.share(t, share)}
            for name, share in rows
        ],
        border="horizontal",
        hide_index=True,
    )


def _among(here: Visit, seen: Instrument, one: Asked) -> None:
    t, content = here.t, seen.questionnaire
    theme, axis = content.theme_of[one.question.id], content.axis_of[one.question.id]
    rows = (
        (t("Thème {title}", title=t.text(theme.title)), one.in_theme),
        (t("Axe {title}", title=t.text(axis.short)), one.in_axis),
    )
    st.table(
        [
            {
                t("Parmi les questions de"): name,
                t("Lien avec les autres"): quality_words.figure(t, found, "item_rest"),
                t("Cohérence sans elle"): quality_words.figure(t, found, "alpha_if_deleted"),
            }
            for name, found in rows
        ],
        border="horizontal",
        hide_index=True,
    )


def _time(t: Translator, time: TimeSpent) -> str:
    if time.median is None:
        return t("Trop peu de passages pour dire combien de temps prend sa page.")
    median = t.plural("{count} seconde", "{count} secondes", round(time.median))
    if time.first_quartile is None or time.third_quartile is None:
        return t("Sa page prend {median} (médiane).", median=median)
    return t(
        "Sa page prend {median} (médiane) ; une personne sur deux y passe entre {low} et {high} secondes.",
        median=median,
        low=t.number(time.first_quartile),
        high=t.number(time.third_quartile),
    )
