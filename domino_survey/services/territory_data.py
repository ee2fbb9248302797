"""Exact figures of a group of initiatives, panel by panel; what of them may be shown is decided elsewhere.

No right is checked here and nothing is rounded: the services that show these figures do both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from msgspec import Struct

from domino_survey import aggregation, expressions, recommendations
from domino_survey.aggregation import FIRST_OPTION, ItemPlace, Sample, layout_of
from domino_survey.answers import Column, State
from domino_survey.expressions import STAGE
from domino_survey.normalisation import scoring_key
from domino_survey.numerics import np
from domino_survey.schema import MultipleChoice, NumberQuestion, option_codes
from domino_survey.scoring import NodeScores, Reason, Scores, dimension_id
from domino_survey.storage import Group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from domino_survey.aggregation import Contrast
    from domino_survey.numerics import Floats
    from domino_survey.recommendations import Advice
    from domino_survey.schema import Question, Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.storage import Moments, PlaceKind, Proof, Tally

__all__ = [
    "Group",
    "ItemCounts",
    "Middles",
    "Overview",
    "QuestionSpread",
    "advice",
    "changes",
    "distributions",
    "heat_map",
    "middles",
    "overview",
    "questions",
    "radar",
]

QUARTILES = (0.25, 0.5, 0.75)


class ItemCounts(Struct, frozen=True):
    """How many of a group answered an item, by option and by state; exact."""

    options: Mapping[str, int]
    states: Mapping[State, int]


class Overview(Struct, frozen=True):
    """How many there are, how much of what they answered rests on proof, and who they are."""

    proof: Proof
    items: Mapping[str, ItemCounts]


class Middles(Struct, frozen=True):
    """Quartiles of nodes in each part of a group.

    `parts` are codes of places or of options, one empty text where the group is not cut; `count` has
    shape (parts, nodes), `value` (parts, nodes, 3): NaN where nobody has a score.
    """

    parts: tuple[str, ...]
    nodes: tuple[str, ...]
    count: NDArray[np.int64]
    value: Floats


class QuestionSpread(Struct, frozen=True):
    """The answers to a scored question: how many count, their mean score and their spread.

    `mean` from 0 to 100; `deviation` is the standard deviation, from 0 (all alike) to 50 (one half at
    either end); both NaN where nobody answered.
    """

    count: int
    mean: float
    deviation: float


def overview(
    context: Context, questionnaire: Questionnaire, group: Group, items: Sequence[str]
) -> Overview:
    """The first panel. Items without options are left out."""
    layout = layout_of(questionnaire)
    known = [item for item in items if item in layout.items]
    tallies = context.repository.tallies(group, [layout.items[item] for item in known])
    return Overview(
        context.repository.proof(group),
        {
            item: _counts(questionnaire.items[item], *found)
            for item, found in zip(known, tallies, strict=True)
        },
    )


def middles(
    context: Context,
    questionnaire: Questionnaire,
    group: Group,
    nodes: Sequence[str],
    cut: PlaceKind | str | None = None,
) -> Middles:
    """Quartiles of some nodes over a group, or over each part of it.

    Args:
        context: the store.
        questionnaire: the one that the group answered.
        group: who.
        nodes: themes, axes, dimensions.
        cut: a kind of place, or an item with options.
    """
    layout = layout_of(questionnaire)
    places = [layout.nodes[node] for node in nodes]
    by: PlaceKind | ItemPlace | None = None
    if cut is not None:
        by = layout.items[cut] if cut in layout.items else cast("PlaceKind", cut)
    found = context.repository.quantiles(group, places, QUARTILES, by)
    if isinstance(by, ItemPlace):
        codes = option_codes(questionnaire.items[str(cut)])
        parts = tuple(codes[part] for part in found.parts.tolist() if part < len(codes))
    elif by is not None:
        names = context.repository.observed_places()
        parts = tuple(names.get(part, ("", ""))[1] for part in found.parts.tolist())
    else:
        parts = ("",)
    return Middles(parts, tuple(nodes), found.count, found.value)


def radar(context: Context, questionnaire: Questionnaire, group: Group) -> Middles:
    """Axes, then dimensions."""
    return middles(context, questionnaire, group, _shown(questionnaire))


def heat_map(
    context: Context, questionnaire: Questionnaire, group: Group, cut: PlaceKind | str
) -> Middles:
    """Themes by places or by options of an item; see `Middles`."""
    themes = [theme.id for theme in questionnaire.themes]
    return middles(context, questionnaire, group, themes, cut)


def distributions(
    context: Context, questionnaire: Questionnaire, group: Group, width: int = 5
) -> dict[str, NDArray[np.int64]]:
    """How many scores of each axis and theme lie in classes of so many points, 100 in the last one.

    Raises:
        ValueError: a width that does not divide 100.
    """
    if width < 1 or 100 % width:
        msg = f"classes of {width} points"
        raise ValueError(msg)
    layout = layout_of(questionnaire)
    nodes = [*(axis.id for axis in questionnaire.axes), *(one.id for one in questionnaire.themes)]
    tenths = context.repository.histograms(group, [layout.nodes[node] for node in nodes])
    counts = tenths[:, :1000].reshape(len(nodes), 100 // width, 10 * width).sum(axis=2)
    counts[:, -1] += tenths[:, 1000]
    return dict(zip(nodes, counts, strict=True))


def questions(
    context: Context, questionnaire: Questionnaire, group: Group
) -> dict[str, QuestionSpread]:
    """The scored questions, for the lowest and the most divided answers among them."""
    layout = layout_of(questionnaire)
    asked = questionnaire.scored_questions
    tallies = context.repository.tallies(group, [layout.items[one.id] for one in asked])
    full = questionnaire.scoring.full_points
    return {
        question.id: _spread(question, full, *found)
        for question, found in zip(asked, tallies, strict=True)
    }


def changes(
    context: Context, questionnaire: Questionnaire, earlier: Group, later: Group
) -> dict[str, Contrast]:
    """The later group against the earlier one: means of axes and dimensions, with the interval of each change.

    Two periods are two groups: `since` and `before`, and `as_of` the end of the earlier period, for an
    initiative that was assessed in both counts in both.
    """
    layout = layout_of(questionnaire)
    nodes = _shown(questionnaire)
    places = [layout.nodes[node] for node in nodes]
    second, first = (_samples(context.repository.moments(one, places)) for one in (earlier, later))
    return {
        node: aggregation.contrast_of(*pair)
        for node, pair in zip(nodes, zip(first, second, strict=True), strict=True)
    }


def advice(
    context: Context, questionnaire: Questionnaire, group: Group, *, least: int
) -> tuple[Advice, ...]:
    """The recommendations to a territory; see `recommendations.for_territory`."""
    layout = layout_of(questionnaire)
    read = _read_by_advice(questionnaire)
    nodes = [node for node in layout.nodes if node in read]
    items = [item for item in layout.items if item in read]
    scores, answers = context.repository.answers(
        group, [layout.nodes[one] for one in nodes], [layout.items[one] for one in items]
    )
    size = scores[0].size if scores else answers[0][0].size if answers else 0
    table, asked = aggregation.decoded(questionnaire, size, dict(zip(items, answers, strict=True)))
    found = Scores(size, dict(zip(nodes, map(_published, scores), strict=True)), asked, {})
    return recommendations.for_territory(questionnaire, table, found, least=least)


def _samples(moments: Moments) -> list[Sample]:
    columns = (moments.count, moments.mean, np.nan_to_num(moments.variance))
    return [Sample(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _shown(questionnaire: Questionnaire) -> list[str]:
    """Axes, then dimensions."""
    return [
        *(axis.id for axis in questionnaire.axes),
        *(dimension_id(dimension.code) for dimension in questionnaire.dimensions),
    ]


def _read_by_advice(questionnaire: Questionnaire) -> set[str]:
    read: set[str] = set()
    for one in questionnaire.recommendations_for("territory"):
        read |= set(expressions.references(expressions.parse(one.condition)))
    if STAGE in read and questionnaire.stages is not None:
        read.add(questionnaire.stages.item)
    return read


def _published(value: Floats) -> NodeScores:
    """Scores of which only what is published is known."""
    reason = np.where(np.isnan(value), int(Reason.LOW_COVERAGE), int(Reason.NONE)).astype(np.int8)
    return NodeScores(value, value, value, value, value, reason)


def _counts(item: Question, codes: Tally, second: Tally | None) -> ItemCounts:
    by_code = dict(zip(codes.value.tolist(), codes.count.tolist(), strict=True))
    states = {state: int(by_code.get(int(state), 0)) for state in State}
    names = option_codes(item)
    if isinstance(item, MultipleChoice) and second is not None:
        options = {
            code: int(second.count[(second.value >> np.uint64(place)) & np.uint64(1) == 1].sum())
            for place, code in enumerate(names)
        }
    else:
        options = {
            code: int(by_code.get(FIRST_OPTION + place, 0)) for place, code in enumerate(names)
        }
        states[State.ANSWERED] += sum(options.values())
    return ItemCounts(options, states)


def _spread(question: Question, full: float, codes: Tally, second: Tally | None) -> QuestionSpread:
    if second is None:
        chosen = codes.value >= FIRST_OPTION
        values = (codes.value[chosen] - FIRST_OPTION).astype(np.int16)
        counts = codes.count[chosen]
    else:
        # Where it is not answered there is no bit set, and no number.
        given = (
            ~np.isnan(second.value) if isinstance(question, NumberQuestion) else second.value > 0
        )
        values, counts = second.value[given], second.count[given]
    points = scoring_key(question, full).scores(
        Column(np.zeros(values.size, dtype=np.int8), values)
    )
    scored = ~np.isnan(points)
    points, counts = points[scored], counts[scored]
    total = int(counts.sum())
    if total == 0:
        return QuestionSpread(0, float("nan"), float("nan"))
    mean = float(points @ counts) / total
    return QuestionSpread(total, mean, float(np.sqrt(((points - mean) ** 2) @ counts / total)))
