"""Where the invented initiatives live: real communes, by weight of their territory and their size."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.demo.chance import Chance
    from domino_survey.demo.material import Place
    from domino_survey.territories import Commune, Territories

# Below 1: a small commune has more initiatives per inhabitant than a large one.
SIZE_POWER = 0.7
_EVERY = 100_000


class Places:
    """Draws communes."""

    def __init__(self, territories: Territories, places: Sequence[Place]) -> None:
        codes = sorted({code for place in places for code in place.departments})
        communes = [
            commune
            for code in codes
            for commune in territories.search(code, limit=_EVERY)
            if commune.population
        ]
        named = {place.epci for place in places if place.epci}
        self._weights = {number: place.weight for number, place in enumerate(places)}
        self._choices = [
            _Choice([commune for commune in communes if _lies_in(commune, place, named)])
            for place in places
        ]

    def commune(self, chance: Chance) -> Commune:
        """One commune."""
        return self._choices[chance.pick(self._weights)].draw(chance)


class _Choice:
    def __init__(self, communes: list[Commune]) -> None:
        self._communes = communes
        self._sums = list(accumulate(one.population**SIZE_POWER for one in communes))

    def draw(self, chance: Chance) -> Commune:
        place = bisect(self._sums, chance.share() * self._sums[-1])
        return self._communes[min(place, len(self._communes) - 1)]


def _lies_in(commune: Commune, place: Place, named: set[str]) -> bool:
    if place.epci:
        return commune.epci == place.epci
    return commune.department in place.departments and commune.epci not in named
