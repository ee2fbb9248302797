"""The frame around every screen: navigation by rights, language, the mark of demonstration data."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from domino_survey.services.rights import allowed
from domino_survey.ui import guard, language, routes, state

# Drawn here: an icon by name would be fetched from elsewhere.
ICON = (Path(__file__).parent / "icon.svg").read_text(encoding="utf-8")


def run() -> None:
    """Draw the frame, then the screen that the address names."""
    here = guard.visit()
    t = here.t
    pages = [
        st.Page(
            routes.path_of(screen),
            title=t(screen.title),
            url_path=screen.address,
            default=screen is routes.HOME,
            visibility="visible"
            if screen.action is not None and allowed(here.identity, screen.action)
            else "hidden",
        )
        for screen in routes.SCREENS
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(
        page_title=f"{page.title} · DOMINO Survey",
        page_icon=ICON,
        layout="centered",
    )
    language.mark_document()
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
    ):
        if here.context.settings.demo:
            st.badge(t("Données de démonstration"), color="orange")
        current = state.current_assessment()
        if current and guard.CODE not in st.query_params:
            back = t("Revenir à mon bilan")
            routes.link_to(routes.QUESTIONNAIRE, t, back, **{guard.CODE: current})
        language.switch()
    notice = state.take_notice()
    if notice:
        st.success(notice, icon=":material/check:")
    page.run()


run()
