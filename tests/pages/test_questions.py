"""Every type of question: drawn, answered, saved, changed, cleared; the screen shows what the store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, State, answered
from domino_survey.schema import DateQuestion, LongTextQuestion, MultipleChoice, TextQuestion
from domino_survey.services import drafts
from domino_survey.ui import routes
from tests.pages.screens import Assessment, typed

if TYPE_CHECKING:
    from domino_survey.services.context import Context
    from tests.pages.screens import Tab

# Item of the profile or of an axis, first value, second value, as widgets take them and as stored.
PROFILE = [
    ("nom", "Les Terrasses", "Le Verger"),
    ("ouverture", "2024-03-15", "2025-04-01"),
    ("histoire", "Une friche.\nPuis un jardin.", "Un jardin."),
    ("age", "pousse", "recolte"),
]
STEPS = [
    ("sol.paillage", "nu", "annee"),
    ("sol.vers", 12.0, 3.0),
    ("voisins.ouvert", "oui", "non"),
    ("voisins.repas", 4.0, 0.0),
    ("eau.origine", "pluie", "reseau"),
    ("eau.idee", "Une cuve", "Deux cuves"),
]


@pytest.fixture
def made(garden: Context) -> Assessment:
    """A garden with what the profile needs."""
    found = Assessment.start(garden)
    for item, value in (("nom", "Les Terrasses"), ("age", "pousse")):
        drafts.save_answer(
            garden, found.identity, found.opened.response_id, item, answered(value), session="s"
        )
    return found


def at(made: Assessment, step: str) -> Tab:
    return made.tab(routes.QUESTIONNAIRE, etape=step)


def profile(made: Assessment) -> None:
    """What the profile of the DOMINO questionnaire needs before the first question."""
    for item, value in (("P01", "x"), ("P03", "35236"), ("P10", "consolidation")):
        drafts.save_answer(
            made.context, made.identity, made.opened.response_id, item, answered(value), session="s"
        )


def shown_again(made: Assessment, screen: routes.Screen, item: str, **query: str) -> Any:
    """What a fresh tab shows in the widget of an item."""
    return made.tab(screen, **query).widget(made.key(item)).value


def test_tables__all_types_of_question__are_there(garden: Context) -> None:
    content = garden.library.current("jardins")
    tested = {item for item, *_ in (*PROFILE, *STEPS)} | {"lieu", "partage", "voisins.venus"}
    kinds = {type(item) for item in content.items.values()}
    assert {type(content.items[item]) for item in tested} == kinds


def test_untouched_screens__however_often_drawn__write_nothing(garden: Context) -> None:
    made = Assessment.start(garden)
    for screen in (routes.PROFILE, routes.REVIEW, routes.QUESTIONNAIRE):
        made.tab(screen).app.run()
    assert dict(made.draft.events) == {}
    drafts.save_answer(
        garden, made.identity, made.opened.response_id, "nom", answered("x"), session="s"
    )
    drafts.save_answer(
        garden, made.identity, made.opened.response_id, "age", answered("pousse"), session="s"
    )
    for item, *_ in STEPS:
        at(made, item).app.run()
    assert {field for field, _ in made.draft.events} == {"nom", "age"}


@pytest.mark.parametrize(("item", "first", "second"), PROFILE, ids=lambda one: str(one)[:12])
def test_profile_item__filled_in_changed_cleared__is_stored_each_time(
    item: str, first: str, second: str, garden: Context
) -> None:
    made = Assessment.start(garden)
    tab = made.tab(routes.PROFILE)
    key = made.key(item)
    assert tab.widget(key).value in {None, ""}
    for value in (first, second):
        tab.set(key, value)
        assert made.draft.answer(item) == answered(value)
        assert shown_again(made, routes.PROFILE, item) == value
    content = garden.library.current("jardins").items[item]
    if isinstance(content, TextQuestion | LongTextQuestion | DateQuestion):
        tab.set(key, "")
        assert made.draft.answer(item) == MISSING


@pytest.mark.parametrize(("item", "first", "second"), STEPS, ids=lambda one: str(one)[:14])
def test_question__answered_changed_cleared__is_stored_each_time(
    item: str, first: object, second: object, made: Assessment
) -> None:
    tab = at(made, item)
    key = made.key(item)
    assert tab.widget(key).value in {None, ""}
    for value in (first, second):
        tab.set(key, value)
        assert made.draft.answer(item).value == value
        assert shown_again(made, routes.QUESTIONNAIRE, item, etape=item) == typed(value)
    tab.click(made.key(item, "clear"))
    assert made.draft.answer(item) == MISSING
    assert shown_again(made, routes.QUESTIONNAIRE, item, etape=item) in {None, ""}


def test_several_answers__exclusive_option__takes_the_others_out(made: Assessment) -> None:
    item = "voisins.venus"
    at(made, "voisins.ouvert").set(made.key("voisins.ouvert"), "oui")
    tab = at(made, item)

    def tick(code: str, *, on: bool = True) -> object:
        tab.set(made.key(item, f"answer/{code}"), on)
        return made.draft.answer(item).value

    assert tick("passants") == ("passants",)
    assert tick("ecole") == ("ecole", "passants")
    assert tick("personne") == ("personne",)
    assert not tab.widget(made.key(item, "answer/ecole")).value
    assert tick("aines") == ("aines",)
    assert not tab.widget(made.key(item, "answer/personne")).value
    assert tick("aines", on=False) is None
    assert made.draft.answer(item) == MISSING


def test_sharing__ticked_and_unticked__is_stored_item_by_item(made: Assessment) -> None:
    tab = made.tab(routes.PROFILE)
    assert isinstance(made.draft.questionnaire.items["partage"], MultipleChoice)
    tab.set(made.key("partage", "answer/visites"), True)  # noqa: FBT003 - the value of a box
    assert made.draft.answer("partage").value == ("visites",)
    tab.set(made.key("partage", "answer/visites"), False)  # noqa: FBT003 - the same
    assert made.draft.answer("partage") == MISSING


def test_commune__found_by_letters__is_stored_by_its_code_and_can_be_changed(
    made: Assessment,
) -> None:
    tab = made.tab(routes.PROFILE)
    tab.set(made.key("lieu", "search"), "redon")
    tab.click(made.key("lieu", "commune/35236"))
    assert made.draft.answer("lieu") == answered("35236")
    assert "Ille" in tab.said
    tab.click(made.key("lieu", "change"))
    assert made.draft.answer("lieu") == MISSING
    tab.set(made.key("lieu", "search"), "zzzzzz")
    assert made.draft.answer("lieu") == MISSING
    assert [one.key for one in tab.app.button if "commune/" in str(one.key)] == []


def test_ways_out__not_applicable_and_dont_know__replace_the_answer_and_each_other(
    made: Assessment,
) -> None:
    item = "voisins.ouvert"
    tab = at(made, item).set(made.key(item), "oui")
    state = made.key(item, "state")
    tab.set(state, "not_applicable")
    assert made.draft.answer(item) == NOT_APPLICABLE
    assert tab.widget(made.key(item)).value is None
    tab.set(state, "dont_know")
    assert made.draft.answer(item) == DONT_KNOW
    tab.set(state, None)
    assert made.draft.answer(item) == MISSING
    tab.set(state, "dont_know").set(made.key(item), "non")
    assert made.draft.answer(item) == answered("non")
    assert not tab.widget(state).value


def test_comment_and_proof__written_and_taken_back__are_stored_beside_the_answer(
    made: Assessment,
) -> None:
    item = "sol.paillage"
    tab = at(made, item)
    tab.set(made.key(item, "comment"), "Vu <b>ensemble</b> =1+1")
    tab.set(made.key(item, "proof"), "constat")
    assert made.draft.comment(item) == "Vu <b>ensemble</b> =1+1"
    assert made.draft.proof(item) == "constat"
    assert made.draft.answer(item).state is State.MISSING
    tab.set(made.key(item, "comment"), "")
    assert made.draft.comment(item) == ""


def test_number__with_a_comma_or_a_point__is_stored_and_shown_as_written(context: Context) -> None:
    made = Assessment.start(context, "full")
    profile(made)
    tab = made.tab(routes.QUESTIONNAIRE, etape="A1")
    key = made.key("A1.I2")
    for text in ("12,5", "12.5", "12,50"):
        tab.set(key, text)
        assert made.draft.answer("A1.I2") == answered(12.5)
        assert tab.widget(key).value == text
    tab.set(key, "beaucoup")
    (error,) = tab.app.error
    assert "n'est pas un nombre" in error.value.replace("’", "'").replace("\\", "")
    assert tab.widget(key).value == "beaucoup"
    assert made.draft.answer("A1.I2") == answered(12.5)
    tab.set(key, "")
    assert made.draft.answer("A1.I2") == MISSING


@pytest.mark.parametrize("number", [-1.0, 367.0], ids=["below", "constraint"])
def test_number__out_of_range__is_refused_and_stays_as_typed(
    number: float, made: Assessment
) -> None:
    item = "voisins.repas"
    tab = at(made, item).set(made.key(item), 4.0)
    tab.set(made.key(item), number)
    assert made.draft.answer(item) == answered(4.0)
    assert len(tab.app.error) == 1
    assert tab.widget(made.key(item)).value == typed(number)
    tab.set(made.key(item), 5.0)
    assert made.draft.answer(item) == answered(5.0)
    assert len(tab.app.error) == 0


def test_date__impossible__is_refused_and_stays_as_typed(made: Assessment) -> None:
    tab = made.tab(routes.PROFILE).set(made.key("ouverture"), "le 15 mars")
    assert made.draft.answer("ouverture") == MISSING
    assert len(tab.app.error) == 1
    assert tab.widget(made.key("ouverture")).value == "le 15 mars"


def test_stage__changed__keeps_answers_that_are_asked_no_longer(made: Assessment) -> None:
    at(made, "sol.vers").set(made.key("sol.vers"), 12.0)
    tab = made.tab(routes.PROFILE).set(made.key("age"), "graine")
    draft = made.draft
    assert draft.answer("sol.vers") == answered(12.0)
    assert "sol.vers" not in {question.id for question in draft.questions}
    tab.set(made.key("age"), "pousse")
    assert "sol.vers" in {question.id for question in made.draft.questions}
    assert shown_again(made, routes.QUESTIONNAIRE, "sol.vers", etape="sol.vers") == "12"


def test_path__changed_and_back__keeps_every_answer(context: Context) -> None:
    made = Assessment.start(context, "full")
    profile(made)
    off = next(
        q
        for q in made.draft.questions
        if not made.draft.questionnaire.on_path(q, made.draft.questionnaire.path("short"))
        and q.type in {"scale", "single"}
    )
    tab = at(made, off.id)
    tab.set(made.key(off.id), tab.widget(made.key(off.id)).options and _first_code(off))
    tab.set("path", "short")
    assert made.draft.path.code == "short"
    assert off.id not in {question.id for question in made.draft.questions}
    assert made.draft.answer(off.id).state is State.ANSWERED
    tab.set("path", "full")
    assert off.id in {question.id for question in made.draft.questions}


def _first_code(question: Any) -> str:
    from domino_survey.schema import option_codes  # noqa: PLC0415 - beside its use

    return option_codes(question)[0]
