"""From a GeoJSON text to the outlines of a level, and all that may be wrong with one."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.errors import DominoError
from domino_survey.territories import load
from domino_survey.territories.geojson import shown
from domino_survey.territories.mergers import mergers, successor
from domino_survey.territories.outline_making import make_outlines
from domino_survey.territories.projections import (
    from_lambert93,
    from_mercator,
    to_lambert93,
)
from domino_survey.territories.simplification import METRES, area, simplify

if TYPE_CHECKING:
    from domino_survey.territories import Kind
    from domino_survey.territories.outline_making import Made
    from domino_survey.territories.projections import Projection
    from domino_survey.territories.shapes import Shape

WHEN = datetime(2026, 11, 24, tzinfo=UTC)
Ring = list[list[float]]


def box(west: float, south: float, side: float = 0.5) -> Ring:
    """A closed square, clockwise: the wrong way round for an outer ring."""
    east, north = west + side, south + side
    return [[west, south], [west, north], [east, north], [east, south], [west, south]]


def feature(code: object, *rings: Ring, name: str = "code") -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": {name: code, "nom": "x"}, "geometry": geometry}


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


THREE = (feature("35", box(-2, 48)), feature("44", box(-2, 47)), feature("53", box(-1, 48)))


def made(
    data: bytes,
    level: Kind = "departement",
    *,
    projection: Projection = "wgs84",
    code_property: str | None = None,
) -> Made:
    return make_outlines(
        data,
        file="c.geojson",
        level=level,
        territories=load(),
        loaded_at=WHEN,
        projection=projection,
        code_property=code_property,
    )


def shape(result: Made, code: str) -> Shape:
    return next(one for one in result.outlines.shapes if one.code == code)


def refused(data: bytes, level: Kind = "departement", **options: Any) -> DominoError:
    with pytest.raises(DominoError) as caught:
        made(data, level, **options)
    return caught.value


def warned(result: Made) -> dict[str, str]:
    return {one.code: str(one.params["codes"]) for one in result.warnings if "codes" in one.params}


# --- What is read -----------------------------------------------------------------------------


def test_outlines__sound_file__codes_and_rings_the_right_way_round() -> None:
    hole = box(-1.8, 48.1, 0.1)[::-1]
    result = made(collection(feature("35", box(-2, 48), hole), *THREE[1:]))

    assert result.outlines.codes == {"35", "44", "53"}
    outer, inner = shape(result, "35").polygons[0]
    assert area(np.array(outer)) > 0 > area(np.array(inner))
    assert result.property == "code"


@pytest.mark.parametrize("name", ["INSEE_DEP", "code_insee", "DEP", "autre"])
def test_outlines__codes_under_other_names__are_found(name: str) -> None:
    features = [
        feature(code, box(-2 + place, 48), name=name) for place, code in enumerate(("35", "2a", 1))
    ]
    result = made(collection(*features))
    assert result.property == name
    assert result.outlines.codes == {"35", "2A", "01"}


def test_outlines__region_code_on_each_commune__is_not_taken_for_theirs() -> None:
    features = [
        feature(code, box(-2 + place, 48), name="insee_com")
        for place, code in enumerate(("35238", "35236", "35093"))
    ]
    for one in features:
        one["properties"]["code"] = "53"
    assert made(collection(*features), "commune").property == "insee_com"


def test_outlines__pieces_heights_bare_and_open_rings__are_taken() -> None:
    high = [[*point, 12.0] for point in box(-2, 48)][:-1]
    bare = {"type": "Feature", "properties": {"code": "72"}, "geometry": None}
    result = made(collection(feature("35", high), feature("35", box(-3, 48)), bare, *THREE[1:]))

    assert len(shape(result, "35").polygons) == 2
    assert warned(result)["outlines-repeated-codes"] == "35"
    assert warned(result)["outlines-no-geometry"] == "72"
    assert "72" not in warned(result)["outlines-missing-codes"].split(", ")


def test_outlines__same_feature_twice__counts_once() -> None:
    assert len(shape(made(collection(*THREE, THREE[0])), "35").polygons) == 1


def test_outlines__unknown_codes__are_told_and_left_out() -> None:
    result = made(collection(*THREE, feature("99\x1b[31m", box(5, 45))))
    assert "\x1b" not in warned(result)["outlines-unknown-codes"]
    assert result.outlines.codes == {"35", "44", "53"}


def test_outlines__island_smaller_than_the_tolerance__is_still_there() -> None:
    result = made(collection(*THREE, feature("975", box(-56, 47, 0.0005))))
    assert shape(result, "975").size >= 3


# --- Communes that were merged ------------------------------------------------------------------


def test_mergers__reference__leads_to_communes_of_today() -> None:
    territories = load()
    assert all(now in territories and old not in territories for old, now in mergers().items())
    assert successor("13201") == "13055"
    assert successor("35238") is None


def test_outlines__former_commune__joins_that_of_today() -> None:
    old = next(old for old, now in mergers().items() if now.startswith("49"))
    now = successor(old)
    assert now is not None
    data = collection(feature(now, box(-1, 47)), feature(old, box(-0.5, 47)))
    result = made(data, "commune")

    assert result.outlines.codes == {now}
    assert len(shape(result, now).polygons) == 2
    assert warned(result)["outlines-merged-codes"] == f"{old} → {now}"


def test_outlines__former_commune_inside_that_of_today__adds_nothing() -> None:
    old = next(old for old, now in mergers().items() if now.startswith("49"))
    now = successor(old)
    assert now is not None
    data = collection(feature(now, box(-1, 47, 1.0)), feature(old, box(-0.6, 47.2, 0.2)))
    assert len(shape(made(data, "commune"), now).polygons) == 1


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "outlines-empty-file"),
        (b" \n", "outlines-empty-file"),
        (b"PK\x03\x04rest", "outlines-other-kind"),
        (b"SQLite format 3\x00", "outlines-other-kind"),
        (b"<?xml version='1.0'?><kml/>", "outlines-other-kind"),
        (b"code,nom\n35,x\n", "outlines-other-kind"),
        (b'{"type": "Topology"}', "outlines-topojson"),
        (b'{"type": "FeatureCollection", "features": [', "outlines-not-json"),
        (b'{"type": "\xff"}', "outlines-not-utf-8"),
        (b"[" * 100_000, "outlines-too-deep"),
        (b"[1, 2]", "outlines-not-collection"),
        (b'{"type": "Feature"}', "outlines-not-collection"),
        (b'{"type": "FeatureCollection", "features": {}}', "outlines-not-collection"),
        (collection(), "outlines-no-feature"),
        (collection(3), "outlines-not-feature"),
        (collection({"type": "Feature", "geometry": None}), "outlines-no-feature"),
    ],
)
def test_outlines__another_kind_of_file__refused_with_its_reason(data: bytes, code: str) -> None:
    assert refused(data).code == code


def test_outlines__broken_json__the_place_is_told() -> None:
    (problem,) = refused(b'{"type": "FeatureCollection",\n "features": [,]}').problems
    assert problem.place.startswith("c.geojson:2:")


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Point", "coordinates": [1, 2]}, "outlines-not-polygon"),
        ({"type": "GeometryCollection", "geometries": []}, "outlines-not-polygon"),
        ([], "outlines-not-polygon"),
        ({"type": "Polygon"}, "outlines-bad-coordinates"),
        ({"type": "Polygon", "coordinates": 3}, "outlines-bad-coordinates"),
        ({"type": "Polygon", "coordinates": [["ab", "cd"]]}, "outlines-bad-coordinates"),
        ({"type": "Polygon", "coordinates": [[[1], [2]]]}, "outlines-bad-coordinates"),
        ({"type": "Polygon", "coordinates": [[[1, None], [2, 3]]]}, "outlines-bad-coordinates"),
        ({"type": "Polygon", "coordinates": [[[{}, 1], [2, 3]]]}, "outlines-bad-coordinates"),
        ({"type": "MultiPolygon", "coordinates": [[1]]}, "outlines-bad-coordinates"),
    ],
)
def test_outlines__faulty_geometries__each_at_its_place(geometry: object, code: str) -> None:
    bad = {"type": "Feature", "properties": {"code": "35"}, "geometry": geometry}
    refusal = refused(collection(THREE[1], bad, bad))
    assert [one.place for one in refusal.problems] == [
        "c.geojson: features[1]",
        "c.geojson: features[2]",
    ]
    assert refusal.code == code


def test_outlines__no_codes__the_properties_are_told() -> None:
    (problem,) = refused(collection(feature("ZZ", box(-2, 48)))).problems
    assert problem.code == "outlines-no-codes"
    assert problem.params["properties"] == "code, nom"


def test_outlines__codes_of_another_level__it_is_named() -> None:
    codes = ("243500139", "200069193", "244400404")
    data = collection(*(feature(code, box(-2 + at, 48)) for at, code in enumerate(codes)))
    (problem,) = refused(data, "commune").problems
    assert (problem.code, problem.params["found"]) == ("outlines-other-level", "epci")


def test_outlines__named_property_absent__refused_with_those_there() -> None:
    (problem,) = refused(collection(*THREE), code_property="siren").problems
    assert (problem.code, problem.params["properties"]) == ("outlines-no-property", "code, nom")


def test_outlines__latitude_first__refused() -> None:
    turned = feature("35", [[y, x] for x, y in box(-2, 48)])
    assert refused(collection(turned)).code == "outlines-swapped"


def test_outlines__lambert93__named_then_converted() -> None:
    metres = to_lambert93(np.array(box(-2, 48))).tolist()
    data = collection(feature("35", metres))
    (problem,) = refused(data).problems
    assert (problem.code, problem.params["option"]) == ("outlines-other-projection", "lambert93")

    ring = np.array(shape(made(data, projection="lambert93"), "35").polygons[0][0])
    assert np.allclose(ring.min(axis=0), (-2, 48), atol=1e-5)


def test_outlines__unknown_projection__refused() -> None:
    data = collection(feature("35", box(3e8, 3e8, 1000)))
    assert refused(data).code == "outlines-unknown-projection"


@given(st.text(max_size=200))
def test_shown__any_text__is_short_and_harmless(text: str) -> None:
    found = shown(text)
    assert len(found) <= 40
    assert found.isprintable()


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=4), max_leaves=12))  # fmt: skip
def test_outlines__any_coordinates__made_or_refused_never_broken(coordinates: object) -> None:
    bad = {
        "type": "Feature",
        "properties": {"code": "35"},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }
    with suppress(DominoError):
        made(collection(*THREE, bad))


# --- Projections --------------------------------------------------------------------------------


def test_lambert93__origin_and_a_known_point__are_where_they_should_be() -> None:
    metres = to_lambert93(np.array([[3.0, 46.5], [2.3499, 48.8530]]))
    assert np.allclose(metres[0], (700_000, 6_600_000), atol=0.01)
    assert np.allclose(metres[1], (652_307, 6_861_682), atol=30)


@given(st.floats(-5, 10), st.floats(41, 51.5))
def test_lambert93__there_and_back__is_the_same_point(longitude: float, latitude: float) -> None:
    point = np.array([[longitude, latitude]])
    assert np.allclose(from_lambert93(to_lambert93(point)), point, atol=1e-9)


def test_mercator__known_point__is_in_degrees() -> None:
    assert np.allclose(from_mercator(np.array([[111_319.490793, 0.0]])), [[1.0, 0.0]], atol=1e-9)


# --- Simplification -----------------------------------------------------------------------------


def wavy(start: tuple[float, float], end: tuple[float, float], seed: int) -> np.ndarray[Any, Any]:
    chance = np.random.default_rng(seed)
    share = np.linspace(0, 1, 60)[:, None]
    line: np.ndarray[Any, Any] = np.array(start) + (np.array(end) - np.array(start)) * share
    line[1:-1] += chance.normal(0, 0.01, (58, 2))
    return line


def test_simplify__neighbours__keep_the_same_border() -> None:
    border = wavy((0.0, 45.0), (0.0, 46.0), 1)
    west = np.vstack(
        (border, wavy((0.0, 46.0), (-1.0, 45.5), 2)[1:], wavy((-1.0, 45.5), (0.0, 45.0), 3)[1:-1])
    )
    east = np.vstack(
        (
            border[::-1],
            wavy((0.0, 45.0), (1.0, 45.5), 4)[1:],
            wavy((1.0, 45.5), (0.0, 46.0), 5)[1:-1],
        )
    )
    one, two = simplify([np.roll(west, 17, axis=0), np.roll(east, 40, axis=0)], 1500)

    assert len(one) < len(west) / 2
    kept = {tuple(point) for point in np.rint(border * 1e6).astype(int)}
    shared = [
        {tuple(point) for point in np.rint(ring * 1e6).astype(int)} & kept for ring in (one, two)
    ]
    assert shared[0] == shared[1]
    assert 3 <= len(shared[0]) < len(border)


@settings(deadline=None)
@given(st.integers(0, 1000), st.floats(10, 5000))
def test_simplify__ring__no_point_strays_beyond_the_tolerance(seed: int, tolerance: float) -> None:
    ring = np.vstack(
        (
            wavy((0, 45), (1, 45), seed)[:-1],
            wavy((1, 45), (0.5, 46), seed + 1)[:-1],
            wavy((0.5, 46), (0, 45), seed + 2)[:-1],
        )
    )
    (kept,) = simplify([ring], tolerance)
    scale = np.array((METRES * np.cos(np.radians(45.5)), METRES))
    line, points = kept * scale, ring * scale
    starts, ends = line, np.roll(line, -1, axis=0)
    for point in points:
        along = ends - starts
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        share = np.clip(((point - starts) * along).sum(axis=1) / length, 0, 1)
        nearest = starts + along * share[:, None]
        # Scales differ a little between the middle of the ring and that of a piece.
        assert np.hypot(*(nearest - point).T).min() <= tolerance * 1.05 + 5
