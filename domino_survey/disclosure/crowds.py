"""Whose words may be read for a territory: never those of a few, however states are put side by side.

Figures are sums, and `Combinations` keeps them apart from single answers. Words are not added up: a reader who
keeps two states knows which texts are in both and which in one only. So that no comparison, in space or in time,
says of some texts that they come from fewer than k authors, authors are shown in crowds: whoever is in one is
shown wherever the others are, and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from domino_survey.disclosure.thresholds import DEFAULT, FLOOR, checked_threshold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from domino_survey.disclosure.selections import Key, Query, Shown

# How many times k newcomers a territory waits for, once it shows some. Those that a broad one takes in can seldom be
# told apart by place later: it leaves them to the narrower ones for a while.
PATIENCE: Final = {"everywhere": 5, "region": 3, "group": 3, "departement": 2}


def crowds(
    past: Iterable[tuple[Query, Shown]],
    authors: Mapping[str, str],
    k: int = DEFAULT,
    *,
    gone: Mapping[str, datetime] | None = None,
) -> dict[Key, tuple[frozenset[str], ...]]:
    """The authors whose words are shown, by territory, in crowds of k at least.

    A territory takes those of a crowd that it now shows: all of them, or k at least where k at least stay behind,
    which makes two crowds of one. Whom nobody has read yet enter together, k at least.

    Args:
        past: every state of a selection that was ever shown, in the order of time; those with filters do not count.
        authors: the author of each submission that carries words to be read; others have none.
        k: the fewest authors.
        gone: when an author took everything back. The others of their crowd stay.

    Raises:
        ValueError: k below the floor.
    """
    checked_threshold(k)
    left = gone or {}
    replay = _Replay(k)
    for query, shown in past:
        if query.filters:
            continue
        wanted = {authors[one] for one in shown.submissions if one in authors}
        out = {author for author, at in left.items() if at <= shown.at}
        replay.show(query.territory, wanted - out, out)
    return replay.outcome()


def still_a_crowd(k: int) -> int:
    """How many of a crowd must be left for them to stay: more than half of k, and the floor.

    Who takes words back cannot be told to wait, and should not silence all the others.
    """
    return max(FLOOR, k // 2 + 1)


class _Replay:
    """The crowds after some states, and which of them each territory shows."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._crowds: list[set[str]] = []
        self._crowd_of: dict[str, int] = {}
        self._shown: dict[Key, set[int]] = defaultdict(set)

    def show(self, territory: Key, wanted: AbstractSet[str], out: AbstractSet[str]) -> None:
        """Show of the wanted authors whom the crowds allow."""
        mine = self._shown[territory]
        waits = PATIENCE.get(territory[0], 1) if mine else 1
        by_crowd: dict[int | None, set[str]] = defaultdict(set)
        for author in wanted:
            by_crowd[self._crowd_of.get(author)].add(author)
        shown: set[int] = set()
        for number in [one for one in by_crowd if one is not None]:
            part = by_crowd[number]
            behind = self._crowds[number] - out - part
            if behind and min(len(part), len(behind)) >= self._k:
                self._part(number, part)
                number = len(self._crowds) - 1  # noqa: PLW2901 - the part is a crowd of its own now
            elif behind:
                continue
            shown.add(number)
        if len(by_crowd[None]) >= waits * self._k:
            shown.add(self._new(by_crowd[None]))
        self._shown[territory] = shown

    def _part(self, number: int, part: set[str]) -> None:
        """Make a crowd of its own of a part: where the whole was shown, both are."""
        self._crowds[number] -= part
        new = self._new(part)
        for numbers in self._shown.values():
            if number in numbers:
                numbers.add(new)

    def _new(self, members: set[str]) -> int:
        self._crowds.append(set(members))
        number = len(self._crowds) - 1
        self._crowd_of.update(dict.fromkeys(members, number))
        return number

    def outcome(self) -> dict[Key, tuple[frozenset[str], ...]]:
        """By territory, those that show none left out."""
        return {
            territory: tuple(frozenset(self._crowds[one]) for one in sorted(numbers))
            for territory, numbers in self._shown.items()
            if numbers
        }
