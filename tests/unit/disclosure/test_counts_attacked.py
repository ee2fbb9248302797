"""What counts tell someone who keeps every screen and knows every rule: never the value of a few."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from domino_survey.disclosure import rounded_count, rounded_counts, suppressed_counts

if TYPE_CHECKING:
    from collections.abc import Iterator


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


@pytest.mark.parametrize("k", [3, 4, 5])
@pytest.mark.parametrize(("cells", "largest"), [(2, 26), (3, 24), (4, 16)])
def test_rounded_one_choice__whoever_knows_rule_and_whether_few_kept_silent__tells_no_small_count(
    k: int, cells: int, largest: int
) -> None:
    """Other figures tell whether nobody, few or k and more did not answer: the attacker knows it too."""
    for total in range(k, largest + 1):
        behind: dict[object, list[tuple[int, ...]]] = defaultdict(list)
        for counts in distributions(total, cells + 1):
            silent = counts[-1]
            named = {f"o{place}": count for place, count in enumerate(counts[:-1])}
            seen = tuple(rounded_counts(named, k, total=total).values())
            behind[seen, 0 if silent == 0 else 1 if silent < k else 2].append(counts)
        for view, possible in behind.items():
            for place in range(cells + 1):
                values = {counts[place] for counts in possible}
                certain = min(values) if len(values) == 1 else None
                # That nobody at all answered is known anyway.
                most = total if place == cells else total - 1
                assert certain is None or certain == 0 or k <= certain <= most, (view, possible)
