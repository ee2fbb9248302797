"""How long people spend on a page."""

from __future__ import annotations

from msgspec import Struct

from domino_survey.numerics import Floats, np
from domino_survey.reliability.coefficients import Reason

QUARTILES = (25.0, 50.0, 75.0)


class TimeSpent(Struct, frozen=True):
    """Seconds on one page over `visits`: the median, and quartiles where each half has enough visits.

    Quartiles rather than a mean: a page left open over lunch would be all of it.
    """

    visits: int
    median: float | None
    first_quartile: float | None
    third_quartile: float | None
    reason: Reason | None = None


def time_spent(seconds: Floats, *, least: int) -> TimeSpent:
    """The middle of some durations.

    Args:
        seconds: one per visit, shape (n,). What is no duration (not a number, infinite, or negative
            because a clock was set back) does not count.
        least: fewest visits that a figure may rest on; quartiles need twice as many.
    """
    known = seconds[np.isfinite(seconds) & (seconds >= 0)]
    visits = int(known.size)
    if visits < max(least, 1):
        return TimeSpent(visits, None, None, None, Reason.TOO_FEW_RESPONSES)
    first, median, third = (float(value) for value in np.percentile(known, QUARTILES))
    if visits < 2 * least:
        return TimeSpent(visits, median, None, None)
    return TimeSpent(visits, median, first, third)
