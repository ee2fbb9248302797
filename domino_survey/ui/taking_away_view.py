"""A result to take away: each file is made when it is asked for, so that offering it costs nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import charts
from domino_survey.i18n import N_
from domino_survey.services import taking_away
from domino_survey.services.results import level_cuts
from domino_survey.ui import plan_view, profile_view

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.reports import Picture
    from domino_survey.services.results import Result
    from domino_survey.ui.guard import Visit

TITLE = N_("Emporter ce bilan")
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"


@st.fragment
def draw(here: Visit, result: Result) -> None:
    """The files, and the choice to have the comments in them; a choice redraws this part alone."""
    from domino_survey import reports  # noqa: PLC0415 - screens that make no report open without it

    t, response_id = here.t, result.response.id
    mine = taking_away.may_take_answers(here.identity, response_id)
    st.header(t(TITLE), anchor=False)
    st.markdown(
        t(
            "Le **rapport** se lit et s'imprime. Le **tableur** donne tous les chiffres et toutes les "
            "réponses. Le **fichier de réponses** se recharge ici ou sur une autre installation, depuis "
            "« Reprendre un bilan »."
        )
        if mine
        else t(
            "Le **rapport** se lit et s'imprime. Le **tableur** donne tous les chiffres et les réponses "
            "aux questions des axes."
        )
    )
    with_plan, comments = True, False
    if mine and plan_view.chosen_of(here, response_id):
        with_plan = st.checkbox(
            t("Ajouter le plan d'action, avec ses noms et ses notes"),
            value=True,
            key="take-plan",
        )
    if mine and any(result.comments.values()):
        comments = st.checkbox(
            t("Ajouter vos commentaires au rapport et au tableur"), key="take-comments"
        )
    with st.container(horizontal=True):
        st.download_button(
            t("Rapport (PDF)"),
            data=partial(_pdf, here, result, comments=comments, plan=with_plan),
            file_name=reports.file_name(result, t, "pdf"),
            mime=PDF,
            icon=":material/picture_as_pdf:",
            key="take-pdf",
            on_click="ignore",
        )
        st.download_button(
            t("Tableur (XLSX)"),
            data=partial(_xlsx, here, result, comments=comments, plan=with_plan),
            file_name=reports.file_name(result, t, "xlsx"),
            mime=XLSX,
            icon=":material/table_view:",
            key="take-xlsx",
            on_click="ignore",
        )
        if mine:
            st.download_button(
                t("Fichier de réponses (JSON)"),
                data=partial(_json, here, result),
                file_name=reports.file_name(result, t, "json"),
                mime=JSON,
                icon=":material/file_save:",
                key="take-json",
                on_click="ignore",
            )
    if mine:
        st.caption(
            t(
                "Le fichier de réponses contient tout, commentaires compris : gardez-le comme votre code."
            )
        )


def picture_of(t: Translator, result: Result) -> Picture | None:
    """The profile as a report prints it, in dark ink on paper; None where no axis has a score.

    A radar of three axes or more, bars of fewer.
    """
    from domino_survey import reports  # noqa: PLC0415 - screens that make no report open without it

    if not result.scored_axes:
        return None
    spokes = profile_view.spokes_of(t, result.questionnaire)
    outlines = [profile_view.outline_of(result, t("Ce bilan"))]
    is_radar = len(spokes) >= profile_view.LEAST_SPOKES
    draw_chart = charts.radar if is_radar else charts.bars
    describe = charts.describe_radar if is_radar else charts.describe_bars
    cuts = level_cuts(result.questionnaire)
    chart = draw_chart(outlines, spokes, cuts=cuts, size=charts.WIDE, theme="light", translate=t)
    return reports.Picture(chart.to_dict(), describe(outlines, spokes, translate=t))


def _pdf(here: Visit, result: Result, *, comments: bool, plan: bool) -> bytes:
    from domino_survey import reports  # noqa: PLC0415 - screens that make no report open without it

    taken = _taken(here, result, comments=comments, plan=plan)
    picture = picture_of(here.t, taken.result)
    return reports.report_pdf(
        taken.result, here.t, picture=picture, comments=taken.comments, plan=taken.plan
    )


def _xlsx(here: Visit, result: Result, *, comments: bool, plan: bool) -> bytes:
    from domino_survey import reports  # noqa: PLC0415 - screens that make no report open without it

    taken = _taken(here, result, comments=comments, plan=plan)
    return reports.report_workbook(
        taken.result, here.t, comments=taken.comments, profile=taken.profile, plan=taken.plan
    )


def _json(here: Visit, result: Result) -> bytes:
    from domino_survey import reports  # noqa: PLC0415 - screens that make no report open without it

    number = result.submission.number
    taken = taking_away.take_answers(here.context, here.identity, result.response.id, number)
    return reports.answers_file(taken)


def _taken(here: Visit, result: Result, *, comments: bool, plan: bool) -> taking_away.Taken:
    number = result.submission.number
    return taking_away.take_report(
        here.context, here.identity, result.response.id, number, comments=comments, plan=plan
    )
