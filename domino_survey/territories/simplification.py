"""Fewer points for the same outlines, with borders that neighbours share kept shared.

Rings are cut where borders meet (a point with other neighbours in another ring), each piece is
simplified once by Douglas and Peucker (1973), whichever ring it is met in and in whichever
direction, and the rings are put together again: no gaps, no overlaps.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from domino_survey.numerics import Floats, Mask, np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

GRID = 1e6  # steps per degree: about 10 cm, finer than any published outline
METRES = 111_320.0  # per degree of latitude
_LEAST = 3  # points of a ring


def simplify(rings: Sequence[Floats], tolerance: float) -> list[Floats]:
    """The rings with the points that matter.

    Args:
        rings: open (the first point not repeated), in degrees; shape (n, 2) each.
        tolerance: how far, in metres, a line may come to lie from where it was.

    Returns:
        The rings in the same order; one with fewer than 3 points has collapsed.
    """
    exact = [_distinct(np.rint(ring * GRID).astype(np.int64)) for ring in rings]
    known: dict[bytes, NDArray[np.int64]] = {}
    return [
        _ring(ring, meeting, tolerance, known) / GRID
        for ring, meeting in zip(exact, _meetings(exact), strict=True)
    ]


def _distinct(ring: NDArray[np.int64]) -> NDArray[np.int64]:
    if len(ring) < _LEAST:
        return ring
    same = np.all(ring == np.roll(ring, 1, axis=0), axis=1)
    return ring[~same] if same.any() else ring


def _meetings(rings: Sequence[NDArray[np.int64]]) -> list[Mask]:
    """For each ring, which of its points have other neighbours in another ring, or on another pass."""
    keys = [ring[:, 0] * (1 << 31) + ring[:, 1] for ring in rings]
    if not keys:
        return []
    before = np.concatenate([np.roll(key, 1) for key in keys])
    after = np.concatenate([np.roll(key, -1) for key in keys])
    points = np.concatenate(keys)
    low, high = np.minimum(before, after), np.maximum(before, after)
    order = np.argsort(points, kind="stable")
    point, low, high = points[order], low[order], high[order]
    same = point[1:] == point[:-1]
    differs = same & ((low[1:] != low[:-1]) | (high[1:] != high[:-1]))
    meeting = np.isin(points, point[1:][differs])
    return np.split(meeting, np.cumsum([len(key) for key in keys])[:-1])


def _ring(
    ring: NDArray[np.int64],
    meeting: Mask,
    tolerance: float,
    known: dict[bytes, NDArray[np.int64]],
) -> NDArray[np.int64]:
    if len(ring) <= _LEAST:
        return ring
    cuts = np.flatnonzero(meeting)
    if not cuts.size:
        # An island: cut at its first point in order and at the one farthest from it.
        start = int(np.lexsort((ring[:, 1], ring[:, 0]))[0])
        far = int(np.argmax(np.sum((ring - ring[start]) ** 2, axis=1)))
        cuts = np.array(sorted((start, far)))
    ring = np.roll(ring, -int(cuts[0]), axis=0)
    ends = [*(cuts - cuts[0]), len(ring)]
    closed = np.vstack((ring, ring[:1]))
    pieces = [
        _piece(closed[first : last + 1], tolerance, known)[:-1] for first, last in pairwise(ends)
    ]
    return np.concatenate(pieces)


def _piece(
    line: NDArray[np.int64], tolerance: float, known: dict[bytes, NDArray[np.int64]]
) -> NDArray[np.int64]:
    """A piece of a border, its ends kept, the same in both directions."""
    if len(line) <= 2:  # noqa: PLR2004 - two ends
        return line
    flip = tuple(line[0]) + tuple(line[1]) > tuple(line[-1]) + tuple(line[-2])
    one = np.ascontiguousarray(line[::-1] if flip else line)
    name = one.tobytes()
    if name not in known:
        known[name] = one[_kept(one, tolerance)]
    return known[name][::-1] if flip else known[name]


def _kept(line: NDArray[np.int64], tolerance: float) -> Mask:
    """Which points stay: the ends, and those further than the tolerance from the line without them."""
    scale = METRES / GRID
    middle = np.radians((line[0, 1] + line[-1, 1]) / 2 / GRID)
    x, y = line[:, 0] * scale * np.cos(middle), line[:, 1] * scale
    kept = np.zeros(len(line), dtype=bool)
    kept[0] = kept[-1] = True
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:  # noqa: PLR2004 - nothing between them
            continue
        across, along = x[last] - x[first], y[last] - y[first]
        dx, dy = x[first + 1 : last] - x[first], y[first + 1 : last] - y[first]
        # Distance to the stretch itself: a spike beyond its ends lies on its line and still counts.
        length = max(float(across * across + along * along), 1e-9)
        share = np.clip((dx * across + dy * along) / length, 0, 1)
        away = np.hypot(dx - share * across, dy - share * along)
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            middle_point = first + 1 + worst
            kept[middle_point] = True
            waiting += [(first, middle_point), (middle_point, last)]
    return kept


def area(ring: Floats) -> float:
    """The signed area of an open ring in its own units squared, positive anticlockwise."""
    if len(ring) < _LEAST:
        return 0.0
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)
