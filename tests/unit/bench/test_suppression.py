from __future__ import annotations

import time

from scipy import optimize

from domino_survey.bench import REGISTRY
from domino_survey.bench.suppression import cube, measure_suppression, solver_clock


def test_suppression__small_cube__a_ratio_to_the_solver_alone() -> None:
    found = measure_suppression(rounds=1, sizes=(3, 3), responses=40)
    assert found.name == "suppression"
    assert found.ratio >= 1.0
    assert "16 cells" in found.detail
    assert REGISTRY["suppression"] is measure_suppression


def test_cube__same_call__same_counts() -> None:
    table = cube((3, 4), 50)
    assert table.values[0] == 50
    assert (table.values == cube((3, 4), 50).values).all()


def test_solver_clock__solvers_called__their_time_and_no_other() -> None:
    with solver_clock() as clock:
        time.sleep(0.01)
        assert clock == [0.0]
        optimize.linprog([1.0])
    assert clock[0] > 0.0
    assert optimize.milp.__name__ == "milp"
