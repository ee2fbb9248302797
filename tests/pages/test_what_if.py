"""The result taken apart, and the sandbox: what is tried shows, what is refused waits, nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import answered
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
    key = next(str(one.key) for one in tab.app.button if str(one.key).startswith("try-step:"))
    tab.click(key)
    assert "Ce que vous essayez" in tab.said
    tab.click(key)
    assert "Ce que vous essayez" not in tab.said


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
    assert [one for one in tab.app.button if str(one.key).startswith("try-step:")] == []
    assert tab.widget(trial(made, "sol.paillage")).value == "nu"


def test_result__taken_apart__says_the_sum_and_links_open_questions(made: Assessment) -> None:
    tab = made.tab(routes.RESULT)
    said = readable(tab.said)
    assert "100 − " in said or "Aucune réponse n'enlève de points" in said
    assert any("s'y fier" in readable(one) for one in tab.headings)
    assert "jeux de poids" in said
    by_link = Tab(routes.RESULT, {guard.RESULT_LINK: made.opened.result})
    assert made.opened.code not in by_link.said
