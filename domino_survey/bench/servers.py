"""Servers in processes of their own, as people run them, stopped when the measure is done."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from domino_survey.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

HOST = "127.0.0.1"
PATIENCE = 120.0
_PAUSE = 0.1
# Settings of whoever runs the measure would change what is measured.
_FOREIGN = ("DOMINO_", "STREAMLIT_")


@contextmanager
def domino(data: Path) -> Iterator[int]:
    """The port of the application, running on a data folder."""
    program = "from domino_survey.cli import app; app(prog_name='domino')"
    arguments = ("-c", program, "serve", "--host", HOST, "--data", str(data))
    with _running(arguments, ROOT, "--port", "/healthz") as port:
        yield port


@contextmanager
def bare(script: Path) -> Iterator[int]:
    """The port of `streamlit run` on a script, with nothing that watches or greets."""
    options = {
        "server.address": HOST,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "browser.serverAddress": HOST,
        "logger.hideWelcomeMessage": "true",
    }
    given = (f"--{name}={value}" for name, value in options.items())
    arguments = ("-m", "streamlit", "run", str(script), *given)
    with _running(arguments, script.parent, "--server.port", "/_stcore/health") as port:
        yield port


@contextmanager
def _running(
    arguments: Sequence[str], folder: Path, port_option: str, health: str
) -> Iterator[int]:
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, *arguments, port_option, str(port)],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(process, port, health)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, health: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server left with {process.returncode} before it could answer")
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", health)
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(_PAUSE)
        finally:
            connection.close()
    raise TimeoutError(f"no answer from {HOST}:{port}{health} after {PATIENCE:.0f} seconds")
