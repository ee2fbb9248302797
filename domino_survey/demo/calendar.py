"""When the invented assessments were made: ten months of growth, weeks, and workshop days."""

from __future__ import annotations

from bisect import bisect
from datetime import UTC, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from domino_survey.demo.chance import Chance

DAYS = 304
WORKSHOPS = 9
WORKSHOP_WEIGHT = 11.0
# Monday to Sunday.
WEEK = (0.9, 1.3, 1.0, 1.45, 1.0, 0.45, 0.35)
_THURSDAY = 3


class Calendar:
    """The days before a reference time and how likely something happened on each."""

    def __init__(self, reference: datetime, chance: Chance) -> None:
        self._midnight = reference.replace(hour=0, minute=0, second=0, microsecond=0)
        weights = []
        self.workshops = self._workshop_days(chance)
        for day in range(DAYS):
            growth = 0.35 + 1.5 * day / DAYS
            at_workshop = WORKSHOP_WEIGHT if day in self.workshops else 1.0
            weights.append(growth * WEEK[self._date(day).weekday()] * at_workshop)
        self._sums = list(accumulate(weights))

    def _date(self, day: int) -> datetime:
        """Midnight of a day; day `DAYS - 1` is the day before the reference."""
        return self._midnight - timedelta(days=DAYS - day)

    def _workshop_days(self, chance: Chance) -> frozenset[int]:
        thursdays = [day for day in range(7, DAYS) if self._date(day).weekday() == _THURSDAY]
        return frozenset(sorted(chance.shuffled(thursdays)[:WORKSHOPS]))

    def day(self, chance: Chance) -> int:
        """A day, from 0 (the oldest) to `DAYS - 1`."""
        return min(bisect(self._sums, chance.share() * self._sums[-1]), DAYS - 1)

    def days(self, shares: NDArray[np.float64]) -> NDArray[np.int64]:
        """Days for many draws from 0 to 1."""
        found = np.searchsorted(self._sums, shares * self._sums[-1], side="right")
        return np.minimum(found, DAYS - 1)

    def moments(
        self, days: NDArray[np.int64], chance: np.random.Generator
    ) -> NDArray[np.datetime64]:
        """When assessments of these days began, in UTC; shape (n,)."""
        size = len(days)
        late = chance.random(size) < 0.35  # noqa: PLR2004 - as `moment`
        hours = np.where(late, chance.uniform(18, 20.5, size), chance.uniform(8, 17, size))
        workshop = np.isin(days, list(self.workshops))
        hours = np.where(workshop, chance.uniform(13.5, 15.5, size), hours)
        # In the zone of the reference, whose days may be an hour longer or shorter.
        midnights = np.array(
            [self._date(day).astimezone(UTC).replace(tzinfo=None) for day in range(-1, DAYS)],
            dtype="datetime64[us]",
        )
        seconds = np.round(hours * 3600).astype("timedelta64[s]")
        found: NDArray[np.datetime64] = midnights[np.maximum(days, -1) + 1] + seconds
        return found

    def moment(self, day: int, chance: Chance) -> datetime:
        """When an assessment of that day began, in the time zone of the reference."""
        if day in self.workshops:
            minutes = chance.between(13.5, 15.5) * 60
        elif chance.happens(0.35):
            minutes = chance.between(18, 20.5) * 60
        else:
            minutes = chance.between(8, 17) * 60
        return self._date(day) + timedelta(seconds=round(minutes * 60))
