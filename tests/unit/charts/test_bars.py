from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.charts import PHONE, WIDE, Outline, Size, Spoke, bars, describe_bars, radar_table
from domino_survey.charts.lettering import text_width
from domino_survey.charts.look import PALETTES
from domino_survey.i18n import Translator

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt

MINE = Outline(
    "aujourd’hui", "mine", (71, 38.2, None, 46, 64), (60, 30, None, 46, 55), (75, 52, None, 46, 68)
)
GREEN = PALETTES["light"].ours
INK = PALETTES["light"].ink


def draw(*outlines: Outline, spokes: tuple[Spoke, ...], size: Size = PHONE) -> alt.LayerChart:
    return bars(
        outlines, spokes, cuts=(33, 66), size=size, theme="light", translate=Translator("fr")
    )


def test_bars__a_profile__highest_first_and_no_bar_without_score(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    drawn = picture(draw(MINE, spokes=five))

    lengths = drawn.marked("rect", color=GREEN)
    assert [row["score"] for row in lengths] == ["71", "64", "46", "38"]
    assert [row["y"] for row in lengths] == sorted((row["y"] for row in lengths), reverse=True)
    assert drawn.written.count("–") == 1
    assert "null" not in json.dumps(drawn.spec["datasets"])


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=lambda size: size.name)
def test_bars__lengths__proportional_to_scores(
    size: Size, five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    drawn = picture(draw(MINE, spokes=five, size=size))

    shares = [(row["x2"] - row["x"]) / row["value"] for row in drawn.marked("rect", color=GREEN)]
    assert shares == pytest.approx([shares[0]] * 4)
    tracks = drawn.marked("rect", color=PALETTES["light"].faint)
    assert tracks[0]["x2"] - tracks[0]["x"] == pytest.approx(shares[0] * 100)


def test_bars__intervals__whiskers_only_where_something_is_open(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    drawn = picture(draw(MINE, spokes=five))

    assert {row["part"] for row in drawn.marked("line", color=INK)} == {0, 1, 4}


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=lambda size: size.name)
def test_bars__long_labels__wrapped_inside_and_whole(
    size: Size, picture: Callable[..., Any]
) -> None:
    label = "Les pratiques collaboratives, vecteur de solidarités sur tout le territoire de projet"
    spokes = (Spoke("A", label, label), Spoke("B", "Court", "Court"))

    drawn = picture(draw(Outline("x", "mine", (100, 3)), spokes=spokes, size=size))

    lines = [row for row in drawn.marked("text", align="left") if row.get("spoke") == "A"]
    assert " ".join(row["text"] for row in lines) == label
    assert all(row["x"] + text_width(row["text"], size.label) <= size.width for row in lines)
    assert drawn.spec["width"] == size.width


def test_bars__comparison__hollow_marks_of_another_shape(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    old = Outline("mars 2026", "comparison", (60, 36, 48, 50, 50))

    drawn = picture(draw(MINE, old, spokes=five))

    assert len(drawn.marked("point", shape="diamond")) == 5 + 1
    assert "mars 2026" in drawn.written


@pytest.mark.parametrize("count", [1, 2])
def test_bars__too_few_for_a_radar__drawn(
    count: int, five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    drawn = picture(draw(Outline("x", "mine", (50,) * count), spokes=five[:count]))

    assert len(drawn.marked("rect", color=GREEN)) == count


def test_description__every_figure__equals_the_table(
    five: tuple[Spoke, ...], french: Translator
) -> None:
    said = describe_bars([MINE], five, translate=french)
    table = radar_table([MINE], five, translate=french)

    figures = re.findall(r"\d+", said.split("100.", 1)[1])
    assert figures == [
        number
        for row in table
        for name in ("aujourd’hui", "aujourd’hui\u00a0: intervalle")
        for number in re.findall(r"\d+", row[name])
    ]
    assert table[2]["aujourd’hui"] == "–"
    assert "Solidarités sans score" in said
