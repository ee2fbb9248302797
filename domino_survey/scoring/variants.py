"""Variants of one response: the table that answers every "what if" in one scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import expressions
from domino_survey.answers import Answer, AnswerTable, Column, State, answered
from domino_survey.numerics import Mask, np
from domino_survey.schema import MultipleChoice, NumberQuestion, option_codes
from domino_survey.scoring.choices import every_choice
from domino_survey.scoring.engine import score
from domino_survey.scoring.frame import ResponseFrame
from domino_survey.scoring.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from domino_survey.schema import Question, Questionnaire
    from domino_survey.scoring.result import Scores


class Edit(Struct, frozen=True):
    """Another answer to one question, in the variants at `rows`."""

    question: str
    value: float
    rows: int | NDArray[np.intp]
    state: State = State.ANSWERED


def variants(table: AnswerTable, row: int, size: int, edits: Iterable[Edit]) -> AnswerTable:
    """`size` copies of the response at `row`, edited. Edited questions have a column in the table."""
    columns = {
        item: Column(
            np.broadcast_to(column.state[row], size), np.broadcast_to(column.value[row], size)
        )
        for item, column in table.columns.items()
    }
    touched: set[str] = set()
    for edit in edits:
        column = columns[edit.question]
        if edit.question not in touched:
            touched.add(edit.question)
            column = columns[edit.question] = Column(column.state.copy(), column.value.copy())
        column.state[edit.rows] = int(edit.state)
        column.value[edit.rows] = edit.value
    return AnswerTable(size, columns)


def scored_variants(
    questionnaire: Questionnaire,
    table: AnswerTable,
    row: int,
    size: int,
    edits: Iterable[Edit],
    *,
    essential_only: bool,
) -> tuple[Scores, Mask]:
    """The scores of variants, and where the constraints allow them, shape (size,).

    What the response itself, variant 0, already breaks is not held against the others.
    """
    varied = variants(table, row, size, edits)
    short = np.ones(size, dtype=bool) if essential_only else None
    found = score(questionnaire, varied, essential_only=short, dimensions=False)
    allowed = np.ones(size, dtype=bool)
    # Read as when an answer is saved: only a condition known to be false excludes.
    frame = ResponseFrame(questionnaire, varied)
    for item in questionnaire.items.values():
        for constraint in item.constraints:
            broken = expressions.evaluate(expressions.parse(constraint.condition), frame).false
            broken &= frame.present(item.id)
            allowed &= ~broken | broken[0]
    return found, allowed


def near_choice(questionnaire: Questionnaire, question_id: str, target: float) -> Answer:
    """The admissible answer to a scored question whose score comes nearest to `target`; of two, the lower."""
    leaf = tree_of(questionnaire).leaves[question_id]
    nearest = min(every_choice(leaf), key=lambda one: (abs(one.score - target), one.score))
    return decoded(leaf.question, nearest.value)


def decoded(question: Question, value: float) -> Answer:
    """The answer that a number in a column stands for."""
    if isinstance(question, NumberQuestion):
        return answered(float(value))
    codes = option_codes(question)
    if isinstance(question, MultipleChoice):
        return answered(tuple(code for bit, code in enumerate(codes) if int(value) >> bit & 1))
    return answered(codes[int(value)])
