"""The action plan on its page, and the way from a result to it and to each part of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domino_survey.services import assessments, plan, results
from domino_survey.services.plan import Intent, Status
from domino_survey.ui import guard, onwards_view, routes
from tests.pages.screens import Assessment, Tab
from tests.pages.test_screens import filled, readable

if TYPE_CHECKING:
    from domino_survey.services.context import Context


def test_plan__empty__says_how_to_fill_it_and_leads_there(context: Context) -> None:
    made = filled(context)
    tab = made.tab(routes.PLAN)
    assert "Des pistes d'action" in readable(tab.said)
    assert [one.key for one in tab.app.button if str(one.key).startswith("plan-")] == []


def test_plan__overdue_and_done__are_told_in_words_and_folded(context: Context) -> None:
    made = filled(context)
    result = results.read_result(context, made.identity, made.opened.response_id)
    first, second = [one.recommendation.id for one in result.advice][:2]
    for chosen, intent in (
        (first, Intent(when="juin 2020", note="Voir la mairie")),
        (second, Intent(Status.DONE)),
    ):
        plan.choose(context, made.identity, made.opened.response_id, chosen, session="s")
        plan.decide(context, made.identity, made.opened.response_id, chosen, intent, session="s")
    tab = made.tab(routes.PLAN)
    said = readable(tab.said)
    assert "2 actions dans le plan. 1 est en retard." in said
    assert "échéance le 30 juin 2020" in said
    assert "À faire" in tab.headings
    assert "Actions faites" in [one.label for one in tab.app.expander]

    reader = Tab(routes.PLAN, {guard.RESULT_LINK: made.opened.result})
    assert "juin 2020" in readable(reader.said)
    assert "mairie" not in reader.said


def test_plan__next_assessment__says_what_became_of_the_scores(context: Context) -> None:
    made = filled(context)
    first = made.tab(routes.QUESTIONNAIRE, etape="A1.T1.Q1")
    first.set(made.key("A1.T1.Q1"), "1")
    assessments.submit(context, made.identity, made.opened.response_id)
    result = results.read_result(context, made.identity, made.opened.response_id)
    chosen = next(one.recommendation.id for one in result.advice)
    plan.choose(context, made.identity, made.opened.response_id, chosen, session="s")
    alone = readable(made.tab(routes.PLAN).said)
    assert "quand elle a été choisie. Au prochain bilan" in alone
    again = Assessment(
        context,
        assessments.start_again(context, made.identity, made.opened.response_id, path="full"),
    )
    again.tab(routes.QUESTIONNAIRE, etape="A1.T1.Q1").set(again.key("A1.T1.Q1"), "4")
    assessments.submit(context, again.identity, again.opened.response_id)
    said = readable(again.tab(routes.PLAN).said)
    assert "Ce que cette action devait faire bouger, entre le bilan du" in said
    assert "n'ont pas suivi le même parcours" in said


def test_result__its_way_to_each_part__names_headings_that_stand_below(context: Context) -> None:
    tab = filled(context).tab(routes.RESULT)
    (ways,) = [str(one.value) for one in tab.app.markdown if "Sur cette page" in str(one.value)]
    named = set(re.findall(r"\(#([a-z0-9-]+)\)", ways))
    assert len(named) >= 4
    assert named <= {onwards_view.anchor_of(title) for title in tab.headings}
