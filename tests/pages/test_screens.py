"""Every screen: it opens, shows what it is for, and refuses who has no right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import answered
from domino_survey.errors import DominoError
from domino_survey.services import assessments, drafts, groups, link_cookie, plan
from domino_survey.services.plan import Status
from domino_survey.services.rights import EVERYWHERE, VISITOR, Identity, Role, Scope
from domino_survey.ui import group_view, guard, routes
from tests.pages.screens import Assessment, Tab

if TYPE_CHECKING:
    from domino_survey.services.context import Context

# Screen, its heading, and whether it needs a code or a right.
OPEN = [
    (routes.HOME, "Auto-évaluation des pratiques collaboratives"),
    (routes.START, "Commencer un bilan"),
    (routes.RESUME, "Reprendre un bilan"),
    (routes.YOUR_DATA, "Vos données"),
    (routes.WEIGHTS, "Votre avis sur les poids"),
]
BY_CODE = [
    (routes.PROFILE, "Votre initiative"),
    (routes.QUESTIONNAIRE, "Une personne qui ne vous connaît pas"),
    (routes.REVIEW, "Relire et envoyer"),
    (routes.RESULT, "Votre profil"),
    (routes.PLAN, "Votre plan d'action"),
    (routes.GROUP, "Répondre à plusieurs"),
    (routes.WHAT_IF, "Et si"),
]
BY_RIGHT = [
    (routes.OBSERVATORY, "Observatoire", Role.DECISION_MAKER),
    (routes.VOICES, "Ce qu'elles disent", Role.DECISION_MAKER),
    (routes.ROADMAP, "Feuille de route", Role.DECISION_MAKER),
    (routes.COLLECTION, "Collecte", Role.ORGANISER),
    (routes.QUALITY, "Qualité des questions", Role.ORGANISER),
    (routes.RESCORING, "Recalculer les scores", Role.ORGANISER),
    (routes.EXPORT, "Extraire les réponses", Role.ORGANISER),
    (routes.METHOD, "Méthode", Role.ORGANISER),
    (routes.CONSULTATIONS, "Consultations sur les poids", Role.ORGANISER),
]
NO_CODE, NO_RIGHT = "De quel bilan", "Cette page demande un lien"


def readable(text: str) -> str:
    """A text without the signs of Markdown."""
    return text.replace("\\", "").replace("\u2060", "").replace("’", "'")


def shows(tab: Tab, heading: str) -> bool:
    return any(readable(one).startswith(readable(heading)) for one in tab.headings)


def filled(context: Context) -> Assessment:
    """An assessment with its profile and an answer, sent."""
    made = Assessment.start(context)
    tab = made.tab(routes.PROFILE)
    tab.set(made.key("P01"), "Repair café de Redon")
    tab.set(made.key("P03", "search"), "redon")
    tab.click(made.key("P03", "commune/35236"))
    tab.set(made.key("P10"), "fonctionnement")
    tab.open(routes.QUESTIONNAIRE, code=made.opened.code, etape="A1.T1.Q1")
    tab.set(made.key("A1.T1.Q1"), "4")
    assessments.submit(context, made.identity, made.opened.response_id)
    return made


def test_screens__each__is_in_one_of_the_tables() -> None:
    known = {screen for screen, *_ in (*OPEN, *BY_CODE, *BY_RIGHT)} | {routes.INVITATION}
    assert known == set(routes.SCREENS)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("screen", "heading"), OPEN, ids=lambda one: getattr(one, "file", ""))
def test_open_screen__anyone__sees_it(screen: routes.Screen, heading: str) -> None:
    assert shows(Tab(screen), heading)


@pytest.mark.parametrize(("screen", "heading"), BY_CODE, ids=lambda one: getattr(one, "file", ""))
def test_screen_of_an_assessment__by_its_code__opens_and_without_it_refuses(
    screen: routes.Screen, heading: str, context: Context
) -> None:
    made = filled(context)
    assert shows(made.tab(screen, etape="A1.T1.Q1"), heading)
    assert shows(Tab(screen), NO_CODE)
    forged = Tab(screen, {guard.CODE: "ZZZZ-ZZZZ-ZZZZ"})
    assert forged.headings == []
    assert len(forged.app.warning) == 1


@pytest.mark.parametrize(
    ("screen", "heading", "role"), BY_RIGHT, ids=lambda one: getattr(one, "file", "")
)
def test_screen_of_a_role__with_it_opens_without_it_refuses(
    screen: routes.Screen,
    heading: str,
    role: Role,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled(context)
    assert shows(Tab(screen), NO_RIGHT)
    others = {Role.DECISION_MAKER, Role.ORGANISER} - {role}
    for roles, may in ((others, False), ({role}, True)):
        who = Identity(frozenset({Role.VISITOR, *roles}), scopes=_scopes(roles))
        # AppTest sends no cookies: who is here is said in their place.
        monkeypatch.setattr(guard, "identify", lambda who=who: who)
        tab = Tab(screen)
        assert shows(tab, heading) is may
        assert shows(tab, NO_RIGHT) is not may
        assert bool(tab.app.metric) <= may


def _scopes(roles: set[Role]) -> tuple[Scope, ...]:
    return (EVERYWHERE,) if Role.DECISION_MAKER in roles else ()


def test_result__by_its_own_link__is_read_without_the_ways_to_change_it(context: Context) -> None:
    made = filled(context)
    tab = Tab(routes.RESULT, {guard.RESULT_LINK: made.opened.result})
    assert shows(tab, "Votre profil")
    assert [one.label for one in tab.app.button if "Corriger" in one.label] == []
    assert made.opened.code not in tab.said
    unknown = Tab(routes.RESULT, {guard.RESULT_LINK: "0" * 32})
    assert unknown.headings == []
    assert len(unknown.app.warning) == 1


def test_result__of_a_deleted_assessment__is_gone_for_code_and_link(context: Context) -> None:
    made = filled(context)
    assessments.withdraw(context, made.identity, made.opened.response_id)
    assert made.tab(routes.RESULT).headings == []
    assert Tab(routes.RESULT, {guard.RESULT_LINK: made.opened.result}).headings == []


def test_start__pressed__makes_one_assessment_on_the_chosen_path(context: Context) -> None:
    tab = Tab(routes.START).set("path", "full")
    (button,) = [one for one in tab.app.button if one.label == "Commencer"]
    button.click().run()
    tab.sound()
    code = tab.app.query_params[guard.CODE]
    opened = assessments.open_by_code(context, code if isinstance(code, str) else code[0])
    assert Assessment(context, opened).draft.path.code == "full"
    assert context.repository.health().responses == 1


@pytest.mark.usefixtures("context")
def test_resume__unknown_code__says_so_and_keeps_what_was_typed() -> None:
    tab = Tab(routes.RESUME)
    tab.app.text_input[0].set_value("nimporte quoi")
    tab.app.button[-1].click().run()
    tab.sound()
    assert len(tab.app.warning) == 1
    assert tab.app.text_input[0].value == "nimporte quoi"


def test_review__incomplete_profile__cannot_be_sent(context: Context) -> None:
    made = Assessment.start(context)
    tab = made.tab(routes.REVIEW)
    assert tab.widget("send").disabled
    with pytest.raises(DominoError) as refused:
        assessments.submit(context, made.identity, made.opened.response_id)
    assert refused.value.code == "profile-incomplete"


def test_review__pressed_twice__sends_once_and_a_correction_makes_the_next_version(
    context: Context,
) -> None:
    made = filled(context)
    tab = made.tab(routes.REVIEW)
    tab.click("send")
    tab.open(routes.REVIEW, code=made.opened.code).click("send")
    sent = context.repository.submissions_of_response(made.opened.response_id)
    assert len(sent) == 1
    tab.open(routes.QUESTIONNAIRE, code=made.opened.code, etape="A1.T1.Q1")
    tab.set(made.key("A1.T1.Q1"), "1")
    tab.open(routes.REVIEW, code=made.opened.code).click("send")
    assert len(context.repository.submissions_of_response(made.opened.response_id)) == 2


def test_review__deleted__needs_a_tick_and_closes_the_assessment(context: Context) -> None:
    made = filled(context)
    tab = made.tab(routes.REVIEW)
    assert tab.widget("delete").disabled
    tab.set("delete-sure", True)  # noqa: FBT003 - the value of a box
    tab.click("delete")
    with pytest.raises(DominoError) as refused:
        assessments.open_by_code(context, made.opened.code)
    assert refused.value.code == "response-withdrawn"


def test_identify__cookie_of_nothing__is_a_visitor(context: Context) -> None:
    assert link_cookie.link_ids(context, "forged") == ()
    assert VISITOR.roles == frozenset({Role.VISITOR})


def resumed(made: Assessment) -> Tab:
    tab = Tab(routes.RESUME)
    tab.app.text_input[0].set_value(made.opened.code)
    tab.app.button[-1].click()
    tab.app.run()
    return tab.sound()


def test_resume__an_assessment_that_was_sent__shows_its_result(context: Context) -> None:
    assert shows(resumed(filled(context)), "Votre profil")


def test_resume__changed_since_it_was_sent__shows_its_questions(context: Context) -> None:
    made = filled(context)
    made.tab(routes.QUESTIONNAIRE, etape="A1.T1.Q1").set(made.key("A1.T1.Q1"), "1")
    tab = resumed(made)
    assert not shows(tab, "Votre profil")
    assert "Vous l'avez modifié depuis" in readable(tab.said)


def test_questionnaire__sent_and_unchanged__says_so(context: Context) -> None:
    tab = filled(context).tab(routes.QUESTIONNAIRE, etape="A1.T1.Q1")
    assert "Il n'a pas changé depuis" in readable(tab.said)


def test_plan__a_recommendation_chosen_on_the_result__is_there_and_is_decided_on(
    context: Context,
) -> None:
    made = filled(context)
    tab = made.tab(routes.RESULT)
    key = next(str(one.key) for one in tab.app.button if str(one.key).startswith("plan:"))
    tab.click(key)
    recommendation = key.removeprefix("plan:")
    tab.open(routes.PLAN, code=made.opened.code)
    tab.set(f"plan-who:{recommendation}", "Ana")
    tab.set(f"plan-status:{recommendation}", "under_way")
    (action,) = plan.read_plan(context, made.identity, made.opened.response_id)
    assert (action.intent.who, action.intent.status) == ("Ana", Status.UNDER_WAY)
    tab.set(f"plan-note:{recommendation}", "x" * 1001)
    assert "trop long" in " ".join(str(one.value) for one in tab.app.error)
    tab.click(f"plan-out:{recommendation}")
    assert plan.read_plan(context, made.identity, made.opened.response_id) == ()


def test_group__invited_joined_and_sent__shows_the_agenda_and_the_shared_answers(
    context: Context,
) -> None:
    made = filled(context)
    tab = made.tab(routes.GROUP)
    tab.app.button[-1].click().run()
    assert "Qui répond" in tab.headings
    token = groups.invitation_token(made.opened.code)

    invited = Tab(routes.INVITATION, {group_view.INVITATION: token})
    assert "Repair café de Redon" in readable(invited.said)
    invited.app.button[-1].click().run()
    invited.sound()
    (guest,) = context.repository.responses_with(groups.GROUP, made.opened.response_id)
    drafts.save_answer(
        context,
        Identity(answers=guest.id, roles=made.identity.roles),
        guest.id,
        "A1.T1.Q1",
        answered("1"),
        session="g",
    )
    assessments.submit(context, Identity(answers=guest.id, roles=made.identity.roles), guest.id)

    tab.open(routes.GROUP, code=made.opened.code)
    assert shows(tab, "À discuter")
    begin = next(one for one in tab.app.button if "Commencer" in one.label)
    begin.click().run()
    tab.sound()
    assert "0 réponse commune" in readable(tab.said)


@pytest.mark.usefixtures("context")
def test_invitation__unknown__is_refused_in_words() -> None:
    tab = Tab(routes.INVITATION, {group_view.INVITATION: "nobody"})
    assert tab.headings == []
    assert "invitation" in tab.said
