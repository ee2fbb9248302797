"""A bar cut into shares: how answers or levels divide, in the order of the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.charts.colours import MOST_CLASSES, ramp, text_on
from domino_survey.charts.hatching import Hatching, box_ring
from domino_survey.charts.layers import Plane, Row, boxes, paths, texts
from domino_survey.charts.lettering import text_width
from domino_survey.charts.look import PALETTES, Size, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from domino_survey.i18n import Translator

TALL = 24.0
_CUT = 1.5  # pixels of ground between two shares
_ROUNDING = 0.06  # what rounded shares may sum to beyond 1


class Shares(Struct, frozen=True):
    """Shares in [0, 1], lowest step first, already fit to be shown; None where one is not.

    They need not sum to 1 exactly, being rounded. A single hidden share would be what the others
    leave: all of them are then drawn hidden.

    Raises:
        ValueError: fewer than two shares or more than five, one outside [0, 1], a sum above 1.
    """

    values: tuple[float | None, ...]

    def __post_init__(self) -> None:
        if not 2 <= len(self.values) <= MOST_CLASSES:  # noqa: PLR2004 - one share divides nothing
            raise ValueError(f"two to {MOST_CLASSES} shares, not {len(self.values)}")
        known = [value for value in self.values if value is not None]
        if any(not 0 <= value <= 1 for value in known) or sum(known) > 1 + _ROUNDING:
            raise ValueError("shares of one whole")

    @property
    def safe(self) -> tuple[float | None, ...]:
        """The shares that may be read; all None where the only hidden one would follow."""
        hidden = sum(value is None for value in self.values)
        return (None,) * len(self.values) if hidden == 1 else self.values

    @property
    def masked(self) -> bool:
        """Whether nothing is shown."""
        return all(value is None for value in self.safe)


class StackedBars:
    """Collects bars, then draws them all in a few layers."""

    def __init__(self, size: Size, theme: Theme, translate: Translator) -> None:
        """For a size, in a theme, in a language."""
        self._size, self._theme, self._translate = size, theme, translate
        self._segments: dict[str, list[Row]] = {}
        self._said: dict[str, list[Row]] = {}
        self._frames: list[Row] = []
        self._hatching = Hatching([])

    def add(self, shares: Shares, *, left: float, right: float, y: float, tip: str) -> None:
        """A bar from `left` to `right`, centred on `y`."""
        ink = PALETTES[self._theme].ink
        values = shares.safe
        known = [value for value in values if value is not None]
        # Rounded shares that sum to a little more or less than 1 fill the bar all the same.
        total = sum(known)
        whole = total if len(known) == len(values) and total > 0 else max(1.0, total)
        x = left
        for value, fill in zip(values, ramp(len(values), self._theme), strict=True):
            if value is None or value == 0:
                continue
            end = x + (right - left) * value / whole
            shown = end if end > right - _CUT else max(x + 0.5, end - _CUT)
            box = {"x": x, "x2": shown, "y": y - TALL / 2, "y2": y + TALL / 2}
            written = self._translate.percent(value)
            self._segments.setdefault(fill, []).append({**box, "part": tip, "share": written})
            self._write(written, (x + shown) / 2, y, shown - x, text_on(fill, self._theme))
            x = end
        if None in values and right - x > 1:
            self._hide(x, right, y, ink)

    def _write(self, text: str, x: float, y: float, room: float, colour: str) -> None:
        if text_width(text, self._size.small, bold=True) + 5 <= room:
            self._said.setdefault(colour, []).append({"x": x, "y": y, "text": text})

    def _hide(self, x: float, right: float, y: float, ink: str) -> None:
        low, high = y - TALL / 2, y + TALL / 2
        word = self._translate("masqué")
        half, middle = text_width(word, self._size.small, bold=True) / 2 + 4, (x + right) / 2
        rings = [box_ring(x, low, right, high)]
        if half * 2 < right - x:
            tall = self._size.small * 0.65
            rings.append(box_ring(middle - half, y - tall, middle + half, y + tall))
        self._hatching.cover(rings)
        self._write(word, middle, y, right - x, ink)
        way = [(x, low), (right, low), (right, high), (x, high), (x, low)]
        part = f"hidden{x}.{y}"
        self._frames += [
            {"x": a, "y": b, "part": part, "order": order} for order, (a, b) in enumerate(way)
        ]

    def layers(self, plane: Plane, tooltip: Sequence[alt.Tooltip]) -> list[alt.Chart]:
        """What was collected."""
        palette = PALETTES[self._theme]
        drawn: list[alt.Chart] = []
        outlines: list[Row] = []
        for fill, rows in self._segments.items():
            drawn += boxes(rows, plane, colour=fill, tooltip=tooltip)
            for row in rows:
                corners = [("x", "y"), ("x2", "y"), ("x2", "y2"), ("x", "y2"), ("x", "y")]
                outlines += [
                    {"x": row[a], "y": row[b], "part": f"{row['x']}.{row['y']}", "order": order}
                    for order, (a, b) in enumerate(corners)
                ]
        # The palest share has an edge: what it is told from the ground by.
        drawn += paths(outlines + self._frames, plane, color=palette.ring, strokeWidth=0.75)
        drawn += paths(self._hatching.rows, plane, color=palette.ring, strokeWidth=1)
        for colour, rows in self._said.items():
            drawn += texts(
                rows, plane, size=self._size.small, colour=colour, anchor="middle", bold=True
            )
        return drawn


def share_word(value: float | None, translate: Translator) -> str:
    """A share in words."""
    return translate("masqué") if value is None else translate.percent(value)
