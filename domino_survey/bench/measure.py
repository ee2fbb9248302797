"""Measuring one thing against another in the same run: ratios travel between machines, seconds do not."""

from __future__ import annotations

import gc
import statistics
import time
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable


class Measurement(Struct, frozen=True):
    """`ratio` to a reference, which holds up to `limit`, or from it on; `detail` for the reader.

    Times are to stay below their limit; rates (`at_least`) above it.
    """

    name: str
    ratio: float
    limit: float
    detail: str
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the ratio is on the right side of its limit."""
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit


def interleaved(
    a: Callable[[], object], b: Callable[[], object], rounds: int = 7
) -> tuple[float, float]:
    """Median seconds of `a` and of `b`, run turn about so that both meet the same machine.

    One round of each goes first and is not counted: it fills the caches.
    """
    a()
    b()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for run, found in ((a, times[0]), (b, times[1])):
            found.append(_seconds(run))
    return statistics.median(times[0]), statistics.median(times[1])


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start
