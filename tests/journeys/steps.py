"""What a person does on the screens, each step ending when the screen shows that it is done."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect

from domino_survey import schema_files
from domino_survey.schema import (
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    YesNo,
    option_codes,
)
from domino_survey.ui import routes
from tests.journeys import words
from tests.journeys.sites import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from domino_survey.schema import Question, Questionnaire
    from domino_survey.ui.routes import Screen
    from tests.journeys.sites import Site

ONWARDS = ".st-key-next button, .st-key-finish button"
PATIENCE, ATTEMPTS = 30_000, 10
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@cache
def content() -> Questionnaire:
    """The questionnaire that the application offers."""
    return schema_files.load(ROOT / "schemas" / "domino" / "1.yaml")


def short_questions() -> list[Question]:
    """The questions of the short path, in order."""
    path = content().path("short")
    return [q for q in content().scored_questions if content().on_path(q, path)]


def address(site: Site, screen: Screen, **query: str) -> str:
    """The address of a screen."""
    search = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{site.address}/{screen.address}" + (f"?{search}" if search else "")


def settled(page: Page) -> None:
    """Wait until Streamlit has run the script and shows none of the previous screen."""
    expect(page.locator(IDLE)).to_be_attached()
    expect(page.locator('[data-testid="stElementContainer"][data-stale="true"]')).to_have_count(0)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def heading(page: Page, name: str | re.Pattern[str]) -> Locator:
    """A heading of the page."""
    return page.get_by_role("heading", name=name).first


def widget(page: Page, item: str, part: str = "answer") -> Locator:
    """One of the widgets of a question: parts are those of `ui.state.widget_key`."""
    slug = re.sub(r"[^\w-]", "-", item)
    return page.locator(f'[class*="st-key-{part}-"][class*="-{slug} "]')


def keyed(page: Page, key: str) -> Locator:
    """The button or the link of a key."""
    return page.locator(f".st-key-{key} :is(button, a)")


def onwards(page: Page) -> Locator:
    """The button to the next step, or from the last one to the review."""
    return page.locator(ONWARDS)


def query_of(page: Page) -> dict[str, str]:
    """What the address says after its question mark."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def step_of(page: Page) -> str:
    """The step that the address names."""
    return query_of(page)["etape"]


def start(page: Page, site: Site) -> str:
    """From home to the profile of a new assessment on the short path; gives its code."""
    page.goto(site.address)
    page.get_by_role("main").get_by_role("button", name=words.START).click()
    expect(page.get_by_role("radio")).not_to_have_count(0)
    page.get_by_role("button", name=words.BEGIN, exact=True).click()
    expect(heading(page, words.PROFILE)).to_be_visible()
    expect(page).to_have_url(re.compile("code="))
    return query_of(page)["code"]


def type_text(box: Locator, text: str) -> None:
    """Type into a box and leave it, which is when it is saved."""
    box.fill(text)
    box.press("Tab")


def fill_profile(page: Page, name: str = "Repair café de Redon") -> None:
    """What the profile needs: a name, a commune found by letters, a stage."""
    type_text(page.get_by_role("textbox", name=words.NAME), name)
    page.get_by_role("textbox", name=words.COMMUNE).fill("redo")
    page.get_by_role("button", name="Redon", exact=True).click()
    expect(page.get_by_text("Redon Agglomération")).to_be_visible()
    choose(page, "P10", "fonctionnement")


def to_questions(page: Page) -> None:
    """From the profile to the first question."""
    page.get_by_role("button", name=words.TO_QUESTIONS).click()
    expect(page).to_have_url(re.compile("etape="))
    expect(page.get_by_text(words.answered(0, len(short_questions())))).to_be_visible()


def options_of(page: Page, item: str, part: str = "answer") -> Locator:
    """The options of a question with one answer."""
    return widget(page, item, part).get_by_test_id("stRadioOption")


def choose(page: Page, item: str, code: str) -> None:
    """Choose the option of a code where one answer is given."""
    place = option_codes(content().items[item]).index(code)
    options_of(page, item).nth(place).click()
    expect(options_of(page, item).nth(place).get_by_role("radio")).to_be_checked()


def tick(page: Page, item: str, code: str) -> None:
    """Tick an option where several answers may be given."""
    box = widget(page, item, f"answer-{code}")
    box.locator("label").first.click()
    expect(box.get_by_role("checkbox")).to_be_checked()


def answer(page: Page, item: str, place: int = -1) -> None:
    """Answer the question that is shown, whatever its type, by the option at a place."""
    question = content().items[item]
    match question:
        case ScaleQuestion() | SingleChoice() | YesNo():
            choose(page, item, option_codes(question)[place])
        case MultipleChoice():
            tick(page, item, option_codes(question)[0])
        case NumberQuestion():
            type_text(widget(page, item).get_by_role("textbox"), "12")
        case _:
            type_text(widget(page, item).get_by_role("textbox"), "Une phrase.")


def go_on(page: Page) -> None:
    """Press 'next' and wait for the next step (or the review)."""
    before = page.url
    # Between a tick of the timer and the step that follows it, two may stand side by side.
    expect(onwards(page)).to_have_count(1)
    onwards(page).click()
    expect(page).not_to_have_url(before)
    settled(page)


