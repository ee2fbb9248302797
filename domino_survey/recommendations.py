"""Which recommendations fire, why, and in what order: for one response, or for a territory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import expressions
from domino_survey.expressions import tree
from domino_survey.expressions.evaluation import compare, counts, measured
from domino_survey.numerics import np
from domino_survey.scoring import ResponseFrame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domino_survey.answers import AnswerTable
    from domino_survey.expressions import Expression, Fact
    from domino_survey.numerics import Floats, Mask
    from domino_survey.schema import Audience, Questionnaire, Recommendation
    from domino_survey.scoring import Scores

# Stands for a comparison that rests on too few values: no item bears this name, so nothing is known.
_UNTOLD = tree.Comparison(tree.Median(tree.Reference("")), tree.Operator.LESS, tree.Number(0.0))

_BELOW = (tree.Operator.LESS, tree.Operator.LESS_OR_EQUAL)


class Advice(Struct, frozen=True):
    """A recommendation, with what made it fire.

    Attributes:
        recommendation: what to do.
        fired: whether its condition holds; if not, it stands here "to go further".
        facts: the comparisons that make the condition hold; none where it did not fire.
        gap: how far beyond its thresholds it holds, 0 to 1; None where it may not be told.
        share: share of the initiatives concerned, 0 to 1; None for one response, where nothing
            fired, and where it may not be told.
        rank: place in the list, from 1.
        whole: whether all of its condition holds: its written reason speaks of all of it, which is too
            much where one of two alternatives made it fire.
    """

    recommendation: Recommendation
    fired: bool
    facts: tuple[Fact, ...]
    gap: float | None
    share: float | None
    rank: int
    whole: bool = True


class _Fired(Struct, frozen=True):
    recommendation: Recommendation
    facts: tuple[Fact, ...]
    gap: float
    share: float | None
    whole: bool

    @property
    def urgency(self) -> float:
        return self.gap * (1.0 if self.share is None else self.share)


class _Remembering(ResponseFrame):
    """Computes each column once: conditions read the same ones again to say why they hold."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        table: AnswerTable,
        asked: Mapping[str, Mask],
        node_scores: Mapping[str, Floats],
    ) -> None:
        super().__init__(questionnaire, table, asked, node_scores)
        self._found: dict[str, Floats] = {}
        self._ranks: Floats | None = None

    def scores(self, reference: str) -> Floats:
        found = self._found.get(reference)
        if found is None:
            found = self._found[reference] = super().scores(reference)
        return found

    def stage_ranks(self) -> Floats:
        if self._ranks is None:
            self._ranks = super().stage_ranks()
        return self._ranks


def for_response(
    questionnaire: Questionnaire, table: AnswerTable, scores: Scores, row: int
) -> tuple[Advice, ...]:
    """What the holders of one practice could do, most urgent first.

    Args:
        questionnaire: the one that was answered.
        table: the answers of n responses.
        scores: the scores of the same n responses.
        row: position of the response, 0 to n - 1.

    Returns:
        What fired, by decreasing gap, then least effort, then order in the questionnaire; then, for
        each axis and action stage where nothing fired, the first recommendation of that place.
    """
    frame = _frame(questionnaire, table.rows(row, row + 1), scores, slice(row, row + 1))
    fired = []
    for recommendation in questionnaire.recommendations_for("holder"):
        expression = expressions.parse(recommendation.condition)
        if expressions.evaluate(expression, frame).true[0]:
            told = expressions.facts(expression, frame, 0)
            facts = _reasons(told)
            whole = len(facts) == len(told)
            fired.append(_Fired(recommendation, facts, _gap(facts), None, whole))
    return _ranked(questionnaire, "holder", fired)


