"""Answers of many responses by columns: what the engine reads, for one response as for a million."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from domino_survey.answers.values import MISSING, Answer, State
from domino_survey.numerics import np
from domino_survey.schema import (
    MultipleChoice,
    NumberQuestion,
    Question,
    ScaleQuestion,
    SingleChoice,
    YesNo,
    option_codes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from domino_survey.schema import Questionnaire


class Column(Struct, frozen=True):
    """The answers to one item.

    `state` holds `State` numbers, shape (n,). `value` has the same shape: the position of the option
    in `option_codes` (int16) for one choice, one bit per option (uint64) for several, the number
    (float64) for numbers; it says nothing where the state is not `ANSWERED`.
    """

    state: NDArray[np.int8]
    value: NDArray[Any]

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Where there is a value, shape (n,)."""
        found: NDArray[np.bool_] = self.state == State.ANSWERED
        return found


class AnswerTable(Struct, frozen=True):
    """`size` responses; `columns` by item id. An item without a column was never collected."""

    size: int
    columns: Mapping[str, Column]

    def rows(self, start: int, stop: int) -> AnswerTable:
        """The responses from `start` to `stop` (left out), as views."""
        start, stop, _ = slice(start, stop).indices(self.size)
        part = {
            item: Column(column.state[start:stop], column.value[start:stop])
            for item, column in self.columns.items()
        }
        return AnswerTable(max(stop - start, 0), part)

    def where(self, kept: NDArray[np.bool_]) -> AnswerTable:
        """The responses for which `kept`, shape (size,), is true."""
        part = {
            item: Column(column.state[kept], column.value[kept])
            for item, column in self.columns.items()
        }
        return AnswerTable(int(np.count_nonzero(kept)), part)


def value_dtype(question: Question) -> type[np.int16 | np.uint64 | np.float64]:
    """The type of a column's values."""
    match question:
        case ScaleQuestion() | SingleChoice() | YesNo():
            return np.int16
        case MultipleChoice():
            return np.uint64
        case _:
            return np.float64


def encoded(question: Question, answer: Answer) -> float:
    """The number that stands for a validated answer in a column; 0 where it has no value."""
    value = answer.value
    if value is None:
        return 0
    match question:
        case ScaleQuestion() | SingleChoice() | YesNo():
            return option_codes(question).index(str(value))
        case MultipleChoice():
            codes = option_codes(question)
            return sum(1 << codes.index(code) for code in value) if isinstance(value, tuple) else 0
        case NumberQuestion():
            return float(value) if isinstance(value, int | float) else 0
        case _:
            return 0


def column_of(question: Question, answers: Iterable[Answer], size: int) -> Column:
    """A column from validated answers, `size` of them."""
    known: dict[Answer, int] = {}
    places = (known.setdefault(answer, len(known)) for answer in answers)
    rows = np.fromiter(places, dtype=np.intp, count=size)
    return taken(question, list(known), rows)


def taken(question: Question, different: Sequence[Answer], rows: NDArray[np.intp]) -> Column:
    """The column that holds `different[rows[i]]` in row i; each different answer is encoded once."""
    state = np.array([answer.state for answer in different], dtype=np.int8)
    value = np.array(
        [encoded(question, answer) for answer in different], dtype=value_dtype(question)
    )
    return Column(state[rows], value[rows])


def table_of(
    questionnaire: Questionnaire, responses: Sequence[Mapping[str, Answer]]
) -> AnswerTable:
    """The table of these responses, each a mapping from item id to validated answer.

    Every item of the questionnaire gets a column; what a response does not hold is missing.
    """
    size = len(responses)
    columns = {
        item.id: column_of(item, (response.get(item.id, MISSING) for response in responses), size)
        for item in questionnaire.items.values()
    }
    return AnswerTable(size, columns)
