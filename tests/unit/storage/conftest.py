from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.storage.duckdb_repository import open_repository
from tests.unit.storage.samples import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domino_survey.storage.duckdb_repository import DuckDBRepository


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "domino.duckdb"


@pytest.fixture(params=["memory", "file"])
def repository(request: pytest.FixtureRequest, database: Path) -> Iterator[DuckDBRepository]:
    path = database if request.param == "file" else None
    opened = open_repository(path, now=NOW)
    yield opened
    opened.close()
