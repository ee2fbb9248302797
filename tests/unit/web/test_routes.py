from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from domino_survey import __version__
from domino_survey.services import access, link_cookie, runtime
from domino_survey.services.rights import Role
from domino_survey.settings import Settings
from domino_survey.web.attempts import ADDRESSES, LIMIT, WINDOW, Attempts

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

    from domino_survey.services.access import Granted
    from domino_survey.services.context import Context
    from tests.unit.web.conftest import Clock


def granted(context: Context, role: Role = Role.ORGANISER) -> Granted:
    return access.grant(context, role, by=access.OPERATOR, expires_in=timedelta(days=1))


# --- Health -----------------------------------------------------------------------------------


def test_health__store_answers__200_with_status_version_and_storage(client: TestClient) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "version": __version__, "storage": "ok"}


def test_health__store_closed__503(client: TestClient, context: Context) -> None:
    context.repository.close()
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["storage"] == "unavailable"


def test_health__nothing_opened_yet__503(client: TestClient) -> None:
    runtime.install(None)
    assert client.get("/healthz").status_code == 503


# --- Access links -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "page"), [(Role.DECISION_MAKER, "/observatoire"), (Role.ORGANISER, "/collecte")]
)
def test_link__opened__sets_a_closed_cookie_and_goes_to_the_page_of_the_role(
    client: TestClient, context: Context, role: Role, page: str
) -> None:
    link = granted(context, role)
    response = client.get(link.path)
    assert (response.status_code, response.headers["location"]) == (303, page)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"{link_cookie.NAME}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert link.token not in cookie
    assert response.headers["cache-control"] == "no-store"
    ids = access.link_ids(context, client.cookies[link_cookie.NAME])
    assert role in access.identity_of(context, ids).roles


def test_link__second_one_opened__adds_to_the_first(client: TestClient, context: Context) -> None:
    first, second = granted(context), granted(context, Role.DECISION_MAKER)
    for link in (first, second, first):
        client.get(link.path)
    ids = access.link_ids(context, client.cookies[link_cookie.NAME])
    assert ids == (first.id, second.id)


def test_link__behind_https__cookies_are_secure(
    context: Context, connect: Callable[[Settings], TestClient]
) -> None:
    context.settings = Settings(data=context.settings.data, secure_cookies=True)
    client = connect(context.settings)
    response = client.get(granted(context).path)
    assert "Secure" in response.headers["set-cookie"]
    assert "Secure" in client.get("/langue/en").headers["set-cookie"]
    assert "max-age" in response.headers["strict-transport-security"]


def test_link__forged_cookie__is_ignored_and_replaced(client: TestClient, context: Context) -> None:
    victim, mine = granted(context), granted(context, Role.DECISION_MAKER)
    client.cookies.set(link_cookie.NAME, f'["{victim.id}"].AAAA')
    response = client.get(mine.path)
    value = response.cookies[link_cookie.NAME]
    assert access.link_ids(context, value) == (mine.id,)


@pytest.mark.parametrize(
    ("ending", "status"), [("unknown", 404), ("expired", 410), ("revoked", 410)]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_link__that_opens_nothing__is_a_plain_page_that_says_what_to_do(
    *, client: TestClient, context: Context, clock: Clock, ending: str, status: int, language: str
) -> None:
    link = granted(context)
    path = link.path
    if ending == "unknown":
        path = "/acces/nothing"
    elif ending == "expired":
        clock.now += timedelta(days=2)
    else:
        access.revoke(context, link.id, by=access.OPERATOR)
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == status
    assert f'<html lang="{language}">' in response.text
    assert "<h1>" in response.text
    assert 'href="/"' in response.text
    assert "set-cookie" not in response.headers
    assert link.token not in response.text


@pytest.mark.parametrize("token", ["<script>alert(1)</script>", "a/b/../c", "%00", "é", "x" * 5000])
def test_link__hostile_token__is_never_echoed(client: TestClient, token: str) -> None:
    response = client.get(f"/acces/{quote(token)}")
    assert response.status_code == 404
    assert "alert" not in response.text


def test_link__wrong_ones_again_and_again__are_made_to_wait(
    client: TestClient, context: Context, clock: Clock
) -> None:
    link = granted(context)
    statuses = [client.get(f"/acces/{number}").status_code for number in range(LIMIT + 2)]
    assert statuses == [404] * LIMIT + [429] * 2
    refused = client.get(link.path)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) == WINDOW.total_seconds()
    clock.now += WINDOW
    assert client.get(link.path).status_code == 303


def test_attempts__many_addresses__memory_stays_bounded(clock: Clock) -> None:
    attempts = Attempts()
    for number in range(ADDRESSES + 10):
        attempts.note(str(number), clock())
    assert len(attempts._times) == ADDRESSES
    for _ in range(LIMIT * 3):
        attempts.note("one", clock())
    assert len(attempts._times["one"]) == LIMIT
    assert attempts.is_blocked("one", clock())
    assert not attempts.is_blocked("another", clock())


def test_link__store_fails__is_a_sentence(client: TestClient, context: Context) -> None:
    context.repository.close()
    response = client.get("/acces/any")
    assert response.status_code == 503
    assert "<h1>" in response.text


def test_sign_out__links_opened__cookie_is_cleared(client: TestClient, context: Context) -> None:
    client.get(granted(context).path)
    response = client.get("/deconnexion")
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert link_cookie.NAME not in client.cookies


# --- Language ---------------------------------------------------------------------------------


def test_language__chosen__is_remembered_and_leads_back(client: TestClient) -> None:
    response = client.get("/langue/en", params={"retour": "/resultat?lien=abc&lang=fr"})
    assert (response.status_code, response.headers["location"]) == (303, "/resultat?lien=abc")
    assert client.cookies["domino_lang"] == "en"
    assert '<html lang="en">' in client.get("/").text


@pytest.mark.parametrize(
    "back",
    [
        *("https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example"),
        *("javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "", "observatoire"),
        *("///evil.example", "http:evil.example", "/a\r\nset-cookie: a=b"),
    ],
)
def test_language__way_back_to_another_site__leads_home(client: TestClient, back: str) -> None:
    response = client.get("/langue/fr", params={"retour": back})
    assert (response.status_code, response.headers["location"]) == (303, "/")


def test_language__unknown__is_not_remembered(client: TestClient) -> None:
    assert "set-cookie" not in client.get("/langue/xx").headers


def test_robots__only_the_home_page_may_be_found(client: TestClient) -> None:
    assert client.get("/robots.txt").text == "User-agent: *\nAllow: /$\nDisallow: /\n"
