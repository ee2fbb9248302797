"""What is saved, and who else is here: always in sight."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.errors import DominoError

if TYPE_CHECKING:
    from domino_survey.services.assessments import Sending
    from domino_survey.services.drafts import Draft
    from domino_survey.ui.guard import HolderVisit

POLL = timedelta(seconds=10)


def words(here: HolderVisit, draft: Draft) -> str:
    """'enregistré à 14:02', or that nothing is saved yet."""
    at = draft.saved_at
    if at is None:
        return here.t("rien à enregistrer pour l'instant")
    return here.t("enregistré à {time}", time=here.t.time(at))


def line(here: HolderVisit, draft: Draft) -> None:
    """The line that says so."""
    text = words(here, draft)
    st.caption(text[:1].upper() + text[1:])


def sent(here: HolderVisit, sending: Sending) -> None:
    """That the assessment was sent, when, and what sending it again would do."""
    t, last = here.t, sending.submission
    st.info(
        t(
            "Bilan envoyé le {date} (version {number}). Vous l'avez modifié depuis : l'envoi "
            "créera une nouvelle version, l'ancienne est conservée.",
            date=t.datetime(last.submitted_at),
            number=last.number,
        )
        if sending.changed
        else t(
            "Bilan envoyé le {date} (version {number}). Il n'a pas changé depuis.",
            date=t.datetime(last.submitted_at),
            number=last.number,
        ),
        icon=":material/check_circle:",
    )


@st.fragment(run_every=POLL)
def company(here: HolderVisit, seen: int) -> None:
    """Says who else has this assessment open, and shows what they answered meanwhile.

    `seen` is the sequence number of the newest event that the screen was drawn with.
    """
    draft = draft_of(here)
    others = here.context.presence.touch(
        here.opened.response_id, here.browser, here.context.clock()
    )
    news = [
        event
        for event in draft.events.values()
        if event.seq > seen and event.author != here.session
    ]
    if news:
        st.rerun(scope="app")
    if others > 0:
        st.info(
            here.t.plural(
                "Une autre personne a ce bilan ouvert en ce moment. Ses réponses apparaissent ici.",
                "{count} autres personnes ont ce bilan ouvert en ce moment. Leurs réponses "
                "apparaissent ici.",
                others,
            ),
            icon=":material/group:",
        )


def draft_of(here: HolderVisit) -> Draft:
    """The assessment as it stands; when it was deleted meanwhile, the page says so."""
    try:
        return here.draft
    except DominoError:
        st.rerun(scope="app")


def newest(draft: Draft) -> int:
    """The sequence number of the newest event of a draft."""
    return max((event.seq for event in draft.events.values()), default=0)
