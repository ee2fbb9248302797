"""A result made of answers given in view of the reader, without a store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from domino_survey.services.library import reference_of
from domino_survey.services.results import Result, result_of
from domino_survey.storage import Response, Submission
from tests.builders import answers as answers_of

if TYPE_CHECKING:
    from domino_survey.schema import Questionnaire
    from tests.builders import Plain

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def result(model: Questionnaire, *, path: str = "full", **plain: Plain) -> Result:
    """The result of one response on a path."""
    response = Response(
        id="r",
        initiative_id="i",
        questionnaire=reference_of(model),
        path=path,
        language="fr",
        created_at=AT,
        code_hash="c",
        result_hash="l",
        origin="real",
    )
    submission = submission_of(response, path)
    return result_of(model, response, submission, answers_of(**plain))


def submission_of(response: Response, path: str) -> Submission:
    """What was sent, as far as a result reads it."""
    return Submission(
        id="s",
        response_id=response.id,
        key="k",
        submitted_at=AT,
        answers={"path": path},
        answers_hash="h",
        questionnaire=response.questionnaire,
        method_version="1",
        number=1,
    )
