"""A bundle built step by step, the best gain per level first (scoring method, 2.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from domino_survey.numerics import Floats, np
from domino_survey.schema import LIMITING
from domino_survey.scoring.choices import DECIMALS, effort_between
from domino_survey.scoring.explanation import biting_caps
from domino_survey.scoring.tree import tree_of
from domino_survey.scoring.variants import scored_variants, variants
from domino_survey.scoring.whatif import Kind, present_choice, what_if

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from domino_survey.answers import AnswerTable
    from domino_survey.scoring.whatif import Trial, WhatIf

MOST_PAIRS = 10_000  # beyond, pairs are made of the best answer to each question


class _Pairs(Struct, frozen=True):
    """Two changes at a time: their places in `trials`, what they gain together, the levels they climb."""

    trials: Sequence[Trial]
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    gains: Floats
    effort: NDArray[np.intp]


class Greedy:
    """Greedy bundles of one node from one response; what is scored on the way serves the next ones."""

    def __init__(
        self,
        found: WhatIf,
        table: AnswerTable,
        node_id: str,
        questions: Collection[str],
        *,
        essential_only: bool,
    ) -> None:
        """Begin from `found`, the steps of the one response of `table`, with these questions."""
        self._start, self._table, self._node_id = found, table, node_id
        self._questions, self._short = questions, essential_only
        self._steps: dict[frozenset[tuple[str, float]], WhatIf] = {frozenset(): found}
        self._pairs: dict[frozenset[tuple[str, float]], _Pairs] = {}

    def within(self, levels: int) -> tuple[Trial, ...]:
        """The step that gains most per level, then the best from there, while levels remain.

        Each trial is told from the response itself: a question raised twice is one change. Where a cap
        bites or the lowest child decides, at the node or beneath, and where no step gains anything,
        single steps would be blind: all pairs are scored, and the best one is taken when it gains more
        per level than the best step.
        """
        taken: dict[str, Trial] = {}
        while move := self._move(taken, levels - sum(one.effort for one in taken.values())):
            for trial in move:
                taken[trial.question] = self._from_start(trial)
        order = {item: place for place, item in enumerate(self._leaves)}
        return tuple(sorted(taken.values(), key=lambda one: order[one.question]))

    @property
    def _leaves(self) -> tuple[str, ...]:
        return tuple(tree_of(self._start.questionnaire).leaves)

    def _from_start(self, trial: Trial) -> Trial:
        present = present_choice(trial.leaf, self._table.columns[trial.question])
        return replace(trial, effort=effort_between(trial.leaf, present, trial.choice))

    def _move(self, taken: dict[str, Trial], left: int) -> list[Trial]:
        """The next step or pair; nothing where none gains or fits."""
        state = frozenset((one.question, one.choice.value) for one in taken.values())
        if state not in self._steps:
            self._steps[state] = what_if(
                self._start.questionnaire,
                self._at(taken),
                essential_only=self._short,
                questions=self._questions,
            )
        found = self._steps[state]
        steps = found.ranked(self._node_id, Kind.IMPROVEMENT)
        chosen: list[Trial] = []
        rate = 0.0
        for trial, gain in steps:  # greatest gain first: of equal rates, the greater gain stays
            if trial.effort <= left and round(gain / trial.effort, DECIMALS) > rate:
                chosen, rate = [trial], round(gain / trial.effort, DECIMALS)
        if left > 1 and (not steps or self._blind(found)):
            if state not in self._pairs:
                self._pairs[state] = self._scored_pairs(found, self._at(taken))
            pair, together = _best_pair(self._pairs[state], left)
            if together > rate:
                chosen = pair
        return chosen

    def _at(self, taken: dict[str, Trial]) -> AnswerTable:
        return variants(self._table, 0, 1, (trial.at(0) for trial in taken.values()))

    def _blind(self, found: WhatIf) -> bool:
        tree = tree_of(found.questionnaire)
        return any(
            node.scoring.power == LIMITING
            or biting_caps(found.questionnaire, found.scores, 0, node.id)
            for node in tree.nodes_under(tree.by_id[self._node_id])
        )

    def _scored_pairs(self, found: WhatIf, table: AnswerTable) -> _Pairs:
        trials = _paired(found)
        first, second = np.triu_indices(len(trials), k=1)
        question = np.unique([trial.question for trial in trials], return_inverse=True)[1]
        apart = question[first] != question[second]
        first, second = first[apart], second[apart]
        edits = (
            trial.at(1 + np.flatnonzero((first == place) | (second == place)))
            for place, trial in enumerate(trials)
        )
        scores, allowed = scored_variants(
            found.questionnaire, table, 0, len(first) + 1, edits, essential_only=self._short
        )
        value = scores.nodes[self._node_id].value
        gains = np.where(allowed, value - value[0], np.nan)[1:]
        effort = np.array([trial.effort for trial in trials], dtype=np.intp)
        return _Pairs(trials, first, second, gains, effort[first] + effort[second])


def _best_pair(pairs: _Pairs, left: int) -> tuple[list[Trial], float]:
    """The two changes within `left` levels that gain most per level, of equal ones the greater gain."""
    fits = np.flatnonzero((pairs.effort <= left) & ~np.isnan(pairs.gains))
    if not fits.size:
        return [], 0.0
    rates = np.round(pairs.gains[fits] / pairs.effort[fits], DECIMALS)
    best = np.lexsort((-np.round(pairs.gains[fits], DECIMALS), -rates))[0]
    place = fits[best]
    return [pairs.trials[pairs.first[place]], pairs.trials[pairs.second[place]]], float(rates[best])


def _paired(found: WhatIf) -> Sequence[Trial]:
    trials = [trial for trial in found.trials if trial.kind is Kind.IMPROVEMENT]
    if len(trials) * (len(trials) - 1) // 2 <= MOST_PAIRS:
        return trials
    best: dict[str, Trial] = {}
    for trial in sorted(trials, key=lambda trial: -trial.choice.score):
        best.setdefault(trial.question, trial)
    return list(best.values())
