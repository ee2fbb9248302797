"""What may be shown of a group without seeing through to its members (decision record 0003).

Three questions, all answered without looking at any value: as of when answers are shown, which
selections are shown, which cells of a count are shown.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from domino_survey.expressions import Fact

DEFAULT = 5
FLOOR = 3
_NO_ANSWER = ""  # not a code that an option can have

# Kind and code of a territory, such as ("region", "53").
Key: TypeAlias = tuple[str, str]
Members: TypeAlias = frozenset[str]


class Reason(StrEnum):
    """Why something is not shown."""

    TOO_FEW = "too-few"
    TOO_CLOSE = "too-close"


class Event(Struct, frozen=True):
    """One submission of an initiative, in the order of the store.

    `submission` is None where the initiative leaves the group: withdrawn, no longer shared, moved.
    """

    initiative: str
    submission: str | None
    at: datetime


class Release(Struct, frozen=True):
    """A group as of the last closed batch: the submission of each initiative, and when it closed."""

    submissions: Mapping[str, str]
    at: datetime | None

    @property
    def members(self) -> Members:
        """The initiatives."""
        return frozenset(self.submissions)


def checked_threshold(k: int) -> int:
    """`k`. Raises `ValueError` below the floor of 3, which no setting can lower."""
    if k < FLOOR:
        msg = f"a group of fewer than {FLOOR} cannot be shown"
        raise ValueError(msg)
    return k


# --- In time --------------------------------------------------------------------------------------


def release(events: Iterable[Event], k: int = DEFAULT) -> Release:
    """The group as of its last closed batch.

    A batch closes as soon as k initiatives differ from what is shown: new, sent again, or gone. What
    is shown before and after an arrival therefore differs by no initiative or by at least k. Someone
    who leaves is counted until the next batch closes: leaving at once would show what left.

    Raises:
        ValueError: k below the floor.
    """
    checked_threshold(k)
    shown: dict[str, str] = {}
    current: dict[str, str] = {}
    changed: dict[str, None] = {}  # a set that keeps its order
    closed: datetime | None = None
    for event in sorted(events, key=lambda event: event.at):
        who = event.initiative
        if event.submission is None:
            current.pop(who, None)
        else:
            current[who] = event.submission
        if current.get(who) == shown.get(who):
            changed.pop(who, None)
        else:
            changed[who] = None
        if len(changed) >= k:
            for one in changed:
                shown.pop(one, None)
                if one in current:
                    shown[one] = current[one]
            changed.clear()
            closed = event.at
    return Release(shown, closed)


def released(events: Iterable[Event], k: int = DEFAULT) -> tuple[str, ...]:
    """Ids of the submissions that are shown, as of the last closed batch; see `release`."""
    return tuple(release(events, k).submissions.values())


# --- In space -------------------------------------------------------------------------------------


def may_show(selection: Members, broader: Iterable[Members], k: int = DEFAULT) -> Reason | None:
    """Why a selection of initiatives may not be shown; None where it may.

    It needs k members, and must differ from every broader published selection by nobody or by at
    least k, in each direction: otherwise a subtraction shows the few who make the difference.

    Raises:
        ValueError: k below the floor.
    """
    checked_threshold(k)
    if len(selection) < k:
        return Reason.TOO_FEW
    if any(_close(selection, other, k) for other in broader):
        return Reason.TOO_CLOSE
    return None


def published(selections: Mapping[Key, Members], k: int = DEFAULT) -> dict[Key, Reason | None]:
    """Why each selection is not shown, None for those that are: all of them side by side.

    Beyond `may_show`, the selections that lie inside another one must together leave nobody of it, or
    at least k: a region minus all its départements but one is that one. Where they leave fewer, the
    smallest of them is hidden too, until nothing is left to subtract. The choice depends on who is
    where alone, not on who asks: two readers who compare their screens learn no more than one.

    Raises:
        ValueError: k below the floor.
    """
    checked_threshold(k)
    found: dict[Key, Reason | None] = {
        key: Reason.TOO_FEW if len(members) < k else None for key, members in selections.items()
    }
    overlaps = _overlaps({key: selections[key] for key, why in found.items() if why is None})
    for first, second in sorted(overlaps):
        # The broader one is older news and stays; equal ones differ by nobody.
        if found[first] is None and found[second] is None:
            smaller = min(first, second, key=lambda key: (len(selections[key]), key))
            other = second if smaller == first else first
            found[smaller] = may_show(selections[smaller], [selections[other]], k)
    while victims := _left_over(selections, found, overlaps, k):
        for key in victims:
            found[key] = Reason.TOO_CLOSE
    return found


def _close(one: Members, other: Members, k: int) -> bool:
    return 0 < len(one - other) < k or 0 < len(other - one) < k


def _overlaps(selections: Mapping[Key, Members]) -> set[tuple[Key, Key]]:
    """Pairs of selections that share a member, each pair once."""
    holding: dict[str, list[Key]] = {}
    for key in sorted(selections):
        for member in selections[key]:
            holding.setdefault(member, []).append(key)
    return {pair for keys in holding.values() for pair in combinations(keys, 2)}


def _left_over(
    selections: Mapping[Key, Members],
    found: Mapping[Key, Reason | None],
    overlaps: Collection[tuple[Key, Key]],
    k: int,
) -> set[Key]:
    """The smallest part of each shown selection whose shown parts leave 1 to k - 1 members of it."""
    inside: dict[Key, set[Key]] = {}
    for pair in overlaps:
        for outer, inner in (pair, pair[::-1]):
            both = found[outer] is None and found[inner] is None
            if both and selections[inner] < selections[outer]:
                inside.setdefault(outer, set()).add(inner)
    victims = set()
    for outer, parts in inside.items():
        # Largest first gives the coarsest cut into disjoint parts; each kind of territory first
        # gives the others. Finer cuts follow, for each part is itself cut in this way.
        for first in sorted({kind for kind, _ in parts}):
            rest = selections[outer]
            chosen = []
            for key in sorted(parts, key=lambda p: (p[0] != first, -len(selections[p]), p)):
                if selections[key] <= rest:
                    rest = rest - selections[key]
                    chosen.append(key)
            if 0 < len(rest) < k:
                victims.add(min(chosen, key=lambda p: (len(selections[p]), p)))
    return victims


# --- In a count -----------------------------------------------------------------------------------


def suppressed_counts(
    counts: Mapping[str, int],
    k: int = DEFAULT,
    *,
    exclusive: bool,
    total: int | None = None,
) -> dict[str, int | None]:
    """Counts by option, None for those that are not shown.

    Args:
        counts: number of initiatives for each option.
        k: the smallest count that may be shown.
        exclusive: each initiative is counted once at most (one choice); otherwise in several cells.
        total: how many initiatives there are, where that number is shown.

    One choice: where every count is 0 or at least k, all are shown, zeros included. As soon as one is
    1 to k - 1, it is hidden together with the zeros, which would narrow it down; where these do not
    add up to enough to hide behind one another, the smallest other count is hidden too; where even
    that leaves a count open to deduction, and where one option holds everybody, all are hidden.
    Those who did not answer make one more, unseen, cell.

    Several choices: a count is shown from k to `total - k`, so that neither the few who chose an option
    nor the few who did not can be told.

    Raises:
        ValueError: k below the floor; counts that add up to more than the total.
    """
    checked_threshold(k)
    if not exclusive:
        most = max(counts.values(), default=0) if total is None else total - k
        return {code: count if k <= count <= most else None for code, count in counts.items()}
    cells = dict(counts)
    unanswered = 0 if total is None else total - sum(counts.values())
    if unanswered < 0:
        msg = "one choice each cannot give more answers than initiatives"
        raise ValueError(msg)
    # Where everybody answered, no empty cell is there to hide behind: the question may be required.
    if unanswered:
        cells[_NO_ANSWER] = unanswered
    unseen = _hidden_cells(cells, k)
    return {code: None if code in unseen else count for code, count in counts.items()}


def _hidden_cells(cells: Mapping[str, int], k: int) -> frozenset[str]:
    """The cells to hide so that even someone who knows this rule can tell the value of none.

    What is shown gives away the sum of what is hidden, so that each choice is one that another
    distribution of that sum would have led to as well.
    """
    everything = frozenset(cells)
    everybody = sum(cells.values())
    if all(count == 0 or k <= count < everybody for count in cells.values()):
        return frozenset()
    hidden = frozenset(code for code, count in cells.items() if count < k)
    held = sum(cells[code] for code in hidden)
    if len(hidden) > 1 and k <= held < len(hidden) * (k - 1):
        return hidden
    by_count = sorted((cells[code], code) for code in cells if code not in hidden)
    if by_count and _hides_well(held, len(hidden), by_count, k):
        return hidden | {by_count[0][1]}
    return everything


def _hides_well(held: int, count: int, shown: list[tuple[int, str]], k: int) -> bool:
    """Whether hiding the smallest shown cell as well leaves the `count` small ones open."""
    if not 0 < held < k:
        return False
    if count > 1:
        return True
    # One small cell: its neighbour value must lead to the same choice.
    smallest, code = shown[0]
    one_more = held + 1 < k <= smallest - 1
    one_less = held > 1 and (len(shown) == 1 or (smallest + 1, code) < shown[1])
    return one_more or one_less


def rounded_count(count: int, k: int = DEFAULT) -> int:
    """A count to the nearest multiple of k, halves up.

    Exact counts of two territories, or of one at two moments, would give by subtraction the small
    counts of what lies between them.
    """
    return k * ((2 * count + k) // (2 * k))


def telling(count: int, total: int, k: int = DEFAULT) -> bool:
    """Whether `count` of `total` tells of few: those counted, or those who are not."""
    return not k <= count <= total - k


def safe_fact(fact: Fact, k: int = DEFAULT) -> Fact:
    """A fact about a group with nothing in it that tells of few.

    The comparison and its threshold stay, since they are what made a recommendation fire ("at least
    30 %"). The counts behind a share go; its value stays, to the nearest 5 %, where neither those
    counted nor the others are few, and where rounding does not contradict the comparison. A median or
    a mean loses its value: `aggregation` gives the rounded one.
    """
    value = fact.value if fact.function == "count" else None
    if fact.function == "share" and fact.numerator is not None and fact.denominator is not None:
        value = None if telling(fact.numerator, fact.denominator, k) else _to_five(fact)
    return replace(fact, value=value, gap=0.0, numerator=None, denominator=None)


def _to_five(fact: Fact) -> float | None:
    value, threshold = fact.value, fact.threshold
    if value is None or not isinstance(threshold, float | int):
        return None
    near = 5.0 * round(value / 5.0)
    same_side = (near > threshold) == (value > threshold) and (near < threshold) == (
        value < threshold
    )
    return near if same_side else None
