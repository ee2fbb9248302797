"""Opens the store before the first request and closes it after the last, also on SIGTERM."""

from __future__ import annotations

import gc
import importlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog
from anyio import to_thread
from streamlit import config

from domino_survey.errors import DominoError
from domino_survey.i18n import Translator
from domino_survey.services import link_cookie, runtime
from domino_survey.services.example import example_result
from domino_survey.services.opening import open_context
from domino_survey.web.control_socket import control_socket
from domino_survey.web.logs import configure_logs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from domino_survey.services.context import Context
    from domino_survey.settings import Settings

log = structlog.get_logger(__name__)


def lifespan_of(settings: Settings) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """The lifespan of an application with these settings."""

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        # Its coloured tracebacks quote the exception, which may quote an answer.
        config.set_option("logger.enableRich", value=False)
        configure_logs()
        context = await to_thread.run_sync(_open, settings)
        runtime.install(context)
        try:
            async with control_socket(context):
                yield
        finally:
            runtime.install(None)
            gc.unfreeze()
            # Everything acknowledged is on the disk already; this writes the log into the file.
            await to_thread.run_sync(context.repository.close)
            log.info("stopped")

    return lifespan


def _open(settings: Settings) -> Context:
    context = open_context(settings)
    try:
        link_cookie.sealed(context, ())  # an unusable secret is told now, not to the first visitor
    except DominoError:
        context.repository.close()
        raise
    _warm(context)
    opening = context.repository.opening
    log.info(
        "started",
        created=opening.created,
        migrated_from=opening.migrated_from,
        restored=opening.replay.restored,
        damaged=opening.replay.damaged,
    )
    return context


def _warm(context: Context) -> None:
    """Do now what the first visitor would wait for, and spare it the collection of garbage.

    Streamlit collects after every run of a script: going through libraries, communes and
    questionnaires again each time took longer than answering a question.
    """
    importlib.import_module("domino_survey.charts")
    context.territories.search("a")
    for questionnaire in context.library.in_force:
        example_result(context, questionnaire)
    gc.collect()
    gc.freeze()


class PlainStartupFault:
    """Says why the application does not start in a sentence, where Starlette sends a traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; keep the failure message of the startup until its cause is known."""
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        failures: list[Message] = []

        async def keep_failure(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                failures.append(message)
            else:
                await send(message)

        try:
            await self.app(scope, receive, keep_failure)
        except DominoError as error:
            translator = Translator()
            texts = [" ".join(translator.problem(problem)) for problem in error.problems]
            failures = [{"type": "lifespan.startup.failed", "message": " ".join(texts)}]
            raise
        finally:
            for message in failures:
                await send(message)
