"""The outlines of a level, as they are kept and drawn."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - msgspec reads the annotations
from typing import TypeAlias

from msgspec import Struct

from domino_survey.territories.places import Kind  # noqa: TC001 - msgspec reads the annotations

# Degrees, longitude first; open: the first point is not repeated.
Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]
# The outer ring, anticlockwise, then holes, clockwise (RFC 7946, 3.1.6).
Polygon: TypeAlias = tuple[Ring, ...]


class Shape(Struct, frozen=True):
    """What a place looks like from above: one polygon or more."""

    code: str
    polygons: tuple[Polygon, ...]

    @property
    def size(self) -> int:
        """How many points it is made of."""
        return sum(len(ring) for polygon in self.polygons for ring in polygon)


class Outlines(Struct, frozen=True):
    """The shapes of one level, by code, with where they come from.

    `source` is the name of the file that was loaded, `attribution` what its licence wants said; `tolerance`
    is how far, in metres, a line may lie from where it was.
    """

    level: Kind
    source: str
    attribution: str
    loaded_at: datetime
    tolerance: float
    shapes: tuple[Shape, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The places that have a shape."""
        return frozenset(shape.code for shape in self.shapes)
