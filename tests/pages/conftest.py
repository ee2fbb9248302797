"""Pages run in this process over a real store in memory."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domino_survey.services import runtime
from domino_survey.services.context import Context
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TESTS = Path(__file__).parents[1]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def make_context(tmp_path: Path) -> Iterator[Callable[..., Context]]:
    """The context of an application; the settings are those of an installation."""
    made: list[Context] = []

    def make(**settings: object) -> Context:
        chosen = Settings(**{"data": tmp_path, **settings})  # type: ignore[arg-type]
        context = Context(open_repository(now=NOW), chosen)
        made.append(context)
        runtime.install(context)
        return context

    yield make
    runtime.install(None)
    for context in made:
        context.repository.close()


@pytest.fixture
def context(make_context: Callable[..., Context]) -> Context:
    """The application with its own questionnaire."""
    return make_context()


@pytest.fixture
def garden(make_context: Callable[..., Context], tmp_path: Path) -> Context:
    """The application with a questionnaire of every type of question."""
    folder = tmp_path / "schemas" / "jardins"
    folder.mkdir(parents=True)
    shutil.copy(TESTS / "questionnaires" / "jardins.yaml", folder / "v2.yaml")
    return make_context(schemas=folder.parent, questionnaire="jardins")
