"""A map with the outlines that an organiser has loaded, or tiles where there are none."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import altair as alt

from domino_survey.charts.class_legend import class_entries, entry_layers, place_entries
from domino_survey.charts.colours import text_on
from domino_survey.charts.hatching import Hatching
from domino_survey.charts.layers import ZOOM, Plane, Row, compose, paths, texts
from domino_survey.charts.lettering import text_width, wrap
from domino_survey.charts.look import PALETTES, Size, Theme
from domino_survey.charts.outline_layout import Drawn, Fitted, fit
from domino_survey.charts.place_words import describe_places, place_tip, place_tooltips
from domino_survey.charts.tile_layout import PLACES
from domino_survey.charts.tile_map import tile_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.charts.classes import Classes, PlaceFigure
    from domino_survey.i18n import Translator
    from domino_survey.territories.shapes import Outlines

# A browser stays quick up to here; beyond, places are left to the table.
MOST_PLACES = 3000
_MANY = 40  # on a phone: smaller letters from here on
_LEAST_TALL = 15.0  # pixels of a place that may bear its figure


def outline_map(
    places: Sequence[PlaceFigure],
    classes: Classes,
    outlines: Outlines | None,
    *,
    size: Size,
    theme: Theme,
    translate: Translator,
    selected: str | None = None,
) -> alt.LayerChart | None:
    """The places as they lie, filled by class, with their figures where they fit.

    Without outlines for most of the places the tile map stands in; where that does not know them
    either, there is no map and the table says it all. Hidden places are hatched, those without
    figure hollow, the selected one has a thick border. The outlines' attribution stands below.

    Args:
        places: each once, with its figure; places without an outline are left to the table.
        classes: of the figures.
        outlines: of the level of the places, None where none were loaded.
        size: fixed, in pixels; the height follows from the outlines.
        theme: light or dark.
        translate: the reader's language.
        selected: code of the reader's own territory.
    """
    shapes = [] if outlines is None else [one for one in outlines.shapes if one.polygons]
    wanted = {place.code for place in places[:MOST_PLACES]}
    shapes = [shape for shape in shapes if shape.code in wanted]
    if outlines is None or len(shapes) * 2 < len(wanted) or not shapes:
        if not any(place.code in PLACES for place in places):
            return None
        return tile_map(
            places, classes, size=size, theme=theme, translate=translate, selected=selected
        )
    palette = PALETTES[theme]
    fitted = fit(shapes, size.width)
    shown = [place for place in places if place.code in fitted.places]
    states = [place.figure.state for place in shown]
    entries = class_entries(classes, states, theme, translate)
    placed, legend_height = place_entries(entries, size, top=-fitted.height - 12)
    down = fitted.height + 12 + legend_height
    credit = wrap(outlines.attribution, size.small, size.width) if outlines.attribution else ()
    height = math.ceil(down + len(credit) * size.small * 1.3 + 6)
    plane = Plane(0.0, size.width, -height, 0.0)
    layers = _surfaces(
        shown, fitted, classes, plane, theme=theme, translate=translate, selected=selected
    )
    layers += _labels(shown, fitted, classes, plane, size=size, theme=theme, translate=translate)
    layers += entry_layers(placed, plane, size, palette)
    source: list[Row] = [
        {"x": 0.0, "y": -down - 4 - size.small * (1.3 * order + 0.65), "text": line}
        for order, line in enumerate(credit)
    ]
    layers += texts(source, plane, size=size.small, colour=palette.muted, anchor="start")
    return compose(
        layers,
        description=describe_places(places, classes, translate=translate, selected=selected),
        width=size.width,
        height=height,
    )


def _surfaces(
    places: Sequence[PlaceFigure],
    fitted: Fitted,
    classes: Classes,
    plane: Plane,
    *,
    theme: Theme,
    translate: Translator,
    selected: str | None,
) -> list[alt.Chart]:
    palette = PALETTES[theme]
    fills = classes.fills(theme)
    groups: dict[str, list[dict[str, object]]] = {fill: [] for fill in (*fills, palette.paper)}
    hatching = Hatching([])
    own: list[dict[str, object]] = []
    for place in places:
        drawn = fitted.places[place.code]
        value = place.figure.value
        feature = _feature(drawn) | place_tip(place, classes, translate)
        groups[palette.paper if value is None else fills[classes.of(value)]].append(feature)
        if place.figure.state == "hidden":
            hatching.cover(
                [(float(x), -float(y)) for x, y in ring]
                for polygon in drawn.polygons
                for ring in polygon
            )
        if place.code == selected:
            own.append(_feature(drawn))
    tooltip = place_tooltips(classes, translate)
    layers: list[alt.Chart] = []
    for fill, rows in groups.items():
        layers += _shapes(
            rows, plane, tooltip=tooltip, fill=fill, stroke=palette.ring, strokeWidth=0.75
        )
    layers += paths(hatching.rows, plane, color=palette.ring, strokeWidth=1)
    layers += _shapes(own, plane, filled=False, stroke=palette.paper, strokeWidth=5)
    return layers + _shapes(own, plane, filled=False, stroke=palette.ink, strokeWidth=2.5)


def _feature(drawn: Drawn) -> dict[str, object]:
    """A place as a GeoJSON feature in pixels, its rings closed, as Vega draws them."""
    rings = [
        [
            [[round(float(x), 1), round(float(y), 1)] for x, y in (*ring, ring[0])]
            for ring in polygon
        ]
        for polygon in drawn.polygons
    ]
    return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": rings}}


def _shapes(
    rows: Sequence[dict[str, object]],
    plane: Plane,
    *,
    tooltip: Sequence[alt.Tooltip] = (),
    **mark: Any,
) -> list[alt.Chart]:
    """Features in pixels, moved and scaled as the plane is; no geography is left to the browser."""
    if not rows:
        return []
    wide, tall = plane.right - plane.left, plane.up - plane.down
    left = f"(width - {wide} * {ZOOM}) / 2"
    top = f"max(0, (height - {tall} * {ZOOM}) / 2)"
    chart = alt.Chart(
        data=alt.InlineData(values=list(rows)),
        mark=alt.MarkDef(type="geoshape", strokeJoin="round", **mark),
        projection=alt.Projection(
            type="identity",
            scale=alt.ExprRef(expr=ZOOM),
            translate=alt.ExprRef(expr=f"[{left}, {top}]"),
        ),
    )
    return [chart.encode(tooltip=list(tooltip)) if tooltip else chart]


def _labels(
    places: Sequence[PlaceFigure],
    fitted: Fitted,
    classes: Classes,
    plane: Plane,
    *,
    size: Size,
    theme: Theme,
    translate: Translator,
) -> list[alt.Chart]:
    """The figure of each place that is wide enough for it, in the colour that reads on its fill."""
    palette = PALETTES[theme]
    fills = classes.fills(theme)
    rows: dict[tuple[str, bool], list[Row]] = {}
    letters = size.label if size.wide or len(places) <= _MANY else size.small
    for place in places:
        drawn, value = fitted.places[place.code], place.figure.value
        said = classes.written(place.figure, translate)
        spare = 4 if value is not None else 12  # words keep clear of the neighbours
        if text_width(said, letters, bold=True) + spare > drawn.room:
            continue
        if _height(drawn) < _LEAST_TALL:
            continue
        colour = palette.ink if value is None else text_on(fills[classes.of(value)], theme)
        x, y = drawn.centre
        key = (colour, place.figure.state == "hidden")
        rows.setdefault(key, []).append({"x": x, "y": -y, "text": said})
    layers: list[alt.Chart] = []
    for (colour, hatched), group in rows.items():
        halo = palette.paper if hatched else None
        layers += texts(
            group, plane, size=letters, colour=colour, anchor="middle", bold=True, halo=halo
        )
    return layers


def _height(drawn: Drawn) -> float:
    return max(float(polygon[0][:, 1].max() - polygon[0][:, 1].min()) for polygon in drawn.polygons)
