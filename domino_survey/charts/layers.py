"""The few kinds of Vega-Lite layers that charts are made of, all on one plane measured in pixels.

One unit of data is one pixel, across and up. Where a page makes the chart narrower or wider than it
was laid out, both directions and all texts grow or shrink by the same factor, `zoom`, which the
reader's browser works out from the width it has: the server does not know it. A regular polygon so
stays regular everywhere.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import altair as alt
from msgspec import Struct

from domino_survey.charts import words
from domino_survey.charts.lettering import text_width, wrap
from domino_survey.charts.look import FONT, Palette, Size, Stroke

if TYPE_CHECKING:
    from domino_survey.i18n import Translator

Row = Mapping[str, object]
ZOOM = "zoom"
MOST_ZOOM = 1.3
LEAST_ZOOM = 0.4
Anchor = Literal["start", "middle", "end"]
_ALIGN: Mapping[Anchor, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}


class Plane(Struct, frozen=True, dict=True):
    """The drawing plane, in pixels from an origin: `left` and `down` are under zero or zero."""

    left: float
    right: float
    down: float
    up: float

    @functools.cached_property
    def channels(self) -> dict[str, Any]:
        """The position channels on the plane's scales, made once: Altair checks each at a cost."""
        wide, tall = self.right - self.left, self.up - self.down
        left = f"(width - {wide} * {ZOOM}) / 2"
        top = f"max(0, (height - {tall} * {ZOOM}) / 2)"
        across = alt.Scale(
            domain=[self.left, self.right],
            range=[_expression(left), _expression(f"{left} + {wide} * {ZOOM}")],
            nice=False,
            zero=False,
        )
        upward = alt.Scale(
            domain=[self.down, self.up],
            range=[_expression(f"{top} + {tall} * {ZOOM}"), _expression(top)],
            nice=False,
            zero=False,
        )
        return {
            "x": alt.X(field="x", type="quantitative", axis=None, scale=across),
            "y": alt.Y(field="y", type="quantitative", axis=None, scale=upward),
        }


class Key(Struct, frozen=True):
    """One entry of a legend: a sample of the line or mark, and its words."""

    text: str
    stroke: Stroke
    line: bool


class PlacedKey(Struct, frozen=True):
    """A legend's entry where it stands: the two ends of its sample and its lines of text."""

    key: Key
    start: Row
    end: Row
    lines: list[Row]


def tooltips(translate: Translator) -> list[alt.Tooltip]:
    """The tooltip of a score, titled in the reader's language."""
    titles = words.tip_titles(translate)
    return [
        alt.Tooltip(field=field, type="nominal", title=title) for field, title in titles.items()
    ]


def paths(rows: Sequence[Row], plane: Plane, **mark: Any) -> list[alt.Chart]:
    """Open lines, one per `part`, through the rows in their `order`."""
    return _layer(
        rows,
        plane,
        alt.MarkDef(type="line", strokeJoin="round", strokeCap="round", **mark),
        detail=alt.Detail(field="part", type="nominal"),
        order=alt.Order(field="order", type="quantitative"),
    )


def areas(rows: Sequence[Row], plane: Plane, *, colour: str, opacity: float) -> list[alt.Chart]:
    """Filled closed paths without a stroke, one per `part`."""
    return _layer(
        rows,
        plane,
        alt.MarkDef(type="line", filled=True, fill=colour, fillOpacity=opacity, strokeWidth=0),
        detail=alt.Detail(field="part", type="nominal"),
        order=alt.Order(field="order", type="quantitative"),
    )


def boxes(
    rows: Sequence[Row],
    plane: Plane,
    *,
    colour: str,
    radius: float = 0,
    tooltip: Sequence[alt.Tooltip] = (),
) -> list[alt.Chart]:
    """Rectangles from (`x`, `y`) to (`x2`, `y2`)."""
    return _layer(
        rows,
        plane,
        alt.MarkDef(type="rect", color=colour, cornerRadius=radius),
        tooltip,
        x2=alt.X2(field="x2"),
        y2=alt.Y2(field="y2"),
    )


def points(
    rows: Sequence[Row],
    plane: Plane,
    stroke: Stroke,
    palette: Palette,
    *,
    tooltip: Sequence[alt.Tooltip] = (),
) -> list[alt.Chart]:
    """Visible points, each under a larger invisible one: a finger or a mouse need not aim."""
    layers = _layer(
        rows,
        plane,
        alt.MarkDef(
            type="point",
            shape=stroke.shape,
            size=_expression(f"{62 if stroke.filled else 48} * {ZOOM} * {ZOOM}"),
            fill=stroke.colour if stroke.filled else palette.paper,
            stroke=palette.paper if stroke.filled else stroke.colour,
            strokeWidth=1.5,
            opacity=1,
        ),
    )
    if tooltip:
        aim = alt.MarkDef(
            type="point", shape="circle", size=700, filled=True, color=palette.paper, opacity=0
        )
        layers += _layer(rows, plane, aim, tooltip)
    return layers


