"""An answer to any question from a level between 0 (the least) and 1 (the most)."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from domino_survey.answers import MISSING, Answer, answered
from domino_survey.schema import (
    NO,
    YES,
    DateQuestion,
    LongTextQuestion,
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    TerritoryQuestion,
    TextQuestion,
    YesNo,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domino_survey.schema import Option, Question, ScaleLevel

ROUND_STEP = 5.0
_ROUND_FROM = 20.0
_NONE_BELOW = 0.1
_TYPICAL = 20.0
_LONGEST_AGO = 2500


def clamped(question: NumberQuestion, value: float, step: float = 0.0) -> float:
    """A number as a person writes it: whole where asked for, rounded to a step, within the limits."""
    if step:
        value = round(value / step) * step
    value = float(round(value)) if question.integer else round(value, 1)
    if question.minimum is not None:
        value = max(value, question.minimum)
    if question.maximum is not None:
        value = min(value, question.maximum)
    return value


def option_answer(question: Question, codes: Sequence[str]) -> Answer:
    """The answer that these options make, as far as the question allows; missing for none."""
    if not isinstance(question, MultipleChoice):
        return answered(codes[0]) if codes else MISSING
    exclusive = {option.code for option in question.options if option.exclusive}
    shared = [code for code in codes if code not in exclusive]
    kept = shared[: question.max_choices] if shared else list(codes[:1])
    return answered(tuple(kept)) if kept else MISSING


def answer_at(
    question: Question, level: float, draws: Sequence[float], leaning: Mapping[str, float]
) -> Answer:
    """The answer of someone at this level.

    Args:
        question: of any type but a text or a place, for which there is none.
        level: from 0 to 1.
        draws: numbers from 0 to 1 that settle what the level does not; the same give the same answer.
        leaning: log odds by which options of a multiple choice are likelier than others.
    """
    match question:
        case ScaleQuestion():
            return answered(_ranked(question.levels, level))
        case SingleChoice():
            return answered(_ranked(question.options, level))
        case MultipleChoice():
            return option_answer(question, _several(question, level, draws, leaning))
        case YesNo():
            best, worst = (YES, NO) if question.yes_points != 0 else (NO, YES)
            return answered(best if level > draws[0] else worst)
        case NumberQuestion():
            return answered(_number(question, level, draws))
        case TextQuestion() | LongTextQuestion() | DateQuestion() | TerritoryQuestion():
            return MISSING


def some_day(reference: datetime, draw: float) -> Answer:
    """A day of the years before the reference."""
    return answered((reference - timedelta(days=round(draw * _LONGEST_AGO))).date().isoformat())


def _ranked(options: Sequence[Option | ScaleLevel], level: float) -> str:
    if all(option.points is not None for option in options):
        options = sorted(options, key=lambda option: option.points or 0)
    return options[min(int(level * len(options)), len(options) - 1)].code


def _several(
    question: MultipleChoice, level: float, draws: Sequence[float], leaning: Mapping[str, float]
) -> list[str]:
    exclusive = [option.code for option in question.options if option.exclusive]
    shared = [option.code for option in question.options if not option.exclusive]
    if exclusive and level < _NONE_BELOW:
        return exclusive[:1]
    odds = math.log((0.06 + 0.78 * level) / (0.94 - 0.78 * level))
    likely = {code: 1 / (1 + math.exp(-odds - leaning.get(code, 0.0))) for code in shared}
    chosen = [code for place, code in enumerate(shared) if draws[place % len(draws)] < likely[code]]
    if chosen:
        return chosen
    return exclusive[:1] or [max(likely, key=lambda code: likely[code])]


def _number(question: NumberQuestion, level: float, draws: Sequence[float]) -> float:
    low, high = span_of(question, level)
    value = low + (high - low) * draws[0] * 0.999
    step = ROUND_STEP if high >= _ROUND_FROM and high - low >= ROUND_STEP else 0.0
    rounded = clamped(question, value, step)
    return rounded if low <= rounded < high or not step else clamped(question, value)


def span_of(question: NumberQuestion, level: float) -> tuple[float, float]:
    """Between which numbers someone at this level answers."""
    if question.bands:
        bands = sorted(enumerate(question.bands), key=lambda pair: pair[1].points)
        place, band = bands[min(int(level * len(bands)), len(bands) - 1)]
        low = band.start if band.start is not None else question.minimum or 0.0
        after = question.bands[place + 1 :]
        if after and after[0].start is not None:
            return low, after[0].start
        return low, question.maximum if question.maximum is not None else low * 1.5 + 3
    if question.goalposts:
        ends = (question.goalposts.low, question.goalposts.high)
        low, high = reversed(ends) if question.goalposts.inverted else ends
        middle = low + (high - low) * level
        return middle, middle
    low = question.minimum or 0.0
    high = question.maximum if question.maximum is not None else low + 2 * _TYPICAL
    return low + (high - low) * 0.5 * level, low + (high - low) * (0.3 + 0.7 * level)
