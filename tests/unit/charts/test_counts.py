from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.charts import (
    PHONE,
    WIDE,
    Count,
    CountGroup,
    Size,
    count_table,
    describe_counts,
    stage_and_sector_counts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.i18n import Translator

GROUPS = (
    CountGroup("Par stade", (Count("Émergence", 4), Count("Lancement", 12), Count("Essor", None))),
    CountGroup("Par secteur", (Count("Mobilité", 0), Count("Réparation et réemploi", 6))),
)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=lambda size: size.name)
def test_counts__groups__one_scale_and_every_label(
    size: Size, picture: Callable[..., Any], french: Translator
) -> None:
    drawn = picture(stage_and_sector_counts(GROUPS, size=size, theme="dark", translate=french))

    lengths = {row["label"]: row["x2"] - row["x"] for row in drawn.marked("rect")}
    assert set(lengths) == {"Émergence", "Lancement", "Réparation et réemploi"}
    assert lengths["Lancement"] == pytest.approx(3 * lengths["Émergence"])
    assert lengths["Lancement"] == pytest.approx(2 * lengths["Réparation et réemploi"])
    for text in ("Par stade", "Par secteur", "Émergence", "4", "12", "–", "0", "6"):
        assert text in drawn.written


def test_counts__hidden_number__said_and_never_zero(french: Translator) -> None:
    said = describe_counts(GROUPS, translate=french)
    table = count_table(GROUPS, translate=french)

    assert "Essor non affiché" in said
    assert [row["Bilans"] for row in table] == ["4", "12", "–", "0", "6"]


def test_counts__nothing_to_count__refused(french: Translator) -> None:
    with pytest.raises(ValueError, match="count"):
        stage_and_sector_counts(
            [CountGroup("Par stade", ())], size=PHONE, theme="light", translate=french
        )


def test_count__under_zero__refused() -> None:
    with pytest.raises(ValueError, match="zero"):
        Count("x", -1)
