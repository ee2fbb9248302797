"""The few improvements that together raise a score most (scoring method, 2.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.numerics import np
from domino_survey.schema import LIMITING
from domino_survey.scoring.choices import DECIMALS
from domino_survey.scoring.composition import TOLERANCE
from domino_survey.scoring.explanation import biting_caps
from domino_survey.scoring.tree import tree_of
from domino_survey.scoring.variants import scored_variants, variants
from domino_survey.scoring.whatif import Kind, what_if

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domino_survey.answers import AnswerTable
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring.result import Reason
    from domino_survey.scoring.tree import Node, Tree
    from domino_survey.scoring.whatif import Change, Trial, WhatIf

MOST_PAIRS = 50_000  # beyond, pairs are made of the best answer to each question


class Bundle(Struct, frozen=True):
    """Changes made together; `gain` is that of all of them, in points of the node's score.

    `reason` says why the node has no score, and so no bundle; `NONE` where it has one.
    """

    changes: tuple[Change, ...]
    gain: float
    reason: Reason


def best_bundle(
    questionnaire: Questionnaire,
    table: AnswerTable,
    node_id: str,
    size: int,
    row: int = 0,
    *,
    essential_only: bool = False,
) -> Bundle:
    """Up to `size` improvements that together raise a node's score (scoring method, 2.9).

    The best step, then the best step from there, and so on, one for each question. Where a cap bites or
    the lowest child decides, at the node or beneath, and where no step gains anything, this would be
    blind: all pairs are scored, and the best one is taken when it gains more than the best step.

    Args:
        questionnaire: how answers score.
        table: responses.
        node_id: the node whose score is meant.
        size: most changes.
        row: the response that is meant.
        essential_only: whether it is on a path that asks the essential questions only.
    """
    taken: list[Trial] = []
    current = variants(table, row, 1, ())
    found = what_if(questionnaire, current, essential_only=essential_only)
    reason, start = found.reason(node_id), found.scores.nodes[node_id].value[0]
    while len(taken) < size:
        done = {trial.question for trial in taken}
        ranked = found.ranked(node_id, Kind.IMPROVEMENT)
        steps = [(trial, gain) for trial, gain in ranked if trial.question not in done]
        chosen, gain = ([steps[0][0]], steps[0][1]) if steps else ([], 0.0)
        if len(taken) + 1 < size and (not steps or _blind(found, node_id)):
            pair, more = _best_pair(found, current, node_id, done, essential_only=essential_only)
            if more > gain + TOLERANCE:
                chosen = pair
        if not chosen:
            break
        taken += chosen
        current = variants(current, 0, 1, (trial.at(0) for trial in chosen))
        found = what_if(questionnaire, current, essential_only=essential_only)
    gain = float(found.scores.nodes[node_id].value[0] - start) if taken else 0.0
    return Bundle(tuple(trial.change for trial in taken), gain, reason)


def _blind(found: WhatIf, node_id: str) -> bool:
    tree = tree_of(found.questionnaire)
    return any(
        node.scoring.power == LIMITING or biting_caps(found.questionnaire, found.scores, 0, node.id)
        for node in _nodes_under(tree, tree.by_id[node_id])
    )


def _nodes_under(tree: Tree, node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        if child in tree.by_id:
            yield from _nodes_under(tree, tree.by_id[child])


def _best_pair(
    found: WhatIf, table: AnswerTable, node_id: str, done: set[str], *, essential_only: bool
) -> tuple[list[Trial], float]:
    """The two changes that gain most together, ties by fewer levels, then in order; and their gain."""
    trials = _paired(found, done)
    first, second = np.triu_indices(len(trials), k=1)
    question = np.unique([trial.question for trial in trials], return_inverse=True)[1]
    apart = question[first] != question[second]
    first, second = first[apart], second[apart]
    edits = (
        trial.at(1 + np.flatnonzero((first == place) | (second == place)))
        for place, trial in enumerate(trials)
    )
    scores, allowed = scored_variants(
        found.questionnaire, table, 0, len(first) + 1, edits, essential_only=essential_only
    )
    value = scores.nodes[node_id].value
    gains = np.where(allowed, value - value[0], np.nan)[1:]
    effort = np.array([trial.effort for trial in trials], dtype=np.intp)
    order = np.lexsort((effort[first] + effort[second], -np.round(gains, DECIMALS)))
    # NaN sorts last.
    if not len(order) or np.isnan(gains[order[0]]):
        return [], 0.0
    best = order[0]
    return [trials[first[best]], trials[second[best]]], float(gains[best])


def _paired(found: WhatIf, done: set[str]) -> Sequence[Trial]:
    trials = [
        trial
        for trial in found.trials
        if trial.kind is Kind.IMPROVEMENT and trial.question not in done
    ]
    if len(trials) * (len(trials) - 1) // 2 <= MOST_PAIRS:
        return trials
    best: dict[str, Trial] = {}
    for trial in sorted(trials, key=lambda trial: -trial.choice.score):
        best.setdefault(trial.question, trial)
    return list(best.values())
