"""What would change a score: every better single answer of one response (scoring method, 2.9)."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers import Column, State
from domino_survey.schema import NumberQuestion
from domino_survey.scoring.choices import DECIMALS, Choice, band_of, better_choices, every_choice
from domino_survey.scoring.composition import TOLERANCE
from domino_survey.scoring.result import Reason, Scores
from domino_survey.scoring.tree import tree_of
from domino_survey.scoring.variants import Edit, decoded, scored_variants

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from numpy.typing import NDArray

    from domino_survey.answers import Answer, AnswerTable
    from domino_survey.numerics import Floats, np
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring.tree import Leaf


class Kind(StrEnum):
    """What another answer would be: a better practice, or something the response did not say."""

    IMPROVEMENT = "improvement"
    INFORMATION = "information"


class Change(Struct, frozen=True):
    """Another answer to one question.

    Attributes:
        question: its id.
        answer: what would be answered.
        kind: an improvement where the question has a score, information where it has none yet.
        effort: levels climbed, see `better_choices`; 0 for information.
        within: for a number scored by bands, the band `[start, end)` that counts: any number of it
            has the same effect.
    """

    question: str
    answer: Answer
    kind: Kind
    effort: int
    within: tuple[float | None, float | None] | None


class Step(Struct, frozen=True):
    """A change with its gain, in points of one node's score."""

    change: Change
    gain: float

    @property
    def per_level(self) -> float:
        """The gain of each level climbed, on average. Improvements only: information climbs none."""
        return self.gain / self.change.effort


class Climb(Struct, frozen=True):
    """What raising the answer to one question brings a node.

    `rung` is the answer that gains most per level, `top` the one that gains most; of equal ones, that of
    fewer levels. They may be the same.
    """

    rung: Step
    top: Step


class Aside(Struct, frozen=True):
    """What "not applicable" is worth to a node, in points; for the reader to know, never a suggestion.

    `declared`: the response says so, and its score is that much higher than with the worst answer.
    Otherwise the question is answered, and saying so instead would add that much.
    """

    question: str
    declared: bool
    gain: float


class Trial(Struct, frozen=True):
    """A row of the variants: another answer; `kind` is None where "not applicable" is weighed."""

    row: int
    leaf: Leaf
    choice: Choice
    state: State
    kind: Kind | None
    effort: int

    @property
    def question(self) -> str:
        """The id of its question."""
        return self.leaf.question.id

    @property
    def change(self) -> Change:
        """The trial as its reader sees it."""
        question, value = self.leaf.question, self.choice.value
        within = band_of(question, value) if isinstance(question, NumberQuestion) else None
        kind = Kind.INFORMATION if self.kind is None else self.kind
        return Change(question.id, decoded(question, value), kind, self.effort, within)

    def at(self, rows: int | NDArray[np.intp]) -> Edit:
        """The same answer in other rows."""
        return Edit(self.question, self.choice.value, rows, self.state)


class WhatIf(Struct, frozen=True):
    """One response scored anew with each other answer that it could give."""

    questionnaire: Questionnaire
    scores: Scores
    trials: tuple[Trial, ...]

    def reason(self, node_id: str) -> Reason:
        """Why there are no gains for a node; `NONE` where it has a score."""
        return Reason(int(self.scores.nodes[node_id].reason[0]))

    def steps(self, node_id: str, kind: Kind = Kind.IMPROVEMENT) -> list[Step]:
        """Single changes by their gain at a node, greatest first; then fewer levels, then in order.

        Improvements that gain nothing are left out; information is given for all questions of the node,
        also where it would lower the score. Nothing where the node has no score, nor a change that
        would leave it without one, by having more questions asked.
        """
        return [Step(trial.change, gain) for trial, gain in self.ranked(node_id, kind)]

    def climbs(self, node_id: str) -> list[Climb]:
        """What raising each question brings a node: least effort first.

        By the gain per level of the best rung, then by its gain, then by what the question can gain.
        """
        found: dict[str, list[Step]] = {}
        for step in self.steps(node_id):
            found.setdefault(step.change.question, []).append(step)
        climbs = [
            Climb(min(steps, key=lambda s: (_rate(s), s.change.effort)), steps[0])
            for steps in found.values()
        ]
        return sorted(climbs, key=lambda c: (_rate(c.rung), -round(c.rung.gain, DECIMALS)))

    def set_aside(self, node_id: str) -> list[Aside]:
        """Where "not applicable" raises a node's score, or would; greatest first."""
        gains = self._gains(node_id)
        found = []
        for trial in self.trials:
            if trial.kind is None:
                declared = trial.state is State.ANSWERED
                gain = float(-gains[trial.row] if declared else gains[trial.row])
                if gain > TOLERANCE:
                    found.append(Aside(trial.question, declared, gain))
        return sorted(found, key=lambda aside: -aside.gain)

    def ranked(self, node_id: str, kind: Kind) -> list[tuple[Trial, float]]:
        """The trials behind `steps`, each with its gain."""
        gains = self._gains(node_id).tolist()
        under = leaves_under(self.questionnaire, node_id)
        found = [
            (trial, gains[trial.row])
            for trial in self.trials
            if trial.kind is kind and not math.isnan(gains[trial.row])
            if (
                gains[trial.row] > TOLERANCE
                if kind is Kind.IMPROVEMENT
                else trial.question in under
            )
        ]
        # Gains that differ by rounding only are the same gain.
        return sorted(found, key=lambda pair: (-round(pair[1], DECIMALS), pair[0].effort))

    def _gains(self, node_id: str) -> Floats:
        """`S(variant) - S` by row of the variants, NaN without a score before or after."""
        value = self.scores.nodes[node_id].value
        gains: Floats = value - value[0]
        return gains


