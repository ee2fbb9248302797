"""Says in which language a page is: Streamlit serves `lang="en"` and an English notice to everyone."""

from __future__ import annotations

import re
import secrets
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from domino_survey.errors import problem
from domino_survey.i18n import Translator
from domino_survey.i18n.preference import known_language
from domino_survey.services.presence import BROWSER
from domino_survey.services.screens import ADDRESSES
from domino_survey.web.languages import PARAMETER, language_of, remember
from domino_survey.web.small_page import problem_text

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from domino_survey.i18n import Language

TITLE: Final = "DOMINO Survey"
_ASSETS: Final = ("/_stcore/", "/static/", "/media/", "/component/", "/app/static/")
# A page is sent whole and plain, so that it can be read and changed on its way.
_ASKS_FOR_LESS: Final = frozenset(
    {b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range", b"range"}
)
_HTML = re.compile(r"<html\b[^>]*>", re.IGNORECASE)
_TITLE = re.compile(r"<title>Streamlit</title>", re.IGNORECASE)
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.IGNORECASE | re.DOTALL)
_AGENT = re.compile(r"<link\b[^>]*\brel=\"service-desc\"[^>]*>", re.IGNORECASE)


def localised(html: str, language: Language) -> str:
    """The page with its language, its title and its notice for browsers without scripts.

    A page that names its language already (one of ours) is only confirmed in it.
    """
    t = Translator(language)
    notice = escape(
        t(
            "Cette page a besoin de JavaScript pour s'afficher. Activez-le dans les réglages de "
            "votre navigateur, puis rechargez la page."
        )
    )
    html = _HTML.sub(f'<html lang="{language}">', html, count=1)
    html = _TITLE.sub(f"<title>{TITLE}</title>", html, count=1)
    html = _AGENT.sub("", html)
    return _NOSCRIPT.sub(lambda _: f"<noscript><p>{notice}</p></noscript>", html, count=1)


class HtmlLanguage:
    """Pure ASGI: only HTML answers are held back and rewritten."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(_ASSETS):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        is_known = scope["path"].strip("/") in ADDRESSES
        page = _Page(
            send, language_of(request), is_head=scope["method"] == "HEAD", is_known=is_known
        )
        carrier = Response()
        if asked := known_language(request.query_params.get(PARAMETER)):
            remember(carrier, asked, secure=self._secure)
        if is_known and BROWSER not in request.cookies:
            carrier.set_cookie(
                BROWSER,
                secrets.token_urlsafe(12),
                httponly=True,
                secure=self._secure,
                samesite="lax",
            )
        page.cookies = carrier.headers.getlist("set-cookie")
        await self.app(_plain(scope), receive, page.send)


def _plain(scope: Scope) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name not in _ASKS_FOR_LESS]
    # Without the extension that lets a server send a file by itself.
    return {**scope, "headers": headers, "extensions": {}}


class _Page:
    """One answer on its way: HTML is gathered, the rest passes."""

    def __init__(self, send: Send, language: Language, *, is_head: bool, is_known: bool) -> None:
        self._send = send
        self._language = language
        self._is_head = is_head
        self._is_known = is_known
        self._start: Message | None = None
        self._body = bytearray()
        self.cookies: list[str] = []

    async def send(self, message: Message) -> None:
        """Take one message of the application."""
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        self._start = None
        html = self._body.decode("utf-8", "replace")
        if start["status"] == HTTPStatus.OK and not self._is_known:
            # Streamlit sends its page for any address, and says in English that it knows it not.
            start["status"] = HTTPStatus.NOT_FOUND
            html = problem_text(Translator(self._language), problem("unknown-page"))
        body = localised(html, self._language).encode()
        headers = MutableHeaders(scope=start)
        for name in ("etag", "last-modified", "accept-ranges", "content-length"):
            del headers[name]
        if not self._is_head:
            headers["content-length"] = str(len(body))
        headers["content-language"] = self._language
        headers.add_vary_header("Accept-Language, Cookie")
        for cookie in self.cookies:
            headers.append("set-cookie", cookie)
        await self._send(start)
        await self._send({"type": "http.response.body", "body": b"" if self._is_head else body})


def _is_html(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")
