"""The JSON Schema of questionnaires, by which editors complete and underline while one types."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from domino_survey.schema import Questionnaire

FILE_NAME = "questionnaire.schema.json"
EDITOR_LINE = f"# yaml-language-server: $schema=../{FILE_NAME}"


@cache
def _schema_text() -> str:
    schema = Questionnaire.model_json_schema()
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def json_schema() -> dict[str, Any]:
    """The schema as data; the caller's own copy."""
    schema: dict[str, Any] = json.loads(_schema_text())
    return schema


def json_schema_text() -> str:
    """The schema as the text of `schemas/questionnaire.schema.json`."""
    return _schema_text()
