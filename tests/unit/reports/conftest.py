"""Results to report on: the example of the home page, and small ones made in view of the test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from domino_survey.schema_files import load
from domino_survey.services.context import Context
from domino_survey.services.deadlines import due_of
from domino_survey.services.example import example_result
from domino_survey.services.library import reference_of
from domino_survey.services.plan import Intent, Movement, PlannedAction
from domino_survey.services.results import result_of
from domino_survey.settings import Settings
from domino_survey.storage import Response, Submission
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.answers import Answer
    from domino_survey.schema import Questionnaire
    from domino_survey.services.results import Result

NOW = datetime(2026, 11, 23, 22, 30, 15, 250_000, tzinfo=UTC)
JARDINS = Path(__file__).parents[2] / "questionnaires" / "jardins.yaml"


def result_from(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    *,
    comments: Mapping[str, str] | None = None,
    proofs: Mapping[str, str] | None = None,
    path: str | None = None,
) -> Result:
    """The result of these answers, submitted at `NOW`."""
    reference, path = reference_of(questionnaire), path or questionnaire.full_path.code
    response = Response("r", "i", reference, path, questionnaire.languages[0], NOW)
    content = {
        "path": path,
        "language": questionnaire.languages[0],
        "comments": comments or {},
        "proofs": proofs or {},
    }
    submission = Submission("s", "r", "k", NOW, content, "", reference, "1", number=1)
    return result_of(questionnaire, response, submission, answers)


@pytest.fixture(scope="session")
def example() -> Result:
    """The example of the home page, invented."""
    repository = open_repository(None, now=NOW)
    context = Context(repository, Settings(), lambda: NOW)
    found = example_result(context, context.library.current("domino"))
    repository.close()
    assert found is not None
    return found


@pytest.fixture(scope="session")
def jardins() -> Questionnaire:
    """Another questionnaire: three axes, two levels, an overall score, no open question."""
    return load(JARDINS)


def planned(result: Result, **intent: Any) -> PlannedAction:
    """The first recommendation of a result in a plan, compared with a later assessment."""
    recommendation = result.advice[0].recommendation
    later = NOW + timedelta(days=300)
    words = Intent(**intent)
    return PlannedAction(
        recommendation,
        result.questionnaire,
        words,
        result.submission,
        Movement(recommendation.axis, 42.0, 55.0),
        NOW,
        latest=replace(result.submission, id="later", submitted_at=later),
        movements=(Movement(result.axes[0].themes[0].theme.id, 30.0, None),),
        due=due_of(words.when),
    )