def _rate(step: Step) -> float:
    """Sorts by the gain per level, greatest first; what differs by rounding only is the same."""
    return -round(step.per_level, DECIMALS)


def what_if(
    questionnaire: Questionnaire,
    table: AnswerTable,
    row: int = 0,
    *,
    essential_only: bool = False,
    questions: Container[str] | None = None,
) -> WhatIf:
    """Every better answer to each scored question of one response, and every answer to those without.

    Scoring method, 2.9: `gain(q, o) = S(answers with q := o) - S` by exact rescoring, all in one table. A change may change
    what is asked, and the rescoring follows it. Answers that a constraint excludes are left out, and so
    is a question without a column in the table. A question said not to apply is not touched.

    Args:
        questionnaire: how answers score.
        table: responses.
        row: the one that is meant.
        essential_only: whether it is on a path that asks the essential questions only.
        questions: those whose answers are tried; all of them, if None.
    """
    trials: list[Trial] = []
    for item, leaf in tree_of(questionnaire).leaves.items():
        column = table.columns.get(item)
        if column is not None and (questions is None or item in questions):
            here = Column(column.state[row : row + 1], column.value[row : row + 1])
            for choice, state, kind, effort in _candidates(leaf, here):
                trials.append(Trial(len(trials) + 1, leaf, choice, state, kind, effort))
    scores, allowed = scored_variants(
        questionnaire,
        table,
        row,
        len(trials) + 1,
        (trial.at(trial.row) for trial in trials),
        essential_only=essential_only,
    )
    asked = {item: bool(mask[0]) for item, mask in scores.asked.items()}
    kept = (t for t in trials if asked[t.question] and (t.kind is None or allowed[t.row]))
    return WhatIf(questionnaire, scores, tuple(kept))


def leaves_under(questionnaire: Questionnaire, node_id: str) -> frozenset[str]:
    """The questions that a node is made of."""
    tree = tree_of(questionnaire)
    return frozenset(tree.leaves_under(tree.by_id[node_id]))


def present_choice(leaf: Leaf, column: Column, row: int = 0) -> Choice:
    """The answer in a column as a choice; its score is NaN where it has none."""
    here = Column(column.state[row : row + 1], column.value[row : row + 1])
    return Choice(here.value[0].item(), float(leaf.key.scores(here)[0]))


def _candidates(leaf: Leaf, column: Column) -> Iterator[tuple[Choice, State, Kind | None, int]]:
    """What else the one answer of a column could be, with the effort it takes."""
    if column.state[0] == State.NOT_APPLICABLE:
        worst = min(every_choice(leaf), key=lambda choice: choice.score)
        yield worst, State.ANSWERED, None, 0
        return
    present = present_choice(leaf, column)
    if math.isnan(present.score):
        for choice in every_choice(leaf):
            yield choice, State.ANSWERED, Kind.INFORMATION, 0
        return
    for choice, effort in better_choices(leaf, present):
        yield choice, State.ANSWERED, Kind.IMPROVEMENT, effort
    if leaf.question.not_applicable is not None:
        yield present, State.NOT_APPLICABLE, None, 0
