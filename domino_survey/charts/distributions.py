"""How respondents divide among the levels in words, for each axis or theme."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import altair as alt
from msgspec import Struct

from domino_survey.charts.bar_layout import LINE, columns, label_rows, lay_out_bars
from domino_survey.charts.class_legend import Entry, entry_layers, place_entries
from domino_survey.charts.colours import ramp
from domino_survey.charts.layers import Plane, Row, compose, texts
from domino_survey.charts.lettering import wrap
from domino_survey.charts.look import PALETTES, Size, Theme
from domino_survey.charts.stacks import TALL, Shares, StackedBars, share_word
from domino_survey.charts.words import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator


class Distribution(Struct, frozen=True):
    """An axis or a theme: its name and the share of respondents at each level, lowest first."""

    label: str
    shares: Shares
    group: str = ""


def distributions(
    rows: Sequence[Distribution],
    levels: Sequence[str],
    *,
    size: Size,
    theme: Theme,
    translate: Translator,
) -> alt.LayerChart:
    """A bar per row, of one length, cut in the order of the levels; shares that fit are written.

    Raises:
        ValueError: no row, or a row that has not one share per level.
    """
    _check(rows, levels)
    palette = PALETTES[theme]
    fills = ramp(len(levels), theme)
    entries = [
        Entry(fill, hatched=False, text=name) for fill, name in zip(fills, levels, strict=True)
    ]
    if any(None in row.shares.safe for row in rows):
        entries.append(Entry("", hatched=True, text=translate("Masqué, trop peu de bilans")))
    placed, legend_height = place_entries(entries, size, top=0.0)
    across = columns([row.label for row in rows], [""], size)
    y = -legend_height - 12
    titles: list[Row] = []
    labels: list[Row] = []
    bars = StackedBars(size, theme, translate)
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            for text in wrap(group, size.label * 1.08, size.width):
                titles.append({"x": 0.0, "y": y - size.label * 0.65, "text": text})
                y -= size.label * LINE
            y -= 5
        grid = lay_out_bars([row.label], across, size, top=y)
        placed_row = grid.rows[0]
        more = TALL - 12  # taller than the bars that the layout is made for
        at = placed_row.bar_y - (0 if size.wide else more / 2)
        labels += label_rows(placed_row, size)
        left = across.start if size.wide else 0.0
        bars.add(row.shares, left=left, right=size.width, y=at, tip=row.label)
        y -= grid.height + more / (2 if size.wide else 1)
    height = math.ceil(-y)
    plane = Plane(0.0, size.width, -height, 0.0)
    tooltip = [
        alt.Tooltip(field="part", type="nominal", title=translate("Thème")),
        alt.Tooltip(field="share", type="nominal", title=translate("Part des bilans")),
    ]
    layers = entry_layers(placed, plane, size, palette)
    layers += bars.layers(plane, tooltip)
    layers += texts(titles, plane, size=size.label, colour=palette.ink, anchor="start", bold=True)
    layers += texts(labels, plane, size=size.label, colour=palette.ink, anchor="start")
    description = describe_distributions(rows, levels, translate=translate)
    return compose(layers, description=description, width=size.width, height=height)


def describe_distributions(
    rows: Sequence[Distribution], levels: Sequence[str], *, translate: Translator
) -> str:
    """The text alternative: each row with its shares."""
    _check(rows, levels)
    said = [translate("Parts des bilans par niveau.")]
    for row in rows:
        if row.shares.masked:
            said.append(translate("{row} : masqué.", row=row.label))
            continue
        figures = ", ".join(
            f"{level} {share_word(value, translate)}"
            for level, value in zip(levels, row.shares.safe, strict=True)
        )
        said.append(translate("{row} : {figures}.", row=row.label, figures=figures))
    return " ".join(said)


def distribution_table(
    rows: Sequence[Distribution], levels: Sequence[str], *, translate: Translator
) -> list[dict[str, str]]:
    """The rows of the table, a column per level."""
    _check(rows, levels)
    axis, theme = translate("Axe"), translate("Thème")
    names = distinct(levels, taken={axis, theme})
    grouped = any(row.group for row in rows)
    return [
        {
            **({axis: row.group} if grouped else {}),
            theme if grouped else axis: row.label,
            **{
                name: share_word(value, translate)
                for name, value in zip(names, row.shares.safe, strict=True)
            },
        }
        for row in rows
    ]


def _check(rows: Sequence[Distribution], levels: Sequence[str]) -> None:
    if not rows:
        raise ValueError("no distribution")
    if any(len(row.shares.values) != len(levels) for row in rows):
        raise ValueError("one share per level")
