"""Very many assessments: the same law, the same store as if each had been sent alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from domino_survey import demo, scoring
from domino_survey.answers import State, table_of, validated
from domino_survey.demo import crowding, filling, many
from domino_survey.services import territory_data
from domino_survey.services.assessments import answers_of, stored_score
from domino_survey.services.catching_up import catch_up
from domino_survey.services.library import reference_of
from domino_survey.storage import Group, Selection, canonical_json, digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.services.context import Context
    from domino_survey.storage import StoredSubmission

SEED, FULL, BLOCK, ALL = 7, 40, 200, 530
DEMO = Selection("domino", "1", ("demo",))


@pytest.fixture(scope="module", autouse=True)
def small_blocks() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "IN_FULL", FULL)
        patch.setattr(many, "BLOCK", BLOCK)
        patch.setattr(crowding, "BLOCK", BLOCK)
        patch.setattr(crowding, "TOGETHER", 2)
        yield


@pytest.fixture(scope="module")
def context(open_context: Callable[..., Context]) -> Context:
    made = open_context()
    report = demo.fill(made, ALL, SEED)
    assert (report.responses, report.stored) == (ALL, ALL)
    return made


def test_fill__more_than_in_full__all_stored_and_observed(context: Context) -> None:
    health = context.repository.health()
    assert health.responses == ALL
    assert ALL - FULL < health.submissions <= ALL
    assert context.repository.unobserved_forms() == {}
    group = Group(reference_of(context.library.current("domino")), "demo")
    assert context.repository.comings(group.questionnaire, "demo").number.size == health.submissions


def history_of(context: Context) -> list[StoredSubmission]:
    """Every submission, oldest first, without scores."""
    sent = context.repository.sent(DEMO)
    return context.repository.submissions([one.submission_id for one in sent], nodes=())


def test_fill__many__what_is_stored_is_canonical_and_fits_its_questions(context: Context) -> None:
    questionnaire = context.library.current("domino")
    crowd = [
        one
        for one in history_of(context)
        if not context.repository.events_since(one.submission.response_id)
    ]
    assert len(crowd) == ALL - FULL
    names, states = set(), set()
    for stored in crowd:
        submission = stored.submission
        answers = answers_of(submission)
        for item, answer in answers.items():
            assert validated(questionnaire.items[item], answer) == answer
            states.add(answer.state)
        names.add(answers["P01"].value)
        assert submission.answers["language"] == "fr"
        assert submission.key == f"{submission.response_id}:0:{submission.answers_hash}"
    assert states == {State.ANSWERED, State.NOT_APPLICABLE, State.DONT_KNOW}
    assert len(names) > 100
    with context.repository._store.cursor() as cursor:  # type: ignore[attr-defined]
        texts = cursor.execute("SELECT answers, answers_hash FROM store.submission").fetchall()
    for text, hashed in texts:
        assert text == canonical_json(json.loads(text))
        assert digest(text) == hashed


def test_fill__many__scores_are_those_of_the_engine(context: Context) -> None:
    questionnaire = context.library.current("domino")
    for stored in context.repository.latest_submissions(DEMO)[-40:]:
        path = questionnaire.path(str(stored.submission.answers["path"]))
        table = table_of(questionnaire, [answers_of(stored.submission)])
        nodes = scoring.score(questionnaire, table, essential_only=np.array([path.essential_only]))
        assert stored.scores == {n.id: stored_score(n) for n in nodes.row(0).values()}


def test_fill__many__observed_as_if_each_had_been_sent_alone(context: Context) -> None:
    questionnaire = context.library.current("domino")
    group = Group(reference_of(questionnaire), "demo")

    def figures() -> list[object]:
        shown = territory_data.heat_map(context, questionnaire, group, "departement")
        return [
            territory_data.overview(context, questionnaire, group, list(questionnaire.items)),
            territory_data.radar(context, questionnaire, group).value.tolist(),
            sorted(zip(shown.parts, shown.value[:, 0, 1].tolist(), strict=True)),
            territory_data.questions(context, questionnaire, group),
            context.repository.comings(group.questionnaire, "demo").superseded_at.tolist(),
        ]

    before = figures()
    context.repository.forget_observed()
    assert catch_up(context) == context.repository.health().submissions
    assert figures() == before


def test_fill__many_again_with_more__adds_to_what_is_there(
    open_context: Callable[..., Context], context: Context
) -> None:
    other = open_context()
    demo.fill(other, 97, SEED)
    assert demo.fill(other, 97, SEED).stored == 0
    assert demo.fill(other, 313, SEED).stored == 313 - 97
    assert demo.fill(other, ALL, SEED).stored == ALL - 313

    ref = reference_of(context.library.current("domino"))
    one, two = (each.repository.comings(ref, "demo") for each in (context, other))
    assert one.submitted_at.tolist() == two.submitted_at.tolist()
    assert one.superseded_at.tolist() == two.superseded_at.tolist()
    contents = [
        {s.submission.id: s.submission for s in history_of(each)} for each in (context, other)
    ]
    assert contents[0] == contents[1]


def test_fill__many__about_as_mature_as_those_in_full(
    open_context: Callable[..., Context], context: Context
) -> None:
    questionnaire = context.library.current("domino")
    group = Group(reference_of(questionnaire), "demo")
    plain = open_context()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "IN_FULL", 1000)
        demo.fill(plain, 300, SEED)
    one, two = (
        territory_data.radar(each, questionnaire, group).value[0, :5, 1]
        for each in (context, plain)
    )
    assert np.abs(one - two).max() < 15
