"""What an expression is evaluated on, and what comes out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct

from domino_survey.numerics import Floats, Mask

if TYPE_CHECKING:
    from collections.abc import Hashable

FloatArray: TypeAlias = Floats
BoolArray: TypeAlias = Mask


class Frame(Protocol):
    """Responses in columns. Every array is 1-D, of length `size`, one element per response.

    References are known to the questionnaire: `check` has passed.
    """

    @property
    def size(self) -> int:
        """Number of responses."""
        ...

    @property
    def figures(self) -> dict[Hashable, tuple[float, ...]]:
        """What was computed of the whole group so far, by what it is of; nothing changes a frame."""
        ...

    def scores(self, reference: str) -> FloatArray:
        """Scores 0-100 of a node, points of a scored question, or the value of another number.

        NaN where there is none: not answered, not applicable, don't know, not asked, no score.
        """
        ...

    def raw(self, reference: str) -> FloatArray:
        """Numbers as they were answered, NaN where there is none."""
        ...

    def chosen(self, reference: str, code: str) -> tuple[BoolArray, BoolArray]:
        """Whether the option is chosen, and whether there is an answer at all.

        `code` is as written in the expression: `symbols.resolve_code` gives the option's own.
        """
        ...

    def stage_ranks(self) -> FloatArray:
        """Rank of each response's stage, NaN where it is not known."""
        ...

    def rank_of(self, stage: str) -> int:
        """Rank of a stage code."""
        ...

    def present(self, reference: str) -> BoolArray:
        """Whether there is an answer (a score for a node, a stage for the stage)."""
        ...

    def span(self, reference: str) -> float:
        """Width of the scale of `scores(reference)`, NaN where there is none.

        100 for a node, the most points that a scored question can give, the declared width of
        another number.
        """
        ...


class Truth(Struct, frozen=True, eq=False):
    """Three-valued results: true, known to be false, or unknown (for want of a value).

    Both arrays have the same shape, and what is true is known.
    """

    true: BoolArray
    known: BoolArray

    @property
    def false(self) -> BoolArray:
        """Known, and not true."""
        return self.known & ~self.true
