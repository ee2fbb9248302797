"""The radar: a regular polygon at every size, with its scores printed at its labels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domino_survey.charts import words
from domino_survey.charts.figures import (
    LEAST_SPOKES,
    TOP,
    Outline,
    Spoke,
    banded,
    check,
    main_index,
)
from domino_survey.charts.layers import (
    Anchor,
    Key,
    Plane,
    Row,
    areas,
    compose,
    legend,
    legend_layers,
    paths,
    points,
    texts,
    tooltips,
)
from domino_survey.charts.look import PALETTES, Palette, Size, Theme, strokes
from domino_survey.charts.radar_layout import Layout, lay_out, point, ring_gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from domino_survey.i18n import Translator


def radar(
    outlines: Sequence[Outline],
    spokes: Sequence[Spoke],
    *,
    cuts: Sequence[float],
    size: Size,
    theme: Theme,
    translate: Translator,
) -> alt.LayerChart:
    """The profile of one to three outlines over three spokes or more.

    The main outline (the reader's own, else the median) is solid with points and gives the printed
    scores; the others are grey, dashed or dotted. Rings stand at `cuts` (scores in ]0, 100[) and at
    100. A spoke without a score leaves its outline open there.

    With `width="content"` the picture has the pixels of `size`; with `width="stretch"` it fits the
    page, from 0.4 to 1.3 times that, centred and still regular. Either way with `theme=None`,
    and without `alt`: the description is in the chart.

    Raises:
        ValueError: fewer than three spokes (show `bars`), no outline or more than three, wrong
            lengths.
    """
    check(outlines, spokes, least=LEAST_SPOKES)
    palette = PALETTES[theme]
    drawn = strokes(outlines, palette)
    main = main_index(outlines)
    scores = [words.figure(value, translate) for value in outlines[main].values]
    layout = lay_out([spoke.short for spoke in spokes], scores, size)
    half = size.width / 2
    keys = [
        Key(outlines[index].label, drawn[index], line=True)
        for index in sorted(range(len(outlines)), key=lambda index: index != main)
    ]
    placed, key_height = (
        legend(keys, size, left=-half, top=-layout.down - 10.0) if len(outlines) > 1 else ([], 0.0)
    )
    below = layout.down + (math.ceil(key_height) + 12 if placed else 0)
    plane = Plane(-half, half, -below, layout.up)

    layers = _ground(len(spokes), cuts, layout, plane, palette)
    owner = banded(outlines)
    if owner is not None:
        colour = drawn[list(outlines).index(owner)].colour
        layers += _band(owner, layout.radius, plane, colour, palette.band)
    tooltip = tooltips(translate)
    drawing_order = sorted(range(len(outlines)), key=lambda index: index == main)
    for index in drawing_order:
        layers += paths(
            _outline_rows(outlines[index].values, layout.radius),
            plane,
            color=drawn[index].colour,
            strokeWidth=drawn[index].width,
            strokeDash=list(drawn[index].dash),
        )
    layers += _ring_labels(
        outlines,
        cuts=cuts,
        layout=layout,
        plane=plane,
        palette=palette,
        size=size,
        translate=translate,
    )
    for index in drawing_order:
        marks = _point_rows(outlines[index], spokes, layout.radius, translate)
        layers += points(marks, plane, drawn[index], palette, tooltip=tooltip)
    layers += _labels(
        layout,
        spokes=spokes,
        outline=outlines[main],
        scores=scores,
        plane=plane,
        palette=palette,
        size=size,
        tooltip=tooltip,
        translate=translate,
    )
    layers += legend_layers(placed, plane, size, palette)
    return compose(
        layers,
        description=describe_radar(outlines, spokes, translate=translate),
        width=size.width,
        height=layout.up + below,
    )


def spread_radar(
    median: Outline,
    spokes: Sequence[Spoke],
    *,
    cuts: Sequence[float],
    size: Size,
    theme: Theme,
    translate: Translator,
    comparisons: Sequence[Outline] = (),
) -> alt.LayerChart:
    """The radar of a group: its medians as the main outline, its quartiles as the band.

    `median` is of kind "median", its bounds the first and third quartiles; with it, up to two
    `comparisons`.

    Raises:
        ValueError: as `radar`, or where an outline would take the median's place.
    """
    outlines = (median, *comparisons)
    if median.kind != "median" or main_index(outlines) != 0:
        raise ValueError("the main outline of a spread is a median")
    return radar(outlines, spokes, cuts=cuts, size=size, theme=theme, translate=translate)


def describe_radar(
    outlines: Sequence[Outline], spokes: Sequence[Spoke], *, translate: Translator
) -> str:
    """The text alternative: what is shown and every figure that is printed."""
    check(outlines, spokes, least=LEAST_SPOKES)
    return words.describe_profile(outlines, spokes, translate)


def radar_table(
    outlines: Sequence[Outline],
    spokes: Sequence[Spoke],
    *,
    translate: Translator,
    heading: str | None = None,
) -> list[dict[str, str]]:
    """The rows of the table under the radar: the same figures, written the same way."""
    return words.profile_table(outlines, spokes, translate, heading=heading)


def _rings(cuts: Sequence[float]) -> list[float]:
    return sorted({float(cut) for cut in cuts if 0 < cut < TOP} | {TOP})


def _ground(
    count: int, cuts: Sequence[float], layout: Layout, plane: Plane, palette: Palette
) -> list[alt.Chart]:
    spokes: list[Row] = []
    rings: list[Row] = []
    for index in range(count):
        x, y = point(TOP, index, count, layout.radius)
        spokes.append({"x": 0.0, "y": 0.0, "part": index, "order": 0})
        spokes.append({"x": x, "y": y, "part": index, "order": 1})
    for cut in _rings(cuts):
        for order in range(count + 1):
            x, y = point(cut, order % count, count, layout.radius)
            rings.append({"x": x, "y": y, "part": cut, "order": order})
    return [
        *paths(spokes, plane, color=palette.faint, strokeWidth=1),
        *paths(rings, plane, color=palette.ring, strokeWidth=1, strokeDash=[1.5, 3]),
    ]


def _ring_labels(
    outlines: Sequence[Outline],
    *,
    cuts: Sequence[float],
    layout: Layout,
    plane: Plane,
    palette: Palette,
    size: Size,
    translate: Translator,
) -> list[alt.Chart]:
    rings = _rings(cuts)
    count = len(outlines[0].values)
    gap = ring_gap(outlines, rings, layout.radius)
    rows: list[Row] = []
    for cut in rings:
        x, y = point(cut * math.cos(math.pi / count), gap, count, layout.radius)
        rows.append({"x": x, "y": y, "text": translate.number(cut, 0)})
    return texts(
        rows, plane, size=size.small, colour=palette.muted, anchor="middle", halo=palette.paper
    )


def _runs(present: Sequence[bool]) -> list[list[int]]:
    """Neighbouring spokes that can be joined, around; a full circle ends where it began."""
    count = len(present)
    if all(present):
        return [[*range(count), 0]]
    start = next(index for index in range(count) if not present[index])
    runs: list[list[int]] = [[]]
    for step in range(1, count + 1):
        index = (start + step) % count
        if present[index]:
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _outline_rows(values: Sequence[float | None], radius: float) -> list[Row]:
    rows: list[Row] = []
    for part, run in enumerate(_runs([value is not None for value in values])):
        joined = [(index, value) for index in run if (value := values[index]) is not None]
        if len(joined) == 1:
            continue
        for order, (index, value) in enumerate(joined):
            x, y = point(value, index, len(values), radius)
            rows.append({"x": x, "y": y, "part": part, "order": order})
    return rows


def _band(
    outline: Outline, radius: float, plane: Plane, colour: str, opacity: float
) -> list[alt.Chart]:
    """The interval of each spoke, joined to its neighbours' where they have one.

    Each strip goes out along the high bounds and comes back along the low ones: the way back turns
    the other way round, so the hole of a full ring stays empty under Vega's nonzero fill rule.
    """
    count = len(outline.values)
    bounds = [outline.bounds(index) for index in range(count)]
    strips: list[Row] = []
    bars: list[Row] = []
    for part, run in enumerate(_runs([bound is not None for bound in bounds])):
        pairs = [(index, bound) for index in run if (bound := bounds[index]) is not None]
        way = [(index, high) for index, (_, high) in pairs]
        way += [(index, low) for index, (low, _) in reversed(pairs)]
        ends: list[Row] = []
        for order, (index, value) in enumerate(way):
            x, y = point(value, index, count, radius)
            ends.append({"x": x, "y": y, "part": part, "order": order})
        (strips if len(run) > 1 else bars).extend(ends)
    return [
        *areas(strips, plane, colour=colour, opacity=opacity),
        *paths(bars, plane, color=colour, opacity=opacity, strokeWidth=7),
    ]


def _point_rows(
    outline: Outline, spokes: Sequence[Spoke], radius: float, translate: Translator
) -> list[Row]:
    rows: list[Row] = []
    for index, spoke in enumerate(spokes):
        value = outline.values[index]
        if value is not None:
            x, y = point(value, index, len(spokes), radius)
            rows.append({"x": x, "y": y, **words.tip(outline, spoke, index, translate)})
    return rows


def _labels(
    layout: Layout,
    *,
    spokes: Sequence[Spoke],
    outline: Outline,
    scores: Sequence[str],
    plane: Plane,
    palette: Palette,
    size: Size,
    tooltip: Sequence[alt.Tooltip],
    translate: Translator,
) -> list[alt.Chart]:
    layers: list[alt.Chart] = []
    anchors: tuple[Anchor, ...] = ("middle", "start", "end")
    for anchor in anchors:
        names: list[Row] = []
        figures: list[Row] = []
        for index, (block, spoke) in enumerate(zip(layout.blocks, spokes, strict=True)):
            if block.anchor != anchor:
                continue
            tip = words.tip(outline, spoke, index, translate)
            line = size.label * 1.2
            for order, text in enumerate(block.lines):
                y = block.top - line * (order + 0.5)
                names.append({"x": block.x, "y": y, "text": text, "spoke": spoke.id, **tip})
            y = block.top - line * len(block.lines) - size.score * 0.575
            figures.append({"x": block.x, "y": y, "text": scores[index], "spoke": spoke.id, **tip})
        for rows, height, bold in ((names, size.label, False), (figures, size.score, True)):
            layers += texts(
                rows,
                plane,
                size=height,
                colour=palette.ink,
                anchor=anchor,
                bold=bold,
                tooltip=tooltip,
            )
    return layers
