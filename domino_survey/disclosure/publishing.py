"""Which selections of initiatives are shown, and as of when: decision records 0003 and 0010.

Nobody's questions are remembered. What is shown follows from who answered, when, where and with which
profile, replayed from the first answer on: two readers who ask at the same time see the same, whatever
was asked before.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from domino_survey.disclosure.combinations import Combinations, Verdict
from domino_survey.disclosure.selections import Entry, Lattice, Publication, Query, Reason, Shown
from domino_survey.disclosure.thresholds import DEFAULT, checked_threshold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from domino_survey.disclosure.selections import Filters

Members: TypeAlias = frozenset[int]  # columns

# An edition closes when a tenth of what counts has changed: from k to this many initiatives. Each
# state of a selection that is shown leaves less to show later, so that none is changed for little.
EDITION: Final = 10
LARGEST_EDITION: Final = 50


def publish(
    entries: Iterable[Entry], k: int = DEFAULT, *, lattice: Lattice | None = None
) -> Publication:
    """What may be shown of all these submissions.

    An edition closes as soon as enough initiatives differ from the one before: new, sent again or gone;
    k at least, and a tenth of all once they are many. Each selection then takes its new members in
    where no combination of all that was ever shown comes to rest on fewer than k initiatives.
    Otherwise it takes what follows from the narrower selections and from its own past, and else it
    stays as it was. Whoever took an answer back is out at once, together with those among whom they
    could be told.

    Raises:
        ValueError: k below the floor.
    """
    checked_threshold(k)
    replay = _Replay(k, lattice or Lattice())
    moves: list[tuple[datetime, int, Entry]] = []
    for entry in entries:
        moves.append((entry.at, 0, entry))
        if entry.withdrawn is not None:
            moves.append((max(entry.withdrawn, entry.at), 1, entry))
    for at, leaves, entry in sorted(moves, key=lambda move: (move[0], move[1], move[2].submission)):
        if leaves:
            replay.withdraw(entry, at)
        else:
            replay.arrive(entry)
        replay.close_edition_if_due(at)
    return replay.publication()


class _Replay:
    """The state of the publication after some events."""

    def __init__(self, k: int, lattice: Lattice) -> None:
        self._k, self._lattice = k, lattice
        self._combinations = Combinations(k)
        self._entries: list[Entry] = []  # by column
        self._columns: dict[str, int] = {}
        self._owners: list[int] = []
        self._numbers: dict[str, int] = {}
        self._standing: dict[int, list[int]] = defaultdict(list)  # columns of an initiative
        self._current: dict[Query, set[int]] = defaultdict(set)
        self._ever: dict[Query, set[int]] = defaultdict(set)
        self._edition: dict[int, int] = {}  # what counted of an initiative at the last one
        self._changed: set[int] = set()
        self._gone: set[int] = set()
        self._pending: list[int] = []
        self._shown: dict[Query, tuple[Members, datetime]] = {}
        self._alike: dict[Filters, set[Query]] = defaultdict(set)  # ever shown, by their filters
        self._states: dict[Query, list[Members]] = defaultdict(list)
        self._past: list[tuple[Query, Shown]] = []

    # --- Events ---------------------------------------------------------------------------------

    def arrive(self, entry: Entry) -> None:
        owner = self._numbers.setdefault(entry.initiative, len(self._numbers))
        column = len(self._entries)
        before = self._counted(owner)
        self._entries.append(entry)
        self._columns[entry.submission] = column
        self._owners.append(owner)
        self._pending.append(owner)
        self._standing[owner].append(column)
        self._moved(owner, before)

    def withdraw(self, entry: Entry, at: datetime) -> None:
        """The submission is out at once, together with those among whom it could be told."""
        column = self._columns[entry.submission]
        owner = self._owners[column]
        before = self._counted(owner)
        self._standing[owner].remove(column)
        self._moved(owner, before)
        self._gone.add(column)
        touched = [query for query, (members, _) in self._shown.items() if column in members]
        # The narrowest first: the broader ones are made of what they keep.
        for query in sorted(touched, key=self._narrowest):
            members = self._shown.pop(query)[0]
            best = self._nearest(members, self._reduced(query, members))
            if best is not None:
                self._set(query, best, at)

    def _counted(self, owner: int) -> int | None:
        """The column of an initiative that counts: its latest, where that is shared."""
        standing = self._standing[owner]
        return standing[-1] if standing and self._entries[standing[-1]].territories else None

    def _moved(self, owner: int, before: int | None) -> None:
        after = self._counted(owner)
        if before is not None:
            for query in self._lattice.queries(self._entries[before]):
                self._current[query].discard(before)
        if after is not None:
            self._gone.discard(after)
            for query in self._lattice.queries(self._entries[after]):
                self._current[query].add(after)
                self._ever[query].add(after)
        if after == self._edition.get(owner):
            self._changed.discard(owner)
        else:
            self._changed.add(owner)

    # --- Editions -------------------------------------------------------------------------------

    def close_edition_if_due(self, at: datetime) -> None:
        size = len(self._edition)
        if len(self._changed) < max(self._k, min(size // EDITION, LARGEST_EDITION)):
            return
        for owner in sorted(self._changed):
            before, after = self._edition.get(owner), self._counted(owner)
            if before is not None and after is None:
                self._gone.add(before)
            if after is None:
                self._edition.pop(owner, None)
            else:
                self._edition[owner] = after
        self._changed.clear()
        self._combinations.extend(self._pending)
        self._pending.clear()
        fresh: list[tuple[Members, Members]] = []
        for query in sorted(self._current, key=self._lattice.rank):
            change = self._renew(query, at, fresh)
            if change is not None and not query.filters:
                fresh.append(change)

    def _renew(
        self, query: Query, at: datetime, fresh: Sequence[tuple[Members, Members]]
    ) -> tuple[Members, Members] | None:
        """Shows the newest state of a selection that is safe; what left it and what came, if any."""
        wanted = frozenset(self._current[query])
        old = self._shown[query][0] if query in self._shown else frozenset()
        if wanted == old:
            return None
        if len(wanted) < self._k:
            self._shown.pop(query, None)
            return None
        best = self._nearest(wanted, self._following(query, old, fresh))
        share = self._lattice.filtered_renewal if query.filters else self._lattice.renewal
        enough = max(self._k, share * len(best or ()))
        if best is None or self._distance(wanted, best) >= enough:
            best = wanted if self._safe(wanted) else best
        if best is None:
            self._shown.pop(query, None)
        if best is None or best == old:
            return None
        self._set(query, best, at)
        return old - best, best - old

    def _following(
        self, query: Query, old: Members, fresh: Sequence[tuple[Members, Members]]
    ) -> Iterator[Members]:
        """States that follow from what was shown, this one's own among them."""
        yield old
        yield self._together(query)
        if old & self._gone:
            yield from self._reduced(query, old)
        if old and not query.filters:
            moved = old
            for gone, come in fresh:
                inside = come <= self._ever[query] and gone <= moved
                if inside and not self._meet(come, moved - gone):
                    moved = (moved - gone) | come
            yield moved

    def _nearest(self, wanted: Members, options: Iterable[Members]) -> Members | None:
        """Of the states that follow from what was shown and hold nobody who is gone, the nearest."""
        allowed = {one for one in options if len(one) >= self._k and not one & self._gone}
        for one in sorted(allowed, key=lambda one: (self._distance(wanted, one), sorted(one))):
            if self._combinations.follows(sorted(one)):
                return one
        return None

    def _reduced(self, query: Query, members: Members) -> Iterator[Members]:
        """A state less one that held some of those who are gone: all of these leave together."""
        yield self._together(query)
        yield from self._states[query]
        parts = []
        for states in self._states.values():
            for before, state in pairwise([frozenset(), *states]):
                parts += [part for part in (state, state - before) if part & self._gone]
        left = members
        for part in sorted(parts, key=lambda one: (len(one), sorted(one))):
            if part < left and part & left & self._gone:
                left -= part
        yield left

    def _together(self, query: Query) -> Members:
        """The union of the shown selections inside this one, the largest first, each apart."""
        found: set[int] = set()
        owners: set[int] = set()
        level = self._level(query)
        parts = [
            (members, part)
            for part in self._alike[query.filters]
            if part in self._shown
            and self._level(part) > level
            and (members := self._shown[part][0])
            and members <= self._ever[query]
            and not members & self._gone
        ]
        for members, _ in sorted(parts, key=lambda one: (-len(one[0]), one[1])):
            mine = {self._owners[column] for column in members}
            if not mine & owners:
                found |= members
                owners |= mine
        return frozenset(found)

    def _level(self, query: Query) -> int:
        return self._lattice.levels.index(query.territory[0])

    def _narrowest(self, query: Query) -> tuple[int, int, Query]:
        return (-len(query.filters), -self._level(query), query)

    def _meet(self, one: Iterable[int], other: Iterable[int]) -> bool:
        """Whether an initiative is in both."""
        owners = {self._owners[column] for column in other}
        return any(self._owners[column] in owners for column in one)

    def _distance(self, one: Members, other: Members) -> int:
        """Initiatives in which two states differ."""
        return len({self._owners[column] for column in one ^ other})

    def _safe(self, members: Members) -> bool:
        return self._combinations.show(sorted(members)) in (Verdict.KNOWN, Verdict.NEW)

    def _set(self, query: Query, members: Members, at: datetime) -> None:
        self._shown[query] = (members, at)
        self._alike[query.filters].add(query)
        self._states[query].append(members)
        self._past.append((query, self._told(members, at)))

    def _told(self, members: Members, at: datetime) -> Shown:
        return Shown(tuple(self._entries[column].submission for column in sorted(members)), at)

    # --- The outcome ------------------------------------------------------------------------------

    def publication(self) -> Publication:
        return Publication(
            self._lattice,
            {query: self._told(members, at) for query, (members, at) in self._shown.items()},
            {
                query: Reason.TOO_FEW if len(members) < self._k else Reason.TOO_CLOSE
                for query, members in self._current.items()
                if query not in self._shown
            },
            tuple(self._past),
        )
