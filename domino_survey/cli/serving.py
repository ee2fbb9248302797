"""`serve`: the application in this process, its address, and for a demonstration a link per role."""

from __future__ import annotations

import errno
import http.client
import os
import runpy
import signal
import socket
import sys
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from domino_survey.cli.filling import fill_once
from domino_survey.cli.installation import opened, settings_of
from domino_survey.cli.speech import DONE, complain, fail, say, translator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domino_survey.services.context import Context
    from domino_survey.settings import Settings

_WILDCARDS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not bound
_START_LIMIT = 120.0
_DEMO_LINKS = timedelta(days=7)


def serve(host: str, port: int, data: Path | None, *, demo: bool) -> None:
    """Run until Ctrl+C or SIGTERM. Leaves with 1, in a sentence, when it cannot start."""
    settings = settings_of(data, demo=True if demo else None)
    port = _free(host, port)
    links: Sequence[tuple[str, str]] = ()
    # Opened here first: whatever is wrong with the store is said before any server starts.
    with opened(settings) as context:
        if settings.demo:
            fill_once(context)
            links = _grant_links(context)
    announcer = threading.Thread(
        target=_announce, args=(settings, host, port, links), daemon=True, name="announcer"
    )
    announcer.start()
    _run(settings, host, port)


def _free(host: str, port: int) -> int:
    """The port, or a free one for 0; when it is taken, leaves after proposing another."""
    t = translator()
    try:
        return _bound(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = _next_free(host, port)
            fail(
                t(
                    "Le port {port} est déjà pris. Essayez : domino serve --port {other}",
                    port=port,
                    other=other,
                )
            )
        fail(
            t(
                "Impossible d'écouter sur {host}:{port} : {cause}.",
                host=host,
                port=port,
                cause=error.strerror,
            )
        )


def _bound(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        # As the server does: a port that was left a moment ago counts as free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind((host, port))
        return int(trial.getsockname()[1])


def _next_free(host: str, port: int) -> int:
    for other in range(port + 1, min(port + 50, 65536)):
        try:
            return _bound(host, other)
        except OSError:
            continue
    return _bound(host, 0)


def _grant_links(context: Context) -> Sequence[tuple[str, str]]:
    from domino_survey.services import access  # noqa: PLC0415 - DuckDB is slow to load
    from domino_survey.services.rights import Role  # noqa: PLC0415

    def link(role: Role) -> str:
        granted = access.grant(
            context, role, by=access.OPERATOR, label="domino serve --demo", expires_in=_DEMO_LINKS
        )
        return granted.path

    t = translator()
    return [
        (t("Porteurs de projet"), "/"),
        *((t("Un exemple de bilan"), f"/resultat?code={code}") for code in _example_code(context)),
        (t("Décideurs publics"), link(Role.DECISION_MAKER)),
        (t("Organisateurs"), link(Role.ORGANISER)),
    ]


def _example_code(context: Context) -> Sequence[str]:
    """The code of the example assessment; none in a store that was filled from another seed."""
    from domino_survey.cli.filling import SEED  # noqa: PLC0415
    from domino_survey.demo import example_code  # noqa: PLC0415 - numpy is slow to load
    from domino_survey.errors import DominoError  # noqa: PLC0415
    from domino_survey.services import assessments  # noqa: PLC0415

    code = example_code(context.library.current(context.settings.questionnaire), SEED)
    try:
        assessments.open_by_code(context, code)
    except DominoError:
        return ()
    return (code,)


def _announce(settings: Settings, host: str, port: int, links: Sequence[tuple[str, str]]) -> None:
    t = translator()
    local = _WILDCARDS.get(host, host)
    if not _answers(local, port):
        complain(
            t("L'application tarde à répondre. Les messages ci-dessus disent peut-être pourquoi.")
        )
        return
    shown = f"[{local}]" if ":" in local else local
    address = settings.address.rstrip("/") or f"http://{shown}:{port}"
    say("")
    say(t("L'application est prête : {address}", address=address))
    if links:
        width = max(len(name) for name, _ in links)
        for name, path in links:
            say(f"  {name:<{width}}  {address}{path}")
        say(t("Ces liens d'accès sont valables {days} jours.", days=_DEMO_LINKS.days))
    else:
        command = f"domino access grant organiser --data {settings.data}"
        say(t("Pour faire un lien d'accès : {command}", command=command))
    say(t("Données : {folder}", folder=settings.data))
    say(t("Ctrl+C pour arrêter"))


def _answers(host: str, port: int) -> bool:
    end = time.monotonic() + _START_LIMIT
    while time.monotonic() < end:
        connection = http.client.HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.client.OK:
                return True
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    return False


def _run(settings: Settings, host: str, port: int) -> None:
    from domino_survey.settings import ROOT  # noqa: PLC0415 - pydantic is slow to load

    script = str(ROOT / "app.py")
    os.environ["DOMINO_DATA"] = str(settings.data.resolve())
    os.environ["DOMINO_DEMO"] = str(settings.demo).lower()
    # Streamlit finds its configuration beside the script that is said to be running.
    sys.argv[:] = [script]
    # uvicorn stops in good order and then repeats the signal, which must not look like a failure.
    signal.signal(signal.SIGTERM, _leave)
    app = runpy.run_path(script)["app"]
    config: dict[str, object] = {
        "server.address": host,
        "server.port": port,
        "server.headless": True,
        "logger.hideWelcomeMessage": True,
        "logger.level": "warning",
    }
    if public := urlsplit(settings.address).hostname:
        # Otherwise Streamlit asks the internet under which name it is known.
        config["browser.serverAddress"] = public
    try:
        app.run(config=config)
    except KeyboardInterrupt:
        t = translator()
        complain(t("Application arrêtée."))


def _leave(_: int, __: object) -> NoReturn:
    raise SystemExit(DONE)
