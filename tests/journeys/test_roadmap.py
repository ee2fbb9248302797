"""An officer keeps two suggestions, says who and when, and finds them again; a colleague works on the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from domino_survey.ui import routes
from tests.journeys import seeding, steps, words

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Locator, Page

    from tests.journeys.sites import Site

PHONE = 360


@pytest.fixture
def empty_roadmap(new_site: Callable[..., Site]) -> Site:
    """An installation whose observatory shows figures, of which nothing is kept yet."""
    made = new_site(demo=True)
    made.codes = seeding.seed(made.data, 30, demo=True)
    return made.start()


def field(page: Page, name: str | re.Pattern[str], place: int = 0) -> Locator:
    return page.get_by_role("textbox", name=name).nth(place)


def opened(page: Page, site: Site, *scope: str) -> Page:
    page.request.get(site.grant("decision-maker", *scope))
    page.goto(steps.address(site, routes.ROADMAP))
    expect(steps.heading(page, words.ROADMAP)).to_be_visible()
    steps.settled(page)
    return page


def test_officer__keeps_two_sets_owner_and_date_reloads__finds_them(
    make_context: Callable[..., BrowserContext], empty_roadmap: Site
) -> None:
    site = empty_roadmap
    page = opened(make_context(PHONE, has_touch=True, is_mobile=True).new_page(), site)
    expect(page.get_by_text(words.NOTHING_KEPT)).to_be_visible()
    steps.keep_advice(page, site, 2)
    page.get_by_role("link", name=words.TO_ROADMAP).click()
    expect(page.get_by_text(words.TWO_KEPT)).to_be_visible()
    steps.settled(page)

    steps.type_text(field(page, words.WHO_DOES_IT), "Service vie associative")
    steps.settled(page)
    # A day that no calendar has is told in words, and what was typed stays to be mended.
    steps.type_text(field(page, words.BY_WHEN), "31/02/2027")
    expect(page.get_by_text(words.NO_SUCH_DAY)).to_be_visible()
    expect(field(page, words.BY_WHEN)).to_have_value("31/02/2027")
    steps.type_text(field(page, words.BY_WHEN), "juin 2020")
    expect(page.get_by_text(words.OVERDUE)).to_be_visible()
    expect(page.get_by_text(words.NO_SUCH_DAY)).to_have_count(0)
    steps.settled(page)

    page.reload()
    expect(page.get_by_text(words.TWO_KEPT)).to_be_visible()
    expect(field(page, words.WHO_DOES_IT)).to_have_value("Service vie associative")
    expect(field(page, words.BY_WHEN)).to_have_value("juin 2020")

    # A colleague with another link for the same territory writes while this page is open.
    colleague = opened(make_context().new_page(), site)
    expect(field(colleague, words.WHO_DOES_IT)).to_have_value("Service vie associative")
    steps.type_text(field(colleague, words.NOTE), "Appeler la mairie")
    steps.settled(colleague)
    steps.type_text(field(page, words.NOTE), "Voir le budget")
    expect(page.get_by_text(words.BOTH_NOTES)).to_be_visible()
    expect(field(page, words.NOTE)).to_have_value("Appeler la mairie\n\nVoir le budget")
    steps.settled(page)

    # Taken out by one, put back by the other, with all that was said.
    page.get_by_role("button", name=words.TAKE_OUT).first.click()
    expect(page.get_by_text(words.TWO_KEPT)).to_have_count(0)
    steps.settled(page)
    colleague.reload()
    colleague.get_by_text(words.TAKEN_OUT, exact=True).click()
    colleague.get_by_role("button", name=words.PUT_BACK).click()
    expect(colleague.get_by_text(words.TWO_KEPT)).to_be_visible()
    expect(field(colleague, words.BY_WHEN)).to_have_value("juin 2020")

    # Who reads another territory has another roadmap, and cannot ask for this one.
    other = opened(make_context().new_page(), site, "--territory", "region:52")
    expect(other.get_by_text(words.NOTHING_KEPT)).to_be_visible()
    other.goto(steps.address(site, routes.ROADMAP, territoire="everywhere"))
    expect(other.get_by_role("alert").first).to_be_visible()
    steps.settled(other)
    assert "Service vie associative" not in other.get_by_role("main").inner_text()


def test_keyboard__alone__keeps_and_decides(page: Page, demo_site: Site) -> None:
    page.request.get(demo_site.grant("decision-maker"))
    steps.keep_advice(page, demo_site, 1)
    kept = page.get_by_text(words.KEPT)
    last = kept.count()
    page.get_by_role("button", name=words.KEEP, exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(kept).to_have_count(last + 1)
    steps.settled(page)
    page.get_by_role("link", name=words.TO_ROADMAP).focus()
    page.keyboard.press("Enter")
    expect(steps.heading(page, words.ROADMAP)).to_be_visible()
    steps.settled(page)
    field(page, words.WHO_DOES_IT, last).focus()
    page.keyboard.type("Ana")
    page.keyboard.press("Tab")
    expect(field(page, words.BY_WHEN, last)).to_be_focused()
    page.keyboard.type("2027")
    page.keyboard.press("Enter")
    steps.settled(page)
    page.reload()
    expect(field(page, words.WHO_DOES_IT, last)).to_have_value("Ana")
    expect(field(page, words.BY_WHEN, last)).to_have_value("2027")
