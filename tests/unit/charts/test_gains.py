from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.charts import PHONE, describe_gains, gains, gains_table
from domino_survey.charts.lettering import text_width
from domino_survey.charts.look import PALETTES
from domino_survey.i18n import Translator

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt

REACHED = (3.125, 12.5, 12.5, 20.0)


def draw(reached: tuple[float, ...], chosen: int = 2) -> alt.LayerChart:
    return gains(reached, chosen, size=PHONE, theme="light", translate=Translator("fr"))


def test_gains__of_each_number_of_levels__are_bars_of_that_height(
    picture: Callable[..., Any],
) -> None:
    drawn = picture(draw(REACHED))
    ours = drawn.marked("rect", color=PALETTES["light"].ours)
    others = drawn.marked("rect", color=PALETTES["light"].ring)
    assert len(ours) == 1
    assert len(others) == 3
    assert ours[0]["y2"] == pytest.approx(others[1]["y2"])
    assert ours[0]["y2"] == pytest.approx(4 * others[0]["y2"])


def test_gains__figures__are_shown_and_said(
    picture: Callable[..., Any], french: Translator
) -> None:
    drawn = picture(draw(REACHED))
    assert {"+3,1", "+12,5", "+20", "1", "4"} <= set(drawn.written)
    said = describe_gains(REACHED, translate=french)
    assert drawn.spec["description"] == said
    assert said.replace("\u00a0", " ").endswith(
        "1 échelon : +3,1 points ; 2 échelons : +12,5 points ; 3 échelons : +12,5 points ; "
        "4 échelons : +20 points"
    )


def test_gains__table__says_what_the_last_level_adds(french: Translator) -> None:
    rows = gains_table(REACHED, translate=french)
    assert [list(row.values())[2] for row in rows] == [
        "+3,1 points",
        "+9,4 points",
        "+0 point",
        "+7,5 points",
    ]


def test_gains__eight_of_three_figures__stand_apart(picture: Callable[..., Any]) -> None:
    drawn = picture(draw(tuple(90.5 + place for place in range(8)), 8))
    widest = max(text_width(one, PHONE.small) for one in drawn.written if one.startswith("+"))
    assert widest < PHONE.width / 8


def test_gains__none__is_refused() -> None:
    with pytest.raises(ValueError, match="no gain"):
        draw(())
