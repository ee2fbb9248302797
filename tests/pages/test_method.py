"""The screens of the method: settings and what they change, a consultation from its making to its weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.schema import OVERALL
from domino_survey.services import consultations
from domino_survey.services.rights import VISITOR, Identity, Role
from domino_survey.ui import consultations_view, guard, method_view, routes, state, weighing
from tests.pages.screens import Tab

if TYPE_CHECKING:
    from domino_survey.services.context import Context

ORGANISER = Identity(frozenset({Role.VISITOR, Role.ORGANISER}))


@pytest.fixture
def organiser(monkeypatch: pytest.MonkeyPatch) -> None:
    # AppTest sends no cookies: who is here is said in their place.
    monkeypatch.setattr(guard, "identify", lambda: ORGANISER)


def key(context: Context, scope: str, part: str) -> str:
    content = context.library.current("domino")
    return f"{state.METHOD}:{content.hash}:{scope}:{part}"


def participant_of(tab: Tab) -> str:
    """The opaque id that the address has taken."""
    found = tab.app.query_params[weighing.PARTICIPANT]
    return found if isinstance(found, str) else found[0]


@pytest.mark.usefixtures("organiser")
def test_method__weights_rules_and_a_cap__tell_what_changes_and_go_back(context: Context) -> None:
    tab = Tab(routes.METHOD)
    assert "Rien pour l’instant" in tab.said
    tab.set(key(context, "A1", "weight:A1.T1"), "4,0")
    assert "pèse à lui seul" in tab.said
    tab.set(method_view.PART, method_view.RULES)
    tab.set(key(context, "A1", "own"), True)  # noqa: FBT003 - what a box is set to
    tab.set(key(context, "A1", "power"), "min")
    assert "Niveaux qui changent" in tab.headings
    tab.set(method_view.PART, method_view.CAPS)
    tab.click(key(context, "A1", "add"))
    assert "Un plafond est incomplet" in tab.said
    assert "Ce qui change pour ce profil" not in tab.headings
    tab.set(key(context, "A1", "cap0:low"), "50").set(key(context, "A1", "cap0:limit"), "20")
    assert "Ce qui change pour ce profil" in tab.headings
    tab.set(method_view.PART, method_view.WEIGHTS)
    tab.set(key(context, "A1", "weight:A1.T1"), "quatre")
    assert "n’est pas un nombre" in tab.said
    tab.set(key(context, "A1", "weight:A1.T1"), "-4")
    assert "n’est pas un poids" in tab.said
    tab.click("method-reset")
    assert "Rien pour l’instant" in tab.said
    assert tab.widget(key(context, "A1", "weight:A1.T1")).value == "1"


@pytest.mark.usefixtures("organiser")
def test_method__garden__of_another_questionnaire_opens_each_scope(garden: Context) -> None:
    tab = Tab(routes.METHOD)
    for scope in ("overall", "@axes", "@themes", "voisins.porte"):
        tab.set(method_view.SCOPE, scope)
        part = "power"
        if scope in {"overall", "voisins.porte"}:
            tab.set(method_view.PART, method_view.RULES)
            part = "own"
        content = garden.library.in_force[0]
        assert tab.widgets(state.method_key(content.hash, scope, part))


@pytest.mark.usefixtures("organiser")
def test_method__another_power__typed_said_and_kept_while_caps_are_set(context: Context) -> None:
    content = context.library.current("domino")
    tab = Tab(routes.METHOD).set(method_view.PART, method_view.RULES)
    tab.set(key(context, "A1", "own"), True)  # noqa: FBT003 - what a box is set to
    tab.set(key(context, "A1", "power"), "other").set(key(context, "A1", "number"), "-2,5")
    assert "20 et 80 donnent ensemble 2" in tab.said
    tab.set(method_view.PART, method_view.CAPS).click(key(context, "A1", "add"))
    tab.set(key(context, "A1", "cap0:low"), "50").set(key(context, "A1", "cap0:limit"), "20")
    rules = tab.app.session_state[state.METHOD][content.hash].rules["A1"]
    assert (rules.power, rules.coverage, rules.not_applicable) == (-2.5, 0.6, 0.5)
    tab.set(method_view.PART, method_view.RULES)
    assert tab.widget(key(context, "A1", "number")).value == "-2,5"


@pytest.mark.usefixtures("organiser")
def test_consultation__made_on_the_screen__its_link_is_shown_until_taken(context: Context) -> None:
    tab = Tab(routes.CONSULTATIONS).click("new-create")
    assert "Choisissez ce qu’il faut pondérer" in tab.said
    tab.set(consultations_view.TITLE, "Ici").set(consultations_view.NODE, OVERALL)
    tab.set(consultations_view.METHOD, "budget").click("new-create")
    (shown,) = tab.app.code
    token = shown.value.rpartition("=")[2]
    assert consultations.asked(context, VISITOR, token).title == "Ici"
    tab.click("link-taken")
    assert list(tab.app.code) == []
    assert token not in tab.said


def test_budget__filled_in_reloaded_sent_and_closed(context: Context) -> None:
    content = context.library.current("domino")
    made, token = consultations.create(
        context, ORGANISER, content, node=OVERALL, method="budget", title="Ici"
    )
    one = consultations.asked(context, VISITOR, token)
    tab = Tab(routes.WEIGHTS, {weighing.TOKEN: token})
    tab.set(f"weights:{made}:A1", 70.0)
    assert "Il reste 30 points" in tab.said
    tab.click("weights-send")
    assert "au lieu de 100" in tab.said
    participant = participant_of(tab)
    again = Tab(routes.WEIGHTS, {weighing.TOKEN: token, weighing.PARTICIPANT: participant})
    assert again.widget(f"weights:{made}:A1").value == 70.0
    again.set(f"weights:{made}:A2", 30.0).click("weights-send")
    assert "Vos poids sont envoyés" in again.said
    (outcome,) = consultations.outcomes(context, ORGANISER)
    assert outcome.weighting is not None
    assert outcome.weighting.weights == pytest.approx((0.7, 0.3, 0, 0, 0))
    consultations.close(context, ORGANISER, one.id)
    closed = Tab(routes.WEIGHTS, {weighing.TOKEN: token})
    assert "Cette consultation est close" in closed.said
    assert closed.widgets("weights-send") == []


def test_budget__link_opened_again_in_the_same_browser__finds_the_answer_again(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard.Visit, "browser", "one-browser")
    content = context.library.current("domino")
    made, token = consultations.create(
        context, ORGANISER, content, node=OVERALL, method="budget", title="Ici"
    )
    first = Tab(routes.WEIGHTS, {weighing.TOKEN: token})
    assert first.widgets("weights-another") == []
    first.set(f"weights:{made}:A1", 100.0).click("weights-send")
    again = Tab(routes.WEIGHTS, {weighing.TOKEN: token})
    assert again.widget(f"weights:{made}:A1").value == 100.0
    assert participant_of(again) == participant_of(first)
    again.click("weights-another")
    assert again.widget(f"weights:{made}:A1").value is None
    again.set(f"weights:{made}:A2", 100.0).click("weights-send")
    (outcome,) = consultations.outcomes(context, ORGANISER)
    assert outcome.answered == 2
    assert outcome.weighting is not None
    assert outcome.weighting.weights == pytest.approx((0.5, 0.5, 0, 0, 0))


def test_comparisons__half_made_again__count_no_more(context: Context) -> None:
    content = context.library.current("domino")
    made, token = consultations.create(
        context, ORGANISER, content, node="A2", method="ahp", title="Ici"
    )
    one = consultations.asked(context, VISITOR, token)
    first = consultations.key_of(one.pairs[0])
    tab = Tab(routes.WEIGHTS, {weighing.TOKEN: token})
    tab.set(f"weights:{made}:{first}:who", one.pairs[0][1])
    assert tab.widget("weights-next").disabled
    tab.set(f"weights:{made}:{first}:amount", 5)
    participant = participant_of(tab)
    kept = consultations.mine(context, VISITOR, token, participant)
    assert kept.given == {first: 0.2}
    tab.click("weights-next")
    assert "Comparaison 2 sur 3" in "\n".join(tab.headings)


@pytest.mark.usefixtures("context")
def test_weights__unknown_link__says_so(context: Context) -> None:
    tab = Tab(routes.WEIGHTS, {weighing.TOKEN: "x"})
    assert len(tab.app.warning) == 1
    assert context.repository.consultations("weights") == []
