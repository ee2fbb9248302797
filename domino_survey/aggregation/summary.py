"""What a group of assessments looks like: how many, of what kind, and the middle of their scores.

One initiative is one unit: the caller gives one response for each. Figures are rounded by how many
scores they rest on, for the median of five scores is one of the five (decision record 0003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from domino_survey.aggregation.estimates import Interval, Reason, median_rank, quartiles
from domino_survey.answers import State
from domino_survey.numerics import np
from domino_survey.schema import MultipleChoice, option_codes
from domino_survey.scoring import dimension_id, level_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domino_survey.answers import AnswerTable, Column
    from domino_survey.numerics import Floats
    from domino_survey.schema import Level, Question, Questionnaire
    from domino_survey.scoring import NodeScores, Scores

# Fewest scores, and the step to which figures that rest on that many are rounded.
STEPS: Final = ((20, 0.1), (10, 1.0), (0, 5.0))


class NodeSummary(Struct, frozen=True):
    """The scores of one axis, theme or dimension over a group.

    Attributes:
        id: the node.
        median: rounded as `rounded` says; None where fewer than `least` have a score.
        first_quartile, third_quartile: likewise, None where fewer than twice `least` have one: each
            half of the group needs `least` scores of its own.
        median_interval: where the median of all would be at 95 %, if these were drawn from them;
            rounded likewise. None where an end has fewer than `least` scores at or beyond it.
        level: code of the level in words that the median falls in, None without one.
        count: how many have a score: exact where all have one, otherwise to the nearest multiple of
            `least`; None where fewer than `least` have none, which would tell of few.
        reason: why there is no median, None where there is one.
    """

    id: str
    median: float | None
    median_interval: Interval | None
    first_quartile: float | None
    third_quartile: float | None
    level: str | None
    count: int | None
    reason: Reason | None


class Summary(Struct, frozen=True):
    """The scores of a group of `size` initiatives.

    `nodes` holds themes, axes and dimensions by id. `weakest` and `strongest` are the axes with the
    lowest and the highest median as it is shown, in the order of the questionnaire; both are empty
    where fewer than two axes have a median, or where all are alike.
    """

    size: int
    nodes: Mapping[str, NodeSummary]
    weakest: tuple[str, ...]
    strongest: tuple[str, ...]


def summarise(questionnaire: Questionnaire, scores: Scores, *, least: int) -> Summary:
    """The middle of the scores of a group, one response for each initiative.

    Args:
        questionnaire: the one that all responses answered.
        scores: theirs; n responses.
        least: fewest scores that a figure may rest on.
    """
    ids = [
        *(theme.id for theme in questionnaire.themes),
        *(axis.id for axis in questionnaire.axes),
        *(dimension_id(dimension.code) for dimension in questionnaire.dimensions),
    ]
    nodes = {
        node_id: _node(node_id, scores.nodes[node_id], questionnaire.levels, least)
        for node_id in ids
        if node_id in scores.nodes
    }
    medians = {
        axis.id: median
        for axis in questionnaire.axes
        if (median := nodes[axis.id].median) is not None
    }
    lowest, highest = min(medians.values(), default=0.0), max(medians.values(), default=0.0)
    apart = highest > lowest
    return Summary(
        size=scores.size,
        nodes=nodes,
        weakest=tuple(axis for axis, median in medians.items() if apart and median == lowest),
        strongest=tuple(axis for axis, median in medians.items() if apart and median == highest),
    )


def rounded(value: float, count: int) -> float:
    """A figure as it may be shown, when it rests on `count` scores.

    To a multiple of 5 below 10 scores, to a whole number below 20, to one decimal from there on.
    Halves go up.
    """
    step = next(step for fewest, step in STEPS if count >= fewest)
    # The second rounding only rids 12 * 0.1 of its binary tail.
    return round(float(np.floor(value / step + 0.5)) * step, 1)


def group_counts(questionnaire: Questionnaire, table: AnswerTable, item_id: str) -> dict[str, int]:
    """How many responses chose each option of an item, in its order. Exact: not to be shown as is.

    `disclosure.suppressed_counts` decides which of them are.
    """
    members = members_by_option(questionnaire, table, item_id)
    return {code: int(np.count_nonzero(mask)) for code, mask in members.items()}


def members_by_option(
    questionnaire: Questionnaire, table: AnswerTable, item_id: str
) -> dict[str, NDArray[np.bool_]]:
    """Which responses chose each option of an item: masks of shape (n,), by code, in its order."""
    question = questionnaire.items[item_id]
    chosen = _chosen(question, table.columns.get(item_id), table.size)
    return {code: chosen[:, place] for place, code in enumerate(option_codes(question))}


def _chosen(question: Question, column: Column | None, size: int) -> NDArray[np.bool_]:
    """Shape (n, options)."""
    places = np.arange(len(option_codes(question)))
    if column is None:
        return np.zeros((size, len(places)), dtype=bool)
    values = column.value[:, np.newaxis]
    chosen: NDArray[np.bool_]
    if isinstance(question, MultipleChoice):
        chosen = ((values >> places.astype(np.uint64)) & np.uint64(1)).astype(bool)
    else:
        chosen = values == places
    answered: NDArray[np.bool_] = (column.state == State.ANSWERED)[:, np.newaxis]
    return np.logical_and(chosen, answered)


def _node(node_id: str, scores: NodeScores, levels: tuple[Level, ...], least: int) -> NodeSummary:
    values = scores.value
    values = np.sort(values[~np.isnan(values)])
    count, without = values.size, scores.reason.size - values.size
    found = quartiles(values)
    if found is None or count < least:
        return NodeSummary(node_id, None, None, None, None, None, None, Reason.TOO_FEW)
    first, median, third = (rounded(quantile, count) for quantile in found)
    halves = count >= 2 * least
    level = level_of(levels, median)
    return NodeSummary(
        id=node_id,
        median=median,
        median_interval=_median_interval(values, least),
        first_quartile=first if halves else None,
        third_quartile=third if halves else None,
        level=level.code if level else None,
        count=_about(count, without, least),
        reason=None,
    )


def _median_interval(ordered: Floats, least: int) -> Interval | None:
    count = ordered.size
    rank = median_rank(count)
    if rank < least:
        return None
    low, high = (rounded(float(ordered[place]), count) for place in (rank - 1, -rank))
    return Interval(low, high)


def _about(count: int, without: int, least: int) -> int | None:
    if without == 0:
        return count
    return least * ((2 * count + least) // (2 * least)) if without >= least else None
