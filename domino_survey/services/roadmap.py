"""The roadmap of a territory: what its decision-makers keep of what they could do, and what moved since.

A roadmap belongs to a territory and a questionnaire: all who have a right on that very territory read and
change the same one. Each change of each part (owner, deadline, status, note) is a row of its own, so that
two people at once do not undo each other; the latest of each part counts.

With a recommendation its figures are kept as they were shown on that day, never what was hidden then.
They are read beside those shown today, by the same rules (`services.observatory`).
"""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import TYPE_CHECKING, Final, cast

from msgspec import Struct

from domino_survey.errors import refusal
from domino_survey.i18n import ZONE
from domino_survey.scoring import METHOD_VERSION
from domino_survey.services.deadlines import due_of, is_no_day
from domino_survey.services.observatory import observatory
from domino_survey.services.plan import (
    NOTE_LIMIT,
    OPEN,
    ORDER,
    WHEN_LIMIT,
    WHO_LIMIT,
    Caution,
    Status,
)
from domino_survey.services.rights import Action, Identity, Scope, require
from domino_survey.services.roadmap_figures import (
    Reading,
    Watched,
    caution_between,
    from_json,
    reading_of,
    to_json,
    watched,
)
from domino_survey.storage import QuestionnaireRef, RoadmapChange, RoadmapKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domino_survey.schema import Questionnaire, Recommendation
    from domino_survey.services.context import Context
    from domino_survey.services.observatory import Observatory

# This process alone writes: who changes a roadmap reads and writes it in one turn.
_TURN = Lock()
KEPT: Final = "kept"  # the part that says what was shown when; None takes the entry out


class Part(StrEnum):
    """What is decided about an entry, part by part."""

    STATUS = "status"
    OWNER = "owner"
    WHEN = "when"
    NOTE = "note"


class Whose(Struct, frozen=True):
    """Whose roadmap: that of a territory, for a questionnaire, whatever its version."""

    questionnaire_id: str
    scope: Scope


LIMITS: Final = {Part.OWNER: WHO_LIMIT, Part.WHEN: WHEN_LIMIT, Part.NOTE: NOTE_LIMIT}


class Entry(Struct, frozen=True):
    """A recommendation in the roadmap, in the words of the questionnaire it was kept from.

    Attributes:
        kept_at: when it was kept, with the figures of `then`.
        changed_at: when something was last decided about it.
        then, now: what was shown when it was kept, and what is shown today; None where nothing is.
        caution: why the two do not compare.
        due: the last day that `when` can mean, where it names one.
        late: whether that day is over and the action is not.
        changes: the change that each part stands by: who writes says upon which.
    """

    recommendation: Recommendation
    questionnaire: Questionnaire
    kept_at: datetime
    changed_at: datetime
    then: Reading
    now: Reading | None
    status: Status = Status.PLANNED
    owner: str = ""
    when: str = ""
    note: str = ""
    caution: Caution | None = None
    due: date | None = None
    late: bool = False
    changes: Mapping[Part, str] = {}

    @property
    def newer(self) -> bool:
        """Whether what is shown today is of later than when the recommendation was kept."""
        return self.now is not None and self.now.as_of > self.then.as_of

    @property
    def watched(self) -> tuple[Watched, ...]:
        """Its figures then and now."""
        return watched(self.then, self.now, self.recommendation.axis)


class Roadmap(Struct, frozen=True):
    """The roadmap of a territory.

    Attributes:
        scope: the territory.
        entries: by status, then in the order of keeping.
        removed: what was taken out, which can be put back with all that was decided about it.
        reason: why nothing is shown of the territory today, None where something is.
        smallest_group: fewest initiatives behind a figure.
    """

    scope: Scope
    entries: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    reason: str | None
    smallest_group: int


class Decided(Struct, frozen=True):
    """What became of a change. `overtaken` is what someone else had put there, unseen.

    `joined` tells that both texts were kept, one under the other.
    """

    overtaken: str | None = None
    joined: bool = False


class _Plan(Struct, frozen=True):
    """What the changes of a roadmap come to: the latest of each part, and each last keeping."""

    latest: Mapping[tuple[str, str], RoadmapChange]
    keeping: Mapping[str, RoadmapChange]

    def holds(self, entry: str) -> bool:
        found = self.latest.get((entry, KEPT))
        return found is not None and found.value is not None

    def text(self, entry: str, part: Part) -> str:
        found = self.latest.get((entry, part))
        return "" if found is None or found.value is None else str(found.value)


