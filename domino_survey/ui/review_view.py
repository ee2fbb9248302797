"""The review before sending: gaps by axis, one button for each, and deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.errors import DominoError
from domino_survey.i18n import plain
from domino_survey.services import assessments
from domino_survey.ui import guard, keeping, notices, questionnaire_view, routes, saved, state

if TYPE_CHECKING:
    from domino_survey.schema import Question
    from domino_survey.services.assessments import AxisReview, Review
    from domino_survey.ui.guard import HolderVisit

FEW = 3


def draw(here: HolderVisit) -> None:
    """The whole page."""
    t = here.t
    review = assessments.review(here.context, here.draft)
    st.title(t("Relire et envoyer"), anchor=False)
    words = t.plural(
        "{count} question traitée sur {asked}, « ne sait pas » compris.",
        "{count} questions traitées sur {asked}, « ne sait pas » compris.",
        review.answered,
        asked=review.asked,
    )
    if 0 < review.answered < review.asked:
        words += " " + t(
            "Vous pouvez envoyer un bilan incomplet : le profil montrera ce que les réponses "
            "manquantes pourraient changer."
        )
    st.markdown(words)
    for axis in review.axes:
        _axis(here, axis)
    _send(here, review)
    routes.link_to(routes.GROUP, t, "", ":material/group:", **{guard.CODE: here.opened.code})
    keeping.draw(here)
    _delete(here)


def _axis(here: HolderVisit, axis: AxisReview) -> None:
    t = here.t
    with st.container(border=True):
        st.subheader(plain(t.text(axis.axis.short)), anchor=False)
        words = [
            t.plural("{count} réponse", "{count} réponses", axis.answered)
            + t(" sur {asked}", asked=len(axis.asked))
        ]
        if axis.dont_know:
            words.append(t("dont {count} « ne sait pas »", count=len(axis.dont_know)))
        if axis.not_applicable:
            words.append(t("{count} sans objet", count=len(axis.not_applicable)))
        st.markdown(" · ".join(words))
        if axis.reason.code in wording.OUT_OF_PLACE:
            st.markdown(f":orange[{t(wording.NO_SCORE[axis.reason.code])}]")
        elif axis.reason.code:
            st.markdown(
                t(
                    ":orange[Pas assez de réponses pour donner un score à cet axe.] "
                    "Il faut répondre à au moins {share} des questions posées.",
                    share=t.percent(here.draft.questionnaire.scoring.axis.coverage),
                )
            )
        if axis.missing:
            title = t.plural(
                "{count} question sans réponse", "{count} questions sans réponse", len(axis.missing)
            )
            with st.expander(title, expanded=len(axis.missing) <= FEW):
                for question in axis.missing:
                    _gap(here, question)


def _gap(here: HolderVisit, question: Question) -> None:
    t = here.t
    if st.button(
        plain(t.text(question.short or question.text)),
        key=f"gap:{question.id}",
        icon=":material/edit:",
        type="tertiary",
    ):
        routes.go_to(
            routes.QUESTIONNAIRE,
            **{guard.CODE: here.opened.code, questionnaire_view.STEP: question.id},
        )


def _send(here: HolderVisit, review: Review) -> None:
    t = here.t
    sending = review.sending
    if sending:
        saved.sent(here, sending)
    if review.profile_missing:
        names = t.list_of(plain(t.text(i.short or i.text)) for i in review.profile_missing)
        st.warning(t("Il manque dans votre profil : {names}.", names=names))
        routes.link_to(
            routes.PROFILE, t, t("Compléter votre initiative"), **{guard.CODE: here.opened.code}
        )
    elif not review.can_submit:
        st.info(t("Répondez à au moins une question pour voir un profil."))
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if st.button(t("Retour aux questions"), icon=":material/arrow_back:", key="previous"):
            routes.go_to(routes.QUESTIONNAIRE, **{guard.CODE: here.opened.code})
        if sending is None:
            label = t("Envoyer et voir mon profil")
        elif sending.changed:
            label = t("Envoyer la nouvelle version")
        else:
            label = t("Voir mon profil")
        # The callback commits before anything is drawn: a reload in between cannot lose the sending.
        st.button(
            label,
            type="primary",
            icon=":material/send:",
            key="send",
            disabled=not review.can_submit,
            on_click=_submit,
            args=(here,),
        )
    if st.session_state.pop("sent", False):
        routes.go_to(routes.RESULT, **{guard.CODE: here.opened.code})
    for sentence in st.session_state.pop("refused", []):
        st.error(plain(sentence))


def _submit(here: HolderVisit) -> None:
    try:
        assessments.submit(here.context, here.identity, here.opened.response_id)
    except DominoError as refusal:
        st.session_state["refused"] = notices.sentences(here.t, refusal)
    else:
        st.session_state["sent"] = True


def _delete(here: HolderVisit) -> None:
    t = here.t
    with st.expander(t("Supprimer ce bilan")):
        st.markdown(
            t(
                "Le bilan ne pourra plus être ouvert ni corrigé, et sortira des chiffres regroupés : on ne "
                "peut pas revenir en arrière. Pour que son contenu soit aussi effacé des sauvegardes, "
                "écrivez à l'équipe d'organisation."
            )
        )
        sure = st.checkbox(t("Oui, je veux supprimer ce bilan"), key="delete-sure")
        if st.button(t("Supprimer"), disabled=not sure, icon=":material/delete:", key="delete"):
            assessments.withdraw(here.context, here.identity, here.opened.response_id)
            state.forget_assessment()
            state.leave_notice(t("Le bilan est supprimé."))
            routes.go_to(routes.HOME)
