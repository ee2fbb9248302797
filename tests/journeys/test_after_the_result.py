"""What one does with a result: choose actions and find them again; compare with others who answered apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from domino_survey.ui import routes
from tests.journeys import steps, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.sites import Site


def answered(page: Page, site: Site, code: str, places: dict[str, int]) -> None:
    """Answer some questions, then send."""
    for question, place in places.items():
        steps.open_step(page, site, code, question)
        steps.answer(page, question, place=place)
        steps.settled(page)
    steps.send(page, site, code)


def test_plan__chosen_decided_and_found_again_at_the_next_assessment(
    page: Page, site: Site
) -> None:
    code = steps.begin(page, site)
    asked = [question.id for question in steps.short_questions()]
    answered(page, site, code, dict.fromkeys(asked[:4], 0))
    page.get_by_role("link", name=words.CHOOSE_ACTIONS).click()
    expect(steps.heading(page, words.ADVICE)).to_be_in_viewport()
    page.get_by_role("button", name=words.ADD_TO_PLAN).first.click()
    expect(page.get_by_role("button", name=words.IN_PLAN)).to_have_count(1)
    page.get_by_role("link", name=words.TO_PLAN).click()
    expect(steps.heading(page, words.PLAN)).to_be_visible()
    who = page.get_by_role("textbox", name=words.WHO_DOES_IT)
    steps.type_text(who, "Ana et Zoé")
    steps.settled(page)
    steps.type_text(page.get_by_role("textbox", name=words.BY_WHEN), "juin 2020")
    expect(page.get_by_text(words.OVERDUE)).to_be_visible()
    page.reload()
    expect(who).to_have_value("Ana et Zoé")

    page.goto(steps.address(site, routes.RESULT, code=code))
    page.get_by_role("link", name=words.TAKE_AWAY).click()
    expect(steps.heading(page, words.TAKE_AWAY)).to_be_in_viewport()
    page.get_by_role("button", name="Refaire un bilan").click()
    expect(steps.heading(page, words.PROFILE)).to_be_visible()
    expect(page).not_to_have_url(re.compile(code))
    again = steps.query_of(page)["code"]
    answered(page, site, again, dict.fromkeys(asked[:4], 4))
    page.goto(steps.address(site, routes.PLAN, code=again))
    expect(who).to_have_value("Ana et Zoé")
    expect(page.get_by_text(words.SINCE_CHOSEN)).to_be_visible()


def test_group__two_apart_then_together__agree_on_shared_answers(
    make_context: Callable[..., BrowserContext], site: Site
) -> None:
    host, guest = make_context().new_page(), make_context(360).new_page()
    code = steps.begin(host, site)
    host.goto(steps.address(site, routes.GROUP, code=code))
    host.get_by_role("button", name=words.INVITE).click()
    expect(host.get_by_text(words.SEND_FIRST)).to_be_visible()
    host.get_by_text(words.INVITATION_LINK).click()
    link = host.get_by_test_id("stCode").filter(has_text="invitation").inner_text().strip()

    guest.goto(link)
    expect(steps.heading(guest, words.INVITED)).to_be_visible()
    guest.get_by_role("button", name=words.ANSWER_APART).click()
    expect(guest).to_have_url(re.compile("etape="))
    own = steps.query_of(guest)["code"]
    assert own != code
    answered(guest, site, own, {"A1.T1.Q1": 4, "A1.T2.Q1": 0})
    answered(host, site, code, {"A1.T1.Q1": 0, "A1.T2.Q1": 0})

    guest.goto(steps.address(site, routes.GROUP, code=own))
    expect(steps.heading(guest, words.TO_DISCUSS)).to_be_visible()
    host.goto(steps.address(site, routes.GROUP, code=code))
    question = steps.content().items["A1.T1.Q1"].text["fr"].partition(" ?")[0]
    expect(host.get_by_text(question)).to_be_visible()
    host.get_by_role("button", name=words.BEGIN_SHARED).click()
    expect(host.get_by_text(words.SHARED_COUNT)).to_be_visible()
    steps.settled(host)
    host.get_by_test_id("stRadioOption").nth(2).click()
    expect(host.get_by_text(re.compile("2 réponses communes"))).to_be_visible()
    steps.settled(host)
    host.get_by_role("button", name=words.SEND_SHARED).click()
    expect(host.get_by_text(words.SHARED_SENT)).to_be_visible()
    host.get_by_role("link", name=words.SHARED_PROFILE).click()
    expect(steps.heading(host, words.BY_AXIS)).to_be_visible()
