from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domino_survey.disclosure import (
    Entry,
    Explanation,
    Lattice,
    Publication,
    Query,
    Reason,
    Remedy,
    explain,
    publish,
)
from tests.unit.disclosure.populations import ONE_FILTER, START, population

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL = Query(("everywhere", ""))
BRITTANY, ILLE, FINISTERE = (
    Query(("region", "53")),
    Query(("departement", "35")),
    Query(("departement", "29")),
)
PLACES = {
    "R": (ALL.territory, BRITTANY.territory, ILLE.territory),
    "B": (ALL.territory, BRITTANY.territory, FINISTERE.territory),
    "N": (ALL.territory, ("region", "52"), ("departement", "44")),
    "-": (),  # not shared
}


def arrivals(places: str, names: str = "", **values: str) -> list[Entry]:
    """One an hour: a letter for the place, and one for the initiative; a new one where left out."""
    numbers: Iterator[int] = count()
    return [
        Entry(
            names[number] if number < len(names) else f"i{number}",
            f"s{number}",
            START + timedelta(hours=number),
            PLACES[place],
            {name: (codes[number],) for name, codes in values.items()},
        )
        for number, place in zip(numbers, places, strict=False)
    ]


def size(publication: Publication, query: Query) -> int:
    found = publication.shown.get(query)
    return len(found.submissions) if found else 0


# --- In space -------------------------------------------------------------------------------------


def test_publish__fewer_than_k__hidden() -> None:
    found = publish(arrivals("RRRR"), 5)
    assert found.shown == {}
    assert found.reason(ALL) is Reason.TOO_FEW


def test_publish__territories_of_k__all_shown() -> None:
    found = publish(arrivals("RRRRRBBBBB"), 5)
    assert [size(found, one) for one in (ALL, BRITTANY, ILLE, FINISTERE)] == [10, 10, 5, 5]


def test_publish__few_elsewhere__the_whole_gives_way_not_the_part() -> None:
    """Six in one département and two in the other: the region is that of the six for now."""
    found = publish(arrivals("BRRBRRRRNNNNN"), 5)
    assert size(found, ILLE) == 6
    assert size(found, BRITTANY) in (5, 6)
    assert found.reason(FINISTERE) is Reason.TOO_FEW


def test_publish__a_stranger_arrives__nobody_disappears() -> None:
    entries = arrivals("RRRRR" + "BBBBB" + "N" * 12)
    shown: set[Query] = set()
    for length in range(len(entries) + 1):
        now = set(publish(entries[:length], 5).shown)
        assert shown <= now
        shown = now


