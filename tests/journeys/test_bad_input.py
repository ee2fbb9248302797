"""What does not fit is refused with the reason and kept as typed; markup is text and runs nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from domino_survey.ui import routes
from tests.journeys import allowed, steps, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.sites import Site

NAME = (
    "=2+5 <img src=x onerror=window.PWN=1> **gras** :material/home: [lien](javascript:window.PWN=2)"
)
SCRIPT = "<script>window.PWN=3</script> $x^2$ <b>fort</b> https://ailleurs.example/a.png"
IMAGE = "![image](https://ailleurs.example/b.png) {{7*7}} # titre"


def test_number__out_of_range__stays_as_typed_with_the_reason(page: Page, site: Site) -> None:
    steps.start(page, site)
    page.get_by_text(words.DETAILS).click()
    year = page.get_by_role("textbox", name=words.YEAR)
    for typed, reason in (("99999", words.TOO_LARGE), ("3", words.TOO_SMALL)):
        steps.type_text(year, typed)
        expect(page.get_by_role("alert").filter(has_text=reason)).to_be_visible()
        expect(year).to_have_value(typed)
    steps.type_text(year, "2019")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(year).to_have_value("2019")


def test_number__typed_with_a_decimal_comma__is_not_another_number(page: Page, site: Site) -> None:
    code = steps.begin(page, site, NAME)
    steps.open_step(page, site, code, "A1")
    hours = steps.widget(page, "A1.I2").get_by_role("textbox")
    # Key by key: what a browser makes of a comma in a field of its own for numbers shows only so.
    hours.press_sequentially("12,5")
    hours.press("Tab")
    steps.settled(page)
    page.reload()
    expect(steps.widget(page, "A1.I2").get_by_role("textbox")).to_have_value("12,5")


def test_markup_and_formulas__from_the_form_to_the_result__are_shown_as_text(
    make_context: Callable[..., BrowserContext], site: Site
) -> None:
    page = make_context().new_page()
    watch = steps.Watch(site.address).on(page)
    code = steps.begin(page, site, NAME)
    steps.open_step(page, site, code, "A1.T1.Q1")
    steps.answer(page, "A1.T1.Q1")
    steps.progress(page, 1)
    steps.settled(page)
    page.get_by_text(words.COMMENT_AND_PROOF).click()
    steps.type_text(steps.widget(page, "A1.T1.Q1", "comment").get_by_role("textbox"), SCRIPT)
    expect(page.get_by_text(words.COMMENT_FILLED)).to_be_visible()
    steps.open_step(page, site, code, "A1")
    for prompt, text in (("A1.pepite", SCRIPT), ("A1.vigilance", IMAGE)):
        steps.type_text(steps.widget(page, prompt).get_by_role("textbox"), text)
        steps.settled(page)
    steps.open_step(page, site, code, "A1")
    expect(steps.widget(page, "A1.pepite").get_by_role("textbox")).to_have_value(SCRIPT)
    steps.send(page, site, code)
    shown = page.get_by_role("main").inner_text().replace("\u2060", "")
    for text in (NAME, SCRIPT, IMAGE):
        assert text in shown.replace("\u00a0", " ")
    assert page.evaluate("typeof window.PWN") == "undefined"
    expect(page.locator('main img[src*="ailleurs"], main a[href*="javascript"]')).to_have_count(0)
    assert watch.foreign == []
    assert [one for one in watch.errors if not allowed.is_noise(one)] == []


def test_long_text__beyond_its_limit__is_refused_with_the_reason_and_stays_as_typed(
    page: Page, site: Site
) -> None:
    code = steps.begin(page, site)
    prompt = steps.content().axes[0].prompts[0].id
    steps.open_step(page, site, code, steps.content().axes[0].id)
    box = steps.widget(page, prompt).get_by_role("textbox")
    steps.type_text(box, "a" * 5000)
    expect(page.get_by_role("alert").filter(has_text=words.TOO_LONG)).to_be_visible()
    expect(box).to_have_value("a" * 5000)
    steps.type_text(box, "Assez court.")
    expect(page.get_by_role("alert").filter(has_text=words.TOO_LONG)).to_have_count(0)
    page.reload()
    expect(box).to_have_value("Assez court.")


def test_resume__unknown_code__is_refused_with_the_reason_and_stays_as_typed(
    page: Page, site: Site
) -> None:
    page.goto(steps.address(site, routes.RESUME))
    box = page.get_by_role("textbox", name=words.YOUR_CODE)
    for typed in ("ZZZZ-ZZZZ-ZZZZ", "<b>moi</b>"):
        box.fill(typed)
        page.get_by_role("button", name=words.FIND_AGAIN).click()
        expect(page.get_by_role("alert").first).to_contain_text(words.CODE_REFUSED)
        expect(box).to_have_value(typed)
        steps.settled(page)


def test_deleted_assessment__sent_from_another_tab__is_refused_with_the_reason(
    make_context: Callable[..., BrowserContext], site: Site
) -> None:
    one, other = make_context().new_page(), make_context().new_page()
    code = steps.begin(one, site)
    steps.answer(one, "A1.T1.Q1")
    steps.progress(one, 1)
    for page in (one, other):
        page.goto(steps.address(site, routes.REVIEW, code=code))
        expect(steps.keyed(page, "send")).to_be_enabled()
    steps.settled(one)
    one.get_by_text(words.DELETE, exact=True).click()
    one.get_by_text(words.DELETE_SURE).click()
    expect(steps.keyed(one, "delete")).to_be_enabled()
    steps.keyed(one, "delete").click()
    expect(one.get_by_text(words.DELETED)).to_be_visible()
    steps.keyed(other, "send").click()
    expect(other.get_by_role("alert").first).to_contain_text(words.WITHDRAWN)
    expect(steps.heading(other, words.RESULT)).to_have_count(0)
