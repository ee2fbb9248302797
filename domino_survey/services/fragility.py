"""Where the initiatives of a selection are fragile: how they divide, as far as it may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from domino_survey import aggregation, disclosure
from domino_survey.aggregation import HIGH, LOW
from domino_survey.schema import option_codes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.schema import Question, Questionnaire
    from domino_survey.services.members import Members

# A bar is read with up to so many parts.
MOST_PARTS: Final = 5
LISTED: Final = 3


class Division(Struct, frozen=True):
    """How those who answered a question divide.

    Attributes:
        id: the question.
        shares: by option, those that give least points first, or by half of the points where the
            options themselves would tell of few: `aggregation.LOW` and `HIGH`.
        halved: whether they are by half.
        low: the share of the answers that give less than half of the points, as it follows from
            the counts that are shown.
    """

    id: str
    shares: Mapping[str, float | None]
    halved: bool
    low: float


class Fragility(Struct, frozen=True):
    """How a group divides.

    Attributes:
        levels: shares of those with a score at each level, by axis and theme, lowest level first;
            None for a share that is not shown. Empty where the questionnaire has not two to five levels.
        lowest: the questions with the largest share of low answers, the largest first.
        divided: others that part the initiatives in halves most evenly.
    """

    levels: Mapping[str, Mapping[str, float | None]]
    lowest: tuple[Division, ...]
    divided: tuple[Division, ...]


def fragility(questionnaire: Questionnaire, members: Members, k: int) -> Fragility:
    """How the members of a selection divide among levels and answers.

    Counts follow rules 3 and 5 of decision 0003, each list by itself; where all who have a score or an
    answer are alike, nothing is told. Shares, and the order of questions, follow from what is shown.
    """
    divisions = [
        found
        for question in questionnaire.scored_questions
        if (found := _division(questionnaire, members, question, k)) is not None
    ]
    lowest = sorted((one for one in divisions if one.low > 0), key=lambda one: -one.low)[:LISTED]
    ids = {one.id for one in lowest}
    others = [one for one in divisions if one.id not in ids and 0 < one.low < 1]
    divided = sorted(others, key=lambda one: abs(one.low - 0.5))[:LISTED]
    return Fragility(_levels(questionnaire, members, k), tuple(lowest), tuple(divided))


def _levels(
    questionnaire: Questionnaire, members: Members, k: int
) -> dict[str, dict[str, float | None]]:
    levels = questionnaire.levels
    if not 1 < len(levels) <= MOST_PARTS:
        return {}
    found = {}
    for axis in questionnaire.axes:
        for node in (axis.id, *(theme.id for theme in axis.themes)):
            scores = members.scores.nodes[node].value
            counts = disclosure.rounded_counts(
                aggregation.level_counts(levels, scores), k, total=scores.size
            )
            found[node] = aggregation.shares(counts, disclosure.rounded_count(scores.size, k))
    return found


def _division(
    questionnaire: Questionnaire, members: Members, question: Question, k: int
) -> Division | None:
    """How a question divides them, in as much detail as may be shown; None where nothing may."""
    full, size = questionnaire.scoring.full_points, members.table.size
    codes = option_codes(question)
    if 1 < len(codes) <= MOST_PARTS:
        exact = aggregation.answer_counts(
            question, members.table.columns[question.id], members.scores.asked[question.id], full
        )
        counts = disclosure.rounded_counts(exact, k, total=size)
        known = {code: count for code, count in counts.items() if count is not None}
        if exact and len(known) == len(exact):
            low = sum(known[code] for code in aggregation.low_answers(question, full))
            parts = aggregation.shares(counts, 0)
            return Division(question.id, parts, halved=False, low=low / sum(known.values()))
    counts = disclosure.rounded_counts(
        aggregation.half_counts(members.scores.items[question.id]), k, total=size
    )
    below, above = counts[LOW], counts[HIGH]
    if below is None or above is None:
        return None
    parts = aggregation.shares(counts, 0)
    return Division(question.id, parts, halved=True, low=below / (below + above))
