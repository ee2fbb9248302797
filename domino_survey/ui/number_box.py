"""A field for a number as people write it, with a comma or a point.

Streamlit's own field loses the comma in some browsers, and half becomes five without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import read_number, write_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.i18n import Language
    from domino_survey.services.method import Number

LONGEST = 40


def draw(  # noqa: PLR0917 - what a field is made of
    label: str,
    key: str,
    value: Number,
    language: Language,
    on_change: Callable[..., None],
    args: tuple[object, ...],
    *,
    width: int | None = None,
) -> None:
    """The field, filled in with a value until it is touched; `read` gives what it holds."""
    if key not in st.session_state:
        st.session_state[key] = (
            write_number(value, language) if isinstance(value, float | int) else value or ""
        )
    st.text_input(
        label,
        key=key,
        max_chars=LONGEST,
        on_change=on_change,
        args=args,
        width=width or "stretch",
    )


def read(key: str) -> Number:
    """The number of a field; what stands there where it is none, None for nothing."""
    text = str(st.session_state.get(key) or "").strip()
    if not text:
        return None
    number = read_number(text)
    return text if number is None else number