def texts(
    rows: Sequence[Row],
    plane: Plane,
    *,
    size: float,
    colour: str,
    anchor: Anchor,
    bold: bool = False,
    halo: str | None = None,
    tooltip: Sequence[alt.Tooltip] = (),
) -> list[alt.Chart]:
    """Lines of text, centred in height on (`x`, `y`); a `halo` colour sets them off lines."""
    style: dict[str, Any] = {
        "type": "text",
        "align": _ALIGN[anchor],
        "baseline": "middle",
        "fontSize": _expression(f"{size} * {ZOOM}"),
        "fontWeight": 700 if bold else 400,
        "limit": 0,
    }
    said = alt.Text(field="text", type="nominal")
    layers: list[alt.Chart] = []
    if halo:
        under = alt.MarkDef(color=halo, stroke=halo, strokeWidth=4, **style)
        layers += _layer(rows, plane, under, text=said)
    return layers + _layer(rows, plane, alt.MarkDef(color=colour, **style), tooltip, text=said)


def legend(
    keys: Sequence[Key], size: Size, *, left: float, top: float
) -> tuple[list[PlacedKey], float]:
    """Places the entries of a legend in centred rows under `top`.

    Returns the placed entries and the height they take, in pixels.
    """
    sample, gap, between = (28.0 if keys[0].line else 10.0), 8.0, 24.0
    line = size.label * 1.3
    rooms = size.width - sample - gap
    entries = [(key, wrap(key.text, size.label, rooms)) for key in keys]
    widths = [
        sample + gap + max(text_width(text, size.label) for text in lines) for _, lines in entries
    ]
    rows: list[list[int]] = []
    for index, width in enumerate(widths):
        used = sum(widths[other] + between for other in rows[-1]) if rows else 0.0
        if rows and used + width <= size.width:
            rows[-1].append(index)
        else:
            rows.append([index])
    placed: list[PlacedKey] = []
    y = top
    for row in rows:
        total = sum(widths[index] for index in row) + between * (len(row) - 1)
        x = left + (size.width - total) / 2
        for index in row:
            key, lines = entries[index]
            middle = y - line / 2
            placed.append(
                PlacedKey(
                    key,
                    {"x": x, "y": middle, "part": "key", "order": 0},
                    {"x": x + sample, "y": middle, "part": "key", "order": 1},
                    [
                        {"x": x + sample + gap, "y": middle - line * at, "text": text}
                        for at, text in enumerate(lines)
                    ],
                )
            )
            x += widths[index] + between
        y -= line * max(len(entries[index][1]) for index in row) + 4
    return placed, top - y


def legend_layers(
    placed: Sequence[PlacedKey], plane: Plane, size: Size, palette: Palette
) -> list[alt.Chart]:
    """The layers of a legend that `legend` has placed."""
    layers: list[alt.Chart] = []
    words: list[Row] = []
    for entry in placed:
        key, start, end = entry.key, entry.start, entry.end
        if key.line:
            layers += paths(
                [start, end],
                plane,
                color=key.stroke.colour,
                strokeWidth=key.stroke.width,
                strokeDash=list(key.stroke.dash),
            )
        centre = {"x": _middle(start, end), "y": start["y"]}
        layers += points([centre], plane, key.stroke, palette)
        words += entry.lines
    return layers + texts(words, plane, size=size.label, colour=palette.ink, anchor="start")


def compose(
    layers: Sequence[alt.Chart], *, description: str, width: int, height: int
) -> alt.LayerChart:
    """One picture of a fixed size on a transparent ground, without axes, frame or grid."""
    # All at once: each further call on a chart copies it, rows and all. Autosize stands here and
    # not in the configuration because Streamlit's own says "fit" and would squeeze the plane. Marks
    # are silent for screen readers: the description and the table say everything once.
    return alt.LayerChart(
        layer=list(layers),
        params=[
            alt.VariableParameter(
                name=ZOOM, expr=f"clamp(width / {width}, {LEAST_ZOOM}, {MOST_ZOOM})"
            )
        ],
        width=width,
        height=height,
        description=description,
        background="transparent",
        autosize=alt.AutoSizeParams(type="pad", contains="padding"),
        padding={"left": 0, "right": 0, "top": 0, "bottom": 0},
        config=alt.Config(
            font=FONT, mark=alt.MarkConfig(aria=False), view=alt.ViewConfig(stroke=None)
        ),
    )


def _middle(start: Row, end: Row) -> float:
    ends = (start["x"], end["x"])
    return sum(float(str(x)) for x in ends) / 2


def _layer(
    rows: Sequence[Row],
    plane: Plane,
    mark: alt.MarkDef,
    tooltip: Sequence[alt.Tooltip] = (),
    **channels: Any,
) -> list[alt.Chart]:
    """One layer, or none where there is nothing to draw."""
    if not rows:
        return []
    if tooltip:
        channels["tooltip"] = list(tooltip)
    encoding = alt.FacetedEncoding(**plane.channels, **channels)
    data = alt.InlineData(values=[dict(row) for row in rows])
    return [alt.Chart(data=data, mark=mark, encoding=encoding)]


def _expression(text: str) -> alt.ExprRef:
    return alt.ExprRef(expr=text)
