"""Whether some group of responses meets a list of comparisons of medians, means, shares and counts.

Three things are known of a group. Each figure by itself: a median is a score that a response can have or
lies midway between two, a mean lies between the least and the greatest, a share from 0 to 100 %, N is a
whole number from 1. Then shares among each other: a median below 50 says that half of the responses at least are
below 50, and shares that add up to more than 100 r % need a response that meets more than r of their
conditions at once (for two, the bounds of Fréchet). Last, the mean of a measure lies where the shares and
the median of that measure let it (`spreads`), and of few responses only some shares can be. It is exact for
two shares that rest on the same answers, and for the mean, the median and shares of one measure with single
values; beyond that more is taken to be possible than is.
"""

from __future__ import annotations

import math
from itertools import chain, combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.expressions import Operator, tree
from domino_survey.numerics import np
from domino_survey.schema_checks.answer_sets import Allowed
from domino_survey.schema_checks.intervals import (
    EVERYTHING,
    NEGATION,
    Intervals,
    satisfying,
)
from domino_survey.schema_checks.literals import (
    Literal,
    Term,
    UndecidedError,
    all_of,
    alternatives,
    compared,
    complete,
)
from domino_survey.schema_checks.reach import ROUNDING
from domino_survey.schema_checks.spreads import AtLeast, compares_only, mean_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domino_survey.schema_checks.answer_sets import Span
    from domino_survey.schema_checks.situations import Situations

MAX_CLAIMS = 6
MAX_SPANS = 400
MAX_COUNTED = 200  # responses, up to which it is asked which shares they can make
_ALMOST = 1e-9
_UPWARD = (Operator.GREATER, Operator.GREATER_OR_EQUAL)
_DOWNWARD = (Operator.LESS, Operator.LESS_OR_EQUAL)


class Claim(Struct, frozen=True):
    """At least `least` % of the responses (more than that where `strictly`) meet or fail a condition.

    The percentage is of those that the condition can be told of.
    """

    condition: tree.Expression
    least: float
    strictly: bool = False
    truth: bool = True


class Groups:
    """What groups of responses to a questionnaire can be like."""

    def __init__(self, situations: Situations) -> None:
        self._situations = situations
        self._spans: dict[tree.Measure, list[Span]] = {}
        self._together: dict[tuple[Claim, ...], bool] = {}

    def possible(self, terms: Iterable[Term]) -> Term | None:
        """The first of these terms that some group meets, as far as can be told; None where none does.

        Raises:
            UndecidedError: it takes too many combinations to tell.
        """
        return next((term for term in terms if self._is_possible(term)), None)

    def claims(self, term: Term) -> list[Claim]:
        """What a term says of shares of responses, its comparisons taken as known."""
        return [claim for literal in term for claim in _claims(literal)]

    def _is_possible(self, term: Term) -> bool:
        figures: dict[tree.Operand, Allowed] = {}
        for literal in term:
            operand, allowed = _figure(literal)
            figures[operand] = allowed & figures.get(
                operand, Allowed(absent=True, values=EVERYTHING)
            )
        known = _known(figures)
        count = _most(figures.get(tree.Count()))
        for operand, allowed in figures.items():
            if operand not in known:
                if not allowed:
                    return False
            elif not self._takes(operand, allowed.values, count):
                return False
        told = [literal for literal in term if _figure(literal)[0] in known]
        return self._shares_agree(told) and self._means_agree(told, figures)

    # -- each figure by itself

    def _takes(self, operand: tree.Operand, values: Intervals, count: float) -> bool:
        """Whether a figure that is known can be among `values`, in a group of `count` at most."""
        match operand:
            case tree.Count():
                return bool(Intervals(((1.0, math.inf),)) & values.whole())
            case tree.Share(condition):
                possible = self._situations.possible([complete(condition)]) is not None
                return possible and _share_among(values, count)
            case tree.Mean(measure):
                spans = self._measured(measure)
                ends = [(spans[0][0], max(high for _, high in spans))] if spans else []
                return _meet(ends, values)
            case tree.Median(measure):
                return _meet(_midways(self._measured(measure)), values)
            case _:
                raise UndecidedError

    def _measured(self, measure: tree.Measure) -> list[Span]:
        """The numbers that a measure takes over single responses, in order."""
        if measure not in self._spans:
            raw = isinstance(measure, tree.Value)
            name = measure.of.name if isinstance(measure, tree.Value) else measure.name
            nodes = self._situations.questionnaire.node_ids
            self._spans[measure] = sorted(
                self._situations.scores(name)
                if name in nodes
                else self._situations.points(name, raw=raw)
            )
        return self._spans[measure]

    # -- means with the shares and medians of the same measure

    def _means_agree(self, term: Sequence[Literal], figures: dict[tree.Operand, Allowed]) -> bool:
        claims = self.claims(tuple(term))
        means = {_figure(literal)[0] for literal in term}
        for mean in means:
            if not isinstance(mean, tree.Mean):
                continue
            demands = [
                AtLeast(claim.condition, claim.least / 100.0, claim.truth)
                for claim in claims
                if compares_only(claim.condition, mean.of)
            ]
            ends = mean_between(self._measured(mean.of), demands) if demands else None
            if demands and (ends is None or not _meet([ends], figures[mean].values)):
                return False
        return True

    # -- shares among each other

    def _shares_agree(self, term: Sequence[Literal]) -> bool:
        claims = list(dict.fromkeys(self.claims(tuple(term))))
        by_answers: dict[frozenset[str], list[Claim]] = {}
        for claim in claims:
            by_answers.setdefault(compared([claim.condition]), []).append(claim)
        return all(
            self._add_up(chosen)
            for same in by_answers.values()
            for chosen in _subsets(same[:MAX_CLAIMS])
        )

    def _add_up(self, claims: tuple[Claim, ...]) -> bool:
        """Whether some response meets as many of the claims as the average response has to."""
        average = sum(claim.least for claim in claims) / 100.0
        least = math.ceil(average - _ALMOST)
        if any(claim.strictly for claim in claims) and abs(average - least) < _ALMOST:
            least += 1
        return least == 0 or any(
            self._go_together(chosen) for chosen in combinations(claims, least)
        )

    def _go_together(self, claims: tuple[Claim, ...]) -> bool:
        if claims not in self._together:
            met = [alternatives(claim.condition, truth=claim.truth) for claim in claims]
            terms = all_of([[complete(claims[0].condition)], *met])
            self._together[claims] = self._situations.possible(terms) is not None
        return self._together[claims]