def read_roadmap(context: Context, identity: Identity, whose: Whose) -> Roadmap:
    """The roadmap of a territory, with the figures of then and of today.

    Raises `not-allowed`, `no-questionnaire`.
    """
    require(identity, Action.KEEP_ROADMAP, whose.scope)
    seen = observatory(context, identity, whose.questionnaire_id, scope=whose.scope)
    plan = _plan(context, whose)
    today = context.clock().astimezone(ZONE).date()
    entries = [_entry(context, plan, kept, seen, today) for kept in plan.keeping.values()]
    # Sorting keeps the order of keeping among equals.
    entries.sort(key=lambda one: ORDER.index(one.status))
    return Roadmap(
        whose.scope,
        tuple(one for one in entries if plan.holds(one.recommendation.id)),
        tuple(one for one in entries if not plan.holds(one.recommendation.id)),
        seen.reason,
        seen.smallest_group,
    )


def kept(context: Context, identity: Identity, whose: Whose) -> frozenset[str]:
    """The ids of the recommendations in the roadmap of a territory. Raises `not-allowed`."""
    require(identity, Action.KEEP_ROADMAP, whose.scope)
    plan = _plan(context, whose)
    return frozenset(entry for entry in plan.keeping if plan.holds(entry))


def keep(
    context: Context,
    identity: Identity,
    whose: Whose,
    recommendation_id: str,
    *,
    session: str,
) -> None:
    """Keep a recommendation that the observatory shows, with its figures as shown; once is enough.

    What was decided before it was taken out comes back with it.

    Raises `not-allowed`, `no-questionnaire`, `advice-not-shown`.
    """
    require(identity, Action.KEEP_ROADMAP, whose.scope)
    seen = observatory(context, identity, whose.questionnaire_id, scope=whose.scope)
    shown = (one.recommendation for some in seen.advice.values() for one in some)
    recommendation = next((one for one in shown if one.id == recommendation_id), None)
    reading = (
        None if recommendation is None else reading_of(seen, recommendation, seen.questionnaire)
    )
    if recommendation is None or reading is None:
        raise refusal("advice-not-shown", place=recommendation_id)
    now = context.clock()
    reference = context.library.archive(seen.questionnaire, now)
    value = {
        "kept_at": now.isoformat(),
        "questionnaire": [reference.id, reference.version, reference.hash],
        "method": METHOD_VERSION,
        **to_json(reading),
    }
    with _TURN:
        plan = _plan(context, whose)
        status = plan.text(recommendation_id, Part.STATUS)
        over = bool(status) and Status(status) not in OPEN
        again: dict[str, object] = {Part.STATUS: Status.PLANNED.value} if over else {}
        if not plan.holds(recommendation_id):
            _store(context, whose, recommendation_id, {KEPT: value, **again}, session)


def remove(
    context: Context,
    identity: Identity,
    whose: Whose,
    recommendation_id: str,
    *,
    session: str,
) -> None:
    """Take a recommendation out; what was decided about it can be put back. Raises `not-allowed`."""
    require(identity, Action.KEEP_ROADMAP, whose.scope)
    with _TURN:
        if _plan(context, whose).holds(recommendation_id):
            _store(context, whose, recommendation_id, {KEPT: None}, session)


def put_back(
    context: Context,
    identity: Identity,
    whose: Whose,
    recommendation_id: str,
    *,
    session: str,
) -> None:
    """Put back what was taken out, with the figures it was kept with.

    Raises `not-allowed`, `not-in-roadmap` for what was never in it.
    """
    require(identity, Action.KEEP_ROADMAP, whose.scope)
    with _TURN:
        plan = _plan(context, whose)
        if recommendation_id not in plan.keeping:
            raise refusal("not-in-roadmap", place=recommendation_id)
        if not plan.holds(recommendation_id):
            value = plan.keeping[recommendation_id].value
            _store(context, whose, recommendation_id, {KEPT: value}, session)


