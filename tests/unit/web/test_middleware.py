from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from domino_survey.errors import refusal
from domino_survey.settings import Settings
from domino_survey.web.html_language import localised
from domino_survey.web.lifespan import PlainStartupFault
from domino_survey.web.logs import configure_logs
from domino_survey.web.protection import CONTENT_SECURITY_POLICY, HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping
    from pathlib import Path

    from starlette.testclient import TestClient
    from starlette.types import Receive, Scope, Send

PAGES = ("/", "/observatoire", "/resultat?lien=abc")
ROUTES = (
    *PAGES,
    *("/healthz", "/acces/unknown", "/deconnexion", "/langue/en", "/robots.txt"),
    *("/_stcore/health", "/_stcore/metrics", "/favicon.png", "/fails", "/static/nothing.js"),
)


@pytest.mark.parametrize("path", ROUTES)
def test_headers__every_route__has_them(client: TestClient, path: str) -> None:
    response = client.get(path)
    for name, value in HEADERS.items():
        assert response.headers.get_list(name) == [value]
    is_html = response.headers.get("content-type", "").startswith("text/html")
    assert not is_html or response.headers["cache-control"] == "no-store"


def test_policy__is_the_one_tested_with_charts() -> None:
    assert CONTENT_SECURITY_POLICY == (
        "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' "
        "'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; font-src 'self' "
        "data:; worker-src 'self' blob:; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/agent/mcp"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_door__shut__is_not_found(client: TestClient, path: str, method: str) -> None:
    assert client.request(method, path).status_code == 404


def test_door__open__is_reached(client: TestClient) -> None:
    assert client.get("/_stcore/health").text == "reached"


def test_websocket__passes_through(client: TestClient) -> None:
    with client.websocket_connect("/_stcore/stream") as connection:
        connection.send_text("hello")
        assert connection.receive_text() == "hello"


def test_fault__is_a_sentence_with_a_number_and_nothing_else(client: TestClient) -> None:
    response = client.get("/fails")
    assert response.status_code == 500
    assert '<html lang="fr">' in response.text
    assert "forty-two" not in response.text
    assert "Traceback" not in response.text


# --- The language of pages --------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "expected"),
    [
        ("", "", "", "fr"),
        ("", "", "en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("", "", "de,it;q=0.5", "fr"),
        ("", "", "en;q=0.2,fr;q=0.8", "fr"),
        ("", "", "en;q=0,*", "fr"),
        ("", "", "en;q=wrong,;;,", "fr"),
        ("", "fr", "en", "fr"),
        ("", "en", "fr", "en"),
        ("", "xx", "en", "en"),
        ("en", "fr", "fr", "en"),
        ("fr", "en", "en", "fr"),
        ("<script>", "", "", "fr"),
    ],
)
def test_page__language__follows_address_then_cookie_then_browser(
    *, client: TestClient, path: str, asked: str, remembered: str, accepted: str, expected: str
) -> None:
    if remembered:
        client.cookies.set("domino_lang", remembered)
    joint = "&" if "?" in path else "?"
    response = client.get(
        f"{path}{joint}lang={asked}" if asked else path, headers={"accept-language": accepted}
    )
    assert response.text.count("<html ") == 1
    assert f'<html lang="{expected}">' in response.text
    assert response.headers["content-language"] == expected
    assert ("domino_lang" in response.cookies) is (asked in {"fr", "en"})


def test_page__served__names_the_product_and_is_whole(client: TestClient) -> None:
    response = client.get("/", headers={"accept-encoding": "gzip", "range": "bytes=0-10"})
    assert response.status_code == 200
    assert "<title>DOMINO Survey</title>" in response.text
    assert "Streamlit app" not in response.text
    assert response.text.count("<noscript>") == 1
    assert "service-desc" not in response.text
    assert int(response.headers["content-length"]) == len(response.content)
    assert "content-encoding" not in response.headers


def test_page__asked_for_again__is_never_answered_from_another_language(client: TestClient) -> None:
    first = client.get("/")
    assert "etag" not in first.headers
    assert "last-modified" not in first.headers
    again = client.get("/", headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert again.status_code == 200


def test_page__head__has_no_body(client: TestClient) -> None:
    response = client.head("/")
    assert response.status_code == 200
    assert response.content == b""


def test_asset__asked_for__is_compressed_and_cached_as_streamlit_does(client: TestClient) -> None:
    response = client.get("/favicon.png")
    assert response.headers["content-type"] == "image/png"
    assert "immutable" in response.headers["cache-control"]


def test_localised__other_attributes_and_shapes__still_one_language() -> None:
    page = '<HTML class="a" lang="en">\n<title>Streamlit</title><noscript>\nx\n</noscript>'
    assert localised(page, "fr").startswith('<html lang="fr">')
    assert localised("no page at all", "fr") == "no page at all"


# --- Starting ---------------------------------------------------------------------------------


def test_startup__refused__is_told_without_a_traceback() -> None:
    async def refuses(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "lifespan.startup.failed", "message": "Traceback ..."})
        raise refusal("database-locked", file="x.duckdb", process="12")

    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "lifespan.startup"}

    with pytest.raises(Exception, match="database-locked"):
        asyncio.run(PlainStartupFault(refuses)({"type": "lifespan"}, receive, send))
    (message,) = sent
    assert message["type"] == "lifespan.startup.failed"
    assert "x.duckdb" in message["message"]
    assert "Traceback" not in message["message"]


