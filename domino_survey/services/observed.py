"""Whose assessments the observatory may show, territory by territory, and as of when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import disclosure
from domino_survey.disclosure import Entry, Key, Query, Reason
from domino_survey.services.assessments import answers_of
from domino_survey.services.groups import guests

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from domino_survey.disclosure import Publication
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.storage import Selection, Submission

EVERYWHERE: Key = ("everywhere", "")


class Released(Struct, frozen=True):
    """The submissions of the collection by id, and what is shown of them."""

    submissions: Mapping[str, Submission]
    publication: Publication

    def of(self, key: Key) -> tuple[Submission, ...]:
        """What is shown of a territory: one submission for each initiative."""
        found = self.publication.shown.get(Query(key))
        return () if found is None else tuple(self.submissions[one] for one in found.submissions)

    def at(self, key: Key) -> datetime | None:
        """As of when a territory is shown; None where it is not."""
        found = self.publication.shown.get(Query(key))
        return None if found is None else found.at

    def reason(self, key: Key) -> Reason | None:
        """Why a territory is not shown; None where it is."""
        return self.publication.reason(Query(key))


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

    def publish() -> Publication:
        entries = (
            Entry(
                stored.initiative_id,
                stored.submission.id,
                stored.submission.submitted_at,
                _keys(context, questionnaire, stored.submission),
                withdrawn=stored.withdrawn_at,
            )
            for stored in history
        )
        return disclosure.publish(entries, k)

    # What was sent never changes: who is there and who is gone names all that is shown.
    there = tuple((stored.submission.id, stored.withdrawn_at) for stored in history)
    key = ("published", questionnaire.hash, k, there)
    publication = context.figures.get(key, publish)
    return Released({one.submission.id: one.submission for one in history}, publication)


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
