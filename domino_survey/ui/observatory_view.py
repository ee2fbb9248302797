"""The observatory on the screen: the selection, then what it says, where it is fragile, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.errors import DominoError
from domino_survey.i18n import plain
from domino_survey.services.observatory import observatory
from domino_survey.services.selections import asked_for
from domino_survey.ui import (
    fragile_view,
    notices,
    overview_view,
    routes,
    selection_view,
    territory_advice_view,
)

if TYPE_CHECKING:
    from domino_survey.services.observatory import Observatory
    from domino_survey.services.selections import Asked, Selected
    from domino_survey.ui.guard import Visit


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Observatoire"), anchor=False)
    try:
        asked = asked_for(
            here.context,
            here.identity,
            here.context.settings.questionnaire,
            selection_view.address(),
        )
        seen = _read(here, asked, asked.selected)
        other = _read(here, asked, asked.compared) if asked.compared else None
    except DominoError as refusal:
        notices.refused(t, refusal)
        routes.link_to(routes.OBSERVATORY, t, t("Revenir à votre territoire"))
        return
    selection_view.draw(here, asked)
    st.header(plain(selection_view.name_of(here, asked, asked.selected)), anchor=False)
    if seen.summary is None:
        selection_view.not_shown(here, asked, seen)
        return
    overview_view.draw(here, asked, seen, other)
    fragile_view.draw(here, seen)
    territory_advice_view.draw(here, seen)
    routes.link_to(routes.VOICES, t, t("Lire ce qu'elles disent"), routes.ONWARDS)


def _read(here: Visit, asked: Asked, selected: Selected) -> Observatory:
    content = asked.questionnaire
    return observatory(
        here.context,
        here.identity,
        content.id,
        content.version,
        selected.scope,
        filtered=(selected.item, selected.value),
    )
