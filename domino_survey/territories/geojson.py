"""Reads the polygons of a GeoJSON text (RFC 7946) and tells every fault at its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from domino_survey.errors import DominoError, problem, refusal
from domino_survey.numerics import Floats, np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domino_survey.errors import Problem

MOST_FAULTS = 10  # told one by one; a file with more is of another kind
_LEAST = 3  # points of an open ring
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "archive ZIP (Shapefile ?)"),
    (b"\x1f\x8b", "archive GZIP"),
    (b"SQLite format 3", "GeoPackage"),
    (b"\x00\x00\x27\x0a", "Shapefile"),
    (b"<", "XML (GML, KML ?)"),
    (b"%PDF", "PDF"),
)


class Feature(msgspec.Struct, frozen=True):
    """One feature: its place in the file, its properties, its polygons (open rings, as they stand).

    Each polygon is its outer ring and its holes; each ring has shape (n, 2).
    """

    place: str
    properties: Mapping[str, object]
    polygons: list[list[Floats]]


def read_features(data: bytes, file: str) -> list[Feature]:
    """The features of a file; one without geometry has no polygon.

    Raises:
        DominoError: all that is wrong with the text and its geometries, place by place.
    """
    _refuse_other_kinds(data, file)
    document = _decoded(data, file)
    if document.get("type") == "Topology":
        raise refusal("outlines-topojson", place=file, file=file)
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        found = shown(document.get("type", "{…}"))
        raise refusal("outlines-not-collection", place=file, found=found)
    if not features:
        raise refusal("outlines-no-feature", place=file)
    found_features: list[Feature] = []
    faults: list[Problem] = []
    for index in range(len(features)):
        feature, features[index] = features[index], None  # its lists may go at once
        place = f"{file}: features[{index}]"
        read = _feature(feature, place)
        if isinstance(read, Feature):
            found_features.append(read)
        else:
            faults.append(read)
        if len(faults) == MOST_FAULTS:
            break
    if faults:
        raise DominoError(*faults)
    return found_features


def shown(value: object) -> str:
    """A value of the file that is safe to print: short, on one line, without control characters."""
    text = re.sub(r"[^\w .,:;/'’()«»\[\]{}…→+-]", "?", str(value))
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - a short line


def _refuse_other_kinds(data: bytes, file: str) -> None:
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise refusal("outlines-empty-file", place=file)
    for mark, kind in _MARKS:
        if start.startswith(mark):
            raise refusal("outlines-other-kind", place=file, found=kind, file=file)
    if start[:1] not in b"{[" and b"," in data[:400]:
        raise refusal("outlines-other-kind", place=file, found="CSV ?", file=file)


def _decoded(data: bytes, file: str) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError:
        raise refusal("outlines-too-deep", place=file) from None
    except UnicodeDecodeError:
        raise refusal("outlines-not-utf-8", place=file) from None
    except msgspec.DecodeError as fault:
        at = re.search(r"byte (\d+)", str(fault))
        end = int(at[1]) if at else len(data)
        line = data.count(b"\n", 0, end) + 1
        column = end - data.rfind(b"\n", 0, end)
        raise refusal("outlines-not-json", place=f"{file}:{line}:{column}") from None
    if not isinstance(document, dict):
        raise refusal("outlines-not-collection", place=file, found=shown(type(document).__name__))
    return document


def _feature(feature: object, place: str) -> Feature | Problem:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return problem("outlines-not-feature", place=place)
    properties = feature.get("properties")
    known: dict[str, object] = dict(properties) if isinstance(properties, dict) else {}
    if "id" in feature:
        known.setdefault("id", feature["id"])
    geometry = feature.get("geometry")
    if geometry is None:
        return Feature(place, known, [])
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return problem("outlines-not-polygon", place=place, found=shown(kind))
    coordinates = geometry.get("coordinates")
    try:
        polygons = [coordinates] if kind == "Polygon" else coordinates
        return Feature(place, known, list(_polygons(polygons)))
    except (TypeError, ValueError, OverflowError):
        return problem("outlines-bad-coordinates", place=place)


def _polygons(polygons: Any) -> Iterator[list[Floats]]:
    if not isinstance(polygons, list):
        raise TypeError("a list of polygons is expected")
    for polygon in polygons:
        rings = [_ring(ring) for ring in polygon]
        if rings and len(rings[0]) >= _LEAST:
            yield [ring for ring in rings if len(ring) >= _LEAST]


def _ring(ring: Any) -> Floats:
    """An open ring; heights are dropped, a ring that is not closed is taken as if it were."""
    if not isinstance(ring, list) or any(isinstance(point, str) for point in ring):
        raise TypeError("a list of points is expected")
    points: Floats = np.array([(float(x), float(y)) for x, y, *_ in ring], dtype=np.float64)
    if points.size == 0:
        return points.reshape(0, 2)
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is not finite")
    return points[:-1] if len(points) > 1 and (points[0] == points[-1]).all() else points
