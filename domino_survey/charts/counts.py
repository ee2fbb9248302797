"""How many assessments there are of each kind: plain bars with their counts as text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import altair as alt
from msgspec import Struct

from domino_survey.charts.bar_layout import THICKNESS, columns, label_rows, lay_out_bars
from domino_survey.charts.layers import Plane, Row, boxes, compose, texts
from domino_survey.charts.lettering import wrap
from domino_survey.charts.look import PALETTES, Size, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.i18n import Translator


class Count(Struct, frozen=True):
    """One category and how many fall in it; None where the number may not be shown.

    Raises:
        ValueError: a number under zero.
    """

    label: str
    number: int | None

    def __post_init__(self) -> None:
        if self.number is not None and self.number < 0:
            raise ValueError("a count is not under zero")


class CountGroup(Struct, frozen=True):
    """Counts under one title, such as stages or sectors, shown in the order given."""

    title: str
    counts: tuple[Count, ...]


def stage_and_sector_counts(
    groups: Sequence[CountGroup], *, size: Size, theme: Theme, translate: Translator
) -> alt.LayerChart:
    """The groups under each other on one scale, so that their bars compare.

    A number that may not be shown has no bar and is a dash. Width and height are fixed, in pixels.

    Raises:
        ValueError: nothing to count.
    """
    counts = [count for group in groups for count in group.counts]
    if not counts:
        raise ValueError("nothing to count")
    palette = PALETTES[theme]
    most = max(1, *(count.number or 0 for count in counts))
    across = columns(
        [count.label for count in counts], [_figure(count, translate) for count in counts], size
    )
    titles: list[Row] = []
    labels: list[Row] = []
    figures: list[Row] = []
    lengths: list[Row] = []
    y, title_size = 0.0, size.label * 1.1
    for group in groups:
        for text in wrap(group.title, title_size * 1.08, size.width) if group.counts else ():
            titles.append({"x": 0.0, "y": y - title_size * 0.65, "text": text})
            y -= title_size * 1.3
        y -= 6
        grid = lay_out_bars([count.label for count in group.counts], across, size, top=y)
        for row, count in zip(grid.rows, group.counts, strict=True):
            text = _figure(count, translate)
            labels += label_rows(row, size)
            figures.append({"x": size.width, "y": row.value_y, "text": text})
            if count.number:
                lengths.append(
                    {
                        "x": across.start,
                        "x2": grid.at(count.number / most),
                        "y": row.bar_y - THICKNESS / 2,
                        "y2": row.bar_y + THICKNESS / 2,
                        "label": count.label,
                        "count": text,
                    }
                )
        y -= grid.height + 8
    height = math.ceil(-y)
    plane = Plane(0.0, size.width, -height, 0.0)
    tooltip = [
        alt.Tooltip("label:N", title=translate("Catégorie")),
        alt.Tooltip("count:N", title=translate("Bilans")),
    ]
    ink = palette.ink
    layers = boxes(lengths, plane, colour=palette.ours, radius=2, tooltip=tooltip)
    layers += texts(titles, plane, size=title_size, colour=ink, anchor="start", bold=True)
    layers += texts(labels, plane, size=size.label, colour=ink, anchor="start")
    layers += texts(figures, plane, size=size.score, colour=ink, anchor="end", bold=True)
    return compose(
        layers,
        description=describe_counts(groups, translate=translate),
        width=size.width,
        height=height,
    )


def describe_counts(groups: Sequence[CountGroup], *, translate: Translator) -> str:
    """The text alternative: each title with its counts."""
    sentences: list[str] = []
    for group in groups:
        parts = [_said(count, translate) for count in group.counts]
        if parts:
            figures = ", ".join(parts)
            sentences.append(translate("{title} : {figures}.", title=group.title, figures=figures))
    return " ".join(sentences)


def count_table(groups: Sequence[CountGroup], *, translate: Translator) -> list[dict[str, str]]:
    """The rows of the table under the chart."""
    return [
        {
            translate("Groupe"): group.title,
            translate("Catégorie"): count.label,
            translate("Bilans"): _figure(count, translate),
        }
        for group in groups
        for count in group.counts
    ]


def _figure(count: Count, translate: Translator) -> str:
    return "–" if count.number is None else translate.number(count.number, 0)


def _said(count: Count, translate: Translator) -> str:
    if count.number is None:
        return translate("{label} non affiché", label=count.label)
    return f"{count.label} {_figure(count, translate)}"
