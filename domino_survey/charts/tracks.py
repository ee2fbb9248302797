"""The scale behind horizontal bars, from 0 to 100 with the cuts of levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.charts.bar_layout import BETWEEN, THICKNESS
from domino_survey.charts.figures import TOP
from domino_survey.charts.layers import boxes, paths, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from domino_survey.charts.bar_layout import BarGrid
    from domino_survey.charts.layers import Anchor, Plane, Row
    from domino_survey.charts.look import Palette, Size
    from domino_survey.i18n import Translator


def depth(grid: BarGrid, size: Size) -> float:
    """How far down bars reach with the figures of their scale, in pixels."""
    return grid.height - BETWEEN / 2 + size.small + 4


def track(
    grid: BarGrid,
    *,
    cuts: Sequence[float],
    plane: Plane,
    palette: Palette,
    size: Size,
    translate: Translator,
) -> list[alt.Chart]:
    """The full length of the scale behind each bar, level cuts across, their figures below."""
    axis_y = -grid.height + BETWEEN / 2 - size.small / 2
    inner = sorted({float(cut) for cut in cuts if 0 < cut < TOP})
    tracks: list[Row] = []
    ticks: list[Row] = []
    for number, row in enumerate(grid.rows):
        half = THICKNESS / 2
        low, high = row.bar_y - half, row.bar_y + half
        tracks.append({"x": grid.columns.start, "x2": grid.columns.end, "y": low, "y2": high})
        for cut in inner:
            for order, y in enumerate((low - 3, high + 3)):
                ticks.append(
                    {"x": grid.at(cut / TOP), "y": y, "part": f"{number}.{cut}", "order": order}
                )
    figures: dict[Anchor, list[Row]] = {"start": [], "middle": [], "end": []}
    for cut in (0.0, *inner, TOP):
        anchor: Anchor = "start" if cut == 0 else "end" if cut == TOP else "middle"
        figures[anchor].append(
            {"x": grid.at(cut / TOP), "y": axis_y, "text": translate.number(cut, 0)}
        )
    layers = boxes(tracks, plane, colour=palette.faint, radius=2)
    layers += paths(ticks, plane, color=palette.ring, strokeWidth=1)
    for anchor, rows in figures.items():
        layers += texts(rows, plane, size=size.small, colour=palette.muted, anchor=anchor)
    return layers
