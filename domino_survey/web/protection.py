"""Security headers on every answer, doors that stay shut, and faults that give nothing away."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from domino_survey.web.languages import translator_of
from domino_survey.web.small_page import fault_page

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger(__name__)

# Streamlit's bundle needs inline scripts and styles; charts need blob workers. No eval, no other site.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; "
    "font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
_TRANSPORT: Final = ("strict-transport-security", "max-age=31536000")
# Figures of the process, and a way in for programs: for nobody outside.
SHUT: Final = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")


class Protection:
    """Pure ASGI: websockets and streams pass through untouched."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self._headers = dict([*HEADERS.items(), *([_TRANSPORT] if secure else [])])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_started = False

        async def send_protected(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                if headers.get("content-type", "").startswith("text/html"):
                    headers["cache-control"] = "no-store"
            await send(message)

        if _is_shut(scope["path"]):
            await PlainTextResponse("", 404)(scope, receive, send_protected)
            return
        try:
            await self.app(scope, receive, send_protected)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("request failed", reference=reference)
            if has_started:
                raise
            await _failure(scope, reference)(scope, receive, send_protected)


def _is_shut(path: str) -> bool:
    path = f"/{path.strip('/')}"
    return any(path == door or path.startswith(f"{door}/") for door in SHUT)


def _failure(scope: Scope, reference: str) -> Response:
    t = translator_of(Request(scope))
    return fault_page(
        t,
        t("Une erreur est survenue"),
        t("Ce qui était enregistré l'est toujours. Rechargez la page dans un instant."),
        note=t(
            "Si l'erreur revient, signalez-la avec ce numéro : {reference}.", reference=reference
        ),
        status=500,
    )
