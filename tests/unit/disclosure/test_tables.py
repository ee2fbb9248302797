from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import disclosure
from domino_survey.disclosure import Dimension, Protection, Table, audit
from domino_survey.disclosure.audit import NEAR

if TYPE_CHECKING:
    from domino_survey.numerics import Mask


STAGES = disclosure.flat(["seed", "sprout", "tree"])
PLACES = Dimension(
    ("all", "35", "29", "rennes", "redon", "brest"),
    {"35": "all", "29": "all", "rennes": "35", "redon": "35", "brest": "29"},
)


def counted(counts: list[list[int]]) -> Table:
    """Places (Rennes, Redon, Brest) by stages (seed, sprout, tree)."""
    return disclosure.table_of([PLACES, STAGES], np.array(counts, dtype=float))


def cell(place: str, stage: str) -> int:
    return PLACES.codes.index(place) * len(STAGES.codes) + STAGES.codes.index(stage)


def names(hidden: Mask) -> set[tuple[str, str]]:
    return {
        (PLACES.codes[one // len(STAGES.codes)], STAGES.codes[one % len(STAGES.codes)])
        for one in np.flatnonzero(hidden)
    }


def cube(sizes: tuple[int, ...], counts: list[int]) -> Table:
    return disclosure.table_of(
        [disclosure.flat([str(one) for one in range(size)]) for size in sizes],
        np.array(counts, dtype=float).reshape(sizes),
    )


# --- Tables ---------------------------------------------------------------------------------------


def test_table_of__hierarchy__totals_at_every_level() -> None:
    table = counted([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    assert table.shape == (6, 4)
    assert table.values[cell("all", "*")] == 45
    assert table.values[cell("35", "sprout")] == 7
    assert not (table.relations @ table.values).any()
    # Three totals of places at each of four stages, one total of stages at each of six places.
    assert table.relations.shape == (18, 24)


# --- Cells that tell of few -------------------------------------------------------------------------


def test_few__one_to_four__not_nothing() -> None:
    found = disclosure.few(cube((4,), [0, 4, 5, 1]))
    assert found.cells.tolist() == [2, 4]
    assert (found.low.tolist(), found.high.tolist()) == ([3, 0], [5, 5])


def test_unanimous__a_group_with_one_answer__is_sensitive_though_large() -> None:
    table = disclosure.table_of(
        [disclosure.flat(["a", "b"]), disclosure.flat(["yes", "no"])],
        np.array([[12.0, 0.0], [7.0, 8.0]]),
    )
    found = disclosure.unanimous(table, axis=1)
    assert found.cells.tolist() == [3 + 1]
    assert found.low.tolist() == [7]


@pytest.mark.parametrize(("largest", "hidden"), [(85.0, False), (86.0, True)])
def test_dominated__one_member_above_85_percent__is_hidden(largest: float, *, hidden: bool) -> None:
    table = disclosure.table_of(
        [disclosure.flat(["a", "b"])], np.array([100.0, 300.0]), whole=False
    )
    found = disclosure.dominated(table, np.array([90.0, largest, 90.0]))
    assert found.cells.size == hidden
    if hidden:
        assert found.high[0] == pytest.approx(86 / 0.85)
        assert found.low[0] == pytest.approx(200 - 86 / 0.85)


def test_together__a_cell_in_several__has_the_widest_range() -> None:
    found = disclosure.together(
        Protection(np.array([2, 5]), np.array([1.0, 0.0]), np.array([5.0, 5.0])),
        Protection(np.array([5]), np.array([2.0]), np.array([9.0])),
    )
    assert (found.cells.tolist(), found.low.tolist()) == ([2, 5], [1, 0])
    assert found.high.tolist() == [5, 9]


# --- Hiding more --------------------------------------------------------------------------------------


def test_suppress__one_small_cell__three_more_in_its_rows_and_columns() -> None:
    """Two in one place at one stage: hidden with another stage, another place, and the corner."""
    table = counted([[2, 20, 30], [9, 20, 30], [20, 20, 30]])
    found = disclosure.suppress(table, disclosure.few(table))
    assert found.primary.sum() == 1
    assert found.hidden.sum() == 4
    assert names(found.hidden) >= {("rennes", "seed"), ("redon", "seed")}
    assert disclosure.exposed(table, found.hidden).size == 0


def test_suppress__nothing_small__nothing_hidden() -> None:
    table = counted([[10, 20, 30], [9, 20, 30], [20, 20, 30]])
    assert not disclosure.suppress(table, disclosure.few(table)).hidden.any()


def test_suppress__cost__the_dear_cells_stay() -> None:
    table = counted([[2, 20, 30], [9, 20, 30], [20, 20, 30]])
    cost = np.ones(table.values.size)
    cost[[cell(place, "sprout") for place in PLACES.codes]] = 100.0
    found = disclosure.suppress(table, disclosure.few(table), cost)
    assert {stage for _, stage in names(found.hidden)} == {"seed", "tree"}


def test_suppress__a_range_that_no_choice_gives__is_a_fault() -> None:
    table = cube((2,), [3, 3])
    impossible = Protection(np.array([1]), np.array([-4.0]), np.array([3.0]))
    with pytest.raises(ValueError, match="no choice of cells"):
        disclosure.suppress(table, impossible)


def test_suppress__two_tables_apart__each_by_itself() -> None:
    one = cube((3,), [2, 9, 9])
    from scipy.sparse import block_array, csr_array  # noqa: PLC0415

    both = Table(
        (8,),
        np.concatenate([one.values, one.values]),
        csr_array(block_array([[one.relations, None], [None, one.relations]])),
    )
    found = disclosure.suppress(both, disclosure.few(both))
    assert found.hidden[:4].tolist() == found.hidden[4:].tolist()
    assert found.hidden.sum() == 4


def test_exposed__one_hidden_in_a_line__can_be_reckoned() -> None:
    table = cube((3,), [2, 9, 9])
    hidden = np.array([False, True, False, False])
    assert disclosure.exposed(table, hidden).tolist() == [1]
    found = disclosure.ranges(table, hidden)
    assert (found.low.tolist(), found.high.tolist()) == ([2], [2])


def test_ranges__two_hidden_in_a_line__share_their_sum() -> None:
    table = cube((3,), [2, 9, 9])
    found = disclosure.ranges(table, np.array([False, True, True, False]))
    assert (found.low.tolist(), found.high.tolist()) == ([0, 0], [11, 11])


SMALL_CUBES = st.sampled_from([(3,), (2, 3), (3, 3), (2, 2, 2)]).flatmap(
    lambda sizes: st.tuples(
        st.just(sizes),
        st.lists(st.integers(0, 14), min_size=int(np.prod(sizes)), max_size=int(np.prod(sizes))),
    )
)


@given(SMALL_CUBES, st.integers(3, 5))
@settings(max_examples=25, deadline=None)
def test_suppress__any_cube__nobody_reckons_a_small_count(
    drawn: tuple[tuple[int, ...], list[int]], k: int
) -> None:
    table = cube(*drawn)
    protection = disclosure.few(table, k)
    found = disclosure.suppress(table, protection)
    assert found.hidden[protection.cells].all()
    assert disclosure.exposed(table, found.hidden).size == 0
    ranges = disclosure.ranges(table, found.hidden)
    where = {int(one): place for place, one in enumerate(ranges.cells)}
    for one, low, high in zip(protection.cells, protection.low, protection.high, strict=True):
        assert ranges.low[where[int(one)]] <= low + NEAR
        assert ranges.high[where[int(one)]] >= high - NEAR


@given(
    st.lists(st.integers(0, 7), min_size=4, max_size=4),
    st.integers(3, 4),
)
@settings(max_examples=15, deadline=None)
def test_suppress__small_table_by_trying_all__no_cheaper_choice_is_safe(
    counts: list[int], k: int
) -> None:
    """Every choice of fewer cells leaves a range too narrow."""
    table = cube((2, 2), counts)
    protection = disclosure.few(table, k)
    found = disclosure.suppress(table, protection)
    assert not audit.shortfalls(table, found.hidden, protection)
    others = np.setdiff1d(np.arange(table.values.size), protection.cells)
    fewer_more = max(0, int(found.hidden.sum()) - protection.cells.size - 1)
    for more in itertools.combinations(others, fewer_more):
        if found.hidden.sum() == found.primary.sum():
            break  # nothing more is hidden: it cannot be less
        fewer = found.primary.copy()
        fewer[list(more)] = True
        assert audit.shortfalls(table, fewer, protection)
