"""Where the invented initiatives live: real communes, by weight of their territory and their size."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

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

    def weighted(self) -> tuple[list[Commune], NDArray[np.float64]]:
        """Every commune that may be drawn, and how likely each is; they sum to 1."""
        communes: list[Commune] = []
        weights: list[float] = []
        for number, choice in enumerate(self._choices):
            own = choice.weights
            share = self._weights[number] / sum(own)
            communes += choice.communes
            weights += [one * share for one in own]
        return communes, np.array(weights) / sum(weights)


class _Choice:
    def __init__(self, communes: list[Commune]) -> None:
        self.communes = communes
        self.weights = [one.population**SIZE_POWER for one in communes]
        self._sums = list(accumulate(self.weights))

    def draw(self, chance: Chance) -> Commune:
        place = bisect(self._sums, chance.share() * self._sums[-1])
        return self.communes[min(place, len(self.communes) - 1)]


def _lies_in(commune: Commune, place: Place, named: set[str]) -> bool:
    if place.epci:
        return commune.epci == place.epci
    return commune.department in place.departments and commune.epci not in named
