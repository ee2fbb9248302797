"""The improvements that together raise a score most, for so many levels (scoring method, 2.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from domino_survey.numerics import Floats, np
from domino_survey.scoring.choices import DECIMALS
from domino_survey.scoring.composition import TOLERANCE
from domino_survey.scoring.greedy import Greedy
from domino_survey.scoring.relevance import items_in_conditions
from domino_survey.scoring.tree import tree_of
from domino_survey.scoring.variants import scored_variants, variants
from domino_survey.scoring.whatif import Kind, leaves_under, what_if

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domino_survey.answers import AnswerTable
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring.whatif import Change, Trial, WhatIf

    Plan: TypeAlias = tuple[Trial, ...]

MOST_COMBINATIONS = 4_000  # scored as quickly as some dozen single steps


class Bundle(Struct, frozen=True):
    """Changes made together, in the order of the questionnaire.

    `gain` is that of all of them, in points of the node's score; `effort` the levels climbed in all.
    """

    changes: tuple[Change, ...]
    gain: float
    effort: int


NOTHING = Bundle((), 0.0, 0)


def best_bundles(
    questionnaire: Questionnaire,
    table: AnswerTable,
    node_id: str,
    most: int,
    row: int = 0,
    *,
    essential_only: bool = False,
) -> tuple[Bundle, ...]:
    """The improvements that raise a node's score most within 1, 2, ... `most` levels in all.

    Scoring method, 2.9.

    One for each question at most; of equal gains, the one of fewer levels, then of fewer changes. Every
    gain is that of an exact rescoring. What is compared depends on the node:

    - where gains add up (plain means without caps, no condition that a change could meet), the best of
      all combinations of the answers tried, by a knapsack over questions and levels;
    - where at most `MOST_COMBINATIONS` combinations are within `most` levels, each of them;
    - otherwise the best step per level, then the best one from there, and so on (`Greedy`), the knapsack
      of single gains, and every single step: the best of these, which may not be the best of all.

    Args:
        questionnaire: how answers score.
        table: responses.
        node_id: the node whose score is meant.
        most: the greatest number of levels.
        row: the response that is meant.
        essential_only: whether it is on a path that asks the essential questions only.

    Returns:
        One bundle for each number of levels; without changes where nothing is gained or the node has
        no score.
    """
    reach = _reach(questionnaire, node_id)
    current = variants(table, row, 1, ())
    found = what_if(
        questionnaire, current, essential_only=essential_only, questions=reach.may_matter
    )
    groups = _groups(found)
    plans = _knapsack(found, node_id, most) if reach.add_up else _combinations(groups, most)
    if plans is None:
        greedy = Greedy(found, current, node_id, reach.may_matter, essential_only=essential_only)
        plans = [(trial,) for group in groups for trial in group]
        plans += _knapsack(found, node_id, most)
        plans += [greedy.within(levels) for levels in range(2, most + 1)]
    gains = _gains(found, current, node_id, plans, essential_only=essential_only)
    return _best(plans, gains, most)


class _Reach(Struct, frozen=True):
    """The questions that may matter to a node, and whether what they gain there simply adds up."""

    may_matter: frozenset[str]
    add_up: bool


def _reach(questionnaire: Questionnaire, node_id: str) -> _Reach:
    tree, under = tree_of(questionnaire), leaves_under(questionnaire, node_id)
    conditions = items_in_conditions(questionnaire)
    plain = all(
        node.scoring.power == 1 and not node.scoring.caps
        for node in tree.nodes_under(tree.by_id[node_id])
    )
    bound = any(item.constraints for item in questionnaire.items.values())
    return _Reach(under | conditions, plain and not bound and not conditions & tree.leaves.keys())


def _groups(found: WhatIf) -> list[list[Trial]]:
    """The better answers to each question."""
    groups: dict[str, list[Trial]] = {}
    for trial in found.trials:
        if trial.kind is Kind.IMPROVEMENT:
            groups.setdefault(trial.question, []).append(trial)
    return list(groups.values())


def _combinations(groups: Iterable[Sequence[Trial]], most: int) -> list[Plan] | None:
    """Every combination within `most` levels, one answer per question; None where they are too many."""
    found: list[tuple[Plan, int]] = [((), 0)]
    for group in groups:
        found += [
            ((*plan, trial), effort + trial.effort)
            for plan, effort in found
            for trial in group
            if effort + trial.effort <= most
        ]
        if len(found) > MOST_COMBINATIONS:
            return None
    return [plan for plan, _ in found]


def _knapsack(found: WhatIf, node_id: str, most: int) -> list[Plan]:
    """For each number of levels, the plan whose single gains sum to most."""
    gains = {trial.row: gain for trial, gain in found.ranked(node_id, Kind.IMPROVEMENT)}
    best: list[tuple[float, Plan]] = [(0.0, ())] * (most + 1)
    for group in _groups(found):
        gaining = [trial for trial in group if trial.row in gains]
        # From the most levels down: what stands below has not got this question yet.
        for levels in range(most, 0, -1):
            for trial in gaining:
                if trial.effort <= levels:
                    gain, plan = best[levels - trial.effort]
                    if gain + gains[trial.row] > best[levels][0]:
                        best[levels] = gain + gains[trial.row], (*plan, trial)
    return [plan for _, plan in best[1:]]


def _gains(
    found: WhatIf,
    table: AnswerTable,
    node_id: str,
    plans: Sequence[Plan],
    *,
    essential_only: bool,
) -> Floats:
    """What each plan gains at the node; NaN where there is no score or a constraint excludes it."""
    places: dict[tuple[str, float], tuple[Trial, list[int]]] = {}
    for place, plan in enumerate(plans, start=1):
        for trial in plan:
            key = trial.question, trial.choice.value
            places.setdefault(key, (trial, []))[1].append(place)
    scores, allowed = scored_variants(
        found.questionnaire,
        table,
        0,
        len(plans) + 1,
        (trial.at(np.array(rows, dtype=np.intp)) for trial, rows in places.values()),
        essential_only=essential_only,
    )
    value = scores.nodes[node_id].value
    gains: Floats = np.where(allowed, value - value[0], np.nan)[1:]
    return gains


def _best(plans: Sequence[Plan], gains: Floats, most: int) -> tuple[Bundle, ...]:
    """The best plan for each number of levels; in a plan, questions stand in their order."""
    ranked = sorted(
        (
            (-round(gain, DECIMALS), sum(trial.effort for trial in plan), len(plan), gain, plan)
            for plan, gain in zip(plans, gains.tolist(), strict=True)
            if gain > TOLERANCE
        ),
        key=lambda one: one[:3],
    )
    return tuple(
        next(
            (
                Bundle(tuple(trial.change for trial in plan), gain, effort)
                for _, effort, _, gain, plan in ranked
                if effort <= levels
            ),
            NOTHING,
        )
        for levels in range(1, most + 1)
    )
