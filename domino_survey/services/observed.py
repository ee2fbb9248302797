"""Whose assessments the observatory may show, selection by selection, and as of when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import disclosure
from domino_survey.answers import Answer
from domino_survey.disclosure import Entry, Key, Lattice, Query, Reason
from domino_survey.services.groups import guests
from domino_survey.services.library import reference_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from domino_survey.disclosure import Publication
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.storage import Arrival, Json, Origin
    from domino_survey.territories import Territories

EVERYWHERE: Key = ("everywhere", "")
# Below, filters would show next to nothing and cost the territories their own states (decision 0010).
FILTERED_LEVELS = ("everywhere", "region")
RENEWAL = 0.5


class Released(Struct, frozen=True):
    """What is shown of the submissions to one questionnaire."""

    publication: Publication

    def of(self, query: Query) -> tuple[str, ...]:
        """The submissions that a selection shows, by id: one for each initiative."""
        found = self.publication.shown.get(query)
        return () if found is None else found.submissions

    def at(self, query: Query) -> datetime | None:
        """As of when a selection is shown; None where it is not."""
        found = self.publication.shown.get(query)
        return None if found is None else found.at

    def reason(self, query: Query) -> Reason | None:
        """Why a selection is not shown; None where it is."""
        return self.publication.reason(query)


def filter_items(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The items that initiatives can be filtered by: their stage, then what sorts them."""
    stages = (questionnaire.stages.item,) if questionnaire.stages else ()
    return tuple(dict.fromkeys((*stages, *questionnaire.profile.groups)))


def lattice_of(questionnaire: Questionnaire) -> Lattice:
    """What can be asked. It follows from the questionnaire's version: another one would rewrite the past."""
    return Lattice(filter_items(questionnaire), filtered_levels=FILTERED_LEVELS, renewal=RENEWAL)


def released(context: Context, questionnaire: Questionnaire, origin: Origin, k: int) -> Released:
    """Every selection as it may be shown, all of them decided together."""
    apart = guests(context)
    history = [
        one for one in _arrivals(context, questionnaire, origin) if one.response_id not in apart
    ]

    def publish() -> Publication:
        entries = (_entry(context.territories, questionnaire, one) for one in history)
        return disclosure.publish(entries, k, lattice=lattice_of(questionnaire))

    # What was sent never changes: who is there and who is gone names all that is shown.
    there = tuple((one.submission_id, one.withdrawn_at) for one in history)
    key = ("published", questionnaire.hash, k, there)
    return Released(context.figures.get(key, publish))


def _arrivals(context: Context, questionnaire: Questionnaire, origin: Origin) -> list[Arrival]:
    """All that was sent, with the few answers that say where and under what it counts."""
    profile = questionnaire.profile
    sharing = profile.sharing.item if profile.sharing else None
    items = [one for one in (sharing, profile.territory, *filter_items(questionnaire)) if one]
    ref, repository = reference_of(questionnaire), context.repository
    key = ("arrivals", ref, origin, repository.data_version())
    return context.figures.get(key, lambda: repository.arrivals(ref, origin, items))


def _entry(territories: Territories, questionnaire: Questionnaire, one: Arrival) -> Entry:
    return Entry(
        one.initiative_id,
        one.submission_id,
        one.submitted_at,
        _keys(territories, questionnaire, one.answers),
        {item: _codes(one.answers, item) for item in filter_items(questionnaire)},
        withdrawn=one.withdrawn_at,
    )


def _codes(answers: Mapping[str, Json], item: str | None) -> tuple[str, ...]:
    """The options that were chosen, or the one text; none without an answer."""
    stored = answers.get(item or "")
    value = Answer.from_json(stored).value if isinstance(stored, dict) else None
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def _keys(
    territories: Territories, questionnaire: Questionnaire, answers: Mapping[str, Json]
) -> tuple[Key, ...]:
    """The territories that a submission counts in, broadest first; none where it is not shared."""
    profile = questionnaire.profile
    if profile.sharing is None:
        return ()
    if profile.sharing.aggregates not in _codes(answers, profile.sharing.item):
        return ()
    where = _codes(answers, profile.territory)
    commune = territories.commune(where[0]) if where else None
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
