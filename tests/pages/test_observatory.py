"""The observatory: its choices write the address, which is all that a screen is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.demo.filling import fill
from domino_survey.services.rights import EVERYWHERE, Identity, Role, Scope
from domino_survey.ui import guard, routes
from tests.pages.screens import Tab

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.services.context import Context

BRITTANY = Scope("region", "53")


def readable(text: str) -> str:
    return text.replace("\\", "").replace("\u2060", "").replace("’", "'").replace("\xa0", " ")


def come_as(monkeypatch: pytest.MonkeyPatch, *scopes: Scope) -> None:
    who = Identity(frozenset({Role.VISITOR, Role.DECISION_MAKER}), scopes=scopes)
    monkeypatch.setattr(guard, "identify", lambda: who)


@pytest.fixture
def filled(make_context: Callable[..., Context], monkeypatch: pytest.MonkeyPatch) -> Context:
    """Demonstration data, visited by someone of Brittany."""
    come_as(monkeypatch, BRITTANY)
    context = make_context(demo=True)
    fill(context, 240, 5)
    return context


def address(opened: Tab) -> dict[str, str]:
    """What the address says, whether Streamlit gives a text or a list of one."""
    found = dict(opened.app.query_params)
    return {
        name: value if isinstance(value, str) else str(value[0]) for name, value in found.items()
    }


def tab(**query: str) -> Tab:
    return Tab(routes.OBSERVATORY, query)


@pytest.mark.usefixtures("filled")
def test_choice__made__is_in_the_address_and_on_the_screen() -> None:
    opened = tab()
    assert "Bretagne" in opened.headings
    opened.set("selection-filter", "P10,fonctionnement")
    assert address(opened) == {"filtre": "P10", "valeur": "fonctionnement"}
    opened.set("selection-compared", "region-53")
    assert address(opened)["avec"] == "region-53"
    assert "Comparé à Bretagne" in readable(opened.said)
    # Another territory begins without filter and comparison.
    opened.set("selection-departement", "departement-35")
    assert address(opened) == {"territoire": "departement-35"}
    assert "Ille-et-Vilaine" in readable("\n".join(opened.headings))
    assert opened.widgets("selection-filter") == []


@pytest.mark.usefixtures("filled")
def test_address__sent__opens_the_same_selection() -> None:
    opened = tab(
        territoire="region-53", filtre="P10", valeur="fonctionnement", avec="departement-35"
    )
    assert opened.widget("selection-filter").value == "P10,fonctionnement"
    assert opened.widget("selection-compared").value == "departement-35"
    assert any("Fonctionnement" in readable(one) for one in opened.headings)


@pytest.mark.usefixtures("filled")
def test_address__of_another_territory__refused_in_words() -> None:
    opened = tab(territoire="region-52")
    said = readable(opened.said)
    assert "n'ouvre pas ce territoire : Pays de la Loire" in said
    assert opened.app.get("vega_lite_chart") == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"territoire": "region-xx"}, "que nous ne connaissons pas"),
        ({"filtre": "P01", "valeur": "<b>x</b>"}, "un filtre que ce questionnaire n'a pas"),
        ({"version": "../../etc"}, "une version du questionnaire que nous n'avons pas"),
    ],
)
def test_address__of_what_is_not_there__said_in_words(query: dict[str, str], expected: str) -> None:
    opened = tab(**query)
    assert expected in readable(opened.said)
    assert "no-questionnaire" not in opened.said


@pytest.mark.usefixtures("filled")
def test_address__former_commune__told(monkeypatch: pytest.MonkeyPatch) -> None:
    come_as(monkeypatch, EVERYWHERE)
    assert "ancienne commune" in readable(tab(territoire="commune-01018").said)


@pytest.mark.usefixtures("filled")
def test_not_shown__says_why_and_leads_to_a_wider_one() -> None:
    opened = tab(territoire="departement-35", filtre="P10", valeur="idee")
    assert "Les filtres sont proposés pour les régions" in readable(opened.said)
    (link,) = [one for one in opened.app.get("page_link") if "Voir plutôt" in one.proto.label]
    assert "Ille-et-Vilaine" in readable(link.proto.label)


@pytest.mark.usefixtures("filled")
def test_compared__not_shown__said_and_left_out() -> None:
    opened = tab(avec="departement-35,P10,idee")
    assert "ne peut pas être comparé" in readable(opened.said)
    assert "Comparé à" not in readable(opened.said)


@pytest.mark.usefixtures("filled")
def test_parts__compared_by_another_thing__other_columns() -> None:
    opened = tab()
    opened.set("heat-cut", "P10")
    tables = [list(table.value.columns) for table in opened.app.table]
    assert any("Fonctionnement régulier" in columns for columns in tables)


def test_several_links__the_territory_is_chosen_first(
    filled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled.settings.demo
    come_as(monkeypatch, BRITTANY, Scope("region", "52"))
    opened = tab()
    opened.set("selection-root", "region-52")
    assert address(opened) == {"territoire": "region-52"}
    assert "Pays de la Loire" in opened.headings


def test_nobody_yet__teaches_what_to_do(
    make_context: Callable[..., Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(monkeypatch, BRITTANY)
    make_context(demo=True)
    assert "faites connaître le questionnaire" in readable(tab().said)
