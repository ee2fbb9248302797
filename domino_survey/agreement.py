"""People who answered separately on one practice: where they agree, and what to talk about.

How far apart two answers are is their difference in points, from 0 to 100. How far apart a group is, is
the mean of that over all pairs (Gini's mean difference, 1912): "two of you differ by 18 points on
average". The usual index of agreement within a group, r_wg (James, Demaree & Wolf 1984), compares the
variance with that of answers at random: it needs a guess of what random is, leaves [0, 1] for three
people who disagree, and cannot be said in a sentence.

Responses are known by their number only, in the order given.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers import MISSING, Answer, State, table_of
from domino_survey.numerics import Floats, np
from domino_survey.scoring import TOLERANCE, level_of, score

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from domino_survey.numerics import Mask
    from domino_survey.schema import Question, Questionnaire, Theme

LEAST = 2  # people, for them to agree or not
POINTS_TO_DISCUSS = 5


class Difference(StrEnum):
    """One way in which answers to a question differ."""

    SCORE = "score"  # answered, and worth different points
    ANSWER = "answer"  # answered differently, without a difference in points
    DONT_KNOW = "dont-know"  # some do not know, others say something else
    NOT_APPLICABLE = "not-applicable"  # some find that it does not apply
    MISSING = "missing"  # some left it out
    NOT_ASKED = "not-asked"  # some were not asked: another path, or another answer before it


_OF_STATE = {
    State.DONT_KNOW: Difference.DONT_KNOW,
    State.NOT_APPLICABLE: Difference.NOT_APPLICABLE,
    State.MISSING: Difference.MISSING,
    State.NOT_ASKED: Difference.NOT_ASKED,
}


class Comparison(Struct, frozen=True):
    """One scored question, asked of somebody, with m answers side by side.

    Attributes:
        id: the question.
        axis: its axis.
        weight: its share of all that was asked of somebody, from 0 to 1, by the weights of its path.
        answers: in the order of the responses; `NOT_ASKED` where it was not asked.
        scores: of the answers, from 0 to 100; None where there is none.
        spread: the highest less the lowest score, None where fewer than two have one.
        distance: how far two of them are apart on average, in points; None likewise.
        differences: every way in which the answers differ; empty where all say the same.
    """

    id: str
    axis: str
    weight: float
    answers: tuple[Answer, ...]
    scores: tuple[float | None, ...]
    spread: float | None
    distance: float | None
    differences: frozenset[Difference]


class Agreement(Struct, frozen=True):
    """`size` responses side by side.

    Attributes:
        size: how many people.
        questions: in the order of the questionnaire.
        distance: how far two of them are apart on average, in points, over the questions that two or
            more have a score on, by weight; None without any.
        axes: the same within each axis.
        fragile: questions that all answered within the lowest level, lowest mean first.
        solid: questions that all answered within the highest level, highest mean first.
    """

    size: int
    questions: tuple[Comparison, ...]
    distance: float | None
    axes: Mapping[str, float | None]
    fragile: tuple[Comparison, ...]
    solid: tuple[Comparison, ...]

    def dividing(self, most: int = POINTS_TO_DISCUSS) -> tuple[Comparison, ...]:
        """The questions whose scores are farthest apart, by spread, then by weight."""
        apart = [one for one in self.questions if (one.spread or 0) > TOLERANCE]
        return tuple(sorted(apart, key=lambda one: (-(one.spread or 0), -one.weight))[:most])

    @property
    def unsettled(self) -> tuple[Comparison, ...]:
        """The questions that some answered and others could or would not, by weight.

        Such an answer has no points to be apart by, and is as much worth a discussion. Not to have
        been asked is no opinion.
        """
        states = {Difference.DONT_KNOW, Difference.NOT_APPLICABLE, Difference.MISSING}
        found = [one for one in self.questions if one.differences & states]
        return tuple(sorted(found, key=lambda one: -one.weight))


def compare(
    questionnaire: Questionnaire,
    responses: Sequence[Mapping[str, Answer]],
    *,
    essential_only: Mask | None = None,
) -> Agreement:
    """What several people answered on one practice, question by question.

    Args:
        questionnaire: the version that all of them answered.
        responses: their validated answers by item id, one mapping for each of m >= 2 people.
        essential_only: shape (m,), true for those on a path that asks the essential questions only.

    Raises:
        ValueError: fewer than two responses.
    """
    if len(responses) < LEAST:
        msg = f"{len(responses)} response: nobody to agree with"
        raise ValueError(msg)
    scores = score(
        questionnaire,
        table_of(questionnaire, responses),
        essential_only=essential_only,
        dimensions=False,
    )
    asked = {item for item, mask in scores.asked.items() if mask.any()}
    weights = _weights(questionnaire, asked)
    questions = tuple(
        _comparison(
            question.id,
            questionnaire.axis_of[question.id].id,
            weights[question.id],
            _side_by_side(question.id, responses, scores.asked[question.id]),
            scores.items[question.id],
        )
        for question in questionnaire.scored_questions
        if question.id in asked
    )
    lowest, highest = _agreed(questionnaire, questions)
    return Agreement(
        size=len(responses),
        questions=questions,
        distance=_mean_distance(questions),
        axes={
            axis.id: _mean_distance([one for one in questions if one.axis == axis.id])
            for axis in questionnaire.axes
        },
        fragile=tuple(sorted(lowest, key=lambda one: (_mean(one), -one.weight))),
        solid=tuple(sorted(highest, key=lambda one: (-_mean(one), -one.weight))),
    )


def mean_distance(values: Floats) -> float | None:
    """Gini's mean difference: the mean of `|x_i - x_j|` over all pairs i < j of m values, shape (m,).

    `sum_i i (m - i) (x_(i+1) - x_(i)) / (m (m - 1) / 2)`, for i (m - i) pairs have the gap between the
    i-th lowest value and the next one between them; None of fewer than two values.
    """
    size = values.size
    if size < LEAST:
        return None
    ranks = np.arange(1, size)
    return float((ranks * (size - ranks)) @ np.diff(np.sort(values))) / (size * (size - 1) / 2)


def _weights(questionnaire: Questionnaire, asked: Collection[str]) -> dict[str, float]:
    """The share of each question among those asked: in its theme, times that of the theme, of the axis."""
    found = dict.fromkeys(asked, 0.0)
    parts = [
        (axis, [(theme, questions) for theme in axis.themes if (questions := _asked(theme, asked))])
        for axis in questionnaire.axes
    ]
    axes = [axis.weight for axis, themes in parts if themes]
    for axis, themes in parts:
        of_themes = [theme.weight for theme, _ in themes]
        for theme, questions in themes:
            share = _part(axis.weight, axes) * _part(theme.weight, of_themes)
            weights = [one.weight for one in questions]
            found |= {one.id: share * _part(one.weight, weights) for one in questions}
    return found


def _asked(theme: Theme, asked: Collection[str]) -> list[Question]:
    return [one for one in theme.questions if one.scored and one.id in asked]


def _part(weight: float, weights: Sequence[float]) -> float:
    total = sum(weights)
    return weight / total if total else 0.0


def _side_by_side(
    item: str, responses: Sequence[Mapping[str, Answer]], asked: Mask
) -> tuple[Answer, ...]:
    return tuple(
        response.get(item, MISSING) if here else Answer(State.NOT_ASKED)
        for response, here in zip(responses, asked, strict=True)
    )


def _comparison(
    item: str, axis: str, weight: float, answers: tuple[Answer, ...], scores: Floats
) -> Comparison:
    known = scores[~np.isnan(scores)]
    spread = float(np.ptp(known)) if known.size >= LEAST else None
    return Comparison(
        id=item,
        axis=axis,
        weight=weight,
        answers=answers,
        scores=tuple(None if np.isnan(value) else float(value) for value in scores),
        spread=spread,
        distance=mean_distance(known),
        differences=_differences(answers, spread),
    )


def _differences(answers: Sequence[Answer], spread: float | None) -> frozenset[Difference]:
    states = {answer.state for answer in answers}
    found = {_OF_STATE[state] for state in states if state in _OF_STATE and len(states) > 1}
    values = {
        frozenset(answer.value) if isinstance(answer.value, tuple) else answer.value
        for answer in answers
        if answer.state is State.ANSWERED
    }
    if len(values) > 1:
        apart = spread is not None and spread > TOLERANCE
        found.add(Difference.SCORE if apart else Difference.ANSWER)
    return frozenset(found)


def _mean_distance(questions: Sequence[Comparison]) -> float | None:
    known = [(one.distance, one.weight) for one in questions if one.distance is not None]
    total = sum(weight for _, weight in known)
    return sum(distance * weight for distance, weight in known) / total if total else None


def _agreed(
    questionnaire: Questionnaire, questions: Sequence[Comparison]
) -> tuple[list[Comparison], list[Comparison]]:
    """The questions that all answered within the lowest level, and within the highest."""
    levels = questionnaire.levels
    lowest: list[Comparison] = []
    highest: list[Comparison] = []
    for one in questions:
        known = [value for value in one.scores if value is not None]
        if len(known) < len(one.scores) or len(levels) < LEAST:
            continue
        reached = {level.code for value in known if (level := level_of(levels, value))}
        if reached == {levels[0].code}:
            lowest.append(one)
        elif reached == {levels[-1].code}:
            highest.append(one)
    return lowest, highest


def _mean(one: Comparison) -> float:
    known = [value for value in one.scores if value is not None]
    return sum(known) / len(known)
