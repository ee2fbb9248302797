"""Someone asks the service for every selection that it offers, keeps all of them, and reckons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from domino_survey import disclosure
from domino_survey.demo.filling import fill
from domino_survey.schema import option_codes
from domino_survey.services.context import Context
from domino_survey.services.library import reference_of
from domino_survey.services.observatory import observatory
from domino_survey.services.observed import filter_items, lattice_of, released
from domino_survey.services.rights import EVERYWHERE, Identity, Role, Scope
from domino_survey.services.selections import Selected
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository
from tests.unit.disclosure.attacker import Attacker

if TYPE_CHECKING:
    from domino_survey.schema import Questionnaire

NOW = datetime(2026, 11, 23, tzinfo=UTC)
READER = Identity(frozenset({Role.DECISION_MAKER}), scopes=(EVERYWHERE,))
K = 5


def offered(context: Context, content: Questionnaire) -> list[Selected]:
    """All territories of Brittany and Pays de la Loire, with every value of every filter."""
    register = context.territories
    regions = [Scope("region", "53"), Scope("region", "52")]
    places = [EVERYWHERE, *regions]
    for kind in ("departement", "epci", "commune"):
        places += [
            Scope(kind, code)
            for code in register.codes(kind)
            if set(register.holders(kind, code).get("region", ())) & {"52", "53"}
        ]
    filtered = [
        Selected(place, item, value)
        for place in (EVERYWHERE, *regions)
        for item in filter_items(content)
        for value in option_codes(content.items[item])
    ]
    return [*map(Selected, places), *filtered]


@pytest.mark.parametrize("size", [60, 200])
def test_attacker__every_selection_of_the_service_and_all_it_ever_showed__isolates_no_fewer_than_k(
    size: int,
) -> None:
    repository = open_repository(now=NOW)
    context = Context(repository, Settings(demo=True), clock=lambda: NOW)
    fill(context, size, size)
    content = context.library.current("domino")
    known = released(context, content, "demo", K)
    arrivals = repository.arrivals(reference_of(content), "demo")
    owners = {one.submission_id: one.initiative_id for one in arrivals}
    lattice, screens, shown = lattice_of(content), [], set()
    for selected in offered(context, content):
        assert lattice.offers(selected.query)
        # A territory is asked for like any other; only what may be shown is computed at all.
        if known.reason(selected.query) is not None and not selected.item:
            continue
        found = observatory(
            *(context, READER, "domino", "1", selected.scope),
            filtered=(selected.item, selected.value),
        )
        members = known.of(selected.query)
        assert (found.number or 0) == len(members)
        assert found.reason is None or found.fragility is None
        if members:
            shown.add(selected.query)
            screens.append(members)
    # Nothing is shown that was not asked for here, and filters show something.
    assert shown == set(known.publication.shown)
    assert any(query.filters for query in shown)
    kept = [state.submissions for _, state in known.publication.past]
    attacker, chance = Attacker(screens + kept, owners), np.random.default_rng(size)
    assert attacker.by_differences() >= K
    assert attacker.by_crossing(chance, 10_000) >= K
    assert attacker.by_solving(chance, rounds=6) >= K
    repository.close()


def test_answers__to_two_readers__are_the_same_whatever_was_asked_before() -> None:
    repository = open_repository(now=NOW)
    context = Context(repository, Settings(demo=True), clock=lambda: NOW)
    fill(context, 120, 9)
    brittany = Scope("region", "53")
    first = observatory(context, READER, "domino", scope=brittany)
    other = Identity(frozenset({Role.DECISION_MAKER}), scopes=(brittany,))
    for code in ("idee", "emergence", "fonctionnement"):
        observatory(context, READER, "domino", scope=brittany, filtered=("P10", code))
    assert observatory(context, other, "domino", scope=brittany) == first
    assert disclosure.checked_threshold(first.smallest_group) == K
    repository.close()
