"""What must hold on every screen and state: accessible, narrow enough, in one language, closed to others."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from domino_survey.ui import routes
from tests.journeys import allowed, seeding, steps, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.journeys.sites import Site

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = 360
LEAST_TARGET = 24


@dataclass(frozen=True)
class State:
    """One screen in one state: how to open it, and what shows that it is there."""

    name: str
    open: Callable[[Page, Site], None]
    shows: str | re.Pattern[str]


def at(screen: routes.Screen, **query: str) -> Callable[[Page, Site], None]:
    """Open a screen by its address; `code="last"` is the newest assessment of the site."""

    def open_it(page: Page, site: Site) -> None:
        known = {
            name: site.codes[-1] if value == "last" else value for name, value in query.items()
        }
        page.goto(steps.address(site, screen, **known))

    return open_it


def resume_with_error(page: Page, site: Site) -> None:
    page.goto(steps.address(site, routes.RESUME))
    page.get_by_role("textbox", name=words.YOUR_CODE).fill("ZZZZ")
    page.get_by_role("button", name=words.FIND_AGAIN).click()
    expect(page.get_by_role("alert").first).to_be_visible()


def file_with_faults(page: Page, site: Site) -> None:
    faults = {"Q" * 60: {"value": 1}, "A1.T1.Q1": {"value": "17"}}
    steps.give_file(page, site, answers_file(faults))
    expect(page.get_by_role("alert").filter(has_text=words.FILE_REFUSED)).to_be_visible()


def file_to_load(page: Page, site: Site) -> None:
    sharing = {"P19": {"value": ["agregats"]}}
    steps.give_file(page, site, answers_file({"P01": {"value": "Café"}, **sharing}))
    expect(steps.keyed(page, "load-answers")).to_be_visible()


def answers_file(answers: dict[str, object]) -> bytes:
    """A file of these answers to the questionnaire that is offered."""
    content = steps.content()
    key = {"id": content.id, "version": content.version, "hash": content.hash}
    head = {"format": "domino-answers", "version": 1, "questionnaire": key}
    rest = {"path": "short", "language": "fr", "answers": answers, "comments": {}, "proofs": {}}
    return json.dumps(head | rest).encode()


def profile_in_detail(page: Page, site: Site) -> None:
    at(routes.PROFILE, code="last")(page, site)
    page.get_by_text(words.DETAILS).click()
    expect(page.get_by_role("textbox", name=words.YEAR)).to_be_visible()


def question_in_detail(page: Page, site: Site) -> None:
    at(routes.QUESTIONNAIRE, code="last", etape="A1.T1.Q1")(page, site)
    expect(page.get_by_role("radio").first).to_be_attached()
    steps.settled(page)
    page.get_by_text(words.COMMENT_AND_PROOF).click()
    page.get_by_text(words.GO_TO_AXIS).click()
    page.get_by_text(words.KEEPING).click()
    expect(page.get_by_role("img", name="QR")).to_be_visible()


def result_in_detail(page: Page, site: Site) -> None:
    at(routes.RESULT, code="last")(page, site)
    expect(steps.heading(page, words.WHAT_NOW)).to_be_visible()
    steps.settled(page)
    unfold(page)


def what_if_in_detail(page: Page, site: Site) -> None:
    at(routes.WHAT_IF, code="last")(page, site)
    page.get_by_role("button", name=words.TRY).first.click()
    expect(page.get_by_text(words.WHAT_YOU_TRY)).to_be_visible()
    steps.settled(page)
    unfold(page)


def observatory_in_detail(page: Page, site: Site) -> None:
    at(routes.OBSERVATORY)(page, site)
    expect(steps.heading(page, words.OBSERVATORY)).to_be_visible()
    steps.settled(page)
    unfold(page)


def voices_in_detail(page: Page, site: Site) -> None:
    at(routes.VOICES)(page, site)
    expect(page.get_by_text(words.WORD_FOR_WORD)).to_be_visible()


def roadmap_in_detail(page: Page, site: Site) -> None:
    steps.keep_advice(page, site, 2)
    at(routes.ROADMAP)(page, site)
    expect(page.get_by_role("button", name=words.TAKE_OUT)).not_to_have_count(0)
    steps.settled(page)
    steps.type_text(page.get_by_role("textbox", name=words.BY_WHEN).first, "31/02/2027")
    expect(page.get_by_text(words.NO_SUCH_DAY)).to_be_visible()
    steps.settled(page)
    unfold(page)


def voices_in_a_grid(page: Page, site: Site) -> None:
    at(routes.VOICES)(page, site)
    steps.type_text(page.get_by_role("textbox", name=words.SEARCH_VOICES), "mediatheque")
    page.get_by_role("textbox", name=words.SEARCH_VOICES).press("Enter")
    expect(page.get_by_text(words.FOUND_IN_ALL)).to_be_visible()
    page.get_by_test_id("stRadioOption").filter(has_text=words.ANALYSIS_GRID).click()
    expect(page.get_by_test_id("stTable")).to_be_visible()


def observatory_filtered(page: Page, site: Site) -> None:
    """A selection that is not shown beside a choice of all levels."""
    query = {"territoire": "commune-35238", "filtre": "P10", "valeur": "idee", "avec": "region-53"}
    at(routes.OBSERVATORY, **query)(page, site)
    expect(page.get_by_role("link", name=words.SEE_INSTEAD)).to_be_visible()


def quality_in_detail(page: Page, site: Site) -> None:
    at(routes.QUALITY)(page, site)
    steps.choose_question(page)
    unfold(page)


def rescoring_in_detail(page: Page, site: Site) -> None:
    at(routes.RESCORING)(page, site)
    expect(steps.heading(page, words.RESCORING)).to_be_visible()
    steps.settled(page)
    unfold(page)


def export_prepared(page: Page, site: Site) -> None:
    at(routes.EXPORT)(page, site)
    expect(page.get_by_role("button", name=words.EXPORT_PREPARE)).to_be_visible()
    steps.settled(page)
    steps.type_text(page.get_by_label(words.EXPORT_REASON), "Voir ce que donne la page")
    page.get_by_role("button", name=words.EXPORT_PREPARE).click()
    expect(page.get_by_role("button", name=words.EXPORT_DOWNLOAD)).to_be_visible()


def method_tried(page: Page, site: Site) -> None:
    at(routes.METHOD)(page, site)
    boxes = page.get_by_test_id("stTextInput").get_by_role("textbox")
    expect(boxes).not_to_have_count(0)
    steps.settled(page)
    steps.type_text(boxes.first, "2,5")
    page.get_by_test_id("stRadioOption").filter(has_text=words.RULES).click()
    expect(page.get_by_text(words.OWN_RULES)).to_be_visible()
    steps.settled(page)
    page.get_by_text(words.OWN_RULES).click()
    expect(page.get_by_text(words.WEAKEST_DECIDES)).to_be_visible()
    page.get_by_text(words.WEAKEST_DECIDES).click()
    expect(page.get_by_role("button", name=words.GET_VERSION)).to_be_visible()
    steps.settled(page)
    unfold(page)


def consultation_opened(page: Page, site: Site) -> None:
    steps.open_consultation(page, site, words.WEIGH_AXES, words.BY_POINTS)


def budget_asked(page: Page, site: Site) -> None:
    page.goto(steps.open_consultation(page, site, words.WEIGH_AXES, words.BY_POINTS))
    expect(page.get_by_role("spinbutton")).not_to_have_count(0)
    steps.settled(page)
    unfold(page)


def pairs_asked(page: Page, site: Site) -> None:
    page.goto(steps.open_consultation(page, site, words.WEIGH_THEMES, words.BY_PAIRS))
    expect(page.get_by_text(words.WHICH_MORE)).to_be_visible()
    steps.settled(page)
    page.get_by_test_id("stRadioOption").first.click()
    expect(page.get_by_test_id("stRadioOption")).to_have_count(11)


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate(
        "document.querySelectorAll('details:not([open]) > summary').forEach(s => s.click())"
    )
    expect(page.locator("details:not([open])")).to_have_count(0)


STATES = (
    State("home", at(routes.HOME), words.HOME_TITLE),
    State("start", at(routes.START), words.START),
    State("resume", at(routes.RESUME), words.RESUME),
    State("resume-error", resume_with_error, words.RESUME),
    State("resume-file-refused", file_with_faults, words.RESUME),
    State("resume-file", file_to_load, words.RESUME),
    State("profile", profile_in_detail, words.PROFILE),
    State("question-scale", question_in_detail, re.compile("trouver et comprendre")),
    State(
        "question-multiple",
        at(routes.QUESTIONNAIRE, code="last", etape="A2.T2.Q1"),
        re.compile("appuis publics"),
    ),
    State(
        "question-single",
        at(routes.QUESTIONNAIRE, code="last", etape="A4.T2.Q1"),
        re.compile("équilibre économique"),
    ),
    State(
        "open-questions",
        at(routes.QUESTIONNAIRE, code="last", etape="A1"),
        words.OPEN_QUESTIONS,
    ),
    State("review", at(routes.REVIEW, code="last"), words.REVIEW),
    State("result", result_in_detail, words.RESULT),
    State("plan", at(routes.PLAN, code="last"), words.PLAN),
    State("group", at(routes.GROUP, code="last"), words.GROUP),
    State("what-if", what_if_in_detail, words.WHAT_IF),
    State("observatory", observatory_in_detail, words.OBSERVATORY),
    State("voices", voices_in_detail, words.VOICES),
    State("voices-grid", voices_in_a_grid, words.VOICES),
    State("roadmap", roadmap_in_detail, words.ROADMAP),
    State("observatory-filtered", observatory_filtered, words.OBSERVATORY),
    State("observatory-unknown", at(routes.OBSERVATORY, territoire="region-xx"), words.OBSERVATORY),
    State("collection", at(routes.COLLECTION), words.COLLECTION),
    State("quality", quality_in_detail, words.QUALITY),
    State("rescoring", rescoring_in_detail, words.RESCORING),
    State("export", export_prepared, words.EXPORT),
    State("method", method_tried, words.CHANGES),
    State("consultations", consultation_opened, words.CONSULTATIONS),
    State("weights-budget", budget_asked, words.CONSULTED),
    State("weights-pairs", pairs_asked, words.CONSULTED),
    State("weights-unknown", at(routes.WEIGHTS, consultation="x"), words.WEIGHTS),
    State("your-data", at(routes.YOUR_DATA), words.YOUR_DATA),
)
# Looked at with fewer assessments than may be shown as well.
FEW = {"observatory", "collection"}
REFUSED = (
    State("no-code", at(routes.PROFILE), words.WHICH_ASSESSMENT),
    State("no-right", at(routes.OBSERVATORY), words.NEEDS_LINK),
    State("no-right-voices", at(routes.VOICES), words.NEEDS_LINK),
    State("no-right-roadmap", at(routes.ROADMAP), words.NEEDS_LINK),
    State("no-right-organiser", at(routes.COLLECTION), words.NEEDS_LINK),
    State("no-right-quality", at(routes.QUALITY), words.NEEDS_LINK),
    State("no-right-rescoring", at(routes.RESCORING), words.NEEDS_LINK),
    State("no-right-method", at(routes.METHOD), words.NEEDS_LINK),
    State(
        "link-refused",
        lambda page, site: (page.goto(f"{site.address}/acces/{'A' * 32}"), None)[1],
        words.LINK_UNKNOWN,
    ),
)


def told(found: Mapping[str, Iterable[str]]) -> str:
    """Every fault on a line of its own, once, with the states that have it."""
    states: dict[str, list[str]] = {}
    for name, faults in found.items():
        for fault in faults:
            states.setdefault(fault, []).append(name)
    return "\n".join(f"{fault} [{', '.join(where)}]" for fault, where in states.items())


def show(state: State, page: Page, site: Site) -> None:
    """Open a state and wait until all of it is drawn."""
    state.open(page, site)
    expect(steps.heading(page, state.shows)).to_be_visible()
    if page.get_by_test_id("stApp").count():
        steps.settled(page)


@pytest.fixture(scope="module")
def keys(demo_site: Site, new_small_site: Site) -> dict[str, list[str]]:
    """Access links of both roles, for each site."""
    return {
        site.address: [site.grant("decision-maker"), site.grant("organiser")]
        for site in (demo_site, new_small_site)
    }


@pytest.fixture(scope="module")
def new_small_site(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An installation with fewer assessments than an observatory may show."""
    from tests.journeys.sites import Site as Installation  # noqa: PLC0415 - a type elsewhere

    made = Installation(tmp_path_factory.mktemp("small") / "data", demo=True)
    made.codes = seeding.seed(made.data, 3, demo=True)
    made.start()
    yield made
    made.kill()


