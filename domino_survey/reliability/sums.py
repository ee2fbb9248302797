"""All that the figures need of the responses: counts, sums and products, which add up over parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers import State
from domino_survey.normalisation import scoring_key
from domino_survey.numerics import Floats, Mask, np
from domino_survey.schema import option_codes
from domino_survey.scoring import TOLERANCE, ResponseFrame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from domino_survey.answers import AnswerTable
    from domino_survey.schema import Question, Questionnaire
    from domino_survey.scoring import Scores

CHUNK = 16384  # responses of a block of the cross-products


class ItemCounts(Struct, frozen=True):
    """One scored question, counted.

    Attributes:
        states: responses by the state of their answer; an answer to what is not asked is not asked.
        options: how many chose each option, in the order shown; empty for numbers.
        floor, ceiling: how many have the lowest, the highest score that an answer can get.
    """

    states: Mapping[State, int]
    options: Mapping[str, int]
    floor: int
    ceiling: int

    def merge(self, other: ItemCounts) -> ItemCounts:
        """The counts of both parts together."""
        return ItemCounts(
            {state: self.states[state] + other.states[state] for state in State},
            {code: count + other.options[code] for code, count in self.options.items()},
            self.floor + other.floor,
            self.ceiling + other.ceiling,
        )


class Sums(Struct, frozen=True, eq=False):
    """`size` responses, counted and summed: sufficient for every figure, in one pass.

    Over the responses that have a score on both item i and item j, matrices of shape (k, k) hold:
    `pairs[i, j]` how many there are; `totals[i, j]` the sum of the scores of i; `products[i, j]` the
    sum of the products of both scores. `items` gives the order of the k items.
    """

    size: int
    items: Mapping[str, ItemCounts]
    pairs: NDArray[np.int64]
    totals: Floats
    products: Floats

    def merge(self, other: Sums) -> Sums:
        """The sums of both parts together. Raises `ValueError` if they are of other items."""
        if list(self.items) != list(other.items):
            msg = "sums of different items"
            raise ValueError(msg)
        return Sums(
            self.size + other.size,
            {item: counts.merge(other.items[item]) for item, counts in self.items.items()},
            self.pairs + other.pairs,
            self.totals + other.totals,
            self.products + other.products,
        )

    def covariance(self, items: Sequence[str]) -> Floats:
        """Pairwise covariance of some items, shape (len(items), len(items)).

        `c_ij = (P_ij - T_ij T_ji / n_ij) / (n_ij - 1)` over the responses that have both scores; NaN
        where fewer than two have.
        """
        places = self.places(items)
        block = np.ix_(places, places)
        pairs, totals = self.pairs[block], self.totals[block]
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = (self.products[block] - totals * totals.T / pairs) / (pairs - 1)
        found[pairs <= 1] = np.nan
        return found

    def places(self, items: Sequence[str]) -> list[int]:
        """Rows of some items in the matrices."""
        order = {item: place for place, item in enumerate(self.items)}
        return [order[item] for item in items]


def sums_of(
    questionnaire: Questionnaire, table: AnswerTable, scores: Scores, *, where: Mask | None = None
) -> Sums:
    """The sums of the scored questions over n responses.

    Args:
        questionnaire: the one that all responses answered.
        table: their answers.
        scores: what `scoring.score` made of them.
        where: shape (n,), the responses that count, such as those in one language; all if left out.
    """
    kept = np.ones(table.size, dtype=bool) if where is None else where
    questions = questionnaire.scored_questions
    return Sums(
        int(np.count_nonzero(kept)),
        {q.id: _counts(q, questionnaire, table, scores, kept) for q in questions},
        *_cross_products([scores.items[q.id] for q in questions], kept),
    )


def _counts(
    question: Question,
    questionnaire: Questionnaire,
    table: AnswerTable,
    scores: Scores,
    kept: Mask,
) -> ItemCounts:
    column, asked = table.columns.get(question.id), scores.asked[question.id]
    state = np.full(table.size, State.MISSING) if column is None else column.state
    states = np.bincount(np.where(asked, state, State.NOT_ASKED)[kept], minlength=len(State))
    frame = ResponseFrame(questionnaire, table, scores.asked)
    key = scoring_key(question, questionnaire.scoring.full_points)
    found = scores.items[question.id][kept]
    return ItemCounts(
        {state: int(states[state]) for state in State},
        {
            code: int(np.count_nonzero(frame.chosen(question.id, code)[0] & kept))
            for code in option_codes(question)
        },
        int(np.count_nonzero(found <= key.worst + TOLERANCE)),
        int(np.count_nonzero(found >= key.best - TOLERANCE)),
    )


def _cross_products(
    columns: Sequence[Floats], kept: Mask
) -> tuple[NDArray[np.int64], Floats, Floats]:
    items = len(columns)
    pairs, totals, products = (np.zeros((items, items)) for _ in range(3))
    for start in range(0, kept.size, CHUNK):
        place = slice(start, start + CHUNK)
        chosen = kept[place]
        block = np.empty((items, int(np.count_nonzero(chosen))))
        for row, column in zip(block, columns, strict=True):
            row[:] = column[place][chosen]
        known = (~np.isnan(block)).astype(np.float64)
        values = np.nan_to_num(block)
        pairs += known @ known.T
        totals += values @ known.T
        products += values @ values.T
    return pairs.astype(np.int64), totals, products
