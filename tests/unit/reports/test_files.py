from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domino_survey.answers import MISSING
from domino_survey.answers.files import read_answers_file
from domino_survey.reports import answers_file
from tests.unit.reports.conftest import result_from

if TYPE_CHECKING:
    from domino_survey.schema import Questionnaire
    from domino_survey.services.results import Result


def test_answers_file__of_a_result__is_read_back_whole(example: Result) -> None:
    read = read_answers_file(answers_file(example), lambda _: [example.questionnaire])
    assert read.questionnaire is example.questionnaire
    assert (read.path, read.language) == (example.path.code, "fr")
    assert read.answers == example.answers
    assert answers_file(example) == answers_file(example)


def test_answers_file__comments_and_proofs__are_kept(jardins: Questionnaire) -> None:
    result = result_from(
        jardins, {"nom": MISSING}, comments={"sol.vers": "Oh"}, proofs={"sol.vers": "constat"}
    )
    data = json.loads(answers_file(result))
    assert data["answers"] == {}
    assert data["comments"] == {"sol.vers": "Oh"}
    assert data["proofs"] == {"sol.vers": "constat"}
    assert data["questionnaire"] == {"id": "jardins", "version": "v2", "hash": jardins.hash}