def _figure(literal: Literal) -> tuple[tree.Operand, Allowed]:
    """What a comparison of a group asks, and of which figure."""
    match literal.leaf:
        case tree.Comparison(operand, operator, tree.Number(limit) | tree.Percent(limit)):
            values = satisfying(operator, limit, truth=literal.truth)
            # The number of responses is always known.
            absent = not literal.known and not isinstance(operand, tree.Count)
            return operand, Allowed(absent=absent, values=values)
        case _:
            raise UndecidedError


def _most(allowed: Allowed | None) -> float:
    """How many responses a group has at most."""
    if allowed is None:
        return math.inf
    whole = (Intervals(((1.0, math.inf),)) & allowed.values).whole()
    return whole.parts[-1][1] if whole else 0.0


def _share_among(values: Intervals, count: float) -> bool:
    """Whether some share of a group of `count` at most is among `values`, in per cent."""
    if count > MAX_COUNTED:
        return bool(Intervals(((0.0, 100.0),)) & values)
    counted = range(1, int(count) + 1)
    shares = {100.0 * part / of for of in counted for part in range(of + 1)}
    return _meet([(share, share) for share in shares], values)


def _known(figures: dict[tree.Operand, Allowed]) -> set[tree.Operand]:
    """The figures that are known, asked for or because others rest on more answers than they do."""
    asked = {operand for operand, allowed in figures.items() if not allowed.absent}
    answers = [_answers(operand) for operand in asked]
    return asked | {
        operand for operand in figures if any(_answers(operand) <= known for known in answers)
    }


def _answers(operand: tree.Operand) -> frozenset[tree.Operand | str]:
    """What a response must have for a figure to count it."""
    match operand:
        case tree.Share(condition):
            return frozenset(_compared_measures(condition))
        case tree.Median(measure) | tree.Mean(measure):
            return frozenset([measure])
        case _:
            return frozenset([operand])


def _compared_measures(condition: tree.Expression) -> Iterator[tree.Operand | str]:
    for leaf in tree.leaves(condition):
        match leaf:
            case tree.Comparison(left):
                yield left
            case tree.Contains(reference):
                yield reference
            case tree.Answered():
                pass


def _claims(literal: Literal) -> Iterator[Claim]:
    match literal.leaf:
        case tree.Comparison(tree.Share(condition), operator, tree.Percent(percent)):
            operator = operator if literal.truth else NEGATION[operator]
            if operator in _UPWARD or operator is Operator.EQUAL:
                yield Claim(condition, percent, strictly=operator is Operator.GREATER)
            if operator in _DOWNWARD or operator is Operator.EQUAL:
                yield Claim(
                    condition, 100.0 - percent, strictly=operator is Operator.LESS, truth=False
                )
        case tree.Comparison(tree.Median(measure), operator, tree.Number() as limit):
            operator = operator if literal.truth else NEGATION[operator]
            for one in _DOWNWARD[1:] + _UPWARD[1:] if operator is Operator.EQUAL else (operator,):
                if one is not Operator.DIFFERENT:
                    # Half of them at least: with an even number, the median lies between two.
                    yield Claim(tree.Comparison(measure, one, limit), 50.0)
        case _:
            return


def _subsets(claims: Sequence[Claim]) -> Iterator[tuple[Claim, ...]]:
    return chain.from_iterable(combinations(claims, size) for size in range(1, len(claims) + 1))


def _midways(spans: Sequence[Span]) -> list[Span]:
    """What medians can be: each number, and the middle of each two."""
    if len(spans) > MAX_SPANS:
        return [(spans[0][0], max(high for _, high in spans))]
    low, high = (np.array([span[end] for span in spans]) for end in (0, 1))
    # Halved before they are added: the middle of two ends of the line is no number.
    bottoms, tops = low / 2 + low[:, None] / 2, high / 2 + high[:, None] / 2
    return sorted(set(zip(bottoms.ravel().tolist(), tops.ravel().tolist(), strict=True)))


def _meet(spans: Sequence[Span], values: Intervals) -> bool:
    return any(
        low <= top + ROUNDING and bottom - ROUNDING <= high
        for low, high in spans
        for bottom, top in values.parts
    )
