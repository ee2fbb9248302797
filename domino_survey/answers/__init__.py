"""Answers: one value to one question, its validation, and the columns that hold many."""

from domino_survey.answers.cells import parsed, table_of_cells, unknown_columns, written
from domino_survey.answers.table import AnswerTable, Column, table_of
from domino_survey.answers.validation import validated
from domino_survey.answers.values import (
    DONT_KNOW,
    MISSING,
    NOT_APPLICABLE,
    PROOFS,
    PROVEN,
    Answer,
    JsonAnswer,
    State,
    Value,
    answered,
)

__all__ = [
    "DONT_KNOW",
    "MISSING",
    "NOT_APPLICABLE",
    "PROOFS",
    "PROVEN",
    "Answer",
    "AnswerTable",
    "Column",
    "JsonAnswer",
    "State",
    "Value",
    "answered",
    "parsed",
    "table_of",
    "table_of_cells",
    "unknown_columns",
    "validated",
    "written",
]
