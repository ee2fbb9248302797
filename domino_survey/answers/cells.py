"""Answers as cells of a file: empty is missing, `NA` not applicable, `DK` don't know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domino_survey.answers.table import AnswerTable, Column, taken
from domino_survey.answers.validation import validated
from domino_survey.answers.values import (
    DONT_KNOW,
    MISSING,
    NOT_APPLICABLE,
    Answer,
    State,
    answered,
)
from domino_survey.errors import DominoError, Problem, problem
from domino_survey.numerics import np
from domino_survey.schema import (
    NO,
    RESERVED_CELLS,
    YES,
    MultipleChoice,
    NumberQuestion,
    Question,
    YesNo,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.schema import Questionnaire

# Exports write NP where a question was not asked, which its condition tells again.
MARKS = {
    "": MISSING,
    **dict(zip(RESERVED_CELLS, (NOT_APPLICABLE, DONT_KNOW, MISSING), strict=True)),
}
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
YES_NO_WORDS = {"oui": YES, "yes": YES, "1": YES, "non": NO, "no": NO, "0": NO}


def parsed(question: Question, cell: str) -> Answer:
    """The answer that a cell holds. Raises `DominoError` when it does not fit the question.

    The marks `NA` and `DK` are accepted whatever the screen offers: a file may come from elsewhere.
    """
    cell = cell.strip()
    if cell in MARKS:
        return MARKS[cell]
    return validated(question, answered(_value(question, cell)))


def _value(question: Question, cell: str) -> str | float | tuple[str, ...]:
    match question:
        case MultipleChoice():
            return tuple(cell.split())
        case NumberQuestion():
            return _number(cell)
        case YesNo():
            return YES_NO_WORDS.get(cell.lower(), cell)
        case _:
            return cell


def _number(cell: str) -> float | str:
    # Python also reads "1_000" and digits of other scripts, which nobody means here.
    if not NUMBER.fullmatch(cell):
        return cell
    return float(cell.replace(",", "."))


def written(answer: Answer) -> str:
    """The cell of an answer: the inverse of `parsed`, but for a text that reads `NA` or `DK`."""
    match answer.state:
        case State.NOT_APPLICABLE:
            return "NA"
        case State.DONT_KNOW:
            return "DK"
        case State.MISSING | State.NOT_ASKED:
            return ""
        case State.ANSWERED:
            value = answer.value
            if isinstance(value, tuple):
                return " ".join(value)
            return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def table_of_cells(
    questionnaire: Questionnaire,
    columns: Mapping[str, Sequence[str]],
    *,
    lines: Sequence[int] | None = None,
) -> tuple[AnswerTable, list[Problem]]:
    """The table of a file's columns, all of one length, and the problems of its cells.

    A problem names its item and its line: that of `lines` (one per row), or the row counted from 2,
    below a header. Columns that name no item are the caller's to report. Cells with a problem are
    read as missing.
    """
    if lines is None:
        lines = range(2, len(next(iter(columns.values()), ())) + 2)
    size = len(lines)
    found: list[Problem] = []
    table: dict[str, Column] = {}
    for item_id, cells in columns.items():
        item = questionnaire.items.get(item_id)
        if item is not None:
            table[item_id] = _column(item, cells, lines, found)
    return AnswerTable(size, table), found


def _column(
    item: Question, cells: Sequence[str], lines: Sequence[int], found: list[Problem]
) -> Column:
    # A column has few different cells: each is read once, whatever the number of rows.
    place = {cell: position for position, cell in enumerate(dict.fromkeys(cells))}
    answers: list[Answer] = []
    faults: dict[str, tuple[Problem, ...]] = {}
    for cell in place:
        try:
            answers.append(parsed(item, cell))
        except DominoError as error:
            answers.append(MISSING)
            faults[cell] = error.problems
    if faults:
        for line, cell in zip(lines, cells, strict=True):
            found.extend(fault.at("", line, None) for fault in faults.get(cell, ()))
    rows = np.fromiter((place[cell] for cell in cells), dtype=np.intp, count=len(cells))
    return taken(item, answers, rows)


def unknown_columns(questionnaire: Questionnaire, names: Sequence[str]) -> list[Problem]:
    """A problem for each column that names no item of the questionnaire."""
    return [
        problem("unknown-column", place=name, name=name)
        for name in names
        if name not in questionnaire.items
    ]
