"""Where outlines stand in a picture: projected, fitted to its width, overseas places in insets.

Lambert-93 for the mainland and Corsica, as on the maps that people know; elsewhere plain degrees, a
degree of longitude as wide as it is at the middle of the place. Pixels, `y` downwards.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from domino_survey.numerics import Floats, np
from domino_survey.territories.projections import to_lambert93
from domino_survey.territories.simplification import METRES, area

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.territories.shapes import Shape

Pixels: TypeAlias = list[list["Floats"]]  # polygons, each its outer ring and its holes

# Mainland France and Corsica with its neighbours: west, south, east, north, in degrees.
_MAINLAND = (-7.0, 40.0, 11.5, 52.0)
_INSET = 62.0  # pixels, width and height of a place overseas
_EDGE = 3.0
_LEAST_SIDE = 0.35  # pixels between points that are told apart
_TALLEST = 1.15  # height for one of width


class Drawn(Struct, frozen=True):
    """A place in pixels from the top left: its polygons, and where a label would stand.

    `room` is how wide the place is there.
    """

    code: str
    polygons: Pixels
    centre: tuple[float, float]
    room: float


class Fitted(Struct, frozen=True):
    """The places that were drawn, and the height that they take, in pixels."""

    places: Mapping[str, Drawn]
    height: float


def fit(shapes: Sequence[Shape], width: float) -> Fitted:
    """The shapes in a picture of this width. Raises `ValueError` without a shape."""
    if not shapes:
        raise ValueError("no shape")
    planes = {shape.code: _projected(shape) for shape in shapes}
    main = [code for code, (inside, _) in planes.items() if inside]
    if not main:
        main = list(planes)  # an overseas territory alone fills the picture
    far = [code for code in planes if code not in main]
    placed, height = _fit_together({code: planes[code][1] for code in main}, width)
    for number, code in enumerate(far):
        across = max(1, int(width // (_INSET + 10)))
        left = (number % across) * (_INSET + 10) + 5
        top = height + 10 + (number // across) * (_INSET + 10)
        inset, _ = _fit_together({code: planes[code][1]}, _INSET, tallest=1.0)
        placed[code] = [[np.add(ring, (left, top)) for ring in polygon] for polygon in inset[code]]
    if far:
        lines = math.ceil(len(far) / max(1, int(width // (_INSET + 10))))
        height += 10 + lines * (_INSET + 10)
    drawn = {code: _drawn(code, polygons) for code, polygons in placed.items()}
    return Fitted(drawn, height)


def _projected(shape: Shape) -> tuple[bool, Pixels]:
    """Whether a shape lies on the mainland, and its polygons in metres, northwards."""
    degrees = [[np.array(ring) for ring in polygon] for polygon in shape.polygons]
    points = np.concatenate([polygon[0] for polygon in degrees])
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    left, down, right, up = _MAINLAND
    if left <= west and down <= south and east <= right and north <= up:
        return True, [[to_lambert93(ring) for ring in polygon] for polygon in degrees]
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = np.array((METRES * narrowing, METRES))
    return False, [[ring * scale for ring in polygon] for polygon in degrees]


def _fit_together(
    planes: Mapping[str, Pixels], width: float, *, tallest: float = _TALLEST
) -> tuple[dict[str, Pixels], float]:
    """Polygons in metres scaled into a width, and no taller than `tallest` times as much."""
    points = np.concatenate([polygon[0] for plane in planes.values() for polygon in plane])
    low, high = points.min(axis=0), points.max(axis=0)
    extent = np.maximum(high - low, 1.0)
    room = width - 2 * _EDGE
    scale = min(room / extent[0], (width * tallest - 2 * _EDGE) / extent[1])
    left = (width - extent[0] * scale) / 2
    flip = np.array((scale, -scale))
    shift = np.array((left - low[0] * scale, _EDGE + high[1] * scale))
    placed = {
        code: [[ring * flip + shift for ring in polygon] for polygon in plane]
        for code, plane in planes.items()
    }
    return placed, float(extent[1] * scale + 2 * _EDGE)


def _drawn(code: str, polygons: Pixels) -> Drawn:
    thinned = [[_thinned(ring) for ring in polygon] for polygon in polygons]
    largest = max((polygon[0] for polygon in thinned), key=lambda ring: abs(area(ring)))
    centre, room = _label_point(largest)
    return Drawn(code, thinned, centre, room)


def _thinned(ring: Floats) -> Floats:
    """A ring without the points that fall on the same fraction of a pixel as the one before.

    The grid is the picture's and not the ring's, so that neighbours lose the same points.
    """
    if len(ring) < 8:  # noqa: PLR2004 - it has few already
        return np.round(ring, 1)
    grid = np.rint(ring / _LEAST_SIDE)
    kept = ring[np.any(grid != np.roll(grid, 1, axis=0), axis=1)]
    return np.round(kept if len(kept) > 3 else ring, 1)  # noqa: PLR2004 - a surface needs three


def _label_point(ring: Floats) -> tuple[tuple[float, float], float]:
    """The middle of the widest level stretch inside a ring, near its middle height, and its width."""
    low, high = float(ring[:, 1].min()), float(ring[:, 1].max())
    best = ((float(ring[:, 0].mean()), (low + high) / 2), 0.0)
    x1, y1 = ring[:, 0], ring[:, 1]
    x2, y2 = np.roll(x1, -1), np.roll(y1, -1)
    for share in (0.5, 0.42, 0.58, 0.34, 0.66):
        y = low + (high - low) * share + 1e-3
        crosses = (y1 > y) != (y2 > y)
        ends = np.sort(
            x1[crosses] + (x2[crosses] - x1[crosses]) * (y - y1[crosses]) / (y2 - y1)[crosses]
        )
        for start, end in zip(ends[::2], ends[1::2], strict=False):
            if end - start > best[1] * 1.15:
                best = ((float(start + end) / 2, y), float(end - start))
    return best
