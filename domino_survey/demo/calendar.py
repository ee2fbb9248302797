"""When the invented assessments were made: ten months of growth, weeks, and workshop days."""

from __future__ import annotations

from bisect import bisect
from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

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

    def moment(self, day: int, chance: Chance) -> datetime:
        """When an assessment of that day began, in the time zone of the reference."""
        if day in self.workshops:
            minutes = chance.between(13.5, 15.5) * 60
        elif chance.happens(0.35):
            minutes = chance.between(18, 20.5) * 60
        else:
            minutes = chance.between(8, 17) * 60
        return self._date(day) + timedelta(seconds=round(minutes * 60))