def signed_in(context: BrowserContext, links: list[str]) -> Page:
    """A page whose browser has opened both access links."""
    page = context.new_page()
    for link in links:
        page.request.get(link)
    return page


@cache
def axe_source() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


HEIGHT = "() => Math.max(...[...document.querySelectorAll('body, [data-testid=stMain]')].map((one) => one.scrollHeight))"


def violations(page: Page) -> list[str]:
    """What axe-core finds, but for what Streamlit draws by itself.

    Streamlit scrolls within the page, and axe-core leaves out what is scrolled away: the window is
    made as high as all there is.
    """
    size = page.viewport_size or {"width": 1100, "height": 900}
    page.set_viewport_size({"width": size["width"], "height": page.evaluate(HEIGHT) + 100})
    try:
        return _violations(page)
    finally:
        page.set_viewport_size(size)


def _violations(page: Page) -> list[str]:
    page.evaluate(axe_source())
    # What the pointer rests on takes Streamlit's colour of hovering, see docs/accessibility.md.
    page.mouse.move(1, 1)
    # Colours that are still fading would be measured half way.
    page.evaluate(
        "() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => 0)))"
    )
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        TAGS,
    )
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:300]} | {node['failureSummary'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
        if not allowed.is_of_streamlit(rule["id"], node["html"])
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe__each_screen_and_state__finds_nothing_of_ours(
    theme: str,
    make_context: Callable[..., BrowserContext],
    demo_site: Site,
    new_small_site: Site,
    keys: dict[str, list[str]],
) -> None:
    found: dict[str, list[str]] = {}
    page = signed_in(make_context(color_scheme=theme), keys[demo_site.address])
    for state in STATES:
        show(state, page, demo_site)
        found[state.name] = violations(page)
    small = signed_in(make_context(color_scheme=theme), keys[new_small_site.address])
    for state in (one for one in STATES if one.name in FEW):
        show(state, small, new_small_site)
        found[f"{state.name}, few assessments"] = violations(small)
    stranger = make_context(color_scheme=theme).new_page()
    for state in REFUSED:
        show(state, stranger, demo_site)
        found[state.name] = violations(stranger)
    assert told(found) == ""


WIDTHS = """
() => [document.documentElement, ...document.querySelectorAll('[data-testid="stMain"]')]
    .map((one) => one.scrollWidth)
"""
# A target in a line of text has the height of its line; WCAG 2.5.8 excepts it.
SMALL_TARGETS = """
least => [...document.querySelectorAll('main button, main a, main summary, section button, '
    + 'section summary, header a, [data-testid="stRadioOption"], [data-testid="stCheckbox"] label')]
    .filter((one) => one.checkVisibility() && !one.closest('p') && one.getClientRects().length)
    .filter((one) => Math.round(one.getBoundingClientRect().height) < least)
    .map((one) => Math.round(one.getBoundingClientRect().height) + ' ' + one.outerHTML.slice(0, 200))
"""
LABELS_OUTSIDE = """
() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')].flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter((text) => {
        const box = text.getBoundingClientRect();
        return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1
            || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
    }).map((text) => text.textContent);
})
"""


def test_360_px__each_screen__neither_scrolls_sideways_nor_cuts_anything(
    make_context: Callable[..., BrowserContext], demo_site: Site, keys: dict[str, list[str]]
) -> None:
    context = make_context(PHONE, has_touch=True, is_mobile=True)
    page = signed_in(context, keys[demo_site.address])
    faults: dict[str, list[str]] = {}
    for state in STATES:
        show(state, page, demo_site)
        found = [f"{wide} px wide" for wide in page.evaluate(WIDTHS) if wide > PHONE]
        small = page.evaluate(SMALL_TARGETS, LEAST_TARGET)
        found += [f"small: {one}" for one in small if not allowed.is_small_by_streamlit(one)]
        found += [f"label outside: {text}" for text in page.evaluate(LABELS_OUTSIDE)]
        faults[state.name] = found
    assert told(faults) == ""


@dataclass(frozen=True)
class Walk:
    """What was noticed on each screen of one walk through all of them."""

    watch: steps.Watch
    snapshots: dict[str, str]
    names: dict[str, list[str]]
    languages: dict[str, str]


@pytest.fixture(scope="module")
def walk(browser: Browser, demo_site: Site, keys: dict[str, list[str]]) -> Iterator[Walk]:
    """One visit of every screen by someone with every right, in French."""
    context = browser.new_context(locale="fr-FR")
    page = signed_in(context, keys[demo_site.address])
    made = Walk(steps.Watch(demo_site.address).on(page), {}, {}, {})
    for state in STATES:
        show(state, page, demo_site)
        made.snapshots[state.name] = page.locator("body").aria_snapshot()
        made.names[state.name] = [
            *page.evaluate(NAMES),
            *page.locator("body").inner_text().splitlines(),
        ]
        made.languages[state.name] = page.evaluate("document.documentElement.lang")
    yield made
    context.close()


NAMES = """
() => [...document.querySelectorAll('[aria-label], [alt], [placeholder], [title]')].flatMap((one) =>
    ['aria-label', 'alt', 'placeholder', 'title'].map((name) => one.getAttribute(name) || ''))
"""


def test_console_and_network__each_screen__are_silent_and_stay_at_home(walk: Walk) -> None:
    assert walk.watch.foreign == []
    assert [one for one in walk.watch.errors if not allowed.is_noise(one)] == []


def test_french__each_screen__has_no_accessible_name_in_english(walk: Walk) -> None:
    assert set(walk.languages.values()) == {"fr"}
    faults = {
        name: [
            line.strip()
            for line in snapshot.splitlines()
            if allowed.ENGLISH.search(line) and not allowed.is_english_by_streamlit(line)
        ]
        for name, snapshot in walk.snapshots.items()
    }
    assert told(faults) == ""


def test_texts__each_screen__show_no_value_that_a_program_left_out(walk: Walk) -> None:
    missing = re.compile(r"\b(None|nan|NaN|undefined|null)\b")
    faults = {
        name: [one for one in names if missing.search(one)] for name, names in walk.names.items()
    }
    assert told(faults) == ""


def test_names__each_screen__show_no_signs_of_markdown(walk: Walk) -> None:
    faults = {
        name: sorted({one for one in names if re.search(r"\\[^\w\s]", one)})
        for name, names in walk.names.items()
    }
    assert told(faults) == ""
