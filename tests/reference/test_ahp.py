"""Weights from pairwise comparison, against published ones; tests/cases/ahp/README.md names the sources."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domino_survey.weighting import (
    MOST_COMPARED,
    RANDOM_INDICES,
    ahp_weights,
    eigenvector_weights,
    judgements_of,
)

CASES = Path(__file__).parents[1] / "cases" / "ahp"
EXPECTED: dict[str, Any] = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))


def matrix_of(name: str) -> tuple[list[str], list[list[float]]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert [row[0] for row in rows] == header[1:]
    return header[1:], [[float(cell) for cell in row[1:]] for row in rows]


@pytest.mark.parametrize("name", EXPECTED)
def test_eigenvector__each_case__agrees_to_nine_digits(name: str) -> None:
    items, matrix = matrix_of(name)
    expected = EXPECTED[name]
    weights, consistency = eigenvector_weights(items, matrix)
    assert items == expected["names"]
    assert weights == pytest.approx(expected["eigen_weights"], abs=1e-9)
    assert consistency.lambda_max == pytest.approx(expected["lambda_max"], abs=1e-9)
    assert consistency.index == pytest.approx(expected["CI"], abs=1e-9)
    # Published ratios use several tables of random indices.
    random = expected["published"]["RI"]
    assert consistency.index / random == pytest.approx(expected["CR"], abs=1e-9)
    assert consistency.ratio == pytest.approx(consistency.index / RANDOM_INDICES[len(items) - 1])
    assert consistency.acceptable


@pytest.mark.parametrize(
    "name", [name for name, case in EXPECTED.items() if len(case["names"]) <= MOST_COMPARED]
)
def test_ahp__each_case_of_up_to_seven_items__gives_the_same(name: str) -> None:
    items, matrix = matrix_of(name)
    found = ahp_weights(items, {"published": judgements_of(items, matrix)})
    assert found.weights == pytest.approx(EXPECTED[name]["eigen_weights"], abs=1e-9)


@pytest.mark.parametrize(
    "name", [name for name, case in EXPECTED.items() if case["published"]["weights"]]
)
def test_eigenvector__published_weights__agree_as_printed(name: str) -> None:
    weights, consistency = eigenvector_weights(*matrix_of(name))
    published = EXPECTED[name]["published"]
    assert [round(w, 4) for w in weights] == [round(w, 4) for w in published["weights"]]
    assert round(consistency.index / published["RI"], 4) == published["CR"]


@pytest.mark.parametrize("name", ["car", "leader_tom_dick_harry", "consistent3"])
def test_ratio__computed_by_the_same_table__agrees_to_nine_digits(name: str) -> None:
    _, consistency = eigenvector_weights(*matrix_of(name))
    assert consistency.ratio == pytest.approx(EXPECTED[name]["CR"], abs=1e-9)


def test_group__of_a_matrix_and_its_transpose__weighs_all_alike() -> None:
    items, matrix = matrix_of("saaty2004_city")
    transposed = np.array(matrix).T.tolist()
    found = ahp_weights(
        items, {"1": judgements_of(items, matrix), "2": judgements_of(items, transposed)}
    )
    assert found.weights == pytest.approx([1 / 5] * 5, abs=1e-9)
    assert found.participants[0].weights == pytest.approx(
        EXPECTED["saaty2004_city"]["eigen_weights"], abs=1e-9
    )
