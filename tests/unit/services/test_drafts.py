"""Saving answers: committed, validated, held to constraints, shared by two people."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, Answer, answered
from domino_survey.errors import DominoError
from domino_survey.i18n import Translator
from domino_survey.services import assessments, drafts
from domino_survey.services.context import Context
from domino_survey.services.rights import VISITOR
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from domino_survey.services.assessments import Opened

ROOT = Path(__file__).parents[3]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that advances by a second each time it is read."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def context() -> Context:
    return Context(open_repository(now=START), Settings(), clock=Clock())


@pytest.fixture
def opened(context: Context) -> Opened:
    return assessments.start(context, "domino", path="full", language="fr")


def save(context: Context, opened: Opened, item: str, value: str | float, who: str = "ana") -> None:
    drafts.save_answer(
        context, opened.identity, opened.response_id, item, answered(value), session=who
    )


def test_save_answer__stage_changed_twice__answer_of_a_question_not_asked_meanwhile_is_kept(
    context: Context, opened: Opened
) -> None:
    save(context, opened, "P10", "fonctionnement")
    save(context, opened, "A1.T1.Q3", 12.0)

    save(context, opened, "P10", "idee")
    idea = drafts.read_draft(context, opened.identity, opened.response_id)
    save(context, opened, "P10", "consolidation")
    grown = drafts.read_draft(context, opened.identity, opened.response_id)

    assert "A1.T1.Q3" not in {question.id for question in idea.questions}
    assert idea.answer("A1.T1.Q3") == answered(12.0)
    assert "A1.T1.Q3" in {question.id for question in grown.questions}


def test_save_answer__read_from_the_store_alone__same_draft(
    context: Context, opened: Opened
) -> None:
    save(context, opened, "P10", "emergence")
    save(context, opened, "A1.T1.Q1", "3")
    drafts.save_proof(
        context, opened.identity, opened.response_id, "A1.T1.Q1", "constat", session="ana"
    )
    drafts.save_comment(
        context, opened.identity, opened.response_id, "A1.T1.Q1", " vu ", session="ana"
    )
    before = drafts.read_draft(context, opened.identity, opened.response_id)

    context.drafts.drop(opened.response_id)
    after = drafts.read_draft(context, opened.identity, opened.response_id)

    assert after.answers == before.answers
    assert after.asked == before.asked
    assert (after.comment("A1.T1.Q1"), after.proof("A1.T1.Q1")) == ("vu", "constat")


def test_save_answer__someone_else_answered_meanwhile__theirs_is_told_and_kept(
    context: Context, opened: Opened
) -> None:
    save(context, opened, "A1.T1.Q1", "1", who="ana")
    seen = drafts.read_draft(context, opened.identity, opened.response_id).event_id("A1.T1.Q1")
    save(context, opened, "A1.T1.Q1", "4", who="ana")

    saved = drafts.save_answer(
        context,
        opened.identity,
        opened.response_id,
        "A1.T1.Q1",
        answered("2"),
        session="bob",
        base=seen,
    )

    assert saved.overtaken is not None
    assert saved.overtaken.value == {"value": "4"}
    values = [e.value for e in context.repository.events_since(opened.response_id)]
    assert values == [{"value": "1"}, {"value": "4"}, {"value": "2"}]


@pytest.mark.parametrize(
    ("item", "answer", "code"),
    [
        ("A1.T1.Q1", answered("9"), "unknown-option-answered"),
        ("A1.T1.Q1", NOT_APPLICABLE, "not-applicable-not-offered"),
        ("A2.T1.Q1", DONT_KNOW, "dont-know-not-offered"),
        ("A1.T1.Q3", answered(140.0), "above-maximum"),
        ("P01", answered("x" * 5000), "text-too-long"),
        ("P03", answered("99999"), "unknown-commune"),
        ("Z9", answered("1"), "unknown-question"),
    ],
)
def test_save_answer__does_not_fit__refused_and_nothing_stored(
    context: Context, opened: Opened, item: str, answer: Answer, code: str
) -> None:
    with pytest.raises(DominoError) as refused:
        drafts.save_answer(
            context, opened.identity, opened.response_id, item, answer, session="ana"
        )

    assert refused.value.code == code
    assert context.repository.events_since(opened.response_id) == []


def test_save_answer__page_of_another_version__refused(context: Context, opened: Opened) -> None:
    with pytest.raises(DominoError) as refused:
        drafts.save_answer(
            context,
            opened.identity,
            opened.response_id,
            "A1.T1.Q1",
            answered("1"),
            session="ana",
            questionnaire_hash="0" * 64,
        )

    assert refused.value.code == "answer-for-another-version"


def test_save_answer__without_the_code__refused(context: Context, opened: Opened) -> None:
    with pytest.raises(DominoError) as refused:
        drafts.save_answer(
            context, VISITOR, opened.response_id, "A1.T1.Q1", answered("1"), session="eve"
        )

    assert refused.value.code == "not-allowed"


def test_save_answer__cleared__is_missing_again(context: Context, opened: Opened) -> None:
    save(context, opened, "A1.T1.Q1", "1")

    drafts.save_answer(
        context, opened.identity, opened.response_id, "A1.T1.Q1", MISSING, session="ana"
    )

    assert drafts.read_draft(context, opened.identity, opened.response_id).answers == {}


def test_save_path__short_and_back__nothing_lost(context: Context, opened: Opened) -> None:
    save(context, opened, "A1.T2.Q2", "informel")

    drafts.save_path(context, opened.identity, opened.response_id, "short", session="ana")
    short = drafts.read_draft(context, opened.identity, opened.response_id)
    drafts.save_path(context, opened.identity, opened.response_id, "full", session="ana")
    full = drafts.read_draft(context, opened.identity, opened.response_id)

    assert len(short.questions) == 18
    assert full.answer("A1.T2.Q2") == answered("informel")


@pytest.fixture
def constrained(tmp_path: Path) -> Context:
    """The gardens' questionnaire, where a constraint binds two answers."""
    folder = tmp_path / "jardins"
    folder.mkdir()
    shutil.copy(ROOT / "tests/questionnaires/jardins.yaml", folder / "v2.yaml")
    settings = Settings(schemas=tmp_path, questionnaire="jardins")
    return Context(open_repository(now=START), settings, clock=Clock())


