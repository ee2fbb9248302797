"""Nothing that was answered is lost: not by a killed server, nor by two people on one assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from domino_survey.ui import routes
from tests.journeys import steps, words
from tests.journeys.lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page, WebSocket

    from tests.journeys.sites import Site

REMARK = "Un commentaire écrit juste avant la coupure."


def test_server__killed_in_mid_form__every_committed_answer_is_there_again(
    make_context: Callable[..., BrowserContext], new_site: Callable[..., Site]
) -> None:
    site = new_site().start()
    open_tab = make_context().new_page()
    code = steps.begin(open_tab, site)
    steps.answer(open_tab, "A1.T1.Q1", place=2)
    steps.progress(open_tab, 1)
    steps.settled(open_tab)
    open_tab.get_by_text(words.COMMENT_AND_PROOF).click()
    steps.type_text(steps.widget(open_tab, "A1.T1.Q1", "comment").get_by_role("textbox"), REMARK)
    expect(open_tab.get_by_text(words.COMMENT_FILLED)).to_be_visible()
    steps.go_on(open_tab)
    steps.answer(open_tab, "A1.T2.Q1", place=1)
    steps.progress(open_tab, 2)

    site.kill()
    # The tab that stayed open finds the server again by itself and goes on.
    with open_tab.expect_websocket() as reconnected:
        site.start()
    reconnected.value.wait_for_event("framereceived")
    steps.settled(open_tab)
    steps.progress(open_tab, 2)
    steps.go_on(open_tab)
    steps.answer(open_tab, "A1.T3.Q1")
    steps.progress(open_tab, 3)

    by_code = make_context().new_page()
    by_code.goto(steps.address(site, routes.RESUME))
    by_code.get_by_role("textbox", name=words.YOUR_CODE).fill(code.lower().replace("-", " "))
    by_code.get_by_role("button", name=words.FIND_AGAIN).click()
    steps.progress(by_code, 3)

    by_link = make_context().new_page()
    by_link.goto(personal_link(by_code))
    steps.progress(by_link, 3)
    steps.open_step(by_link, site, code, "A1.T1.Q1")
    expect(steps.options_of(by_link, "A1.T1.Q1").nth(2).get_by_role("radio")).to_be_checked()
    by_link.get_by_text(words.COMMENT_AND_PROOF).click()
    expect(steps.widget(by_link, "A1.T1.Q1", "comment").get_by_role("textbox")).to_have_value(
        REMARK
    )


def personal_link(page: Page) -> str:
    """The link that the page gives to come back."""
    page.get_by_text(words.KEEPING).click()
    return page.get_by_test_id("stCode").filter(has_text="http").inner_text().strip()


def test_two_browsers__on_one_assessment__lose_nothing_and_see_each_other(
    make_context: Callable[..., BrowserContext], site: Site
) -> None:
    one, other = make_context().new_page(), make_context().new_page()
    code = steps.begin(one, site)
    expect(one.get_by_text(words.ANOTHER_PERSON)).to_have_count(0)
    line = Line(other)
    steps.open_step(other, site, code, "A1.T2.Q1")
    expect(other.get_by_text(words.ANOTHER_PERSON)).to_be_visible()
    expect(one.get_by_text(words.ANOTHER_PERSON)).to_be_visible()

    # Each answers another question: both count, on both screens.
    steps.answer(one, "A1.T1.Q1", place=3)
    steps.answer(other, "A1.T2.Q1", place=1)
    steps.progress(one, 2)
    steps.progress(other, 2)

    # One answers the question that the other is looking at: it appears there.
    steps.go_on(one)
    expect(steps.options_of(one, "A1.T2.Q1").nth(1).get_by_role("radio")).to_be_checked()
    steps.answer(one, "A1.T2.Q1", place=4)
    expect(steps.options_of(other, "A1.T2.Q1").nth(4).get_by_role("radio")).to_be_checked()

    # Both answer it, the other without having looked for news: the last one counts, and is told.
    line.lets_ticks_through = False
    steps.settled(other)
    steps.answer(one, "A1.T2.Q1", place=2)
    steps.answer(other, "A1.T2.Q1", place=0)
    expect(other.get_by_text(words.OVERTAKEN)).to_be_visible()
    expect(steps.options_of(one, "A1.T2.Q1").nth(0).get_by_role("radio")).to_be_checked()
    steps.progress(one, 2)


def test_two_browsers__writing_in_one_text__keep_both(
    make_context: Callable[..., BrowserContext], site: Site
) -> None:
    one, other = make_context().new_page(), make_context().new_page()
    sockets: list[WebSocket] = []
    one.on("websocket", lambda socket: sockets.append(socket))  # noqa: PLW0108 - Playwright wants a Python function
    code = steps.begin(one, site)
    axis = steps.content().axes[0]
    prompt = axis.prompts[0].id
    steps.open_step(one, site, code, axis.id)
    steps.open_step(other, site, code, axis.id)
    mine = steps.widget(one, prompt).get_by_role("textbox")
    mine.press_sequentially("L'atelier du mardi.")
    steps.type_text(steps.widget(other, prompt).get_by_role("textbox"), "Le four solaire.")
    # The first one looks for news, and goes on writing.
    with sockets[-1].expect_event("framesent"):
        pass
    with sockets[-1].expect_event("framereceived"):
        pass
    steps.settled(one)
    mine.press("Tab")
    expect(one.get_by_text(words.JOINED)).to_be_visible()
    expect(mine).to_have_value("Le four solaire.\n\nL'atelier du mardi.")


def test_deleted_elsewhere__open_questionnaire__says_so_and_stops(
    make_context: Callable[..., BrowserContext], site: Site
) -> None:
    one, other = make_context().new_page(), make_context().new_page()
    code = steps.begin(one, site)
    other.goto(steps.address(site, routes.REVIEW, code=code))
    other.get_by_text(words.DELETE, exact=True).click()
    other.get_by_text(words.DELETE_SURE).click()
    expect(steps.keyed(other, "delete")).to_be_enabled()
    steps.keyed(other, "delete").click()
    expect(other.get_by_text(words.DELETED)).to_be_visible()
    expect(one.get_by_text(words.WITHDRAWN)).to_be_visible()
    steps.settled(one)
    expect(one.get_by_text(words.CRASHED)).to_have_count(0)
    expect(one.get_by_text(words.KEEPING)).to_have_count(0)
