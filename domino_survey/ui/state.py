"""The keys of the session state, in one place. Answers are never kept here: the store has them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from domino_survey.answers import JsonAnswer

SESSION = "session"
LANGUAGE = "language"
FAULTS = "faults"
BASES = "bases"
STEP = "step"
NOTICE = "notice"
CURRENT = "current"
TRIALS = "trials"


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
