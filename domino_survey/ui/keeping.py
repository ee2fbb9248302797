"""How to come back: the code, the personal link and its QR code, shown from the start."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from domino_survey.ui import guard, routes

if TYPE_CHECKING:
    from domino_survey.ui.guard import HolderVisit, Visit
    from domino_survey.ui.routes import Screen


def address(screen: Screen, configured: str, **query: str) -> str:
    """The full address of a screen, at the configured public address or the one in the browser."""
    base = configured.rstrip("/")
    if not base:
        parts = urlsplit(st.context.url or "http://localhost:8501")
        base = f"{parts.scheme}://{parts.netloc}"
    search = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{base}/{screen.address}?{search}"


def qr_svg(text: str) -> str:
    """A QR code as SVG, dark on white in both themes so that phones read it."""
    import segno  # noqa: PLC0415 - only drawn on demand

    buffer = io.BytesIO()
    segno.make(text, error="m").save(buffer, kind="svg", scale=4, border=3, light="#FFFFFF")
    return buffer.getvalue().decode()


def link_and_qr(here: Visit, link: str, alt: str) -> None:
    """A link to copy, and the same to photograph."""
    left, right = st.columns([5, 2], vertical_alignment="center")
    left.code(link, language=None, wrap_lines=True)
    right.image(qr_svg(link), width=150, caption=here.t("Le même lien, à photographier"), alt=alt)


def draw(here: HolderVisit, *, expanded: bool = False) -> None:
    """The three ways to come back to an assessment."""
    t = here.t
    link = address(
        routes.QUESTIONNAIRE,
        here.context.settings.address,
        **{guard.CODE: here.opened.code},
    )
    with st.expander(t("Reprendre plus tard : votre code et votre lien"), expanded=expanded):
        st.write(
            t(
                "Vos réponses sont enregistrées au fur et à mesure. Notez ce code ou gardez ce lien : "
                "c'est le seul moyen de retrouver votre bilan. Qui le connaît peut répondre avec vous."
            )
        )
        st.markdown(t("Votre code"))
        st.code(here.opened.code, language=None)
        st.markdown(t("Votre lien personnel"))
        link_and_qr(here, link, t("Code QR de votre lien personnel"))
