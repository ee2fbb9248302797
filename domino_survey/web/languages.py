"""The language of a request, and the cookie that remembers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from domino_survey.i18n import Translator
from domino_survey.i18n.preference import preferred_language

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.responses import Response

    from domino_survey.i18n import Language

COOKIE: Final = "domino_lang"
PARAMETER: Final = "lang"
_YEAR = 365 * 24 * 3600


def language_of(request: HTTPConnection) -> Language:
    """The language that this request is to be answered in."""
    return preferred_language(
        request.query_params.get(PARAMETER),
        request.cookies.get(COOKIE),
        request.headers.get("accept-language"),
    )


def translator_of(request: HTTPConnection) -> Translator:
    """A translator into the language of this request."""
    return Translator(language_of(request))


def remember(response: Response, language: Language, *, secure: bool) -> None:
    """Keep the language for a year in the visitor's browser, where the screens may change it too."""
    response.set_cookie(
        COOKIE, language, max_age=_YEAR, httponly=False, secure=secure, samesite="lax", path="/"
    )


def local_path(text: str | None) -> str:
    """A path of this site to go back to; the home page for anything else."""
    text = text or "/"
    # Browsers read backslashes as slashes and drop tabs and line breaks: `/\\site` is another site.
    if not text.startswith("/") or "\\" in text or not text.isprintable():
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    if parts.scheme or parts.netloc or text.startswith("//"):
        return "/"
    # A language in the address would win over the one that was just chosen.
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != PARAMETER]
    return f"{parts.path}?{urlencode(query)}" if query else parts.path
