"""All "what ifs" of one response, against scoring it."""

from __future__ import annotations

from domino_survey import scoring
from domino_survey.bench.measure import Measurement, interleaved
from domino_survey.bench.score import measured_questionnaire, random_table

LIMIT = 30.0
ROUNDS = 51  # of a few milliseconds each
LEVELS = 8  # as the screen offers


def measure_whatif(rounds: int = ROUNDS) -> Measurement:
    """Every other answer scored and ranked for each axis, and one axis's bundles, against one scoring."""
    questionnaire = measured_questionnaire()
    table = random_table(questionnaire, 1)

    def ours() -> int:
        found = scoring.what_if(questionnaire, table)
        ranked = [found.climbs(axis.id) for axis in questionnaire.axes]
        bundles = scoring.best_bundles(questionnaire, table, questionnaire.axes[0].id, LEVELS)
        return len(found.trials) + len(ranked) + len(bundles)

    mine, theirs = interleaved(ours, lambda: scoring.score(questionnaire, table), rounds)
    tried = len(scoring.what_if(questionnaire, table).trials)
    detail = f"{tried} answers: {1000 * mine:.1f} ms; one scoring {1000 * theirs:.1f} ms"
    return Measurement("whatif", mine / theirs, LIMIT, detail)
