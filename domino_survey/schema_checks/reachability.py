"""Whether a question can be asked at all: its condition tried on every combination of answers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domino_survey import expressions
from domino_survey.answers import DONT_KNOW, Answer, State, answered
from domino_survey.answers.table import column_of
from domino_survey.expressions import STAGE
from domino_survey.expressions.tree import Comparison, Number, Reference, Value, leaves
from domino_survey.normalisation import scoring_key
from domino_survey.numerics import np
from domino_survey.schema import (
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    YesNo,
    is_scored,
    option_codes,
)
from domino_survey.schema_checks.symbols import QuestionnaireSymbols

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.expressions import BoolArray, Expression, FloatArray
    from domino_survey.schema import Questionnaire

MAX_COMBINATIONS = 5_000
_MAX_OPTIONS = 10
_MAX_ITEMS = 13  # the item itself and twelve others: one more of two answers is too many
_NEAR = 1.0


def can_hold(name: str, conditions: Mapping[str, Expression], questionnaire: Questionnaire) -> bool:
    """Whether the condition of item `name` holds for some answers, missing ones included.

    Also true where that cannot be told: text or continuous points take part, or there are more than
    `MAX_COMBINATIONS` combinations. Conditions have no cycle and have passed their checks.
    """
    order = _needed(name, conditions, questionnaire)
    if len(order) > _MAX_ITEMS:
        return True
    choices: dict[str, list[Answer]] = {}
    for item_id in order[:-1]:
        thresholds = _thresholds(item_id, [conditions[one] for one in order if one in conditions])
        found = _possible(item_id, thresholds, questionnaire)
        if found is None:
            return True
        choices[item_id] = found
    if math.prod(len(found) for found in choices.values()) > MAX_COMBINATIONS:
        return True
    frame = _Combinations(questionnaire, choices)
    for item_id in order[:-1]:
        if item_id in conditions:
            frame.asked[item_id] = expressions.evaluate(conditions[item_id], frame).true
    return bool(expressions.evaluate(conditions[name], frame).true.any())


def _needed(
    name: str, conditions: Mapping[str, Expression], questionnaire: Questionnaire
) -> list[str]:
    """The items that decide whether `name` is asked, each after those it depends on; `name` last."""
    order: dict[str, None] = {}
    waiting = [(name, False)]
    while waiting and len(order) <= _MAX_ITEMS:
        here, complete = waiting.pop()
        if complete:
            order[here] = None
            continue
        waiting.append((here, True))
        if here in conditions and here not in order:
            reads = (
                _item_id(one, questionnaire) for one in expressions.references(conditions[here])
            )
            waiting.extend((one, False) for one in sorted(reads))
    return list(order)


def _item_id(reference: str, questionnaire: Questionnaire) -> str:
    stages = questionnaire.stages
    return stages.item if reference == STAGE and stages is not None else reference


def _thresholds(item_id: str, conditions: Sequence[Expression]) -> list[float]:
    """The numbers with which these conditions compare an item."""
    found: list[float] = []
    for condition in conditions:
        for leaf in leaves(condition):
            match leaf:
                case Comparison(Reference(name) | Value(Reference(name)), _, Number(number)):
                    found += [number] if name == item_id else []
                case _:
                    pass
    return found


def _possible(
    item_id: str, thresholds: Sequence[float], questionnaire: Questionnaire
) -> list[Answer] | None:
    """Answers that stand for all: one of each kind that a condition can tell apart, and none at all."""
    item = questionnaire.items.get(item_id)
    stages = questionnaire.stages
    if stages is not None and stages.item == item_id and not isinstance(item, SingleChoice):
        return None
    match item:
        case ScaleQuestion() | SingleChoice() | YesNo():
            return [DONT_KNOW, *(answered(code) for code in option_codes(item))]
        case MultipleChoice():
            return _subsets(item)
        case NumberQuestion():
            return _numbers(item, thresholds)
        case _:
            # Only asked whether they are answered.
            return [DONT_KNOW, answered("x")]


def _subsets(item: MultipleChoice) -> list[Answer] | None:
    alone = [option.code for option in item.options if option.exclusive]
    together = [option.code for option in item.options if not option.exclusive]
    if len(together) > _MAX_OPTIONS:
        return None
    most = item.max_choices or len(together)
    found = [DONT_KNOW, *(answered((code,)) for code in alone)]
    for bits in range(1, 1 << len(together)):
        if bits.bit_count() <= most:
            chosen = tuple(code for i, code in enumerate(together) if bits >> i & 1)
            found.append(answered(chosen))
    return found


def _numbers(item: NumberQuestion, thresholds: Sequence[float]) -> list[Answer] | None:
    """Each number at which a comparison or a band changes, and its neighbours, inside the limits."""
    if item.goalposts is not None and is_scored(item):
        return None
    edges = [*thresholds, *(band.start for band in item.bands if band.start is not None)]
    near = [edge + step for edge in edges for step in (-_NEAR, -_NEAR / 2, 0, _NEAR / 2, _NEAR)]
    limits = [limit for limit in (item.minimum, item.maximum) if limit is not None]
    low = -math.inf if item.minimum is None else item.minimum
    high = math.inf if item.maximum is None else item.maximum
    values = {value for value in (*near, *limits) if low <= value <= high}
    if item.integer:
        values = {value for value in values if value == math.floor(value)}
        values |= {float(math.ceil(edge)) for edge in edges if low <= math.ceil(edge) <= high}
    return [DONT_KNOW, *(answered(value) for value in sorted(values or {0.0}))]


@dataclass(frozen=True)
class _Coded:
    """The possible answers to one item, as arrays, and which of them each combination takes."""

    position: np.ndarray[tuple[int], np.dtype[np.intp]]
    points: FloatArray
    raw: FloatArray
    answers: tuple[Answer, ...]


class _Combinations:
    """Every combination of the possible answers; implements `expressions.Frame`."""

    def __init__(self, questionnaire: Questionnaire, choices: Mapping[str, list[Answer]]) -> None:
        self.questionnaire = questionnaire
        self.size = math.prod(len(found) for found in choices.values())
        self.asked: dict[str, BoolArray] = {}
        self._symbols = QuestionnaireSymbols(questionnaire)
        sizes = [len(found) for found in choices.values()] or [1]
        positions = np.indices(sizes).reshape(len(sizes), -1)
        self._columns = {
            item_id: self._coded(item_id, found, positions[row])
            for row, (item_id, found) in enumerate(choices.items())
        }

    def _coded(
        self, item_id: str, found: list[Answer], position: np.ndarray[tuple[int], np.dtype[np.intp]]
    ) -> _Coded:
        item = self.questionnaire.items[item_id]
        raw = np.array([a.value if isinstance(a.value, float) else math.nan for a in found])
        points = raw
        symbol = self._symbols.symbol(item_id)
        if symbol is not None and symbol.scored:
            full = self.questionnaire.scoring.full_points
            column = column_of(item, found, len(found))
            points = np.round(scoring_key(item, full).scores(column) * full / 100.0, 9)
        return _Coded(position, points, raw, tuple(found))

    def scores(self, reference: str) -> FloatArray:
        """Points of a scored question, or the number answered."""
        return self._masked(reference, self._columns[reference].points)

    def raw(self, reference: str) -> FloatArray:
        """The number answered."""
        return self._masked(reference, self._columns[reference].raw)

    def chosen(self, reference: str, code: str) -> tuple[BoolArray, BoolArray]:
        """Where this option is chosen, and where there is an answer."""
        column, symbol = self._columns[reference], self._symbols.symbol(reference)
        wanted = expressions.resolve_code(code, symbol) if symbol is not None else code
        hits = np.array([_holds_code(answer, wanted) for answer in column.answers])
        present = self.present(reference)
        return hits[column.position] & present, present

    def stage_ranks(self) -> FloatArray:
        """The rank of the stage."""
        stages = self.questionnaire.stages
        if stages is None:
            return np.full(self.size, math.nan)
        ranks = np.array(
            [
                float(self._symbols.stages.get(str(a.value), math.nan))
                for a in self._columns[stages.item].answers
            ]
        )
        return self._masked(stages.item, ranks)

    def rank_of(self, stage: str) -> int:
        """The rank of a stage code."""
        return self._symbols.stages[stage]

    def present(self, reference: str) -> BoolArray:
        """Where there is an answer to a question that is asked."""
        item_id = _item_id(reference, self.questionnaire)
        column = self._columns[item_id]
        there = np.array([answer.state is State.ANSWERED for answer in column.answers])
        found: BoolArray = there[column.position]
        return found & self.asked[item_id] if item_id in self.asked else found

    def span(self, reference: str) -> float:
        """The width of the scale of a reference; no condition is measured here."""
        symbol = self._symbols.symbol(reference)
        return math.nan if symbol is None or symbol.max_points is None else symbol.max_points

    def _masked(self, item_id: str, values: FloatArray) -> FloatArray:
        found: FloatArray = values[self._columns[item_id].position].astype(np.float64)
        found[~self.present(item_id)] = math.nan
        return found


def _holds_code(answer: Answer, code: str | None) -> bool:
    value = answer.value
    return code in value if isinstance(value, tuple) else value == code
