"""Ranges: where a score lies in most of several tries, with its middle."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domino_survey.charts import words
from domino_survey.charts.bar_layout import THICKNESS, columns, label_rows, lay_out_bars
from domino_survey.charts.figures import TOP, Outline, Spoke, check
from domino_survey.charts.layers import Plane, Row, boxes, compose, points, texts
from domino_survey.charts.look import PALETTES, Size, Stroke, Theme
from domino_survey.charts.tracks import depth, track
from domino_survey.wording import points as points_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from domino_survey.i18n import Translator

LEAST_LENGTH = 4.0  # pixels: a range of nothing is still seen


def ranges(
    outline: Outline,
    spokes: Sequence[Spoke],
    *,
    cuts: Sequence[float],
    size: Size,
    theme: Theme,
    translate: Translator,
) -> alt.LayerChart:
    """A bar from the low to the high bound of each spoke, in its order, with a point at its value.

    It is shown as `bars` is.

    Raises:
        ValueError: no spoke, or wrong lengths.
    """
    check([outline], spokes)
    palette = PALETTES[theme]
    figures = [_between(outline, index, translate) for index in range(len(spokes))]
    across = columns([spoke.short for spoke in spokes], figures, size)
    grid = lay_out_bars([spoke.short for spoke in spokes], across, size)
    height = math.ceil(depth(grid, size))
    plane = Plane(0.0, size.width, -height, 0.0)
    layers = track(
        grid,
        cuts=cuts,
        plane=plane,
        palette=palette,
        size=size,
        translate=translate,
    )
    labels: list[Row] = []
    said: list[Row] = []
    lengths: list[Row] = []
    middles: list[Row] = []
    for index, (row, spoke) in enumerate(zip(grid.rows, spokes, strict=True)):
        labels += label_rows(row, size, spoke=spoke.id)
        said.append({"x": size.width, "y": row.value_y, "text": figures[index]})
        value, bounds = outline.values[index], outline.bounds(index)
        if value is None or bounds is None:
            continue
        low, high = (grid.at(bound / TOP) for bound in bounds)
        more = max(0.0, LEAST_LENGTH - (high - low)) / 2
        half = THICKNESS / 2
        lengths.append(
            {"x": low - more, "x2": high + more, "y": row.bar_y - half, "y2": row.bar_y + half}
        )
        middles.append({"x": grid.at(value / TOP), "y": row.bar_y})
    layers += boxes(lengths, plane, colour=palette.ours, radius=2)
    middle = Stroke(palette.ours, 1.5, (), "circle", filled=False)
    layers += points(middles, plane, middle, palette)
    layers += texts(labels, plane, size=size.label, colour=palette.ink, anchor="start")
    layers += texts(said, plane, size=size.label, colour=palette.ink, anchor="end", bold=True)
    description = describe_ranges(outline, spokes, translate=translate)
    return compose(layers, description=description, width=size.width, height=height)


def describe_ranges(outline: Outline, spokes: Sequence[Spoke], *, translate: Translator) -> str:
    """The text alternative of `ranges`, with every figure that is printed."""
    said = [
        translate("{axis} : {range}", axis=spoke.short, range=_between(outline, index, translate))
        for index, spoke in enumerate(spokes)
    ]
    opening = translate("Plages de scores, de 0 à 100. {label}.", label=outline.label)
    return " ".join([opening, *(f"{one}." for one in said)])


def _between(outline: Outline, index: int, translate: Translator) -> str:
    bounds = outline.bounds(index)
    if bounds is None:
        return words.NO_SCORE
    low, high = (points_words(translate, bound) for bound in bounds)
    return low if low == high else translate("{low} à {high}", low=low, high=high)
