"""The screens: their files, their addresses, and who sees them in the menu."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import N_
from domino_survey.services.rights import Action

if TYPE_CHECKING:
    from domino_survey.i18n import Translator

ONWARDS = ":material/arrow_forward:"
PAGES = Path(__file__).resolve().parents[2] / "pages"


@dataclass(frozen=True)
class Screen:
    """One page. `action` is the right that shows it in the menu; None keeps it out of the menu."""

    file: str
    address: str
    title: str
    action: Action | None = None
    menu: bool = True


HOME = Screen("public/home.py", "", N_("Accueil"), Action.READ_PUBLIC_PAGES)
START = Screen("holder/start.py", "commencer", N_("Commencer un bilan"), Action.START_ASSESSMENT)
RESUME = Screen("holder/resume.py", "reprendre", N_("Reprendre un bilan"), Action.START_ASSESSMENT)
PROFILE = Screen("holder/profile.py", "profil", N_("Votre initiative"))
QUESTIONNAIRE = Screen("holder/questionnaire.py", "questionnaire", N_("Questionnaire"))
REVIEW = Screen("holder/review.py", "relecture", N_("Relire et envoyer"))
RESULT = Screen("holder/result.py", "resultat", N_("Votre profil"))
PLAN = Screen("holder/plan.py", "plan", N_("Plan d'action"))
GROUP = Screen("holder/group.py", "groupe", N_("Répondre à plusieurs"))
INVITATION = Screen("public/invitation.py", "invitation", N_("Invitation"))
OBSERVATORY = Screen(
    "decision_maker/observatory.py", "observatoire", N_("Observatoire"), Action.READ_OBSERVATORY
)
COLLECTION = Screen("organiser/collection.py", "collecte", N_("Collecte"), Action.READ_COLLECTION)
YOUR_DATA = Screen(
    "public/your_data.py", "vos-donnees", N_("Vos données"), Action.READ_PUBLIC_PAGES
)

SCREENS = (
    HOME,
    START,
    RESUME,
    PROFILE,
    QUESTIONNAIRE,
    REVIEW,
    RESULT,
    PLAN,
    GROUP,
    INVITATION,
    OBSERVATORY,
    COLLECTION,
    YOUR_DATA,
)


def path_of(screen: Screen) -> str:
    """The file of a screen, as Streamlit's functions take it."""
    return str(PAGES / screen.file)


def go_to(screen: Screen, **query: str) -> None:
    """Show another screen, from one without a timer.

    Never from a screen that holds a fragment with `run_every`: a tick that the browser sends before it
    knows of the new screen would run after it, in the name of the old one, and empty the page. Links
    stop the timers before they ask for anything.
    """
    st.switch_page(path_of(screen), query_params=query)


def link_to(
    screen: Screen,
    t: Translator,
    label: str = "",
    icon: str = "",
    **query: str,
) -> None:
    """A link to another screen, in the same tab. An arrow onwards stands after its words."""
    st.page_link(
        path_of(screen),
        label=label or t(screen.title),
        icon=icon or None,
        icon_position="right" if icon == ONWARDS else "left",
        query_params=query,
    )
