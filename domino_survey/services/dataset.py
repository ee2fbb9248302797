"""Responses as a table on its way out: typed columns, and five states that stay apart.

It is what the writers of `interchange` read. Columns are described before any response is read; rows
come in blocks, so that a table of any size takes the memory of one block.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from domino_survey.answers import State
from domino_survey.i18n import N_
from domino_survey.numerics import np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from domino_survey.i18n import Language
    from domino_survey.storage import QuestionnaireRef

# A text that its author does not share; the other states are those of answers.
WITHHELD: Final = 5


class Mark(Struct, frozen=True):
    """How a state that is no answer is written.

    `text` stands in a cell (the first three are those of `answers.cells`), `name` in a column of
    states, `digit` is the last of its number: -99 where numbers allow.
    """

    text: str
    name: str
    label: str
    digit: int


MARKS: Final[Mapping[int, Mark]] = {
    State.MISSING: Mark("", "missing", N_("sans réponse"), 9),
    State.DONT_KNOW: Mark("DK", "dont_know", N_("ne sait pas"), 8),
    State.NOT_APPLICABLE: Mark("NA", "not_applicable", N_("sans objet"), 7),
    State.NOT_ASKED: Mark("NP", "not_asked", N_("non posée"), 6),
    WITHHELD: Mark("NC", "withheld", N_("texte non communiqué"), 5),
}
ANSWERED_NAME: Final = "answered"


class Kind(StrEnum):
    """What a column holds, and with that the type of its values.

    A choice is the position of the option in `Variable.values` (integers), a flag 0 or 1, a number a
    float; codes (several, joined by a space), texts and days (YYYY-MM-DD) are texts.
    """

    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"
    CODES = "codes"
    TEXT = "text"
    DAY = "day"


class Variable(Struct, frozen=True):
    """One column, described.

    Attributes:
        id: its name, unique in the table whatever the case of letters.
        label: what it is, in a few words or a sentence.
        kind: what it holds.
        item: the question it comes from, or the node of a score; empty for what describes a response.
        part: the axis or the part of the questionnaire it belongs to, in words.
        question: the question as it was asked; empty for what nobody was asked.
        values: what a choice, a flag or codes may be, with their labels.
        ordered: whether the values go from the least to the most.
        states: whether a cell may be something else than an answer or nothing.
        withheld: whether a cell may be a text that its author does not share.
        unit, minimum, maximum, integer: of a number.
    """

    id: str
    label: str
    kind: Kind
    item: str = ""
    part: str = ""
    question: str = ""
    values: tuple[tuple[str, str], ...] = ()
    ordered: bool = False
    states: bool = False
    withheld: bool = False
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    integer: bool = False

    @property
    def marks(self) -> Mapping[int, Mark]:
        """The marks that may stand in a cell beside the empty one, with what each means."""
        if self.states:
            return {
                state: mark for state, mark in MARKS.items() if self.withheld or state != WITHHELD
            }
        return {}

    @property
    def number_codes(self) -> tuple[int, ...]:
        """The codes of a choice as numbers, where all of them are; empty otherwise."""
        codes = [code for code, _ in self.values]
        if self.kind is Kind.CHOICE and all(_is_number(code) for code in codes):
            return tuple(int(code) for code in codes)
        return ()


def _is_number(code: str) -> bool:
    return code.isascii() and code.isdigit() and str(int(code)) == code


class Cells(Struct, frozen=True):
    """The cells of one column in a block of n rows.

    `value` has shape (n,) and the type of `Variable.kind`; it says nothing where `state`, shape (n,),
    is not `State.ANSWERED`. Without `state`, a number is NaN and a text empty where there is none, and
    a choice -1.
    """

    value: NDArray[Any]
    state: NDArray[np.int8] | None = None

    def states(self) -> NDArray[np.int8]:
        """The state of each cell, shape (n,); nothing there is `MISSING`."""
        if self.state is not None:
            return self.state
        if self.value.dtype.kind == "f":
            empty = np.isnan(self.value)
        elif self.value.dtype.kind in "iu":
            empty = self.value < 0
        else:
            empty = np.array([one == "" for one in self.value], dtype=bool)
        return np.where(empty, np.int8(State.MISSING), np.int8(State.ANSWERED)).astype(np.int8)


Block = tuple[Cells, ...]


class Table(Struct, frozen=True):
    """Columns, their number of rows, and the rows on demand, from the first each time.

    `id` tells several tables of one study apart; `keys` are the columns that name a row.
    """

    id: str
    title: str
    variables: tuple[Variable, ...]
    keys: tuple[str, ...]
    size: int
    blocks: Callable[[], Iterator[Block]]


class Study(Struct, frozen=True):
    """The responses to one content of a questionnaire, with what a reader has to know of them.

    `name` is that of the files, in ASCII; `at` the time of the export. `about` holds pairs (what, value)
    in the language of the labels; `facts` holds the same by stable names, for programs.
    """

    name: str
    title: str
    description: str
    language: Language
    reference: QuestionnaireRef
    licence: str
    at: datetime
    about: tuple[tuple[str, str], ...]
    facts: Mapping[str, str]
    tables: tuple[Table, ...]
