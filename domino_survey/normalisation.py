"""From an answer to a score between 0 and 100 (scoring method, 2.1)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from domino_survey.numerics import Floats, np
from domino_survey.schema import (
    DateQuestion,
    Goalposts,
    LongTextQuestion,
    MultipleChoice,
    NumberQuestion,
    Question,
    ScaleQuestion,
    SingleChoice,
    TerritoryQuestion,
    TextQuestion,
    YesNo,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from domino_survey.answers import Column

LOOKUP_OPTIONS = 12  # 2^12 sums fit in the cache; more options are added one by one


class ScoringKey(Struct, frozen=True):
    """How the answers to one question become scores.

    `of_values` takes the values of a column, shape (n,), and gives n scores in [0, 100], whatever the
    states say; where `gaps` is true it may give NaN, for a number that no band holds. `worst` and
    `best` are the lowest and highest score that an admissible answer can get.
    """

    of_values: Callable[[NDArray[Any]], Floats]
    worst: float
    best: float
    gaps: bool = False

    def scores(self, column: Column) -> Floats:
        """The scores of a column of n answers, shape (n,), NaN where there is no value."""
        found = self.of_values(column.value)
        found[~column.answered] = np.nan
        return found


def scoring_key(question: Question, full_points: float) -> ScoringKey:
    """The key of a scored question. Raises `ValueError` for a type that is never scored.

    Scoring method, 2.1. One option: `100 p / F`, levels without points `100 j / (m - 1)`. Several:
    `100 min(sum of points, cap) / F`, an exclusive one its own. A number: the points of its band
    `[a, b)`, or `100 clip((v - l) / (h - l), 0, 1)` between fixed goalposts, on logarithms for money and
    size, reversed where less is better: OECD/JRC (2008), Handbook on Constructing Composite Indicators,
    step 5; UNDP (2022), technical notes of the Human Development Report 2021/2022.

    Args:
        question: a question that `is_scored`.
        full_points: F, the points that are worth 100.
    """
    match question:
        case ScaleQuestion():
            # Left out, points are equally spaced: 100 j / (m - 1).
            steps = len(question.levels) - 1
            points = [
                full_points * rank / steps if level.points is None else level.points
                for rank, level in enumerate(question.levels)
            ]
            return _one_option(points, full_points)
        case SingleChoice():
            return _one_option([option.points or 0 for option in question.options], full_points)
        case YesNo():
            yes = full_points if question.yes_points is None else question.yes_points
            return _one_option([yes, question.no_points], full_points)
        case MultipleChoice():
            return _several_options(question, full_points)
        case NumberQuestion() if question.goalposts is not None:
            return _goalposts(question.goalposts, question)
        case NumberQuestion() if question.bands:
            return _bands(question, full_points)
        case NumberQuestion() | TextQuestion() | LongTextQuestion() | DateQuestion():
            pass
        case TerritoryQuestion():
            pass
    msg = f"{question.id} ({question.type}) is not scored"
    raise ValueError(msg)


def _percent(points: float, full_points: float) -> float:
    return min(100.0, 100.0 * points / full_points)


def _one_option(points: list[float], full_points: float) -> ScoringKey:
    lookup = np.array([_percent(value, full_points) for value in points])

    def of_values(values: NDArray[Any]) -> Floats:
        # Clipping is only numpy's fastest way of taking: positions are those of options.
        return np.take(lookup, values, mode="clip")

    return ScoringKey(of_values, float(lookup.min()), float(lookup.max()))


def _several_options(question: MultipleChoice, full_points: float) -> ScoringKey:
    """`min(sum of points, cap)`; an exclusive option gives its own points."""
    points = [option.points or 0.0 for option in question.options]
    cap = full_points if question.cap is None else min(question.cap, full_points)
    alone = {bit: points[bit] for bit, o in enumerate(question.options) if o.exclusive}

    def added(values: NDArray[Any]) -> Floats:
        total = np.zeros(len(values))
        for bit, value in enumerate(points):
            total += value * ((values >> np.uint64(bit)) & np.uint64(1))
        total = np.minimum(total, cap)
        for bit, value in alone.items():
            total[values == np.uint64(1 << bit)] = min(value, full_points)
        return total * (100.0 / full_points)

    of_values = added
    if len(points) <= LOOKUP_OPTIONS:
        lookup = added(np.arange(1 << len(points), dtype=np.uint64))

        def of_values(values: NDArray[Any]) -> Floats:
            return np.take(lookup, values.astype(np.intp), mode="clip")

    together = [value for bit, value in enumerate(points) if bit not in alone]
    # Points are not negative, so the worst answer is a single option and the best one is full.
    singles = [min(value, cap) for value in together] + list(alone.values())
    highest = min(sum(sorted(together, reverse=True)[: question.max_choices]), cap)
    best = max([highest, *alone.values()])
    return ScoringKey(of_values, _percent(min(singles), full_points), _percent(best, full_points))


def _goalposts(posts: Goalposts, question: NumberQuestion) -> ScoringKey:
    """`100 clip((v-l)/(h-l), 0, 1)`, on logarithms for money and size, reversed where less is better."""
    ends = np.array([posts.low, posts.high])
    low, high = np.log(ends) if posts.logarithmic else ends

    def of_values(values: NDArray[Any]) -> Floats:
        # Clipped before the logarithm, which has no value for 0 and less.
        within = np.clip(values, posts.low, posts.high)
        share = ((np.log(within) if posts.logarithmic else within) - low) / (high - low)
        found: Floats = 100.0 * np.clip(1.0 - share if posts.inverted else share, 0.0, 1.0)
        return found

    limits = (
        posts.low if question.minimum is None else question.minimum,
        posts.high if question.maximum is None else question.maximum,
    )
    reached = of_values(np.array(limits))
    return ScoringKey(of_values, float(reached.min()), float(reached.max()))


def _bands(question: NumberQuestion, full_points: float) -> ScoringKey:
    """Points of the band `[start, next start)` that holds the number."""
    points = np.array([_percent(band.points, full_points) for band in question.bands])
    starts = np.array([-np.inf if b.start is None else b.start for b in question.bands])
    least = -math.inf if question.minimum is None else question.minimum
    most = math.inf if question.maximum is None else question.maximum
    gaps = bool(least < starts[0])

    def of_values(values: NDArray[Any]) -> Floats:
        # Bands are few: counting those begun is several times faster than a search.
        band = np.zeros(len(values), dtype=np.intp)
        for start in starts[1:]:
            band += values >= start
        found = np.take(points, band, mode="clip")
        if gaps:
            found[values < starts[0]] = np.nan
        return found

    reached = points[(starts <= most) & (np.append(starts[1:], np.inf) > least)]
    if not len(reached):
        reached = points
    return ScoringKey(of_values, float(reached.min()), float(reached.max()), gaps)
