"""The server without Streamlit's runtime: our routes and middleware around its static pages."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware
from streamlit.web.server.starlette.starlette_static_routes import (
    create_streamlit_static_assets_routes,
)

from domino_survey.services import runtime
from domino_survey.services.context import Context
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository
from domino_survey.web.asgi import middleware
from domino_survey.web.routes import routes

with warnings.catch_warnings():
    # It wants another HTTP client than the one that everything else uses.
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", UserWarning)
    from starlette.testclient import TestClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.requests import Request
    from starlette.websockets import WebSocket


@dataclass
class Clock:
    now: datetime = field(default=datetime(2026, 3, 1, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def context(tmp_path: Path, clock: Clock) -> Iterator[Context]:
    repository = open_repository(now=clock())
    made = Context(repository, Settings(data=tmp_path), clock)
    runtime.install(made)
    yield made
    runtime.install(None)
    repository.close()


async def _echo(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(await websocket.receive_text())
    await websocket.close()


def _fail(_: Request) -> Response:
    raise RuntimeError("the answer was: forty-two")


def _open_door(_: Request) -> Response:
    return PlainTextResponse("reached")


@pytest.fixture
def connect() -> Callable[[Settings], TestClient]:
    """A browser on an application with these settings."""

    def build(settings: Settings) -> TestClient:
        inner: list[BaseRoute] = [
            Route("/fails", _fail),
            Route("/_stcore/metrics", _open_door),
            Route("/_stcore/health", _open_door),
            Route("/_stcore/agent/mcp", _open_door, methods=["GET", "POST"]),
            WebSocketRoute("/_stcore/stream", _echo),
            *create_streamlit_static_assets_routes(None),
        ]
        app = Starlette(routes=[*routes(), *inner], middleware=middleware(settings))
        # Streamlit compresses inside of our middleware.
        app.add_middleware(SelectiveGZipMiddleware, minimum_size=500, compresslevel=1, base_url="")
        app.user_middleware.append(app.user_middleware.pop(0))
        return TestClient(app, follow_redirects=False, raise_server_exceptions=False)

    return build


@pytest.fixture
def client(context: Context, connect: Callable[[Settings], TestClient]) -> TestClient:
    return connect(context.settings)
