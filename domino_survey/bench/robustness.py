"""A thousand variants of the method, against as many matrix products."""

from __future__ import annotations

from domino_survey import scoring
from domino_survey.bench.measure import Measurement, interleaved
from domino_survey.bench.score import matrix_product, measured_questionnaire, random_table

LIMIT = 5.0
RESPONSES = 1000
EVERYTHING = scoring.Variation(powers=scoring.PLAUSIBLE_POWERS, leave_out=True)


def measure_one(draws: int = scoring.DRAWS) -> Measurement:
    """One response."""
    return _measure("robustness-one", 1, draws, 15)


def measure_many(draws: int = scoring.DRAWS) -> Measurement:
    """A thousand responses."""
    return _measure("robustness", RESPONSES, draws, 3)


def _measure(name: str, responses: int, draws: int, rounds: int) -> Measurement:
    """From the answers to quantiles, ranks and shares, all that can vary varied.

    The reference is that of `score`, once for each draw: it composes, and neither draws nor ranks.
    """
    questionnaire = measured_questionnaire()
    table = random_table(questionnaire, responses)
    product = matrix_product(questionnaire, table)

    def ours() -> scoring.Robustness:
        drawn = scoring.draw_methods(questionnaire, EVERYTHING, count=draws)
        return scoring.robustness_of(questionnaire, scoring.score(questionnaire, table), drawn)

    def theirs() -> None:
        for _ in range(draws):
            product()

    mine, reference = interleaved(ours, theirs, rounds)
    times = f"{1000 * mine:.1f} ms; numpy {1000 * reference:.1f} ms"
    return Measurement(name, mine / reference, LIMIT, f"{draws} draws, {responses}: {times}")
