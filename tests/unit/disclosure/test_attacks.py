"""What someone learns who keeps every screen and knows every rule: never the value of a few."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from domino_survey.disclosure import (
    Event,
    Key,
    published,
    release,
    rounded_count,
    suppressed_counts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

START = datetime(2026, 11, 23, tzinfo=UTC)


def distributions(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread `total` over `cells`."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in distributions(total - first, cells - 1):
            yield (first, *others)


def shown(counts: tuple[int, ...], k: int, total: int) -> tuple[int | None, ...]:
    cells = {f"o{place}": count for place, count in enumerate(counts)}
    return tuple(suppressed_counts(cells, k, exclusive=True, total=total).values())


@pytest.mark.parametrize("k", [3, 5])
@pytest.mark.parametrize(("cells", "largest"), [(2, 24), (3, 20), (4, 16), (5, 12)])
@pytest.mark.parametrize("everybody_answers", [True, False])
def test_one_choice__whoever_knows_the_rule__tells_no_small_count(
    k: int, cells: int, largest: int, *, everybody_answers: bool
) -> None:
    for total in range(k, largest + 1):
        behind: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
        for counts in distributions(total, cells + (not everybody_answers)):
            behind[shown(counts[:cells], k, total)].append(counts)
        for seen, possible in behind.items():
            for place in range(cells):
                values = {counts[place] for counts in possible}
                certain = min(values) if len(values) == 1 else None
                assert certain is None or certain == 0 or k <= certain <= total, (seen, possible)
                assert certain != total


@given(st.lists(st.integers(0, 12), min_size=2, max_size=6), st.integers(3, 6))
@settings(max_examples=200, deadline=None)
def test_one_choice__by_linear_programming__no_hidden_range_is_a_point(
    counts: list[int], k: int
) -> None:
    total = sum(counts)
    if total < k:
        return
    found = shown(tuple(counts), k, total)
    bounds: list[tuple[float, float | None]] = [
        (0, None) if count is None else (count, count) for count in found
    ]
    for place in [place for place, count in enumerate(found) if count is None]:
        aim = np.zeros(len(counts))
        aim[place] = 1
        everyone = np.ones((1, len(counts)))
        ends = [
            linprog(sign * aim, A_eq=everyone, b_eq=[total], bounds=bounds).x for sign in (1, -1)
        ]
        least, most = (float(end[place]) if end is not None else 0.0 for end in ends)
        assert most - least >= k - 1


@pytest.mark.parametrize("k", [3])
def test_two_counts_of_one_group__whoever_crosses_them__tells_no_small_count(k: int) -> None:
    """Total, counts by stage and counts by sector: every population of up to nine, 2 x 2 and 2 x 3."""
    for sectors in (2, 3):
        for total in range(k, 10):
            views: dict[object, list[tuple[int, ...]]] = defaultdict(list)
            for cells in distributions(total, 2 * sectors):
                table = np.array(cells).reshape(2, sectors)
                by_stage = shown(tuple(table.sum(axis=1)), k, total)
                by_sector = shown(tuple(table.sum(axis=0)), k, total)
                views[by_stage, by_sector].append(cells)
            for seen, possible in views.items():
                for place in range(2 * sectors):
                    values = {cells[place] for cells in possible}
                    assert len(values) > 1 or values == {0} or min(values) >= k, (seen, possible)


@pytest.mark.parametrize("k", [3, 4, 5])
def test_two_territories__whoever_subtracts_rounded_counts__tells_no_small_difference(
    k: int,
) -> None:
    """One count and a part of it, or one count before and after a batch: what lies between."""
    between: dict[tuple[int, int], set[int]] = defaultdict(set)
    for whole in range(k, 8 * k):
        for part in range(k, whole + 1):
            between[rounded_count(whole, k), rounded_count(part, k)].add(whole - part)
    # The last multiple is not reached from both sides.
    complete = [found for (whole, _), found in between.items() if whole < 8 * k]
    assert all(len(differences) > 1 for differences in complete)


def territories(draw_from: list[tuple[int, int]]) -> dict[Key, frozenset[str]]:
    """Members `m0`, `m1`... by (département, commune): everywhere, 2 regions, 4 départements."""
    found: dict[Key, set[str]] = defaultdict(set)
    for number, (departement, commune) in enumerate(draw_from):
        member = f"m{number}"
        keys = [
            ("everywhere", ""),
            ("region", str(departement // 2)),
            ("departement", str(departement)),
            ("commune", f"{departement}{commune}"),
        ]
        for key in keys:
            found[key].add(member)
    return {key: frozenset(members) for key, members in found.items()}


PLACES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), min_size=3, max_size=40)


@given(PLACES, st.integers(3, 5))
@settings(max_examples=150, deadline=None)
def test_territories__all_sums_and_differences_of_screens__isolate_no_few(
    places: list[tuple[int, int]], k: int
) -> None:
    selections = territories(places)
    why = published(selections, k)
    isolated_by_combining([selections[key] for key in selections if why[key] is None], k)


def isolated_by_combining(groups: list[frozenset[str]], k: int) -> None:
    """Fails where added and subtracted groups come down to 1 to k - 1 members, each once.

    Combinations are taken of each group with the parts inside it, which is where subtraction leads.
    """
    everyone = sorted(frozenset().union(*groups)) if groups else []
    rows = {
        group: np.array([member in group for member in everyone], dtype=int) for group in groups
    }
    for outer, members in rows.items():
        inner = [group for group in rows if group < outer][:9]
        for signs in product((0, -1), repeat=len(inner)):
            left = members + sum(
                (sign * rows[group] for sign, group in zip(signs, inner, strict=True)),
                start=np.zeros(len(everyone), dtype=int),
            )
            if set(np.unique(left)) <= {0, 1}:
                assert int(left.sum()) == 0 or int(left.sum()) >= k


@given(PLACES, st.integers(3, 5))
@settings(max_examples=100, deadline=None)
def test_territories__by_linear_algebra__no_initiative_stands_alone(
    places: list[tuple[int, int]], k: int
) -> None:
    selections = territories(places)
    why = published(selections, k)
    groups = [selections[key] for key in selections if why[key] is None]
    if not groups:
        return
    everyone = sorted(selections["everywhere", ""])
    sums = np.array([[member in group for member in everyone] for group in groups], dtype=float)
    # What can be had by any combination is the row space; a projection tells who lies in it.
    basis = np.linalg.svd(sums, full_matrices=False)
    axes = basis.Vh[basis.S > 1e-9]
    assert float((axes**2).sum(axis=0).max()) < 1 - 1e-9


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 1)), min_size=1, max_size=60),
    st.integers(3, 5),
)
@settings(max_examples=100, deadline=None)
def test_time__someone_keeps_every_state__isolates_no_initiative(
    steps: list[tuple[int, int]], k: int
) -> None:
    """Unknowns are submissions; each published state gives the sum of its own."""
    events = [
        Event(f"i{who}", None if leaves else f"s{number}", START + timedelta(minutes=number))
        for number, (who, leaves) in enumerate(steps)
    ]
    states = {
        tuple(sorted(release(events[:length], k).submissions.values()))
        for length in range(len(events) + 1)
    } - {()}
    states = {state for state in states if len(state) >= k}
    if not states:
        return
    unknown = sorted({submission for state in states for submission in state})
    sums = np.array([[one in state for one in unknown] for state in states], dtype=float)
    basis = np.linalg.svd(sums, full_matrices=False)
    axes = basis.Vh[basis.S > 1e-9]
    assert float((axes**2).sum(axis=0).max()) < 1 - 1e-9
