"""From home to a sent assessment with Tab, arrows, Space and Enter alone, the focus always in sight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps, words

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.sites import Site

FURTHEST = 90
# Whether the focus is within an element that fits, and whether it can be seen: something of the
# element or of what frames it looks otherwise than without the focus.
FOCUSED = """
([selector, text]) => {
    const focus = document.activeElement;
    if (!focus || focus === document.body || !focus.closest(selector)) return false;
    const label = focus.closest('label');
    const said = [focus.getAttribute('aria-label'), focus.innerText, label && label.innerText];
    return !text || said.some((one) => one && one.replace(/\\s+/g, ' ').includes(text));
}
"""
LOOKS = """
() => {
    const focus = document.activeElement;
    const framed = [];
    for (let one = focus; one && framed.length < 5; one = one.parentElement) framed.push(one);
    if (focus.labels) for (const label of focus.labels) framed.push(label, ...label.querySelectorAll('*'));
    const looks = () => framed.map((one) => {
        const style = getComputedStyle(one);
        return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow,
                style.borderColor, style.backgroundColor].join(' ');
    }).join('|');
    const withFocus = looks();
    focus.blur();
    const without = looks();
    focus.focus({focusVisible: true});
    return withFocus !== without;
}
"""


def tab_to(page: Page, selector: str, text: str = "", *, back: bool = False) -> None:
    """Press Tab (or Shift+Tab) until the focus is within what fits the selector and says the text."""
    for _ in range(FURTHEST):
        if page.evaluate(FOCUSED, [selector, text]):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"the keyboard does not reach {selector} {text}")


def press(page: Page, selector: str, text: str = "", *, back: bool = False) -> None:
    """Reach a button or a link and press it."""
    tab_to(page, selector, text, back=back)
    page.keyboard.press("Enter")


def test_keyboard_alone__from_home_to_a_result(  # noqa: PLR0915 - one long way, told in order
    page: Page, site: Site
) -> None:
    page.goto(site.address)
    expect(steps.heading(page, words.HOME_TITLE)).to_be_visible()
    steps.settled(page)
    press(page, "main button, section button", words.START)
    expect(page.get_by_role("radio")).not_to_have_count(0)
    steps.settled(page)
    press(page, "button", words.BEGIN)
    expect(steps.heading(page, words.PROFILE)).to_be_visible()
    expect(page.get_by_role("checkbox")).not_to_have_count(0)
    steps.settled(page)

    tab_to(page, "input", words.NAME)
    page.keyboard.type("Bricothèque au clavier")
    tab_to(page, "input", words.COMMUNE)
    page.keyboard.type("redon")
    expect(page.get_by_role("button", name="Redon", exact=True)).to_be_visible()
    steps.settled(page)
    press(page, "button", "Redon")
    expect(page.get_by_text("Redon Agglomération")).to_be_visible()
    steps.settled(page)
    tab_to(page, "[role=radiogroup]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=words.REGULAR)).to_be_checked()
    steps.settled(page)
    press(page, "button", words.TO_QUESTIONS)
    expect(page).to_have_url(re.compile("etape="))

    asked = {question.id for question in steps.short_questions()}
    count = 0
    unseen: list[str] = []
    while "etape" in steps.query_of(page):
        step = steps.step_of(page)
        if step in asked:
            slug = re.sub(r"[^\w-]", "-", step)
            field = f'[class*="st-key-answer-"][class*="-{slug} "]'
            expect(page.locator(field).first).to_be_visible()
            tab_to(page, field, back=count > 0)
            if not page.evaluate(LOOKS):
                unseen.append(f"{step}: {page.evaluate('document.activeElement.outerHTML')}")
            page.keyboard.press("Space")
            count += 1
            steps.progress(page, count)
            steps.settled(page)
        before = page.url
        expect(steps.onwards(page)).to_have_count(1)
        press(page, steps.ONWARDS)
        expect(page).not_to_have_url(before)
        steps.settled(page)
    assert unseen == []
    assert count == len(asked)

    expect(steps.heading(page, words.REVIEW)).to_be_visible()
    expect(steps.keyed(page, "send")).to_be_enabled()
    press(page, ".st-key-send button")
    expect(steps.heading(page, words.RESULT)).to_be_visible()
    steps.radar_of(page)
