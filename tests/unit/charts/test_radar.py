from __future__ import annotations

import itertools
import json
import math
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.charts import (
    PHONE,
    WIDE,
    Outline,
    Size,
    Spoke,
    describe_radar,
    radar,
    radar_table,
    spread_radar,
)
from domino_survey.charts.look import PALETTES
from domino_survey.charts.radar_layout import lay_out
from domino_survey.i18n import Translator

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt

SIZES = (Size("narrow", 288, label=13, score=17, small=11, radius=100), PHONE, WIDE)
MINE = Outline(
    "aujourd’hui", "mine", (71, 38.2, 55, 46, 64), (60, 30, 55, 40, 55), (75, 52, 55, 54, 68)
)
OLD = Outline("mars 2026", "comparison", (60, 36, 48, 50, 50))
GREEN = PALETTES["light"].ours


def draw(*outlines: Outline, spokes: tuple[Spoke, ...], size: Size = PHONE) -> alt.LayerChart:
    return radar(
        outlines, spokes, cuts=(33, 66), size=size, theme="light", translate=Translator("fr")
    )


def spokes_of(count: int) -> tuple[Spoke, ...]:
    return tuple(Spoke(f"A{n}", f"Axe {n} du profil", f"Axe {n} en entier") for n in range(count))


def extent(expressions: list[dict[str, str]], length: str, pixels: int) -> list[float]:
    """The range of a scale, its expressions worked out for a chart at its own width."""
    names = {length: pixels, "zoom": 1, "max": max}
    # Ours, a handful of arithmetic written in layers.py.
    return [eval(text["expr"], {"__builtins__": {}}, names) for text in expressions]  # noqa: S307


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("count", [3, 4, 5, 6, 7, 8, 12])
def test_radar__any_size__one_unit_is_one_pixel_both_ways(
    count: int, size: Size, picture: Callable[..., Any]
) -> None:
    spec = picture(
        draw(Outline("x", "mine", (50,) * count), spokes=spokes_of(count), size=size)
    ).spec

    assert spec["width"] == size.width
    for layer in spec["layer"]:
        for channel, length in (("x", "width"), ("y", "height")):
            scale = layer["encoding"][channel]["scale"]
            low, high = scale["domain"]
            start, end = extent(scale["range"], length, spec[length])
            assert abs(end - start) == pytest.approx(high - low)
            assert high - low == pytest.approx(spec[length])
            assert scale["nice"] is False


@given(
    values=st.lists(st.floats(0, 100, allow_nan=False), min_size=3, max_size=9),
    cuts=st.lists(st.integers(1, 99), max_size=4, unique=True),
    size=st.sampled_from(SIZES),
)
@settings(max_examples=20, deadline=None)
def test_radar__any_figures__rings_are_regular_and_points_at_their_score(
    values: list[float], cuts: list[int], size: Size
) -> None:
    count = len(values)
    chart = radar(
        [Outline("x", "mine", tuple(values))],
        spokes_of(count),
        cuts=cuts,
        size=size,
        theme="dark",
        translate=Translator("fr"),
    )
    spec = chart.to_dict()
    layers = [(layer["mark"], spec["datasets"][layer["data"]["name"]]) for layer in spec["layer"]]
    rings = next(rows for mark, rows in layers if mark.get("strokeDash") == [1.5, 3])
    radii: dict[float, float] = {}
    for cut, group in itertools.groupby(rings, key=lambda row: row["part"]):
        corners = [(row["x"], row["y"]) for row in group]
        assert corners[0] == corners[-1]
        sides = [math.dist(one, two) for one, two in itertools.pairwise(corners)]
        assert sides == pytest.approx([sides[0]] * count)
        radii[cut] = math.hypot(*corners[0])
        assert [math.hypot(*corner) for corner in corners] == pytest.approx(
            [radii[cut]] * (count + 1)
        )
    assert sorted(radii) == sorted({*map(float, cuts), 100.0})
    for cut, reach in radii.items():
        assert reach == pytest.approx(radii[100.0] * cut / 100)

    points = next(rows for mark, rows in layers if mark["type"] == "point")
    for index, (row, value) in enumerate(zip(points, values, strict=True)):
        assert math.hypot(row["x"], row["y"]) == pytest.approx(radii[100.0] * value / 100)
        turn = 2 * math.pi * index / count
        reach = radii[100.0] * value / 100
        assert (row["x"], row["y"]) == pytest.approx(
            (reach * math.sin(turn), reach * math.cos(turn)), abs=1e-9
        )


