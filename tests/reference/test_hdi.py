"""The Human Development Index of 191 countries, through the public path: files in, scores out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from domino_survey import scoring
from domino_survey.answers import table_of_cells
from domino_survey.schema_files import load
from domino_survey.services.scoring_files import score_file

TESTS = Path(__file__).parents[1]
QUESTIONNAIRE = TESTS / "questionnaires" / "hdi.yaml"
INDICATORS = ("le", "eys", "mys", "gnipc")

with (TESTS / "cases" / "hdi_2021.csv").open(encoding="utf-8", newline="") as file:
    COUNTRIES = list(csv.DictReader(file))


def test_hdi__every_country__agrees_to_three_decimals() -> None:
    model = load(QUESTIONNAIRE)
    cells = {item: [country[item] for country in COUNTRIES] for item in INDICATORS}
    table, problems = table_of_cells(model, cells)
    assert problems == []
    found = scoring.score(model, table).nodes["overall"].value / 100
    assert len(COUNTRIES) == 191
    assert [f"{value:.3f}" for value in found] == [
        f"{float(country['hdi']):.3f}" for country in COUNTRIES
    ]
    assert found == pytest.approx([float(country["hdi_calc"]) for country in COUNTRIES], abs=1e-9)


def test_hdi__axes__are_the_published_indices() -> None:
    model = load(QUESTIONNAIRE)
    cells = {item: [country[item] for country in COUNTRIES] for item in INDICATORS}
    scores = scoring.score(model, table_of_cells(model, cells)[0])
    for axis, column in zip(model.axes, ("le_index", "edu_index", "inc_index"), strict=True):
        expected = [100 * float(country[column]) for country in COUNTRIES]
        assert scores.nodes[axis.id].value == pytest.approx(expected, abs=1e-7)


def test_hdi__from_file_to_file__agrees_to_three_decimals(tmp_path: Path) -> None:
    answers, result = tmp_path / "answers.csv", tmp_path / "scores.csv"
    with answers.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["response", *INDICATORS])
        writer.writerows([c["iso3"], *(c[item] for item in INDICATORS)] for c in COUNTRIES)
    assert score_file(QUESTIONNAIRE, answers, result) == []
    with result.open(encoding="utf-8", newline="") as file:
        rows = {line["response"]: line for line in csv.DictReader(file)}
    for country in COUNTRIES:
        found = float(rows[country["iso3"]]["overall"]) / 100
        assert f"{found:.3f}" == f"{float(country['hdi']):.3f}", country["country"]
