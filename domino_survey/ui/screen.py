"""The reader's screen: its theme, for charts. Their width follows the page by itself, see `charts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from domino_survey.charts import Theme


def theme() -> Theme:
    """Light or dark, as the reader chose."""
    return "dark" if st.context.theme.type == "dark" else "light"
