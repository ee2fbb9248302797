"""What the mean of a measure can be, given what shares of the responses have which values of it.

A group is a share of responses for each value that the measure takes. What is asked of these shares and
the mean are linear in them, so that the least and the greatest mean are two linear programmes: exact for
measures that take single values; where values fill an interval, its ends count as reached.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.expressions import tree
from domino_survey.numerics import np
from domino_survey.schema_checks.intervals import Intervals, satisfying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.schema_checks.answer_sets import Span

MAX_PIECES = 2000
_INFEASIBLE = 2


class AtLeast(Struct, frozen=True):
    """At least `share` of the responses, 0 to 1, meet a condition that compares one measure only, or fail it."""

    condition: tree.Expression
    share: float
    truth: bool = True


def mean_between(spans: Sequence[Span], demands: Sequence[AtLeast]) -> Span | None:
    """The least and the greatest mean of one measure over groups that meet all demands; None without any.

    Args:
        spans: the values that the measure takes, as closed intervals.
        demands: on shares of the responses whose measure is known.
    """
    pieces = [Intervals((span,)) for span in dict.fromkeys(spans)]
    for demand in demands:
        for leaf in tree.leaves(demand.condition):
            pieces = [
                part
                for piece in pieces
                for truth in (True, False)
                if (part := piece & _values(leaf, truth=truth))
            ]
    ends = sorted({end for piece in pieces for end in piece.parts})
    if not ends or len(ends) > MAX_PIECES or not all(map(math.isfinite, (ends[0][0], ends[-1][1]))):
        return (-math.inf, math.inf)
    meets = np.array(
        [[-float(_holds(one.condition, low) is one.truth) for low, _ in ends] for one in demands]
    ).reshape(len(demands), len(ends))
    least = _optimum(np.array([low for low, _ in ends]), meets, demands)
    most = _optimum(-np.array([high for _, high in ends]), meets, demands)
    return None if least is None or most is None else (least, -most)


def compares_only(condition: tree.Expression, measure: tree.Measure) -> bool:
    """Whether a condition compares numbers of one measure and nothing else."""
    return all(
        isinstance(leaf, tree.Comparison)
        and leaf.left == measure
        and isinstance(leaf.right, tree.Number)
        for leaf in tree.leaves(condition)
    )


def _values(leaf: tree.Leaf, *, truth: bool) -> Intervals:
    match leaf:
        case tree.Comparison(_, operator, tree.Number(limit)):
            return satisfying(operator, limit, truth=truth)
        case _:
            raise TypeError(leaf)


def _holds(condition: tree.Expression, value: float) -> bool:
    match condition:
        case tree.And(operands):
            return all(_holds(one, value) for one in operands)
        case tree.Or(operands):
            return any(_holds(one, value) for one in operands)
        case tree.Not(operand):
            return not _holds(operand, value)
        case leaf:
            return value in _values(leaf, truth=True)


def _optimum(aim: np.ndarray, meets: np.ndarray, demands: Sequence[AtLeast]) -> float | None:
    from scipy.optimize import linprog  # noqa: PLC0415 - heavy

    found = linprog(
        aim,
        A_ub=meets if len(demands) else None,
        b_ub=[-one.share for one in demands] or None,
        A_eq=np.ones((1, aim.size)),
        b_eq=[1.0],
    )
    if found.status == _INFEASIBLE:
        return None
    return float(found.fun) if found.fun is not None else -math.inf
