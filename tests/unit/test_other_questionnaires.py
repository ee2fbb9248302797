"""Other questionnaires work as DOMINO does: nothing about DOMINO is coded."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from domino_survey.answers import answered, table_of
from domino_survey.schema import OVERALL
from domino_survey.schema_files import load
from domino_survey.scoring import score

TESTS = Path(__file__).parents[1]
INDICATORS = ("le", "eys", "mys", "gnipc")


def test_hdi__191_countries__published_index_to_three_decimals() -> None:
    questionnaire = load(TESTS / "questionnaires" / "hdi.yaml")
    with (TESTS / "cases" / "hdi_2021.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = table_of(
        questionnaire, [{name: answered(float(row[name])) for name in INDICATORS} for row in rows]
    )
    found = score(questionnaire, table).nodes[OVERALL].value
    published = np.array([float(row["hdi"]) for row in rows])
    assert len(rows) == 191
    assert np.round(found / 100, 3) == pytest.approx(published, abs=1e-9)


def test_jardins__another_subject__has_none_of_the_parts_of_domino() -> None:
    jardins = load(TESTS / "questionnaires" / "jardins.yaml")
    domino = load(TESTS.parent / "schemas" / "domino" / "1.yaml")
    assert len(jardins.axes) == 3
    assert {item.type for item in jardins.items.values()} == {
        "scale",
        "single",
        "multiple",
        "yes_no",
        "number",
        "text",
        "long_text",
        "date",
        "territory",
    }
    assert jardins.stages is not None
    assert jardins.stages.order == ("graine", "pousse", "recolte")
    assert not any(axis.prompts for axis in jardins.axes)
    assert not set(jardins.items) & set(domino.items)
    assert not {r.id for r in jardins.recommendations} & {r.id for r in domino.recommendations}


def test_jardins__best_answers__full_score_everywhere() -> None:
    jardins = load(TESTS / "questionnaires" / "jardins.yaml")
    best = {
        "age": answered("recolte"),
        "sol.paillage": answered("annee"),
        "sol.vers": answered(25.0),
        "voisins.ouvert": answered("oui"),
        "voisins.venus": answered(("ecole", "aines")),
        "voisins.repas": answered(6.0),
        "eau.origine": answered("aucune"),
    }
    scores = score(jardins, table_of(jardins, [best]))
    for node in jardins.node_ids:
        assert scores.nodes[node].value[0] == pytest.approx(100)


def test_jardins__gate_is_closed__cap_holds_the_theme_down() -> None:
    jardins = load(TESTS / "questionnaires" / "jardins.yaml")
    closed = {"age": answered("recolte"), "voisins.ouvert": answered("non")}
    scores = score(jardins, table_of(jardins, [closed]))
    assert scores.nodes["voisins.porte"].value[0] == 0
