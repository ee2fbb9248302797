"""Hiding the cells of a table that tell of few, against the solver's own time in the same run."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
from scipy import optimize

from domino_survey import disclosure
from domino_survey.bench.measure import Measurement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domino_survey.disclosure import Table

LIMIT = 3.0
ROUNDS = 3
SIZES = (19, 9, 19)  # and a total each: 4000 cells
RESPONSES = 600
SEED = 1


def measure_suppression(
    rounds: int = ROUNDS, sizes: tuple[int, ...] = SIZES, responses: int = RESPONSES
) -> Measurement:
    """From a cube of counts to the cells to hide and their audit; HiGHS alone, which both call."""
    table = cube(sizes, responses)
    protection = disclosure.few(table)
    found = disclosure.suppress(table, protection)  # once before it counts: loads scipy
    times = []
    for _ in range(rounds):
        with solver_clock() as clock:
            start = time.perf_counter()
            disclosure.suppress(table, protection)
            times.append((time.perf_counter() - start, clock[0]))
    whole, solver = min(times)
    detail = (
        f"{table.values.size} cells, {int(found.primary.sum())} tell of few, "
        f"{int(found.hidden.sum())} hidden; {whole:.2f} s, of which HiGHS {solver:.2f} s"
    )
    return Measurement("suppression", whole / solver, LIMIT, detail)


def cube(sizes: tuple[int, ...], responses: int) -> Table:
    """Responses over lines of unequal weight in each dimension."""
    shares = np.ones(1)
    for size in sizes:
        shares = np.multiply.outer(shares, 1 / np.arange(1, size + 1) ** 0.7)
    shares = shares.ravel() / shares.sum()
    counts = np.random.default_rng(SEED).multinomial(responses, shares).reshape(sizes)
    lines = [disclosure.flat([str(line) for line in range(size)]) for size in sizes]
    return disclosure.table_of(lines, counts.astype(float))


@contextmanager
def solver_clock() -> Iterator[list[float]]:
    """The seconds spent in scipy's solvers, as the only member of the list."""
    spent = [0.0]

    def timed(solve: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **options: object) -> object:
            start = time.perf_counter()
            try:
                return solve(*arguments, **options)
            finally:
                spent[0] += time.perf_counter() - start

        return run

    with (
        patch.object(optimize, "milp", timed(optimize.milp)),
        patch.object(optimize, "linprog", timed(optimize.linprog)),
    ):
        yield spent
