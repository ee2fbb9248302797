from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.charts import PHONE, WIDE, Outline, Size, Spoke, describe_ranges, ranges
from domino_survey.charts.lettering import text_width
from domino_survey.charts.look import PALETTES
from domino_survey.i18n import Translator

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt

TRIED = Outline(
    "Neuf sur dix", "mine", (44, 50, None, 77, 96), (41, 50, None, 75, 95), (47, 50, None, 79, 100)
)
GREEN = PALETTES["light"].ours


def draw(outline: Outline, spokes: tuple[Spoke, ...], size: Size = PHONE) -> alt.LayerChart:
    return ranges(
        outline, spokes, cuts=(33, 66), size=size, theme="light", translate=Translator("fr")
    )


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=lambda size: size.name)
def test_ranges__bounds__proportional_on_the_track_and_none_without_score(
    size: Size, five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    drawn = picture(draw(TRIED, five, size))

    track = drawn.marked("rect", color=PALETTES["light"].faint)[0]
    full = track["x2"] - track["x"]
    boxes = drawn.marked("rect", color=GREEN)
    assert len(boxes) == 4
    assert boxes[0]["x"] == pytest.approx(track["x"] + full * 0.41)
    assert boxes[0]["x2"] == pytest.approx(track["x"] + full * 0.47)
    assert boxes[3]["x2"] <= track["x2"] + 1e-9


def test_ranges__of_nothing__still_seen(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    boxes = picture(draw(TRIED, five)).marked("rect", color=GREEN)

    assert boxes[1]["x2"] - boxes[1]["x"] == pytest.approx(4)


def test_ranges__figures__inside_and_said(
    five: tuple[Spoke, ...], picture: Callable[..., Any], french: Translator
) -> None:
    drawn = picture(draw(TRIED, five))

    assert {"41 à 47", "50", "–", "75 à 79", "95 à 100"} <= set(drawn.written)
    said = describe_ranges(TRIED, five, translate=french)
    assert drawn.spec["description"] == said
    for figure in ("41 à 47", "75 à 79", "95 à 100", "Neuf sur dix"):
        assert figure in said
    for row in drawn.marked("text", align="left"):
        assert row["x"] + text_width(row["text"], PHONE.label) <= PHONE.width
