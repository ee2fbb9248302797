"""The keys of the session state, in one place. Answers are never kept here: the store has them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from domino_survey.answers import JsonAnswer
    from domino_survey.services.method import Settings

SESSION = "session"
LANGUAGE = "language"
FAULTS = "faults"
BASES = "bases"
STEP = "step"
NOTICE = "notice"
CURRENT = "current"
TRIALS = "trials"
PRESSED = "trials-pressed"
METHOD = "method"
CHOSEN = "method-questionnaire"
FRESH_LINK = "fresh-link"


def session_id() -> str:
    """An opaque name for this browser tab, by which two people on one draft are told apart."""
    if SESSION not in st.session_state:
        st.session_state[SESSION] = uuid.uuid4().hex
    return str(st.session_state[SESSION])


def remember_assessment(code: str) -> None:
    """Note which assessment this tab is on, to offer the way back from other screens."""
    st.session_state[CURRENT] = code


def current_assessment() -> str | None:
    """The code of the assessment this tab was on."""
    code = st.session_state.get(CURRENT)
    return str(code) if code else None


def forget_assessment() -> None:
    """The assessment is gone."""
    st.session_state.pop(CURRENT, None)


def widget_key(response_id: str, item_id: str, part: str = "answer") -> str:
    """The key of a widget: it follows the question, never its place on the screen."""
    return f"{part}:{response_id}:{item_id}"


def faults() -> MutableMapping[str, list[str]]:
    """What was refused, by widget key: the sentence to show beside the field, until it is mended."""
    known: MutableMapping[str, list[str]] = st.session_state.setdefault(FAULTS, {})
    return known


def bases() -> MutableMapping[str, str | None]:
    """The event that the text in a field was written upon, by widget key, as long as it is shown."""
    known: MutableMapping[str, str | None] = st.session_state.setdefault(BASES, {})
    return known


def trials(submission_id: str) -> MutableMapping[str, JsonAnswer | None]:
    """What is tried on a result, by question, as answers are stored: gone with the tab."""
    every: MutableMapping[str, MutableMapping[str, JsonAnswer | None]]
    every = st.session_state.setdefault(TRIALS, {})
    return every.setdefault(submission_id, {})


def pressed(submission_id: str) -> str | None:
    """Where the last trial on a result was made: what became of the score is said there."""
    found = st.session_state.get(f"{PRESSED}:{submission_id}")
    return str(found) if found else None


def press(submission_id: str, place: str) -> None:
    """Note where a trial was made."""
    st.session_state[f"{PRESSED}:{submission_id}"] = place


def enter_step(step: str) -> None:
    """Another step is shown: what was refused or begun on the last one is over."""
    if st.session_state.get(STEP) != step:
        st.session_state[STEP] = step
        faults().clear()
        bases().clear()


def leave_notice(text: str) -> None:
    """Say something once, on the next screen."""
    st.session_state[NOTICE] = text


def take_notice() -> str | None:
    """What the last screen left to say."""
    text = st.session_state.pop(NOTICE, None)
    return str(text) if text else None


def methods() -> MutableMapping[str, Settings]:
    """The settings that an organiser is trying, by the hash of the questionnaire: codes and numbers."""
    known: MutableMapping[str, Settings] = st.session_state.setdefault(METHOD, {})
    return known


def method_key(questionnaire_hash: str, scope: str, part: str) -> str:
    """The key of one of the fields of a method."""
    return f"{METHOD}:{questionnaire_hash}:{scope}:{part}"


def try_method(questionnaire_hash: str, settings: Settings) -> None:
    """Replace what is being tried; its widgets are filled in anew."""
    methods()[questionnaire_hash] = settings
    forget_widgets(f"{METHOD}:{questionnaire_hash}:")


def forget_widgets(prefix: str) -> None:
    """Widgets whose key begins so are filled in anew when they are next drawn."""
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]


def say_choices_again() -> None:
    """Tell the browser what is chosen: it knows options by their words, and those are about to change."""
    for key, value in st.session_state.items():
        if isinstance(value, str | list):
            st.session_state[key] = value


def keep_link(consultation_id: str, token: str) -> None:
    """Show the link of a consultation until the organiser has taken it."""
    st.session_state[FRESH_LINK] = (consultation_id, token)


def fresh_link() -> tuple[str, str] | None:
    """The consultation whose link is shown, and its token."""
    found: tuple[str, str] | None = st.session_state.get(FRESH_LINK)
    return found


def drop_link() -> None:
    """The link has been taken: it is not shown again."""
    st.session_state.pop(FRESH_LINK, None)
