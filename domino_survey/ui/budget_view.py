"""A consultation on weights by 100 points to share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.services import consultations
from domino_survey.ui import names, weighing

if TYPE_CHECKING:
    from domino_survey.services.consultations import Asked, Mine
    from domino_survey.ui.guard import Visit


def draw(here: Visit, asked: Asked, mine: Mine) -> None:
    """The fields, what is left to share, and sending."""
    t = here.t
    for item in asked.items:
        key = weighing.key(asked, item)
        if key not in st.session_state:
            st.session_state[key] = mine.given.get(item)
        st.number_input(
            names.node(t, asked.questionnaire, item),
            value=None,
            step=5.0,
            format="%.5g",
            placeholder="0",
            key=key,
            on_change=_keep_budget,
            args=(here, asked),
        )
    left = consultations.remaining(asked, mine.given)
    _remaining(here, left)
    weighing.send(here, asked, mine)


def _remaining(here: Visit, left: float) -> None:
    t = here.t
    decimals = 0 if float(left).is_integer() else 1
    if abs(left) < consultations.SMALLEST:
        st.success(t("Les 100 points sont répartis."), icon=":material/check:")
    elif left > 0:
        count = t.number(left, decimals)
        st.info(t("Il reste {count} points à répartir.", count=count), icon=":material/balance:")
    else:
        count = t.number(-left, decimals)
        st.warning(t("Il y a {count} points de trop.", count=count), icon=":material/balance:")


def _keep_budget(here: Visit, asked: Asked) -> None:
    weighing.keep(here, weighing.filled_in(asked))
