"""Where everything stands on a radar: its radius, its labels outside, its heights.

The origin is the centre of the polygon, y goes up, one unit is one pixel; the first spoke points
up, the others follow clockwise.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from domino_survey.charts.figures import TOP, Outline
from domino_survey.charts.lettering import fits_whole, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.charts.layers import Anchor
    from domino_survey.charts.look import Size

_GAP = 9.0
_MARGIN = 3.0
_LINE = 1.2
_SCORE_LINE = 1.15
_MOST_LINES = 3
_STEP = 2.0
_SMALLEST = 0.55
# With more spokes, the labels next to the top one come near it.
_ROOMY = 6
# Pixels between a ring's label and an outline, from which it reads well.
_CLEAR = 11.0


class Block(Struct, frozen=True):
    """One spoke's label and score: lines under each other, anchored at `x`, from `top` down."""

    x: float
    top: float
    anchor: Anchor
    lines: tuple[str, ...]
    width: float
    height: float
    whole: bool

    @property
    def left(self) -> float:
        """The left edge, in pixels."""
        return self.x - {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, right, bottom and top, in pixels."""
        return self.left, self.left + self.width, self.top - self.height, self.top


class Layout(Struct, frozen=True):
    """A radius, a block per spoke, and the whole pixels taken `up` and `down` from the centre."""

    radius: float
    blocks: tuple[Block, ...]
    up: int
    down: int


def angle(index: float, count: int) -> float:
    """The direction of a spoke, in radians clockwise from the top; halves lie between two."""
    return 2 * math.pi * index / count


def point(value: float, index: float, count: int, radius: float) -> tuple[float, float]:
    """A score of [0, 100] on a spoke, in pixels from the centre."""
    reach = radius * value / TOP
    return reach * math.sin(angle(index, count)), reach * math.cos(angle(index, count))


def lay_out(labels: Sequence[str], scores: Sequence[str], size: Size) -> Layout:
    """The largest radar whose labels fit outside it: wrapped by words, uncut, apart."""
    best: tuple[float, float, tuple[Block, ...]] = (math.inf, 0.0, ())
    radius = size.radius
    while best[0] > 0 and radius >= size.radius * _SMALLEST:
        blocks = tuple(
            _block(index, label, score, count=len(labels), radius=radius, size=size)
            for index, (label, score) in enumerate(zip(labels, scores, strict=True))
        )
        best = min(best, (_faults(blocks, radius), radius, blocks), key=lambda found: found[0])
        radius -= _STEP
    _, radius, blocks = best
    blocks = _apart(blocks)
    up = math.ceil(max(radius, *(block.box[3] for block in blocks))) + 2
    down = math.ceil(max(radius * _depth(len(labels)), *(-block.box[2] for block in blocks))) + 2
    return Layout(radius, blocks, up, down)


def ring_gap(outlines: Sequence[Outline], cuts: Sequence[float], radius: float) -> float:
    """The direction, halfway between two spokes, in which ring labels are clear of the outlines.

    The gap on the right of the top wins where it is clear enough, so that labels seldom move.
    """
    count = len(outlines[0].values)
    narrowing = math.cos(math.pi / count)

    def clearance(gap: int) -> float:
        crossings: list[float] = []
        for outline in outlines:
            one, two = outline.values[gap], outline.values[(gap + 1) % count]
            if one is not None and two is not None:
                both = one + two
                crossings.append(2 * one * two * narrowing / both if both else 0.0)
        closest = math.inf
        for cut in cuts:
            for crossing in crossings:
                closest = min(closest, abs(cut * narrowing - crossing) * radius / TOP)
        return closest

    order: list[int] = [0, count - 1, *range(1, count - 1)]
    for gap in order:
        if clearance(gap) >= _CLEAR:
            return gap + 0.5
    return max(order, key=clearance) + 0.5


def _depth(count: int) -> float:
    """How far under the centre the polygon reaches, as a share of the radius."""
    return max(-math.cos(angle(index, count)) for index in range(count))


def _block(index: int, label: str, score: str, *, count: int, radius: float, size: Size) -> Block:
    direction = angle(index, count)
    across, upward = math.sin(direction), math.cos(direction)
    x = (radius + _GAP) * across
    anchor: Anchor
    if math.isclose(across, 0.0, abs_tol=1e-9):
        x, anchor, room = 0.0, "middle", size.width * 0.7
        if count > _ROOMY:
            room = 2 * (radius + _GAP) * math.sin(angle(1, count)) - _GAP
    else:
        anchor, room = ("start" if across > 0 else "end"), size.width / 2 - abs(x) - _MARGIN
    lines = wrap(label, size.label, room)
    height = len(lines) * size.label * _LINE + size.score * _SCORE_LINE
    middle = (radius + _GAP) * upward + upward * height / 2
    return Block(
        x=x,
        top=middle + height / 2,
        anchor=anchor,
        lines=lines,
        width=max(
            text_width(score, size.score, bold=True),
            *(text_width(line, size.label) for line in lines),
        ),
        height=height,
        whole=fits_whole(label, size.label, room),
    )


def _faults(blocks: Sequence[Block], radius: float) -> float:
    faults = 0.0
    for block in blocks:
        faults += 10 * (not block.whole) + max(0, len(block.lines) - _MOST_LINES)
        faults += 3 * _intrudes(block, len(blocks), radius)
    return faults + 5 * sum(_overlap(one, two) for one, two in combinations(blocks, 2))


def _overlap(one: Block, two: Block) -> bool:
    left, right, bottom, top = one.box
    other_left, other_right, other_bottom, other_top = two.box
    beside = left < other_right + 4 and other_left < right + 4
    return beside and bottom < other_top + 2 and other_bottom < top + 2


def _intrudes(block: Block, count: int, radius: float) -> bool:
    """Whether a corner of the block lies inside the polygon."""
    apothem = radius * math.cos(math.pi / count)
    left, right, bottom, top = block.box
    return any(
        all(
            x * math.sin(angle(gap + 0.5, count)) + y * math.cos(angle(gap + 0.5, count)) < apothem
            for gap in range(count)
        )
        for x in (left, right)
        for y in (bottom, top)
    )


def _apart(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Moves blocks apart that still overlap (many spokes, long labels), outwards."""
    moved = list(blocks)
    order = sorted(
        range(len(moved)), key=lambda index: abs(moved[index].top - moved[index].height / 2)
    )
    settled: list[int] = []
    for index in order:
        block = moved[index]
        upwards = block.top - block.height / 2 >= 0
        while hits := [moved[other] for other in settled if _overlap(block, moved[other])]:
            # A pixel more than `_overlap` asks for, so that each turn moves on.
            if upwards:
                top = max(hit.box[3] for hit in hits) + 3 + block.height
            else:
                top = min(hit.box[2] for hit in hits) - 3
            block = replace(block, top=top)
        moved[index] = block
        settled.append(index)
    return tuple(moved)
