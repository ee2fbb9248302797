from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domino_survey import scoring
from domino_survey.bench import REGISTRY, Measurement, interleaved
from domino_survey.bench.imports import _program
from domino_survey.bench.score import _matrices, random_table
from domino_survey.schema import Scoring
from tests.builders import axis, multiple, percent, questionnaire, scale, theme, yes_no

if TYPE_CHECKING:
    from pathlib import Path

MODEL = questionnaire(
    axis(
        "A",
        theme("T1", percent("Q1"), yes_no("Q2"), weight=3.0),
        theme("T2", scale("Q3"), multiple("Q4", {"a": 50.0, "b": 50.0})),
    ),
    scoring=Scoring(),
)


def test_registry__names_its_measures() -> None:
    assert {"score", "score-growth", "import"} <= set(REGISTRY)


def test_measurement__at_its_limit__holds() -> None:
    assert Measurement("x", 1.2, 1.2, "").holds
    assert not Measurement("x", 1.3, 1.2, "").holds


def test_interleaved__runs_turn_about_after_one_round_that_does_not_count() -> None:
    seen: list[str] = []
    interleaved(lambda: seen.append("a"), lambda: seen.append("b"), rounds=3)
    assert seen == ["a", "b"] * 4


def test_random_table__same_seed__is_the_same() -> None:
    one, other = random_table(MODEL, 50), random_table(MODEL, 50)
    for item, column in one.columns.items():
        assert np.array_equal(column.value, other.columns[item].value)
        assert np.array_equal(column.state, other.columns[item].state)


def test_reference__of_a_complete_response__is_the_score_of_the_engine() -> None:
    table = random_table(MODEL, 200)
    points, answered, weights = _matrices(MODEL, table)
    complete = answered.all(axis=1)
    assert complete.any()
    product = (points * answered) @ weights / np.where(complete, 1, 0)[:, None].clip(1)
    nodes = scoring.score(MODEL, table).nodes
    for position, node in enumerate(nodes):
        assert np.allclose(product[complete, position], nodes[node].value[complete])


def test_program_of_a_page__imports_without_running_it(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text("from __future__ import annotations\nimport json\n\n1 / 0\n", encoding="utf-8")
    program = _program(page)
    assert "import json" in program
    exec(compile(program, "program", "exec"), {})  # noqa: S102  # what the measure does