def test_save_answer__constraint_not_met__refused_in_the_words_of_the_questionnaire(
    constrained: Context,
) -> None:
    opened = assessments.start(constrained, "jardins", path="complet", language="fr")

    with pytest.raises(DominoError) as refused:
        save(constrained, opened, "voisins.repas", 400.0)

    (problem,) = refused.value.problems
    assert problem.code == "constraint-not-met"
    assert Translator("en").problem(problem)[0] == "Count one meal a day at most."
    assert constrained.repository.events_since(opened.response_id) == []


def test_save_answer__constraint_met__saved(constrained: Context) -> None:
    opened = assessments.start(constrained, "jardins", path="complet", language="fr")

    save(constrained, opened, "voisins.repas", 12.0)

    draft = drafts.read_draft(constrained, opened.identity, opened.response_id)
    assert draft.answer("voisins.repas") == answered(12.0)


# --- Two people in one text -----------------------------------------------------------------------


def note(context: Context, opened: Opened, who: str, text: str, base: str | None) -> drafts.Saved:
    return drafts.save_comment(
        context, opened.identity, opened.response_id, "A1.T1.Q1", text, session=who, base=base
    )


def test_long_text__written_by_two_at_once__both_are_kept(context: Context, opened: Opened) -> None:
    prompt = context.library.current("domino").axes[0].prompts[0].id
    save(context, opened, prompt, "Le four solaire.", "zoé")
    saved = drafts.save_answer(
        context,
        opened.identity,
        opened.response_id,
        prompt,
        answered("L'atelier du mardi."),
        session="ana",
        base=None,
    )
    assert saved.joined
    assert saved.draft.answer(prompt).value == "Le four solaire.\n\nL'atelier du mardi."


def test_long_text__that_holds_what_the_other_wrote__is_kept_as_it_is(
    context: Context, opened: Opened
) -> None:
    prompt = context.library.current("domino").axes[0].prompts[0].id
    save(context, opened, prompt, "Le four solaire.", "zoé")
    saved = drafts.save_answer(
        context,
        opened.identity,
        opened.response_id,
        prompt,
        answered("Le four solaire. Et l'atelier."),
        session="ana",
        base=None,
    )
    assert not saved.joined
    assert saved.draft.answer(prompt).value == "Le four solaire. Et l'atelier."


def test_comment__written_by_two_at_once__both_are_kept(context: Context, opened: Opened) -> None:
    note(context, opened, "zoé", "Vu en réunion.", None)
    saved = note(context, opened, "ana", "Compté en mai.", None)
    assert saved.joined
    assert saved.draft.comment("A1.T1.Q1") == "Vu en réunion.\n\nCompté en mai."
    mine = note(
        context, opened, "ana", "Compté en juin.", saved.draft.event_id("A1.T1.Q1", "comment")
    )
    assert mine.draft.comment("A1.T1.Q1") == "Compté en juin."
    assert not mine.joined


def test_comment__too_long_for_both__later_one_counts_and_the_other_is_told(
    context: Context, opened: Opened
) -> None:
    note(context, opened, "zoé", "z" * 600, None)
    saved = note(context, opened, "ana", "a" * 600, None)
    assert not saved.joined
    assert saved.overtaken is not None
    assert saved.overtaken.value == "z" * 600
