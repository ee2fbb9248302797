"""Pairwise judgements, from what was filled in to reciprocal matrices."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from domino_survey.errors import DominoError, problem, refusal
from domino_survey.numerics import Floats, np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domino_survey.errors import Problem

# How many times as important the first item of a pair is as the second.
Judgements: TypeAlias = "Mapping[tuple[str, str], float]"

# Beyond seven, nobody can single out the judgement that disturbs most: Saaty & Ozdemir (2003), Why the
# magic number seven plus or minus two, Mathematical and Computer Modelling 38.
MOST_COMPARED = 7
HIGHEST_JUDGEMENT = 9.0
_ROUNDING = 1e-9


def judgements_of(items: Sequence[str], rows: Sequence[Sequence[float]]) -> Judgements:
    """The judgements of a whole matrix, `rows[i][j]` comparing item i to item j.

    Raises:
        DominoError: `judgements-not-square` for each row that is not as long as the items, or for a
            matrix with too many or too few rows.
    """
    expected = len(items)
    if len(rows) != expected:
        raise refusal("judgements-not-square", expected=expected)
    faults = [
        problem("judgements-not-square", place=item, path=(item,), expected=expected)
        for item, row in zip(items, rows, strict=True)
        if len(row) != expected
    ]
    if faults:
        raise DominoError(*faults)
    return {
        (first, second): value
        for first, row in zip(items, rows, strict=True)
        for second, value in zip(items, row, strict=True)
    }


def reciprocal_matrices(items: Sequence[str], judgements: Mapping[str, Judgements]) -> Floats:
    """The matrices of K participants, shape (K, n, n): `a_ji = 1/a_ij` and `a_ii = 1`.

    Each pair is judged in one direction, or in both if they agree.

    Raises:
        DominoError: every fault of every participant, located by participant and pair: a pair that
            is missing, a judgement outside of 1/9 to 9, two that are not each other's inverse, an
            item compared to itself by another number than 1, an unknown item.
    """
    faults = [
        fault for name, judged in judgements.items() for fault in _faults(name, items, judged)
    ]
    if faults:
        raise DominoError(*faults)
    matrices = np.ones((len(judgements), len(items), len(items)))
    for matrix, judged in zip(matrices, judgements.values(), strict=True):
        for (i, first), (j, second) in combinations(enumerate(items), 2):
            there = judged.get((first, second))
            value = 1 / judged[second, first] if there is None else there
            matrix[i, j], matrix[j, i] = value, 1 / value
    return matrices


def _faults(name: str, items: Sequence[str], judged: Judgements) -> Iterator[Problem]:
    known = set(items)
    for (first, second), value in judged.items():
        place = f"{name}, {first} / {second}"
        path = (name, first, second)
        pair = {"first": first, "second": second}
        for item in dict.fromkeys((first, second)):
            if item not in known:
                listed = ", ".join(items)
                yield problem("unknown-compared", place=place, path=path, item=item, items=listed)
        if not _on_scale(value):
            yield problem("judgement-off-scale", place=place, path=path, value=value, **pair)
        elif first == second and value != 1:
            yield problem("judgement-of-itself", place=place, path=path, item=first, value=value)
    for first, second in combinations(items, 2):
        place = f"{name}, {first} / {second}"
        path = (name, first, second)
        pair = {"first": first, "second": second}
        there, back = judged.get((first, second)), judged.get((second, first))
        if there is None and back is None:
            yield problem("judgement-missing", place=place, path=path, **pair)
        elif there is not None and back is not None and _contradict(there, back):
            both = {"value": there, "back": back}
            yield problem("judgements-not-reciprocal", place=place, path=path, **pair, **both)


def _on_scale(value: float) -> bool:
    return (
        math.isfinite(value)
        and value > 0
        and max(value, 1 / value) <= HIGHEST_JUDGEMENT * (1 + _ROUNDING)
    )


def _contradict(there: float, back: float) -> bool:
    # What is off the scale is told already.
    return _on_scale(there) and _on_scale(back) and abs(there * back - 1) > _ROUNDING
