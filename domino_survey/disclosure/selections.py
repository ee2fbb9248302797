"""Selections of initiatives: what can be asked of the observatory, and what it answers."""

from __future__ import annotations

from enum import StrEnum
from itertools import combinations, product
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

# Kind and code of a territory, such as ("region", "53"); a declared group is one more kind.
Key: TypeAlias = tuple[str, str]
# Filters with their values, in the order of the lattice. None left out: all of them.
Filters: TypeAlias = tuple[tuple[str, str], ...]

LEVELS: Final = ("everywhere", "region", "group", "departement", "epci", "commune")


class Reason(StrEnum):
    """Why a selection is not shown."""

    TOO_FEW = "too-few"
    TOO_CLOSE = "too-close"
    NOT_OFFERED = "not-offered"


class Query(Struct, frozen=True, order=True):
    """One territory, and one value or all for each filter."""

    territory: Key
    filters: Filters = ()


class Lattice(Struct, frozen=True):
    """Which selections are offered: the same for everybody, declared before anyone asks.

    Attributes:
        filters: names of the filters beside the territory, the most useful first.
        at_once: how many of them may have a value at the same time.
        levels: kinds of territory, broadest first.
        filtered_levels: those that filters are offered in.
        renewal: by which share of itself a territory must have changed before it is shown anew, where
            its new state does not follow from others. The more often, the less is left for filters.
        filtered_renewal: likewise with filters.
    """

    filters: tuple[str, ...] = ()
    at_once: int = 1
    levels: tuple[str, ...] = LEVELS
    filtered_levels: tuple[str, ...] = LEVELS
    renewal: float = 0.0
    filtered_renewal: float = 1.0

    def offers(self, query: Query) -> bool:
        """Whether a query can be answered at all."""
        names = [name for name, _ in query.filters]
        known = [name for name in self.filters if name in names]
        levels = self.filtered_levels if names else self.levels
        return names == known and len(names) <= self.at_once and query.territory[0] in levels

    def queries(self, entry: Entry) -> Iterator[Query]:
        """The queries that a submission is an answer to."""
        for territory in entry.territories:
            most = self.at_once if territory[0] in self.filtered_levels else 0
            for count in range(most + 1):
                for names in combinations(self.filters, count):
                    for values in product(*(entry.values.get(name, ()) for name in names)):
                        yield Query(territory, tuple(zip(names, values, strict=True)))

    def rank(self, query: Query) -> tuple[int, int, Query]:
        """Place in the order of decision.

        Territories come first and from the narrowest, so that the broader ones give way; then what is
        filtered, from the broadest, which more people read.
        """
        level = self.levels.index(query.territory[0])
        return (len(query.filters), level if query.filters else -level, query)


class Entry(Struct, frozen=True):
    """A submission as it counts.

    Attributes:
        initiative, submission: ids.
        at: when it was sent.
        territories: those it counts in, broadest first, declared groups included; none where it is
            not shared.
        values: its values on each filter.
        withdrawn: when its author took it back, None while it stands.
    """

    initiative: str
    submission: str
    at: datetime
    territories: tuple[Key, ...]
    values: Mapping[str, tuple[str, ...]] = {}
    withdrawn: datetime | None = None


class Shown(Struct, frozen=True):
    """The submissions that a selection shows, one for each initiative, and as of when."""

    submissions: tuple[str, ...]
    at: datetime


class Publication(Struct, frozen=True):
    """What is shown, all selections together.

    Attributes:
        lattice: the selections that are offered.
        shown: those that are shown.
        reasons: why each of the others that somebody falls into is not.
        past: every state of a selection that was ever shown, in the order of time.
    """

    lattice: Lattice
    shown: Mapping[Query, Shown]
    reasons: Mapping[Query, Reason]
    past: tuple[tuple[Query, Shown], ...]

    def reason(self, query: Query) -> Reason | None:
        """Why a selection is not shown; None where it is."""
        if query in self.shown:
            return None
        if not self.lattice.offers(query):
            return Reason.NOT_OFFERED
        return self.reasons.get(query, Reason.TOO_FEW)
