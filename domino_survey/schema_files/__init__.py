"""Questionnaire files: YAML to questionnaires, every problem with its line, and careful changes."""

from domino_survey.schema_files.amendment import amend
from domino_survey.schema_files.files import (
    MAX_BYTES,
    discover,
    load,
    read,
    read_data,
    read_text,
)
from domino_survey.schema_files.json_schema import EDITOR_LINE, json_schema, json_schema_text
from domino_survey.schema_files.revision import revise

__all__ = [
    "EDITOR_LINE",
    "MAX_BYTES",
    "amend",
    "discover",
    "json_schema",
    "json_schema_text",
    "load",
    "read",
    "read_data",
    "read_text",
    "revise",
]