def decide(
    context: Context,
    identity: Identity,
    whose: Whose,
    recommendation_id: str,
    *,
    part: Part,
    text: str,
    session: str,
    base: str | None = None,
) -> Decided:
    """Say one thing about an entry: its owner, its deadline, how far it is, a note.

    `base` is the change that its author saw. A note that someone else wrote meanwhile is kept above the
    new one; of the other parts the later one counts, and its author is told of the other.

    Raises `not-allowed`, `not-in-roadmap`, `text-too-long`, `no-such-day`, `unknown-status`.
    """
    require(identity, Action.KEEP_ROADMAP, whose.scope)
    with _TURN:
        plan = _plan(context, whose)
        if not plan.holds(recommendation_id):
            raise refusal("not-in-roadmap", place=recommendation_id)
        text = _checked(recommendation_id, part, text)
        before = plan.latest.get((recommendation_id, part))
        theirs = plan.text(recommendation_id, part)
        if theirs == text:
            return Decided()
        unseen = before is not None and before.id != base and before.author != session
        both = _both(theirs, text) if unseen and part is Part.NOTE else None
        _store(context, whose, recommendation_id, {part: both or text}, session)
    return Decided(theirs if unseen and theirs else None, joined=both is not None)


def _both(theirs: str, text: str) -> str | None:
    """A note under that of someone else; None where there is nothing to join, or no room for both."""
    both = f"{theirs}\n\n{text}"
    return both if theirs and text and theirs not in text and len(both) <= NOTE_LIMIT else None


def _checked(recommendation_id: str, part: Part, text: str) -> str:
    text = text.replace("\x00", "").strip()
    if part is Part.STATUS:
        if text not in {status.value for status in Status}:
            raise refusal("unknown-status", place=recommendation_id, value=text)
        return text
    if len(text) > LIMITS[part]:
        raise refusal(
            "text-too-long", place=recommendation_id, length=len(text), limit=LIMITS[part]
        )
    if part is Part.WHEN and is_no_day(text):
        raise refusal("no-such-day", place=recommendation_id, value=text)
    return text


def _key(context: Context, whose: Whose) -> RoadmapKey:
    return RoadmapKey(whose.scope.kind, whose.scope.code, whose.questionnaire_id, context.origin)


def _plan(context: Context, whose: Whose) -> _Plan:
    latest: dict[tuple[str, str], RoadmapChange] = {}
    keeping: dict[str, RoadmapChange] = {}
    for change in context.repository.roadmap(_key(context, whose)):
        latest[change.entry, change.part] = change
        if change.part == KEPT and change.value is not None:
            keeping[change.entry] = change
    return _Plan(latest, keeping)


def _store(
    context: Context,
    whose: Whose,
    entry: str,
    values: Mapping[str, object],
    session: str,
) -> None:
    """Commit changes of an entry, all or none."""
    key, now = _key(context, whose), context.clock()
    changes = [
        RoadmapChange(secrets.token_hex(8), key, entry, str(part), value, session, now)
        for part, value in values.items()
    ]
    context.repository.change_roadmap(changes)


def _entry(
    context: Context, plan: _Plan, keeping: RoadmapChange, seen: Observatory, today: date
) -> Entry:
    value = cast("Mapping[str, object]", keeping.value)
    reference = QuestionnaireRef(*cast("Sequence[str]", value["questionnaire"]))
    questionnaire = context.library.exact(reference)
    recommendation = next(one for one in questionnaire.recommendations if one.id == keeping.entry)
    status = Status(plan.text(keeping.entry, Part.STATUS) or Status.PLANNED)
    when = plan.text(keeping.entry, Part.WHEN)
    due = due_of(when)
    parts = [change for (entry, _), change in plan.latest.items() if entry == keeping.entry]
    return Entry(
        recommendation,
        questionnaire,
        kept_at=datetime.fromisoformat(str(value["kept_at"])),
        changed_at=max(change.at for change in parts),
        then=from_json(value),
        now=reading_of(seen, recommendation, questionnaire),
        status=status,
        owner=plan.text(keeping.entry, Part.OWNER),
        when=when,
        note=plan.text(keeping.entry, Part.NOTE),
        caution=caution_between(questionnaire, str(value["method"]), seen.questionnaire),
        due=due,
        late=status in OPEN and due is not None and due < today,
        changes={
            part: plan.latest[keeping.entry, part].id
            for part in Part
            if (keeping.entry, part) in plan.latest
        },
    )
