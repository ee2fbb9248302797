"""The profile of an initiative and what its holder agrees to share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import plain
from domino_survey.services import assessments
from domino_survey.ui import fields, guard, keeping, questions, routes, saved

if TYPE_CHECKING:
    from domino_survey.ui.guard import HolderVisit


TRIED = "profile-tried"


def draw(here: HolderVisit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Votre initiative"), anchor=False)
    st.markdown(
        t(
            "Quelques repères pour situer votre pratique. Seuls le nom, la commune et le stade sont "
            "nécessaires ; le stade décide des questions qui vous sont posées."
        )
        if here.draft.questionnaire.stages
        else t("Quelques repères pour situer votre pratique.")
    )
    keeping.draw(here, expanded=not here.draft.events)
    routes.link_to(
        routes.GROUP,
        t,
        t("Répondre à plusieurs, chacun de son côté"),
        ":material/group:",
        **{guard.CODE: here.opened.code},
    )
    _items(here)


@st.fragment
def _items(here: HolderVisit) -> None:
    draft = here.draft
    saved.line(here, draft)
    sharing = draft.questionnaire.profile.sharing
    items = [
        item
        for item in draft.questionnaire.profile.items
        if item.id in draft.asked and (sharing is None or item.id != sharing.item)
    ]
    for item in items:
        if item.required:
            _item(here, item.id)
    optional = [item for item in items if not item.required]
    if optional:
        with st.expander(here.t("Décrire votre pratique plus précisément (facultatif)")):
            for item in optional:
                _item(here, item.id)
    if sharing is not None and sharing.item in draft.asked:
        st.divider()
        st.header(here.t("Ce que vous acceptez de partager"), anchor=False)
        st.markdown(
            here.t(
                "Rien n'est coché d'avance. Vous pouvez changer d'avis à tout moment : le changement compte "
                "à partir du prochain envoi du bilan. Tout refuser n'empêche pas d'obtenir votre profil."
            )
        )
        _item(here, sharing.item)
    _onwards(here)


def _item(here: HolderVisit, item_id: str) -> None:
    draft = here.draft
    field = fields.Field(here, draft, draft.questionnaire.items[item_id])
    questions.draw(field)
    if field.item.help:
        st.caption(plain(here.t.text(field.item.help)))


def _onwards(here: HolderVisit) -> None:
    t = here.t
    st.divider()
    missing = assessments.profile_missing(here.draft)
    pressed = st.button(
        t("Continuer vers les questions"),
        type="primary",
        icon=routes.ONWARDS,
        icon_position="right",
        on_click=_try_to_go_on,
    )
    if pressed and not missing:
        routes.go_to(routes.QUESTIONNAIRE, **{guard.CODE: here.opened.code})
    if missing and st.session_state.get(TRIED):
        names = t.list_of(plain(t.text(item.short or item.text)) for item in missing)
        st.warning(t("Il manque encore : {names}.", names=names), icon=":material/info:")


def _try_to_go_on() -> None:
    st.session_state[TRIED] = True
