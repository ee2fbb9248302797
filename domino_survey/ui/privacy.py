"""The privacy notice, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import N_, plain

if TYPE_CHECKING:
    from domino_survey.ui.guard import Visit

SECTIONS = (
    (
        N_("Ce qui est enregistré"),
        N_(
            "Vos réponses, vos commentaires et la description de votre initiative, question par "
            "question, avec l'heure. Ni adresse de courriel, ni adresse IP, ni compte, ni traceur. Votre "
            "navigateur garde votre langue et, jusqu'à sa fermeture, un numéro tiré au hasard qui sert "
            "à dire si quelqu'un d'autre a le même bilan ouvert."
        ),
    ),
    (
        N_("Qui voit quoi"),
        N_(
            "Vous, et toute personne à qui vous donnez votre code ou votre lien. Le lien du résultat, "
            "à part, permet de lire sans modifier. Les décideurs publics ne voient que des chiffres "
            "regroupés, à partir de {count} bilans, et seulement si vous acceptez ce regroupement. "
            "Vos pépites, opportunités et points de vigilance leur sont montrés seulement si vous l'acceptez aussi, "
            "mot pour mot, sans votre nom, mêlés à ceux d'autres initiatives. L'équipe d'organisation peut extraire "
            "les réponses pour les étudier : sans votre nom ni votre commune, sauf besoin précis, et vos "
            "réponses ouvertes et commentaires seulement si vous les partagez, jamais avec votre nom. Chaque "
            "extraction est notée, avec sa raison."
        ),
    ),
    (
        N_("Ce que vous pouvez faire"),
        N_(
            "Changer d'avis sur le partage dans la page « Votre initiative » puis renvoyer le bilan, "
            "corriger un bilan envoyé "
            "(l'ancienne version est conservée), ou supprimer votre bilan depuis la page « Relire et "
            "envoyer ». Un bilan supprimé ne peut plus être ouvert et sort des chiffres regroupés ; "
            "son contenu reste dans la base jusqu'à ce que l'équipe d'organisation l'efface."
        ),
    ),
    (
        N_("Si vous perdez votre code"),
        N_(
            "Personne ne peut le retrouver : il n'est pas conservé en clair. Notez-le ou gardez le lien."
        ),
    ),
)


def draw(here: Visit) -> None:
    """The whole notice."""
    t, settings = here.t, here.context.settings
    st.title(t("Vos données"), anchor=False)
    for title, text in SECTIONS:
        st.header(t(title), anchor=False)
        st.markdown(t(text, count=settings.smallest_group))
    st.header(t("À qui s'adresser"), anchor=False)
    if settings.organisation or settings.contact:
        names = [plain(name) for name in (settings.organisation, settings.contact) if name]
        st.markdown(" · ".join(names))
    else:
        st.markdown(
            t(
                "Cette installation n'a pas encore indiqué de contact. Adressez-vous à la personne qui "
                "vous a fait connaître ce questionnaire."
            )
        )
