"""Two periods or two selections side by side, each with its interval, and what lies between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import altair as alt
from msgspec import Struct

from domino_survey.charts.figures import TOP
from domino_survey.charts.hatching import Hatching, box_ring
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
)
from domino_survey.charts.lettering import text_width, wrap
from domino_survey.charts.look import PALETTES, Palette, Size, Stroke, Theme
from domino_survey.charts.words import capitalised, distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator

_TRACK = 30.0
_APART = 7.0  # pixels that the two marks stand above and below the middle
_LINE = 1.3
_EDGE = 7.0


class Measured(Struct, frozen=True):
    """A figure with its 95 % interval; without one, too few stand behind it.

    Raises:
        ValueError: a bound without the other, or an interval that does not hold the figure.
    """

    value: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high bounds go together")
        if self.low is None or self.high is None:
            return
        # Rounded figures may stand a little outside.
        if not self.low - 1 <= self.value <= self.high + 1 or self.low > self.high:
            raise ValueError("an interval holds its figure")


class Change(Struct, frozen=True):
    """A node before and after (or here and there); None where a figure may not be shown.

    `difference` is after less before with an interval of its own: two intervals that overlap say nothing
    of it. It is shown only where both figures are.
    """

    label: str
    before: Measured | None
    after: Measured | None
    difference: Measured | None


def changes(
    rows: Sequence[Change],
    periods: tuple[str, str],
    *,
    size: Size,
    theme: Theme,
    translate: Translator,
) -> alt.LayerChart:
    """Each row on a scale from 0 to 100: both figures as marks on their intervals, the difference in words.

    Args:
        rows: in order.
        periods: what the first and the second figure are of, such as years.
        size: fixed, in pixels.
        theme: light or dark.
        translate: the reader's language.

    Raises:
        ValueError: no row, or a figure outside 0 to 100.
    """
    _check(rows)
    palette = PALETTES[theme]
    first = Stroke(palette.compared, 1.75, (), "diamond", filled=False)
    second = Stroke(palette.ours, 2.5, (), "circle", filled=True)
    keys = [Key(periods[0], first, line=True), Key(periods[1], second, line=True)]
    placed, y = legend(keys, size, left=0.0, top=0.0)
    y = -y - 8
    labels: list[Row] = []
    verdicts: list[Row] = []
    tracks: list[Row] = []
    lines: dict[int, list[Row]] = {0: [], 1: []}
    marks: dict[int, list[Row]] = {0: [], 1: []}
    hidden: list[Row] = []
    hatching = Hatching([])
    for number, row in enumerate(rows):
        bare = row.before is None and row.after is None
        said = "" if bare else capitalised(verdict(row, periods, translate))
        y = _texts(row.label, said, y, size=size, labels=labels, verdicts=verdicts)
        middle = y - _TRACK / 2
        if bare:
            _hide(hatching, hidden, middle, size, translate)
        else:
            tracks.append({"x": _EDGE, "x2": size.width - _EDGE, "y": middle - 1, "y2": middle + 1})
            for place, figure in enumerate((row.before, row.after)):
                if figure is not None:
                    level = middle + (_APART if place == 0 else -_APART)
                    lines[place] += _interval(figure, level, size, number)
                    marks[place].append(
                        {
                            "x": _at(figure.value, size),
                            "y": level,
                            "node": row.label,
                            "period": periods[place],
                            "figure": _with_interval(figure, translate),
                        }
                    )
        y -= _TRACK
        if not size.wide:
            y = _under(said, y, size, verdicts)
        y -= 10
    axis = [
        {"x": _at(value, size), "y": y - size.small / 2, "text": translate.number(value)}
        for value in (0.0, 50.0, TOP)
    ]
    height = math.ceil(-y + size.small + 6)
    plane = Plane(0.0, size.width, -height, 0.0)
    layers = boxes(tracks, plane, colour=palette.faint, radius=1)
    layers += paths(hatching.rows, plane, color=palette.ring, strokeWidth=1)
    layers += _marks(lines, marks, (first, second), plane, palette=palette, translate=translate)
    layers += texts(axis, plane, size=size.small, colour=palette.muted, anchor="middle")
    layers += texts(hidden, plane, size=size.small, colour=palette.ink, anchor="middle", bold=True)
    layers += texts(labels, plane, size=size.label, colour=palette.ink, anchor="start", bold=True)
    side = "end" if size.wide else "start"
    letters = size.label if size.wide else size.small + 1
    layers += texts(
        verdicts,
        plane,
        size=letters,
        colour=palette.ink,
        anchor="end" if side == "end" else "start",
    )
    layers += legend_layers(placed, plane, size, palette)
    description = describe_changes(rows, periods, translate=translate)
    return compose(layers, description=description, width=size.width, height=height)


def _at(value: float, size: Size) -> float:
    return _EDGE + (size.width - 2 * _EDGE) * value / TOP


def _texts(
    label: str, said: str, y: float, *, size: Size, labels: list[Row], verdicts: list[Row]
) -> float:
    """The label, and where there is room the verdict on the same line; returns where they end."""
    letters = size.label
    room = size.width - (text_width(said, letters) + 16 if size.wide else 0)
    beside = size.wide and room >= size.width * 0.3
    if beside:
        verdicts.append({"x": float(size.width), "y": y - letters * 0.65, "text": said})
    for line in wrap(label, letters * 1.08, room if beside else size.width):
        labels.append({"x": 0.0, "y": y - letters * 0.65, "text": line})
        y -= letters * _LINE
    if size.wide and not beside:
        verdicts.append({"x": float(size.width), "y": y - letters * 0.65, "text": said})
        y -= letters * _LINE
    return y


def _under(said: str, y: float, size: Size, verdicts: list[Row]) -> float:
    letters = size.small + 1
    for line in wrap(said, letters, size.width):
        verdicts.append({"x": 0.0, "y": y - letters * 0.65, "text": line})
        y -= letters * _LINE
    return y


def _hide(
    hatching: Hatching, words: list[Row], middle: float, size: Size, translate: Translator
) -> None:
    text = translate("masqué")
    half, centre = text_width(text, size.small, bold=True) / 2 + 5, size.width / 2
    outer = box_ring(_EDGE, middle - 9, size.width - _EDGE, middle + 9)
    hatching.cover([outer, box_ring(centre - half, middle - 8, centre + half, middle + 8)])
    words.append({"x": centre, "y": middle, "text": text})


def _interval(figure: Measured, level: float, size: Size, number: int) -> list[Row]:
    """A line with ends along the interval, none without one."""
    if figure.low is None or figure.high is None:
        return []
    low, high = _at(max(0.0, figure.low), size), _at(min(TOP, figure.high), size)
    way = [
        (low, level - 3),
        (low, level + 3),
        (low, level),
        (high, level),
        (high, level + 3),
        (high, level - 3),
    ]
    return [{"x": x, "y": at, "part": number, "order": order} for order, (x, at) in enumerate(way)]


def _marks(
    lines: dict[int, list[Row]],
    marks: dict[int, list[Row]],
    strokes: tuple[Stroke, Stroke],
    plane: Plane,
    *,
    palette: Palette,
    translate: Translator,
) -> list[alt.Chart]:
    tooltip = [
        alt.Tooltip(field="node", type="nominal", title=translate("Axe")),
        alt.Tooltip(field="period", type="nominal", title=translate("Période")),
        alt.Tooltip(field="figure", type="nominal", title=translate("Score")),
    ]
    layers: list[alt.Chart] = []
    for place, stroke in enumerate(strokes):
        layers += paths(lines[place], plane, color=stroke.colour, strokeWidth=stroke.width)
        layers += points(marks[place], plane, stroke, palette, tooltip=tooltip)
    return layers


def verdict(row: Change, periods: tuple[str, str], translate: Translator) -> str:
    """The difference in words, with its interval; that there is no clear one where it holds 0."""
    if row.before is None and row.after is None:
        return translate("masqué")
    if row.before is None or row.after is None:
        return translate("{period} masqué", period=periods[0 if row.before is None else 1])
    difference = row.difference
    if difference is None:
        return translate("écart masqué")
    value = _signed(difference.value, translate)
    if difference.low is None or difference.high is None:
        return translate("écart {value}, trop peu de bilans pour un intervalle", value=value)
    low, high = _signed(difference.low, translate), _signed(difference.high, translate)
    if difference.low <= 0 <= difference.high:
        return translate("pas de différence nette (de {low} à {high})", low=low, high=high)
    return translate("écart {value} (de {low} à {high})", value=value, low=low, high=high)


def _signed(value: float, translate: Translator) -> str:
    written = translate.number(abs(value))
    if written == translate.number(0):
        return written
    return f"+{written}" if value > 0 else f"−{written}"


def _with_interval(figure: Measured | None, translate: Translator) -> str:
    if figure is None:
        return translate("masqué")
    value = translate.number(figure.value)
    if figure.low is None or figure.high is None:
        return value
    return translate(
        "{value} (de {low} à {high})",
        value=value,
        low=translate.number(figure.low),
        high=translate.number(figure.high),
    )


def describe_changes(
    rows: Sequence[Change], periods: tuple[str, str], *, translate: Translator
) -> str:
    """The text alternative: each row with both figures and what lies between them."""
    said = [translate("{first} et {second}, de 0 à 100.", first=periods[0], second=periods[1])]
    said += [
        translate(
            "{label} : {before}, puis {after} ; {verdict}.",
            label=row.label,
            before=_with_interval(row.before, translate),
            after=_with_interval(row.after, translate),
            verdict=verdict(row, periods, translate),
        )
        for row in rows
    ]
    return " ".join(said)


def change_table(
    rows: Sequence[Change], periods: tuple[str, str], *, translate: Translator
) -> list[dict[str, str]]:
    """The rows of the table."""
    axis, last = translate("Axe"), translate("Différence")
    before, after = distinct(periods, taken={axis, last})
    return [
        {
            axis: row.label,
            before: _with_interval(row.before, translate),
            after: _with_interval(row.after, translate),
            last: capitalised(verdict(row, periods, translate)),
        }
        for row in rows
    ]


def _check(rows: Sequence[Change]) -> None:
    if not rows:
        raise ValueError("nothing to compare")
    for row in rows:
        for figure in (row.before, row.after):
            if figure is not None and not 0 <= figure.value <= TOP:
                raise ValueError(f"{figure.value} is outside 0 to 100")
