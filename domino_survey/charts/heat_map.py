"""A heat map: themes down, territories or sectors across, the figure in each cell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.charts.class_legend import class_entries, entry_layers, frame, place_entries
from domino_survey.charts.classes import HIDDEN, Classes, Figure
from domino_survey.charts.colours import text_on
from domino_survey.charts.hatching import Hatching, box_ring
from domino_survey.charts.layers import Plane, Row, boxes, compose, paths, texts
from domino_survey.charts.lettering import fits_whole, text_width, wrap
from domino_survey.charts.look import PALETTES, Size, Theme
from domino_survey.charts.words import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from domino_survey.i18n import Translator

MOST_CELLS = 60  # said one by one in the description
_LINE = 1.25
_GAP = 2.0
_LEAST_CELL = 27.0  # pixels high
_WIDEST = 92.0
_MOST_HEADING = 3  # lines
_PHONE_CELL, _WIDE_CELL = 52.0, 46.0  # pixels across, at least


class HeatRow(Struct, frozen=True):
    """A theme with its figures, one per column; `group` is the axis that it belongs to."""

    label: str
    figures: tuple[Figure, ...]
    group: str = ""


def columns_at_once(size: Size) -> int:
    """How many columns are read side by side; a page with more shows them in several charts."""
    room = size.width * 0.6 if size.wide else size.width
    return int(room // (_WIDE_CELL if size.wide else _PHONE_CELL))


def heat_map(
    rows: Sequence[HeatRow],
    columns: Sequence[str],
    classes: Classes,
    *,
    size: Size,
    theme: Theme,
    translate: Translator,
    first: int = 0,
) -> alt.LayerChart:
    """The rows under the titles of their groups, from column `first` on, as many as fit the width.

    Headings that do not fit over their column are numbers, explained above. Hidden cells are hatched
    and say so; the table (`heat_table`) has all columns.

    Args:
        rows: in order, those of a group together.
        columns: their names, in order.
        classes: of the figures.
        size: fixed, in pixels; labels stand above the cells of a phone, beside them elsewhere.
        theme: light or dark.
        translate: the reader's language.
        first: index of the first column to draw.

    Raises:
        ValueError: nothing to draw, or rows that have not one figure per column.
    """
    if not rows or not 0 <= first < len(columns):
        raise ValueError("a row and a column at least")
    if any(len(row.figures) != len(columns) for row in rows):
        raise ValueError("one figure per column")
    last = min(len(columns), first + columns_at_once(size))
    shown = [HeatRow(row.label, row.figures[first:last], row.group) for row in rows]
    palette = PALETTES[theme]
    grid = _Grid.of([row.label for row in rows], last - first, size)
    headings, keys = _headings(columns[first:last], grid, size, first)
    # What numbers stand for is read before the numbers.
    notes = [line for key in keys for line in wrap(key, size.small, size.width)]
    note_rows = [
        {"x": 0.0, "y": -size.small * 1.35 * (order + 0.5), "text": text}
        for order, text in enumerate(notes)
    ]
    top = -(len(notes) * size.small * 1.35 + 10) if notes else 0.0
    y = top - max(len(lines) for lines in headings) * size.small * _LINE - 6
    labels: list[Row] = []
    titles: list[Row] = []
    cells: list[tuple[Figure, Row]] = []
    group = ""
    for row in shown:
        if row.group != group:
            group, y = row.group, y - 8
            for text in wrap(group, size.label * 1.08, size.width):
                titles.append({"x": 0.0, "y": y - size.label * 0.65, "text": text})
                y -= size.label * _LINE
            y -= 3
        y = _row(row, y, grid, size=size, labels=labels, cells=cells)
    entries = class_entries(classes, [figure.state for figure, _ in cells], theme, translate)
    placed, legend_height = place_entries(entries, size, top=y - 12)
    down = -y + 12 + legend_height
    height = math.ceil(down + 4)
    plane = Plane(0.0, size.width, -height, 0.0)
    heads = [
        {
            "x": grid.middle(column),
            "y": top - size.small * _LINE * (order + 0.5),
            "text": text,
        }
        for column, lines in enumerate(headings)
        for order, text in enumerate(lines)
    ]
    layers = _cells(cells, classes, plane, size=size, theme=theme, translate=translate)
    layers += texts(heads, plane, size=size.small, colour=palette.ink, anchor="middle")
    layers += texts(titles, plane, size=size.label, colour=palette.ink, anchor="start", bold=True)
    layers += texts(labels, plane, size=size.label, colour=palette.ink, anchor="start")
    layers += entry_layers(placed, plane, size, palette)
    layers += texts(note_rows, plane, size=size.small, colour=palette.muted, anchor="start")
    description = describe_heat(shown, columns[first:last], classes, translate=translate)
    return compose(layers, description=description, width=size.width, height=height)


class _Grid(Struct, frozen=True):
    """Where labels end and columns begin, and how wide each is, in pixels."""

    room: float
    start: float
    wide: float

    @staticmethod
    def of(labels: Sequence[str], columns: int, size: Size) -> _Grid:
        if not size.wide:
            return _Grid(size.width, 0.0, min(_WIDEST, size.width / columns))
        longest = max(text_width(label, size.label) for label in labels)
        room = min(longest + 1, size.width * 0.38)
        start = room + 12
        return _Grid(room, start, min(_WIDEST, (size.width - start) / columns))

    def middle(self, column: int) -> float:
        return self.start + self.wide * (column + 0.5)


def _headings(
    columns: Sequence[str], grid: _Grid, size: Size, first: int
) -> tuple[list[tuple[str, ...]], list[str]]:
    """The lines over each column, and the keys where they are numbers."""
    room = grid.wide - 4
    lines = [wrap(column, size.small, room) for column in columns]
    if all(
        fits_whole(column, size.small, room) and len(block) <= _MOST_HEADING
        for column, block in zip(columns, lines, strict=True)
    ):
        return lines, []
    numbers = [str(first + index + 1) for index in range(len(columns))]
    keys = [f"{number}. {column}" for number, column in zip(numbers, columns, strict=True)]
    return [(number,) for number in numbers], keys


def _row(
    row: HeatRow,
    y: float,
    grid: _Grid,
    *,
    size: Size,
    labels: list[Row],
    cells: list[tuple[Figure, Row]],
) -> float:
    """Places a row under `y` and returns where it ends."""
    lines = wrap(row.label, size.label, grid.room)
    line = size.label * _LINE
    tall = max(_LEAST_CELL, line * len(lines) + 4) if size.wide else _LEAST_CELL
    if size.wide:
        top = y - (tall - line * len(lines)) / 2
    else:
        top, y = y, y - line * len(lines) - 2
    for order, text in enumerate(lines):
        labels.append({"x": 0.0, "y": top - line * (order + 0.5), "text": text})
    for column, figure in enumerate(row.figures):
        x = grid.start + grid.wide * column
        box = {"x": x + _GAP / 2, "x2": x + grid.wide - _GAP / 2}
        cells.append((figure, {**box, "y": y - tall + _GAP, "y2": y, "label": row.label}))
    return y - tall - (0 if size.wide else 5)


def _cells(
    cells: Sequence[tuple[Figure, Row]],
    classes: Classes,
    plane: Plane,
    *,
    size: Size,
    theme: Theme,
    translate: Translator,
) -> list[alt.Chart]:
    palette, fills = PALETTES[theme], classes.fills(theme)
    filled: dict[str, list[Row]] = {}
    said: dict[tuple[str, bool], list[Row]] = {}
    frames: list[Row] = []
    hatching = Hatching([])
    for number, (figure, row) in enumerate(cells):
        x, x2, y, y2 = (float(str(row[name])) for name in ("x", "x2", "y", "y2"))
        fill = palette.paper if figure.value is None else fills[classes.of(figure.value)]
        filled.setdefault(fill, []).append(row)
        frames += frame(row, f"cell{number}")
        text = classes.written(figure, translate)
        shown = figure.value is not None
        letters = size.label if shown else size.small
        if text_width(text, letters) > x2 - x - 4:
            text = "–"
        colour = palette.ink if figure.value is None else text_on(fill, theme)
        middle, level = (x + x2) / 2, (y + y2) / 2
        said.setdefault((colour, shown), []).append({"x": middle, "y": level, "text": text})
        if figure.state == "hidden":
            half = text_width(text, letters) / 2 + 3
            clear = box_ring(
                middle - half, level - letters * 0.6, middle + half, level + letters * 0.6
            )
            hatching.cover([box_ring(x, y, x2, y2), clear])
    layers: list[alt.Chart] = []
    for fill, rows in filled.items():
        layers += boxes(rows, plane, colour=fill)
    layers += paths(hatching.rows, plane, color=palette.ring, strokeWidth=1)
    layers += paths(frames, plane, color=palette.ring, strokeWidth=0.75)
    for (colour, shown), rows in said.items():
        letters = size.label if shown else size.small
        layers += texts(rows, plane, size=letters, colour=colour, anchor="middle", bold=shown)
    return layers


def describe_heat(
    rows: Sequence[HeatRow], columns: Sequence[str], classes: Classes, *, translate: Translator
) -> str:
    """The text alternative: each row with its figures, or where there are many, the extremes."""
    opening = translate(
        "Tableau coloré. {title}, {rows} lignes, {columns} colonnes.",
        title=classes.title,
        rows=len(rows),
        columns=len(columns),
    )
    if len(rows) * len(columns) <= MOST_CELLS:
        said = [
            translate(
                "{row} : {figures}.",
                row=row.label,
                figures=", ".join(
                    f"{column} {classes.written(figure, translate)}"
                    for column, figure in zip(columns, row.figures, strict=True)
                ),
            )
            for row in rows
        ]
        return " ".join([opening, *said])
    shown = [
        (figure.value, f"{row.label}, {column}")
        for row in rows
        for column, figure in zip(columns, row.figures, strict=True)
        if figure.value is not None
    ]
    parts = [opening]
    for which, found in (
        (translate("Le plus haut"), max(shown, default=None)),
        (translate("Le plus bas"), min(shown, default=None)),
    ):
        if found is not None:
            figure = translate.number(found[0], classes.decimals)
            parts.append(
                translate("{which} : {name}, {figure}.", which=which, name=found[1], figure=figure)
            )
    hidden = sum(figure == HIDDEN for row in rows for figure in row.figures)
    if hidden:
        parts.append(translate.plural("{count} masqué.", "{count} masqués.", hidden))
    return " ".join(parts)


def heat_table(
    rows: Sequence[HeatRow], columns: Sequence[str], classes: Classes, *, translate: Translator
) -> list[dict[str, str]]:
    """The rows of the table, with every column."""
    axis, theme = translate("Axe"), translate("Thème")
    names = distinct(columns, taken={axis, theme})
    grouped = any(row.group for row in rows)
    return [
        {
            **({axis: row.group} if grouped else {}),
            theme: row.label,
            **{
                name: classes.written(figure, translate)
                for name, figure in zip(names, row.figures, strict=True)
            },
        }
        for row in rows
    ]