WORDS = st.sampled_from(
    ["Gouvernance", "partagée", "et", "transparence", "l’acteur", "public", "Co-production", "éco"]
)


@given(
    labels=st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=3, max_size=8),
    size=st.sampled_from(SIZES),
)
@settings(max_examples=40, deadline=None)
def test_labels__any_words__whole_inside_the_picture_and_apart(
    labels: list[str], size: Size
) -> None:
    layout = lay_out(labels, ["100"] * len(labels), size)

    for label, block in zip(labels, layout.blocks, strict=True):
        left, right, bottom, top = block.box
        assert -size.width / 2 <= left
        assert right <= size.width / 2
        assert -layout.down <= bottom
        assert top <= layout.up
        assert re.sub(r"\s", "", label).replace("-", "") == "".join(block.lines).replace(
            " ", ""
        ).replace("-", "")
    for one, two in itertools.combinations(layout.blocks, 2):
        left, right, bottom, top = one.box
        other_left, other_right, other_bottom, other_top = two.box
        assert (
            right <= other_left
            or other_right <= left
            or top <= other_bottom
            or (other_top <= bottom)
        )


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_labels__the_five_axes__no_word_is_cut(size: Size, five: tuple[Spoke, ...]) -> None:
    layout = lay_out([spoke.short for spoke in five], ["71"] * 5, size)

    assert [block.anchor for block in layout.blocks] == ["middle", "start", "start", "end", "end"]
    for spoke, block in zip(five, layout.blocks, strict=True):
        assert block.whole
        assert " ".join(block.lines) == spoke.short


