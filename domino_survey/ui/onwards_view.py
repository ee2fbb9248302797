"""What to do with a result, near its top: the next steps, and the way to each part of a long page."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import N_
from domino_survey.ui import axis_view, guard, plan_view, routes, sureness_view, taking_away_view

if TYPE_CHECKING:
    from domino_survey.services.results import Result
    from domino_survey.ui.guard import Visit

BY_AXIS = N_("Axe par axe")
SHARE = N_("Partager, reprendre")


def draw(here: Visit, result: Result) -> None:
    """The block under the picture."""
    t, query = here.t, guard.result_query()
    with st.container(border=True):
        st.header(t("Et maintenant ?"), anchor=False)
        fired = sum(one.fired for one in result.advice)
        if fired:
            said = t.plural(
                "{count} piste d'action ressort de vos réponses.",
                "{count} pistes d'action ressortent de vos réponses.",
                fired,
            )
            st.markdown(f"{said} {_link(t('Choisir mes actions'), t(plan_view.ADVICE))}")
        with st.container(horizontal=True, gap="small"):
            if not result.scored_axes and isinstance(here, guard.HolderVisit):
                routes.link_to(
                    routes.QUESTIONNAIRE, t, t("Compléter mes réponses"), ":material/edit:", **query
                )
            routes.link_to(
                routes.PLAN, t, t("Ouvrir le plan d'action"), ":material/checklist:", **query
            )
            routes.link_to(
                routes.WHAT_IF,
                t,
                t("Et si ? Essayer d'autres réponses"),
                ":material/tune:",
                **query,
            )
            if isinstance(here, guard.HolderVisit):
                routes.link_to(routes.GROUP, t, "", ":material/group:", **query)
        parts = [BY_AXIS, sureness_view.TITLE]
        if result.dimensions:
            parts.append(axis_view.DIMENSIONS)
        if not fired:
            parts.append(plan_view.ADVICE)
        parts += [taking_away_view.TITLE, SHARE]
        links = " · ".join(_link(t(part), t(part)) for part in parts)
        st.markdown(t("**Sur cette page :** {parts}", parts=links))


def _link(words: str, title: str) -> str:
    return f"[{words}](#{anchor_of(title)})"


def anchor_of(title: str) -> str:
    """The anchor that Streamlit gives to a heading of these words, whose own link it leaves out."""
    letters = (c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", "".join(letters).lower()).strip("-")
