"""Finding a commune by typing a few letters; its EPCI, département and region follow by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.answers import MISSING, Answer, State, answered
from domino_survey.i18n import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.territories import Place
    from domino_survey.ui.fields import Field

MOST_SHOWN = 8


def draw(field: Field, save: Callable[[Field, Answer], None]) -> None:
    """The commune that is chosen, or a search box and what it finds."""
    t = field.visit.t
    territories = field.visit.context.territories
    if field.stored.state is State.ANSWERED:
        st.markdown(field.label)
        place = territories.place(str(field.stored.value))
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(described(place))
            st.button(
                t("Changer de commune"),
                key=field.key("change"),
                on_click=save,
                args=(field, MISSING),
            )
        return
    text = st.text_input(
        field.label,
        key=field.key("search"),
        placeholder=t("Tapez les premières lettres"),
        live=True,
    )
    st.caption(
        t("Le nom de la commune ou son code INSEE ; les codes postaux ne sont pas connus ici.")
    )
    if not text:
        return
    found = territories.search(text, limit=MOST_SHOWN + 1)
    if not found:
        st.caption(
            t("Aucune commune ne porte ce nom. Vérifiez l'orthographe, ou tapez moins de lettres.")
        )
        return
    for commune in found[:MOST_SHOWN]:
        st.button(
            plain(territories.title(commune)),
            key=field.key(f"commune/{commune.code}"),
            on_click=save,
            args=(field, answered(commune.code)),
        )
    if len(found) > MOST_SHOWN:
        st.caption(
            t("D'autres communes portent ce nom ou commencent ainsi : tapez plus de lettres.")
        )


def described(place: Place) -> str:
    """A commune with what it belongs to: **Redon** · Redon Agglomération · Ille-et-Vilaine · Bretagne."""
    around = [unit.name for unit in (place.epci, place.department, place.region) if unit.name]
    return " · ".join([f"**{plain(place.commune.name)}**", *map(plain, around)])
