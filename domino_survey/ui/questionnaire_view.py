"""The questionnaire on the screen: where one is, the question, the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import N_, plain
from domino_survey.services import assessments, drafts
from domino_survey.services.progress import progress_of
from domino_survey.ui import fields, guard, keeping, questions, routes, saved, state

if TYPE_CHECKING:
    from domino_survey.services.drafts import Draft
    from domino_survey.services.progress import AxisProgress, Progress, Step
    from domino_survey.ui.guard import HolderVisit
    from domino_survey.ui.routes import Screen

STEP = "etape"
OPEN_QUESTIONS = N_("Vos pépites, opportunités et points de vigilance")


def draw(here: HolderVisit) -> None:
    """The whole page; without the required profile, the profile first."""
    if assessments.profile_missing(here.draft):
        routes.go_to(routes.PROFILE, **{guard.CODE: here.opened.code})
    _already_sent(here)
    _step(here)
    keeping.draw(here)
    _change_path(here)


def _already_sent(here: HolderVisit) -> None:
    """Who comes back to an assessment that was sent may have come for its result."""
    sending = assessments.last_sending(here.context, here.draft)
    if sending:
        saved.sent(here, sending)
        routes.link_to(
            routes.RESULT,
            here.t,
            here.t("Voir mon profil"),
            ":material/radar:",
            **{guard.CODE: here.opened.code},
        )


@st.fragment
def _step(here: HolderVisit) -> None:
    """Drawn again by itself after each answer: nothing else on the page needs to be."""
    draft = saved.draft_of(here)
    progress = progress_of(draft, st.query_params.get(STEP))
    state.enter_step(progress.step.id)
    # The last step is left by its main button, which wants no timer (`routes.go_to`).
    if progress.next is not None:
        saved.company(here, saved.newest(draft))
    # The address names the step from now on: otherwise an answer, by filling the first gap, would move on.
    if st.query_params.get(STEP) != progress.step.id:
        st.query_params[STEP] = progress.step.id
    _where(here, draft, progress)
    if progress.step.question is None:
        _open_questions(here, draft, progress.step)
    else:
        _question(here, draft, progress.step)
    _onwards(here, progress)
    _axes(here, progress)


def _where(here: HolderVisit, draft: Draft, progress: Progress) -> None:
    t, axis = here.t, progress.step.axis
    st.caption(
        t(
            "Axe {number} sur {count} · {axis}",
            number=progress.axis_number,
            count=len(progress.axes),
            axis=plain(t.text(axis.short)),
        )
    )
    count = t.plural(
        "{count} réponse sur {asked}",
        "{count} réponses sur {asked}",
        progress.answered,
        asked=progress.asked,
    )
    st.progress(
        progress.answered / progress.asked if progress.asked else 0.0,
        text=f"{count} · {saved.words(here, draft)}",
    )


def _question(here: HolderVisit, draft: Draft, step: Step) -> None:
    t, question = here.t, step.question
    if question is None:
        return
    st.header(plain(t.text(question.text)), anchor=False)
    field = fields.Field(here, draft, question)
    if question.help:
        st.markdown(plain(t.text(question.help)))
    questions.draw(field, label_visible=False)
    questions.ways_out(field)
    questions.clear_button(field)
    questions.comment_and_proof(field)


def _open_questions(here: HolderVisit, draft: Draft, step: Step) -> None:
    t = here.t
    st.header(t(OPEN_QUESTIONS), anchor=False)
    st.markdown(
        t(
            "Facultatif et non noté : ce que vous avez appris sur cet axe, ce qui pourrait vous aider, "
            "ce qu'il faut surveiller. N'y nommez pas de personne."
        )
    )
    kinds = {kind.code: kind for kind in draft.questionnaire.prompt_kinds}
    for prompt in step.axis.prompts:
        if prompt.kind in kinds:
            st.badge(plain(t.text(kinds[prompt.kind].label)), color="green")
        questions.draw(fields.Field(here, draft, prompt))
    if step.axis.indicators:
        st.subheader(t("Indicateurs chiffrés (facultatifs)"), anchor=False)
        for indicator in step.axis.indicators:
            questions.draw(fields.Field(here, draft, indicator))


def _move(step_id: str) -> None:
    st.query_params[STEP] = step_id


def _leave(here: HolderVisit, screen: Screen, icon: str) -> None:
    """The way to another screen of this assessment: a link, for this screen has a timer (`routes.go_to`)."""
    routes.link_to(
        screen,
        here.t,
        f"**{here.t(screen.title)}**",
        icon,
        **{guard.CODE: here.opened.code},
    )


def _onwards(here: HolderVisit, progress: Progress) -> None:
    t = here.t
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        previous = progress.previous
        if previous is None:
            with st.container(key="previous", width="content"):
                _leave(here, routes.PROFILE, ":material/arrow_back:")
        else:
            st.button(
                t("Précédent"),
                icon=":material/arrow_back:",
                key="previous",
                on_click=_move,
                args=(previous.id,),
            )
        following = progress.next
        if following is None:
            # A key of its own: under that of "next", the press that led here would press it too.
            if st.button(
                t("Relire et envoyer"),
                type="primary",
                icon=routes.ONWARDS,
                icon_position="right",
                key="finish",
            ):
                routes.go_to(routes.REVIEW, **{guard.CODE: here.opened.code})
        else:
            st.button(
                t("Suivant"),
                type="primary",
                icon=routes.ONWARDS,
                icon_position="right",
                key="next",
                on_click=_move,
                args=(following.id,),
            )


def _axes(here: HolderVisit, progress: Progress) -> None:
    """The axes with their state; one press goes to the first question of each."""
    t = here.t
    with st.expander(t("Aller à un axe")):
        for axis in progress.axes:
            st.button(
                _axis_label(here, axis),
                key=f"axis:{axis.axis.id}",
                icon=":material/check_circle:"
                if axis.complete
                else ":material/radio_button_unchecked:",
                type="tertiary",
                on_click=_move,
                args=(axis.first_step,),
            )
        _leave(here, routes.REVIEW, ":material/checklist:")
        _leave(here, routes.PROFILE, ":material/badge:")


def _axis_label(here: HolderVisit, axis: AxisProgress) -> str:
    t = here.t
    return t(
        "{axis} : {answered} sur {asked}",
        axis=plain(t.text(axis.axis.short)),
        answered=axis.answered,
        asked=axis.asked,
    )


def _save_path(here: HolderVisit) -> None:
    drafts.save_path(
        here.context,
        here.identity,
        here.opened.response_id,
        st.session_state["path"],
        session=here.session,
    )


def _change_path(here: HolderVisit) -> None:
    t, draft = here.t, here.draft
    paths = {path.code: path for path in draft.questionnaire.paths}
    if len(paths) == 1:
        return
    with st.expander(t("Changer de parcours")):
        st.markdown(t("Toutes vos réponses sont conservées, quel que soit le parcours."))
        if st.session_state.get("path") != draft.path.code:
            st.session_state["path"] = draft.path.code
        st.radio(
            t("Parcours"),
            list(paths),
            format_func={c: plain(t.text(path.label)) for c, path in paths.items()}.__getitem__,
            key="path",
            on_change=_save_path,
            args=(here,),
        )
