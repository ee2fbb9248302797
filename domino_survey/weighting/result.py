"""What weighting gives: weights that sum to 1, who they come from, and how far to trust them."""

from __future__ import annotations

import math
from typing import Literal

from msgspec import Struct, ValidationError, convert, to_builtins

from domino_survey.numerics import Floats, np

Method = Literal["equal", "organiser", "budget", "ahp"]

# Judgements that contradict each other more than a tenth as much as random ones are flagged (Saaty 1980).
INCONSISTENT_ABOVE = 0.1
_ROUNDING = 1e-9


class Judgement(Struct, frozen=True):
    """How many times as important `first` was judged as `second`, and what would agree.

    `agreeing` is `w_first / w_second`, what the weights found from all judgements together say.
    """

    first: str
    second: str
    value: float
    agreeing: float

    @property
    def departure(self) -> float:
        """By what factor the judgement departs from the one that would agree; 1 where it does."""
        return max(self.value / self.agreeing, self.agreeing / self.value)


class Consistency(Struct, frozen=True):
    """How far the judgements of a matrix contradict each other (scoring method, 2.5).

    `index` is CI, `ratio` CR. `random_indices` is the table of RI for matrices of order 1, 2 and so
    on that the ratio was computed with, kept because the verdict depends on it. `judgements` are all
    those of the matrix, each pair once, those that disturb most first.
    """

    lambda_max: float
    index: float
    ratio: float
    random_indices: tuple[float, ...]
    judgements: tuple[Judgement, ...]

    @property
    def acceptable(self) -> bool:
        """Whether the ratio is at most `INCONSISTENT_ABOVE`."""
        return self.ratio <= INCONSISTENT_ABOVE


class Participant(Struct, frozen=True):
    """One participant's own weights, in the order of the items, and the consistency of an AHP.

    `name` is what the caller calls them by; a number will do.
    """

    name: str
    weights: tuple[float, ...]
    consistency: Consistency | None = None


class Dispersion(Struct, frozen=True):
    """How far participants differ.

    `deviations` are the standard deviations of their weights (n - 1 in the divisor), one per item, in
    shares of 1. `concordance` is Kendall's W over the ranks of their weights, from 0 (no common
    order) to 1 (the same order), None where nobody ranks anything.
    """

    deviations: tuple[float, ...]
    concordance: float | None


class Weighting(Struct, frozen=True):
    """Weights of the children of a node, one per item, not negative, summing to 1.

    `participants` are those whose judgements made them, none for equal and organiser's weights;
    `dispersion` is None with fewer than two of them. `consistency` is that of the group's matrix,
    None for other methods than AHP.

    Raises:
        ValueError: the weights are not weights of the items.
    """

    method: Method
    items: tuple[str, ...]
    weights: tuple[float, ...]
    participants: tuple[Participant, ...] = ()
    dispersion: Dispersion | None = None
    consistency: Consistency | None = None

    def __post_init__(self) -> None:
        if len(set(self.items)) < len(self.items):
            raise ValueError("an item is weighed twice")
        for weights in (self.weights, *(one.weights for one in self.participants)):
            if len(weights) != len(self.items):
                raise ValueError("there is not one weight per item")
            # Written so that NaN, too, is refused.
            if not (min(weights) >= 0 and abs(math.fsum(weights) - 1) <= _ROUNDING):
                raise ValueError("the weights are negative or do not sum to 1")

    @property
    def individual(self) -> Floats:
        """The participants' weights, shape (K, n), as draws on the weights need them."""
        rows = [participant.weights for participant in self.participants]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(self.items))

    def to_json(self) -> object:
        """What is stored: objects, lists, texts and finite numbers only."""
        return to_builtins(self)

    @classmethod
    def from_json(cls, stored: object) -> Weighting:
        """The weighting that `to_json` stored. Raises `ValueError` for what is none."""
        try:
            return convert(stored, cls)
        except ValidationError as fault:
            raise ValueError(f"no Weighting: {fault}") from fault
