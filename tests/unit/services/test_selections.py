from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from domino_survey.demo.filling import fill
from domino_survey.errors import DominoError
from domino_survey.services.context import Context
from domino_survey.services.observatory import observatory
from domino_survey.services.observed import released
from domino_survey.services.rights import EVERYWHERE, Identity, Role, Scope
from domino_survey.services.selections import (
    Selected,
    asked_for,
    choices,
    selection_text,
    territory_text,
)
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 23, tzinfo=UTC)
BRITTANY, ILLE = Scope("region", "53"), Scope("departement", "35")
STARTED = Selected(BRITTANY, "P10", "fonctionnement")


def reader(*scopes: Scope) -> Identity:
    return Identity(frozenset({Role.DECISION_MAKER}), scopes=scopes)


@pytest.fixture(scope="module")
def context() -> Iterator[Context]:
    repository = open_repository(now=NOW)
    made = Context(repository, Settings(demo=True), clock=lambda: NOW)
    fill(made, 240, 5)
    yield made
    repository.close()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({}, Selected(BRITTANY)),
        ({"territoire": "departement-35"}, Selected(ILLE)),
        ({"filtre": "P10", "valeur": "fonctionnement"}, STARTED),
        # Half a filter is none.
        ({"filtre": "P10"}, Selected(BRITTANY)),
        ({"valeur": "fonctionnement"}, Selected(BRITTANY)),
    ],
)
def test_asked_for__address__selection(
    context: Context, address: dict[str, str], expected: Selected
) -> None:
    asked = asked_for(context, reader(BRITTANY), "domino", address)
    assert (asked.selected, asked.compared, asked.merged) == (expected, None, "")
    assert asked.questionnaire.version == "1"


@pytest.mark.parametrize("selected", [Selected(EVERYWHERE), Selected(ILLE), STARTED])
def test_asked_for__selection_as_one_word__the_same_selection(
    context: Context, selected: Selected
) -> None:
    address = {"territoire": "commune-35238", "avec": selection_text(selected)}
    asked = asked_for(context, reader(EVERYWHERE), "domino", address)
    assert asked.compared == selected


def test_asked_for__compared_with_itself__with_nothing(context: Context) -> None:
    asked = asked_for(context, reader(BRITTANY), "domino", {"avec": territory_text(BRITTANY)})
    assert asked.compared is None


def test_asked_for__former_commune__that_of_today_and_its_old_code(context: Context) -> None:
    # Bellegarde-sur-Valserine has been called Valserhône since it took two others in.
    asked = asked_for(context, reader(EVERYWHERE), "domino", {"territoire": "commune-01018"})
    assert (asked.selected.scope, asked.merged) == (Scope("commune", "01033"), "01018")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ({"territoire": "departement-99"}, "no-such-territory"),
        ({"territoire": "pays-53"}, "no-such-territory"),
        ({"territoire": "'; DROP TABLE" * 50}, "no-such-territory"),
        ({"territoire": "region-52"}, "territory-not-allowed"),
        ({"territoire": "tous"}, "territory-not-allowed"),
        ({"territoire": "commune-44109"}, "territory-not-allowed"),
        # It lies in two regions.
        ({"territoire": "epci-243500741"}, "territory-not-allowed"),
        ({"avec": "tous"}, "territory-not-allowed"),
        ({"avec": "region-52,P10,idee"}, "territory-not-allowed"),
        ({"filtre": "P01", "valeur": "x"}, "unknown-filter"),
        ({"filtre": "P10", "valeur": "x"}, "unknown-filter"),
        ({"filtre": "A1.T1.Q1", "valeur": "0"}, "unknown-filter"),
        ({"avec": "region-53,P10"}, "unknown-filter"),
        ({"version": "7"}, "unknown-version"),
    ],
)
def test_asked_for__what_is_not_there_or_not_theirs__refused(
    context: Context, address: dict[str, str], code: str
) -> None:
    with pytest.raises(DominoError) as error:
        asked_for(context, reader(BRITTANY), "domino", address)
    assert error.value.code == code


def test_asked_for__without_a_link__refused(context: Context) -> None:
    with pytest.raises(DominoError) as error:
        asked_for(context, Identity(), "domino", {})
    assert error.value.code == "not-allowed"


def test_choices__region__its_departements_that_are_shown_then_one_level_down(
    context: Context,
) -> None:
    content = context.library.current("domino")
    known = released(context, content, "demo", 5)
    found = choices(context, reader(BRITTANY), content, Selected(BRITTANY))
    (step,) = found.steps
    assert (step.kind, step.chosen) == ("departement", None)
    assert {one.code for one in step.options} <= {"22", "29", "35", "56"}
    assert all(known.reason(Selected(one).query) is None for one in step.options)
    below = choices(context, reader(BRITTANY), content, Selected(ILLE))
    assert [one.kind for one in below.steps] == ["departement", "epci"]
    assert below.steps[0].chosen == ILLE
    assert below.filters == {}
    assert Selected(BRITTANY) in below.compared


def test_choices__everywhere__regions(context: Context) -> None:
    content = context.library.current("domino")
    found = choices(context, reader(EVERYWHERE), content, Selected(EVERYWHERE))
    assert [one.code for one in found.steps[0].options] == ["53", "52"]
    assert set(found.filters) == {"P10", "P09"}


def test_choices__several_links__the_root_is_the_one_that_covers(context: Context) -> None:
    content = context.library.current("domino")
    both = reader(Scope("region", "52"), BRITTANY)
    assert choices(context, both, content, Selected(ILLE)).root == BRITTANY


def test_choices__compared__all_shown_and_all_of_the_link(context: Context) -> None:
    content = context.library.current("domino")
    known = released(context, content, "demo", 5)
    found = choices(context, reader(BRITTANY), content, STARTED)
    assert found.compared[0] == Selected(BRITTANY)
    assert STARTED not in found.compared
    for one in found.compared:
        assert known.reason(one.query) is None
        assert one.scope.kind != "everywhere"


def test_choices__not_in_the_link__refused(context: Context) -> None:
    content = context.library.current("domino")
    with pytest.raises(DominoError) as error:
        choices(context, reader(ILLE), content, Selected(BRITTANY))
    assert error.value.code == "not-allowed"


def test_observatory__not_shown__the_nearest_wider_one_of_the_link(context: Context) -> None:
    hidden = observatory(
        context, reader(BRITTANY), "domino", scope=ILLE, filtered=("P10", "fonctionnement")
    )
    assert (hidden.reason, hidden.wider) == ("not-offered", Selected(ILLE))
    village = Scope("commune", "35236")
    few = observatory(context, reader(village), "domino", scope=village)
    assert (few.reason, few.wider) == ("too-few", None)
    from_region = observatory(context, reader(BRITTANY), "domino", scope=village)
    assert from_region.wider is not None
    assert from_region.wider.scope in (ILLE, BRITTANY)
