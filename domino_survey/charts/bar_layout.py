"""Where horizontal bars, their labels and their figures stand.

Heights go down from the chart's top and are negative; one unit is one pixel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.charts.lettering import text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.charts.layers import Row
    from domino_survey.charts.look import Size

THICKNESS = 12.0
BETWEEN = 16.0
LINE = 1.25
_EDGE = 4.0


class Columns(Struct, frozen=True):
    """Across, in pixels: room for labels, and where bars of 0 and of full length end."""

    room: float
    start: float
    end: float


class BarRow(Struct, frozen=True):
    """One labelled bar: its lines, and the heights of its texts and of its bar's middle."""

    lines: tuple[str, ...]
    label_y: float
    value_y: float
    bar_y: float


class BarGrid(Struct, frozen=True):
    """The columns, the rows from the top, and the height taken, in pixels."""

    columns: Columns
    rows: tuple[BarRow, ...]
    height: float

    def at(self, share: float) -> float:
        """Where a bar of this share of the full length ends, in pixels."""
        return self.columns.start + (self.columns.end - self.columns.start) * share


def columns(labels: Sequence[str], values: Sequence[str], size: Size) -> Columns:
    """Labels above the bars on a phone, beside them where there is room."""
    figures = max(text_width(value, size.score, bold=True) for value in values) + 14
    if not size.wide:
        return Columns(size.width - figures, _EDGE, size.width - _EDGE)
    longest = max(text_width(label, size.label) for label in labels)
    room = min(longest, size.width * 0.42) + 0.5
    return Columns(room, room + 16, size.width - figures)


def lay_out_bars(
    labels: Sequence[str], across: Columns, size: Size, *, top: float = 0.0
) -> BarGrid:
    """The rows under `top`, as tall as their wrapped labels need."""
    line = size.label * LINE
    rows: list[BarRow] = []
    y = top
    for label in labels:
        lines = wrap(label, size.label, across.room)
        block = line * len(lines)
        if size.wide:
            tall = max(block, size.score * 1.2)
            middle = y - tall / 2
            rows.append(BarRow(lines, middle + (block - line) / 2, middle, middle))
            y -= tall + BETWEEN * 0.75
        else:
            bar = y - block - 4 - THICKNESS / 2
            rows.append(BarRow(lines, y - line / 2, y - block + line / 2, bar))
            y = bar - THICKNESS / 2 - BETWEEN
    return BarGrid(across, tuple(rows), top - y)


def label_rows(row: BarRow, size: Size, **fields: object) -> list[Row]:
    """The rows of a bar's label, one per line of text."""
    line = size.label * LINE
    return [
        {"x": 0.0, "y": row.label_y - line * order, "text": text, **fields}
        for order, text in enumerate(row.lines)
    ]
