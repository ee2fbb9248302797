"""Between degrees (WGS 84) and the planes in which French outlines are published.

RGF93 and WGS 84 lie a few decimetres apart, which no outline on a screen shows: they count as one.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from domino_survey.numerics import Floats, np

Projection: TypeAlias = Literal["wgs84", "lambert93", "mercator"]

# Lambert-93 (EPSG 2154), from the parameters of IGN, NTG 71 (1995): cone constant, radius at the
# equator, false origin, first eccentricity of GRS 80, meridian of origin.
_N = 0.7256077650532670
_C = 11_754_255.426096
_X0, _Y0 = 700_000.0, 12_655_612.049876
_E = 0.08181919104281579
_MERIDIAN = 3.0  # degrees
_EARTH = 6_378_137.0
_TURNS = 8  # of the latitude's iteration; it gains three digits in each


def to_lambert93(points: Floats) -> Floats:
    """Degrees (longitude, latitude) to metres of Lambert-93; shape (n, 2)."""
    longitude, latitude = points[:, 0], np.radians(points[:, 1])
    sine = _E * np.sin(latitude)
    isometric = np.log(np.tan(np.pi / 4 + latitude / 2) * ((1 - sine) / (1 + sine)) ** (_E / 2))
    radius = _C * np.exp(-_N * isometric)
    turned = _N * np.radians(longitude - _MERIDIAN)
    return np.column_stack((_X0 + radius * np.sin(turned), _Y0 - radius * np.cos(turned)))


def from_lambert93(points: Floats) -> Floats:
    """Metres of Lambert-93 to degrees; shape (n, 2)."""
    across, down = points[:, 0] - _X0, _Y0 - points[:, 1]
    longitude = _MERIDIAN + np.degrees(np.arctan2(across, down) / _N)
    isometric = -np.log(np.hypot(across, down) / _C) / _N
    latitude = 2 * np.arctan(np.exp(isometric)) - np.pi / 2
    for _ in range(_TURNS):
        sine = _E * np.sin(latitude)
        latitude = (
            2 * np.arctan(((1 + sine) / (1 - sine)) ** (_E / 2) * np.exp(isometric)) - np.pi / 2
        )
    return np.column_stack((longitude, np.degrees(latitude)))


def from_mercator(points: Floats) -> Floats:
    """Metres of the web's Mercator (EPSG 3857) to degrees; shape (n, 2)."""
    longitude = np.degrees(points[:, 0] / _EARTH)
    latitude = np.degrees(np.arctan(np.sinh(points[:, 1] / _EARTH)))
    return np.column_stack((longitude, latitude))


def to_degrees(points: Floats, projection: Projection) -> Floats:
    """Points of a projection in degrees (longitude, latitude)."""
    match projection:
        case "wgs84":
            return points
        case "lambert93":
            return from_lambert93(points)
        case "mercator":
            return from_mercator(points)


# The least and the greatest that coordinates may be: west, south, east, north.
_EXTENTS: tuple[tuple[Projection, tuple[float, float, float, float]], ...] = (
    ("wgs84", (-180.0, -90.0, 180.0, 90.0)),
    ("lambert93", (-200_000.0, 5_950_000.0, 1_500_000.0, 7_250_000.0)),
    ("mercator", (-2.1e7, -2.1e7, 2.1e7, 2.1e7)),
)


def likely_projection(west: float, south: float, east: float, north: float) -> Projection | None:
    """What the extent of French outlines suggests; None where it fits nothing known.

    Lambert-93 and Mercator overlap in their figures; the south of France tells them apart, and
    where it is missing, the likelier of the two in French files: Lambert-93.
    """
    for projection, (left, down, right, up) in _EXTENTS:
        if left <= west and down <= south and east <= right and north <= up:
            return projection
    return None
