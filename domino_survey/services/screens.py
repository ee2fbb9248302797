"""The screens: their files, their addresses, and who sees them in the menu."""

from __future__ import annotations

from msgspec import Struct

from domino_survey.i18n import N_
from domino_survey.services.rights import Action


class Screen(Struct, frozen=True):
    """One page. `action` is the right that shows it in the menu; None keeps it out of the menu."""

    file: str
    address: str
    title: str
    action: Action | None = None


HOME = Screen("public/home.py", "", N_("Accueil"), Action.READ_PUBLIC_PAGES)
START = Screen("holder/start.py", "commencer", N_("Commencer un bilan"), Action.START_ASSESSMENT)
RESUME = Screen("holder/resume.py", "reprendre", N_("Reprendre un bilan"), Action.START_ASSESSMENT)
PROFILE = Screen("holder/profile.py", "profil", N_("Votre initiative"))
QUESTIONNAIRE = Screen("holder/questionnaire.py", "questionnaire", N_("Questionnaire"))
REVIEW = Screen("holder/review.py", "relecture", N_("Relire et envoyer"))
RESULT = Screen("holder/result.py", "resultat", N_("Votre profil"))
WHAT_IF = Screen("holder/what_if.py", "et-si", N_("Et si ?"))
PLAN = Screen("holder/plan.py", "plan", N_("Plan d'action"))
GROUP = Screen("holder/group.py", "groupe", N_("Répondre à plusieurs"))
INVITATION = Screen("public/invitation.py", "invitation", N_("Invitation"))
OBSERVATORY = Screen(
    "decision_maker/observatory.py", "observatoire", N_("Observatoire"), Action.READ_OBSERVATORY
)
VOICES = Screen(
    "decision_maker/voices.py", "paroles", N_("Ce qu'elles disent"), Action.READ_OBSERVATORY
)
ROADMAP = Screen(
    "decision_maker/roadmap.py", "feuille-de-route", N_("Feuille de route"), Action.KEEP_ROADMAP
)
COLLECTION = Screen("organiser/collection.py", "collecte", N_("Collecte"), Action.READ_COLLECTION)
QUALITY = Screen(
    "organiser/quality.py", "qualite", N_("Qualité des questions"), Action.READ_QUALITY
)
RESCORING = Screen("organiser/rescoring.py", "recalcul", N_("Recalcul"), Action.RESCORE)
EXPORT = Screen("organiser/export.py", "export", N_("Export"), Action.EXPORT_RESPONSES)
METHOD = Screen("organiser/method.py", "methode", N_("Méthode"), Action.EDIT_METHOD)
CONSULTATIONS = Screen(
    "organiser/consultations.py", "consultations", N_("Consultations"), Action.EDIT_METHOD
)
WEIGHTS = Screen("public/weights.py", "ponderation", N_("Votre avis sur les poids"))
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
    WHAT_IF,
    PLAN,
    GROUP,
    INVITATION,
    OBSERVATORY,
    VOICES,
    ROADMAP,
    COLLECTION,
    QUALITY,
    RESCORING,
    EXPORT,
    METHOD,
    CONSULTATIONS,
    WEIGHTS,
    YOUR_DATA,
)
ADDRESSES = frozenset(screen.address for screen in SCREENS)
