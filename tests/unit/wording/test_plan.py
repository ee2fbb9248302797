"""What became of the scores that an action was meant to move, said honestly."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from domino_survey import wording
from domino_survey.i18n import Translator
from domino_survey.schema_files import load
from domino_survey.services.plan import Caution, Intent, Movement, PlannedAction
from tests.unit.reports.conftest import NOW, result_from

FRENCH = Translator("fr")


JARDINS = load(Path(__file__).parents[2] / "questionnaires" / "jardins.yaml")


def action(before: float | None, after: float | None, **changes: object) -> PlannedAction:
    """An action on the axis of the ground, and a theme that it was meant to move."""
    sent = result_from(JARDINS, {}).submission
    made = PlannedAction(
        next(one for one in JARDINS.recommendations_for("holder") if one.axis == "sol"),
        JARDINS,
        Intent(),
        sent,
        Movement("sol", 40.0, 45.0),
        NOW,
        latest=replace(sent, id="later", submitted_at=NOW + timedelta(days=200)),
        movements=(Movement(JARDINS.themes[0].id, before, after),),
    )
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (42.0, 55.0, "Vie du sol\u00a0: 42 → 55 (+13)"),
        (42.4, 42.4, "Vie du sol\u00a0: 42 → 42 (inchangé)"),
        (55.0, 41.5, "Vie du sol\u00a0: 55 → 42 (−13)"),
        (None, 55.0, "Vie du sol\u00a0: pas de score alors, 55 aujourd’hui"),
        (42.0, None, "Vie du sol\u00a0: 42 alors, pas de score aujourd’hui"),
        (None, None, "Vie du sol\u00a0: pas de score, ni alors ni aujourd’hui"),
    ],
)
def test_movement__compared__says_both_figures_and_what_changed(
    before: float | None, after: float | None, said: str
) -> None:
    first, last = wording.movement_lines(FRENCH, action(before, after))
    assert first == said
    assert last == "Axe Le sol\u00a0: 40 → 45 (+5)"


@pytest.mark.parametrize("caution", [Caution.OTHER_VERSION, Caution.OTHER_METHOD])
def test_movement__other_instrument__has_no_difference_and_says_why(caution: Caution) -> None:
    one = action(42.0, 55.0, caution=caution)
    assert wording.movement_lines(FRENCH, one)[0] == "Vie du sol\u00a0: 42 alors, 55 aujourd’hui"
    assert "ne se comparent pas" in wording.caution_words(FRENCH, one)


def test_movement__other_path__keeps_the_difference_with_a_caution() -> None:
    one = action(42.0, 55.0, caution=Caution.OTHER_PATH)
    assert wording.movement_lines(FRENCH, one)[0].endswith("(+13)")
    assert "même parcours" in wording.caution_words(FRENCH, one)


def test_movement__no_later_assessment__gives_the_score_of_the_axis_alone() -> None:
    one = action(None, None, latest=None, movements=(), axis=Movement("sol", 40.0, None))
    (line,) = wording.movement_lines(FRENCH, one)
    assert line == "Axe Le sol\u00a0: 40 quand elle a été choisie"
    assert wording.movements_heading(FRENCH, one) == ""
    assert wording.caution_words(FRENCH, one) == ""
    unknown = replace(one, axis=Movement("sol", None, None))
    assert wording.movement_lines(FRENCH, unknown)[0].endswith(
        "pas de score quand elle a été choisie"
    )


def test_movements_heading__compared__dates_both() -> None:
    said = wording.movements_heading(FRENCH, action(1.0, 2.0))
    assert "23 novembre 2026" in said
    assert "12 juin 2027" in said
