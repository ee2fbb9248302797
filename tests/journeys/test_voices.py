"""A councillor goes from the figures to the words: by theme, searched, as a grid, taken away, by the keyboard too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from domino_survey.ui import routes
from tests.journeys import seeding, steps, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.sites import Site

PHONE = 360


def search(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name=words.SEARCH_VOICES)
    steps.type_text(box, text)
    box.press("Enter")


def opened(page: Page, site: Site) -> None:
    page.request.get(site.grant("decision-maker"))
    page.goto(steps.address(site, routes.VOICES))
    expect(page.get_by_text(words.WORD_FOR_WORD)).to_be_visible()
    steps.settled(page)


def test_councillor__from_the_observatory__reads_searches_and_takes_texts_away(
    page: Page, demo_site: Site
) -> None:
    page.request.get(demo_site.grant("decision-maker"))
    page.goto(steps.address(demo_site, routes.OBSERVATORY))
    page.get_by_role("link", name=words.READ_VOICES).click()
    expect(steps.heading(page, words.VOICES)).to_be_visible()
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("La clé du lieu se confie").first).to_be_visible()
    steps.settled(page)
    # As typed: neither bold nor a link, neither a heading nor a picture of party.
    text = main.inner_text()
    assert "<b>La soupe</b> *après* la séance" in text.replace("\u2060", "")
    assert ":tada:" in text.replace("\u2060", "")
    expect(main.get_by_role("link", name="pour la soupe")).to_have_count(0)
    expect(main.get_by_role("heading", name="Depuis, on nous trouve")).to_have_count(0)
    assert not [name for name in seeding.NAMES if name in text]

    search(page, "MEDIATHEQUE")
    expect(page.get_by_text(words.FOUND_IN_ALL)).to_be_visible()
    expect(main.get_by_text("La clé du lieu se confie")).to_have_count(0)
    search(page, "xyzzy")
    expect(page.get_by_text(words.NO_TEXT_WITH)).to_be_visible()
    search(page, "=1+1")
    button = page.get_by_role("button", name=words.GET_TEXTS)
    expect(button).to_be_visible()
    steps.settled(page)
    with page.expect_download() as started:
        button.click()
    content = started.value.path().read_bytes().decode("utf-8-sig")
    assert content.splitlines()[0] == '"Axe";"Sorte";"Texte"'
    assert set(content.splitlines()[1:]) == {
        '"Individu et collectif";"Pépite";"\'=1+1 personnes de plus à chaque atelier"'
    }


def test_grid__on_a_phone__is_stacked_and_nothing_sticks_out(
    make_context: Callable[..., BrowserContext], demo_site: Site
) -> None:
    page = make_context(PHONE, has_touch=True, is_mobile=True).new_page()
    opened(page, demo_site)
    page.get_by_test_id("stRadioOption").filter(has_text=words.ANALYSIS_GRID).click()
    expect(page.get_by_test_id("stTable")).to_be_visible()
    steps.settled(page)
    left = [
        page.get_by_role("heading", name=name, exact=True).bounding_box()
        for name in ("Pépite", "Opportunité", "Point de vigilance")
    ]
    assert len({round(box["x"]) for box in left if box}) == 1
    wide = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain] *')]"
        ".map((one) => one.getBoundingClientRect().right).reduce((a, b) => Math.max(a, b))"
    )
    assert wide < PHONE + 1


def test_keyboard__alone__changes_the_presentation_and_opens_what_is_folded(
    page: Page, demo_site: Site
) -> None:
    opened(page, demo_site)
    radio = page.get_by_role("radio").first
    radio.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("stTable")).to_be_visible()
    steps.settled(page)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_test_id("stTable")).to_have_count(0)
