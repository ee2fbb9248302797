"""What `app.py` adds to Streamlit's server: our routes, middleware, lifespan and faults of screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from domino_survey.settings import ROOT, Settings
from domino_survey.web.html_language import HtmlLanguage
from domino_survey.web.lifespan import PlainStartupFault, lifespan_of
from domino_survey.web.protection import Protection
from domino_survey.web.routes import routes
from domino_survey.web.screen_faults import on_screen_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from starlette.routing import Route

SCRIPT = ROOT / "domino_survey" / "ui" / "main.py"


class Parts(TypedDict):
    """The arguments of `st.App`, apart from the script."""

    routes: list[Route]
    middleware: list[Middleware]
    lifespan: Callable[[object], AbstractAsyncContextManager[None]]
    on_script_error: Callable[[Exception], bool]


def parts(settings: Settings | None = None) -> Parts:
    """The parts of the server; settings come from the environment when none are given."""
    settings = settings or Settings()
    return {
        "routes": routes(),
        "middleware": middleware(settings),
        "lifespan": lifespan_of(settings),
        "on_script_error": on_screen_error,
    }


def middleware(settings: Settings) -> list[Middleware]:
    """What every request passes through, outermost first."""
    return [
        Middleware(PlainStartupFault),
        # Without a public address it may be asked for under any name, such as that of a local network.
        Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(settings) or ["*"]),
        Middleware(Protection, secure=settings.secure_cookies),
        Middleware(HtmlLanguage, secure=settings.secure_cookies),
    ]


def _hosts(settings: Settings) -> list[str]:
    """The names that the application answers to: its public one, and this machine's."""
    public = urlsplit(settings.address).hostname
    return [public, "localhost", "127.0.0.1", "[::1]"] if public else []
