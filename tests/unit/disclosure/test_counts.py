from __future__ import annotations

import pytest

from domino_survey import disclosure


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([5, 8, 0], [5, 8, 0]),
        ([4, 3, 20], [None, None, 20]),
        ([4, 4, 20], [None, None, None]),
        ([4, 4, 0, 20], [None, None, None, 20]),
        ([2, 6, 15, 5, 2], [None, 6, 15, None, None]),
        ([2, 20, 30], [None, None, 30]),
        ([1, 8, 0], [None, None, None]),
        ([0, 12, 0], [None, None, None]),
        ([0, 0], [0, 0]),
        ([2, 2], [None, None]),
    ],
)
def test_counts__one_choice__small_ones_hide_behind_one_another(
    counts: list[int], shown: list[int | None]
) -> None:
    found = disclosure.suppressed_counts(
        {f"o{place}": count for place, count in enumerate(counts)},
        5,
        exclusive=True,
        total=sum(counts),
    )
    assert list(found.values()) == shown


def test_counts__one_choice_not_all_answered__the_silent_make_a_cell() -> None:
    found = disclosure.suppressed_counts({"a": 9, "b": 8}, 5, exclusive=True, total=19)
    assert found == {"a": 9, "b": None}


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (15, 15)]
)
def test_rounded_count__any__nearest_multiple(count: int, shown: int) -> None:
    assert disclosure.rounded_count(count, 5) == shown
    assert disclosure.rounded_count(count, 4) % 4 == 0


@pytest.mark.parametrize(
    ("count", "total", "shown"),
    [(5, 10, 5), (4, 10, None), (6, 10, None), (0, 10, None), (10, 10, None), (95, 100, 95)],
)
def test_counts__several_choices__neither_few_nor_all_but_few(
    count: int, total: int, shown: int | None
) -> None:
    found = disclosure.suppressed_counts({"a": count}, 5, exclusive=False, total=total)
    assert found == {"a": shown}
    assert disclosure.telling(count, total, 5) is (shown is None)


def test_counts__several_choices_total_unknown__only_the_small_ones_go() -> None:
    found = disclosure.suppressed_counts({"a": 4, "b": 9}, 5, exclusive=False)
    assert found == {"a": None, "b": 9}


def test_counts__more_than_the_total__is_a_fault() -> None:
    with pytest.raises(ValueError, match="one choice"):
        disclosure.suppressed_counts({"a": 9}, 5, exclusive=True, total=8)


@pytest.mark.parametrize("k", [2, 0, -1])
def test_threshold__below_the_floor__is_refused_everywhere(k: int) -> None:
    with pytest.raises(ValueError, match="fewer than 3"):
        disclosure.checked_threshold(k)
    with pytest.raises(ValueError, match="fewer than 3"):
        disclosure.publish([], k)
    with pytest.raises(ValueError, match="fewer than 3"):
        disclosure.suppressed_counts({}, k, exclusive=True)


def test_threshold__open_publication__ten_at_least() -> None:
    assert disclosure.checked_threshold(5, open_data=True) == 10
    assert disclosure.checked_threshold(12, open_data=True) == 12
