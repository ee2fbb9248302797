"""Made-up initiatives: uneven territories, stages, sectors; some come again, move, or leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from domino_survey.disclosure import Entry, Lattice, Query

START = datetime(2026, 1, 1, tzinfo=UTC)
COMMUNES = 120
FILTERS = {"stage": 5, "sector": 6, "form": 4}
ONE_FILTER = Lattice(tuple(FILTERS), at_once=1, renewal=0.5)


def place(commune: int) -> tuple[tuple[str, str], ...]:
    """A commune with what contains it. Each fifth EPCI lies in two départements."""
    epci = commune // 3
    departement = (epci + (commune % 3 == 0 and epci % 5 == 0)) // 5
    keys = [
        ("everywhere", ""),
        ("region", f"{departement // 4}"),
        ("departement", f"{departement:02}"),
        ("epci", f"{epci:02}"),
        ("commune", f"{commune:03}"),
    ]
    if commune % 7 == 0:
        keys.insert(2, ("group", "coast"))
    return tuple(keys)


def population(
    size: int,
    seed: int,
    *,
    again: float = 0.0,
    leaving: float = 0.0,
    withdrawn: float = 0.0,
) -> list[Entry]:
    """`size` submissions, one an hour.

    Args:
        size: how many.
        seed: of chance.
        again: how many of them come from an initiative that is known, wherever it is by then.
        leaving: how many of those no longer share their figures.
        withdrawn: how many of all are taken back some time later.
    """
    chance = np.random.default_rng(seed)
    shares = 1 / np.arange(1, COMMUNES + 1) ** 0.8
    found = []
    for number in range(size):
        at = START + timedelta(hours=number)
        known = number and chance.random() < again
        who = int(chance.integers(number)) if known else number
        shared = not (known and chance.random() < leaving)
        commune = int(chance.choice(COMMUNES, p=shares / shares.sum()))
        back = chance.random() < withdrawn
        found.append(
            Entry(
                f"i{who}",
                f"s{number}",
                at,
                place(commune) if shared else (),
                {name: (f"{chance.integers(count)}",) for name, count in FILTERS.items()},
                at + timedelta(hours=int(chance.integers(1, size))) if back else None,
            )
        )
    return found


def questions(count: int, seed: int) -> list[Query]:
    """What readers may think of asking: any territory, any filters, offered or not."""
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        keys = place(int(chance.integers(COMMUNES)))
        names = [name for name in FILTERS if chance.random() < 0.4]
        filters = tuple((name, f"{chance.integers(FILTERS[name])}") for name in names)
        found.append(Query(keys[int(chance.integers(len(keys)))], filters))
    return found
