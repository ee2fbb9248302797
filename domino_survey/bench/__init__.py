"""The project's benchmarks: each a ratio against a reference measured in the same run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.bench.answer import measure_answer
from domino_survey.bench.imports import measure_import
from domino_survey.bench.measure import Measurement, interleaved
from domino_survey.bench.report import measure_report
from domino_survey.bench.save import measure_save
from domino_survey.bench.score import measure_growth, measure_score

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REGISTRY: Mapping[str, Callable[[], Measurement]] = {
    "answer": measure_answer,
    "save": measure_save,
    "score": measure_score,
    "score-growth": measure_growth,
    "import": measure_import,
    "report": measure_report,
}

__all__ = ["REGISTRY", "Measurement", "interleaved"]
