"""Answers from a file: what it holds or what is wrong with it, then a new assessment made with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.errors import DominoError
from domino_survey.i18n import plain
from domino_survey.services import loading_answers
from domino_survey.ui import guard, notices, routes, state

if TYPE_CHECKING:
    from domino_survey.errors import Problem
    from domino_survey.i18n import Translator
    from domino_survey.services.loading_answers import Loadable
    from domino_survey.ui.guard import Visit

# What was made of the file that was sent last, so that a second press makes nothing more.
LOADED = "loaded"
GO, REFUSED = "loaded-go", "loaded-refused"
WHOLE = "$"


def draw(here: Visit) -> None:
    """The folded part of the page on which an assessment is found again."""
    from domino_survey.answers.files import MOST_BYTES  # noqa: PLC0415 - only for who loads a file

    t = here.t
    with st.expander(t("J'ai un fichier de réponses")):
        st.markdown(
            t(
                "C'est le fichier JSON enregistré depuis la page d'un profil, ici ou sur une autre "
                "installation. Il est vérifié en entier avant que quoi que ce soit soit enregistré."
            )
        )
        sent = st.file_uploader(
            # What the field says of a larger file is Streamlit's, in English.
            t("Fichier de réponses ({limit} Mo au plus)", limit=MOST_BYTES // 1_000_000),
            type="json",
            max_upload_size=MOST_BYTES // 1_000_000,
            key="answers-file",
        )
        if sent is None:
            return
        content = sent.getvalue()
        if st.session_state.pop(GO, None) == sent.file_id:
            code = st.session_state[LOADED][sent.file_id]
            state.leave_notice(
                t(
                    "Vos réponses sont chargées dans un nouveau bilan. Notez son code : {code}",
                    code=code,
                )
            )
            routes.go_to(routes.PROFILE, **{guard.CODE: code})
        try:
            found = loading_answers.read_answers(here.context, here.identity, content)
        except DominoError as refusal:
            _problems(t, refusal)
        else:
            _found(here, found, sent.file_id, content)
        for sentence in st.session_state.pop(REFUSED, []):
            st.error(plain(sentence), icon=":material/error:")


def _found(here: Visit, found: Loadable, file_id: str, content: bytes) -> None:
    t, questionnaire = here.t, found.questionnaire
    counts = [t.plural("{count} réponse", "{count} réponses", found.answered)]
    if found.file.comments:
        comments = len(found.file.comments)
        counts.append(t.plural("{count} commentaire", "{count} commentaires", comments))
    with st.container(border=True):
        st.markdown(f"**{plain(found.name) or t('Une initiative sans nom')}**")
        st.markdown(
            t(
                "{title}, version {version}",
                title=plain(t.text(questionnaire.title)),
                version=plain(questionnaire.version),
            )
            + "  \n"
            + " · ".join([plain(t.text(questionnaire.path(found.file.path).label)), *counts])
        )
        if found.shares:
            st.markdown(
                t(
                    "Les accords de partage ne sont pas repris : ils se donnent de nouveau, à la page "
                    "suivante."
                )
            )
        st.button(
            t("Créer un bilan avec ces réponses"),
            type="primary",
            icon=":material/note_add:",
            key="load-answers",
            on_click=_load,
            args=(here, file_id, content),
        )
        st.caption(
            t("Un nouveau bilan est créé, avec un code à lui. Vos autres bilans ne changent pas.")
        )


def _problems(t: Translator, refusal: DominoError) -> None:
    # The last one may stand for those that are not listed.
    count = sum(
        int(str(one.params["count"])) if one.code == "more-problems" else 1
        for one in refusal.problems
    )
    st.error(
        t.plural(
            "Ce fichier n'est pas chargé : {count} problème. Rien n'est enregistré.",
            "Ce fichier n'est pas chargé : {count} problèmes. Rien n'est enregistré.",
            count,
        ),
        icon=":material/error:",
    )
    st.markdown("\n".join(f"- {_told(t, one)}" for one in refusal.problems))


def _told(t: Translator, one: Problem) -> str:
    """Place, fault, remedy. What the file says in them is shown as text, on one line."""
    fault, remedy = (plain(" ".join(text.split())) for text in t.problem(one))
    if one.line is not None:
        where = t("ligne {line}, colonne {column}", line=one.line, column=one.column)
    else:
        # The whole file is no place.
        where = plain(" ".join(one.place.split())) if one.place != WHOLE else ""
    return f"**{where}**  \n  {fault} {remedy}" if where else f"{fault} {remedy}"


def _load(here: Visit, file_id: str, content: bytes) -> None:
    """Commit before anything is drawn; the same file, pressed twice, is loaded once."""
    done: dict[str, str] = st.session_state.get(LOADED, {})
    if file_id not in done:
        try:
            opened = loading_answers.load_answers(
                here.context, here.identity, content, session=here.session
            )
        except DominoError as refusal:
            st.session_state[REFUSED] = notices.sentences(here.t, refusal)
            return
        done = {file_id: opened.code}
    st.session_state[LOADED] = done
    st.session_state[GO] = file_id
