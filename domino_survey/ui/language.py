"""The language of the screens: the address, then the cookie, then the browser; French by default."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import LANGUAGES
from domino_survey.ui import state

if TYPE_CHECKING:
    from domino_survey.i18n import Language

PARAMETER = "lang"
COOKIE = "domino_lang"
NAMES: dict[Language, str] = {"fr": "Français", "en": "English"}


def current() -> Language:
    """The language to show, remembered for the session once the address has named it."""
    asked = st.query_params.get(PARAMETER) or st.session_state.get(state.LANGUAGE)
    found = _known(asked) or _known(st.context.cookies.get(COOKIE)) or _of_browser()
    st.session_state[state.LANGUAGE] = found
    return found


def _known(name: object) -> Language | None:
    return next((language for language in LANGUAGES if language == name), None)


def _of_browser() -> Language:
    preferred = (st.context.locale or "fr").split("-")[0]
    return _known(preferred) or "fr"


def _choose(language: Language) -> None:
    st.session_state[state.LANGUAGE] = language
    st.query_params[PARAMETER] = language
    state.say_choices_again()


def switch() -> None:
    """A button for each other language, named in that language."""
    for language in LANGUAGES:
        if language != current():
            st.button(
                NAMES[language],
                key=f"language:{language}",
                type="tertiary",
                on_click=_choose,
                args=(language,),
            )


def mark_document() -> None:
    """Tell the browser which language the page is in, for screen readers, and remember the choice."""
    language = current()
    st.html(
        "<script>"
        f"document.documentElement.lang='{language}';"
        f"document.cookie='{COOKIE}={language};path=/;max-age=31536000;samesite=lax';"
        "</script>",
        unsafe_allow_javascript=True,
    )
