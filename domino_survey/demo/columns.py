"""Answers to a question from many levels at once: `levels.answer_at` by columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from domino_survey.demo.levels import ROUND_STEP, span_of
from domino_survey.schema import (
    NO,
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    YesNo,
    option_codes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domino_survey.schema import Question

    Floats = NDArray[np.float64]

_NONE_BELOW = 0.1
_ROUND_FROM = 20.0
_STEPS = 200  # levels between which the span of a number does not change visibly


def answers_at(
    question: Question, level: Floats, chance: np.random.Generator, leaning: Mapping[str, float]
) -> NDArray[Any]:
    """The values of a column (`answers.Column`) for people at these levels, from 0 to 1; shape (n,)."""
    match question:
        case ScaleQuestion():
            return _ranked([one.points for one in question.levels], level)
        case SingleChoice():
            return _ranked([one.points for one in question.options], level)
        case MultipleChoice():
            return _several(question, level, chance, leaning)
        case YesNo():
            best, worst = (0, 1) if question.yes_points != 0 else (1, 0)
            if option_codes(question)[0] == NO:
                best, worst = worst, best
            drawn = np.where(level > chance.random(len(level)), best, worst)
            return drawn.astype(np.int16)
        case NumberQuestion():
            return _numbers(question, level, chance)
        case _:
            return np.zeros(len(level))


def _ranked(points: list[float | None], level: Floats) -> NDArray[np.int16]:
    order = np.arange(len(points))
    if all(one is not None for one in points):
        order = np.argsort([one or 0.0 for one in points], kind="stable")
    place = np.minimum((level * len(points)).astype(np.int64), len(points) - 1)
    return order[place].astype(np.int16)


def _several(
    question: MultipleChoice,
    level: Floats,
    chance: np.random.Generator,
    leaning: Mapping[str, float],
) -> NDArray[np.uint64]:
    odds = np.log((0.06 + 0.78 * level) / (0.94 - 0.78 * level))
    bits = np.zeros(len(level), dtype=np.uint64)
    likeliest, most = np.zeros(len(level), dtype=np.uint64), np.full(len(level), -np.inf)
    chosen = np.zeros(len(level), dtype=np.int64)
    limit = question.max_choices or len(question.options)
    exclusive = np.uint64(0)
    for place, option in enumerate(question.options):
        bit = np.uint64(1 << place)
        if option.exclusive:
            exclusive = exclusive or bit
            continue
        likely = 1 / (1 + np.exp(-odds - leaning.get(option.code, 0.0)))
        takes = (chance.random(len(level)) < likely) & (chosen < limit)
        bits[takes] |= bit
        chosen += takes
        likeliest = np.where(likely > most, bit, likeliest)
        most = np.maximum(likely, most)
    nothing = bits == 0
    bits[nothing] = exclusive or likeliest[nothing]
    if exclusive:
        bits[level < _NONE_BELOW] = exclusive
    return bits


def _numbers(question: NumberQuestion, level: Floats, chance: np.random.Generator) -> Floats:
    spans = np.array([span_of(question, step / _STEPS) for step in range(_STEPS + 1)])
    low, high = spans[np.minimum((level * _STEPS).astype(np.int64), _STEPS)].T
    value = low + (high - low) * chance.random(len(level)) * 0.999
    coarse = (high >= _ROUND_FROM) & (high - low >= ROUND_STEP)
    rounded = _clamped(question, np.round(value / ROUND_STEP) * ROUND_STEP)
    fine = _clamped(question, value)
    fits = coarse & (low <= rounded) & (rounded < high)
    return np.where(fits, rounded, fine)


def _clamped(question: NumberQuestion, value: Floats) -> Floats:
    found = np.round(value) if question.integer else np.round(value, 1)
    if question.minimum is not None:
        found = np.maximum(found, question.minimum)
    if question.maximum is not None:
        found = np.minimum(found, question.maximum)
    return found
