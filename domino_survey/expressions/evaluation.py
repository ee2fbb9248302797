"""Evaluation on numpy columns, in Kleene's three-valued logic.

A comparison with a missing value is unknown, whatever its operator; what stays unknown at the top
counts as false, so that no condition fires for want of an answer, not even under a negation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from domino_survey.errors import DominoError, refusal
from domino_survey.expressions import tree
from domino_survey.expressions.frames import BoolArray, FloatArray, Frame, Truth
from domino_survey.expressions.printer import format as to_text
from domino_survey.numerics import np

if TYPE_CHECKING:
    from collections.abc import Sequence

TOLERANCE = 1e-9
"""Numbers nearer than this are equal: a score that is 50 up to the order of a sum is 50."""

LeafRule: TypeAlias = Callable[[tree.Leaf], Truth]


def evaluate(expression: tree.Expression, frame: Frame) -> Truth:
    """The truth of an expression of level `response` for each response.

    Returns:
        Arrays of shape (size,); `Truth.true` is what asks a question or fires a condition.

    Raises:
        DominoError: `wrong-level` or `type-mismatch`, for an expression that `check` refuses.
    """
    return _combine(expression, lambda leaf: response_leaf(leaf, frame))


def holds(expression: tree.Expression, frame: Frame) -> bool:
    """Whether an expression of level `territory` holds for the group of responses.

    Raises:
        DominoError: `wrong-level` or `type-mismatch`, for an expression that `check` refuses.
    """
    return bool(_combine(expression, lambda leaf: _group_truth(leaf, frame)).true[0])


def response_leaf(leaf: tree.Leaf, frame: Frame) -> Truth:
    """The truth of one comparison for each response."""
    match leaf:
        case tree.Answered(reference):
            return Truth(frame.present(reference.name), np.ones(frame.size, dtype=np.bool_))
        case tree.Contains(reference, code):
            return _option(frame, reference.name, code.code)
        case tree.Comparison(tree.Reference(tree.STAGE), operator, tree.Code(code)):
            return compare(frame.stage_ranks(), operator, frame.rank_of(code))
        case tree.Comparison(tree.Reference(name), tree.Operator.EQUAL, tree.Code(code)):
            return _option(frame, name, code)
        case tree.Comparison(tree.Reference(name), tree.Operator.DIFFERENT, tree.Code(code)):
            truth = _option(frame, name, code)
            return Truth(truth.false, truth.known)
        case tree.Comparison(
            tree.Reference() | tree.Value() as measure, operator, tree.Number(threshold)
        ):
            return compare(measured(measure, frame), operator, threshold)
        case tree.Comparison(tree.Reference() | tree.Value(), _, _):
            raise _mismatch(leaf)
        case _:
            raise _wrong_level(leaf)


def group_value(leaf: tree.Leaf, frame: Frame) -> float:
    """The number that a leaf of level `territory` compares, NaN where there is none."""
    match leaf:
        case tree.Comparison(tree.Count(), _, tree.Number()):
            return float(frame.size)
        case tree.Comparison(tree.Median() | tree.Mean() as figure, _, tree.Number()):
            return _middle(figure, frame)
        case tree.Comparison(tree.Share(condition), _, tree.Percent()):
            numerator, denominator = counts(condition, frame)
            return 100 * numerator / denominator if denominator else float("nan")
        case tree.Comparison(tree.Reference() | tree.Value(), _, _):
            raise _wrong_level(leaf)
        case tree.Comparison():
            raise _mismatch(leaf)
        case _:
            raise _wrong_level(leaf)


def counts(condition: tree.Expression, frame: Frame) -> tuple[int, int]:
    """Responses where a condition is true, and those where every value it needs is present."""
    found = frame.figures.get(condition)
    if found is None:
        found = frame.figures[condition] = _counts(condition, frame)
    return int(found[0]), int(found[1])


def _counts(condition: tree.Expression, frame: Frame) -> tuple[float, ...]:
    complete = np.ones(frame.size, dtype=np.bool_)
    by_leaf: dict[tree.Leaf, Truth] = {}
    for leaf in tree.leaves(condition):
        by_leaf[leaf] = response_leaf(leaf, frame)
        complete &= by_leaf[leaf].known
    true = _combine(condition, by_leaf.__getitem__).true
    return int(np.count_nonzero(true & complete)), int(np.count_nonzero(complete))


def measured(measure: tree.Measure, frame: Frame) -> FloatArray:
    """The number of each response that a measure speaks of, NaN where there is none."""
    match measure:
        case tree.Value(reference):
            return frame.raw(reference.name)
        case tree.Reference(name):
            return frame.scores(name)


def compare(values: FloatArray, operator: tree.Operator, threshold: float) -> Truth:
    """Values against a threshold; unknown where a value is NaN."""
    return Truth(_compared(values - threshold, operator), ~np.isnan(values))


def _compared(difference: FloatArray, operator: tree.Operator) -> BoolArray:
    match operator:
        case tree.Operator.LESS:
            return difference < -TOLERANCE
        case tree.Operator.LESS_OR_EQUAL:
            return difference <= TOLERANCE
        case tree.Operator.GREATER:
            return difference > TOLERANCE
        case tree.Operator.GREATER_OR_EQUAL:
            return difference >= -TOLERANCE
        case tree.Operator.EQUAL:
            return np.abs(difference) <= TOLERANCE
        case tree.Operator.DIFFERENT:
            return np.abs(difference) > TOLERANCE


def _combine(expression: tree.Expression, rule: LeafRule) -> Truth:
    match expression:
        case tree.And(operands):
            return _all([_combine(operand, rule) for operand in operands])
        case tree.Or(operands):
            return _any([_combine(operand, rule) for operand in operands])
        case tree.Not(operand):
            truth = _combine(operand, rule)
            return Truth(truth.false, truth.known)
        case tree.Comparison() | tree.Contains() | tree.Answered():
            return rule(expression)


def _all(truths: Sequence[Truth]) -> Truth:
    true: BoolArray = np.logical_and.reduce([truth.true for truth in truths])
    return Truth(true, true | np.logical_or.reduce([truth.false for truth in truths]))


def _any(truths: Sequence[Truth]) -> Truth:
    true: BoolArray = np.logical_or.reduce([truth.true for truth in truths])
    return Truth(true, true | np.logical_and.reduce([truth.false for truth in truths]))


def _option(frame: Frame, reference: str, code: str) -> Truth:
    chosen, present = frame.chosen(reference, code)
    return Truth(chosen & present, present)


def _group_truth(leaf: tree.Leaf, frame: Frame) -> Truth:
    value = np.array([group_value(leaf, frame)])
    match leaf:
        case tree.Comparison(_, operator, tree.Number(threshold) | tree.Percent(threshold)):
            return compare(value, operator, threshold)
        case _:
            raise _wrong_level(leaf)


def _middle(figure: tree.Median | tree.Mean, frame: Frame) -> float:
    found = frame.figures.get(figure)
    if found is None:
        values = measured(figure.of, frame)
        values = values[~np.isnan(values)]
        middle = np.median if isinstance(figure, tree.Median) else np.mean
        found = frame.figures[figure] = (float(middle(values)) if values.size else float("nan"),)
    return found[0]


def _wrong_level(leaf: tree.Leaf) -> DominoError:
    return refusal("wrong-level", found=to_text(leaf), example="A1.T1 < 50")


def _mismatch(leaf: tree.Leaf) -> DominoError:
    reference = next(tree.located_references(leaf), tree.Reference("N")).name
    return refusal("type-mismatch", found=to_text(leaf), reference=reference, example="A1.T1 < 50")
