"""A screen that looks for news by itself stops doing so as soon as one leaves it.

Otherwise a tick that is sent on the way out would run after the next screen, in the name of the one
that was left, and empty the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from domino_survey.ui import routes
from tests.journeys import steps, words
from tests.journeys.lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.sites import Site


@pytest.fixture
def page(make_context: Callable[..., BrowserContext]) -> Page:
    page = make_context().new_page()
    page.clock.install()
    return page


def test_first_step__left_on_a_slow_line__asks_for_no_more_news(page: Page, site: Site) -> None:
    line = Line(page)
    steps.begin(page, site)
    page.clock.fast_forward(11_000)
    line.wait_for_tick()
    steps.settled(page)
    leave(page, line, "previous")
    expect(steps.heading(page, words.PROFILE)).to_be_visible()
    assert page.url.startswith(steps.address(site, routes.PROFILE))


def test_last_step__reached_and_left_on_a_slow_line__asks_for_no_news(
    page: Page, site: Site
) -> None:
    line = Line(page)
    code = steps.begin(page, site)
    last_question = [question.id for question in steps.short_questions()][-1]
    steps.open_step(page, site, code, last_question)
    page.clock.fast_forward(11_000)
    line.wait_for_tick()
    steps.settled(page)
    steps.go_on(page)
    expect(steps.keyed(page, "finish")).to_be_visible()
    leave(page, line, "finish")
    expect(steps.heading(page, words.REVIEW)).to_be_visible()
    assert page.url.startswith(steps.address(site, routes.REVIEW))


def leave(page: Page, line: Line, way_out: str) -> None:
    """Press the way out while the server is not heard, for a minute."""
    line.hold()
    steps.keyed(page, way_out).click()
    page.clock.fast_forward(60_000)
    page.wait_for_function("() => true")  # what the page sent before this has been seen
    assert line.ticks == 0
    line.let_go()
