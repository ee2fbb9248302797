"""How a group divides among levels and answers. Counts are exact: not to be shown as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domino_survey.normalisation import scoring_key
from domino_survey.numerics import np
from domino_survey.schema import MultipleChoice, option_codes
from domino_survey.scoring import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.answers import Column
    from domino_survey.numerics import Floats, Mask
    from domino_survey.schema import Level, Question

MIDDLE: Final = 50.0
LOW, HIGH = "low", "high"
# Shares are told to the nearest twentieth.
STEPS: Final = 20


def level_counts(levels: Sequence[Level], scores: Floats) -> dict[str, int]:
    """How many of these scores lie at each level, by its code, in order; scores of shape (n,).

    A score is at the level `[start, next start)` that holds it (scoring method, 2.10). NaN is at none.
    """
    starts = np.array([level.start for level in levels])
    scores = scores[~np.isnan(scores)]
    places = np.searchsorted(starts, scores + TOLERANCE, side="right") - 1
    return {level.code: int(np.count_nonzero(places == n)) for n, level in enumerate(levels)}


def answer_counts(
    question: Question, column: Column, asked: Mask, full_points: float
) -> dict[str, int]:
    """How many chose each option of a question of one choice, those that give least points first.

    Empty for questions of several choices, and for those without options.
    """
    codes = option_codes(question)
    if not codes or isinstance(question, MultipleChoice):
        return {}
    given = column.answered & asked
    points = scoring_key(question, full_points).of_values(np.arange(len(codes), dtype=np.int16))
    order = np.argsort(points, kind="stable")
    return {codes[place]: int(np.count_nonzero(given & (column.value == place))) for place in order}


def low_answers(question: Question, full_points: float) -> frozenset[str]:
    """The options of a question of one choice that give less than half of the points."""
    codes = option_codes(question)
    points = scoring_key(question, full_points).of_values(np.arange(len(codes), dtype=np.int16))
    return frozenset(code for code, value in zip(codes, points, strict=True) if value < MIDDLE)


def half_counts(scores: Floats) -> dict[str, int]:
    """How many scores of a question lie below the middle, and how many from there on; shape (n,)."""
    scores = scores[~np.isnan(scores)]
    low = int(np.count_nonzero(scores < MIDDLE))
    return {LOW: low, HIGH: scores.size - low}


def shares(counts: Mapping[str, int | None], total: int) -> dict[str, float | None]:
    """Shares in twentieths, adding up to 1 where all counts are known; None where a count is.

    The largest remainders are rounded up; what is not nothing is a twentieth at least.

    Args:
        counts: by part, None for what is not known.
        total: about how many there are; the parts, where all are known and there is more of them.
    """
    known = {part: count for part, count in counts.items() if count is not None}
    there = sum(known.values())
    whole = there if len(known) == len(counts) else max(total, there)
    if whole <= 0:
        return dict.fromkeys(counts)
    exact = {part: STEPS * count / whole for part, count in known.items()}
    units = {part: max(int(value), int(value > 0)) for part, value in exact.items()}
    # What is left to give, or to take back where many small parts were rounded up.
    spare = round(STEPS * there / whole) - sum(units.values())
    by_remainder = sorted(
        (part for part in exact if exact[part]), key=lambda part: units[part] - exact[part]
    )
    for part in by_remainder[: max(spare, 0)]:
        units[part] += 1
    while spare < 0:
        units[max(units, key=lambda part: units[part])] -= 1
        spare += 1
    return {part: None if count is None else units[part] / STEPS for part, count in counts.items()}
