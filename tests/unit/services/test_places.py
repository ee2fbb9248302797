from __future__ import annotations

import pytest

from domino_survey.services.places import covering, covers, inside, path_to, wider
from domino_survey.services.rights import EVERYWHERE, Identity, Role, Scope
from domino_survey.territories import load

FRANCE = load()
BRITTANY, LOIRE = Scope("region", "53"), Scope("region", "52")
ILLE, NANTES_44 = Scope("departement", "35"), Scope("departement", "44")
RENNES, RENNES_METROPOLE = Scope("commune", "35238"), Scope("epci", "243500139")
# Redon Agglomération lies in three départements of two regions, most of it in Ille-et-Vilaine.
REDON, REDON_AGGLO = Scope("commune", "35236"), Scope("epci", "243500741")


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        (EVERYWHERE, REDON, True),
        (BRITTANY, EVERYWHERE, False),
        (BRITTANY, ILLE, True),
        (BRITTANY, NANTES_44, False),
        (BRITTANY, RENNES_METROPOLE, True),
        (ILLE, RENNES, True),
        (RENNES, ILLE, False),
        (BRITTANY, REDON_AGGLO, False),
        (REDON_AGGLO, REDON, True),
        (BRITTANY, REDON, True),
        (BRITTANY, Scope("commune", "99999"), False),
    ],
)
def test_covers__whole_or_part__only_where_all_of_it_lies_inside(
    outer: Scope, inner: Scope, *, expected: bool
) -> None:
    assert covers(FRANCE, outer, inner) is expected


def test_path__down_to_a_commune__a_level_at_a_time() -> None:
    assert path_to(FRANCE, EVERYWHERE, RENNES) == (
        *(EVERYWHERE, BRITTANY, ILLE),
        *(RENNES_METROPOLE, RENNES),
    )
    assert path_to(FRANCE, ILLE, RENNES) == (ILLE, RENNES_METROPOLE, RENNES)
    assert path_to(FRANCE, ILLE, ILLE) == (ILLE,)


def test_path__epci_over_a_border__never_through_what_the_link_does_not_cover() -> None:
    assert REDON_AGGLO not in path_to(FRANCE, BRITTANY, REDON)
    assert REDON_AGGLO in path_to(FRANCE, EVERYWHERE, REDON)


def test_wider__epci_over_a_border__only_what_holds_all_of_it() -> None:
    assert wider(FRANCE, EVERYWHERE, REDON_AGGLO) == (EVERYWHERE,)
    assert wider(FRANCE, BRITTANY, RENNES) == (RENNES_METROPOLE, ILLE, BRITTANY)


def test_covering__several_links__the_broadest() -> None:
    reader = Identity(frozenset({Role.DECISION_MAKER}), scopes=(ILLE, BRITTANY))
    assert covering(FRANCE, reader, RENNES) == BRITTANY
    assert covering(FRANCE, reader, LOIRE) is None


def test_inside__region__its_departements() -> None:
    assert [one.code for one in inside(FRANCE, BRITTANY)] == ["22", "29", "35", "56"]
    assert inside(FRANCE, ILLE) == ()
