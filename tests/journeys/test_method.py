"""An organiser asks for weights, someone answers, and the weights are tried on the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from domino_survey import schema_files
from domino_survey.ui import routes
from tests.journeys import steps, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext

    from tests.journeys.sites import Site


def test_weights__asked_given_tried_and_kept_as_a_file(
    make_context: Callable[..., BrowserContext],
    new_site: Callable[..., Site],
    tmp_path: Path,
) -> None:
    site = new_site().start()
    organiser = make_context().new_page()
    organiser.request.get(site.grant("organiser"))
    link = steps.open_consultation(organiser, site, words.WEIGH_THEMES, words.BY_POINTS)

    page = make_context(360).new_page()
    page.goto(link)
    boxes = page.get_by_role("spinbutton")
    expect(boxes).to_have_count(4)
    steps.settled(page)
    steps.type_text(boxes.nth(0), "70")
    expect(page.get_by_text(words.POINTS_LEFT)).to_be_visible()
    page.reload()
    expect(boxes.nth(0)).to_have_value("70")
    steps.settled(page)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text(words.NOT_A_HUNDRED)).to_be_visible()
    steps.settled(page)
    steps.type_text(boxes.nth(1), "30")
    expect(page.get_by_text(words.ALL_SHARED)).to_be_visible()
    steps.settled(page)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text(words.WEIGHTS_SENT)).to_be_visible()

    organiser.goto(steps.address(site, routes.CONSULTATIONS))
    expect(organiser.get_by_text(words.ONE_ANSWER)).to_be_visible()
    assert link.rpartition("=")[2] not in organiser.content()
    steps.settled(organiser)
    organiser.get_by_role("button", name=words.TRY_WEIGHTS).click()
    expect(steps.heading(organiser, words.CHANGES)).to_be_visible()
    weights = organiser.get_by_test_id("stTextInput").get_by_role("textbox")
    expect(weights.first).to_have_value("70")
    steps.radar_of(organiser, outlines=2)
    steps.settled(organiser)
    with organiser.expect_download() as saving:
        organiser.get_by_role("button", name=words.GET_VERSION).click()
    file = tmp_path / "schemas" / "domino" / "2.yaml"
    file.parent.mkdir(parents=True)
    saving.value.save_as(file)
    kept = schema_files.load(file)
    assert [theme.weight for theme in kept.axes[0].themes] == [70, 30, 0, 0]

    organiser.goto(steps.address(site, routes.CONSULTATIONS))
    organiser.get_by_role("button", name=words.CLOSE).click()
    expect(organiser.get_by_role("button", name=words.CLOSE)).to_have_count(0)
    page.reload()
    expect(page.get_by_text(words.CLOSED)).to_be_visible()
