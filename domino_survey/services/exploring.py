"""What if: other answers tried on a result, and what would raise it. Nothing is ever written."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import scoring
from domino_survey.answers import MISSING, State, table_of, validated
from domino_survey.errors import DominoError, refusal
from domino_survey.schema import is_scored
from domino_survey.scoring import TOLERANCE, Kind, Reason
from domino_survey.services.drafts import broken_constraints
from domino_survey.services.results import read_result, result_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.answers import Answer
    from domino_survey.schema import Axis, Question, Recommendation
    from domino_survey.scoring import Aside, Bundle, Climb
    from domino_survey.services.context import Context
    from domino_survey.services.results import AxisResult, NodeResult, Result
    from domino_survey.services.rights import Identity

MOST_STEPS = 5
MOST_LEVELS = 8
DECIMALS = 9  # gains nearer than this are the same


class Order(StrEnum):
    """How proposals are ranked."""

    LEAST_EFFORT = "effort"
    GREATEST_GAIN = "gain"


class Move(Struct, frozen=True):
    """An axis whose score or level is another one."""

    axis: Axis
    before: NodeResult
    after: NodeResult


class Exploration(Struct, frozen=True):
    """A result beside what it would be.

    Attributes:
        now: the result as it was sent.
        then: the same with `changes`; its `response` and `submission` are those of `now`.
        changes: the answers that differ from those that were sent, by question.
        moves: the axes that move, in order.
        come: recommendations that would fire and do not yet.
        gone: recommendations that fire and would no longer.
    """

    now: Result
    then: Result
    changes: Mapping[str, Answer]
    moves: tuple[Move, ...]
    come: tuple[Recommendation, ...]
    gone: tuple[Recommendation, ...]

    def questions_of(self, axis: Axis) -> tuple[Question, ...]:
        """The questions of an axis that are asked, now or then."""
        asked = (self.now.scores.asked, self.then.scores.asked)
        return tuple(
            question
            for theme in axis.themes
            for question in theme.questions
            if any(bool(masks[question.id][0]) for masks in asked if question.id in masks)
        )


class Information(Struct, frozen=True):
    """An unanswered question: what its answers would do to the axis, from the worst to the best."""

    question: str
    least: float
    most: float


class WaysUp(Struct, frozen=True):
    """What would raise an axis.

    Attributes:
        reason: why there is nothing to say; `NONE` where the axis has a score.
        climbs: what raising each question brings, the most per level first.
        bundles: the improvements that raise it most together within 1, 2, ... levels in all, as far as
            more levels bring more.
        information: unanswered questions, the one that can change most first.
        aside: what "not applicable" is worth; to know, never to suggest.
    """

    reason: Reason
    climbs: tuple[Climb, ...]
    bundles: tuple[Bundle, ...]
    information: tuple[Information, ...]
    aside: tuple[Aside, ...]

    def best(self, order: Order) -> tuple[Climb, ...]:
        """The few questions to show first: by gain per level, or by what they gain at most."""
        climbs = self.climbs
        if order is Order.GREATEST_GAIN:
            climbs = tuple(
                sorted(
                    climbs, key=lambda one: (-round(one.top.gain, DECIMALS), one.top.change.effort)
                )
            )
        return climbs[:MOST_STEPS]


def explore(
    context: Context, identity: Identity, response_id: str, changes: Mapping[str, Answer]
) -> Exploration:
    """The latest result of a response with other answers.

    Raises `not-allowed`, `unknown-response`, `not-submitted`; and for an answer that does not fit its
    question what saving it would raise.
    """
    now = read_result(context, identity, response_id)
    kept = {
        item: answer
        for item, given in changes.items()
        if (answer := validated(_question(now, item), given)) != now.answers.get(item, MISSING)
    }
    then = result_of(now.questionnaire, now.response, now.submission, {**now.answers, **kept})
    before, after = _fired(now), _fired(then)
    return Exploration(
        now,
        then,
        kept,
        tuple(
            Move(one.axis, one.result, other.result)
            for one, other in zip(now.axes, then.axes, strict=True)
            if _moved(one, other)
        ),
        tuple(one for name, one in after.items() if name not in before),
        tuple(one for name, one in before.items() if name not in after),
    )


def require_fitting(result: Result, changes: Mapping[str, Answer], item: str) -> None:
    """Refuse the answer to `item` as saving it would, in view of the other changes.

    Raises what is wrong with it: another type, out of bounds, a constraint of the questionnaire.
    """
    question = _question(result, item)
    answer = validated(question, changes[item])
    if answer.state is State.ANSWERED:
        answers = {**result.answers, **changes, item: answer}
        if broken := broken_constraints(result.questionnaire, answers, [question]):
            raise DominoError(*broken)


def ways_up(result: Result, axis_id: str) -> WaysUp:
    """What would raise an axis most, from the answers of a result."""
    questionnaire, short = result.questionnaire, result.path.essential_only
    table = table_of(questionnaire, [result.answers])
    found = scoring.what_if(questionnaire, table, essential_only=short)
    gains: dict[str, list[float]] = {}
    for step in found.steps(axis_id, Kind.INFORMATION):
        gains.setdefault(step.change.question, []).append(step.gain)
    information = [Information(item, min(each), max(each)) for item, each in gains.items()]
    return WaysUp(
        found.reason(axis_id),
        tuple(found.climbs(axis_id)),
        _as_far_as_it_pays(
            scoring.best_bundles(questionnaire, table, axis_id, MOST_LEVELS, essential_only=short)
        ),
        tuple(sorted(information, key=lambda one: one.least - one.most)),
        tuple(
            one
            for one in found.set_aside(axis_id)
            if one.question in questions_under(result, axis_id)
        ),
    )


def _as_far_as_it_pays(bundles: Sequence[Bundle]) -> tuple[Bundle, ...]:
    """Without those at the end that bring no more than the one before."""
    kept = list(bundles)
    while kept and kept[-1].gain - (kept[-2].gain if len(kept) > 1 else 0.0) < TOLERANCE:
        kept.pop()
    return tuple(kept)


def questions_under(result: Result, axis_id: str) -> frozenset[str]:
    """The questions of an axis."""
    axis = next(one.axis for one in result.axes if one.axis.id == axis_id)
    return frozenset(question.id for theme in axis.themes for question in theme.questions)


def _question(result: Result, item: str) -> Question:
    question = result.questionnaire.items.get(item)
    if question is None or not is_scored(question):
        raise refusal("unknown-question", place=item)
    return question


def _fired(result: Result) -> dict[str, Recommendation]:
    return {one.recommendation.id: one.recommendation for one in result.advice if one.fired}


def _moved(one: AxisResult, other: AxisResult) -> bool:
    return (one.result.score.value, one.result.levels) != (
        other.result.score.value,
        other.result.levels,
    )
