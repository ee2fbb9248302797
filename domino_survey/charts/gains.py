"""What is gained by so much effort: one bar for each number of levels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from domino_survey.charts.layers import Plane, Row, boxes, compose, texts
from domino_survey.charts.look import PALETTES, Size, Theme
from domino_survey.wording import effort_words, gain_words, points

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from domino_survey.i18n import Translator

HEIGHT = 120
GAP = 0.14  # of a column, on each side of its bar
LEAST_COLUMNS = 6  # so that a single bar is no block
LEAST_HEIGHT = 1.0  # pixels: nothing gained is still a place


def gains(
    reached: Sequence[float], chosen: int, *, size: Size, theme: Theme, translate: Translator
) -> alt.LayerChart:
    """Bars of the points gained within 1, 2, ... levels, `chosen` of them in full colour.

    Raises:
        ValueError: no gain.
    """
    if not reached:
        raise ValueError("no gain")
    palette = PALETTES[theme]
    step, most = size.width / max(LEAST_COLUMNS, len(reached)), max(reached)
    plane = Plane(0.0, size.width, -size.label * 3.2, HEIGHT + size.label * 1.6)
    ours: list[Row] = []
    others: list[Row] = []
    figures: list[Row] = []
    levels: list[Row] = []
    for place, gain in enumerate(reached):
        middle, top = (place + 0.5) * step, max(LEAST_HEIGHT, HEIGHT * gain / most)
        bar: Row = {"x": (place + GAP) * step, "x2": (place + 1 - GAP) * step, "y": 0.0, "y2": top}
        (ours if place + 1 == chosen else others).append(bar)
        figures.append(
            {
                "x": middle,
                "y": top + size.label * 0.7,
                "text": translate("+{points}", points=points(translate, gain)),
            }
        )
        levels.append({"x": middle, "y": -size.label * 0.9, "text": translate.number(place + 1)})
    layers = boxes(others, plane, colour=palette.ring) if others else []
    layers += boxes(ours, plane, colour=palette.ours)
    layers += texts(figures, plane, size=size.small, colour=palette.ink, anchor="middle")
    layers += texts(levels, plane, size=size.small, colour=palette.muted, anchor="middle")
    layers += texts(
        [{"x": 0.0, "y": -size.label * 2.5, "text": translate("Échelons à monter en tout")}],
        plane,
        size=size.small,
        colour=palette.muted,
        anchor="start",
    )
    return compose(
        layers,
        description=describe_gains(reached, translate=translate),
        width=size.width,
        height=math.ceil(plane.up - plane.down),
    )


def describe_gains(reached: Sequence[float], *, translate: Translator) -> str:
    """The text alternative of `gains`, with every figure that is printed."""
    said = [
        translate(
            "{levels} : {gain}",
            levels=effort_words(translate, place),
            gain=gain_words(translate, gain),
        )
        for place, gain in enumerate(reached, start=1)
    ]
    return " ; ".join(
        [f"{translate('Points gagnés selon les échelons montés.')} {said[0]}", *said[1:]]
    )


def gains_table(reached: Sequence[float], *, translate: Translator) -> list[dict[str, str]]:
    """The rows of the table under the chart: what so many levels gain, and what the last of them adds."""
    return [
        {
            translate("Échelons en tout"): translate.number(place),
            translate("Gain"): gain_words(translate, gain),
            translate("Apport du dernier"): gain_words(translate, gain - before),
        }
        for place, (gain, before) in enumerate(zip(reached, [0.0, *reached], strict=False), start=1)
    ]