def begin(page: Page, site: Site, name: str = "Repair café de Redon") -> str:
    """A new assessment at its first question; gives its code."""
    code = start(page, site)
    fill_profile(page, name)
    to_questions(page)
    return code


def open_step(page: Page, site: Site, code: str, step: str) -> None:
    """Go straight to a step of an assessment."""
    page.goto(address(site, routes.QUESTIONNAIRE, code=code, etape=step))
    expect(page.get_by_text(words.answered_any())).to_be_visible()
    settled(page)


def progress(page: Page, count: int) -> None:
    """Wait until so many answers of the short path are counted, which is once they are saved."""
    expect(page.get_by_text(words.answered(count, len(short_questions())))).to_be_visible()


def radar_of(page: Page, outlines: int = 1) -> str:
    """What the radar says to those who cannot see it, once it shows so many outlines."""
    radar = page.locator('[data-testid="stVegaLiteChart"][aria-label^="Radar"]')
    expect(radar).to_have_count(1)
    first = re.escape(content().axes[0].short["fr"])
    expect(radar).to_have_attribute("aria-label", re.compile(f"({first} .*){{{outlines}}}"))
    expect(radar).to_have_accessible_name(words.RADAR)
    return radar.get_attribute("aria-label") or ""


def choose_question(page: Page) -> None:
    """On the quality of the questions, open the first one, which is that with most to look at."""
    expect(heading(page, words.ONE_QUESTION)).to_be_visible()
    settled(page)
    pick(
        page.get_by_role("combobox", name=words.QUESTION, exact=True),
        page.get_by_role("option").nth(1),
    )
    expect(page.get_by_text(words.SHARES)).to_be_visible()
    settled(page)


def pick(box: Locator, option: Locator) -> None:
    """Open a list by the keyboard and choose one of its options."""
    # The list closes when the page scrolls or moves under it; asked again, it opens.
    for _ in range(ATTEMPTS):
        box.press("ArrowDown")
        with suppress(NotInTime):
            option.click(timeout=PATIENCE / ATTEMPTS)
            break


def send(page: Page, site: Site, code: str) -> None:
    """Send an assessment from its review, and see its result."""
    page.goto(address(site, routes.REVIEW, code=code))
    keyed(page, "send").click()
    expect(heading(page, words.BY_AXIS)).to_be_visible()
    settled(page)


def download(page: Page, ending: str) -> bytes:
    """Take a result away as a file of this kind."""
    with page.expect_download() as started:
        keyed(page, f"take-{ending}").click()
    assert started.value.suggested_filename.endswith(f".{ending}")
    return started.value.path().read_bytes()


def give_file(page: Page, site: Site, content: bytes) -> None:
    """Hand over a file of answers on the page where an assessment is found again."""
    page.goto(address(site, routes.RESUME))
    page.get_by_text(words.ANSWERS_FILE).click()
    chooser = page.locator('input[type="file"]')
    chooser.set_input_files(
        {"name": "reponses.json", "mimeType": "application/json", "buffer": content}
    )


def keep_advice(page: Page, site: Site, count: int) -> None:
    """Keep suggestions of the observatory until so many are in the roadmap."""
    page.goto(address(site, routes.OBSERVATORY))
    expect(heading(page, words.WHAT_TO_DO)).to_be_visible()
    settled(page)
    kept = page.get_by_text(words.KEPT)
    for number in range(kept.count() + 1, count + 1):
        page.get_by_role("button", name=words.KEEP, exact=True).first.click()
        expect(kept).to_have_count(number)
        settled(page)


def open_consultation(page: Page, site: Site, about: str | re.Pattern[str], way: str) -> str:
    """Open a consultation on weights as an organiser; gives its link."""
    page.goto(address(site, routes.CONSULTATIONS))
    expect(heading(page, words.CONSULTATIONS)).to_be_visible()
    settled(page)
    type_text(page.get_by_role("textbox", name=words.TITLE), words.CONSULTED)
    pick(
        page.get_by_role("combobox", name=words.TO_WEIGH),
        page.get_by_role("option", name=about).first,
    )
    settled(page)
    page.get_by_test_id("stRadioOption").filter(has_text=way).click()
    settled(page)
    page.get_by_role("button", name=words.OPEN_CONSULTATION).click()
    expect(page.get_by_test_id("stCode")).to_be_visible()
    settled(page)
    return page.get_by_test_id("stCode").inner_text().strip()


@dataclass
class Watch:
    """What a browser does behind the screen: errors it notes, requests it sends elsewhere."""

    origin: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def on(self, page: Page) -> Watch:
        """Start watching a page."""
        page.on("console", lambda message: self._note(message.type, message.text, message.location))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._request(request.url))
        page.on("websocket", lambda socket: self._request(socket.url))
        return self

    def _note(self, kind: str, text: str, location: object) -> None:
        if kind == "error":
            self.errors.append(f"{text} {location}")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != urlsplit(self.origin).netloc:
            self.foreign.append(url)
