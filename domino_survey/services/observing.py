"""Submissions as the figures of territories read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from domino_survey import aggregation, scoring
from domino_survey.answers import PROVEN, Answer, table_of
from domino_survey.numerics import np
from domino_survey.services.library import reference_of
from domino_survey.storage import Observed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from domino_survey.schema import Questionnaire
    from domino_survey.storage import Json, PlaceKind, Submission
    from domino_survey.territories import Territories

# The field that says of a response that it is a guest's view of a practice (`services.groups`).
APART: Final = "@group"


def observed_of(
    territories: Territories,
    questionnaire: Questionnaire,
    submissions: Sequence[Submission],
    apart: Collection[str] = (),
) -> Observed:
    """Submissions to one questionnaire as figures read them.

    Args:
        territories: the communes, with what contains them.
        questionnaire: the one that all of them answered.
        submissions: as sent.
        apart: ids of responses that are one person's view of a practice.
    """
    answers = [answers_in(one.answers) for one in submissions]
    short = np.array(
        [questionnaire.path(str(one.answers["path"])).essential_only for one in submissions],
        dtype=bool,
    )
    table = table_of(questionnaire, answers)
    scores = scoring.score(questionnaire, table, essential_only=short)
    proofs = [
        cast("Mapping[str, str]", submission.answers.get("proofs", {}))
        for submission in submissions
    ]
    proven = {
        question.id: np.array([one.get(question.id) in PROVEN for one in proofs], dtype=bool)
        for question in questionnaire.questions
    }
    return Observed(
        questionnaire=reference_of(questionnaire),
        ids=[one.id for one in submissions],
        shared=np.array([_is_shared(questionnaire, one) for one in answers], dtype=bool),
        apart=np.array([one.response_id in apart for one in submissions], dtype=bool),
        short=short,
        places=places_of(territories, [_commune(questionnaire, one) for one in answers]),
        coded=aggregation.coded(questionnaire, table, scores, proven),
    )


def places_of(territories: Territories, communes: Sequence[str]) -> dict[PlaceKind, list[str]]:
    """The codes of what contains each commune, by kind; empty for what is not known."""
    found: dict[PlaceKind, list[str]] = {"commune": [], "epci": [], "departement": [], "region": []}
    for code in communes:
        commune = territories.commune(code)
        found["commune"].append(commune.code if commune else "")
        found["epci"].append(commune.epci if commune else "")
        found["departement"].append(commune.department if commune else "")
        found["region"].append(commune.region if commune else "")
    return found


def answers_in(content: Mapping[str, Json]) -> dict[str, Answer]:
    """The answers of what was sent, by item."""
    stored = cast("Mapping[str, Mapping[str, object]]", content.get("answers", {}))
    return {item: Answer.from_json(value) for item, value in stored.items()}


def _is_shared(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> bool:
    sharing = questionnaire.profile.sharing
    given = answers.get(sharing.item) if sharing is not None else None
    if sharing is None or given is None:
        return False
    value = given.value
    return sharing.aggregates in (value if isinstance(value, tuple) else (value,))


def _commune(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> str:
    item = questionnaire.profile.territory
    where = answers.get(item) if item else None
    return str(where.value) if where is not None and where.value else ""
