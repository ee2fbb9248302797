"""The example of the home page: invented answers, from a file, with a result computed as any other."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from domino_survey.answers import State, parsed, unknown_columns
from domino_survey.errors import DominoError
from domino_survey.scoring import METHOD_VERSION
from domino_survey.services.library import reference_of
from domino_survey.services.results import result_of
from domino_survey.storage import Response, Submission

if TYPE_CHECKING:
    from domino_survey.answers import Answer
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.services.results import Result

FOLDER = Path(__file__).resolve().parents[2] / "data" / "example"
RESPONSE = "response"


def example_result(
    context: Context, questionnaire: Questionnaire, folder: Path = FOLDER
) -> Result | None:
    """The result of the first response of `<questionnaire id>.csv`, on the path that asks everything.

    None when there is no such file, or when it does not fit the questionnaire: an unknown column, an
    answer that is refused, no answer at all.
    """
    answers = example_answers(questionnaire, folder)
    if not answers:
        return None
    return invented_result(context, questionnaire, answers)


def example_answers(questionnaire: Questionnaire, folder: Path = FOLDER) -> dict[str, Answer]:
    """The answers of the example; none where there is no example that fits."""
    return _answers(questionnaire, folder / f"{questionnaire.id}.csv")


def invented_result(
    context: Context, questionnaire: Questionnaire, answers: dict[str, Answer]
) -> Result:
    """The result of answers that nobody gave, on the path that asks everything; nothing is stored."""
    now, reference = context.clock(), reference_of(questionnaire)
    path, language = questionnaire.full_path.code, questionnaire.languages[0]
    response = Response("example", "example", reference, path, language, now, origin="demo")
    submission = Submission(
        id="example",
        response_id=response.id,
        key="example",
        submitted_at=now,
        answers={"path": path, "language": language},
        answers_hash="",
        questionnaire=reference,
        method_version=METHOD_VERSION,
        origin="demo",
        number=1,
    )
    return result_of(questionnaire, response, submission, answers)


def _answers(questionnaire: Questionnaire, file: Path) -> dict[str, Answer]:
    """The answers of the first response of a file; none when it cannot be read or does not fit."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            row = next(csv.DictReader(lines), {})
    except OSError:
        return {}
    cells = {name: cell or "" for name, cell in row.items() if name and name != RESPONSE}
    if unknown_columns(questionnaire, list(cells)):
        return {}
    try:
        found = {name: parsed(questionnaire.items[name], cell) for name, cell in cells.items()}
    except DominoError:
        return {}
    return {name: answer for name, answer in found.items() if answer.state is not State.MISSING}
