"""An organiser looks at a question, then scores all assessments again and sees that none moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from domino_survey.ui import routes
from tests.journeys import steps, words

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.sites import Site


def test_organiser__opens_a_question_and_scores_again__old_scores_stay(
    page: Page, demo_site: Site
) -> None:
    page.request.get(demo_site.grant("organiser"))
    page.goto(steps.address(demo_site, routes.QUALITY))
    expect(steps.heading(page, words.TO_LOOK_AT)).to_be_visible()
    steps.choose_question(page)
    chart = page.locator('[data-testid="stVegaLiteChart"]')
    expect(chart).to_have_accessible_name(words.SCORED_ANSWERS)

    page.goto(steps.address(demo_site, routes.RESULT, code=demo_site.codes[-1]))
    before = steps.radar_of(page)

    page.goto(steps.address(demo_site, routes.RESCORING))
    page.get_by_role("button", name=words.SCORE_AGAIN).click()
    expect(page.get_by_text(words.RESCORED)).to_be_visible()
    expect(page.get_by_text(words.NOTHING_MOVED)).to_be_visible()
    steps.settled(page)
    # Seen again, it is listed and not done twice.
    page.reload()
    expect(page.get_by_text(words.NOTHING_MOVED)).to_be_visible()
    expect(page.get_by_text(words.RESCORED)).to_have_count(0)

    page.goto(steps.address(demo_site, routes.RESULT, code=demo_site.codes[-1]))
    assert steps.radar_of(page) == before