@given(st.integers(10, 80), st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_publish__arrivals_alone__whatever_is_shown_stays(length: int, seed: int) -> None:
    entries = population(length, seed)
    before = set(publish(entries[: length // 2], 5, lattice=ONE_FILTER).shown)
    assert before <= set(publish(entries, 5, lattice=ONE_FILTER).shown)


def test_publish__who_comes_first_within_the_hour__decides_nothing() -> None:
    entries = population(60, seed=3)
    assert publish(entries[::-1], 5) == publish(entries, 5)


# --- Filters --------------------------------------------------------------------------------------


def test_publish__one_filter__its_values_beside_the_whole() -> None:
    entries = arrivals("R" * 30, stage="ab" * 15)
    found = publish(entries, 5, lattice=Lattice(("stage",), filtered_renewal=0.0))
    assert [size(found, Query(ALL.territory, (("stage", one),))) for one in "ab"] == [15, 15]


def test_publish__values_that_leave_few__hidden() -> None:
    """Ten at once, seven of one stage and three of the other: the three follow by subtraction."""
    entries = [replace(one, at=START) for one in arrivals("RRRRRRRRRR", stage="aaaaaaabbb")]
    found = publish(entries, 5, lattice=Lattice(("stage",), filtered_renewal=0.0))
    assert size(found, ALL) == 10
    assert found.reason(Query(ALL.territory, (("stage", "b"),))) is Reason.TOO_FEW
    # Of the seven only those who came with the first batch are shown, if any.
    assert size(found, Query(ALL.territory, (("stage", "a"),))) <= 5


@pytest.mark.parametrize(
    "query",
    [
        Query(ALL.territory, (("stage", "a"), ("sector", "b"))),
        Query(ALL.territory, (("colour", "a"),)),
        Query(ALL.territory, (("stage", "a"), ("stage", "b"))),
        Query(("street", "1")),
    ],
)
def test_reason__not_in_the_lattice__not_offered(query: Query) -> None:
    found = publish(arrivals("RRRRR"), 5, lattice=Lattice(("stage", "sector")))
    assert found.reason(query) is Reason.NOT_OFFERED


# --- In time --------------------------------------------------------------------------------------


def test_publish__batch_not_full__as_before() -> None:
    before = publish(arrivals("RRRRR"), 5)
    assert publish(arrivals("RRRRRRRRR"), 5).shown == before.shown
    assert size(publish(arrivals("RRRRRRRRRR"), 5), ILLE) == 10


def test_publish__assessed_again__one_initiative() -> None:
    found = publish(arrivals("RRRRRRRRRR", "abcdeabcde"), 5)
    assert found.shown[ALL].submissions == ("s5", "s6", "s7", "s8", "s9")


def test_publish__no_longer_shared__out_with_the_next_edition() -> None:
    entries = arrivals("RRRRR-RRRR", "abcdeafghi")
    assert size(publish(entries[:9], 5), ALL) == 5
    found = publish(entries, 5)
    assert "s0" not in found.shown[ALL].submissions
    assert size(found, ALL) == 8


def test_publish__no_longer_shared_and_few_left__hidden() -> None:
    found = publish(arrivals("RRRRR" + "---NNN", "abcdeabcxyz"), 5)
    assert found.reason(ILLE) is Reason.TOO_FEW


def test_publish__taken_back__out_at_once_with_those_who_came_with_it() -> None:
    entries = arrivals("RRRRR" + "BBBBB" + "R")
    entries[6] = replace(entries[6], withdrawn=START + timedelta(hours=10))
    found = publish(entries, 5)
    assert found.reason(FINISTERE) is Reason.TOO_FEW
    assert found.shown[BRITTANY].submissions == ("s0", "s1", "s2", "s3", "s4")
    assert size(found, ILLE) == 5


def test_publish__taken_back_before_it_was_shown__changes_nothing() -> None:
    entries = arrivals("RRRRRR")
    entries[5] = replace(entries[5], withdrawn=START + timedelta(hours=7))
    assert publish(entries, 5).shown == publish(entries[:5], 5).shown


def test_publish__taken_back__the_earlier_answer_stands_again() -> None:
    entries = arrivals("RRRRR" + "R" + "RRRR", "abcdeafghi")
    entries[5] = replace(entries[5], withdrawn=START + timedelta(hours=5, minutes=1))
    assert size(publish(entries, 5), ALL) == 5
    assert "s0" in publish(entries, 5).shown[ALL].submissions


# --- Reasons --------------------------------------------------------------------------------------


def test_explain__too_few__says_the_rule_and_never_the_count() -> None:
    entries = arrivals("RRRRRB")
    found = [
        explain(publish(entries[:length], 5), FINISTERE, (BRITTANY, ALL), smallest_group=5)
        for length in (5, 6)
    ]
    assert found[0] == found[1]
    assert found[0] == Explanation(Reason.TOO_FEW, Remedy.MORE_HERE, 5, BRITTANY)


def test_explain__shown__nothing_to_explain() -> None:
    assert explain(publish(arrivals("RRRRR"), 5), ILLE, smallest_group=5) is None


def test_explain__not_offered__without_a_wider_one() -> None:
    found = explain(
        publish([], 5), Query(ALL.territory, (("stage", "a"),)), (ALL,), smallest_group=5
    )
    assert found == Explanation(Reason.NOT_OFFERED, Remedy.FEWER_FILTERS, 5, None)
