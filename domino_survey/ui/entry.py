"""The ways into an assessment: starting one, finding one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.errors import DominoError
from domino_survey.i18n import plain
from domino_survey.services import assessments
from domino_survey.services.drafts import read_draft
from domino_survey.ui import guard, home, loading_view, notices, routes

if TYPE_CHECKING:
    from domino_survey.ui.guard import Visit


def start(here: Visit) -> None:
    """Choose a path, then begin."""
    t = here.t
    st.title(t("Commencer un bilan"), anchor=False)
    content = home.questionnaire(here)
    if content is None:
        return
    if content.welcome:
        st.markdown(plain(t.text(content.welcome)))
    st.markdown(
        t("Le mieux est de répondre à deux ou trois, autour d'une table ou d'un même écran.")
    )
    paths = {path.code: path for path in content.paths}
    chosen = st.radio(
        t("Quel parcours voulez-vous suivre ?"),
        list(paths),
        format_func={code: plain(t.text(path.label)) for code, path in paths.items()}.__getitem__,
        captions=[home.length(t, content, path) for path in content.paths],
        index=0,
        key="path",
    )
    st.caption(t("Vous pourrez changer de parcours à tout moment, sans rien perdre."))
    if st.button(t("Commencer"), type="primary", icon=":material/play_arrow:"):
        try:
            opened = assessments.start(
                here.context,
                content.id,
                path=chosen,
                language=t.language,
                identity=here.identity,
            )
        except DominoError as refusal:
            notices.refused(t, refusal)
        else:
            routes.go_to(routes.PROFILE, **{guard.CODE: opened.code})


def resume(here: Visit) -> None:
    """Type a code, then go on where one left off."""
    t = here.t
    st.title(t("Reprendre un bilan"), anchor=False)
    st.markdown(t("Votre code vous a été donné au début du bilan. Il ressemble à K7QM-2XFD-9TRC."))
    with st.form("resume", border=False):
        typed = st.text_input(t("Votre code"), max_chars=40, autocomplete="off")
        sent = st.form_submit_button(t("Retrouver mon bilan"), type="primary")
    if sent:
        try:
            opened = assessments.open_by_code(here.context, typed)
        except DominoError as refusal:
            notices.refused(t, refusal)
        else:
            draft = read_draft(here.context, opened.identity, opened.response_id)
            sending = assessments.last_sending(here.context, draft)
            finished = sending is not None and not sending.changed
            screen = routes.RESULT if finished else routes.QUESTIONNAIRE
            routes.go_to(screen, **{guard.CODE: opened.code})
    st.caption(
        t(
            "Code perdu ? Cherchez le lien personnel ou la photo du code QR. Sans eux, personne ne peut "
            "rouvrir le bilan : commencez-en un nouveau."
        )
    )
    loading_view.draw(here)
