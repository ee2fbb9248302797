from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.bench import REGISTRY
from domino_survey.bench.observatory import (
    OVERVIEW_ITEMS,
    by_hand,
    measure_observatory,
    opened,
    panels_of,
)
from domino_survey.bench.observatory_sql import figures_by_hand
from domino_survey.demo import fill
from domino_survey.services.opening import DATABASE

if TYPE_CHECKING:
    from pathlib import Path


def test_observatory__few_responses__a_line_for_each_panel_its_growth_and_loading() -> None:
    found = list(measure_observatory(responses=60, fewer=30, rounds=1))

    names = [one.name for one in found]
    assert names[-1] == "observatory-load"
    assert [one.at_least for one in found] == [False] * (len(found) - 1) + [True]
    assert all(one.ratio > 0 for one in found)
    panels = [name for name in names[:-1] if not name.endswith("-growth")]
    assert panels[0] == "observatory-members"
    grown = [name for name in names if name.endswith("-growth")]
    assert [f"{name}-growth" for name in panels[1:]] == grown
    assert REGISTRY["observatory"] is measure_observatory


def test_figures_by_hand__each_panel__runs_on_the_file_of_a_store(tmp_path: Path) -> None:
    with opened(tmp_path) as context:
        fill(context, 40, 1)
        questionnaire = context.library.current("domino")
        panels = panels_of(context, questionnaire)
        assert all(panel() is not None for panel in panels.values())
    statements = figures_by_hand(questionnaire, OVERVIEW_ITEMS)
    assert list(statements) == list(panels)
    with by_hand(tmp_path / DATABASE) as run:
        for listed in statements.values():
            run(listed)
        with pytest.raises(RuntimeError, match="ended"):
            run(["SELECT nothing FROM nowhere"])
