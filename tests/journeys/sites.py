"""The real application in a process of its own, as the journeys use it: started, killed, started again."""

from __future__ import annotations

import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from domino_survey.services import access
from domino_survey.services.context import now
from domino_survey.services.opening import open_context
from domino_survey.settings import Settings

if TYPE_CHECKING:
    from datetime import timedelta

    from domino_survey.services.rights import Role

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0
COMMAND = (sys.executable, "-c", "from domino_survey.cli import app; app(prog_name='domino')")
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("DOMINO_", "LC_", "LANG", "STREAMLIT_"))
} | {"PYTHONPATH": str(ROOT)}


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class Site:
    """One installation: its folder, its port, and the process that serves it while it runs."""

    data: Path
    demo: bool = False
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    codes: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where browsers find it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What the server writes on its standard error."""
        return self.data.parent / f"{self.data.name}.log"

    def start(self) -> Site:
        """Serve, and come back once the application answers; no screen has been asked for yet."""
        arguments = ["serve", "--port", str(self.port), "--data", str(self.data)]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(  # noqa: S603 - the application itself
                [*COMMAND, *arguments, *(["--demo"] if self.demo else [])],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=ENVIRONMENT,
                cwd=self.data.parent,
            )
        self._wait_until_ready(self.process)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == http.client.OK
        connection.close()
        return self

    def _wait_until_ready(self, process: subprocess.Popen[str]) -> None:
        lines: queue.Queue[str | None] = queue.Queue()

        def read() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                lines.put(line)
            process.stdout.close()
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        while (line := lines.get(timeout=PATIENCE)) is not None:
            if line.startswith("Ctrl+C"):
                return
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """End the server without any warning, as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(timeout=PATIENCE)
            self.process = None

    def domino(self, *arguments: str) -> str:
        """What a command on this installation's folder says."""
        done = subprocess.run(  # noqa: S603 - the application itself
            [*COMMAND, *arguments, "--data", str(self.data)],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            env=ENVIRONMENT,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def grant(self, role: str, *options: str) -> str:
        """The address of a new access link."""
        path = self.domino("access", "grant", role, *options).splitlines()[0]
        return path if path.startswith("http") else f"{self.address}{path}"

    def revoke_all(self) -> None:
        """End every access link of this installation."""
        for link in json.loads(self.domino("access", "list", "--format", "json")):
            self.domino("access", "revoke", link["id"])


def grant_long_ago(data: Path, role: Role, age: timedelta) -> str:
    """The path of a link that was granted `age` ago for the usual time; no server may be running."""
    moment = now() - age
    context = open_context(Settings(data=data), clock=lambda: moment)
    try:
        return access.grant(context, role, by=access.OPERATOR).path
    finally:
        context.repository.close()
