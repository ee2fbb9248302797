"""A map of squares: one tile for each département, whatever its size, with its code and its figure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.charts.class_legend import class_entries, entry_layers, frame, place_entries
from domino_survey.charts.colours import text_on
from domino_survey.charts.hatching import Hatching, box_ring
from domino_survey.charts.layers import Plane, Row, boxes, compose, paths, texts
from domino_survey.charts.lettering import text_width, wrap
from domino_survey.charts.look import PALETTES, Size, Theme
from domino_survey.charts.place_words import describe_places, place_tip, place_tooltips
from domino_survey.charts.tile_layout import PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt

    from domino_survey.charts.classes import Classes, PlaceFigure
    from domino_survey.i18n import Translator

LARGEST = 92.0  # pixels: three départements do not fill a screen
_GAP = 2.0
_NAMED = 74.0  # from this size on a tile bears its name
_LEAST_TALL = 31.0  # two lines of text on a phone
_LEAST_CODE = 9.5


class Tile(Struct, frozen=True):
    """A place and the corners of its tile, in pixels."""

    place: PlaceFigure
    x: float
    y: float
    x2: float
    y2: float

    @property
    def box(self) -> Row:
        """The corners as a row."""
        return {"x": self.x, "x2": self.x2, "y": self.y, "y2": self.y2}

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return (self.x + self.x2) / 2, (self.y + self.y2) / 2


def tile_map(
    places: Sequence[PlaceFigure],
    classes: Classes,
    *,
    size: Size,
    theme: Theme,
    translate: Translator,
    selected: str | None = None,
    layout: Mapping[str, tuple[int, int]] = PLACES,
) -> alt.LayerChart:
    """The places as tiles, no further than the rows and columns that they take.

    Each tile bears its code and its figure; a hidden one is hatched, an empty one hollow; the
    selected one has a thick border. Places that the layout does not know stand in the table alone.

    Args:
        places: each once, with its figure.
        classes: of the figures.
        size: fixed, in pixels.
        theme: light or dark.
        translate: the reader's language.
        selected: code of the reader's own territory.
        layout: column and row of each code.

    Raises:
        ValueError: no place that the layout knows.
    """
    known = [place for place in places if place.code in layout]
    if not known:
        raise ValueError("no place on the layout")
    palette = PALETTES[theme]
    tiles, height = _tiles(known, layout, size)
    states = [place.figure.state for place in known]
    entries = class_entries(classes, states, theme, translate)
    placed, legend_height = place_entries(entries, size, top=-height - 14)
    total = math.ceil(height + 14 + legend_height + 2)
    plane = Plane(0.0, size.width, -total, 0.0)
    layers = _fills(tiles, classes, plane, theme=theme, translate=translate)
    layers += _letters(tiles, classes, plane, size=size, theme=theme, translate=translate)
    chosen = [
        row for tile in tiles if tile.place.code == selected for row in frame(tile.box, "own")
    ]
    layers += paths(chosen, plane, color=palette.paper, strokeWidth=6)
    layers += paths(chosen, plane, color=palette.ink, strokeWidth=3)
    layers += entry_layers(placed, plane, size, palette)
    return compose(
        layers,
        description=describe_places(places, classes, translate=translate, selected=selected),
        width=size.width,
        height=total,
    )


def _tiles(
    places: Sequence[PlaceFigure], layout: Mapping[str, tuple[int, int]], size: Size
) -> tuple[list[Tile], float]:
    """The tiles and the height they take; empty rows and columns at the edges are left out."""
    columns = [layout[place.code][0] for place in places]
    rows = [layout[place.code][1] for place in places]
    west, north = min(columns), min(rows)
    count = max(columns) - west + 1
    # A frame stands half outside its tile: hence the margin.
    wide = min(LARGEST, (size.width - 4) / count)
    tall = max(wide, _LEAST_TALL)
    start = (size.width - wide * count) / 2
    tiles = []
    for place, column, row in zip(places, columns, rows, strict=True):
        x, y = start + (column - west) * wide, -2 - (row - north + 1) * tall
        tiles.append(
            Tile(place, x + _GAP / 2, y + _GAP / 2, x + wide - _GAP / 2, y + tall - _GAP / 2)
        )
    return tiles, (max(rows) - north + 1) * tall + 4


def _fills(
    tiles: Sequence[Tile],
    classes: Classes,
    plane: Plane,
    *,
    theme: Theme,
    translate: Translator,
) -> list[alt.Chart]:
    palette = PALETTES[theme]
    tooltip = place_tooltips(classes, translate)
    filled: dict[str, list[Row]] = {fill: [] for fill in (*classes.fills(theme), palette.paper)}
    frames: list[Row] = []
    for tile in tiles:
        row = {**tile.box, **place_tip(tile.place, classes, translate)}
        value = tile.place.figure.value
        fill = palette.paper if value is None else classes.fills(theme)[classes.of(value)]
        filled[fill].append(row)
        frames += frame(tile.box, tile.place.code)
    layers: list[alt.Chart] = []
    for fill, rows in filled.items():
        layers += boxes(rows, plane, colour=fill, tooltip=tooltip)
    return layers + paths(frames, plane, color=palette.ring, strokeWidth=0.75)


def _letters(
    tiles: Sequence[Tile],
    classes: Classes,
    plane: Plane,
    *,
    size: Size,
    theme: Theme,
    translate: Translator,
) -> list[alt.Chart]:
    """The code above, the figure below, and the name where there is room; in the colour that reads.

    What is hidden is hatched around its words, never under them.
    """
    wide = tiles[0].x2 - tiles[0].x
    letters = {
        "code": min(size.label, max(_LEAST_CODE, wide * 0.26)),
        "name": size.small,
        "state": size.small,
        "figure": min(size.score * 0.85, max(size.small, wide * 0.34)),
    }
    palette, fills = PALETTES[theme], classes.fills(theme)
    rows: dict[tuple[str, str], list[Row]] = {}
    hatching = Hatching([])
    for tile in tiles:
        value = tile.place.figure.value
        colour = palette.ink if value is None else text_on(fills[classes.of(value)], theme)
        written = _written(tile, classes, size, translate)
        for part, x, y, text in written:
            rows.setdefault((part, colour), []).append({"x": x, "y": y, "text": text})
        if tile.place.figure.state == "hidden":
            clear = [
                _around(x, y, text_width(text, letters[part]), letters[part])
                for part, x, y, text in written
            ]
            hatching.cover([box_ring(tile.x, tile.y, tile.x2, tile.y2), *clear])
    layers = paths(hatching.rows, plane, color=palette.ring, strokeWidth=1)
    for (part, colour), group in rows.items():
        layers += texts(
            group,
            plane,
            size=letters[part],
            colour=colour,
            anchor="middle",
            bold=part == "figure",
        )
    return layers


def _written(
    tile: Tile, classes: Classes, size: Size, translate: Translator
) -> list[tuple[str, float, float, str]]:
    """The lines of a tile: what each is, where it stands, its text."""
    (x, y), tall, wide = tile.middle, tile.y2 - tile.y, tile.x2 - tile.x
    named = wide >= _NAMED
    place = tile.place
    lines = [("code", x, y + tall * (0.32 if named else 0.22), place.code)]
    if named:
        for order, line in enumerate(wrap(place.name, size.small, wide - 6)[:2]):
            lines.append(("name", x, y + tall * 0.1 - order * size.small * 1.15, line))
    said = classes.written(place.figure, translate)
    part = "state" if place.figure.value is None else "figure"
    if part == "state" and text_width(said, size.small) > wide - 4:
        said = "–" if place.figure.state == "hidden" else ""
    if said:
        lines.append((part, x, y - tall * (0.32 if named else 0.19), said))
    return lines


def _around(x: float, y: float, wide: float, tall: float) -> list[tuple[float, float]]:
    """The ground under a line of text."""
    return box_ring(x - wide / 2 - 2, y - tall * 0.55, x + wide / 2 + 2, y + tall * 0.55)
