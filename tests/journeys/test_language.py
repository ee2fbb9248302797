"""French first, English complete: the switch changes the whole screen and the language of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from domino_survey.i18n import Translator
from domino_survey.i18n.catalogue import translations
from domino_survey.ui import routes
from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.sites import Site

PUBLIC = (routes.HOME, routes.START, routes.RESUME, routes.YOUR_DATA)
SPOKEN = """
() => [...document.querySelectorAll('h1, h2, h3, main button p, section button p, header a p, '
    + '[role=radiogroup], input, textarea, label p')]
    .map((one) => (one.getAttribute('aria-label') || one.innerText || '').trim()).filter(Boolean)
"""


def french_only() -> set[str]:
    """Every text of the interface and of the questionnaire's heading that English says otherwise."""
    french, english = Translator("fr"), Translator("en")
    ids = [one for one in translations("en") if "{" not in one]
    texts = {french(one) for one in ids if french(one) != english(one)}
    content = steps.content()
    named = (content.title, *(path.label for path in content.paths))
    return texts | {french.text(one) for one in named if one["fr"] != one["en"]}


def test_switch__with_an_answer_chosen__it_is_still_chosen(page: Page, demo_site: Site) -> None:
    query = {"code": demo_site.codes[0], "etape": "A1.T1.Q1"}
    page.goto(steps.address(demo_site, routes.QUESTIONNAIRE, **query))
    chosen = page.locator("[role=radiogroup] input:checked").first
    expect(chosen).to_be_attached()
    steps.settled(page)
    place = "one => [...one.closest('[role=radiogroup]').querySelectorAll('input')].indexOf(one)"
    before = chosen.evaluate(place)
    steps.keyed(page, "language-en").click()
    expect(steps.keyed(page, "language-fr")).to_be_visible()
    steps.settled(page)
    assert chosen.evaluate(place) == before


@pytest.mark.parametrize("screen", PUBLIC, ids=lambda screen: screen.address or "home")
def test_switch__to_english_and_back__changes_the_screen_and_its_language(
    screen: routes.Screen, page: Page, site: Site
) -> None:
    page.goto(steps.address(site, screen))
    switch = steps.keyed(page, "language-en")
    expect(switch).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    title = page.get_by_role("heading").first.inner_text()
    switch.click()
    back = steps.keyed(page, "language-fr")
    expect(back).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading").first).not_to_have_text(title)
    steps.settled(page)
    left = french_only() & set(page.evaluate(SPOKEN))
    assert left == set()
    # The choice holds on the next page and after a reload.
    page.goto(steps.address(site, routes.START))
    expect(back).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(steps.address(site, screen))
    back.click()
    expect(switch).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading").first).to_have_text(title)
