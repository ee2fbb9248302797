"""The parts of the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.errors import DominoError
from domino_survey.i18n import plain
from domino_survey.services.example import example_result
from domino_survey.ui import notices, profile_view, routes

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.schema import Path, Questionnaire
    from domino_survey.ui.guard import Visit


def questionnaire(here: Visit) -> Questionnaire | None:
    """The questionnaire that the home page offers, or None after saying why there is none."""
    try:
        return here.context.library.current(here.context.settings.questionnaire)
    except DominoError as refusal:
        notices.refused(here.t, refusal)
        return None


def introduction(here: Visit, content: Questionnaire) -> None:
    """What it is, in two lines."""
    t = here.t
    st.title(plain(t.text(content.title)), anchor=False)
    if content.introduction:
        st.markdown(plain(t.text(content.introduction)))


def ways_in(here: Visit) -> None:
    """The two buttons: start, resume."""
    t = here.t
    with st.container(horizontal=True):
        if st.button(t("Commencer un bilan"), type="primary", icon=":material/play_arrow:"):
            routes.go_to(routes.START)
        if st.button(t("Reprendre un bilan"), icon=":material/history:"):
            routes.go_to(routes.RESUME)


def length(t: Translator, content: Questionnaire, path: Path) -> str:
    """How much a path asks: '18 questions, 10 à 12 minutes'."""
    count = sum(content.on_path(question, path) for question in content.scored_questions)
    low, high = path.minutes
    questions = t.plural("{count} question", "{count} questions", count)
    if low == high:
        return t("{questions}, environ {high} minutes", questions=questions, high=high)
    return t("{questions}, {low} à {high} minutes", questions=questions, low=low, high=high)


def what_to_expect(here: Visit, content: Questionnaire) -> None:
    """How long it takes, what it is not, what becomes of the answers."""
    t = here.t
    st.space("small")
    left, middle, right = st.columns(3, gap="medium")
    with left:
        st.markdown(f"**{t('Combien de temps ?')}**")
        for path in content.paths:
            st.markdown(
                t(
                    "{path} : {length}.",
                    path=plain(t.text(path.label)),
                    length=length(t, content, path),
                )
            )
        st.markdown(t("Vous pouvez vous arrêter et reprendre, sans compte."))
    with middle:
        st.markdown(f"**{t('Ni label, ni classement')}**")
        st.markdown(
            t(
                "Ce questionnaire sert à réfléchir à plusieurs. Il ne délivre ni label ni note "
                "officielle, et ne compare pas les initiatives entre elles."
            )
        )
    with right:
        st.markdown(f"**{t('Que deviennent vos réponses ?')}**")
        st.markdown(
            t(
                "Vous décidez de ce qui est partagé. Les chiffres d'un territoire n'apparaissent qu'à "
                "partir de {count} bilans, jamais un bilan seul.",
                count=here.context.settings.smallest_group,
            )
        )
        routes.link_to(routes.YOUR_DATA, t, t("Vos données"))


def example(here: Visit, content: Questionnaire) -> None:
    """What a result looks like, computed from an example's answers."""
    t = here.t
    result = example_result(here.context, content)
    if result is None:
        return
    st.divider()
    st.header(t("Un exemple de résultat"), anchor=False)
    st.caption(t("Initiative inventée : {name}", name=plain(result.name)))
    st.markdown(profile_view.main_sentence(t, result))
    profile_view.radar_of(here, result)


def for_others(here: Visit) -> None:
    """Where decision-makers and organisers go."""
    t = here.t
    st.divider()
    st.header(t("Élus, agents, équipes d'organisation"), anchor=False)
    st.markdown(
        t(
            "L'observatoire montre ce que les bilans disent d'un territoire et propose des pistes "
            "d'action publique. Il s'ouvre avec un lien d'accès, remis par l'équipe d'organisation."
        )
    )


def behind(here: Visit, content: Questionnaire | None) -> None:
    """Who is behind, and what this is built on."""
    t = here.t
    st.divider()
    organisation = here.context.settings.organisation
    if organisation:
        st.caption(t("Installation gérée par {organisation}.", organisation=plain(organisation)))
    if content is not None and content.subtitle:
        st.caption(plain(t.text(content.subtitle)))
    st.caption(
        t(
            "DOMINO Survey est un logiciel libre, sous licence EUPL-1.2. Les communes viennent des données "
            "ouvertes de l'INSEE et de la DGCL."
        )
    )
