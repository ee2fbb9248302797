from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.charts import Outline, Spoke, legend_sentence, radar_table
from domino_survey.charts.lettering import fits_whole, text_width, wrap
from domino_survey.charts.look import PALETTES

if TYPE_CHECKING:
    from domino_survey.i18n import Translator

MINE = Outline("aujourd’hui", "mine", (71, 38, 55), (60, 30, 55), (75, 52, 55))
PLAIN = Outline("aujourd’hui", "mine", (71, 38, 55))
OLD = Outline("mars 2026", "comparison", (60, None, 48))


def test_legend__one_plain_outline__nothing_to_say(french: Translator) -> None:
    assert legend_sentence([PLAIN], french) == ""


def test_legend__several_outlines__told_apart_by_line_style(french: Translator) -> None:
    said = legend_sentence([OLD, MINE], french)

    assert "Trait plein\u00a0: aujourd’hui." in said
    assert "Tirets\u00a0: mars 2026." in said
    assert "La bande montre" in said


def test_legend__bars__told_apart_by_mark(french: Translator) -> None:
    said = legend_sentence([MINE, OLD], french, view="bars")

    assert "Losange\u00a0: mars 2026." in said
    assert "Le trait fin" in said


def test_legend__medians__band_is_half_of_the_assessments(french: Translator) -> None:
    median = Outline("médiane", "median", (50, None, 50), (40, None, 40), (60, None, 60))

    said = legend_sentence([median], french)

    assert "moitié des bilans" in said
    assert "pas assez de bilans" in said


def test_table__two_outlines_of_one_name__two_columns(french: Translator) -> None:
    spokes = tuple(Spoke(f"A{n}", f"Axe {n}", f"Axe {n}") for n in range(3))

    row = radar_table([PLAIN, PLAIN], spokes, translate=french, heading="Thème")[0]

    assert row == {"Thème": "Axe 0", "aujourd’hui": "71", "aujourd’hui (2)": "71"}


@given(
    text=st.lists(st.text("abcdéWmil-", min_size=1, max_size=14), min_size=1, max_size=6).map(
        " ".join
    ),
    room=st.floats(30, 300),
)
@settings(max_examples=80, deadline=None)
def test_wrap__any_text__fits_and_loses_no_character(text: str, room: float) -> None:
    lines = wrap(text, 13, room)

    assert all(text_width(line, 13) <= room for line in lines)
    if fits_whole(text, 13, room):
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrap__two_lines__evened_out() -> None:
    assert wrap("De l’individu au collectif", 13, 120) == ("De l’individu", "au collectif")


def test_wrap__non_breaking_space__kept_together() -> None:
    assert wrap("Et maintenant\u00a0?", 13, 75) == ("Et", "maintenant\u00a0?")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_palette__contrast__text_and_marks_stand_out(theme: str) -> None:
    palette = PALETTES["light" if theme == "light" else "dark"]

    for text in (palette.ink, palette.muted):
        assert _contrast(text, palette.paper) >= 4.5
    for mark in (palette.ours, palette.compared, palette.ring):
        assert _contrast(mark, palette.paper) >= 3


def _contrast(one: str, two: str) -> float:
    """WCAG 2 contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
