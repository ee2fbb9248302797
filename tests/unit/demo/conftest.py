from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from domino_survey.services.context import Context
from domino_survey.settings import ROOT, Settings
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
OTHERS = ROOT / "tests" / "questionnaires"


@pytest.fixture(scope="module")
def open_context() -> Iterator[Callable[..., Context]]:
    """Makes contexts on stores in memory, closed at the end."""
    opened: list[Context] = []

    def make(*, demo: bool = True, schemas: Path = ROOT / "schemas") -> Context:
        settings = Settings(demo=demo, schemas=schemas)
        opened.append(Context(open_repository(None, now=NOW), settings, lambda: NOW))
        return opened[-1]

    yield make
    for context in opened:
        context.repository.close()
