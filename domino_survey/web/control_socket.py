"""The socket by which `domino access` reaches a running server; see `services.control`."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import structlog
from anyio import to_thread

from domino_survey.services import control

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from domino_survey.services.context import Context

log = structlog.get_logger(__name__)


@asynccontextmanager
async def control_socket(context: Context) -> AsyncIterator[None]:
    """Listen while the application runs; without it everything else works, so a fault is only noted."""
    folder = context.settings.data.resolve()
    try:
        listening = _listening(folder)
    except OSError as error:
        log.warning("control socket unavailable", cause=error.strerror)
        yield
        return

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await reader.readline()
            reply = await to_thread.run_sync(control.answer, context, line)
            writer.write(reply)
            await writer.drain()
        except (OSError, ValueError) as error:
            # The asker has gone, or sent a line without an end.
            log.warning("control request dropped", cause=type(error).__name__)
        finally:
            writer.close()

    server = await asyncio.start_unix_server(respond, sock=listening)
    try:
        yield
    finally:
        server.close()
        with suppress(FileNotFoundError):
            (folder / control.SOCKET).unlink()


def _listening(folder: Path) -> socket.socket:
    # We hold the database: a socket file that is there was left by a server that was killed.
    (folder / control.SOCKET).unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    try:
        with control.address(folder) as name:
            # The folder is closed to others, and nobody can connect before `listen`.
            listening.bind(name)
        (folder / control.SOCKET).chmod(0o600)
    except OSError:
        listening.close()
        raise
    return listening
