from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import disclosure, expressions
from domino_survey.disclosure import Event, Reason, may_show, release, released
from domino_survey.expressions import Fact, tree

START = datetime(2026, 11, 23, tzinfo=UTC)


def arrivals(*pairs: tuple[str, str | None]) -> list[Event]:
    """One event each minute: initiative, submission."""
    return [
        Event(initiative, submission, START + timedelta(minutes=minute))
        for minute, (initiative, submission) in enumerate(pairs)
    ]


def group(*names: str) -> frozenset[str]:
    return frozenset(name for text in names for name in text)


# --- In time --------------------------------------------------------------------------------------


def test_released__before_the_first_batch__nothing() -> None:
    assert released(arrivals(("a", "1"), ("b", "2")), 3) == ()
    assert release(arrivals(("a", "1"), ("b", "2")), 3).at is None


def test_released__batch_full__all_of_it_and_no_more() -> None:
    events = arrivals(("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"))
    assert released(events, 3) == ("1", "2", "3")
    assert release(events, 3).at == START + timedelta(minutes=2)


def test_released__same_initiative_again__is_one_and_the_latest_counts() -> None:
    events = arrivals(("a", "1"), ("a", "2"), ("b", "3"), ("c", "4"))
    assert set(released(events, 3)) == {"2", "3", "4"}


def test_released__sent_again_later__old_one_until_the_batch_closes() -> None:
    events = arrivals(("a", "1"), ("b", "2"), ("c", "3"), ("a", "4"), ("d", "5"))
    assert set(released(events, 3)) == {"1", "2", "3"}
    assert set(released([*events, *later("e", "6")], 3)) == {"4", "2", "3", "5", "6"}


def later(initiative: str, submission: str | None) -> list[Event]:
    return [Event(initiative, submission, START + timedelta(days=1))]


def test_released__came_and_went_within_a_batch__does_not_fill_it() -> None:
    events = arrivals(("a", "1"), ("a", None), ("b", "2"), ("c", "3"))
    assert released(events, 3) == ()


def test_released__someone_leaves__counted_until_the_batch_closes() -> None:
    events = arrivals(("a", "1"), ("b", "2"), ("c", "3"), ("a", None), ("d", "4"))
    assert set(released(events, 3)) == {"1", "2", "3"}
    assert set(released([*events, *later("e", "5")], 3)) == {"2", "3", "4", "5"}


def test_released__events_in_any_order__sorted_by_time() -> None:
    events = arrivals(("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"))
    assert released(events[::-1], 3) == released(events, 3)


@given(
    st.lists(st.tuples(st.sampled_from("abcdefghij"), st.booleans()), max_size=40),
    st.integers(3, 6),
)
@settings(max_examples=200, deadline=None)
def test_released__after_each_arrival__differs_by_none_or_at_least_k(
    steps: list[tuple[str, bool]], k: int
) -> None:
    events = arrivals(
        *((who, str(number) if stays else None) for number, (who, stays) in enumerate(steps))
    )
    before: dict[str, str] = {}
    for length in range(len(events) + 1):
        after = dict(release(events[:length], k).submissions)
        changed = {who for who in before | after if before.get(who) != after.get(who)}
        assert len(changed) == 0 or len(changed) >= k
        before = after


# --- In space -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "broader", "reason"),
    [
        ("abcde", [], None),
        ("abcd", [], Reason.TOO_FEW),
        ("", [], Reason.TOO_FEW),
        ("abcde", ["abcde"], None),
        ("abcde", ["abcdef"], Reason.TOO_CLOSE),
        ("abcde", ["abcdefghi"], Reason.TOO_CLOSE),
        ("abcde", ["abcdefghij"], None),
        ("abcde", ["abcdefghij", "abcdez"], Reason.TOO_CLOSE),
        ("abcdez", ["abcdefghijk"], Reason.TOO_CLOSE),
    ],
)
def test_may_show__selection__by_size_and_by_distance(
    selection: str, broader: list[str], reason: Reason | None
) -> None:
    assert may_show(group(selection), [group(one) for one in broader], 5) is reason


def test_published__all_but_one_part__hides_a_second() -> None:
    found = disclosure.published(
        {
            ("region", "R"): group("abcdefghijklm"),
            ("departement", "1"): group("abcdef"),
            ("departement", "2"): group("ghijk"),
            ("departement", "3"): group("lm"),
        },
        5,
    )
    assert found == {
        ("region", "R"): None,
        ("departement", "1"): None,
        ("departement", "2"): Reason.TOO_CLOSE,
        ("departement", "3"): Reason.TOO_FEW,
    }


def test_published__parts_that_fill_the_whole__all_shown() -> None:
    found = disclosure.published(
        {
            ("region", "R"): group("abcdefghij"),
            ("departement", "1"): group("abcde"),
            ("departement", "2"): group("fghij"),
        },
        5,
    )
    assert set(found.values()) == {None}


def test_published__only_part_of_a_whole__equal_and_shown() -> None:
    found = disclosure.published(
        {("region", "R"): group("abcde"), ("departement", "1"): group("abcde")}, 5
    )
    assert set(found.values()) == {None}


# --- In a count -----------------------------------------------------------------------------------


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
        released([], k)
    with pytest.raises(ValueError, match="fewer than 3"):
        may_show(group("abcdef"), [], k)
    with pytest.raises(ValueError, match="fewer than 3"):
        disclosure.published({}, k)
    with pytest.raises(ValueError, match="fewer than 3"):
        disclosure.suppressed_counts({}, k, exclusive=True)


# --- In a reason ----------------------------------------------------------------------------------


def share_fact(text: str, numerator: int, denominator: int) -> Fact:
    leaf = expressions.parse(text)
    assert isinstance(leaf, tree.Comparison)
    assert isinstance(leaf.right, tree.Percent)
    return Fact(
        leaf=leaf,
        references=("A",),
        function="share",
        operator=leaf.operator,
        threshold=leaf.right.value,
        value=100 * numerator / denominator,
        known=True,
        holds=True,
        reason=True,
        gap=0.2,
        numerator=numerator,
        denominator=denominator,
    )


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [(12, 20, 60.0), (13, 20, 65.0), (11, 31, 35.0), (10, 31, None), (4, 9, None), (18, 20, None)],
)
def test_fact__share__rounded_where_it_tells_of_few_neither_way(
    numerator: int, denominator: int, value: float | None
) -> None:
    safe = disclosure.safe_fact(share_fact("PART(A <= 1) >= 30 %", numerator, denominator), 5)
    assert safe.value == value
    assert (safe.numerator, safe.denominator, safe.gap) == (None, None, 0.0)
    assert safe.threshold == 30.0


def test_fact__rounding_would_contradict_it__no_value() -> None:
    assert disclosure.safe_fact(share_fact("PART(A <= 1) < 20 %", 8, 41), 5).value is None
