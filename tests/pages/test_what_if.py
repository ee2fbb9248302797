"""The result taken apart, and the sandbox: what is tried shows, what is refused waits, nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import answered
from domino_survey.errors import refusal
from domino_survey.services import assessments, drafts
from domino_survey.ui import guard, routes
from tests.pages.screens import Assessment, Tab

if TYPE_CHECKING:
    from domino_survey.answers import Answer
    from domino_survey.services.context import Context

ANSWERS: dict[str, Answer] = {
    "nom": answered("Les Terrasses"),
    "age": answered("pousse"),
    "sol.paillage": answered("nu"),
    "voisins.ouvert": answered("oui"),
    "voisins.venus": answered(("passants",)),
    "voisins.repas": answered(4.0),
    "eau.origine": answered("reseau"),
}


def readable(text: str) -> str:
    """A text without the signs of Markdown and of typography."""
    for sign, plain in (("\\", ""), ("\u2060", ""), ("’", "'"), ("\u00a0", " "), ("\u202f", " ")):
        text = text.replace(sign, plain)
    return text


def sent(context: Context, answers: dict[str, Answer]) -> Assessment:
    made = Assessment.start(context)
    for item, answer in answers.items():
        drafts.save_answer(
            context, made.identity, made.opened.response_id, item, answer, session="s"
        )
    assessments.submit(context, made.identity, made.opened.response_id)
    return made


@pytest.fixture
def made(garden: Context) -> Assessment:
    return sent(garden, ANSWERS)


def stored(made: Assessment) -> int:
    """How many events and submissions there are."""
    repository = made.context.repository
    return len(made.draft.events) + len(repository.submissions_of_response(made.opened.response_id))


def trial(made: Assessment, item: str, part: str = "try") -> str:
    return made.key(item, part)


def axis_of(made: Assessment, tab: Tab, item: str) -> None:
    """Choose the axis of a question."""
    axes = made.draft.questionnaire.axes
    (axis,) = [one for one in axes if any(q.id == item for t in one.themes for q in t.questions)]
    tab.set(f"what-if-axis:{made.opened.response_id}", axis.id)


@pytest.mark.parametrize(
    ("item", "value"),
    [("sol.paillage", "annee"), ("voisins.repas", 12.0), ("voisins.ouvert", "non")],
)
def test_sandbox__another_answer__shows_and_is_not_stored(
    item: str, value: object, made: Assessment
) -> None:
    before = stored(made)
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, item)
    tab.set(trial(made, item), value)

    assert "Ce que vous essayez" in tab.said
    assert tab.widget(trial(made, item)).value == value
    assert stored(made) == before
    assert made.draft.answer(item) == ANSWERS[item]

    tab.click("what-if-reset")
    assert "Ce que vous essayez" not in tab.said
    assert tab.widget(trial(made, item)).value == ANSWERS[item].value


def test_sandbox__options_and_ways_out__are_tried_like_answers(made: Assessment) -> None:
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "voisins.venus")
    tab.set(trial(made, "voisins.venus", "try/personne"), True)  # noqa: FBT003 - the value of a box
    assert not tab.widget(trial(made, "voisins.venus", "try/passants")).value
    tab.set(trial(made, "voisins.ouvert", "try-state"), "not_applicable")
    assert tab.widget(trial(made, "voisins.ouvert")).value is None
    tab.click(trial(made, "voisins.ouvert", "try-reset"))
    assert tab.widget(trial(made, "voisins.ouvert")).value == "oui"
    assert made.draft.answer("voisins.venus") == ANSWERS["voisins.venus"]


def test_sandbox__number_out_of_range__is_refused_beside_it_and_stays_as_typed(
    made: Assessment,
) -> None:
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "voisins.repas")
    key = trial(made, "voisins.repas")
    tab.set(key, -1.0)
    assert len(tab.app.error) == 1
    assert tab.widget(key).value == -1.0
    assert "Ce que vous essayez" not in tab.said
    tab.set(key, 5.0)
    assert len(tab.app.error) == 0


def test_proposal__tried_and_taken_back__goes_in_and_out_of_the_sandbox(made: Assessment) -> None:
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "voisins.repas")
    key = next(str(one.key) for one in tab.app.button if str(one.key).startswith("proposed-step:"))
    tab.click(key)
    assert "Ce que vous essayez" in tab.said
    tab.click(key)
    assert "Ce que vous essayez" not in tab.said


def proposals(tab: Tab, kind: str = "step") -> list[str]:
    return [str(one.key) for one in tab.app.button if str(one.key).startswith(f"proposed-{kind}")]


def test_proposal__tried__the_card_says_what_became_of_the_axis_once_as_an_alert(
    made: Assessment,
) -> None:
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "voisins.repas")
    first, second, *_ = proposals(tab)
    tab.click(first)
    (alert,) = tab.app.success
    assert "Avec vos essais, « Les voisins » passe de" in readable(alert.value)
    assert "[Voir le radar](#radar)" in alert.value
    # The next card speaks now, the first one still says the same, in silence.
    tab.click(second)
    (alert,) = tab.app.success
    # Two cards, and the panels of the two questions below.
    assert readable(tab.said).count("Avec vos essais, « Les voisins » passe de") == 4


def test_proposals__of_one_question__have_a_best_rung_and_an_end(made: Assessment) -> None:
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "voisins.repas")
    rung, top = "proposed-step:voisins.venus", "proposed-top:voisins.venus"
    tab.click(rung)
    assert "ajouter « Une école »" in readable(tab.said)
    tab.click(top)
    assert made.draft.answer("voisins.venus") == ANSWERS["voisins.venus"]
    assert tab.widget(rung).label == "Essayer"
    assert tab.widget(top).label == "Retirer l’essai"


def test_proposals__in_the_other_order__begin_with_the_greatest_gain(made: Assessment) -> None:
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "voisins.repas")
    by_effort = proposals(tab)
    tab.set("what-if-order", "gain")
    assert sorted(proposals(tab)) == sorted(by_effort)


def test_proposal__that_does_not_go_with_the_other_trials__is_refused_beside_its_button(
    made: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfit(*_: object) -> None:
        raise refusal(
            "constraint-not-met", place="voisins.repas", message="Pas les deux à la fois."
        )

    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "voisins.repas")
    (first, *_) = proposals(tab)
    with monkeypatch.context() as patch:
        patch.setattr("domino_survey.ui.trials.require_fitting", unfit)
        tab.click(first)
    (error,) = tab.app.error
    assert "Pas les deux à la fois." in readable(error.value)
    assert "Ce que vous essayez" not in tab.said
    tab.click(first)
    assert len(tab.app.error) == 0
    assert "Ce que vous essayez" in tab.said


def test_bundle__of_so_many_levels__is_tried_whole(made: Assessment) -> None:
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "voisins.repas")
    tab.set("what-if-levels:voisins", 3)
    before = stored(made)
    tab.click("proposed-bundle")
    assert "passe de" in readable(tab.app.success[0].value)
    assert stored(made) == before
    tab.click("proposed-bundle")
    assert "Ce que vous essayez" not in tab.said


@pytest.mark.parametrize(
    ("value", "part"),
    [
        (-1.0, "petit"),
        (2.5, "entier"),
        (1000.0, "Comptez un repas par jour au plus"),
        (1e300, "grand"),
    ],
)
def test_sandbox__number_that_does_not_fit__a_sentence_and_nothing_changes(
    value: float, part: str, made: Assessment
) -> None:
    before = stored(made)
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "voisins.repas")
    tab.set(trial(made, "voisins.repas"), value)
    (error,) = tab.app.error
    assert part in readable(error.value)
    assert "Ce que vous essayez" not in tab.said
    assert stored(made) == before


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_sandbox__no_number_at_all__is_an_emptied_field(value: float, made: Assessment) -> None:
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "voisins.repas")
    tab.set(trial(made, "voisins.repas"), value)
    assert tab.widget(trial(made, "voisins.repas")).value is None
    assert "de « 4 » à « Sans réponse »" in readable(tab.said)
    assert made.draft.answer("voisins.repas") == ANSWERS["voisins.repas"]


@pytest.mark.parametrize(
    "tried",
    [
        {"voisins.venus": {"state": "answered", "value": ["passants", "personne"]}},
        {"voisins.repas": {"state": "answered", "value": 1e300}},
        {"eau.origine": {"state": "answered", "value": "x" * 100_000}},
    ],
)
def test_sandbox__something_unfit_in_the_session__is_refused_with_a_way_out(
    tried: dict[str, object], made: Assessment
) -> None:
    before = stored(made)
    tab = made.tab(routes.WHAT_IF)
    submission = made.context.repository.submissions_of_response(made.opened.response_id)[-1]
    tab.app.session_state["trials"] = {submission.submission.id: tried}
    tab.app.run()
    tab.sound()
    assert len(tab.app.warning) == 1
    tab.click("what-if-reset")
    assert len(tab.app.warning) == 0
    assert stored(made) == before


def test_address__unknown_axis__is_said_and_another_is_chosen(made: Assessment) -> None:
    tab = made.tab(routes.WHAT_IF, axe="<b>nulle part</b>" * 50)
    (warning,) = tab.app.warning
    assert "que ce questionnaire n'a pas" in readable(warning.value)
    assert len(warning.value) < 300
    assert tab.widget(f"what-if-axis:{made.opened.response_id}").value in {"sol", "voisins", "eau"}


@pytest.mark.parametrize(
    "query", [{guard.CODE: "ZZZZ-ZZZZ-ZZZZ"}, {guard.RESULT_LINK: "x" * 5000}, {}]
)
def test_address__unknown_response__is_said_with_the_way_on(
    query: dict[str, str],
    garden: Context,  # noqa: ARG001 - the application's own
) -> None:
    tab = Tab(routes.WHAT_IF, query)
    assert tab.said or tab.headings
    assert proposals(tab) == []


def test_sandbox__by_the_result_link__plays_as_well(made: Assessment) -> None:
    tab = Tab(routes.WHAT_IF, {guard.RESULT_LINK: made.opened.result})
    axis_of(made, tab, "sol.paillage")
    tab.set(trial(made, "sol.paillage"), "annee")
    assert "Ce que vous essayez" in tab.said
    assert made.opened.code not in tab.said


def test_axis_without_score__says_why_and_can_still_be_played_with(made: Assessment) -> None:
    tab = made.tab(routes.WHAT_IF)
    axis_of(made, tab, "sol.paillage")
    assert "Pas assez de réponses pour un score" in readable(tab.said)
    assert [one for one in tab.app.button if str(one.key).startswith("proposed-step:")] == []
    assert tab.widget(trial(made, "sol.paillage")).value == "nu"


def test_result__taken_apart__says_the_sum_and_links_open_questions(made: Assessment) -> None:
    tab = made.tab(routes.RESULT)
    said = readable(tab.said)
    assert "100 − " in said or "Aucune réponse n'enlève de points" in said
    assert any("s'y fier" in readable(one) for one in tab.headings)
    assert "jeux de poids" in said
    by_link = Tab(routes.RESULT, {guard.RESULT_LINK: made.opened.result})
    assert made.opened.code not in by_link.said
