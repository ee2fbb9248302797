"""From the home page to a result, its correction, and the comparison of the two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from domino_survey.ui import routes
from tests.journeys import steps, words

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.sites import Site

TIP = "Un café offert à la première réparation."


def test_whole_path__from_home_to_a_second_version__is_sent_once_and_compared(
    page: Page, site: Site
) -> None:
    code = steps.start(page, site)
    page.get_by_role("button", name=words.TO_QUESTIONS).click()
    expect(page.get_by_text(words.STILL_MISSING)).to_be_visible()
    steps.fill_profile(page)
    steps.tick(page, "P19", "agregats")
    steps.to_questions(page)

    answer_everything(page)
    expect(steps.heading(page, words.REVIEW)).to_be_visible()
    expect(page.get_by_text(words.ANSWERS_MISSING)).to_have_count(0)

    # Three clicks faster than any answer of the server.
    steps.keyed(page, "send").evaluate("b => { b.click(); b.click(); b.click(); }")
    expect(steps.heading(page, words.RESULT)).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Repair café de Redon").first).to_be_visible()
    first = steps.radar_of(page)
    for axis in steps.content().axes:
        assert re.search(rf"{re.escape(axis.short['fr'])} (\d+|sans score)", first), first
    expect(steps.heading(page, words.BY_AXIS)).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(len(steps.content().axes))
    expect(steps.heading(page, words.WHAT_NOW)).to_be_visible()
    expect(page.get_by_text(words.BECAUSE).first).to_be_visible()
    expect(page.get_by_text(TIP)).to_be_visible()

    page.get_by_role("button", name=words.CORRECT).click()
    expect(page).to_have_url(re.compile("questionnaire.*etape="))
    steps.open_step(page, site, code, "A1.T1.Q1")
    steps.choose(page, "A1.T1.Q1", "4")
    page.goto(steps.address(site, routes.REVIEW, code=code))
    expect(page.get_by_text(words.version(1))).to_be_visible()
    steps.keyed(page, "send").click()
    expect(steps.heading(page, words.RESULT)).to_be_visible()
    assert steps.radar_of(page) != first

    chooser = page.get_by_role("combobox", name=words.COMPARE)
    chooser.click()
    earlier = page.get_by_role("option")
    expect(earlier).to_have_count(1)
    earlier.click()
    expect(page.get_by_test_id("stMetricDelta")).not_to_have_count(0)
    assert len(re.findall(r"Individu et collectif \d+", steps.radar_of(page, outlines=2))) == 2

    page.goto(steps.address(site, routes.REVIEW, code=code))
    expect(page.get_by_text(words.version(2))).to_be_visible()


def answer_everything(page: Page) -> None:
    """Answer each step of the short path, from the first one to the review."""
    asked = {question.id for question in steps.short_questions()}
    count = 0
    while "etape" in steps.query_of(page):
        step = steps.step_of(page)
        if step in asked:
            # The first axis is weak, so that recommendations fire.
            steps.answer(page, step, place=1 if step.startswith("A1") else -2)
            count += 1
            steps.progress(page, count)
        elif step == "A1":
            steps.type_text(steps.widget(page, "A1.pepite").get_by_role("textbox"), TIP)
            steps.type_text(steps.widget(page, "A1.I1").get_by_role("textbox"), "12")
            steps.settled(page)
        steps.go_on(page)
    assert count == len(asked)
