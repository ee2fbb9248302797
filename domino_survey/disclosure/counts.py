"""Which counts of one list are shown, each list by itself: decision record 0003, rules 3 to 5.

Tables with totals in several directions are the matter of `tables`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.disclosure.thresholds import DEFAULT, checked_threshold

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_ANSWER = ""  # not a code that an option can have


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


def rounded_counts(
    counts: Mapping[str, int], k: int = DEFAULT, *, total: int
) -> dict[str, int | None]:
    """Counts of one choice to the nearest multiple of k, None for those that are not shown.

    As `suppressed_counts`, and none where all who answered are alike. Where a few did not answer, it is
    all or nothing: all where no option has few and rounding leaves open whether one did not answer,
    k - 1, or any number between.

    Args:
        counts: number of initiatives for each option.
        k: the smallest count that may be shown.
        total: how many initiatives there are.

    Raises:
        ValueError: k below the floor; counts that add up to more than the total.
    """
    answered = sum(counts.values())
    hidden: dict[str, int | None] = dict.fromkeys(counts)
    if max(counts.values(), default=0) == answered:
        return hidden
    near = {code: rounded_count(count, k) for code, count in counts.items()}
    if not 0 < total - answered < k:
        shown = suppressed_counts(counts, k, exclusive=True, total=total)
        return {code: None if shown[code] is None else near[code] for code in counts}
    if any(0 < count < k for count in counts.values()):
        return hidden
    given = [count for count in near.values() if count]
    # Halves go up: k // 2 less rounds to a multiple, (k - 1) // 2 more does.
    least = sum(max(k, count - k // 2) for count in given)
    most = sum(count + (k - 1) // 2 for count in given)
    return dict(near) if total - most <= 1 and total - least >= k - 1 else hidden


def telling(count: int, total: int, k: int = DEFAULT) -> bool:
    """Whether `count` of `total` tells of few: those counted, or those who are not."""
    return not k <= count <= total - k
