"""What a visitor reads when a screen fails: never the exception, always a sentence and a number."""

from __future__ import annotations

import secrets

import streamlit as st
import structlog

from domino_survey.errors import DominoError
from domino_survey.i18n import Translator, plain
from domino_survey.i18n.preference import preferred_language
from domino_survey.web.languages import COOKIE, PARAMETER

log = structlog.get_logger(__name__)


def on_screen_error(error: Exception) -> bool:
    """Note the fault under a number and show it; True keeps Streamlit's own message away."""
    reference = secrets.token_hex(4)
    codes = [p.code for p in error.problems] if isinstance(error, DominoError) else []
    log.error("screen failed", reference=reference, error=type(error).__name__, codes=codes)
    t = Translator(
        preferred_language(
            st.query_params.get(PARAMETER),
            st.context.cookies.get(COOKIE),
            st.context.headers.get("Accept-Language"),
        )
    )
    if isinstance(error, DominoError):
        sentences = [" ".join(t.problem(problem)) for problem in error.problems]
    else:
        sentences = [
            t("Une erreur est survenue"),
            t("Ce qui était enregistré l'est toujours. Rechargez la page dans un instant."),
        ]
    note = t("Si l'erreur revient, signalez-la avec ce numéro : {reference}.", reference=reference)
    st.error("\n\n".join(plain(text) for text in (*sentences, note)))
    return True
