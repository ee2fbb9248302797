"""Why a condition holds or not: each comparison with the value it met."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite, isnan
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from domino_survey.expressions import tree
from domino_survey.expressions.evaluation import (
    compare,
    counts,
    group_value,
    measured,
    response_leaf,
)
from domino_survey.numerics import np

if TYPE_CHECKING:
    from domino_survey.expressions.frames import Frame

Function: TypeAlias = Literal["value", "median", "mean", "share", "count"]
_Probe: TypeAlias = Callable[[tree.Leaf], "Fact"]


class Fact(Struct, frozen=True):
    """One comparison of a condition and what it met.

    Attributes:
        leaf: the comparison; `format(fact.leaf)` is its text.
        references: the ids it speaks of, in order, each once.
        function: how the value was made; None for the value of one response itself.
        operator: None for `contient` and `REPONDU`.
        threshold: number (percent for a share), option or stage code, None for `REPONDU`.
        value: the number met (a percentage for a share, a rank for a stage); None where there is
            none, and for options.
        known: whether the value is present.
        holds: whether the comparison is true, as written.
        negated: whether it stands under an odd number of negations.
        reason: whether it is part of what makes the whole condition hold.
        gap: distance to the threshold over the width of the scale, 0 to 1; 0 where it has none.
        numerator, denominator: the counts behind a share.
    """

    leaf: tree.Leaf
    references: tuple[str, ...]
    function: Function | None
    operator: tree.Operator | None
    threshold: float | str | None
    value: float | None
    known: bool
    holds: bool
    negated: bool = False
    reason: bool = False
    gap: float = 0.0
    numerator: int | None = None
    denominator: int | None = None


def facts(expression: tree.Expression, frame: Frame, row: int | None) -> tuple[Fact, ...]:
    """The comparisons of a condition, in order, with what they met.

    Args:
        expression: of level `response` when `row` is given, of level `territory` otherwise.
        frame: the responses.
        row: position of the response, None for the whole group.

    Raises:
        DominoError: `wrong-level` or `type-mismatch`, for an expression that `check` refuses.
    """

    def probe(leaf: tree.Leaf) -> Fact:
        return _of_group(leaf, frame) if row is None else _of_response(leaf, frame, row)

    return tuple(_read(expression, probe, positive=True)[1])


def gap(expression: tree.Expression, frame: Frame, row: int | None) -> float:
    """How far beyond its thresholds a condition holds, 0 to 1; 0 where it does not hold.

    The largest `|value - threshold| / width of the scale` among the comparisons that make it hold.
    Arguments as for `facts`.
    """
    return max((fact.gap for fact in facts(expression, frame, row) if fact.reason), default=0.0)


def share(expression: tree.Expression, frame: Frame) -> float | None:
    """The largest share of responses, 0 to 1, among the `PART` that make a condition hold.

    None where there is none, and where the condition does not hold.
    """
    shares = [
        fact.numerator / fact.denominator
        for fact in facts(expression, frame, None)
        if fact.reason and fact.numerator is not None and fact.denominator
    ]
    return max(shares, default=None)


def _read(
    expression: tree.Expression, probe: _Probe, *, positive: bool
) -> tuple[bool | None, list[Fact]]:
    """Truth of an expression (None: unknown) and its facts; `positive` is false under a negation."""
    match expression:
        case tree.Not(operand):
            truth, found = _read(operand, probe, positive=not positive)
            return None if truth is None else not truth, found
        case tree.And(operands):
            return _junction(operands, probe, decisive=False, positive=positive)
        case tree.Or(operands):
            return _junction(operands, probe, decisive=True, positive=positive)
        case tree.Comparison() | tree.Contains() | tree.Answered():
            fact = probe(expression)
            truth = fact.holds if fact.known else None
            return truth, [replace(fact, negated=not positive, reason=truth is positive)]


def _junction(
    operands: tuple[tree.Expression, ...], probe: _Probe, *, decisive: bool, positive: bool
) -> tuple[bool | None, list[Fact]]:
    """A disjunction is decided by one true operand, a conjunction by one false operand."""
    read = [_read(operand, probe, positive=positive) for operand in operands]
    truths = [truth for truth, _ in read]
    found = [fact for _, each in read for fact in each]
    truth = decisive if decisive in truths else None if None in truths else not decisive
    if truth is not positive:
        # A comparison that is true in a branch that fails explains nothing.
        found = [replace(fact, reason=False) for fact in found]
    return truth, found


def _of_response(leaf: tree.Leaf, frame: Frame, row: int) -> Fact:
    truth = response_leaf(leaf, frame)
    value, width = float("nan"), float("nan")
    function: Function | None = None
    match leaf:
        case tree.Comparison(tree.Reference(tree.STAGE), _, tree.Code()):
            value = float(frame.stage_ranks()[row])
        case tree.Comparison(tree.Reference(name), _, tree.Number()):
            value, width = float(frame.scores(name)[row]), frame.span(name)
        case tree.Comparison(tree.Value() as measure, _, tree.Number()):
            value, function = float(measured(measure, frame)[row]), "value"
        case _:
            pass
    fact = _fact(leaf, function, value, width)
    return replace(fact, known=bool(truth.known[row]), holds=bool(truth.true[row]))


def _of_group(leaf: tree.Leaf, frame: Frame) -> Fact:
    value = group_value(leaf, frame)
    function: Function | None = None
    width = float("nan")
    numerator = denominator = None
    match leaf:
        case tree.Comparison(tree.Median(measure)):
            function, width = "median", _width(measure, frame)
        case tree.Comparison(tree.Mean(measure)):
            function, width = "mean", _width(measure, frame)
        case tree.Comparison(tree.Share(condition)):
            function, width = "share", 100.0
            numerator, denominator = counts(condition, frame)
        case tree.Comparison(tree.Count()):
            function = "count"
        case _:
            pass
    fact = _fact(leaf, function, value, width)
    return replace(fact, numerator=numerator, denominator=denominator)


def _width(measure: tree.Measure, frame: Frame) -> float:
    # Numbers as answered have no scale of their own: their gap is not comparable, hence none.
    return frame.span(measure.name) if isinstance(measure, tree.Reference) else float("nan")


def _fact(leaf: tree.Leaf, function: Function | None, value: float, width: float) -> Fact:
    fact = Fact(
        leaf=leaf,
        references=tuple(dict.fromkeys(r.name for r in tree.located_references(leaf))),
        function=function,
        operator=leaf.operator if isinstance(leaf, tree.Comparison) else None,
        threshold=None,
        value=None if isnan(value) else value,
        known=False,
        holds=False,
    )
    match leaf:
        case tree.Comparison(_, operator, tree.Number(limit) | tree.Percent(limit)):
            truth = compare(np.array([value]), operator, limit)
            known, true = bool(truth.known[0]), bool(truth.true[0])
            distance = _gap(value, limit, width)
            return replace(fact, threshold=limit, known=known, holds=true, gap=distance)
        case tree.Comparison(_, _, tree.Code(code)) | tree.Contains(_, tree.Code(code)):
            return replace(fact, threshold=code)
        case _:
            return fact


def _gap(value: float, limit: float, width: float) -> float:
    if not isfinite(value) or not isfinite(width) or width <= 0:
        return 0.0
    return min(1.0, abs(value - limit) / width)
