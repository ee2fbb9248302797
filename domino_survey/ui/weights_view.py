"""A consultation on weights as its participants see it: 100 points to share, or two at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.errors import DominoError
from domino_survey.i18n import plain
from domino_survey.schema import OVERALL
from domino_survey.services import consultations
from domino_survey.ui import budget_view, comparisons_view, names, notices, routes, weighing

if TYPE_CHECKING:
    from domino_survey.services.consultations import Asked
    from domino_survey.ui.guard import Visit


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    try:
        asked = consultations.asked(here.context, here.identity, weighing.token())
        mine = weighing.find_again(here)
    except DominoError as refusal:
        st.title(t("Votre avis sur les poids"), anchor=False)
        notices.refused(t, refusal)
        routes.link_to(routes.HOME, t, t("Retour à l'accueil"))
        return
    st.title(plain(asked.title), anchor=False)
    if asked.closed:
        st.info(
            t("Cette consultation est close. Merci aux personnes qui ont répondu."),
            icon=":material/lock:",
        )
        if mine.sent:
            weighing.result(here, asked, mine.sent)
        return
    _introduction(here, asked)
    if asked.method == "budget":
        budget_view.draw(here, asked, mine)
    else:
        comparisons_view.draw(here, asked, mine)


def _introduction(here: Visit, asked: Asked) -> None:
    t = here.t
    subject = _subject(here, asked)
    st.markdown(
        t(
            "Qu'est-ce qui compte le plus ? Répartissez 100 points entre {subject}, selon l'importance que "
            "vous leur donnez. Il n'y a pas de bonne réponse.",
            subject=subject,
        )
        if asked.method == "budget"
        else t(
            "Qu'est-ce qui compte le plus ? Comparez deux à deux {subject}. Il y a {count} comparaisons, et "
            "pas de bonne réponse.",
            subject=subject,
            count=len(asked.pairs),
        )
    )
    with st.expander(t("Que signifient ces noms ?")):
        st.markdown("\n".join(f"- {_described(here, asked, item)}" for item in asked.items))


def _subject(here: Visit, asked: Asked) -> str:
    """What is weighed, within a sentence."""
    t, questionnaire = here.t, asked.questionnaire
    if asked.node == OVERALL:
        return t("les axes de « {title} »", title=plain(t.text(questionnaire.title)))
    name = plain(names.node(t, questionnaire, asked.node))
    if any(axis.id == asked.node for axis in questionnaire.axes):
        return t("les thèmes de « {axis} »", axis=name)
    return t("les questions de « {theme} »", theme=name)


def _described(here: Visit, asked: Asked, item: str) -> str:
    t, questionnaire = here.t, asked.questionnaire
    if question := questionnaire.items.get(item):
        name, text = names.node(t, questionnaire, item), t.text(question.text)
        if name == text:
            return plain(text)
        return t("{name} : {description}", name=f"**{plain(name)}**", description=plain(text))
    texts = {axis.id: (axis.title, axis.description) for axis in questionnaire.axes}
    texts |= {theme.id: (theme.title, theme.description) for theme in questionnaire.themes}
    title, description = texts[item]
    name = f"**{plain(t.text(title))}**"
    if description is None:
        return name
    return t("{name} : {description}", name=name, description=plain(t.text(description)))
