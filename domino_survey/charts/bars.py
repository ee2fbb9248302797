"""Sorted bars: for those who read lengths better, and for fewer than three spokes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domino_survey.charts import words
from domino_survey.charts.bar_layout import (
    THICKNESS,
    BarGrid,
    BarRow,
    columns,
    label_rows,
    lay_out_bars,
)
from domino_survey.charts.figures import TOP, Outline, Spoke, check, main_index, visible
from domino_survey.charts.layers import (
    Key,
    Plane,
    Row,
    boxes,
    compose,
    legend,
    legend_layers,
    paths,
    points,
    texts,
    tooltips,
)
from domino_survey.charts.look import PALETTES, Palette, Size, Stroke, Theme, strokes
from domino_survey.charts.tracks import depth, track

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from domino_survey.i18n import Translator


def bars(
    outlines: Sequence[Outline],
    spokes: Sequence[Spoke],
    *,
    cuts: Sequence[float],
    size: Size,
    theme: Theme,
    translate: Translator,
) -> alt.LayerChart:
    """The profile as horizontal bars, highest first, those without a score last and without a bar.

    A thin line with ends is the interval of each score; other outlines are hollow marks on the
    same scale. It is shown as `radar` is.

    Raises:
        ValueError: no spoke, no outline or more than three, wrong lengths.
    """
    check(outlines, spokes)
    palette = PALETTES[theme]
    main = main_index(outlines)
    outline, drawn = outlines[main], strokes(outlines, palette)
    order = sort_spokes(outline)
    scores = [words.figure(outline.values[index], translate) for index in order]
    names = [spokes[index].short for index in order]
    grid = lay_out_bars(names, columns(names, scores, size), size)
    down = depth(grid, size)
    keys = [Key(outline.label, _square(palette), line=False)] + [
        Key(other.label, drawn[index], line=False)
        for index, other in enumerate(outlines)
        if index != main
    ]
    placed, key_height = (
        legend(keys, size, left=0.0, top=-down - 8) if len(outlines) > 1 else ([], 0.0)
    )
    height = math.ceil(down + (key_height + 10 if placed else 0))
    plane = Plane(0.0, size.width, -height, 0.0)
    tooltip = tooltips(translate)

    layers = track(
        grid,
        cuts=cuts,
        plane=plane,
        palette=palette,
        size=size,
        translate=translate,
    )
    labels: list[Row] = []
    figures: list[Row] = []
    lengths: list[Row] = []
    whiskers: list[Row] = []
    for row, index, score in zip(grid.rows, order, scores, strict=True):
        tip = words.tip(outline, spokes[index], index, translate)
        labels += label_rows(row, size, spoke=spokes[index].id)
        figures.append({"x": size.width, "y": row.value_y, "text": score, **tip})
        value, bounds = outline.values[index], outline.bounds(index)
        if value is not None:
            lengths.append(
                {
                    "x": grid.columns.start,
                    "x2": grid.at(value / TOP),
                    "y": row.bar_y - THICKNESS / 2,
                    "y2": row.bar_y + THICKNESS / 2,
                    "value": value,
                    **tip,
                }
            )
        if bounds is not None and visible(bounds):
            whiskers += _whisker(bounds, grid, row, part=index)
    layers += boxes(lengths, plane, colour=palette.ours, radius=2, tooltip=tooltip)
    layers += paths(whiskers, plane, color=palette.paper, strokeWidth=4)
    layers += paths(whiskers, plane, color=palette.ink, strokeWidth=1.5)
    for other_index, other in enumerate(outlines):
        if other_index != main:
            marks = _marks(other, order, spokes, grid, translate)
            layers += points(marks, plane, drawn[other_index], palette, tooltip=tooltip)
    layers += texts(labels, plane, size=size.label, colour=palette.ink, anchor="start")
    layers += texts(figures, plane, size=size.score, colour=palette.ink, anchor="end", bold=True)
    layers += legend_layers(placed, plane, size, palette)
    description = words.describe_profile(outlines, spokes, translate, view="bars")
    return compose(layers, description=description, width=size.width, height=height)


def describe_bars(
    outlines: Sequence[Outline], spokes: Sequence[Spoke], *, translate: Translator
) -> str:
    """The text alternative of `bars`, with every figure that is printed."""
    return words.describe_profile(outlines, spokes, translate, view="bars")


def sort_spokes(outline: Outline) -> list[int]:
    """Spokes from the highest score down, equal ones as they came, those without a score last."""
    return sorted(
        range(len(outline.values)),
        key=lambda index: -(-1.0 if (value := outline.values[index]) is None else value),
    )


def _square(palette: Palette) -> Stroke:
    return Stroke(palette.ours, 1.5, (), "square", filled=True)


def _whisker(bounds: tuple[float, float], grid: BarGrid, row: BarRow, *, part: int) -> list[Row]:
    low, high = (grid.at(bound / TOP) for bound in bounds)
    y, cap = row.bar_y, THICKNESS * 0.35
    way = [(low, y - cap), (low, y + cap), (low, y), (high, y), (high, y + cap), (high, y - cap)]
    return [{"x": x, "y": at, "part": part, "order": order} for order, (x, at) in enumerate(way)]


def _marks(
    outline: Outline,
    order: Sequence[int],
    spokes: Sequence[Spoke],
    grid: BarGrid,
    translate: Translator,
) -> list[Row]:
    rows: list[Row] = []
    for row, index in zip(grid.rows, order, strict=True):
        value = outline.values[index]
        if value is not None:
            tip = words.tip(outline, spokes[index], index, translate)
            rows.append({"x": grid.at(value / TOP), "y": row.bar_y, **tip})
    return rows
