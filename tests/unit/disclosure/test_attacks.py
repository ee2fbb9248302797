"""The attacker reads all that is shown, in space and in time, and never isolates fewer than k."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.disclosure import Lattice, Query, publish
from tests.unit.disclosure.attacker import Attacker
from tests.unit.disclosure.populations import ONE_FILTER, population, questions

if TYPE_CHECKING:
    from domino_survey.disclosure import Entry

ASKED = 10_000
STEADY: dict[str, float] = {}
RESTLESS = {"again": 0.25, "leaving": 0.2, "withdrawn": 0.05}


def owners(entries: list[Entry]) -> dict[str, str]:
    return {entry.submission: entry.initiative for entry in entries}


@pytest.mark.parametrize("size", [60, 200, 600])
@pytest.mark.parametrize(("k", "habits"), [(3, RESTLESS), (5, STEADY), (5, RESTLESS)])
def test_attacker__ten_thousand_selections_and_all_states__isolates_no_fewer_than_k(
    size: int, k: int, habits: dict[str, float]
) -> None:
    entries = population(size, seed=size + k, **habits)
    publication = publish(entries, k, lattice=ONE_FILTER)
    asked = questions(ASKED, seed=size)
    answered = {
        query: publication.shown[query] for query in asked if publication.reason(query) is None
    }
    assert answered
    screens = [shown.submissions for shown in answered.values()]
    kept = [shown.submissions for _, shown in publication.past]
    attacker, chance = Attacker(screens + kept, owners(entries)), np.random.default_rng(size)
    assert attacker.by_differences() >= k
    assert attacker.by_crossing(chance, ASKED) >= k
    assert attacker.by_solving(chance, rounds=6) >= k


@pytest.mark.parametrize("size", [60, 200])
def test_attacker__threshold_alone__isolates_single_initiatives(size: int) -> None:
    """What the attacker finds where groups of five and more are shown and nothing else is minded."""
    entries = population(size, seed=1)
    groups: dict[Query, list[str]] = {}
    for entry in entries:
        for query in Lattice(ONE_FILTER.filters, at_once=2).queries(entry):
            groups.setdefault(query, []).append(entry.submission)
    attacker = Attacker([one for one in groups.values() if len(one) >= 5], owners(entries))
    assert attacker.by_differences() == 1
    assert attacker.by_solving(np.random.default_rng(1), rounds=2) == 1


HABITS = st.sampled_from([STEADY, RESTLESS, {"again": 0.6}, {"again": 0.6, "withdrawn": 0.2}])


@given(st.integers(5, 45), st.integers(0, 10_000), st.integers(3, 6), HABITS, st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_attacker__any_small_population__isolates_no_fewer_than_k(
    size: int, seed: int, k: int, habits: dict[str, float], at_once: int
) -> None:
    entries = population(size, seed, **habits)
    lattice = Lattice(("stage", "sector", "form"), at_once=at_once, filtered_renewal=0.0)
    publication = publish(entries, k, lattice=lattice)
    kept = [shown.submissions for _, shown in publication.past]
    if kept:
        attacker = Attacker(kept, owners(entries))
        assert attacker.by_differences() >= k
        assert attacker.by_solving(np.random.default_rng(seed), rounds=3) >= k


@given(st.integers(10, 60), st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_states__as_they_were_read_at_the_time__are_those_that_are_reckoned_later(
    size: int, seed: int
) -> None:
    """The replay may not rewrite what was shown: the guard would reckon with screens nobody saw."""
    entries = population(size, seed, again=0.3, leaving=0.2)
    whole = publish(entries, 5).past
    for length in range(0, size, 7):
        past = publish(entries[:length], 5).past
        assert past == whole[: len(past)]
        for query, shown in publish(entries[:length], 5).shown.items():
            assert (query, shown) in past


@given(st.integers(20, 60), st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_states__answers_taken_back__in_none_that_is_shown_from_then_on(
    size: int, seed: int
) -> None:
    entries = population(size, seed, again=0.2, withdrawn=0.2)
    publication = publish(entries, 5)
    gone = {entry.submission for entry in entries if entry.withdrawn is not None}
    by_submission = {entry.submission: entry for entry in entries}
    assert not any(gone & set(shown.submissions) for shown in publication.shown.values())
    for _, shown in publication.past:
        for one in shown.submissions:
            withdrawn = by_submission[one].withdrawn
            assert withdrawn is None or shown.at <= withdrawn
