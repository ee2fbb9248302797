"""The real server in a process of its own: started, used, managed while it runs, stopped in good order."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from domino_survey.cli import filling, serving
from domino_survey.cli.installation import settings_of
from domino_survey.cli.speech import speak
from domino_survey.services import access
from domino_survey.services.opening import open_context
from domino_survey.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domino_survey.services.context import Context

ROOT = Path(__file__).parents[3]
PATIENCE = 90.0
COMMAND = (sys.executable, "-c", "from domino_survey.cli import app; app(prog_name='domino')")
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("DOMINO_", "LC_", "LANG", "STREAMLIT_"))
} | {"PYTHONPATH": str(ROOT)}


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env=ENVIRONMENT,
    )


@dataclass
class Server:
    process: subprocess.Popen[str]
    address: str
    data: Path
    said: list[str]

    def stop(self, how: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(how)
        _, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, errors


def wait_until_ready(process: subprocess.Popen[str]) -> list[str]:
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line.rstrip("\n"))
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    said: list[str] = []
    while (line := lines.get(timeout=PATIENCE)) is not None:
        said.append(line)
        if line.startswith("Ctrl+C"):
            return said
    pytest.fail(f"the server stopped: {process.communicate(timeout=PATIENCE)}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    port, data = free_port(), tmp_path / "data"
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [*COMMAND, "serve", "--port", str(port), "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        cwd=tmp_path,
    )
    try:
        said = wait_until_ready(process)
        yield Server(process, f"http://127.0.0.1:{port}", data, said)
    finally:
        process.kill()
        process.communicate()
        for pipe in (process.stdout, process.stderr):
            assert pipe is not None
            pipe.close()


def test_serve__from_start_to_sigterm__serves_is_managed_and_leaves_everything_in_order(
    server: Server,
) -> None:
    assert any(server.address in line for line in server.said)
    client = httpx.Client(base_url=server.address)
    assert client.get("/healthz").json()["status"] == "ok"
    page = client.get("/observatoire")
    assert '<html lang="fr">' in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert client.get("/_stcore/health").status_code == 200
    assert client.get("/_stcore/metrics").status_code == 404

    granted = command("access", "grant", "organiser", "--data", server.data)
    assert granted.returncode == 0, granted.stderr
    path = granted.stdout.splitlines()[0]
    assert client.get(path).headers["location"] == "/collecte"
    (link,) = json.loads(
        command("access", "list", "--format", "json", "--data", server.data).stdout
    )
    assert command("access", "revoke", link["id"], "--data", server.data).returncode == 0
    assert client.get(path).status_code == 410

    second = command("serve", "--port", free_port(), "--data", server.data)
    assert second.returncode == 1
    assert str(server.data / "domino.duckdb") in second.stderr
    assert "Traceback" not in second.stderr
    assert client.get("/healthz").status_code == 200
    assert (server.data / "control.sock").stat().st_mode & 0o777 == 0o600
    client.close()

    stream = server.address.replace("http", "ws") + "/_stcore/stream?code=K7QM"
    with connect(
        stream, subprotocols=[Subprotocol("streamlit")], origin=Origin(server.address)
    ) as tab:
        status, errors = server.stop(signal.SIGTERM)
        with pytest.raises(ConnectionClosedError):
            list(tab)
    assert status == 0
    assert sorted(file.name for file in server.data.iterdir()) == [
        *("domino.duckdb", "domino.lock", "journal", "secret")
    ]
    events = [json.loads(line)["event"] for line in errors.splitlines()]
    assert events[0] == "started"
    assert events[-1] == "stopped"
    for secret in (path.removeprefix("/acces/"), "K7QM", "127.0.0.1"):
        assert secret not in errors
    context = open_context(Settings(data=server.data))
    assert context.repository.verify_audit() is None
    context.repository.close()


def test_serve__ctrl_c__leaves_with_0(server: Server) -> None:
    status, errors = server.stop(signal.SIGINT)
    assert status == 0
    assert "Traceback" not in errors


def test_serve__killed__starts_again_on_the_same_folder(server: Server) -> None:
    server.process.kill()
    server.process.wait(timeout=PATIENCE)
    granted = command("access", "grant", "organiser", "--data", server.data)
    assert granted.returncode == 0, granted.stderr


def test_app__run_by_streamlit_on_a_locked_database__says_so_without_a_traceback(
    tmp_path: Path,
) -> None:
    context = open_context(Settings(data=tmp_path))
    try:
        refused = subprocess.run(  # noqa: S603 - our own interpreter
            [
                *(sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")),
                *("--server.port", str(free_port()), "--server.address", "127.0.0.1"),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            env=ENVIRONMENT | {"DOMINO_DATA": str(tmp_path)},
        )
    finally:
        context.repository.close()
    assert refused.returncode != 0
    assert str(tmp_path / "domino.duckdb") in refused.stderr
    assert "Traceback" not in refused.stderr


# --- What it prints, without a server behind --------------------------------------------------


class _Well(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_serve__demo__prints_the_address_and_one_link_per_role(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    filled: list[tuple[int, int]] = []
    ran: list[Settings] = []

    def run(settings: Settings, host: str, port: int) -> None:
        ran.append(settings)
        with HTTPServer((host, port), _Well) as well:
            well.handle_request()
        for thread in threading.enumerate():
            if thread.name == "announcer":
                thread.join(PATIENCE)

    monkeypatch.setattr(serving, "_run", run)

    def fill_a_few(context: Context, responses: int, seed: int) -> None:
        filled.append((responses, seed))
        really_fill(context, 3, seed)

    really_fill = filling.fill
    monkeypatch.setattr(filling, "fill", fill_a_few)
    monkeypatch.delenv("DOMINO_ADDRESS", raising=False)
    speak("fr")
    port = free_port()
    serving.serve("127.0.0.1", port, tmp_path, demo=True)
    assert [settings.demo for settings in ran] == [True]
    assert filled == [(filling.RESPONSES, filling.SEED)]
    said = capsys.readouterr().out
    assert said.rstrip().endswith("Ctrl+C pour arrêter")
    addresses = re.findall(rf"  (http://127\.0\.0\.1:{port}(/\S*))", said)
    assert addresses[0][1] == "/"
    assert addresses[1][1].startswith("/resultat?code=")
    context = open_context(Settings(data=tmp_path))
    roles = [
        access.resolve(context, path.removeprefix("/acces/")).role for _, path in addresses[2:]
    ]
    links = context.repository.access_links()
    context.repository.close()
    assert roles == ["decision_maker", "organiser"]
    assert all(link.expires_at is not None for link in links)


def test_settings__demo_without_a_folder__is_never_the_folder_of_real_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOMINO_DATA", str(tmp_path))
    assert settings_of(demo=True).data == ROOT / "data" / "demo"
    assert settings_of().data == tmp_path
