"""What the responses say of the questions: how each is answered, and whether a theme hangs together.

For organisers, who may read the responses: shown to anybody else, counts first go through
`disclosure`. A questionnaire is a list of practices that may well not go together, so a low alpha is
no fault (scoring method, 1.6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers import State
from domino_survey.reliability.coefficients import (
    LEAST_ITEMS,
    Figure,
    Reason,
    alphas_if_deleted,
    cronbach_alpha,
    item_rest_correlations,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.reliability.sums import Sums
    from domino_survey.schema import Questionnaire

LEAST_RESPONSES = 30


class ItemQuality(Struct, frozen=True):
    """How one question is answered.

    Attributes:
        id: the question.
        asked: how many responses it was asked of.
        scored: how many of them have a score.
        not_asked: share of all responses.
        answered, not_applicable, dont_know, missing: shares of those it was asked of, which add up to
            1; None where it was asked of fewer than `least`.
        mean: of the scores, from 0 to 100; None where fewer than `least` have one, like what follows.
        floor, ceiling: shares of the scores that are the lowest, the highest possible.
        distribution: how many chose each option, in the order shown; None for numbers.
    """

    id: str
    asked: int
    scored: int
    not_asked: float
    answered: float | None
    not_applicable: float | None
    dont_know: float | None
    missing: float | None
    mean: float | None
    floor: float | None
    ceiling: float | None
    distribution: Mapping[str, int] | None


class ItemInScale(Struct, frozen=True):
    """One question among those of a theme or an axis."""

    item_rest: Figure
    alpha_if_deleted: Figure


class Scale(Struct, frozen=True):
    """The questions of a theme or an axis, taken together.

    Attributes:
        items: those that enter, each with its own figures.
        left_out: those that fewer than 30 responses have a score on.
        responses: fewest responses behind any covariance; 0 without items.
        alpha: Cronbach's.
    """

    items: Mapping[str, ItemInScale]
    left_out: tuple[str, ...]
    responses: int
    alpha: Figure


class Quality(Struct, frozen=True):
    """The instrument on `size` responses: `items` by question, `scales` by theme and axis.

    Both are empty where there are fewer than `least` responses, and `reason` says so.
    """

    size: int
    items: Mapping[str, ItemQuality]
    scales: Mapping[str, Scale]
    reason: Reason | None = None


def quality(questionnaire: Questionnaire, sums: Sums, *, least: int) -> Quality:
    """The quality of a questionnaire on the responses that `sums` were made of.

    Args:
        questionnaire: the one that they answered.
        sums: of all responses, or of some, such as those in one language.
        least: fewest responses that a figure may rest on; coefficients need 30 whatever it is.
    """
    if sums.size < least:
        return Quality(sums.size, {}, {}, Reason.TOO_FEW_RESPONSES)
    under: dict[str, list[str]] = {}
    for item in sums.items:
        under.setdefault(questionnaire.theme_of[item].id, []).append(item)
        under.setdefault(questionnaire.axis_of[item].id, []).append(item)
    nodes = [theme.id for theme in questionnaire.themes]
    nodes += [axis.id for axis in questionnaire.axes]
    return Quality(
        sums.size,
        {item: _item(item, sums, least) for item in sums.items},
        {node: scale(sums, under.get(node, [])) for node in nodes},
    )


def scale(sums: Sums, items: Sequence[str]) -> Scale:
    """How some items hang together; scores are added up unweighted.

    Alpha if an item is deleted is, like any alpha, not shown for fewer than three items.
    """
    own = dict(zip(items, sums.pairs.diagonal()[sums.places(items)], strict=True))
    kept = [item for item in items if own[item] >= LEAST_RESPONSES]
    left_out = tuple(item for item in items if own[item] < LEAST_RESPONSES)
    places = sums.places(kept)
    responses = min((int(sums.pairs[row, places].min()) for row in places), default=0)
    reason = _refused(len(items), len(kept), responses)
    if reason is not None:
        none = Figure.missing(reason)
        return Scale(dict.fromkeys(kept, ItemInScale(none, none)), left_out, responses, none)
    covariance = sums.covariance(kept)
    found = zip(item_rest_correlations(covariance), alphas_if_deleted(covariance), strict=True)
    return Scale(
        {item: ItemInScale(*figures) for item, figures in zip(kept, found, strict=True)},
        left_out,
        responses,
        cronbach_alpha(covariance),
    )


def _refused(items: int, kept: int, responses: int) -> Reason | None:
    if items < LEAST_ITEMS:
        return Reason.TOO_FEW_ITEMS
    if kept < LEAST_ITEMS or responses < LEAST_RESPONSES:
        return Reason.TOO_FEW_RESPONSES
    return None


def _item(item: str, sums: Sums, least: int) -> ItemQuality:
    counts, place = sums.items[item], sums.places([item])[0]
    scored = int(sums.pairs[place, place])
    asked = sums.size - counts.states[State.NOT_ASKED]

    def of_asked(state: State) -> float | None:
        return counts.states[state] / asked if asked and asked >= least else None

    def of_scored(amount: float) -> float | None:
        return amount / scored if scored and scored >= least else None

    return ItemQuality(
        id=item,
        asked=asked,
        scored=scored,
        not_asked=1 - asked / sums.size if sums.size else 0.0,
        answered=of_asked(State.ANSWERED),
        not_applicable=of_asked(State.NOT_APPLICABLE),
        dont_know=of_asked(State.DONT_KNOW),
        missing=of_asked(State.MISSING),
        mean=of_scored(float(sums.totals[place, place])),
        floor=of_scored(counts.floor),
        ceiling=of_scored(counts.ceiling),
        distribution=counts.options if counts.options and scored >= least else None,
    )
