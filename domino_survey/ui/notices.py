"""What is said when something is not possible: a plain sentence, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import plain
from domino_survey.services.rights import Action
from domino_survey.ui import routes

if TYPE_CHECKING:
    from domino_survey.errors import DominoError
    from domino_survey.i18n import Translator


def sentences(t: Translator, refusal: DominoError) -> list[str]:
    """Each problem of a refusal as fault and remedy, ready to show."""
    return [" ".join(t.problem(problem)) for problem in refusal.problems]


def refused(t: Translator, refusal: DominoError) -> None:
    """A refusal, in words."""
    for sentence in sentences(t, refusal):
        st.warning(plain(sentence), icon=":material/info:")


def passing(t: Translator, refusal: DominoError) -> None:
    """A refusal of something whose place on the screen is gone."""
    for sentence in sentences(t, refusal):
        st.toast(plain(sentence), icon=":material/info:", duration="long")


def no_right(t: Translator, action: Action) -> None:
    """The page needs a link that carries rights."""
    st.header(t("Cette page demande un lien d'accès"), anchor=False)
    if action in {Action.READ_OBSERVATORY, Action.KEEP_ROADMAP}:
        st.write(
            t(
                "L'observatoire et la feuille de route d'un territoire sont réservés aux personnes à qui "
                "l'équipe d'organisation a remis un lien. Ouvrez ce lien dans ce navigateur ; s'il a "
                "expiré, demandez-en un nouveau."
            )
        )
    else:
        st.write(
            t(
                "Cette page est réservée à l'équipe d'organisation. Ouvrez le lien d'accès que vous "
                "avez reçu ; s'il a expiré, demandez-en un nouveau."
            )
        )
    routes.link_to(routes.HOME, t, t("Retour à l'accueil"))


def no_code(t: Translator) -> None:
    """The page belongs to an assessment, and the address names none."""
    st.header(t("De quel bilan s'agit-il ?"), anchor=False)
    st.write(
        t(
            "Cette page s'ouvre avec le code ou le lien personnel d'un bilan. Saisissez votre code "
            "pour le retrouver, ou commencez un nouveau bilan."
        )
    )
    where_to_resume(t)


def where_to_resume(t: Translator) -> None:
    """The two ways on: resume, or start."""
    with st.container(horizontal=True):
        routes.link_to(routes.RESUME, t, t("Saisir mon code"))
        routes.link_to(routes.START, t, t("Commencer un bilan"))
