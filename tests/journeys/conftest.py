"""Servers and browsers of the journeys: servers for the session, a browser per module, a context per test."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.journeys import seeding
from tests.journeys.sites import ROOT, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A loaded machine draws a screen in seconds, not in minutes.
PATIENCE = 30_000
RESPONSES = 24

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    named = os.environ.get("DOMINO_CHROMIUM")
    if named:
        return named
    found = subprocess.run(  # noqa: S603 - a script of the repository
        [str(ROOT / "scripts" / "find-chromium")], capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


# One per module: while Playwright runs, its event loop stands in the way of other tests' own.
@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def make_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Another person's browser: nothing in common with the others."""
    made: list[BrowserContext] = []

    def make(width: int = 1100, **options: object) -> BrowserContext:
        settings: dict[str, object] = {
            "viewport": {"width": width, "height": 900},
            "locale": "fr-FR",
            "timezone_id": "Europe/Paris",
            **options,
        }
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(make_context: Callable[..., BrowserContext]) -> Page:
    return make_context().new_page()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running installation without a single response at its start."""
    made = Site(tmp_path_factory.mktemp("site") / "data").start()
    yield made
    made.kill()


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running installation with demonstration data, enough for an observatory."""
    made = Site(tmp_path_factory.mktemp("demo") / "data", demo=True)
    made.codes = seeding.seed(made.data, RESPONSES, demo=True)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Installations of this test's own, to kill or to ask for the first time."""
    made: list[Site] = []

    def make(**options: object) -> Site:
        site = Site(tmp_path / f"data{len(made)}", **options)  # type: ignore[arg-type]
        made.append(site)
        return site

    yield make
    for site in made:
        site.kill()
