"""The answers that an item can get, as sets that comparisons cut down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct

from domino_survey.answers import Answer, answered
from domino_survey.answers.table import column_of
from domino_survey.expressions import STAGE, Operator, resolve_code, tree
from domino_survey.expressions.evaluation import compare
from domino_survey.normalisation import scoring_key
from domino_survey.numerics import np
from domino_survey.schema import (
    Goalposts,
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    YesNo,
    option_codes,
)
from domino_survey.schema_checks.intervals import (
    Intervals,
    after,
    before,
    positions,
    satisfying,
)
from domino_survey.schema_checks.literals import UndecidedError
from domino_survey.scoring.frame import POINT_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domino_survey.expressions import Symbol
    from domino_survey.normalisation import ScoringKey
    from domino_survey.numerics import Floats, Mask
    from domino_survey.schema import Question

MAX_ANSWERS = 4_096
"""Different answers to one multiple choice beyond which nothing is said."""

MAX_WHOLE = 128
"""Whole numbers on one scale beyond which those in between are taken as reached too."""

Span: TypeAlias = tuple[float, float]


class Allowed(Struct, frozen=True):
    """What something may be: without a value, where `absent`, or with one of `values`."""

    absent: bool
    values: Intervals

    def __and__(self, other: Allowed) -> Allowed:
        return Allowed(self.absent and other.absent, self.values & other.values)

    def __bool__(self) -> bool:
        return self.absent or bool(self.values)


class AnswerSet(Protocol):
    """Every answer that an item can get; sets of them are `Intervals` whose meaning is its own."""

    @property
    def everything(self) -> Intervals:
        """All admissible answers."""
        ...

    def where(self, leaf: tree.Comparison | tree.Contains, *, truth: bool) -> Intervals:
        """Those for which a comparison is true, or false."""
        ...

    def scores(self, values: Intervals) -> list[Span]:
        """The scores, 0 to 100, that `values` give, as spans all of which is reached."""
        ...

    def example(self, values: Intervals, span: Span | None, position: float) -> Answer:
        """One of `values`, with a score inside `span`; `position`, 0 to 1, tells from which end."""
        ...


def answer_set(
    item: Question, symbol: Symbol, named: frozenset[str], ranks: Mapping[str, int], full: float
) -> AnswerSet:
    """The answers of an item.

    Args:
        item: profile item, question, prompt or indicator.
        symbol: what it is for the expression language.
        named: the codes of its options that some condition names.
        ranks: stage code -> rank where the stage is read from this item, empty otherwise.
        full: the points that are worth 100.

    Raises:
        UndecidedError: it has too many different answers, or a scale that no one can read.
    """
    match item:
        case ScaleQuestion() | SingleChoice() | YesNo():
            found = [answered(code) for code in option_codes(item)]
            return _Listed(item, symbol, found, ranks, full)
        case MultipleChoice() if ranks:
            raise UndecidedError
        case MultipleChoice():
            return _Listed(item, symbol, _choices(item, named), ranks, full)
        case NumberQuestion():
            return _Numbers(item, scoring_key(item, full) if symbol.scored else None, full)
        case _:
            # Only asked whether they are answered.
            return _Listed(item, symbol, [answered("…")], ranks, full)


class _Listed:
    """One answer after the other; a set of them holds positions in the list."""

    def __init__(
        self,
        item: Question,
        symbol: Symbol,
        answers: list[Answer],
        ranks: Mapping[str, int],
        full: float,
    ) -> None:
        self._symbol, self._answers, self._full = symbol, answers, full
        self._ranks = np.array([float(ranks.get(str(a.value), math.nan)) for a in answers])
        self._scores: Floats = np.full(len(answers), np.nan)
        if symbol.scored:
            column = column_of(item, answers, len(answers))
            self._scores = scoring_key(item, full).scores(column)
        self.everything = positions(True for _ in answers)

    def where(self, leaf: tree.Comparison | tree.Contains, *, truth: bool) -> Intervals:
        match leaf:
            case tree.Contains(_, code):
                return positions((self._holds(code) == truth).tolist())
            case tree.Comparison(tree.Reference(name), operator, tree.Code(code)) if name == STAGE:
                found = compare(self._ranks, operator, self._rank(code))
                return positions((found.true if truth else found.false).tolist())
            case tree.Comparison(_, Operator.EQUAL, tree.Code() as code):
                return positions((self._holds(code) == truth).tolist())
            case tree.Comparison(_, Operator.DIFFERENT, tree.Code() as code):
                return positions((self._holds(code) != truth).tolist())
            case tree.Comparison(_, operator, tree.Number(threshold)):
                points = np.round(self._scores * self._full / 100.0, POINT_DECIMALS)
                found = compare(points, operator, threshold)
                return positions((found.true if truth else found.false).tolist())
            case _:
                raise UndecidedError

    def scores(self, values: Intervals) -> list[Span]:
        found = {float(self._scores[row]) for row in self._rows(values)}
        return [(score, score) for score in sorted(found)]

    def example(self, values: Intervals, span: Span | None, position: float) -> Answer:
        rows = [
            row
            for row in self._rows(values)
            if span is None or span[0] <= self._scores[row] <= span[1]
        ]
        return self._answers[rows[round(position * (len(rows) - 1))]]

    def _rows(self, values: Intervals) -> list[int]:
        return [row for low, high in values.parts for row in range(int(low), int(high) + 1)]

    def _holds(self, code: tree.Code) -> Mask:
        wanted = resolve_code(code.code, self._symbol)
        return np.array(
            [
                wanted in a.value if isinstance(a.value, tuple) else a.value == wanted
                for a in self._answers
            ],
            dtype=bool,
        )

    def _rank(self, code: str) -> float:
        ranks = {str(a.value): rank for a, rank in zip(self._answers, self._ranks, strict=True)}
        if code not in ranks:
            raise UndecidedError
        return float(ranks[code])


def _choices(item: MultipleChoice, named: frozenset[str]) -> list[Answer]:
    """Admissible choices, one for all that name the same options of `named` and give the same points."""
    alone = [option.code for option in item.options if option.exclusive]
    most = item.max_choices or len(item.options)
    # (named options, number chosen, their points) -> the first choice that is so.
    found: dict[tuple[frozenset[str], int, float], tuple[str, ...]] = {(frozenset(), 0, 0.0): ()}
    for option in item.options:
        if option.exclusive:
            continue
        for (names, count, points), chosen in list(found.items()):
            if count == most:
                continue
            more = names | {option.code} if option.code in named else names
            total = round(points + (option.points or 0.0), POINT_DECIMALS)
            key = (more, count + 1 if item.max_choices else 1, total)
            found.setdefault(key, (*chosen, option.code))
        if len(found) > MAX_ANSWERS:
            raise UndecidedError
    together = [chosen for chosen in found.values() if chosen]
    return [answered(chosen) for chosen in [*together, *((code,) for code in alone)]]


class _Numbers:
    """A number; a set of answers holds the numbers themselves."""

    def __init__(self, item: NumberQuestion, key: ScoringKey | None, full: float) -> None:
        self._item, self._key, self._full = item, key, full
        low = -math.inf if item.minimum is None else item.minimum
        high = math.inf if item.maximum is None else item.maximum
        self.everything = self._settled(Intervals(((low, high),) if low <= high else ()))

    def where(self, leaf: tree.Comparison | tree.Contains, *, truth: bool) -> Intervals:
        match leaf:
            case tree.Comparison(measure, operator, tree.Number(threshold)):
                if isinstance(measure, tree.Value) or self._key is None:
                    found = satisfying(operator, threshold, truth=truth)
                elif self._item.goalposts is not None:
                    wanted = satisfying(operator, threshold, truth=truth)
                    found = _under_goalposts(self._item.goalposts, wanted, self._full)
                else:
                    found = self._in_bands(operator, threshold, truth=truth)
                return self._settled(found) & self.everything
            case _:
                raise UndecidedError

    def scores(self, values: Intervals) -> list[Span]:
        found = {self._span(low, high) for low, high in self._pieces(values)}
        return sorted(found)

    def example(self, values: Intervals, span: Span | None, position: float) -> Answer:
        parts = self._pieces(values)
        if span is not None:
            parts = [part for part in parts if _meets(self._span(*part), span)]
        low, high = parts[0]
        goalposts = self._item.goalposts
        if span is not None and goalposts is not None:
            share = (span[0] + position * (span[1] - span[0])) / 100.0
            wanted = _at(goalposts, 1.0 - share if goalposts.inverted else share)
        else:
            wanted = _between(low, high, position)
        return answered(_plainest(min(max(wanted, low), high), low, high))

    def _settled(self, values: Intervals) -> Intervals:
        return values.whole() if self._item.integer else values

    def _bands(self) -> Iterator[tuple[Intervals, float]]:
        """Each band as the numbers it holds, with its points; none without bands."""
        bands = self._item.bands
        for place, band in enumerate(bands):
            start = -math.inf if band.start is None else band.start
            after_it = bands[place + 1].start if place + 1 < len(bands) else None
            end = math.inf if after_it is None else before(after_it)
            if start <= end:
                yield Intervals(((start, end),)), band.points

    def _in_bands(self, operator: Operator, threshold: float, *, truth: bool) -> Intervals:
        wanted = satisfying(operator, threshold, truth=truth)
        parts = [
            part
            for numbers, points in self._bands()
            if round(points, POINT_DECIMALS) in wanted
            for part in numbers.parts
        ]
        return Intervals(tuple(sorted(parts)))

    def _pieces(self, values: Intervals) -> list[Span]:
        """`values` cut so that a piece lies inside one band, or is one whole number."""
        if self._key is None:
            return list(values.parts)
        if self._item.goalposts is not None:
            return _one_by_one(values) if self._item.integer else list(values.parts)
        cut = (self._settled(values & numbers) for numbers, _ in self._bands())
        return [part for piece in cut for part in piece.parts]

    def _span(self, low: float, high: float) -> Span:
        if self._key is None:
            return (math.nan, math.nan)
        ends = self._key.of_values(np.array([low, high]))
        return (float(ends.min()), float(ends.max()))


def _under_goalposts(posts: Goalposts, wanted: Intervals, full: float) -> Intervals:
    """The numbers whose points lie in `wanted`."""
    if posts.low >= posts.high or (posts.logarithmic and posts.low <= 0):
        raise UndecidedError
    parts = []
    for low, high in wanted.parts:
        if high < 0 or low > full:
            continue
        # Each end is the image of the first number that does not belong: what two neighbouring sets
        # share then stays nothing, whatever is rounded on the way.
        if posts.inverted:
            begin = -math.inf if high >= full else after(_at(posts, 1.0 - after(high) / full))
            end = math.inf if low <= 0 else _at(posts, 1.0 - low / full)
        else:
            begin = -math.inf if low <= 0 else _at(posts, low / full)
            end = math.inf if high >= full else before(_at(posts, after(high) / full))
        if begin <= end:
            parts.append((begin, end))
    return Intervals(tuple(sorted(parts)))


def _at(posts: Goalposts, share: float) -> float:
    """The number at this share of the way from the low post to the high one."""
    if posts.logarithmic:
        low, high = math.log(posts.low), math.log(posts.high)
        return math.exp(low + share * (high - low))
    return posts.low + share * (posts.high - posts.low)


def _one_by_one(values: Intervals) -> list[Span]:
    """The whole numbers of a set, or its parts where they are many."""
    count = sum(high - low + 1 for low, high in values.parts)
    if count > MAX_WHOLE:
        return list(values.parts)
    return [
        (float(n), float(n)) for low, high in values.parts for n in range(int(low), int(high) + 1)
    ]


def _meets(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _between(low: float, high: float, position: float) -> float:
    if math.isinf(low) and math.isinf(high):
        return 0.0
    if math.isinf(low) or math.isinf(high):
        return high - 1.0 if math.isinf(low) else low + 1.0
    return low + position * (high - low)


def _plainest(value: float, low: float, high: float) -> float:
    """`value` with as few decimals as stay between `low` and `high`."""
    rounded: Sequence[float] = [round(value, decimals) for decimals in range(9)]
    return next((one for one in rounded if low <= one <= high and abs(one - value) < 1), value)
