"""The schema that editors read says what the models say."""

from __future__ import annotations

from pathlib import Path

import pytest

from domino_survey.schema_files import EDITOR_LINE, json_schema, json_schema_text

ROOT = Path(__file__).parents[3]
PUBLISHED = sorted((ROOT / "schemas").glob("*/*.yaml"))


def test_json_schema_file__models__kept_fresh() -> None:
    written = (ROOT / "schemas" / "questionnaire.schema.json").read_text(encoding="utf-8")
    # To write it again: python -m domino_survey.schema_files.reference
    assert written == json_schema_text()


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.parent.name)
def test_published_questionnaire__first_line__names_the_schema(path: Path) -> None:
    assert path.read_text(encoding="utf-8").splitlines()[0] == EDITOR_LINE


def test_json_schema__caller_changes_it__next_caller_gets_it_whole() -> None:
    json_schema().clear()
    assert json_schema()["title"] == "Questionnaire"
