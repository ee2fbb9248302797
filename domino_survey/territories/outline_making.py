"""Makes the outlines of a level from a GeoJSON text: checked, in degrees, simplified, turned round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from domino_survey.errors import problem, refusal
from domino_survey.numerics import Floats, np
from domino_survey.territories.geojson import Feature, read_features, shown
from domino_survey.territories.outline_codes import Coded, known_codes, sort_by_code
from domino_survey.territories.projections import likely_projection, to_degrees
from domino_survey.territories.shapes import Outlines, Polygon, Ring, Shape
from domino_survey.territories.simplification import METRES, area, simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domino_survey.errors import Problem
    from domino_survey.territories.places import Kind
    from domino_survey.territories.projections import Projection
    from domino_survey.territories.register import Territories

# A browser draws this many points at once without a pause; places below a tolerance are not drawn
# at a size where it could be seen.
MOST_POINTS = 250_000
FINEST: Mapping[Kind, float] = {"region": 300, "departement": 250, "epci": 120, "commune": 60}
_LISTED = 10
_FEW = 12  # points of a place that is smaller than the tolerance
_LEAST = 3
_NAMES: Mapping[str, str] = {"lambert93": "Lambert-93", "mercator": "Web Mercator"}

Polygons = list[list["Floats"]]


class Made(Struct, frozen=True):
    """The outlines, the property where the codes were found, and what the organiser should know."""

    outlines: Outlines
    property: str
    warnings: tuple[Problem, ...]


def make_outlines(
    data: bytes,
    *,
    file: str,
    level: Kind,
    territories: Territories,
    loaded_at: datetime,
    projection: Projection = "wgs84",
    code_property: str | None = None,
    attribution: str = "",
) -> Made:
    """The outlines that a GeoJSON holds for a level.

    Args:
        data: the text.
        file: its name, for messages and as the source.
        level: what its features are.
        territories: the reference of codes.
        loaded_at: when.
        projection: in which its coordinates are.
        code_property: where its codes are; found among usual names when left out.
        attribution: what its licence wants said under each map.

    Raises:
        DominoError: a fault of the file, each with its place; the codes begin with `outlines-`.
    """
    features = _in_degrees(read_features(data, file), projection, file)
    coded = sort_by_code(features, level, territories, named=code_property)
    found, warnings = _gathered(coded, file)
    if not found:
        raise refusal("outlines-no-feature", place=file)
    shapes, tolerance = _light(found, FINEST[level])
    warnings += _warnings(coded, found, known_codes(territories, level), file)
    if tolerance > FINEST[level]:
        warnings.append(problem("outlines-simplified", place=file, tolerance=round(tolerance)))
    return Made(
        Outlines(level, file, attribution, loaded_at, tolerance, shapes),
        coded.property,
        tuple(warnings),
    )


def _in_degrees(features: Sequence[Feature], projection: Projection, file: str) -> list[Feature]:
    """The features in degrees. Raises `DominoError` where they are in another projection."""
    outer = [polygon[0] for feature in features for polygon in feature.polygons]
    if not outer:
        raise refusal("outlines-no-feature", place=file)
    low = np.min([ring.min(axis=0) for ring in outer], axis=0)
    high = np.max([ring.max(axis=0) for ring in outer], axis=0)
    likely = likely_projection(*low, *high)
    example = "[" + ", ".join(f"{value:.6g}" for value in outer[0][0]) + "]"
    if projection == "wgs84" and likely is None:
        raise refusal("outlines-unknown-projection", place=file, example=example, file=file)
    if projection == "wgs84" and likely is not None and likely != "wgs84":
        raise refusal(
            "outlines-other-projection",
            place=file,
            projection=_NAMES[likely],
            option=likely,
            example=example,
            file=file,
        )
    if projection != "wgs84" and likely == "wgs84":
        projection = "wgs84"  # they are degrees already, whatever was said
    # All of mainland France and Corsica lies within these; nothing French lies in their mirror image.
    if projection == "wgs84" and low[0] > 40 and high[0] < 52 and low[1] > -6 and high[1] < 11:  # noqa: PLR2004
        raise refusal("outlines-swapped", place=file, example=example)
    if projection == "wgs84":
        return list(features)
    return [
        replace(
            feature,
            polygons=[[to_degrees(ring, projection) for ring in one] for one in feature.polygons],
        )
        for feature in features
    ]


def _gathered(coded: Coded, file: str) -> tuple[dict[str, Polygons], list[Problem]]:
    """The polygons of each code of today; the former communes join theirs unless it covers them."""
    found: dict[str, Polygons] = {}
    repeated: list[str] = []
    for code, features in coded.features.items():
        pieces = _pieces(features)
        if sum(bool(feature.polygons) for feature in features) > 1:
            repeated.append(code)
        if pieces:
            found[code] = pieces
    whole = {code: list(pieces) for code, pieces in found.items()}
    for now, features in coded.former.values():
        pieces = _pieces(features)
        found.setdefault(now, []).extend(
            piece for piece in pieces if not _covered(piece[0], whole.get(now, []))
        )
    warnings = []
    if repeated:
        warnings.append(_about("outlines-repeated-codes", repeated, file))
    return found, warnings


def _pieces(features: Iterable[Feature]) -> Polygons:
    """All polygons of some features, each once."""
    seen: dict[bytes, list[Floats]] = {}
    for feature in features:
        for polygon in feature.polygons:
            seen.setdefault(polygon[0].tobytes(), polygon)
    return list(seen.values())


def _covered(ring: Floats, polygons: Polygons) -> bool:
    """Whether most corners of a ring lie inside some polygon or on its border: by even and odd."""
    if not polygons:
        return False
    middle = ring.mean(axis=0)
    # Corners drawn in towards the middle, so that a shared border does not decide.
    probes = middle + (ring[:: max(1, len(ring) // 9)] - middle) * 0.9
    inside = sum(any(_inside(probe, polygon[0]) for polygon in polygons) for probe in probes)
    return inside * 2 > len(probes)


def _inside(point: Floats, ring: Floats) -> bool:
    (x, y), (x1, y1) = point, (ring[:, 0], ring[:, 1])
    x2, y2 = np.roll(x1, -1), np.roll(y1, -1)
    crosses = (y1 > y) != (y2 > y)
    height = np.where(crosses, y2 - y1, 1.0)
    return bool(np.sum(crosses & (x < (x2 - x1) * (y - y1) / height + x1)) % 2)


def _warnings(
    coded: Coded, found: Mapping[str, Polygons], known: frozenset[str], file: str
) -> list[Problem]:
    bare = [
        code
        for code, features in coded.features.items()
        if code not in found and not any(feature.polygons for feature in features)
    ]
    former = [f"{old} → {now}" for old, (now, _) in coded.former.items()]
    missing = sorted(known - set(found) - set(bare))
    told = (
        ("outlines-no-geometry", bare),
        ("outlines-merged-codes", former),
        ("outlines-unknown-codes", list(coded.unknown)),
        ("outlines-missing-codes", missing),
    )
    return [_about(code, codes, file) for code, codes in told if codes]


def _about(code: str, codes: Sequence[str], file: str) -> Problem:
    listed = ", ".join(shown(one) for one in codes[:_LISTED])
    more = ", …" if len(codes) > _LISTED else ""
    return problem(code, place=file, count=len(codes), codes=listed + more)


def _light(found: Mapping[str, Polygons], finest: float) -> tuple[tuple[Shape, ...], float]:
    """The shapes with as many points as may be drawn, and the tolerance that this took."""
    tolerance = finest
    while True:
        shapes = simplified(found, tolerance)
        if sum(shape.size for shape in shapes) <= MOST_POINTS or tolerance > METRES:
            return shapes, tolerance
        tolerance *= 2


def simplified(found: Mapping[str, Polygons], tolerance: float) -> tuple[Shape, ...]:
    """The shapes, by code, their lines within `tolerance` metres of where they were."""
    rings = [ring for polygons in found.values() for polygon in polygons for ring in polygon]
    lines = iter(simplify(rings, tolerance))
    least = (tolerance / METRES) ** 2
    made: dict[str, Shape] = {}
    for code, polygons in found.items():
        pairs = [[(ring, next(lines)) for ring in polygon] for polygon in polygons]
        made[code] = Shape(code, _kept(pairs, least))
    return tuple(made[code] for code in sorted(made))


def _kept(pairs: list[list[tuple[Floats, Floats]]], least: float) -> tuple[Polygon, ...]:
    """Polygons that are still seen; of those that are not, the largest where no other is left."""
    kept = [
        tuple(
            _turned(line, anticlockwise=place == 0)
            for place, (_, line) in enumerate(polygon)
            if place == 0 or _seen(line, least)
        )
        for polygon in pairs
        if _seen(polygon[0][1], least)
    ]
    if kept or not pairs:
        return tuple(kept)
    largest = max((polygon[0][0] for polygon in pairs), key=lambda ring: abs(area(ring)))
    few = largest[:: max(1, len(largest) // _FEW)]
    return ((_turned(few if len(few) >= _LEAST else largest, anticlockwise=True),),)


def _seen(line: Floats, least: float) -> bool:
    return len(line) >= _LEAST and abs(area(line)) >= least


def _turned(line: Floats, *, anticlockwise: bool) -> Ring:
    ordered = line if (area(line) > 0) == anticlockwise else line[::-1]
    return tuple((round(float(x), 6), round(float(y), 6)) for x, y in ordered)
