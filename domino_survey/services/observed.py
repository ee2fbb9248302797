"""Whose assessments the observatory may show, territory by territory, as of their last batch."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import disclosure
from domino_survey.disclosure import Event, Key, Reason, Release
from domino_survey.services.assessments import answers_of
from domino_survey.services.groups import guests

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.storage import Selection, StoredSubmission, Submission

EVERYWHERE: Key = ("everywhere", "")
# Each kind is cut out of those before it: its batches close no later than theirs.
_ORDER = ("everywhere", "region", "departement", "epci", "commune")


class Released(Struct, frozen=True):
    """The submissions of the collection by id, and what is shown of each territory.

    `reasons` gives, for every territory with a response, why it is not shown, None where it is.
    """

    submissions: Mapping[str, Submission]
    releases: Mapping[Key, Release]
    reasons: Mapping[Key, Reason | None]

    def of(self, key: Key) -> tuple[Submission, ...]:
        """What is shown of a territory: one submission for each initiative."""
        found = self.releases.get(key)
        if found is None or self.reasons.get(key, Reason.TOO_FEW) is not None:
            return ()
        return tuple(self.submissions[one] for one in found.submissions.values())


def released(
    context: Context, questionnaire: Questionnaire, selection: Selection, k: int
) -> Released:
    """Every territory as it may be shown, all of them decided together."""
    apart = guests(context)
    history = [
        stored
        for stored in context.repository.submission_history(selection)
        if stored.submission.questionnaire.hash == questionnaire.hash
        and stored.submission.response_id not in apart
    ]
    streams, parents = _streams(context, questionnaire, history)
    releases: dict[Key, Release] = {}
    for key in sorted(streams, key=lambda key: _ORDER.index(key[0])):
        until = _closed([releases[parent] for parent in parents[key]])
        events = streams[key] if key == EVERYWHERE else _until(streams[key], until)
        releases[key] = disclosure.release(events, k)
    reasons = disclosure.published({key: one.members for key, one in releases.items()}, k)
    for key, found in releases.items():
        # The same initiatives at another moment: what they corrected in between would show.
        for parent in parents[key]:
            other = releases[parent]
            if reasons[key] is None and other.members == found.members and other != found:
                reasons[key] = Reason.TOO_CLOSE
    return Released({one.submission.id: one.submission for one in history}, releases, reasons)


def _streams(
    context: Context, questionnaire: Questionnaire, history: Sequence[StoredSubmission]
) -> tuple[dict[Key, list[Event]], dict[Key, set[Key]]]:
    """Comings, corrections and goings of each territory; and the territories that contain each."""
    streams: dict[Key, list[Event]] = defaultdict(list)
    parents: dict[Key, set[Key]] = defaultdict(set)
    was: dict[str, tuple[Key, ...]] = {}
    for stored in history:
        submission, who = stored.submission, stored.initiative_id
        keys = _keys(context, questionnaire, submission)
        for place, key in enumerate(keys):
            parents[key].update(keys[:place])
            streams[key].append(Event(who, submission.id, submission.submitted_at))
        for key in set(was.get(who, ())) - set(keys):
            streams[key].append(Event(who, None, submission.submitted_at))
        was[who] = keys
    return streams, parents


def _keys(
    context: Context, questionnaire: Questionnaire, submission: Submission
) -> tuple[Key, ...]:
    """The territories that a submission counts in, broadest first; none where it is not shared."""
    answers = answers_of(submission)
    profile = questionnaire.profile
    if profile.sharing is None:
        return ()
    shared = answers.get(profile.sharing.item)
    allowed = shared.value if shared is not None else None
    codes = (allowed,) if isinstance(allowed, str) else allowed
    if not isinstance(codes, tuple) or profile.sharing.aggregates not in codes:
        return ()
    where = answers.get(profile.territory) if profile.territory else None
    commune = context.territories.commune(str(where.value)) if where is not None else None
    if commune is None:
        return (EVERYWHERE,)
    keys = (
        EVERYWHERE,
        ("region", commune.region),
        ("departement", commune.department),
        ("epci", commune.epci),
        ("commune", commune.code),
    )
    return tuple(key for key in keys if key == EVERYWHERE or key[1])


def _closed(parents: Iterable[Release]) -> datetime | None:
    """When the last batch closed that all of these share; None where one has closed none."""
    times = [parent.at for parent in parents]
    return min((at for at in times if at is not None), default=None) if all(times) else None


def _until(events: Iterable[Event], until: datetime | None) -> list[Event]:
    return [] if until is None else [event for event in events if event.at <= until]
