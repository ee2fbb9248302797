"""What public decision-makers could do for a territory: three columns, from starting to making it last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.errors import DominoError
from domino_survey.i18n import plain
from domino_survey.services import roadmap
from domino_survey.services.rights import Action, allowed
from domino_survey.services.roadmap import Whose
from domino_survey.ui import advice_view, notices, roadmap_view, routes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.aggregation import Summary
    from domino_survey.recommendations import Advice
    from domino_survey.schema import Labelled
    from domino_survey.services.observatory import Observatory
    from domino_survey.ui.guard import Visit

SHOWN_FIRST = 3


def draw(here: Visit, seen: Observatory) -> None:
    """The recommendations of a territory that is shown, each with what it rests on.

    With a way to keep it where the territory is that of a link of the reader: `kept` is what is.
    """
    t, summary, stages = here.t, seen.summary, seen.questionnaire.action_stages
    if summary is None or not stages:
        return
    st.header(t("Que faire ?"), anchor=False)
    keeps = allowed(here.identity, Action.KEEP_ROADMAP, seen.scope)
    st.markdown(
        t(
            "Trois temps de l'action publique. En tête de chacun, ce que les réponses appellent le plus. "
            "Gardez quelques pistes : elles vous attendent dans la feuille de route du territoire."
        )
        if keeps
        else t(
            "Trois temps de l'action publique. En tête de chacun, ce que les réponses appellent le plus. "
            "La feuille de route est celle du territoire de votre lien : choisissez-le pour y garder des "
            "pistes."
        )
    )
    st.caption(
        t(
            "Parts et médianes sont celles des bilans comptés qui ont une réponse à la question, "
            "arrondies."
        )
    )
    if keeps and seen.selected.item:
        st.caption(
            t(
                "La feuille de route retient les chiffres de tout le territoire, sans le filtre choisi ici."
            )
        )
    whose = Whose(seen.questionnaire.id, seen.scope)
    kept = roadmap.kept(here.context, here.identity, whose) if keeps else None
    for column, stage in zip(st.columns(len(stages), gap="small"), stages, strict=True):
        with column:
            _stage(here, seen, summary, stage, kept)
    if keeps:
        routes.link_to(
            routes.ROADMAP,
            t,
            t("Ouvrir la feuille de route"),
            ":material/checklist:",
            **roadmap_view.query_of(seen.scope),
        )


def _stage(
    here: Visit, seen: Observatory, summary: Summary, stage: Labelled, kept: frozenset[str] | None
) -> None:
    """What fires at a stage of action; folded, what else does, and what could be done to go further."""
    t = here.t
    st.subheader(plain(t.text(stage.label)), anchor=False)
    advice = seen.advice.get(stage.code, ())
    fired = [one for one in advice if one.fired]
    if not fired:
        st.markdown(t("Rien ne ressort nettement à cette étape."))
    _cards(here, seen, summary, fired[:SHOWN_FIRST], kept)
    if others := fired[SHOWN_FIRST:]:
        with st.expander(t("Ce qui ressort aussi")):
            _cards(here, seen, summary, others, kept)
    if further := [one for one in advice if not one.fired]:
        with st.expander(t("Pour aller plus loin")):
            _cards(here, seen, summary, further, kept)


def _cards(
    here: Visit,
    seen: Observatory,
    summary: Summary,
    advice: Sequence[Advice],
    kept: frozenset[str] | None,
) -> None:
    for one in advice:
        with st.container(border=True):
            _card(here, seen, summary, one)
            if kept is not None:
                _keep(here, seen, one.recommendation.id, kept)


def _card(here: Visit, seen: Observatory, summary: Summary, advice: Advice) -> None:
    t, questionnaire, recommendation = here.t, seen.questionnaire, advice.recommendation
    advice_view.effort(t, questionnaire, recommendation)
    st.markdown(f"**{plain(t.text(recommendation.title))}**")
    if advice.fired:
        lines = wording.evidence_lines(t, questionnaire, summary, advice.facts, plain)
        if advice.whole or not lines:
            st.markdown(plain(t.text(recommendation.reason)))
        for line in lines:
            st.caption(line)
    with st.expander(t("Quoi faire, avec qui"), type="compact"):
        st.markdown(plain(t.text(recommendation.action)))
        st.markdown(t("**Qui :** {who}", who=plain(t.text(recommendation.who))))
        follow_up = wording.readable(t, questionnaire, t.text(recommendation.follow_up), plain)
        st.markdown(t("**Suivi :** {follow_up}", follow_up=follow_up))
        st.markdown(
            t("**Précédent :** {precedent}", precedent=plain(t.text(recommendation.precedent)))
        )
        for source in advice_view.sources_of(t, questionnaire, recommendation):
            st.markdown(source)


def _keep(here: Visit, seen: Observatory, recommendation_id: str, kept: frozenset[str]) -> None:
    t = here.t
    if recommendation_id in kept:
        st.badge(t("Dans la feuille de route"), icon=":material/check:", color="green")
    else:
        st.button(
            t("Garder"),
            key=f"keep:{recommendation_id}",
            icon=":material/bookmark_add:",
            width="stretch",
            on_click=_kept,
            args=(here, seen, recommendation_id),
        )


def _kept(here: Visit, seen: Observatory, recommendation_id: str) -> None:
    whose = Whose(seen.questionnaire.id, seen.scope)
    try:
        roadmap.keep(here.context, here.identity, whose, recommendation_id, session=here.session)
    except DominoError as refusal:
        notices.passing(here.t, refusal)
