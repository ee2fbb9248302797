"""A field for a number as people write it, with a comma or a point.

Streamlit's own field loses the comma in some browsers, and half becomes five without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.answers import MISSING, Answer, answered
from domino_survey.i18n import read_number, write_number
from domino_survey.ui import language

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from domino_survey.services.method import Number

LONGEST = 40


def draw(
    label: str,
    key: str,
    on_change: Callable[..., None],
    args: tuple[object, ...],
    *,
    width: int | None = None,
    placeholder: str | None = None,
    label_visibility: Literal["visible", "collapsed"] = "visible",
) -> None:
    """The field, which shows what the session holds under its key; `read` gives it as a number."""
    st.text_input(
        label,
        key=key,
        max_chars=LONGEST,
        on_change=on_change,
        args=args,
        placeholder=placeholder,
        label_visibility=label_visibility,
        width=width or "stretch",
    )


def fill(key: str, value: Number) -> None:
    """Fill a field in, once: from then on it holds what is typed."""
    if key not in st.session_state:
        st.session_state[key] = written(key, value)


def written(key: str, value: Number) -> str:
    """What a field shows for a value: as it was typed, where that is the value."""
    if key in st.session_state and read(key) == value:
        return str(st.session_state[key] or "")
    if isinstance(value, float | int):
        return write_number(value, language.current())
    return value or ""


def read(key: str) -> Number:
    """The number of a field; what stands there where it is none, None for nothing."""
    text = str(st.session_state.get(key) or "").strip()
    if not text:
        return None
    number = read_number(text, language.current())
    return text if number is None else number


def answer(key: str) -> Answer:
    """The answer that a field holds; a text that is no number is left to be refused."""
    value = read(key)
    return MISSING if value is None else answered(value)
