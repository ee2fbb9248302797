from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.charts import PHONE, WIDE, Size
from domino_survey.charts.colours import contrast, ramp, text_on
from domino_survey.charts.hatching import Hatching, box_ring
from domino_survey.charts.look import PALETTES
from domino_survey.charts.observatory import (
    HIDDEN,
    NOTHING,
    Classes,
    Figure,
    PlaceFigure,
    describe_places,
    outline_map,
    place_table,
    tile_map,
)
from domino_survey.charts.tile_layout import PLACES
from domino_survey.territories import load
from domino_survey.territories.shapes import Outlines, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.charts import Theme
    from domino_survey.i18n import Translator

CLASSES = Classes("Score médian", (33.5, 66.5), ("À construire", "En cours", "Solide"))
FEW = (
    PlaceFigure("35", "Ille-et-Vilaine", Figure(72.0)),
    PlaceFigure("44", "Loire-Atlantique", Figure(20.0)),
    PlaceFigure("53", "Mayenne", HIDDEN),
    PlaceFigure("72", "Sarthe", NOTHING),
)
THEMES: tuple[Theme, ...] = ("light", "dark")


def square(code: str, west: float, south: float) -> Shape:
    ring = ((west, south), (west + 1, south), (west + 1, south + 1), (west, south + 1))
    return Shape(code, ((ring,),))


OUTLINES = Outlines(
    "departement",
    "contours.geojson",
    "IGN, Licence Ouverte 2.0",
    datetime(2026, 11, 1, tzinfo=UTC),
    250.0,
    (square("35", -2, 48), square("44", -2, 47), square("53", -1, 48), square("72", 0, 48)),
)


# --- The layout -------------------------------------------------------------------------------


def test_layout__all_departements__each_has_a_tile_of_its_own() -> None:
    wanted = {unit.code for unit in load().units("departement")}
    assert set(PLACES) == wanted
    assert len(set(PLACES.values())) == len(PLACES)


@pytest.mark.parametrize(
    ("west", "east"),
    [("29", "35"), ("35", "53"), ("33", "24"), ("63", "42"), ("77", "52"), ("64", "65")],
)
def test_layout__west_and_east__stay_so(west: str, east: str) -> None:
    assert PLACES[west][0] < PLACES[east][0]


@pytest.mark.parametrize(
    ("north", "south"), [("62", "80"), ("59", "02"), ("75", "45"), ("63", "43"), ("2B", "2A")]
)
def test_layout__north_and_south__stay_so(north: str, south: str) -> None:
    assert PLACES[north][1] < PLACES[south][1]


# --- Colours ----------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_ramp__each_class__its_text_is_read(count: int, theme: Theme) -> None:
    for fill in ramp(count, theme):
        assert contrast(text_on(fill, theme), fill) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_ramp__neighbours__differ_in_lightness_alone(count: int, theme: Theme) -> None:
    fills = ramp(count, theme)
    steps = [contrast(one, two) for one, two in pairwise(fills)]
    assert min(steps) >= 1.25
    paper = PALETTES[theme].paper
    assert [contrast(fill, paper) for fill in fills] == sorted(
        contrast(fill, paper) for fill in fills
    )


@pytest.mark.parametrize("theme", THEMES)
def test_edge__of_tiles_and_hatching__is_seen_on_the_ground(theme: Theme) -> None:
    assert contrast(PALETTES[theme].ring, PALETTES[theme].paper) >= 3


# --- Tiles ------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=lambda size: size.name)
def test_tile_map__few_places__code_figure_and_word_of_each(
    size: Size, theme: Theme, picture: Callable[..., Any], french: Translator
) -> None:
    drawn = picture(tile_map(FEW, CLASSES, size=size, theme=theme, translate=french))

    for text in ("35", "72", "44", "20", "53", "masqué", "aucun bilan"):
        assert text in drawn.written
    rows = [row for row in drawn.marked("rect") if "place" in row]
    assert {row["figure"] for row in rows} == {"72", "20", "masqué", "aucun bilan"}
    assert all(0 <= row["x"] < row["x2"] <= size.width for row in rows)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=lambda size: size.name)
def test_tile_map__whole_country__nothing_leaves_the_picture(
    size: Size, picture: Callable[..., Any], french: Translator
) -> None:
    places = [PlaceFigure(code, code, Figure(50.0)) for code in PLACES]
    drawn = picture(tile_map(places, CLASSES, size=size, theme="light", translate=french))

    assert drawn.spec["width"] == size.width
    for row in drawn.marked("rect"):
        assert 0 <= row["x"] < row["x2"] <= size.width
        assert -drawn.spec["height"] <= row["y"] < row["y2"] <= 0
    assert set(PLACES) <= set(drawn.written)


