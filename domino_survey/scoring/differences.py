"""Where two contents of a questionnaire score differently: which settings, of what, before and after."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from domino_survey.normalisation import scoring_key
from domino_survey.numerics import np
from domino_survey.schema import (
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    YesNo,
    option_codes,
)
from domino_survey.scoring.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domino_survey.schema import Band, Cap, Goalposts, Question, Questionnaire
    from domino_survey.scoring.tree import Node

# A share, a number, a word, rules of several parts, or None for what one of the two does not have.
Setting: TypeAlias = "float | str | bool | tuple[Cap, ...] | tuple[Band, ...] | Goalposts | None"


class Differing(StrEnum):
    """Which setting differs."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    WEIGHT = "weight"
    POWER = "power"
    COVERAGE = "coverage"
    NOT_APPLICABLE = "not-applicable"
    CAPS = "caps"
    POINTS = "points"
    MOST_POINTS = "most-points"
    BANDS = "bands"
    GOALPOSTS = "goalposts"
    CONDITION = "condition"
    ESSENTIAL = "essential"
    FULL_POINTS = "full-points"
    OFFSET = "offset"
    THRESHOLD = "threshold"


class Difference(Struct, frozen=True):
    """One setting that differs.

    Attributes:
        kind: which one.
        place: the node or the question it belongs to, the code of a level; empty for the whole.
        before, after: its values: weights as shares of their node, points as they are written; the
            themes of a question that moved.
        part: the option whose points these are, the child whose weight this is in the node `place`.
    """

    kind: Differing
    place: str
    before: Setting
    after: Setting
    part: str = ""


def differences(old: Questionnaire, new: Questionnaire) -> tuple[Difference, ...]:
    """What makes `new` score the same answers otherwise than `old`, in the order of the tree.

    Weights count as shares within their node: all of them doubled is no difference. Where all points
    follow another number of full points, that number alone is told.
    """
    return (
        *_whole(old, new),
        *_nodes(old, new),
        *(
            difference
            for question in new.scored_questions
            if (before := _scored(old).get(question.id)) is not None
            for difference in _question(before, question, old, new)
        ),
        *_thresholds(old, new),
    )


