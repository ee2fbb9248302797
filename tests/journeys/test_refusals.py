"""Who has no right sees a sentence and no data, also when theirs is the first request of all."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from domino_survey.services.rights import Role
from domino_survey.ui import routes
from tests.journeys import seeding, steps, words
from tests.journeys.sites import grant_long_ago

if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.sites import Site

PUBLIC = (routes.HOME, routes.START, routes.RESUME, routes.INVITATION, routes.YOUR_DATA)
REFUSALS = {
    routes.PROFILE: words.WHICH_ASSESSMENT,
    routes.QUESTIONNAIRE: words.WHICH_ASSESSMENT,
    routes.REVIEW: words.WHICH_ASSESSMENT,
    routes.RESULT: words.WHICH_ASSESSMENT,
    routes.PLAN: words.WHICH_ASSESSMENT,
    routes.GROUP: words.WHICH_ASSESSMENT,
    routes.WHAT_IF: words.WHICH_ASSESSMENT,
    routes.OBSERVATORY: words.NEEDS_LINK,
    routes.VOICES: words.NEEDS_LINK,
    routes.ROADMAP: words.NEEDS_LINK,
    routes.COLLECTION: words.NEEDS_LINK,
    routes.QUALITY: words.NEEDS_LINK,
    routes.RESCORING: words.NEEDS_LINK,
    routes.EXPORT: words.NEEDS_LINK,
    routes.METHOD: words.NEEDS_LINK,
    routes.CONSULTATIONS: words.NEEDS_LINK,
    routes.WEIGHTS: words.WEIGHTS,
}
BY_LINK = [screen for screen, sentence in REFUSALS.items() if sentence == words.NEEDS_LINK]
PROTECTED = [screen for screen in routes.SCREENS if screen not in PUBLIC]
DATA = ("stMetric", "stTable", "stDataFrame", "stVegaLiteChart", "stCode", "stExpander")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few assessments and an access link that has expired; its path is in `expired`."""
    folder = tmp_path_factory.mktemp("filled")
    seeding.seed(folder / "data", 8)
    expired = grant_long_ago(folder / "data", Role.ORGANISER, timedelta(days=60))
    (folder / "expired").write_text(expired)
    return folder


def expect_refusal(page: Page, sentence: str) -> None:
    """A heading that says why, a way on, and nothing of anybody's."""
    expect(steps.heading(page, sentence)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link")).not_to_have_count(0)
    steps.settled(page)
    for kind in DATA:
        expect(page.get_by_test_id(kind)).to_have_count(0)
    text = page.get_by_role("main").inner_text()
    assert words.CRASHED not in text
    assert not [name for name in seeding.NAMES if name in text]


@pytest.mark.parametrize("screen", PROTECTED, ids=lambda screen: screen.address)
def test_cold_deep_link__first_request_after_a_start__is_refused(
    screen: routes.Screen, page: Page, new_site: Callable[..., Site], filled: Path
) -> None:
    site = new_site()
    shutil.copytree(filled / "data", site.data)
    site.start()
    page.goto(steps.address(site, screen))
    expect_refusal(page, REFUSALS[screen])


def test_access_links__expired_revoked_or_forged__open_nothing(
    make_context: Callable[..., BrowserContext], new_site: Callable[..., Site], filled: Path
) -> None:
    site = new_site()
    shutil.copytree(filled / "data", site.data)
    site.start()
    granted = site.grant("organiser")
    holder_of_right = make_context().new_page()
    holder_of_right.goto(granted)
    expect(steps.heading(holder_of_right, words.COLLECTION)).to_be_visible()
    site.revoke_all()
    cases: dict[str, str | re.Pattern[str]] = {
        site.address + (filled / "expired").read_text(): words.LINK_REVOKED_OR_EXPIRED,
        granted: words.LINK_REVOKED_OR_EXPIRED,
        f"{site.address}/acces/{'A' * 32}": words.LINK_UNKNOWN,
    }
    for link, sentence in cases.items():
        page = make_context().new_page()
        page.goto(link)
        expect(steps.heading(page, sentence)).to_be_visible()
        for screen in BY_LINK:
            page.goto(steps.address(site, screen))
            expect_refusal(page, REFUSALS[screen])
    # Revoking acts at once on who had opened the link.
    holder_of_right.goto(steps.address(site, routes.COLLECTION))
    expect_refusal(holder_of_right, words.NEEDS_LINK)


def test_cookie__forged__opens_nothing(
    make_context: Callable[..., BrowserContext], site: Site
) -> None:
    context = make_context()
    value = "WyJhYmMiXQ.Z0.forged"
    context.add_cookies([{"name": seeding.cookie_name(), "value": value, "url": site.address}])
    page = context.new_page()
    for screen in BY_LINK:
        page.goto(steps.address(site, screen))
        expect_refusal(page, REFUSALS[screen])


@pytest.mark.parametrize(
    "screen",
    [s for s in PROTECTED if REFUSALS[s] == words.WHICH_ASSESSMENT],
    ids=lambda s: s.address,
)
def test_code__unknown_or_malformed__is_refused_with_the_reason(
    screen: routes.Screen, page: Page, site: Site
) -> None:
    for code in ("ZZZZ-ZZZZ-ZZZZ", "nimporte%20quoi", "%3Cscript%3E"):
        page.goto(steps.address(site, screen, code=code))
        expect(page.get_by_role("alert").first).to_contain_text(words.CODE_REFUSED)
        steps.settled(page)
        for kind in DATA:
            expect(page.get_by_test_id(kind)).to_have_count(0)


def test_result_link__unknown__is_refused_with_the_reason(page: Page, site: Site) -> None:
    page.goto(steps.address(site, routes.RESULT, lien="0" * 32))
    expect(page.get_by_role("alert").first).to_contain_text(words.RESULT_LINK_UNKNOWN)
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(0)


def test_unknown_address__is_a_plain_sentence_in_the_language_of_the_browser(
    page: Page, site: Site
) -> None:
    response = page.goto(f"{site.address}/nulle-part")
    assert response is not None
    assert response.status == 404
    expect(steps.heading(page, words.NO_SUCH_PAGE)).to_be_visible()
    expect(page.get_by_role("link")).to_have_count(1)
