"""Where the score of an axis comes from: each answer with its points, its weight and what it costs."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import scoring
from domino_survey.answers import MISSING, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.answers import Answer
    from domino_survey.schema import Cap, NodeScoring, Question
    from domino_survey.scoring import Loss
    from domino_survey.services.results import AxisResult, Result, ThemeResult


class Why(StrEnum):
    """Why a question that was asked does not enter the score."""

    NOT_APPLICABLE = "not-applicable"
    DONT_KNOW = "dont-know"
    MISSING = "missing"
    NO_POINTS = "no-points"
    NO_WEIGHT = "no-weight"


class Cost(Struct, frozen=True):
    """A question that counts: its answer, its points out of 100, its share of the axis, what it takes.

    `weight` and `carried` are shares of the axis and of its score in [0, 1], `lost` is in points of the
    axis; each is None where it cannot be told, or where the axis has no score.
    """

    question: Question
    answer: Answer
    points: float
    weight: float | None
    lost: float | None
    carried: float | None


class LeftOut(Struct, frozen=True):
    """A question that was asked and does not count."""

    question: Question
    answer: Answer
    why: Why


class ThemePart(Struct, frozen=True):
    """A theme of the axis: what counts in it, in the order of the questionnaire, and what does not."""

    theme: ThemeResult
    costs: tuple[Cost, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def lost(self) -> float:
        """What the theme takes from the axis."""
        return sum(cost.lost or 0.0 for cost in self.costs)

    def share_of(self, cost: Cost) -> float | None:
        """The share of a question in the theme, in [0, 1]; None where its weight cannot be told."""
        whole = sum(one.weight or 0.0 for one in self.costs)
        return cost.weight / whole if cost.weight is not None and whole > 0 else None


class Rule(Struct, frozen=True):
    """A node that is more than a mean of its parts, or where a cap decides."""

    node: str
    scoring: NodeScoring
    caps: tuple[Cap, ...]


class Derivation(Struct, frozen=True):
    """An axis taken apart. Where `told`, the points lost sum to 100 minus its score."""

    axis: AxisResult
    themes: tuple[ThemePart, ...]
    rules: tuple[Rule, ...]

    @property
    def losses(self) -> tuple[float, ...]:
        """What each question costs, where that can be told."""
        every = (cost.lost for theme in self.themes for cost in theme.costs)
        return tuple(lost for lost in every if lost is not None)

    @property
    def told(self) -> bool:
        """Whether the axis has a score, and what each question costs it is known."""
        return bool(self.losses)


def derivation_of(result: Result, axis: AxisResult) -> Derivation:
    """Take the score of one axis of a result apart."""
    scored = axis.result.score.value is not None
    lost = {loss.question: loss for loss in axis.losses} if scored else {}
    carried = (
        scoring.contributions(result.questionnaire, result.scores, 0, axis.axis.id)
        if scored
        else {}
    )
    themes = []
    for theme in axis.themes:
        costs, left_out = [], []
        for question in theme.theme.questions:
            if question.id not in result.scores.asked or not result.scores.asked[question.id][0]:
                continue
            answer = result.answers.get(question.id, MISSING)
            why = _why(result, question, answer, lost)
            if why is None:
                loss, points = lost.get(question.id), float(result.scores.items[question.id][0])
                weight, taken = (loss.weight, loss.points) if loss else (None, None)
                costs.append(
                    Cost(question, answer, points, weight, taken, carried.get(question.id))
                )
            else:
                left_out.append(LeftOut(question, answer, why))
        themes.append(ThemePart(theme, tuple(costs), tuple(left_out)))
    return Derivation(axis, tuple(themes), _rules(result, axis))


def _why(
    result: Result, question: Question, answer: Answer, lost: Mapping[str, Loss]
) -> Why | None:
    """Why a question does not count; None where it does."""
    match answer.state:
        case State.NOT_APPLICABLE:
            return Why.NOT_APPLICABLE
        case State.DONT_KNOW:
            return Why.DONT_KNOW
        case State.ANSWERED:
            if math.isnan(result.scores.items[question.id][0]):
                return Why.NO_POINTS
            return Why.NO_WEIGHT if lost and question.id not in lost else None
        case _:
            return Why.MISSING


def _rules(result: Result, axis: AxisResult) -> tuple[Rule, ...]:
    defaults = result.questionnaire.scoring
    nodes = [(axis.axis.id, axis.axis.scoring or defaults.axis)]
    nodes += [(one.theme.id, one.theme.scoring or defaults.theme) for one in axis.themes]
    found = []
    for node, how in nodes:
        caps = tuple(scoring.biting_caps(result.questionnaire, result.scores, 0, node))
        if how.power != 1 or caps:
            found.append(Rule(node, how, caps))
    return tuple(found)
