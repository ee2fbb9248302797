"""Assessments per day: started behind, submitted in front."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

import altair as alt

from domino_survey.charts.layers import Plane, Row, boxes, compose, texts
from domino_survey.charts.look import PALETTES, Size, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domino_survey.i18n import Translator

MOST_DAYS = 60
LEAST_DAYS = 30  # so that one busy day is a bar, not a block
HEIGHT = 150


class Day(Protocol):
    """The counts of one day."""

    @property
    def day(self) -> date:
        """Which day."""

    @property
    def started(self) -> int:
        """Assessments begun that day."""

    @property
    def submitted(self) -> int:
        """Assessments sent for the first time that day."""


def activity(
    days: Sequence[Day], *, size: Size, theme: Theme, translate: Translator
) -> alt.LayerChart:
    """The last thirty to sixty days of activity, as bars on one time scale.

    A wide pale bar is what was started, the narrow solid one in front of it what was submitted.

    Raises:
        ValueError: no day.
    """
    if not days:
        raise ValueError("no day")
    palette = PALETTES[theme]
    last = days[-1].day.toordinal()
    first = min(days[0].day.toordinal(), last - LEAST_DAYS + 1)
    first = max(first, last - MOST_DAYS + 1)
    shown = [one for one in days if one.day.toordinal() >= first]
    most = max(1, *(max(one.started, one.submitted) for one in shown))
    step = size.width / (last - first + 1)
    plane = Plane(0.0, size.width, -size.label * 2, HEIGHT + size.label * 1.5)
    started: list[Row] = []
    submitted: list[Row] = []
    for one in shown:
        left = (one.day.toordinal() - first) * step
        tip = {
            "day": translate.date(one.day),
            "started": translate.number(one.started),
            "submitted": translate.number(one.submitted),
        }
        for rows, count, inset in ((started, one.started, 0.08), (submitted, one.submitted, 0.28)):
            if count:
                rows.append(
                    {
                        "x": left + inset * step,
                        "x2": left + (1 - inset) * step,
                        "y": 0.0,
                        "y2": HEIGHT * count / most,
                        **tip,
                    }
                )
    tooltip = [
        alt.Tooltip("day:N", title=translate("Jour")),
        alt.Tooltip("started:N", title=translate("Commencés")),
        alt.Tooltip("submitted:N", title=translate("Envoyés")),
    ]
    layers = boxes(started, plane, colour=palette.ring, tooltip=tooltip)
    layers += boxes(submitted, plane, colour=palette.ours, tooltip=tooltip)
    floor = [{"x": 0.0, "x2": float(size.width), "y": -1.0, "y2": 0.0}]
    layers += boxes(floor, plane, colour=palette.ring)
    ends: list[tuple[float, int, str]] = [(0.0, first, "start"), (float(size.width), last, "end")]
    for x, ordinal, anchor in ends:
        label = translate.date(type(days[0].day).fromordinal(ordinal))
        layers += texts(
            [{"x": x, "y": -size.label * 1.1, "text": label}],
            plane,
            size=size.label,
            colour=palette.muted,
            anchor="start" if anchor == "start" else "end",
        )
    top = translate.plural("{count} bilan en un jour", "{count} bilans en un jour", most)
    layers += texts(
        [{"x": 0.0, "y": HEIGHT + size.label * 0.8, "text": top}],
        plane,
        size=size.small,
        colour=palette.muted,
        anchor="start",
    )
    return compose(
        layers,
        description=describe_activity(days, translate=translate),
        width=size.width,
        height=math.ceil(plane.up - plane.down),
    )


def describe_activity(days: Sequence[Day], *, translate: Translator) -> str:
    """The text alternative: the period, the totals and the busiest day."""
    busiest = max(days, key=lambda one: one.started)
    return translate(
        "Du {first} au {last} : {started} bilans commencés, {submitted} envoyés. Jour le plus chargé : "
        "{busiest}, {count} bilans commencés.",
        first=translate.date(days[0].day),
        last=translate.date(days[-1].day),
        started=translate.number(sum(one.started for one in days)),
        submitted=translate.number(sum(one.submitted for one in days)),
        busiest=translate.date(busiest.day),
        count=translate.number(busiest.started),
    )


def activity_table(days: Sequence[Day], *, translate: Translator) -> list[dict[str, str]]:
    """The rows of the table under the chart, newest day first."""
    return [
        {
            translate("Jour"): translate.date(one.day),
            translate("Commencés"): translate.number(one.started),
            translate("Envoyés"): translate.number(one.submitted),
        }
        for one in reversed(days)
    ]