def for_territory(
    questionnaire: Questionnaire, table: AnswerTable, scores: Scores, *, least: int
) -> tuple[Advice, ...]:
    """What public decision-makers could do for a group of initiatives, most urgent first.

    A comparison that rests on fewer than `least` values is unknown, and makes nothing fire: a median
    of two scores says nothing of a territory, and too much of the two. Values in the facts are exact:
    they are to pass through `disclosure.safe_fact` before anyone sees them.

    Args:
        questionnaire: the one that was answered.
        table: the answers of n responses, one for each initiative.
        scores: the scores of the same n responses.
        least: fewest values behind a comparison, and fewest responses for anything at all.

    Returns:
        As `for_response`, ordered by gap times share of the initiatives concerned; nothing for fewer
        than `least` responses.
    """
    if table.size < least:
        return ()
    frame = _frame(questionnaire, table, scores, slice(None))
    fired = []
    for recommendation in questionnaire.recommendations_for("territory"):
        expression = _told(expressions.parse(recommendation.condition), frame, least)
        if expressions.holds(expression, frame):
            told = expressions.facts(expression, frame, None)
            facts = _reasons(told)
            whole = len(facts) == len(told)
            shares = (_concerned(fact, frame) for fact in facts)
            share = max((one for one in shares if one is not None), default=1.0)
            fired.append(_Fired(recommendation, facts, _gap(facts), share, whole))
    return _ranked(questionnaire, "territory", fired)


def _frame(
    questionnaire: Questionnaire, table: AnswerTable, scores: Scores, rows: slice
) -> ResponseFrame:
    asked = {item: mask[rows] for item, mask in scores.asked.items()}
    published = {node_id: node.value[rows] for node_id, node in scores.nodes.items()}
    return _Remembering(questionnaire, table, asked, published)


def _reasons(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.reason)


def _gap(facts: Iterable[Fact]) -> float:
    return max((fact.gap for fact in facts), default=0.0)


def _told(expression: Expression, frame: ResponseFrame, least: int) -> Expression:
    """The expression with what rests on fewer than `least` values made unknown."""
    match expression:
        case tree.And(operands):
            return tree.And(tuple(_told(operand, frame, least) for operand in operands))
        case tree.Or(operands):
            return tree.Or(tuple(_told(operand, frame, least) for operand in operands))
        case tree.Not(operand):
            return tree.Not(_told(operand, frame, least))
        case tree.Comparison() | tree.Contains() | tree.Answered():
            return expression if _values_behind(expression, frame) >= least else _UNTOLD


def _values_behind(leaf: tree.Leaf, frame: ResponseFrame) -> int:
    match leaf:
        case tree.Comparison(tree.Median(measure) | tree.Mean(measure)):
            return int(np.count_nonzero(~np.isnan(measured(measure, frame))))
        case tree.Comparison(tree.Share(condition)):
            return counts(condition, frame)[1]
        case _:
            return frame.size


def _concerned(fact: Fact, frame: ResponseFrame) -> float | None:
    """The share of initiatives that a fact speaks of, 0 to 1; None for their number, which says nothing.

    For a median or a mean, those that are themselves beyond its threshold.
    """
    match fact.leaf:
        case tree.Comparison(tree.Share(), operator) if fact.denominator:
            share = (fact.numerator or 0) / fact.denominator
            # "Fewer than 20 % do" concerns those who do not.
            return 1.0 - share if (operator in _BELOW) is not fact.negated else share
        case tree.Comparison(
            tree.Median(measure) | tree.Mean(measure), operator, tree.Number(threshold)
        ):
            truth = compare(measured(measure, frame), operator, threshold)
            beyond = truth.false if fact.negated else truth.true
            known = int(np.count_nonzero(truth.known))
            return int(np.count_nonzero(beyond)) / known if known else 0.0
        case _:
            return None


def _ranked(
    questionnaire: Questionnaire, audience: Audience, fired: Sequence[_Fired]
) -> tuple[Advice, ...]:
    efforts = {effort.code: place for place, effort in enumerate(questionnaire.efforts)}
    # Sorting is stable: equals stay in the order of the questionnaire. Rounded, so that the last
    # digit of a division does not decide before the effort does.
    ordered = sorted(
        fired,
        key=lambda one: (
            -round(one.urgency, 9),
            efforts.get(one.recommendation.effort, len(efforts)),
        ),
    )
    found = [
        Advice(
            one.recommendation,
            fired=True,
            facts=one.facts,
            gap=one.gap,
            share=one.share,
            rank=rank,
            whole=one.whole,
        )
        for rank, one in enumerate(ordered, start=1)
    ]
    filled = {(one.recommendation.axis, one.recommendation.stage) for one in fired}
    for recommendation in questionnaire.recommendations_for(audience):
        place = (recommendation.axis, recommendation.stage)
        if place not in filled:
            filled.add(place)
            found.append(
                Advice(
                    recommendation,
                    fired=False,
                    facts=(),
                    gap=0.0,
                    share=None,
                    rank=len(found) + 1,
                )
            )
    return tuple(found)
