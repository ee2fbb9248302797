"""Rules that one question keeps by itself: points, bands, goalposts, limits."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from domino_survey.errors import Problem, problem
from domino_survey.normalisation import scoring_key
from domino_survey.schema import (
    DateQuestion,
    LongTextQuestion,
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    TerritoryQuestion,
    TextQuestion,
    YesNo,
    is_scored,
)
from domino_survey.schema_checks.elements import Placed, items, listed, plain, questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domino_survey.schema import Question, Questionnaire
    from domino_survey.schema_checks.elements import TreePath

_ALMOST = 1e-6


def check_questions(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Limits of every item, then points of the questions that count in a score."""
    for placed in items(questionnaire):
        yield from _limits(placed)
    full = questionnaire.scoring.full_points
    for placed in questions(questionnaire):
        if not is_scored(placed.item):
            continue
        found = [*_missing_points(placed), *_points_above(placed, full), *_unordered(placed)]
        yield from found
        if not found:
            yield from _reach(placed, full)


def _points_of(question: Question) -> list[tuple[TreePath, float | None]]:
    """The points that a question declares, each with its path below the question."""
    match question:
        case ScaleQuestion():
            return [(("levels", i, "points"), lv.points) for i, lv in enumerate(question.levels)]
        case SingleChoice() | MultipleChoice():
            return [(("options", i, "points"), o.points) for i, o in enumerate(question.options)]
        case YesNo():
            return [(("yes_points",), question.yes_points), (("no_points",), question.no_points)]
        case NumberQuestion():
            return [(("bands", i, "points"), band.points) for i, band in enumerate(question.bands)]
        case TextQuestion() | LongTextQuestion() | DateQuestion() | TerritoryQuestion():
            return []


def _limits(placed: Placed) -> Iterator[Problem]:
    item = placed.item
    match item:
        case NumberQuestion(minimum=float() as low, maximum=float() as high) if low > high:
            yield _problem(placed, "minimum-above-maximum", "minimum", minimum=low, maximum=high)
        case MultipleChoice(max_choices=int() as most, options=options) if most > len(options):
            params = {"max_choices": most, "count": len(options)}
            yield _problem(placed, "max-choices-too-large", "max_choices", **params)
        case _:
            pass


def _missing_points(placed: Placed) -> Iterator[Problem]:
    match placed.item:
        case ScaleQuestion(levels=levels):
            without = [level.code for level in levels if level.points is None]
            # All left out is meant: equally spaced. Some left out is a slip.
            if 0 < len(without) < len(levels):
                yield _problem(placed, "option-without-points", "levels", codes=listed(without))
        case SingleChoice(options=options) | MultipleChoice(options=options):
            without = [option.code for option in options if option.points is None]
            if without:
                yield _problem(placed, "option-without-points", "options", codes=listed(without))
        case _:
            pass


def _points_above(placed: Placed, full: float) -> Iterator[Problem]:
    for below, points in _points_of(placed.item):
        if points is not None and points > full:
            yield _problem(placed, "points-above-full", *below, points=points, full_points=full)
    match placed.item:
        case MultipleChoice(cap=float() as cap) if cap > full:
            yield _problem(placed, "points-above-full", "cap", points=cap, full_points=full)
        case _:
            pass


def _unordered(placed: Placed) -> Iterator[Problem]:
    question = placed.item
    if not isinstance(question, NumberQuestion):
        return
    bands, posts = question.bands, question.goalposts
    if bands and posts is not None:
        yield _problem(placed, "bands-and-goalposts", "goalposts")
    if bands:
        starts = [band.start for band in bands]
        known = [start for start in starts[1:] if start is not None]
        in_order = len(known) == len(starts) - 1 and all(
            low < high for low, high in pairwise(known)
        )
        if not in_order or (starts[0] is not None and known and starts[0] >= known[0]):
            yield _problem(placed, "bands-unordered", "bands")
        elif starts[0] is not None and (question.minimum is None or starts[0] > question.minimum):
            yield _problem(placed, "bands-miss-low-end", "bands", 0, start=starts[0])
    if posts is not None:
        if posts.low >= posts.high:
            params = {"low": posts.low, "high": posts.high}
            yield _problem(placed, "goalposts-order", "goalposts", **params)
        if posts.logarithmic and posts.low <= 0:
            yield _problem(placed, "goalposts-log", "goalposts", "low", low=posts.low)


def _reach(placed: Placed, full: float) -> Iterator[Problem]:
    """What the best and the worst answer give."""
    question = placed.item
    if isinstance(question, MultipleChoice):
        for position, option in enumerate(question.options):
            if option.exclusive and option.points:
                params = {"option": option.code, "points": option.points}
                yield _problem(placed, "exclusive-with-points", "options", position, **params)
    declared = [points for _, points in _points_of(question)]
    if declared and not any(points is None or points > 0 for points in declared):
        yield _problem(placed, "all-zero-points")
        return
    if isinstance(question, MultipleChoice) and question.cap is not None:
        best = _best_sum(question)
        if question.cap > best:
            # Says more than that the scale does not reach 100, which follows.
            yield _problem(placed, "cap-out-of-reach", "cap", cap=question.cap, best=best)
            return
    key = scoring_key(question, full)
    if key.worst > _ALMOST or key.best < 100 - _ALMOST:
        params = {"worst": round(key.worst, 1), "best": round(key.best, 1)}
        yield _problem(placed, "scale-does-not-span", **params)


def _best_sum(question: MultipleChoice) -> float:
    """Most points that choices add up to before the cap."""
    together = sorted((o.points or 0 for o in question.options if not o.exclusive), reverse=True)
    alone = max((o.points or 0 for o in question.options if o.exclusive), default=0)
    return max(sum(together[: question.max_choices]), alone)


def _problem(placed: Placed, code: str, *below: str | int, **params: object) -> Problem:
    shown = {name: plain(one) if isinstance(one, float) else one for name, one in params.items()}
    return problem(code, place=placed.item.id, path=(*placed.path, *below), **shown)