@pytest.mark.parametrize("path", ["/nulle-part", "/index.html", "/x/questionnaire"])
def test_page__unknown__is_not_found_in_plain_words(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "Cette page n’existe pas." in response.text
    assert "set-cookie" not in response.headers


def test_browser__on_its_first_page__gets_a_number_that_it_keeps(client: TestClient) -> None:
    first = client.get("/")
    assert "domino_browser=" in first.headers["set-cookie"]
    assert "HttpOnly" in first.headers["set-cookie"]
    assert "set-cookie" not in client.get("/").headers


def test_host__with_a_public_address__others_are_refused(
    connect: Callable[[Settings], TestClient], tmp_path: Path
) -> None:
    public = connect(Settings(data=tmp_path, address="https://domino.example.org"))
    assert public.get("/", headers={"host": "domino.example.org"}).status_code == 200
    assert public.get("/", headers={"host": "127.0.0.1:8501"}).status_code == 200
    assert public.get("/", headers={"host": "evil.example"}).status_code == 400


# --- The log ----------------------------------------------------------------------------------


@pytest.fixture
def logs() -> Iterator[None]:
    names = ["domino_survey", "uvicorn", "uvicorn.error", "streamlit", "websockets"]
    before = {
        name: (
            [*logging.getLogger(name).handlers],
            logging.getLogger(name).propagate,
            logging.getLogger(name).level,
        )
        for name in names
    }
    yield
    structlog.reset_defaults()
    for name, (handlers, propagate, level) in before.items():
        logger = logging.getLogger(name)
        logger.handlers[:], logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.mark.usefixtures("logs")
def test_log__secrets_addresses_and_answers__do_not_get_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs()
    configure_logs()
    own = structlog.get_logger("domino_survey.web")
    own.info("opened /acces/s3cr3t-T0ken?x=1", place=["http://a/?code=K7QM&lien=abcd#x"])
    uvicorn = logging.getLogger("uvicorn.error")
    uvicorn.warning("%s - %s", ("203.0.113.9", 5000), "2001:db8::7 took 12:34:56")
    uvicorn.info("not at this level")
    try:
        int("my answer is forty-two")
    except ValueError:
        own.exception("failed")
        uvicorn.exception("failed too")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert len(lines) == 4
    text = json.dumps(lines)
    for secret in ("s3cr3t", "K7QM", "abcd", "203.0.113.9", "2001:db8", "forty-two"):
        assert secret not in text
    assert "12:34:56" in text
    assert [line["exception"] for line in lines[2:]] == ["ValueError"] * 2
    assert lines[2]["frames"]


@pytest.mark.usefixtures("logs")
def test_log__opening_links__holds_neither_token_nor_address(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs()
    client.get("/acces/s3cr3t-T0ken")
    client.get("/fails?code=K7QM")
    text = capsys.readouterr().err
    assert "unknown-link" in text
    assert "request failed" in text
    for secret in ("s3cr3t", "K7QM", "testclient", "forty-two"):
        assert secret not in text
