"""How far a result can be relied on: what unanswered questions leave open, what the weights change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import scoring
from domino_survey.answers import table_of
from domino_survey.scoring import DRAWS, SPREAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.schema import Axis
    from domino_survey.scoring import Narrowing
    from domino_survey.services.results import AxisResult, Result

MOST_NARROWING = 3
LEAST_REMOVED = 0.5  # points: less would be displayed as nothing


class OpenAxis(Struct, frozen=True):
    """An axis with the unanswered questions that would narrow its bounds most, best first."""

    axis: AxisResult
    narrowing: tuple[Narrowing, ...]


class AxisRange(Struct, frozen=True):
    """What the score of an axis becomes with other weights: its median, the 5th and 95th percentiles.

    `lowest` and `highest` are the shares of draws in which it is so; None where fewer than two axes
    have a score.
    """

    axis: Axis
    score: float
    low: float
    median: float
    high: float
    lowest: float | None
    highest: float | None


class Sureness(Struct, frozen=True):
    """How sure a result is.

    Attributes:
        axes: what answers leave open, axis by axis.
        ranges: what weights change, for axes with a score.
        count: how many sets of weights were tried.
        spread: by how much each weight was changed at most, as a share of it.
    """

    axes: tuple[OpenAxis, ...]
    ranges: tuple[AxisRange, ...]
    count: int
    spread: float

    @property
    def lowest(self) -> tuple[tuple[Axis, float], ...]:
        """Axes by how often each is the lowest, most often first; those that never are, left out."""
        return self._by_share(lambda one: one.lowest)

    @property
    def highest(self) -> tuple[tuple[Axis, float], ...]:
        """Axes by how often each is the highest."""
        return self._by_share(lambda one: one.highest)

    def _by_share(
        self, share_of: Callable[[AxisRange], float | None]
    ) -> tuple[tuple[Axis, float], ...]:
        found = [(one.axis, share) for one in self.ranges if (share := share_of(one))]
        return tuple(sorted(found, key=lambda pair: -pair[1]))


def sureness_of(result: Result) -> Sureness:
    """How sure a result is, the same again for the same result.

    Drawing the weights takes a third of a millisecond, so that they are not kept.
    """
    questionnaire = result.questionnaire
    table = table_of(questionnaire, [result.answers])
    found = scoring.narrowings_of(
        questionnaire,
        table,
        [axis.axis.id for axis in result.axes],
        essential_only=result.path.essential_only,
    )
    axes = []
    for axis in result.axes:
        best = [one for one in found[axis.axis.id] if one.removed >= LEAST_REMOVED]
        axes.append(OpenAxis(axis, tuple(best[:MOST_NARROWING])))
    return Sureness(tuple(axes), _ranges(result), DRAWS, SPREAD)


def _ranges(result: Result) -> tuple[AxisRange, ...]:
    drawn = scoring.draw_methods(result.questionnaire, count=DRAWS)
    found = scoring.robustness_of(result.questionnaire, result.scores, drawn)
    several = len(result.scored_axes) > 1
    ranges = []
    for axis in result.axes:
        score, node = axis.result.score.value, found.nodes[axis.axis.id]
        if score is not None:
            ranges.append(
                AxisRange(
                    axis.axis,
                    score,
                    float(node.low[0]),
                    float(node.median[0]),
                    float(node.high[0]),
                    float(found.weakest[axis.axis.id][0]) if several else None,
                    float(found.strongest[axis.axis.id][0]) if several else None,
                )
            )
    return tuple(ranges)
