"""What charts show: spokes (axes or themes) and the outlines drawn over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["mine", "comparison", "median"]
MOST_OUTLINES = 3
LEAST_SPOKES = 3
TOP = 100.0
_LEAST_WIDTH = 0.5


class Spoke(Struct, frozen=True):
    """A direction of a radar: `short` is printed beside it, `long` stands in tables and tooltips."""

    id: str
    short: str
    long: str


class Outline(Struct, frozen=True):
    """The scores of one assessment, or the medians of a group, one per spoke, in [0, 100].

    `None` is "no score": never drawn, never zero. `low` and `high` bound each score (what
    unanswered questions could change, or the quartiles of a group); empty without intervals.

    Raises:
        ValueError: where a bound stands without the other, above it, or a figure leaves [0, 100].
    """

    label: str
    kind: Kind
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()

    def __post_init__(self) -> None:
        for bounds in (self.low, self.high):
            if len(bounds) not in (0, len(self.values)):
                raise ValueError("as many bounds as values, or none")
        if len(self.low) != len(self.high):
            raise ValueError("low and high bounds go together")
        for figure in (*self.values, *self.low, *self.high):
            if figure is not None and not 0.0 <= figure <= TOP:
                raise ValueError(f"{figure} is outside 0 to 100")
        for low, high in zip(self.low, self.high, strict=True):
            if (low is None) != (high is None) or (
                low is not None and high is not None and low > high
            ):
                raise ValueError("a low bound needs a high bound that is not under it")

    def bounds(self, index: int) -> tuple[float, float] | None:
        """The interval of one spoke, or None."""
        if not self.low:
            return None
        low, high = self.low[index], self.high[index]
        return None if low is None or high is None else (low, high)

    @property
    def has_band(self) -> bool:
        """Whether some interval is wide enough to be seen at the precision that is displayed."""
        return any(visible(self.bounds(index)) for index in range(len(self.values)))


def visible(bounds: tuple[float, float] | None) -> bool:
    """Whether an interval says more than its score: half a point or more."""
    return bounds is not None and bounds[1] - bounds[0] >= _LEAST_WIDTH


def check(outlines: Sequence[Outline], spokes: Sequence[Spoke], *, least: int = 1) -> None:
    """Refuses what cannot be drawn.

    Raises:
        ValueError: fewer spokes than `least`, no outline, more than three (small multiples then
            read better), or an outline with another number of values than there are spokes.
    """
    if len(spokes) < least:
        raise ValueError(f"at least {least} spokes, not {len(spokes)}")
    if not 1 <= len(outlines) <= MOST_OUTLINES:
        raise ValueError(f"one to {MOST_OUTLINES} outlines, not {len(outlines)}")
    for outline in outlines:
        if len(outline.values) != len(spokes):
            raise ValueError(f"{len(outline.values)} values for {len(spokes)} spokes")


def main_index(outlines: Sequence[Outline]) -> int:
    """The outline the picture is about: the reader's own, else the median, else the first."""
    kinds = [outline.kind for outline in outlines]
    for kind in ("mine", "median"):
        if kind in kinds:
            return kinds.index(kind)
    return 0


def banded(outlines: Sequence[Outline]) -> Outline | None:
    """The one outline whose band is drawn, the main or a median: two would hide each other."""
    main = outlines[main_index(outlines)]
    for outline in (main, *(other for other in outlines if other.kind == "median")):
        if outline.has_band:
            return outline
    return None
