from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from domino_survey.charts import PHONE, Count, CountGroup, stage_and_sector_counts
from domino_survey.charts.observatory import png_file, svg_file

if TYPE_CHECKING:
    import altair as alt

    from domino_survey.i18n import Translator

TITLE, SOURCE = "Initiatives <par> stade & secteur", "Source : DOMINO Survey"


@pytest.fixture
def chart(french: Translator) -> alt.LayerChart:
    groups = [CountGroup("Par stade", (Count("Lancement", 12),))]
    return stage_and_sector_counts(groups, size=PHONE, theme="light", translate=french)


def test_svg__chart__has_title_source_and_description(chart: alt.LayerChart) -> None:
    drawn = svg_file(chart, title=TITLE, source=SOURCE, size=PHONE, theme="light").decode()

    assert "<title>Initiatives &lt;par&gt; stade &amp; secteur</title>" in drawn
    assert "Lancement 12" in drawn
    assert "Source" in drawn
    assert "Liberation Sans" in drawn
    assert "http://www.w3.org/2000/svg" in drawn


def test_png__chart__is_twice_as_wide_with_its_margin(chart: alt.LayerChart) -> None:
    drawn = png_file(chart, title=TITLE, source=SOURCE, size=PHONE, theme="dark")

    assert drawn.startswith(b"\x89PNG")
    width, _ = struct.unpack(">II", drawn[16:24])
    assert width == (PHONE.width + 32) * 2


@pytest.mark.parametrize("draw", [svg_file, png_file])
def test_file__same_chart__same_bytes(draw: type, chart: alt.LayerChart) -> None:
    one, two = (
        draw(chart, title=TITLE, source=SOURCE, size=PHONE, theme="light") for _ in range(2)
    )
    assert one == two
