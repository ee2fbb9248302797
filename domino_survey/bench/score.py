"""Scoring many responses, against one numpy matrix product of the same answers and weights."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from domino_survey import scoring
from domino_survey.answers import AnswerTable, Column, State
from domino_survey.bench.measure import Measurement, interleaved
from domino_survey.normalisation import scoring_key
from domino_survey.schema import MultipleChoice, NumberQuestion, option_codes
from domino_survey.services.scoring_files import questionnaire_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.schema import Question, Questionnaire

Floats = NDArray[np.float64]

SCHEMA = Path(__file__).parents[2] / "schemas" / "domino" / "1.yaml"
RESPONSES = 100_000
FEWER = 10_000
RATIO_LIMIT = 10.0
GROWTH_LIMIT = 11.0
SEED = 1
STATES = np.array(
    [State.ANSWERED, State.NOT_APPLICABLE, State.DONT_KNOW, State.MISSING], dtype=np.int8
)
CHANCES = (0.85, 0.05, 0.05, 0.05)
WIDEST_NUMBER = 1000.0


def measure_score() -> Measurement:
    """Scores, bounds, coverage and reasons of every node, against plain weighted means alone."""
    ours, theirs = timed(RESPONSES)
    return Measurement(
        "score-100000", ours / theirs, RATIO_LIMIT, described(RESPONSES, ours, theirs)
    )


def timed(responses: int, rounds: int = 7) -> tuple[float, float]:
    """Median seconds to score so many responses, and of the product on the same matrix."""
    questionnaire = measured_questionnaire()
    table = random_table(questionnaire, responses)
    product = matrix_product(questionnaire, table)
    return interleaved(lambda: scoring.score(questionnaire, table), product, rounds)


def described(responses: int, ours: float, theirs: float) -> str:
    """What was timed, for the reader."""
    questions = len(measured_questionnaire().scored_questions)
    return f"{responses} x {questions}: {1000 * ours:.0f} ms; numpy {1000 * theirs:.0f} ms"


def matrix_product(questionnaire: Questionnaire, table: AnswerTable) -> Callable[[], Floats]:
    """The reference: weighted means of what is answered, at every node, by one matrix product."""
    points, answered, weights = _matrices(questionnaire, table)

    def product() -> Floats:
        with np.errstate(invalid="ignore"):
            found: Floats = (points * answered) @ weights / (answered @ weights)
        return found

    return product


def measure_growth() -> Measurement:
    """Ten times the responses, against the tenth of them."""
    questionnaire = measured_questionnaire()
    table = random_table(questionnaire, RESPONSES)
    fewer = table.rows(0, FEWER)
    many, few = interleaved(
        lambda: scoring.score(questionnaire, table), lambda: scoring.score(questionnaire, fewer)
    )
    detail = f"{RESPONSES}: {1000 * many:.0f} ms; {FEWER}: {1000 * few:.1f} ms"
    return Measurement("score-growth", many / few, GROWTH_LIMIT, detail)


def random_table(questionnaire: Questionnaire, size: int, seed: int = SEED) -> AnswerTable:
    """Answers at random to every item, of all states; the same again for the same seed."""
    chance = np.random.default_rng(seed)
    columns = {}
    for item in questionnaire.items.values():
        state = chance.choice(STATES, size, p=CHANCES)
        columns[item.id] = Column(state, _values(item, chance, size))
    return AnswerTable(size, columns)


def _values(item: Question, chance: np.random.Generator, size: int) -> NDArray[np.generic]:
    codes = option_codes(item)
    match item:
        case MultipleChoice():
            return chance.integers(1, 1 << len(codes), size, dtype=np.uint64)
        case NumberQuestion():
            low = item.minimum or 0.0
            high = low + WIDEST_NUMBER if item.maximum is None else item.maximum
            return chance.uniform(low, high, size)
        case _ if codes:
            return chance.integers(0, len(codes), size, dtype=np.int16)
        case _:
            return np.zeros(size)


@cache
def measured_questionnaire() -> Questionnaire:
    """The questionnaire that is measured, read once."""
    return questionnaire_of(SCHEMA)


def _matrices(questionnaire: Questionnaire, table: AnswerTable) -> tuple[Floats, Floats, Floats]:
    """Points and masks, shape (n, questions), and weights, shape (questions, nodes)."""
    questions = questionnaire.scored_questions
    full = questionnaire.scoring.full_points
    columns = [table.columns[question.id] for question in questions]
    points = [
        np.nan_to_num(scoring_key(question, full).scores(column))
        for question, column in zip(questions, columns, strict=True)
    ]
    weights = scoring.global_weights(questionnaire)
    return (
        np.column_stack(points),
        np.column_stack([column.answered for column in columns]).astype(np.float64),
        np.array([[share.get(q.id, 0.0) for share in weights.values()] for q in questions]),
    )
