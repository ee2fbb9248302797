"""A councillor chooses, compares, sends the address; another reader opens it, or is refused in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from domino_survey.ui import routes
from tests.journeys import steps, words
from tests.journeys.sites import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Locator, Page

RUNNING = re.compile("Fonctionnement régulier")
SIDEWAYS = """
() => document.querySelector('[data-testid="stMain"]').scrollWidth - window.innerWidth
"""


@pytest.fixture(scope="module")
def territory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, str]]]:
    """An installation with 200 assessments, and a link for each of three territories."""
    site = Site(tmp_path_factory.mktemp("territory") / "data", demo=True)
    site.domino("demo", "--responses", "200", "--seed", "5")
    links = {
        place: site.grant("decision-maker", "--territory", place)
        for place in ("region:53", "region:52", "departement:35")
    }
    site.start()
    yield site, {place: f"{site.address}{urlsplit(link).path}" for place, link in links.items()}
    site.kill()


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=name)


def charts(page: Page) -> Locator:
    return page.locator('[data-testid="stVegaLiteChart"]')


@pytest.mark.parametrize("width", [1280, 360])
def test_councillor__chooses_compares_and_sends__the_address_opens_the_same(
    width: int,
    territory: tuple[Site, dict[str, str]],
    make_context: Callable[..., BrowserContext],
) -> None:
    site, links = territory
    page = make_context(width).new_page()
    page.goto(links["region:53"])
    expect(steps.heading(page, "Bretagne")).to_be_visible()
    steps.settled(page)

    steps.pick(box(page, words.KEEP_ONLY), page.get_by_role("option", name=RUNNING))
    expect(steps.heading(page, RUNNING)).to_be_visible()
    steps.settled(page)
    steps.pick(
        box(page, words.COMPARE_WITH), page.get_by_role("option", name="Bretagne", exact=True)
    )
    expect(page.get_by_text(words.COMPARED)).to_be_visible()
    steps.settled(page)
    query = parse_qs(urlsplit(page.url).query)
    assert (query["filtre"], query["valeur"]) == (["P10"], ["fonctionnement"])
    assert query["avec"] == ["region-53"]
    expect(charts(page).first).to_have_accessible_name(re.compile("Bretagne · Stade"))
    expect(steps.heading(page, words.FRAGILE)).to_be_visible()
    assert page.evaluate(SIDEWAYS) <= 0

    # Without the filter there are parts to compare.
    steps.pick(box(page, words.KEEP_ONLY), page.get_by_role("option").first)
    heat = charts(page).and_(page.get_by_label(words.HEAT))
    expect(heat.first).to_be_visible()
    steps.settled(page)
    page.get_by_test_id("stRadioGroup").get_by_text("Stade", exact=True).click()
    # Headings are broken into lines.
    expect(heat.first).to_contain_text("Fonctionnement")
    assert page.evaluate(SIDEWAYS) <= 0

    sent = steps.address(
        site, routes.OBSERVATORY, territoire="region-53", filtre="P10", valeur="fonctionnement"
    )
    colleague = make_context(width).new_page()
    colleague.goto(links["region:53"])
    expect(steps.heading(colleague, "Bretagne")).to_be_visible()
    colleague.goto(sent)
    expect(steps.heading(colleague, RUNNING)).to_be_visible()


def test_reader_of_another_territory__sent_an_address__is_refused_in_words(
    territory: tuple[Site, dict[str, str]], make_context: Callable[..., BrowserContext]
) -> None:
    site, links = territory
    for link in (links["region:52"], links["departement:35"]):
        page = make_context().new_page()
        page.goto(link)
        expect(steps.heading(page, words.OBSERVATORY)).to_be_visible()
        page.goto(steps.address(site, routes.OBSERVATORY, territoire="region-53"))
        expect(page.get_by_text(words.NOT_YOURS)).to_be_visible()
        steps.settled(page)
        expect(charts(page)).to_have_count(0)


def test_back__after_choices__shows_the_former_selection(
    territory: tuple[Site, dict[str, str]], make_context: Callable[..., BrowserContext]
) -> None:
    _, links = territory
    page = make_context().new_page()
    page.goto(links["region:53"])
    expect(steps.heading(page, "Bretagne")).to_be_visible()
    steps.settled(page)
    steps.pick(box(page, "Département"), page.get_by_role("option", name="Ille-et-Vilaine"))
    expect(steps.heading(page, "Ille-et-Vilaine")).to_be_visible()
    steps.settled(page)
    steps.pick(box(page, "Département"), page.get_by_role("option").first)
    expect(steps.heading(page, "Bretagne")).to_be_visible()
