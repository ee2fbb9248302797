"""The reference for organisers is complete, fresh and true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from pydantic import TypeAdapter

from domino_survey.errors import (
    CATALOGUE,
    in_collection,
    in_expressions,
    in_questionnaires,
    in_weighting,
)
from domino_survey.schema import Prompt, Question
from domino_survey.schema.questions import QuestionBase
from domino_survey.schema_files import read_text
from domino_survey.schema_files.reference import DOCUMENT, JSON_SCHEMA, reference, write
from domino_survey.schema_files.reference_texts import PARTS, SMALLEST
from domino_survey.schema_files.reference_types import DETAILS, TYPES
from domino_survey.schema_files.yaml_tree import parse

ROOT = Path(__file__).parents[3]


def test_document__models_and_catalogue__kept_fresh() -> None:
    # To write it again: python -m domino_survey.schema_files.reference
    assert (ROOT / DOCUMENT).read_text(encoding="utf-8") == reference()


def test_write__empty_folder__both_files(tmp_path: Path) -> None:
    write(tmp_path)
    assert (tmp_path / DOCUMENT).read_text(encoding="utf-8") == reference()
    assert (
        json.loads((tmp_path / JSON_SCHEMA).read_text(encoding="utf-8"))["title"] == "Questionnaire"
    )


@pytest.mark.parametrize(("model", "words"), [(m, w) for m, _, w in (*PARTS, *DETAILS)])
def test_words__every_field_of_a_part__has_some(model: type, words: dict[str, str]) -> None:
    assert list(words) == [*model.model_fields]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("model", "words"), [(m, w) for m, _, w, _ in TYPES])
def test_words__every_field_of_a_question_type__has_some(
    model: type, words: dict[str, str]
) -> None:
    own = set(model.model_fields) - set(QuestionBase.model_fields)  # type: ignore[attr-defined]
    assert set(words) == own - {"type"}


def test_types__union_of_questions__all_described() -> None:
    union = get_args(get_args(Question)[0])
    assert {model for model, *_ in TYPES} == {*union, Prompt}


@pytest.mark.parametrize(("model", "example"), [(m, e) for m, _, _, e in TYPES])
def test_examples__each_type__are_valid(model: type, example: str) -> None:
    tree, problems = parse(example)
    assert problems == []
    assert tree is not None
    assert TypeAdapter(model).validate_json(json.dumps(tree.data))


def test_smallest__questionnaire__is_valid() -> None:
    questionnaire, problems = read_text(SMALLEST)
    assert questionnaire is not None
    assert problems == []


def test_catalogue__subjects__share_no_code() -> None:
    subjects = (in_questionnaires, in_expressions, in_collection, in_weighting)
    assert len(CATALOGUE) >= sum(len(subject.ENTRIES) for subject in subjects)


def test_document__every_problem_of_files__described() -> None:
    for code in (*in_questionnaires.ENTRIES, *in_expressions.ENTRIES):
        assert f"| `{code}` |" in reference()
