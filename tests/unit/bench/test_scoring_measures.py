from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domino_survey.bench import REGISTRY, million, robustness, score, whatif
from domino_survey.bench.million import Run

if TYPE_CHECKING:
    import pytest


def test_registry__names_the_measures_of_scores() -> None:
    names = {"score", "score-memory", "score-100000", "score-growth"}
    assert names | {"whatif", "robustness", "robustness-one"} <= set(REGISTRY)


def test_matrix_product__of_answers__is_a_mean_for_every_node() -> None:
    questionnaire = score.measured_questionnaire()
    found = score.matrix_product(questionnaire, score.random_table(questionnaire, 20))()
    assert found.shape[0] == 20
    assert np.nanmin(found) >= 0
    assert np.nanmax(found) <= 100


def test_run_apart__of_few_responses__tells_times_and_memory() -> None:
    run = million.run_apart(50)
    assert run.responses == 50
    assert min(run.ours, run.theirs) > 0
    # An interpreter with numpy holds tens of MiB; fifty responses add nothing to speak of.
    assert 0.01 < run.memory < 1


def test_million__of_a_run__gives_its_ratio_and_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(million, "run_apart", lambda: Run(7, ours=3.0, theirs=1.5, memory=2.5))
    found, memory = million.measure_million(), million.measure_memory()
    assert (found.name, found.ratio, found.limit) == ("score", 2.0, 10)
    assert "2.50 GiB" in found.detail
    assert (memory.name, memory.ratio, memory.limit) == ("score-memory", 2.5, 4)


def test_whatif__one_round__counts_what_was_tried() -> None:
    found = whatif.measure_whatif(rounds=1)
    assert (found.name, found.limit) == ("whatif", 30)
    assert found.ratio > 0
    assert int(found.detail.split()[0]) > 57


def test_robustness__few_draws__gives_a_ratio_for_one_and_for_many() -> None:
    for measure, name in (
        (robustness.measure_one, "robustness-one"),
        (robustness.measure_many, "robustness"),
    ):
        found = measure(draws=3)
        assert (found.name, found.limit) == (name, 5)
        assert found.ratio > 0
