"""What another method changes: example profiles before and after, and the assessments received so far."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import aggregation, disclosure
from domino_survey.answers import DONT_KNOW, answered, table_of
from domino_survey.disclosure import Query
from domino_survey.numerics import np
from domino_survey.schema import OVERALL
from domino_survey.scoring import near_choice, score
from domino_survey.services.assessments import answers_of
from domino_survey.services.example import example_answers, invented_result
from domino_survey.services.observed import EVERYWHERE, released
from domino_survey.services.rights import Action, Identity, require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.aggregation import Summary
    from domino_survey.answers import Answer
    from domino_survey.schema import Level, Questionnaire, Recommendation
    from domino_survey.services.context import Context
    from domino_survey.services.results import NodeResult, Result

# Targets of made-up profiles, in score: the engine picks the answer that comes nearest.
LOW, MIDDLE, HIGH = 0.0, 50.0, 80.0
# Two questions of five are not known: enough to come near the usual threshold of coverage.
UNKNOWN_OF = 5
UNKNOWN = frozenset({1, 3})
# A smaller difference would be one of rounding, not of the method.
LEAST_MOVE = 0.05


class ProfileKind(StrEnum):
    """The profiles that a method is tried on."""

    EXAMPLE = "example"
    MIDDLE = "middle"
    WEAK_AXIS = "weak_axis"
    WEAK_POINT = "weak_point"
    UNKNOWN = "unknown"


class Moved(Struct, frozen=True):
    """A score that differs; None where there is no score."""

    node: str
    before: float | None
    after: float | None


class LevelChange(Struct, frozen=True):
    """A level in words that differs: the lowest and the highest that the interval reaches, or None."""

    node: str
    before: tuple[Level, Level] | None
    after: tuple[Level, Level] | None


class Comparison(Struct, frozen=True):
    """One profile before and after.

    `moved` and `levels` hold themes, axes and the overall score, in the order of the questionnaire,
    those of one axis after it; `appeared` and `gone` are recommendations that fire in one only.
    """

    kind: ProfileKind
    before: Result
    after: Result
    moved: tuple[Moved, ...]
    levels: tuple[LevelChange, ...]
    appeared: tuple[Recommendation, ...]
    gone: tuple[Recommendation, ...]


class Collected(Struct, frozen=True):
    """The assessments that the observatory shows, before and after; rounded as it rounds them."""

    size: int
    before: Summary
    after: Summary


def kinds(questionnaire: Questionnaire) -> tuple[ProfileKind, ...]:
    """The profiles that there are for a questionnaire: not each has an example."""
    return tuple(
        kind
        for kind in ProfileKind
        if kind is not ProfileKind.EXAMPLE or example_answers(questionnaire)
    )


def compare(
    context: Context,
    identity: Identity,
    questionnaires: tuple[Questionnaire, Questionnaire],
    kind: ProfileKind,
    weak: str | None = None,
) -> Comparison:
    """What another method changes for an example profile.

    Args:
        context: the clock.
        identity: who asks.
        questionnaires: the one in force, and the same under another method.
        kind: which profile.
        weak: the axis of `WEAK_AXIS`, by default the last one; the axis, theme or question of
            `WEAK_POINT`, by default the first theme.

    Raises:
        DominoError: `not-allowed`.
    """
    require(identity, Action.EDIT_METHOD)
    answers = profile_answers(questionnaires[0], kind, weak)
    before, after = (invented_result(context, one, answers) for one in questionnaires)
    nodes = [(node, _node(before, node), _node(after, node)) for node in _order(after)]
    fired = [
        {a.recommendation.id: a.recommendation for a in r.advice if a.fired}
        for r in (before, after)
    ]
    return Comparison(
        kind=kind,
        before=before,
        after=after,
        moved=tuple(
            Moved(node, _value(old), _value(new))
            for node, old, new in nodes
            if _differ(_value(old), _value(new))
        ),
        levels=tuple(
            LevelChange(node, _levels(old), _levels(new))
            for node, old, new in nodes
            if _levels(old) != _levels(new)
        ),
        appeared=tuple(one for key, one in fired[1].items() if key not in fired[0]),
        gone=tuple(one for key, one in fired[0].items() if key not in fired[1]),
    )


def collected(
    context: Context, identity: Identity, questionnaires: tuple[Questionnaire, Questionnaire]
) -> Collected | None:
    """The medians of the assessments received with a version, under its method and under another.

    Only what the observatory shows of the whole country counts: shared by consent, in batches. None
    where that is too little. Raises `not-allowed`.
    """
    require(identity, Action.EDIT_METHOD)
    questionnaire = questionnaires[0]
    k = disclosure.checked_threshold(context.settings.smallest_group)
    known = released(context, questionnaire, context.origin, k)
    ids = known.of(Query(EVERYWHERE))
    if len(ids) < k:
        return None
    shown = [one.submission for one in context.repository.submissions(ids, nodes=())]
    table = table_of(questionnaire, [answers_of(one) for one in shown])
    short = [questionnaire.path(str(one.answers["path"])).essential_only for one in shown]
    before, after = (
        aggregation.summarise(
            one, score(one, table, essential_only=np.array(short, dtype=bool)), least=k
        )
        for one in questionnaires
    )
    return Collected(len(shown), before, after)


def profile_answers(
    questionnaire: Questionnaire, kind: ProfileKind, weak: str | None = None
) -> dict[str, Answer]:
    """The answers of an example profile: the example's own, or made up for each scored question."""
    known = example_answers(questionnaire)
    if kind is ProfileKind.EXAMPLE:
        return known
    if weak is None:
        point = kind is ProfileKind.WEAK_POINT
        weak = questionnaire.themes[0].id if point else questionnaire.axes[-1].id
    # Whoever they are decides what is asked: the same in all profiles.
    found = {item.id: known[item.id] for item in questionnaire.profile.items if item.id in known}
    stages = questionnaire.stages
    if stages is not None and stages.item not in found:
        middle = stages.order[len(stages.order) // 2]
        found[stages.item] = answered(middle)
    for place, question in enumerate(questionnaire.scored_questions):
        if kind is ProfileKind.UNKNOWN and question.dont_know and place % UNKNOWN_OF in UNKNOWN:
            found[question.id] = DONT_KNOW
            continue
        target = MIDDLE
        if kind in {ProfileKind.WEAK_AXIS, ProfileKind.WEAK_POINT}:
            above = questionnaire.theme_of[question.id].id, questionnaire.axis_of[question.id].id
            target = LOW if weak in {question.id, *above} else HIGH
        elif kind is ProfileKind.UNKNOWN:
            target = LOW if place % 2 else HIGH
        found[question.id] = near_choice(questionnaire, question.id, target)
    return found


def _order(result: Result) -> list[str]:
    overall = [OVERALL] if result.overall else []
    axes = [node for a in result.axes for node in (a.axis.id, *(t.theme.id for t in a.themes))]
    return [*overall, *axes]


def _node(result: Result, node: str) -> NodeResult | None:
    nodes: Mapping[str, NodeResult] = {
        **{axis.axis.id: axis.result for axis in result.axes},
        **{theme.theme.id: theme.result for axis in result.axes for theme in axis.themes},
        **({OVERALL: result.overall} if result.overall else {}),
    }
    return nodes.get(node)


def _value(node: NodeResult | None) -> float | None:
    return None if node is None else node.score.value


def _levels(node: NodeResult | None) -> tuple[Level, Level] | None:
    return None if node is None else node.levels


def _differ(before: float | None, after: float | None) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(after - before) >= LEAST_MOVE