def test_tile_map__hidden_place__is_hatched_and_has_no_class(
    picture: Callable[..., Any], french: Translator
) -> None:
    drawn = picture(tile_map(FEW, CLASSES, size=WIDE, theme="light", translate=french))

    hidden = [row for row in drawn.marked("rect") if row.get("figure") == "masqué"]
    bare = drawn.marked("rect", color=PALETTES["light"].paper)
    assert hidden == [row for row in bare if row["figure"] == "masqué"]
    hatches = [row for row in drawn.marked("line") if str(row["part"]).startswith("hatch")]
    (box,) = hidden
    assert any(box["x"] <= row["x"] <= box["x2"] for row in hatches)
    assert "Hachuré" in " ".join(drawn.written)


def test_tile_map__selected__has_a_thick_border_and_is_said(
    picture: Callable[..., Any], french: Translator
) -> None:
    chart = tile_map(FEW, CLASSES, size=WIDE, theme="light", translate=french, selected="44")
    drawn = picture(chart)

    assert drawn.marked("line", strokeWidth=3)
    assert "Territoire choisi : Loire-Atlantique, 20." in drawn.spec["description"].replace(
        "\u00a0", " "
    )


def test_tile_map__unknown_places_only__refused(french: Translator) -> None:
    with pytest.raises(ValueError, match="layout"):
        tile_map(
            [PlaceFigure("243500139", "Rennes", HIDDEN)],
            CLASSES,
            size=WIDE,
            theme="light",
            translate=french,
        )


# --- Outlines ---------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=lambda size: size.name)
def test_outline_map__loaded_outlines__fills_labels_and_attribution(
    size: Size, theme: Theme, picture: Callable[..., Any], french: Translator
) -> None:
    chart = outline_map(FEW, CLASSES, OUTLINES, size=size, theme=theme, translate=french)
    assert chart is not None
    drawn = picture(chart)

    features = drawn.marked("geoshape")
    assert {row["figure"] for row in features} == {"72", "20", "masqué", "aucun bilan"}
    for row in features:
        for polygon in row["geometry"]["coordinates"]:
            for x, y in polygon[0]:
                assert 0 <= x <= size.width
                assert 0 <= y <= drawn.spec["height"]
    for text in ("72", "20", "masqué", "IGN, Licence Ouverte 2.0"):
        assert text in drawn.written


def test_outline_map__overseas__stands_in_an_inset_below(
    picture: Callable[..., Any], french: Translator
) -> None:
    places = [*FEW, PlaceFigure("974", "La Réunion", Figure(40.0))]
    far = Outlines(
        "departement", "", "", OUTLINES.loaded_at, 1.0, (*OUTLINES.shapes, square("974", 55, -21))
    )
    chart = outline_map(places, CLASSES, far, size=PHONE, theme="light", translate=french)
    assert chart is not None
    features = {row["place"]: row for row in picture(chart).marked("geoshape")}

    def top(name: str) -> float:
        return min(float(y) for _, y in features[name]["geometry"]["coordinates"][0][0])

    assert top("La Réunion (974)") > top("Loire-Atlantique (44)")


def test_outline_map__no_outlines__tiles_stand_in(
    picture: Callable[..., Any], french: Translator
) -> None:
    chart = outline_map(FEW, CLASSES, None, size=PHONE, theme="light", translate=french)
    assert chart is not None
    assert not picture(chart).marked("geoshape")
    assert picture(chart).marked("rect")


def test_outline_map__neither_outlines_nor_tiles__no_map(french: Translator) -> None:
    places = [PlaceFigure("243500139", "Rennes Métropole", Figure(50.0))]
    assert outline_map(places, CLASSES, None, size=PHONE, theme="light", translate=french) is None


# --- Words ------------------------------------------------------------------------------------


def test_description__few_places__every_figure_and_no_hidden_one(french: Translator) -> None:
    said = describe_places(FEW, CLASSES, translate=french)
    for text in ("Ille-et-Vilaine 72", "Loire-Atlantique 20", "Masqués", "Mayenne"):
        assert text in said


def test_table__all_places__words_instead_of_zero(french: Translator) -> None:
    rows = place_table(FEW, CLASSES, translate=french)
    assert [row["Score médian"] for row in rows] == ["72", "20", "masqué", "aucun bilan"]


def test_figure__hidden_with_a_value__refused() -> None:
    with pytest.raises(ValueError, match="without it"):
        Figure(3.0, "hidden")


@pytest.mark.parametrize("cuts", [(), (2.0, 1.0), (1.0, 2.0, 3.0, 4.0, 5.0)])
def test_classes__faulty_cuts__refused(cuts: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="cuts"):
        Classes("x", cuts)


def test_hatching__hole__stays_clear() -> None:
    hatching = Hatching([])
    hatching.cover([box_ring(0, 0, 60, 60), box_ring(20, 20, 40, 40)])
    ends = [(float(str(row["x"])), float(str(row["y"]))) for row in hatching.rows]
    for one, two in zip(ends[::2], ends[1::2], strict=True):
        x, y = (one[0] + two[0]) / 2, (one[1] + two[1]) / 2
        assert not (20.1 < x < 39.9 and 20.1 < y < 39.9)
