"""Authors in crowds: a reader keeps every state of every territory and looks for texts that only a few can have written."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.disclosure import Query, Shown, crowds, publish, still_a_crowd
from tests.unit.disclosure.populations import START, population

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.disclosure import Key

ALL, WEST, EAST = ("everywhere", ""), ("departement", "29"), ("departement", "35")


def state(hour: int, territory: Key, authors: str) -> tuple[Query, Shown]:
    """Each letter is a submission of the author of that name."""
    return Query(territory), Shown(tuple(authors), START + timedelta(hours=hour))


def shown(*past: tuple[Query, Shown], k: int = 3, **gone: int) -> dict[Key, set[str]]:
    """Who is shown where, each letter an author; `gone` says at which hour someone left."""
    own = {letter: letter for _, one in past for letter in one.submissions}
    left = {author: START + timedelta(hours=hour) for author, hour in gone.items()}
    found = crowds(past, own, k, gone=left)
    return {key: set().union(*several) for key, several in found.items()}


def test_crowds__fewer_than_k__nobody() -> None:
    assert shown(state(1, ALL, "ab")) == {}


def test_crowds__k_below_the_floor__refused() -> None:
    with pytest.raises(ValueError, match="fewer than 3"):
        crowds([], {}, 2)


def test_crowds__a_few_newcomers__wait() -> None:
    first, then = state(1, ALL, "abc"), state(2, ALL, "abcde")
    assert shown(first, then)[ALL] == set("abc")


def test_crowds__newcomers_of_a_broad_territory__wait_for_more() -> None:
    first = state(1, ALL, "abc")
    assert shown(first, state(2, ALL, "abcdefgh"))[ALL] == set("abc")
    assert shown(first, state(2, ALL, "abcdefghijklmnopqr"))[ALL] == set("abcdefghijklmnopqr")


def test_crowds__a_part_that_leaves_k_behind__is_shown_by_itself() -> None:
    assert shown(state(1, ALL, "abcdef"), state(2, WEST, "abc"))[WEST] == set("abc")


def test_crowds__a_part_that_leaves_fewer_behind__is_not() -> None:
    assert WEST not in shown(state(1, ALL, "abcde"), state(2, WEST, "abc"))


def test_crowds__someone_moved__nobody_of_their_crowd_stays_behind() -> None:
    past = (state(1, WEST, "abcd"), state(2, WEST, "abc"))
    assert WEST not in shown(*past)


def test_crowds__someone_took_everything_back__the_others_stay() -> None:
    past = (state(1, WEST, "abcd"), state(3, WEST, "abc"))
    assert shown(*past, d=2)[WEST] >= set("abc")


def test_crowds__states_with_filters__do_not_count() -> None:
    filtered = (Query(ALL, (("stage", "x"),)), Shown(tuple("abcdef"), START))
    assert crowds([filtered], {letter: letter for letter in "abcdef"}, 3) == {}


def signatures(
    past: Sequence[tuple[Query, Shown]], authors: Mapping[str, str], k: int
) -> Counter[frozenset[object]]:
    """How many authors were shown in exactly the same states of the same territories."""
    seen: dict[str, set[object]] = {}
    ends = [
        place for place, (one, other) in enumerate(pairwise(past), 1) if one[1].at != other[1].at
    ]
    for end in (*ends, len(past)):
        for territory, several in crowds(past[:end], authors, k).items():
            for author in frozenset().union(*several):
                seen.setdefault(author, set()).add((end, territory))
    return Counter(frozenset(states) for states in seen.values())


@settings(max_examples=25, deadline=None)
@given(
    size=st.integers(20, 120),
    seed=st.integers(0, 10**6),
    k=st.sampled_from([3, 5]),
    writing=st.floats(0.2, 1.0),
)
def test_crowds__all_states_side_by_side__tell_of_no_fewer_than_k_authors(
    size: int, seed: int, k: int, writing: float
) -> None:
    entries = population(size, seed, again=0.2, leaving=0.2, withdrawn=0.1)
    chance = np.random.default_rng(seed)
    authors = {one.submission: one.initiative for one in entries if chance.random() < writing}
    past = publish(entries, k).past
    found = signatures(past, authors, k)
    assert all(count >= k for count in found.values())


@pytest.mark.parametrize(("k", "expected"), [(3, 3), (5, 3), (6, 4), (10, 6)])
def test_still_a_crowd__more_than_half__and_never_below_the_floor(k: int, expected: int) -> None:
    assert still_a_crowd(k) == expected
