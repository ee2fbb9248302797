"""Rules of composing: weights, caps, levels, and what each path leaves of a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.errors import Problem, problem
from domino_survey.schema import OVERALL, is_scored
from domino_survey.schema_checks.elements import axes, listed, plain, themes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from domino_survey.schema import Axis, Cap, NodeScoring, Question, Questionnaire, Theme
    from domino_survey.schema_checks.elements import TreePath

FULL = 100
_DOMINANT_SHARE = 0.5
_DOMINANT_AMONG = 3


def check_weights(questionnaire: Questionnaire) -> Iterator[Problem]:
    """No node without weight, and none that is almost one of its children alone."""
    for theme, path in themes(questionnaire):
        scored = [question for question in theme.questions if is_scored(question)]
        yield from _weights(theme.id, path, scored)
    for axis, path in axes(questionnaire):
        yield from _weights(axis.id, path, axis.themes)
    if questionnaire.scoring.overall is not None:
        yield from _weights(OVERALL, ("axes",), questionnaire.axes)


def _weights(
    place: str, path: TreePath, children: Sequence[Question | Theme | Axis]
) -> Iterator[Problem]:
    total = sum(child.weight for child in children)
    if children and total == 0:
        ids = listed(child.id for child in children)
        yield problem("weights-all-zero", place=place, path=path, children=ids)
        return
    if len(children) < _DOMINANT_AMONG:
        return
    for child in children:
        if child.weight > _DOMINANT_SHARE * total:
            share = round(100 * child.weight / total)
            yield problem("dominant-child", place=place, path=path, child=child.id, share=share)


def check_caps(questionnaire: Questionnaire) -> Iterator[Problem]:
    """A cap names a child of its node; one given for all nodes, a child of one of them.

    Of two caps on one child, the one with the lower threshold has the lower limit: with a higher one,
    or with the same threshold, it would never be the one that counts.
    """
    scoring = questionnaire.scoring
    scored = [q.id for q in questionnaire.scored_questions]
    all_themes = [theme.id for theme in questionnaire.themes]
    all_axes = [axis.id for axis in questionnaire.axes]
    yield from _caps(scoring.theme, "", ("scoring", "theme"), scored)
    yield from _caps(scoring.axis, "", ("scoring", "axis"), all_themes)
    yield from _caps(scoring.overall, OVERALL, ("scoring", "overall"), all_axes)
    for theme, path in themes(questionnaire):
        children = [question.id for question in theme.questions if is_scored(question)]
        yield from _caps(theme.scoring, theme.id, (*path, "scoring"), children)
    for axis, path in axes(questionnaire):
        children = [theme.id for theme in axis.themes]
        yield from _caps(axis.scoring, axis.id, (*path, "scoring"), children)


def _caps(
    scoring: NodeScoring | None, place: str, path: TreePath, children: Collection[str]
) -> Iterator[Problem]:
    for position, cap in enumerate(scoring.caps if scoring is not None else ()):
        if cap.child not in children:
            where = (*path, "caps", position, "child")
            params = {"child": cap.child, "children": listed(children)}
            yield problem("cap-unknown-child", place=place, path=where, **params)
        if cap.limit == FULL:
            where = (*path, "caps", position, "limit")
            limit = plain(cap.limit)
            yield problem(
                "cap-without-effect", place=place, path=where, child=cap.child, limit=limit
            )
    yield from _contradictions(scoring.caps if scoring is not None else (), place, path)


def _contradictions(caps: Sequence[Cap], place: str, path: TreePath) -> Iterator[Problem]:
    for position, cap in enumerate(caps):
        where = (*path, "caps", position)
        for other in caps[:position]:
            if other.child != cap.child:
                continue
            low, high = sorted((other, cap), key=lambda one: (one.at_or_below, -one.limit))
            if low.limit > high.limit:
                params = {
                    "child": cap.child,
                    "low": plain(low.at_or_below),
                    "low_limit": plain(low.limit),
                    "high": plain(high.at_or_below),
                    "high_limit": plain(high.limit),
                }
                yield problem("caps-contradict", place=place, path=where, **params)
            elif low.limit == high.limit:
                limit = plain(low.limit)
                yield problem(
                    "cap-without-effect", place=place, path=where, child=cap.child, limit=limit
                )


def check_levels(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Levels start at 0 and go up, so that every score has one."""
    levels = questionnaire.levels
    if levels and levels[0].start != 0:
        yield problem("levels-start", path=("levels", 0, "start"), start=plain(levels[0].start))
    for position in range(1, len(levels)):
        before, here = levels[position - 1].start, levels[position].start
        if here <= before:
            where = ("levels", position, "start")
            yield problem("levels-order", path=where, start=plain(here), before=plain(before))


def check_paths(questionnaire: Questionnaire) -> Iterator[Problem]:
    """One path asks everything; the short one still says something of each theme."""
    paths = questionnaire.paths
    for position, path in enumerate(paths):
        low, high = path.minutes
        if low > high:
            where = ("paths", position, "minutes")
            yield problem("minutes-order", path=where, low=low, high=high)
    if all(path.essential_only for path in paths):
        yield problem("no-full-path", path=("paths",))
    shortened = any(path.essential_only for path in paths)
    for theme, theme_path in themes(questionnaire):
        if shortened and not any(question.essential for question in theme.questions):
            yield problem("theme-without-essential", place=theme.id, path=theme_path)
        if not any(is_scored(question) for question in theme.questions):
            yield problem("theme-not-scored", place=theme.id, path=theme_path)
