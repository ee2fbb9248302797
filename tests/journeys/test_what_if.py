"""From a profile to the sandbox: something is tried, changed by hand, taken back; nothing is saved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from domino_survey.schema import ScaleQuestion
from domino_survey.ui import routes
from tests.journeys import steps, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.sites import Site


def figures(page: Page) -> list[str]:
    """The score printed at each spoke of the radar."""
    return re.findall(r"(?<= )\d+(?=[ ,.])", steps.radar_of(page).split("100.", 1)[1])


def test_sandbox__tried_changed_and_taken_back__moves_the_radar_and_saves_nothing(
    make_context: Callable[..., BrowserContext], demo_site: Site
) -> None:
    page = make_context().new_page()
    code = demo_site.codes[3]
    page.goto(steps.address(demo_site, routes.RESULT, code=code))
    expect(steps.heading(page, words.HOW_SURE)).to_be_visible()
    steps.settled(page)
    before = figures(page)

    page.get_by_role("link", name=words.TO_WHAT_IF).click()
    expect(steps.heading(page, words.WHAT_IF)).to_be_visible()
    expect(page.get_by_text(words.NOTHING_SAVED)).to_be_visible()
    expect(page.get_by_text(words.NOTHING_TRIED)).to_be_visible()
    steps.settled(page)
    assert figures(page) == before

    # A proposal, put into the sandbox.
    page.get_by_role("button", name=words.TRY, exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(words.WHAT_YOU_TRY)).to_be_visible()
    steps.settled(page)
    steps.radar_of(page, outlines=2)
    # Said beside the button, which keeps the focus; one key further is the way to the radar.
    said = page.get_by_role("status").filter(has_text="Avec vos essais")
    expect(said).to_have_count(1)
    expect(said).to_be_in_viewport()
    expect(page.get_by_role("button", name=words.TAKE_BACK).first).to_be_focused()
    page.keyboard.press("Tab")
    expect(said.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#radar")).to_be_in_viewport()
    expect(page.get_by_role("button", name=words.TAKE_BACK).first).to_be_visible()

    # Another answer, by hand.
    asked = [one for one in steps.short_questions() if isinstance(one, ScaleQuestion)]
    question = next(one for one in asked if steps.content().axis_of[one.id].id == "A4")
    page.get_by_role("radio", name="Co-production").locator("xpath=ancestor::label").click()
    title = (question.short or question.text)["fr"].replace("'", "’")
    panel = page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=title))
    expect(panel).to_have_count(1)
    steps.settled(page)
    panel.locator("summary").click()
    options = panel.get_by_test_id("stRadioOption")
    unchosen = options.filter(has=page.locator("input:not(:checked)")).last
    unchosen.click()
    expect(panel.get_by_text("Avec vos essais")).to_be_visible()
    steps.settled(page)

    # All back, and the profile is what it was, here and elsewhere.
    page.get_by_role("button", name=words.RESET).click()
    expect(page.get_by_text(words.NOTHING_TRIED)).to_be_visible()
    steps.settled(page)
    assert figures(page) == before
    elsewhere = make_context().new_page()
    elsewhere.goto(steps.address(demo_site, routes.RESULT, code=code))
    expect(steps.heading(elsewhere, words.BY_AXIS)).to_be_visible()
    steps.settled(elsewhere)
    assert figures(elsewhere) == before