def test_radar__every_spoke__label_and_score_are_written(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    written = picture(draw(MINE, OLD, spokes=five)).written

    for word in " ".join(spoke.short for spoke in five).split():
        assert any(word in line for line in written)
    for score in ("71", "38", "55", "46", "64", "33", "66", "100"):
        assert score in written
    assert "aujourd’hui" in written
    assert "mars 2026" in written


def test_radar__spoke_without_score__open_there_and_never_zero(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    drawn = picture(draw(Outline("x", "mine", (71, None, 55, 46, None)), spokes=five))

    lines = drawn.marked("line", color=GREEN)
    assert len(lines) == 2
    assert all(math.hypot(row["x"], row["y"]) > 1 for row in lines)
    points = drawn.marked("point", fill=GREEN)
    assert [row["score"] for row in points] == ["71", "55", "46"]
    assert drawn.written.count("–") == 2
    assert "null" not in json.dumps(drawn.spec["datasets"])


def test_radar__score_of_zero__drawn_at_the_centre(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    drawn = picture(draw(Outline("x", "mine", (71, 0, 55, 46, 64)), spokes=five))

    assert len(drawn.marked("line", color=GREEN)) == 6
    assert "0" in drawn.written


def test_radar__no_score_at_all__only_the_ground(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    drawn = picture(draw(Outline("x", "mine", (None,) * 5), spokes=five))

    assert drawn.marked("point") == []
    assert drawn.written.count("–") == 5


def test_band__full_ring__way_back_turns_the_other_way(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    band = picture(draw(MINE, spokes=five)).marked("line", filled=True)

    assert len(band) == 12
    outer, inner = band[:6], band[6:]
    assert _area(outer) < 0 < _area(inner)
    assert abs(_area(outer)) > abs(_area(inner))
    assert (outer[0]["x"], outer[0]["y"]) == (outer[-1]["x"], outer[-1]["y"])
    assert (inner[0]["x"], inner[0]["y"]) == (inner[-1]["x"], inner[-1]["y"])


def test_band__spoke_without_interval__stops_on_either_side(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    outline = Outline(
        "x", "mine", (71, None, 55, 46, 64), (60, None, 50, 40, 55), (75, None, 60, 54, 68)
    )

    band = picture(draw(outline, spokes=five)).marked("line", filled=True)

    assert len({row["part"] for row in band}) == 1
    assert len(band) == 8


def test_band__everything_answered__none(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    outline = Outline("x", "mine", MINE.values, MINE.values, MINE.values)

    assert picture(draw(outline, spokes=five)).marked("line", filled=True) == []


def test_outlines__up_to_three__differ_by_more_than_colour(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    third = Outline("2025", "comparison", (20,) * 5)
    drawn = picture(draw(OLD, MINE, third, spokes=five))

    dashes = {
        tuple(layer["mark"]["strokeDash"])
        for layer in drawn.layers
        if layer["mark"]["type"] == "line" and layer["mark"].get("strokeWidth", 0) > 1.5
    }
    shapes = {
        layer["mark"]["shape"]
        for layer in drawn.layers
        if layer["mark"]["type"] == "point" and layer["mark"].get("opacity") == 1
    }
    assert dashes == {(), (6, 4), (1.5, 3)}
    assert shapes == {"circle", "diamond", "square"}
    assert "71" in drawn.written


def test_radar__tooltips__long_label_and_titles_of_the_language(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    drawn = picture(draw(MINE, spokes=five))
    tips = next(
        layer["encoding"]["tooltip"]
        for layer in drawn.layers
        if layer["mark"]["type"] == "point" and "tooltip" in layer["encoding"]
    )

    assert [tip["title"] for tip in tips] == ["Axe", "Bilan", "Score", "Intervalle"]
    row = drawn.marked("point")[1]
    assert row["axis"] == five[1].long
    assert row["between"] == "entre 30 et 52"


def test_radar__page__nothing_that_streamlit_may_stretch_or_fetch(
    five: tuple[Spoke, ...], picture: Callable[..., Any]
) -> None:
    spec = picture(draw(MINE, spokes=five)).spec

    assert spec["autosize"]["type"] == "pad"
    assert spec["padding"] == {"left": 0, "right": 0, "top": 0, "bottom": 0}
    assert spec["background"] == "transparent"
    assert spec["config"]["view"]["stroke"] is None
    assert spec["config"]["mark"]["aria"] is False
    assert "Source Sans" in spec["config"]["font"]
    assert '"url"' not in json.dumps(spec)


def test_description__every_figure__equals_the_table(
    five: tuple[Spoke, ...], picture: Callable[..., Any], french: Translator
) -> None:
    outlines = (MINE, OLD)
    said = describe_radar(outlines, five, translate=french)
    table = radar_table(outlines, five, translate=french)
    drawn = picture(draw(*outlines, spokes=five))

    figures = re.findall(r"\d+", said.split(".", 1)[1].replace("2026", ""))
    columns = ("aujourd’hui", "aujourd’hui\u00a0: intervalle")
    mine = [number for row in table for name in columns for number in re.findall(r"\d+", row[name])]
    old = [row["mars 2026"] for row in table]
    assert figures == mine + old
    assert drawn.spec["description"] == said
    assert all(row["aujourd’hui"] in drawn.written for row in table)
    assert [row["Axe"] for row in table] == [spoke.long for spoke in five]


def test_spread__medians__quartiles_as_the_band(
    five: tuple[Spoke, ...], picture: Callable[..., Any], french: Translator
) -> None:
    median = Outline(
        "médiane", "median", (52, 44, 61, 39, 58), (40, 30, 50, 25, 47), (66, 58, 74, 50, 70)
    )

    drawn = picture(
        spread_radar(median, five, cuts=(33, 66), size=WIDE, theme="light", translate=french)
    )

    assert len(drawn.marked("line", filled=True)) == 12
    assert "52" in drawn.written


@pytest.mark.parametrize(
    ("outlines", "count"),
    [
        ([Outline("x", "mine", (50, 50))], 2),
        ([], 5),
        ([Outline("x", "mine", (50,) * 5)] * 4, 5),
        ([Outline("x", "mine", (50,) * 4)], 5),
    ],
)
def test_radar__what_cannot_be_drawn__refused(outlines: list[Outline], count: int) -> None:
    with pytest.raises(ValueError, match=r"spokes|outlines"):
        draw(*outlines, spokes=spokes_of(count))


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ((101.0,), (), ()),
        ((math.nan,), (), ()),
        ((50.0,), (40.0,), ()),
        ((50.0,), (60.0,), (40.0,)),
        ((50.0,), (None,), (60.0,)),
        ((50.0,), (40.0, 40.0), (60.0, 60.0)),
    ],
)
def test_outline__impossible_figures__refused(
    values: tuple[float, ...], low: tuple[float | None, ...], high: tuple[float | None, ...]
) -> None:
    with pytest.raises(ValueError, match=r"bound|outside"):
        Outline("x", "mine", values, low, high)


def _area(rows: list[dict[str, Any]]) -> float:
    """Twice the signed area of a closed way: negative where it turns clockwise."""
    return math.fsum(
        one["x"] * two["y"] - two["x"] * one["y"] for one, two in itertools.pairwise(rows)
    )
