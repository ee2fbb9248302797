from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from domino_survey.reports import answers_file
from domino_survey.services import loading_answers
from domino_survey.services.context import Context
from domino_survey.services.example import FOLDER, example_result
from domino_survey.services.rights import VISITOR
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


@pytest.fixture
def context() -> Iterator[Context]:
    repository = open_repository(None, now=NOW)
    yield Context(repository, Settings(), lambda: NOW)
    repository.close()


def example_row() -> dict[str, str]:
    with (FOLDER / "domino.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))


def write(folder: Path, row: dict[str, str]) -> Path:
    with (folder / "domino.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    return folder


def test_example__file_of_the_questionnaire__gives_a_mixed_profile_with_a_band(
    context: Context,
) -> None:
    questionnaire = context.library.current("domino")
    result = example_result(context, questionnaire)
    assert result is not None
    scores = {axis.axis.id: axis.result.score for axis in result.axes}
    assert all(score.value is not None for score in scores.values())
    assert scores["A1"].value == max(score.value or 0 for score in scores.values())
    assert scores["A2"].value == min(score.value or 100 for score in scores.values())
    assert any((score.high or 0) - (score.low or 0) > 5 for score in scores.values())
    assert str(result.answers["P03"].value) in context.territories
    assert result.name == example_row()["P01"]
    assert result.advice


def test_example__file__has_a_column_for_every_question_and_profile_item(context: Context) -> None:
    questionnaire = context.library.current("domino")
    wanted = {
        *(q.id for q in questionnaire.questions),
        *(i.id for i in questionnaire.profile.items),
    }
    assert wanted <= set(example_row())


def test_example__its_own_file_of_answers__is_accepted_where_people_load_theirs(
    context: Context,
) -> None:
    result = example_result(context, context.library.current("domino"))
    assert result is not None
    loadable = loading_answers.read_answers(context, VISITOR, answers_file(result))
    assert loadable.file.answers == result.answers


@pytest.mark.parametrize("change", [{"Z9": "1"}, {"A1.T1.Q1": "17"}])
def test_example__file_that_does_not_fit__gives_none(
    context: Context, tmp_path: Path, change: dict[str, str]
) -> None:
    folder = write(tmp_path, {**example_row(), **change})
    assert example_result(context, context.library.current("domino"), folder) is None


def test_example__no_file_or_no_answer__gives_none(context: Context, tmp_path: Path) -> None:
    questionnaire = context.library.current("domino")
    assert example_result(context, questionnaire, tmp_path) is None
    folder = write(tmp_path, {"response": "vide", "P01": ""})
    assert example_result(context, questionnaire, folder) is None
