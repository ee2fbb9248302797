"""The project's benchmarks: each a ratio against a reference measured in the same run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.bench.answer import measure_answer
from domino_survey.bench.imports import measure_import
from domino_survey.bench.measure import Measurement, interleaved
from domino_survey.bench.million import measure_memory, measure_million
from domino_survey.bench.observatory import measure_observatory
from domino_survey.bench.report import measure_report
from domino_survey.bench.robustness import measure_many, measure_one
from domino_survey.bench.save import measure_save
from domino_survey.bench.score import measure_growth, measure_score
from domino_survey.bench.suppression import measure_suppression
from domino_survey.bench.whatif import measure_whatif

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

REGISTRY: Mapping[str, Callable[[], Measurement | Iterable[Measurement]]] = {
    "answer": measure_answer,
    "save": measure_save,
    "score": measure_million,
    "score-memory": measure_memory,
    "score-100000": measure_score,
    "score-growth": measure_growth,
    "whatif": measure_whatif,
    "robustness": measure_many,
    "robustness-one": measure_one,
    "suppression": measure_suppression,
    "import": measure_import,
    "report": measure_report,
    "observatory": measure_observatory,
}

__all__ = ["REGISTRY", "Measurement", "interleaved"]
