"""Submissions as numbers in columns: what figures over many of them are computed from, and back.

The columns follow from the questionnaire alone, so that nothing of its texts or ids is kept beside each
submission. Everything here can be made again from the answers at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers import AnswerTable, Column, State
from domino_survey.numerics import np
from domino_survey.schema import MultipleChoice, NumberQuestion, option_codes
from domino_survey.scoring import dimension_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domino_survey.numerics import Floats, Mask
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring import Scores

# Changes whenever the same submission would be coded otherwise: what was coded before is then made again.
CODING_VERSION = 1
# A code is the number of a `State`, or from here on the position of the option that was chosen.
FIRST_OPTION = len(State)
# Codes are bytes: an item with more options has no column, as texts have none.
MOST_OPTIONS = 250


class ItemPlace(Struct, frozen=True):
    """Where the answers to one item stand: its column of codes and, of some types, a second one.

    `chosen` is the column of bits of a multiple choice, `number` that of numbers.
    """

    code: int
    chosen: int | None = None
    number: int | None = None


class Layout(Struct, frozen=True):
    """The columns of one questionnaire: nodes by id, then items by id; texts and places have none."""

    nodes: Mapping[str, int]
    items: Mapping[str, ItemPlace]


class Coded(Struct, frozen=True):
    """`size` submissions, column by column, each of shape (size,).

    Attributes:
        size: how many.
        nodes: published scores, NaN where there is none.
        codes: uint8; see `FIRST_OPTION`. `State.ANSWERED` stands for a value in another column.
        chosen: uint64, one bit for each option of a multiple choice, 0 where it is not answered.
        numbers: NaN where there is none.
        answered: uint16, how many questions of the axes were asked and answered.
        proven: uint16, how many of these rest on an observation or a measure.
    """

    size: int
    nodes: tuple[Floats, ...]
    codes: tuple[NDArray[np.uint8], ...]
    chosen: tuple[NDArray[np.uint64], ...]
    numbers: tuple[Floats, ...]
    answered: NDArray[np.uint16]
    proven: NDArray[np.uint16]


def layout_of(questionnaire: Questionnaire) -> Layout:
    """The columns of a questionnaire, in its order."""
    nodes = [
        *questionnaire.node_ids,
        *(dimension_id(dimension.code) for dimension in questionnaire.dimensions),
    ]
    items: dict[str, ItemPlace] = {}
    chosen = numbers = 0
    for item in questionnaire.items.values():
        if isinstance(item, MultipleChoice):
            items[item.id] = ItemPlace(len(items), chosen=chosen)
            chosen += 1
        elif isinstance(item, NumberQuestion):
            items[item.id] = ItemPlace(len(items), number=numbers)
            numbers += 1
        elif 0 < len(option_codes(item)) <= MOST_OPTIONS:
            items[item.id] = ItemPlace(len(items))
    return Layout({node: place for place, node in enumerate(nodes)}, items)


def coded(
    questionnaire: Questionnaire, table: AnswerTable, scores: Scores, proven: Mapping[str, Mask]
) -> Coded:
    """The columns of n submissions.

    Args:
        questionnaire: the one that all of them answered.
        table: their answers.
        scores: theirs, with what was asked.
        proven: where the answer to a question rests on proof, shape (n,), by question id.
    """
    layout = layout_of(questionnaire)
    nothing = np.full(table.size, np.nan)
    codes, chosen, numbers = [], [], []
    for item_id, place in layout.items.items():
        column = table.columns[item_id]
        asked = scores.asked[item_id]
        state = np.where(asked, column.state, np.int8(State.NOT_ASKED)).astype(np.uint16)
        given = state == int(State.ANSWERED)
        if place.chosen is not None:
            chosen.append(np.where(given, column.value, np.uint64(0)).astype(np.uint64))
        elif place.number is not None:
            numbers.append(np.where(given, column.value, np.nan))
        else:
            state = np.where(given, column.value.astype(np.uint16) + np.uint16(FIRST_OPTION), state)
        codes.append(state.astype(np.uint8))
    answered = np.zeros(table.size, dtype=np.uint16)
    rests = np.zeros(table.size, dtype=np.uint16)
    for question in questionnaire.questions:
        given = table.columns[question.id].answered & scores.asked[question.id]
        answered += given
        if question.id in proven:
            rests += given & proven[question.id]
    return Coded(
        size=table.size,
        nodes=tuple(
            scores.nodes[node].value if node in scores.nodes else nothing for node in layout.nodes
        ),
        codes=tuple(codes),
        chosen=tuple(chosen),
        numbers=tuple(numbers),
        answered=answered,
        proven=rests,
    )


def decoded(
    questionnaire: Questionnaire,
    size: int,
    columns: Mapping[str, tuple[NDArray[np.uint8], NDArray[np.uint64] | Floats | None]],
) -> tuple[AnswerTable, dict[str, Mask]]:
    """Answers and what was asked, from the codes of some items and their bits or numbers.

    Args:
        questionnaire: the one that was answered.
        size: how many submissions.
        columns: by item id.
    """
    found: dict[str, Column] = {}
    asked: dict[str, Mask] = {}
    for item_id, (codes, values) in columns.items():
        has_option = codes >= FIRST_OPTION
        state = np.where(has_option, int(State.ANSWERED), codes).astype(np.int8)
        if values is None:
            place = np.where(has_option, codes.astype(np.int16) - FIRST_OPTION, 0)
            found[item_id] = Column(state, place.astype(np.int16))
        else:
            is_number = isinstance(questionnaire.items[item_id], NumberQuestion)
            found[item_id] = Column(state, np.nan_to_num(values) if is_number else values)
        asked[item_id] = state != int(State.NOT_ASKED)
    return AnswerTable(size, found), asked
