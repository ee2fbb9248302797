"""What to do for a territory, and the roadmap of what is kept of it: on their pages, with two readers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from domino_survey.answers import answered
from domino_survey.services import assessments, drafts, roadmap
from domino_survey.services.plan import Status
from domino_survey.services.rights import EVERYWHERE, Identity, Role, Scope
from domino_survey.services.roadmap import Part, Whose
from domino_survey.storage import Selection
from domino_survey.ui import guard, roadmap_view, routes
from tests.pages import test_screens
from tests.pages.conftest import NOW
from tests.pages.screens import Tab

if TYPE_CHECKING:
    from datetime import datetime

    from domino_survey.services.context import Context

READER = Identity(frozenset({Role.VISITOR, Role.DECISION_MAKER}), scopes=(EVERYWHERE,))
BRITTANY = Scope("region", "53")
HERE = Whose("domino", EVERYWHERE)
FIRST = "D-A1-DEC-1"


@pytest.fixture
def territory(context: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """Six initiatives, weak in all that is asked, of which everybody may read."""
    context.clock = lambda: NOW
    fill(context, 6, "0")
    read_as(monkeypatch, READER)
    return context


def readable(text: str) -> str:
    """A text without the signs of Markdown, with plain spaces."""
    return test_screens.readable(text).replace("\u00a0", " ").replace("\u202f", " ")


def read_as(monkeypatch: pytest.MonkeyPatch, who: Identity) -> None:
    # AppTest sends no cookies: who is here is said in their place.
    monkeypatch.setattr(guard, "identify", lambda: who)


def fill(context: Context, count: int, code: str) -> None:
    for _ in range(count):
        opened = assessments.start(context, "domino", path="short", language="fr")
        draft = drafts.read_draft(context, opened.identity, opened.response_id)
        profile: dict[str, str | tuple[str, ...]] = {
            "P01": "Café",
            "P03": "35236",
            "P10": "fonctionnement",
            "P19": ("agregats",),
        }
        profile |= {q.id: code for q in draft.questions if q.type == "scale"}
        for item, value in profile.items():
            drafts.save_answer(
                context,
                opened.identity,
                opened.response_id,
                item,
                answered(value),
                session="s",
            )
        assessments.submit(context, opened.identity, opened.response_id)


def key(part: str, recommendation: str = FIRST, scope: str = "everywhere") -> str:
    return f"roadmap-{part}:{scope}:{recommendation}"


def kept(context: Context) -> Tab:
    """The page of the roadmap, with one suggestion kept."""
    roadmap.keep(context, READER, HERE, FIRST, session="s")
    return Tab(routes.ROADMAP)


def test_advice__what_fires__stands_in_three_columns_with_its_evidence(territory: Context) -> None:
    tab = Tab(routes.OBSERVATORY)
    assert territory.repository.health().responses == 6
    stages = ["Déclenchement", "Accompagnement", "Pérennisation"]
    assert [one for one in tab.headings if one in stages] == stages
    said = readable(tab.said)
    assert "Porte d'entrée et diffusion du partage » : médiane de" in said
    assert "largement franchi." in said
    assert "**Précédent" in said
    assert [one.label for one in tab.app.button if one.label == "Garder"]


@pytest.mark.usefixtures("territory")
def test_advice__territory_inside_that_of_the_link__read_and_not_kept() -> None:
    tab = Tab(routes.OBSERVATORY, {"territoire": "region-53"})
    assert "celle du territoire de votre lien" in readable(tab.said)
    assert "Déclenchement" in tab.headings
    assert tab.widgets(f"keep:{FIRST}") == []


def test_advice__kept__is_said_and_found_in_the_roadmap(territory: Context) -> None:
    tab = Tab(routes.OBSERVATORY)
    tab.click(f"keep:{FIRST}")
    assert tab.widgets(f"keep:{FIRST}") == []
    assert roadmap.kept(territory, READER, HERE) == {FIRST}
    tab.open(routes.ROADMAP)
    said = readable(tab.said)
    assert "1 piste dans la feuille de route." in said
    assert "Parmi les initiatives qui ont répondu (" in said
    assert "n'affiche encore rien de plus récent" in said


@pytest.mark.usefixtures("territory")
def test_roadmap__empty__teaches_how_to_fill_it() -> None:
    tab = Tab(routes.ROADMAP)
    assert "Rien n'est encore gardé" in readable(tab.said)
    assert [str(one.key) for one in tab.app.button if str(one.key).startswith("roadmap")] == []


def test_roadmap__decided__is_in_the_store_and_on_the_page_again(territory: Context) -> None:
    tab = kept(territory)
    tab.set(key("status"), "under_way")
    tab.set(key("owner"), "Service vie associative")
    tab.set(key("when"), "juin 2025")
    tab.set(key("note"), "Voir la médiathèque")
    (entry,) = roadmap.read_roadmap(territory, READER, HERE).entries
    assert (entry.status, entry.owner) == (Status.UNDER_WAY, "Service vie associative")
    again = Tab(routes.ROADMAP)
    assert "En cours" in again.headings
    assert "échéance le 30 juin 2025" in readable(again.said)
    assert again.widget(key("note")).value == "Voir la médiathèque"
    again.set(key("status"), "done")
    assert "Pistes menées à bien" in [one.label for one in again.app.expander]


@pytest.mark.parametrize(
    ("part", "typed", "said"),
    [
        ("when", "31/02/2027", "n'est pas un jour du calendrier"),
        ("note", "x" * 1001, "trop long"),
        ("owner", "x" * 201, "trop long"),
    ],
)
def test_roadmap__bad_input__is_told_beside_what_was_typed(
    part: str, typed: str, said: str, territory: Context
) -> None:
    tab = kept(territory)
    tab.set(key(part), typed)
    assert said in readable(" ".join(str(one.value) for one in tab.app.error))
    assert tab.widget(key(part)).value == typed
    tab.set(key("status"), "under_way")
    assert tab.widget(key(part)).value == typed
    tab.set(key(part), "2027")
    assert [one.value for one in tab.app.error] == []


@pytest.mark.parametrize("words", ["avant l'été", "printemps 2027"])
def test_roadmap__deadline_in_words__is_kept_and_said_not_to_be_watched(
    words: str, territory: Context
) -> None:
    tab = kept(territory)
    tab.set(key("when"), words)
    assert "aucun retard ne sera signalé" in readable(tab.said)


def test_roadmap__removed__can_be_put_back_with_what_was_decided(territory: Context) -> None:
    tab = kept(territory)
    tab.set(key("owner"), "Ana")
    tab.click(key("out"))
    assert tab.widgets(key("owner")) == []
    assert "Pistes retirées" in [one.label for one in tab.app.expander]
    tab.click(key("back"))
    assert tab.widget(key("owner")).value == "Ana"


def test_roadmap__two_people_at_once__neither_undoes_the_other(territory: Context) -> None:
    one, other = kept(territory), Tab(routes.ROADMAP)
    one.set(key("owner"), "Ana")
    other.set(key("when"), "2027")
    assert other.widget(key("owner")).value == "Ana"
    one.set(key("note"), "Appeler la mairie")
    # The other page was drawn before that note.
    other.set(key("note"), "Voir le budget")
    assert other.widget(key("note")).value == "Appeler la mairie\n\nVoir le budget"
    one.set(key("owner"), "Chloé")
    other.set(key("owner"), "Bilal")
    assert [toast.value for toast in other.app.toast if "« Chloé »" in readable(str(toast.value))]


def test_roadmap__removed_by_someone_else__is_told_and_nothing_breaks(territory: Context) -> None:
    tab = kept(territory)
    roadmap.remove(territory, READER, HERE, FIRST, session="other")
    tab.set(key("note"), "Trop tard")
    assert [one for one in tab.app.toast if "quelqu'un l'a retirée" in readable(str(one.value))]
    assert "Pistes retirées" in [one.label for one in tab.app.expander]


def test_roadmap__a_year_later__shows_then_and_now(
    territory: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(territory)
    later: datetime = NOW + timedelta(days=365)
    territory.clock = lambda: later
    fill(territory, 24, "4")
    said = readable(Tab(routes.ROADMAP).said)
    assert "points de plus" in said
    assert "ne ressort plus de leurs réponses" in said
    assert "bilans au 1er mars 2026," in said
    read_as(monkeypatch, replace(READER, scopes=(BRITTANY,)))
    assert "Rien n'est encore gardé" in readable(Tab(routes.ROADMAP).said)


def test_roadmap__territory_no_longer_shown__says_so_and_keeps_what_was_shown(
    territory: Context,
) -> None:
    kept(territory)
    content = territory.library.current("domino")
    history = territory.repository.latest_submissions(Selection(content.id, content.version))
    for response_id in [one.submission.response_id for one in history[:4]]:
        holder = Identity(frozenset({Role.HOLDER}), answers=response_id)
        assessments.withdraw(territory, holder, response_id)
    said = readable(Tab(routes.ROADMAP).said)
    assert "Aujourd'hui, les chiffres de ce territoire ne sont pas affichés" in said
    assert "alors, pas affichée aujourd'hui" in said


def test_roadmap__several_territories__are_chosen_and_the_address_says_which(
    territory: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = replace(READER, scopes=(EVERYWHERE, BRITTANY))
    read_as(monkeypatch, both)
    roadmap.keep(territory, both, Whose("domino", BRITTANY), FIRST, session="s")
    roadmap.decide(
        territory, both, Whose("domino", BRITTANY), FIRST, part=Part.NOTE, text="Ici", session="s"
    )
    tab = Tab(routes.ROADMAP)
    assert "Rien n'est encore gardé" in readable(tab.said)
    other_way_round = replace(READER, scopes=(BRITTANY, EVERYWHERE))
    read_as(monkeypatch, other_way_round)
    everywhere = Tab(routes.ROADMAP, roadmap_view.query_of(EVERYWHERE))
    assert "Rien n'est encore gardé" in readable(everywhere.said)
    read_as(monkeypatch, both)
    tab.set("roadmap-territory", "region:53")
    assert tab.widget(key("note", scope="region:53")).value == "Ici"
    sent = Tab(routes.ROADMAP, roadmap_view.query_of(BRITTANY))
    assert sent.widget(key("note", scope="region:53")).value == "Ici"


@pytest.mark.usefixtures("territory")
@pytest.mark.parametrize("asked", ["region:52", "everywhere:1", "<b>", "region:"])
def test_roadmap__address_of_another_territory__is_refused_in_words(
    asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as(monkeypatch, replace(READER, scopes=(BRITTANY,)))
    tab = Tab(routes.ROADMAP, {"territoire": asked})
    assert len(tab.app.warning) == 1
    assert [str(one.key) for one in tab.app.button if str(one.key).startswith("roadmap")] == []
