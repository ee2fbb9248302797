"""The addresses that are not screens: health, access links, language, robots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import structlog
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from domino_survey import __version__
from domino_survey.errors import DominoError, problem
from domino_survey.i18n.preference import known_language
from domino_survey.services import access, link_cookie
from domino_survey.services.rights import Role
from domino_survey.services.runtime import current_context
from domino_survey.web.attempts import WINDOW, Attempts
from domino_survey.web.languages import local_path, remember, translator_of
from domino_survey.web.small_page import problem_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

log = structlog.get_logger(__name__)

HOMES: Final[Mapping[str, str]] = {
    Role.DECISION_MAKER: "/observatoire",
    Role.ORGANISER: "/collecte",
}
_STATUSES: Final = {
    "unknown-link": 404,
    "expired-link": 410,
    "revoked-link": 410,
    "too-many-links": 429,
}
_UNAVAILABLE = 503
_YEAR = 365 * 24 * 3600
# The home page may be found; everything else is somebody's.
_ROBOTS = "User-agent: *\nAllow: /$\nDisallow: /\n"


def routes() -> list[Route]:
    """The routes, with a count of wrong links of their own.

    Endpoints are plain functions, so that they run in threads: they wait for the store.
    """
    return [
        Route("/healthz", health),
        Route("/acces/{token:path}", opener(Attempts())),
        Route("/deconnexion", sign_out),
        Route("/langue/{language}", choose_language),
        Route("/robots.txt", robots),
    ]


def health(_: Request) -> Response:
    """Whether the application can serve, by a real query to the store."""
    try:
        is_well = current_context().repository.health().ok
    except DominoError:
        is_well = False
    return JSONResponse(
        {
            "status": "ok" if is_well else "unavailable",
            "version": __version__,
            "storage": "ok" if is_well else "unavailable",
        },
        status_code=200 if is_well else _UNAVAILABLE,
        headers={"cache-control": "no-store"},
    )


def opener(attempts: Attempts) -> Callable[[Request], Response]:
    """The endpoint that opens access links."""

    def open_link(request: Request) -> Response:
        try:
            return _opened(request, attempts)
        except DominoError as error:
            status = _STATUSES.get(error.code, _UNAVAILABLE)
            log.info("access link refused", code=error.code)
            page = problem_page(translator_of(request), error.problems[0], status=status)
            if error.code == "too-many-links":
                page.headers["retry-after"] = str(int(WINDOW.total_seconds()))
            return page

    return open_link


def _opened(request: Request, attempts: Attempts) -> Response:
    context = current_context()
    address = request.client.host if request.client else ""
    if attempts.is_blocked(address, context.clock()):
        raise DominoError(problem("too-many-links"))
    try:
        link = access.resolve(context, request.path_params["token"])
    except DominoError as error:
        if error.code == "unknown-link":
            attempts.note(address, context.clock())
        raise
    known = link_cookie.link_ids(context, request.cookies.get(link_cookie.NAME))
    response = _elsewhere(HOMES.get(link.role, "/"))
    response.set_cookie(
        link_cookie.NAME,
        # The newest first: its territory is the one that is shown.
        link_cookie.sealed(context, [link.id, *known]),
        max_age=_YEAR,
        path="/",
        httponly=True,
        secure=context.settings.secure_cookies,
        samesite="lax",
    )
    return response


def sign_out(_: Request) -> Response:
    """Forget the access links that this browser has opened; the links themselves stay valid."""
    response = _elsewhere("/")
    response.delete_cookie(link_cookie.NAME, path="/", httponly=True, samesite="lax")
    return response


def choose_language(request: Request) -> Response:
    """Remember a language and go back to where the visitor was."""
    response = _elsewhere(local_path(request.query_params.get("retour")))
    if language := known_language(request.path_params["language"]):
        remember(response, language, secure=current_context().settings.secure_cookies)
    return response


def robots(_: Request) -> Response:
    """What search engines may read."""
    return PlainTextResponse(_ROBOTS)


def _elsewhere(path: str) -> Response:
    response = RedirectResponse(quote(path, safe="/?=&%#+,;:@!$'()*~-._"), status_code=303)
    response.headers["cache-control"] = "no-store"
    return response
