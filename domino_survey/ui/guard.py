"""The guard that every page calls first: who is here, what they may do, in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from msgspec import Struct

from domino_survey.errors import DominoError
from domino_survey.i18n import Translator
from domino_survey.services import access, assessments, groups, link_cookie, results
from domino_survey.services.drafts import Draft, read_draft
from domino_survey.services.presence import BROWSER
from domino_survey.services.rights import Action, Identity, Scope, require
from domino_survey.services.runtime import current_context
from domino_survey.ui import language, notices, state

if TYPE_CHECKING:
    from domino_survey.services.assessments import Opened
    from domino_survey.services.context import Context

CODE = "code"
RESULT_LINK = "lien"
SHARED = "commun"


class Visit(Struct, frozen=True):
    """One visit of one screen."""

    context: Context
    identity: Identity
    t: Translator
    session: str

    @property
    def browser(self) -> str:
        """An opaque name for this browser, the same in all its tabs."""
        return st.context.cookies.get(BROWSER) or self.session


class HolderVisit(Visit, frozen=True):
    """A visit to one's own assessment."""

    opened: Opened

    @property
    def draft(self) -> Draft:
        """The assessment as the store has it now."""
        return read_draft(self.context, self.identity, self.opened.response_id)


def identify() -> Identity:
    """Who is here, from the links their browser has opened; read anew each time, so revoking acts at once."""
    context = current_context()
    cookie = st.context.cookies.get(link_cookie.NAME)
    return access.identity_of(context, link_cookie.link_ids(context, cookie))


def visit() -> Visit:
    """This visit, whoever it is."""
    return Visit(current_context(), identify(), Translator(language.current()), state.session_id())


def require_right(action: Action, target: Scope | None = None) -> Visit:
    """Go on with the page only when this person may; otherwise say why and what to do, and stop."""
    here = visit()
    try:
        require(here.identity, action, target)
    except DominoError:
        notices.no_right(here.t, action)
        st.stop()
    return here


def require_assessment() -> HolderVisit:
    """Go on with the assessment that the code in the address opens; otherwise offer to type it, and stop."""
    here = visit()
    code = st.query_params.get(CODE, "")
    if not code:
        notices.no_code(here.t)
        st.stop()
    try:
        opened = assessments.open_by_code(here.context, code)
    except DominoError as refusal:
        notices.refused(here.t, refusal)
        notices.where_to_resume(here.t)
        st.stop()
    state.remember_assessment(opened.code)
    return HolderVisit(here.context, opened.identity, here.t, here.session, opened)


def require_result() -> tuple[Visit, str]:
    """Go on with the result that the address opens: by its own link, or by the resume code.

    A member of a group reads that of its shared answers so as well.
    """
    link = st.query_params.get(RESULT_LINK, "")
    here = visit() if link else require_assessment()
    if isinstance(here, HolderVisit) and SHARED not in st.query_params:
        return here, here.opened.response_id
    try:
        if isinstance(here, HolderVisit):
            identity = groups.shared_identity(here.context, here.identity, here.opened.response_id)
        else:
            identity = results.result_identity(here.context, link)
    except DominoError as refusal:
        notices.refused(here.t, refusal)
        notices.where_to_resume(here.t)
        st.stop()
    response_id = identity.answers or next(iter(identity.reads))
    return Visit(here.context, identity, here.t, here.session), response_id


def result_query() -> dict[str, str]:
    """What of the address says which result this is, for the way to its other screens."""
    named = (CODE, RESULT_LINK, SHARED)
    return {name: st.query_params[name] for name in named if name in st.query_params}


__all__ = [
    "HolderVisit",
    "Visit",
    "identify",
    "require_assessment",
    "require_result",
    "require_right",
    "result_query",
    "visit",
]
