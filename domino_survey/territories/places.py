"""What a place is."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["commune", "epci", "departement", "region"]


class Commune(Struct, frozen=True):
    """A commune with the codes of what contains it.

    Attributes:
        code: INSEE code, five characters.
        name: official name.
        epci: SIREN of its grouping; empty for the few islands in none.
        department: code of the département or overseas collectivity.
        region: INSEE code of the region.
        population: inhabitants; 0 where it is not known.
    """

    code: str
    name: str
    epci: str
    department: str
    region: str
    population: int


class Unit(Struct, frozen=True):
    """A code and its name. Both are empty where there is no such unit."""

    code: str
    name: str


class Place(Struct, frozen=True):
    """A commune and all that contains it. `epci` is empty for a commune in none."""

    commune: Unit
    epci: Unit
    department: Unit
    region: Unit