def _whole(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    before, after = old.scoring, new.scoring
    if before.full_points != after.full_points and _full_points_matter(old, new):
        yield Difference(Differing.FULL_POINTS, "", before.full_points, after.full_points)
    if before.offset != after.offset:
        yield Difference(Differing.OFFSET, "", before.offset, after.offset)


def _full_points_matter(old: Questionnaire, new: Questionnaire) -> bool:
    """Whether some question has the same points as before, worth something else."""
    known = _scored(old)
    return any(
        _points(known[q.id]) == _points(q)
        and _worth(known[q.id], old.scoring.full_points) != _worth(q, new.scoring.full_points)
        for q in new.scored_questions
        if q.id in known
    )


def _nodes(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    before = {node.id: node for node in tree_of(old).nodes}
    after = {node.id: node for node in tree_of(new).nodes}
    for node_id in before:
        if node_id not in after:
            yield Difference(Differing.REMOVED, node_id, None, None)
    for question in old.scored_questions:
        if question.id not in _scored(new):
            yield Difference(Differing.REMOVED, question.id, None, None)
    for node_id, node in after.items():
        if node_id not in before:
            yield Difference(Differing.ADDED, node_id, None, None)
            continue
        yield from _node(before[node_id], node)
    for question in new.scored_questions:
        if question.id not in _scored(old):
            yield Difference(Differing.ADDED, question.id, None, None)
            continue
        themes = old.theme_of[question.id].id, new.theme_of[question.id].id
        if themes[0] != themes[1]:
            yield Difference(Differing.MOVED, question.id, *themes)


def _node(before: Node, after: Node) -> Iterator[Difference]:
    was, now = before.scoring, after.scoring
    if was.power != now.power:
        yield Difference(Differing.POWER, after.id, was.power, now.power)
    if was.coverage != now.coverage:
        yield Difference(Differing.COVERAGE, after.id, was.coverage, now.coverage)
    if was.not_applicable != now.not_applicable:
        yield Difference(Differing.NOT_APPLICABLE, after.id, was.not_applicable, now.not_applicable)
    if frozenset(was.caps) != frozenset(now.caps):
        yield Difference(Differing.CAPS, after.id, was.caps, now.caps)
    shares, written = _shares(before), dict(zip(before.children, before.weights, strict=True))
    for (child, share), weight in zip(_shares(after).items(), after.weights, strict=True):
        if child not in shares or math.isclose(shares[child], share, abs_tol=1e-9):
            continue
        # The neighbours of what was weighed otherwise, or of what came in, have another share too.
        if written[child] != weight:
            yield Difference(Differing.WEIGHT, after.id, shares[child], share, part=child)


def _shares(node: Node) -> dict[str, float]:
    total = sum(node.weights)
    return {
        child: weight / total if total else 0.0
        for child, weight in zip(node.children, node.weights, strict=True)
    }


def _question(
    before: Question, after: Question, old: Questionnaire, new: Questionnaire
) -> Iterator[Difference]:
    if before.relevance != after.relevance:
        yield Difference(
            Differing.CONDITION, after.id, before.relevance or "", after.relevance or ""
        )
    if before.essential != after.essential:
        yield Difference(Differing.ESSENTIAL, after.id, before.essential, after.essential)
    if isinstance(before, NumberQuestion) and isinstance(after, NumberQuestion):
        if before.goalposts != after.goalposts:
            yield Difference(Differing.GOALPOSTS, after.id, before.goalposts, after.goalposts)
        if before.bands != after.bands:
            yield Difference(Differing.BANDS, after.id, before.bands, after.bands)
    yield from _options(before, after, old, new)


def _options(
    before: Question, after: Question, old: Questionnaire, new: Questionnaire
) -> Iterator[Difference]:
    was, now = _points(before), _points(after)
    worth = _worth(before, old.scoring.full_points), _worth(after, new.scoring.full_points)
    for code in now:
        if code in was and was[code] != now[code] and worth[0][code] != worth[1][code]:
            shown = (_shown(before, code, old), _shown(after, code, new))
            yield Difference(Differing.POINTS, after.id, *shown, part=code)
    if isinstance(before, MultipleChoice) and isinstance(after, MultipleChoice):
        most = (
            old.scoring.full_points if before.cap is None else before.cap,
            new.scoring.full_points if after.cap is None else after.cap,
        )
        if before.cap != after.cap and most[0] != most[1]:
            yield Difference(Differing.MOST_POINTS, after.id, *most)


def _points(question: Question) -> Mapping[str, float | None]:
    """The points of each option as they are written; None where they follow from the others."""
    match question:
        case ScaleQuestion():
            return {level.code: level.points for level in question.levels}
        case SingleChoice() | MultipleChoice():
            return {option.code: option.points for option in question.options}
        case YesNo():
            yes, no = option_codes(question)
            return {yes: question.yes_points, no: question.no_points}
        case _:
            return {}


def _worth(question: Question, full_points: float) -> Mapping[str, float]:
    """What each option alone scores, from 0 to 100."""
    codes = option_codes(question)
    if not codes:
        return {}
    places = np.arange(len(codes))
    values = np.left_shift(1, places).astype(np.uint64) if _several(question) else places
    found = scoring_key(question, full_points).of_values(values)
    return {code: float(value) for code, value in zip(codes, found, strict=True)}


def _several(question: Question) -> bool:
    return isinstance(question, MultipleChoice)


def _shown(question: Question, code: str, questionnaire: Questionnaire) -> float:
    written, full = _points(question)[code], questionnaire.scoring.full_points
    return _worth(question, full)[code] * full / 100.0 if written is None else written


def _thresholds(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    before = {level.code: level.start for level in old.levels}
    after = {level.code: level.start for level in new.levels}
    for code in dict.fromkeys((*before, *after)):
        if before.get(code) != after.get(code):
            yield Difference(Differing.THRESHOLD, code, before.get(code), after.get(code))


def _scored(questionnaire: Questionnaire) -> Mapping[str, Question]:
    return {question.id: question for question in questionnaire.scored_questions}
