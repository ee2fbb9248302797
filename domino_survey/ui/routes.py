"""From one screen to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.services.screens import (
    COLLECTION,
    CONSULTATIONS,
    EXPORT,
    GROUP,
    HOME,
    INVITATION,
    METHOD,
    OBSERVATORY,
    PLAN,
    PROFILE,
    QUALITY,
    QUESTIONNAIRE,
    RESCORING,
    RESULT,
    RESUME,
    REVIEW,
    ROADMAP,
    SCREENS,
    START,
    VOICES,
    WEIGHTS,
    WHAT_IF,
    YOUR_DATA,
    Screen,
)

if TYPE_CHECKING:
    from domino_survey.i18n import Translator

__all__ = [
    "COLLECTION",
    "CONSULTATIONS",
    "EXPORT",
    "GROUP",
    "HOME",
    "INVITATION",
    "METHOD",
    "OBSERVATORY",
    "PLAN",
    "PROFILE",
    "QUALITY",
    "QUESTIONNAIRE",
    "RESCORING",
    "RESULT",
    "RESUME",
    "REVIEW",
    "ROADMAP",
    "SCREENS",
    "START",
    "VOICES",
    "WEIGHTS",
    "WHAT_IF",
    "YOUR_DATA",
    "Screen",
    "go_to",
    "link_to",
    "path_of",
]

ONWARDS = ":material/arrow_forward:"
PAGES = Path(__file__).resolve().parents[2] / "pages"


def path_of(screen: Screen) -> str:
    """The file of a screen, as Streamlit's functions take it."""
    return str(PAGES / screen.file)


def go_to(screen: Screen, **query: str) -> None:
    """Show another screen, from one without a timer.

    Never from a screen that holds a fragment with `run_every`: a tick that the browser sends before it
    knows of the new screen would run after it, in the name of the old one, and empty the page. Links
    stop the timers before they ask for anything.
    """
    st.switch_page(path_of(screen), query_params=query)


def link_to(
    screen: Screen,
    t: Translator,
    label: str = "",
    icon: str = "",
    **query: str,
) -> None:
    """A link to another screen, in the same tab. An arrow onwards stands after its words."""
    st.page_link(
        path_of(screen),
        label=label or t(screen.title),
        icon=icon or None,
        icon_position="right" if icon == ONWARDS else "left",
        query_params=query,
    )
