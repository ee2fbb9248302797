from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.disclosure import Combinations, Verdict


def safe(rows: list[list[int]], owners: list[int], k: int) -> bool:
    """Whether no combination rests on fewer than k initiatives, by leaving out every k - 1 of them.

    What rests on these alone becomes zero without them: the rank drops.
    """
    sums = np.array(rows, dtype=float)
    rank = np.linalg.matrix_rank(sums)
    people = sorted(set(owners))
    for few in combinations(people, min(k - 1, len(people))):
        others = [place for place, owner in enumerate(owners) if owner not in few]
        if np.linalg.matrix_rank(sums[:, others]) < rank:
            return False
    return True


@st.composite
def selections(draw: st.DrawFn) -> tuple[list[int], list[list[int]]]:
    """Owners of up to ten submissions, and up to six selections of at most one for each owner."""
    owners = draw(st.lists(st.integers(0, 8), min_size=3, max_size=10))
    groups = []
    for _ in range(draw(st.integers(1, 6))):
        chosen = draw(st.sets(st.integers(0, len(owners) - 1), min_size=1))
        groups.append(sorted({owners[column]: column for column in chosen}.values()))
    return owners, groups


@given(selections(), st.integers(3, 7))
@settings(max_examples=300, deadline=None)
def test_combinations__any_selections__never_on_fewer_than_k_and_refused_for_cause(
    drawn: tuple[list[int], list[list[int]]], k: int
) -> None:
    owners, groups = drawn
    known = Combinations(k)
    known.extend(owners)
    shown: list[list[int]] = []
    for group in groups:
        row = [int(column in group) for column in range(len(owners))]
        verdict = known.show(group)
        if verdict in (Verdict.KNOWN, Verdict.NEW):
            shown.append(row)
            assert safe(shown, owners, k)
            assert known.follows(group)
        if verdict is Verdict.CLOSE:
            assert not safe([*shown, row], owners, k)
        if shown:
            assert known.rank == np.linalg.matrix_rank(np.array(shown))


@pytest.mark.parametrize(
    ("groups", "verdicts"),
    [
        ([range(5)], ["new"]),
        ([range(4)], ["close"]),
        ([range(10), range(5)], ["new", "new"]),
        ([range(10), range(6)], ["new", "close"]),
        ([range(10), range(5), range(5, 10)], ["new", "new", "known"]),
        ([range(15), range(5), range(5, 10), range(10, 14)], ["new", "new", "new", "close"]),
    ],
)
def test_combinations__groups_of_five__told_by_what_they_leave(
    groups: list[range], verdicts: list[str]
) -> None:
    known = Combinations(5)
    known.extend(range(15))
    assert [known.show(list(group)).value for group in groups] == verdicts


def test_combinations__corrected_answers__count_as_their_initiative() -> None:
    """Five initiatives before and after four of them corrected: the difference tells of four."""
    known = Combinations(5)
    known.extend([0, 1, 2, 3, 4, 0, 1, 2, 3])
    assert known.show([0, 1, 2, 3, 4]) is Verdict.NEW
    assert known.show([4, 5, 6, 7, 8]) is Verdict.CLOSE


def test_combinations__more_submissions_later__go_on() -> None:
    known = Combinations(3)
    for start in range(0, 120, 3):
        known.extend(range(start, start + 3))
        assert known.show(list(range(start + 3))) is Verdict.NEW
    assert known.rank == 40
