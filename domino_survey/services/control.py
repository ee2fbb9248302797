"""Managing access links from the command line, whether a server holds the database or not.

A running server listens on a socket of its data folder, which only the account that runs it can
open. One line of JSON asks, one line answers:

    {"command": "grant", "role": "organiser", "territory": "", "label": "", "seconds": 86400}
    {"command": "list"}
    {"command": "revoke", "link": "3f9a..."}

    {"done": {...}}   or   {"problems": [{"code": ..., "place": ..., "params": {...}}]}
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domino_survey.errors import DominoError, Problem, refusal
from domino_survey.services import access
from domino_survey.services.rights import EVERYWHERE, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from domino_survey.services.context import Context
    from domino_survey.storage import AccessLink

Message = dict[str, object]

SOCKET: Final = "control.sock"
LINE_LIMIT: Final = 1_000_000
_REQUEST_LIMIT = 10_000
_TIMEOUT = 20.0
_ADDRESS_LIMIT = 100  # the kernel's is 104 to 108 bytes


def perform(context: Context, request: Mapping[str, object]) -> Message:
    """Do what is asked and tell what was done. Raises `DominoError` when it is refused."""
    command = _COMMANDS.get(str(request.get("command")))
    if command is None:
        raise refusal("unknown-command", place=str(request.get("command")))
    return command(context, request)


def _grant(context: Context, request: Mapping[str, object]) -> Message:
    role = str(request.get("role"))
    if role not in set(Role):
        raise refusal("role-without-link", place=role)
    seconds = request.get("seconds")
    if not isinstance(seconds, int) or not 0 < seconds <= access.LONGEST.total_seconds():
        raise refusal("expiry-out-of-range", longest=access.LONGEST.days)
    granted = access.grant(
        context,
        Role(role),
        by=access.OPERATOR,
        scope=access.written_scope(str(request.get("territory", ""))),
        label=str(request.get("label", "")),
        expires_in=timedelta(seconds=seconds),
    )
    return {
        "id": granted.id,
        "role": granted.role.value,
        "path": granted.path,
        "expires_at": granted.expires_at.isoformat(),
    }


def _list(context: Context, _: Mapping[str, object]) -> Message:
    links = access.list_links(context, by=access.OPERATOR)
    return {"links": [_told(context, link) for link in links]}


def _told(context: Context, link: AccessLink) -> Message:
    scope = access.scope_of(link)
    times = {
        name: None if moment is None else moment.isoformat()
        for name, moment in (
            ("created_at", link.created_at),
            ("expires_at", link.expires_at),
            ("revoked_at", link.revoked_at),
            ("last_used_at", link.last_used_at),
        )
    }
    return {
        "id": link.id,
        "role": link.role,
        "territory": "" if scope == EVERYWHERE else f"{scope.kind}:{scope.code}",
        "label": link.label,
        "valid": access.is_valid(link, context.clock()),
        **times,
    }


def _revoke(context: Context, request: Mapping[str, object]) -> Message:
    link = str(request.get("link"))
    access.revoke(context, link, by=access.OPERATOR)
    return {"id": link}


_COMMANDS: Mapping[str, Callable[[Context, Mapping[str, object]], Message]] = {
    "grant": _grant,
    "list": _list,
    "revoke": _revoke,
}


def answer(context: Context, line: bytes) -> bytes:
    """The line that answers a line, whatever it holds."""
    try:
        request = json.loads(line) if len(line) <= _REQUEST_LIMIT else None
    except ValueError:
        request = None
    try:
        done = perform(context, request if isinstance(request, dict) else {})
    except DominoError as error:
        problems = [
            {"code": p.code, "place": p.place, "params": dict(p.params)} for p in error.problems
        ]
        return _line({"problems": problems})
    return _line({"done": done})


def ask(folder: Path, request: Mapping[str, object]) -> Message | None:
    """What the server of a data folder answers; None when no server listens there.

    Raises:
        DominoError: what the server refused, or `server-silent`.
    """
    try:
        with socket.socket(socket.AF_UNIX) as connection, address(folder) as name:
            connection.settimeout(_TIMEOUT)
            connection.connect(name)
            connection.sendall(_line(request))
            with connection.makefile("rb") as file:
                reply = json.loads(file.readline(LINE_LIMIT))
    except (FileNotFoundError, ConnectionRefusedError):
        return None
    except (OSError, ValueError) as error:
        raise refusal("server-silent", place=str(folder), folder=str(folder)) from error
    if "problems" in reply:
        raise DominoError(*(Problem(p["code"], p["params"], p["place"]) for p in reply["problems"]))
    done: Message = reply["done"]
    return done


@contextmanager
def address(folder: Path) -> Iterator[str]:
    """The address of the socket in `folder`, by a shorter way where its path is too long for one."""
    path = str(folder.resolve() / SOCKET)
    if len(os.fsencode(path)) < _ADDRESS_LIMIT:
        yield path
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{descriptor}/{SOCKET}"
    finally:
        os.close(descriptor)


def _line(message: Mapping[str, object]) -> bytes:
    return json.dumps(message, default=str).encode() + b"\n"
