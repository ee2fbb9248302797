"""A result taken away as PDF, XLSX and JSON, and the JSON made into an assessment on another installation."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import openpyxl
from playwright.sync_api import expect
from pypdf import PdfReader

from domino_survey.ui import routes
from tests.journeys import allowed, seeding, steps, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.sites import Site

# The first question of the short path that the seeding answers.
ANSWERED = steps.short_questions()[1].id
COMMENT = "Une affiche neuve depuis mars."


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def sheets_of(xlsx: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def comment_and_send(page: Page, site: Site, code: str) -> None:
    """Add a comment to an answer, and send the new version."""
    steps.open_step(page, site, code, ANSWERED)
    page.get_by_text(words.COMMENT_AND_PROOF).click()
    steps.type_text(steps.widget(page, ANSWERED, "comment").get_by_role("textbox"), COMMENT)
    expect(page.get_by_text(words.COMMENT_FILLED)).to_be_visible()
    steps.send(page, site, code)


def test_result__taken_away_and_loaded_elsewhere__has_the_same_answers_and_the_same_result(
    make_context: Callable[..., BrowserContext], new_site: Callable[..., Site]
) -> None:
    here, there = new_site(), new_site()
    (code,) = seeding.seed(here.data, 1)
    here.start()
    there.start()
    page = make_context().new_page()
    watch = steps.Watch(here.address).on(page)
    comment_and_send(page, here, code)
    radar = steps.radar_of(page)
    expect(steps.heading(page, words.TAKE_AWAY)).to_be_visible()

    pdf, xlsx, answers = (steps.download(page, ending) for ending in ("pdf", "xlsx", "json"))
    assert steps.download(page, "pdf") == pdf
    assert steps.download(page, "xlsx") == xlsx
    assert seeding.NAMES[0] in text_of(pdf)
    assert COMMENT not in text_of(pdf)
    assert COMMENT not in str(sheets_of(xlsx))
    content = json.loads(answers)
    assert content["answers"]["P01"] == {"value": seeding.NAMES[0]}
    assert content["comments"] == {ANSWERED: COMMENT}

    page.get_by_text(words.WITH_COMMENTS).click()
    expect(page.get_by_role("checkbox", name=words.WITH_COMMENTS)).to_be_checked()
    steps.settled(page)
    assert COMMENT in text_of(steps.download(page, "pdf"))
    assert COMMENT in str(sheets_of(steps.download(page, "xlsx")))
    assert watch.foreign == []
    assert [one for one in watch.errors if not allowed.is_noise(one)] == []

    other = make_context().new_page()
    steps.give_file(other, there, answers)
    expect(other.get_by_text(seeding.NAMES[0])).to_be_visible()
    # Three clicks faster than any answer of the server.
    steps.keyed(other, "load-answers").evaluate("b => { b.click(); b.click(); b.click(); }")
    expect(steps.heading(other, words.PROFILE)).to_be_visible()
    expect(other.get_by_text(words.LOADED)).to_be_visible()
    new_code = steps.query_of(other)["code"]
    assert new_code != code
    expect(other.get_by_text(words.LOADED)).to_contain_text(new_code)
    box = steps.widget(other, "P19", "answer-agregats").get_by_role("checkbox")
    expect(box).not_to_be_checked()
    for shared in seeding.SHARED:
        steps.tick(other, "P19", shared)
    steps.send(other, there, new_code)
    assert steps.radar_of(other) == radar
    assert steps.download(other, "json") == answers


def test_result__read_by_its_link__is_taken_away_without_comments_or_profile(
    make_context: Callable[..., BrowserContext], new_site: Callable[..., Site]
) -> None:
    site = new_site()
    (code,) = seeding.seed(site.data, 1)
    site.start()
    page = make_context().new_page()
    comment_and_send(page, site, code)
    link = page.get_by_test_id("stCode").filter(has_text="lien=").first.inner_text().strip()
    reader = make_context().new_page()
    reader.goto(link)
    expect(steps.heading(reader, words.TAKE_AWAY)).to_be_visible()
    steps.settled(reader)
    expect(steps.keyed(reader, "take-json")).to_have_count(0)
    expect(reader.get_by_text(words.WITH_COMMENTS)).to_have_count(0)
    assert seeding.NAMES[0] in text_of(steps.download(reader, "pdf"))
    rows = str(sheets_of(steps.download(reader, "xlsx")))
    assert ANSWERED in rows
    assert COMMENT not in rows
    assert "'P03'" not in rows


def test_file__truncated__is_refused_and_another_one_is_taken(page: Page, site: Site) -> None:
    steps.give_file(page, site, b'{"format": "domino-answers",')
    expect(page.get_by_role("alert").filter(has_text=words.FILE_REFUSED)).to_be_visible()
    expect(steps.keyed(page, "load-answers")).to_have_count(0)
    expect(page.get_by_role("textbox", name=words.YOUR_CODE)).to_be_visible()
    assert routes.RESUME.address in page.url
