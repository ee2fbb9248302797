"""Heat maps, distributions, divided questions and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.charts import PHONE, WIDE, Size
from domino_survey.charts.observatory import (
    HIDDEN,
    Change,
    Classes,
    Distribution,
    Figure,
    HeatRow,
    Measured,
    QuestionShares,
    Shares,
    change_table,
    changes,
    columns_at_once,
    describe_changes,
    describe_distributions,
    describe_divided,
    describe_heat,
    distribution_table,
    distributions,
    divided_questions,
    divided_table,
    heat_map,
    heat_table,
    verdict,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.i18n import Translator

CLASSES = Classes("Score médian", (33.5, 66.5))
LEVELS = ("Émergent", "En cours", "Solide")
YEARS = ("2025", "2026")
SIZES = pytest.mark.parametrize("size", [PHONE, WIDE], ids=lambda size: size.name)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def inside(drawn: Any, size: Size) -> None:
    for row in [*drawn.marked("rect"), *drawn.marked("line")]:
        assert -0.5 <= row["x"] <= size.width + 0.5
        assert -drawn.spec["height"] - 0.5 <= row["y"] <= 0.5


# --- Heat map ---------------------------------------------------------------------------------

HEAT = (
    HeatRow("Apprendre", (Figure(20.0), HIDDEN), "Collectif"),
    HeatRow("Décider", (Figure(80.0), Figure(50.0)), "Collectif"),
    HeatRow("Tarifs", (HIDDEN, Figure(0.0)), "Solidarités"),
)


@SIZES
def test_heat_map__rows__figures_groups_and_words(
    size: Size, picture: Callable[..., Any], french: Translator
) -> None:
    chart = heat_map(
        HEAT, ("Mobilité", "Jardins"), CLASSES, size=size, theme="dark", translate=french
    )
    drawn = picture(chart)

    inside(drawn, size)
    for text in ("Collectif", "Solidarités", "Apprendre", "Mobilité", "20", "80", "0", "masqué"):
        assert text in drawn.written
    assert drawn.written.count("masqué") == 2


@SIZES
def test_heat_map__many_columns__a_page_of_them_numbered_with_their_names(
    size: Size, picture: Callable[..., Any], french: Translator
) -> None:
    columns = [f"Communauté de communes du grand pays numéro {index}" for index in range(30)]
    rows = [HeatRow("Thème", tuple(Figure(50.0) for _ in columns))]
    count = columns_at_once(size)
    chart = heat_map(
        rows, columns, CLASSES, size=size, theme="light", translate=french, first=count
    )
    drawn = picture(chart)

    inside(drawn, size)
    assert str(count + 1) in drawn.written
    assert str(count) not in drawn.written
    assert any(text.startswith(f"{count + 1}. Communauté") for text in drawn.written)
    assert len(heat_table(rows, columns, CLASSES, translate=french)[0]) == 31


def test_heat_map__description_and_table__say_hidden(french: Translator) -> None:
    said = plain(describe_heat(HEAT, ("Mobilité", "Jardins"), CLASSES, translate=french))
    rows = heat_table(HEAT, ("Thème", "Thème"), CLASSES, translate=french)

    assert "Apprendre : Mobilité 20, Jardins masqué." in said
    assert rows[2] == {
        "Axe": "Solidarités",
        "Thème": "Tarifs",
        "Thème (2)": "masqué",
        "Thème (3)": "0",
    }


def test_heat_map__wrong_width__refused(french: Translator) -> None:
    with pytest.raises(ValueError, match="per column"):
        heat_map(HEAT, ("Un",), CLASSES, size=PHONE, theme="light", translate=french)
    with pytest.raises(ValueError, match="at least"):
        heat_map([], ("Un",), CLASSES, size=PHONE, theme="light", translate=french)


# --- Distributions ----------------------------------------------------------------------------

DIVIDED = (
    Distribution("Apprendre", Shares((0.2, 0.3, 0.5)), "Collectif"),
    Distribution("Décider", Shares((None, None, 0.6)), "Collectif"),
    Distribution("Tarifs", Shares((None, 0.3, 0.4)), "Solidarités"),
)


@SIZES
def test_distributions__shares__lengths_follow_and_hidden_ones_are_said(
    size: Size, picture: Callable[..., Any], french: Translator
) -> None:
    drawn = picture(distributions(DIVIDED, LEVELS, size=size, theme="light", translate=french))

    inside(drawn, size)
    parts = [row for row in drawn.marked("rect") if row.get("part") == "Apprendre"]
    lengths = [row["x2"] - row["x"] for row in parts]
    assert lengths[2] / lengths[0] == pytest.approx(2.5, abs=0.1)
    assert drawn.written.count("masqué") == 2
    assert {plain(text) for text in drawn.written if "%" in text} == {
        "20 %",
        "30 %",
        "50 %",
        "60 %",
    }


def test_shares__one_hidden__would_follow_and_takes_all_with_it(french: Translator) -> None:
    assert Shares((None, 0.3, 0.4)).masked
    assert Shares((None, None, 0.4)).safe == (None, None, 0.4)
    table = distribution_table(DIVIDED, LEVELS, translate=french)
    assert {table[2][level] for level in LEVELS} == {"masqué"}
    assert "Tarifs : masqué." in plain(describe_distributions(DIVIDED, LEVELS, translate=french))


@pytest.mark.parametrize("values", [(0.5,), (0.9, 0.9), (-0.1, 0.5), (0.1,) * 6])
def test_shares__not_of_one_whole__refused(values: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="shares"):
        Shares(values)


# --- Divided questions ------------------------------------------------------------------------

QUESTIONS = (
    QuestionShares("Qui décide ?", "Les plus basses", ("Personne", "Tous"), Shares((0.9, 0.1))),
    QuestionShares("Quels tarifs ?", "Ce qui divise", ("Un", "Deux"), Shares((0.5, 0.5))),
    QuestionShares("Caché ?", "Ce qui divise", ("Un", "Deux"), Shares((None, None))),
)


@SIZES
def test_divided_questions__each__title_text_and_answers_with_shares(
    size: Size, picture: Callable[..., Any], french: Translator
) -> None:
    drawn = picture(divided_questions(QUESTIONS, size=size, theme="dark", translate=french))

    inside(drawn, size)
    written = [plain(text) for text in drawn.written]
    for text in (
        "Les plus basses",
        "Ce qui divise",
        "Qui décide ?",
        "Personne : 90 %",
        "Tous : 10 %",
    ):
        assert text in written
    assert written.count("Ce qui divise") == 1
    assert "masqué" in written


def test_divided_questions__description_and_table__hide_what_is_hidden(
    french: Translator,
) -> None:
    assert "Caché ? : masqué." in plain(describe_divided(QUESTIONS, translate=french))
    rows = divided_table(QUESTIONS, translate=french)
    assert [plain(row["Part des réponses"]) for row in rows] == [
        "90 %", "10 %", "50 %", "50 %", "masqué", "masqué",
    ]  # fmt: skip


# --- Changes ----------------------------------------------------------------------------------

CLEAR = Change("Collectif", Measured(45, 38, 52), Measured(57, 51, 63), Measured(12, 3, 21))
UNCLEAR = Change("Public", Measured(33, 25, 41), Measured(36, 30, 42), Measured(3, -7, 13))
HALF = Change("Production", None, Measured(66, 60, 72), None)
NONE = Change("Ressources", None, None, None)
BARE = Change("Gouvernance", Measured(97), Measured(99, 80, 100), Measured(-2))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (CLEAR, "écart +12 (de +3 à +21)"),
        (UNCLEAR, "pas de différence nette (de −7 à +13)"),
        (HALF, "2025 masqué"),
        (NONE, "masqué"),
        (BARE, "écart −2, trop peu de bilans pour un intervalle"),
        (Change("x", Measured(1), Measured(2), None), "écart masqué"),
        (
            Change("x", Measured(1), Measured(2), Measured(1, 0, 2)),
            "pas de différence nette (de 0 à +2)",
        ),
    ],
)
def test_verdict__of_a_change__says_whether_it_is_clear(
    row: Change, said: str, french: Translator
) -> None:
    assert plain(verdict(row, YEARS, french)) == said


@SIZES
def test_changes__rows__marks_intervals_and_words(
    size: Size, picture: Callable[..., Any], french: Translator
) -> None:
    rows = (CLEAR, UNCLEAR, HALF, NONE, BARE)
    drawn = picture(changes(rows, YEARS, size=size, theme="light", translate=french))

    inside(drawn, size)
    marks = [row for row in drawn.marked("point") if "period" in row]
    assert {(row["node"], row["period"]) for row in marks} == {
        ("Collectif", "2025"), ("Collectif", "2026"), ("Public", "2025"), ("Public", "2026"),
        ("Production", "2026"), ("Gouvernance", "2025"), ("Gouvernance", "2026"),
    }  # fmt: skip
    written = " ".join(plain(text) for text in drawn.written)
    assert "Écart +12" in written
    assert "Pas de différence nette" in written
    assert "masqué" in written


def test_changes__description_and_table__both_figures_and_the_difference(
    french: Translator,
) -> None:
    said = plain(describe_changes([CLEAR, HALF], YEARS, translate=french))
    rows = change_table([CLEAR, HALF], YEARS, translate=french)

    assert "Collectif : 45 (de 38 à 52), puis 57 (de 51 à 63) ; écart +12" in said
    assert rows[1]["2025"] == "masqué"
    assert plain(rows[1]["Différence"]) == "2025 masqué"


def test_measured__interval_elsewhere__refused() -> None:
    with pytest.raises(ValueError, match="holds"):
        Measured(50, 60, 70)
    with pytest.raises(ValueError, match="together"):
        Measured(50, 40)


def test_changes__nothing_or_beyond_the_scale__refused(french: Translator) -> None:
    with pytest.raises(ValueError, match="compare"):
        changes([], YEARS, size=PHONE, theme="light", translate=french)
    with pytest.raises(ValueError, match="outside"):
        changes(
            [Change("x", Measured(120), None, None)],
            YEARS,
            size=PHONE,
            theme="light",
            translate=french,
        )
