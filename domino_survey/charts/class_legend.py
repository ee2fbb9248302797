"""The legend of classes in words: a sample of each fill, and of what is hidden or missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.charts.hatching import APART, Hatching, box_ring
from domino_survey.charts.layers import Plane, Row, boxes, paths, texts
from domino_survey.charts.lettering import text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from domino_survey.charts.classes import Classes, State
    from domino_survey.charts.look import Palette, Size, Theme
    from domino_survey.i18n import Translator

SAMPLE = 16.0
_GAP, _BETWEEN = 7.0, 18.0


class Entry(Struct, frozen=True):
    """A fill (empty: none), whether it is hatched, and its words."""

    fill: str
    hatched: bool
    text: str


class PlacedEntry(Struct, frozen=True):
    """An entry with the left and the middle of its sample, and its lines of text."""

    entry: Entry
    x: float
    y: float
    lines: tuple[str, ...]


def class_entries(
    classes: Classes, states: Sequence[State], theme: Theme, translate: Translator
) -> list[Entry]:
    """All classes, lowest first, then hidden and missing where they occur."""
    fills = classes.fills(theme)
    entries = [Entry(fills[i], False, classes.said(i, translate)) for i in range(classes.count)]  # noqa: FBT003
    if "hidden" in states:
        text = translate("Hachuré : masqué, trop peu de bilans")
        entries.append(Entry("", hatched=True, text=text))
    if "none" in states:
        entries.append(Entry("", hatched=False, text=translate("Vide : aucun bilan")))
    return entries


def place_entries(
    entries: Sequence[Entry], size: Size, *, top: float
) -> tuple[list[PlacedEntry], float]:
    """The entries from the left in rows under `top`, and the height they take, in pixels."""
    line = size.label * 1.3
    x, y, tall = 0.0, top, line
    placed: list[PlacedEntry] = []
    for entry in entries:
        lines = wrap(entry.text, size.label, size.width - SAMPLE - _GAP)
        wide = SAMPLE + _GAP + max(text_width(text, size.label) for text in lines)
        if x and x + wide > size.width:
            x, y, tall = 0.0, y - tall - 5, line
        placed.append(PlacedEntry(entry, x, y - line / 2, lines))
        x, tall = x + wide + _BETWEEN, max(tall, line * len(lines))
    return placed, top - y + tall


def entry_layers(
    placed: Sequence[PlacedEntry], plane: Plane, size: Size, palette: Palette
) -> list[alt.Chart]:
    """The layers of a legend that `place_entries` has placed."""
    layers: list[alt.Chart] = []
    words: list[Row] = []
    frames: list[Row] = []
    hatching = Hatching([])
    for one in placed:
        half = SAMPLE / 2
        box = {"x": one.x, "x2": one.x + SAMPLE, "y": one.y - half, "y2": one.y + half}
        if one.entry.fill:
            layers += boxes([box], plane, colour=one.entry.fill)
        if one.entry.hatched:
            ring = box_ring(one.x, one.y - half, one.x + SAMPLE, one.y + half)
            hatching.cover([ring], APART * 0.75)
        frames += frame(box, f"key{one.x}.{one.y}")
        for order, text in enumerate(one.lines):
            y = one.y - order * size.label * 1.3
            words.append({"x": one.x + SAMPLE + _GAP, "y": y, "text": text})
    layers += paths(hatching.rows, plane, color=palette.ring, strokeWidth=1)
    layers += paths(frames, plane, color=palette.ring, strokeWidth=1)
    return layers + texts(words, plane, size=size.label, colour=palette.ink, anchor="start")


def frame(box: Row, part: str) -> list[Row]:
    """The border of a box as a closed path."""
    x, x2, y, y2 = box["x"], box["x2"], box["y"], box["y2"]
    corners = [(x, y), (x2, y), (x2, y2), (x, y2), (x, y)]
    return [{"x": a, "y": b, "part": part, "order": order} for order, (a, b) in enumerate(corners)]
