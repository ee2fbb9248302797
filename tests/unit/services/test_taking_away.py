"""Who may take what of a result away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import answered
from domino_survey.errors import DominoError
from domino_survey.services import assessments, drafts, plan, results, taking_away
from domino_survey.services.context import Context
from domino_survey.services.rights import VISITOR, Identity
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domino_survey.services.assessments import Opened

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def context() -> Iterator[Context]:
    moment = [START]

    def clock() -> datetime:
        moment[0] += timedelta(seconds=1)
        return moment[0]

    repository = open_repository(now=START)
    yield Context(repository, Settings(), clock=clock)
    repository.close()


@pytest.fixture
def opened(context: Context) -> Opened:
    """An assessment that was sent."""
    opened = assessments.start(context, "domino", path="short", language="fr")
    values = {"P01": "Repair café", "P03": "35236", "P10": "fonctionnement", "A1.T1.Q1": "3"}
    for item, value in values.items():
        save(context, opened, item, value)
    assessments.submit(context, opened.identity, opened.response_id)
    return opened


def save(context: Context, opened: Opened, item: str, value: str) -> None:
    drafts.save_answer(
        context, opened.identity, opened.response_id, item, answered(value), session="ana"
    )


def test_take_report__holder__may_have_the_comments(context: Context, opened: Opened) -> None:
    for comments in (True, False):
        taken = taking_away.take_report(
            context, opened.identity, opened.response_id, 1, comments=comments
        )
        assert (taken.comments, taken.profile) == (comments, True)
        assert taken.result.name == "Repair café"


def test_take_report__reader_by_the_link__has_neither_comments_nor_profile(
    context: Context, opened: Opened
) -> None:
    reader = results.result_identity(context, opened.result)
    taken = taking_away.take_report(context, reader, opened.response_id, 1, comments=False)
    assert (taken.comments, taken.profile) == (False, False)
    assert not taking_away.may_take_answers(reader, opened.response_id)
    with pytest.raises(DominoError, match="not-allowed"):
        taking_away.take_report(context, reader, opened.response_id, 1, comments=True)
    with pytest.raises(DominoError, match="not-allowed"):
        taking_away.take_answers(context, reader, opened.response_id, 1)


def test_take__visitor__is_refused(context: Context, opened: Opened) -> None:
    with pytest.raises(DominoError, match="not-allowed"):
        taking_away.take_report(context, VISITOR, opened.response_id, 1, comments=False)
    with pytest.raises(DominoError, match="not-allowed"):
        taking_away.take_answers(context, VISITOR, opened.response_id, 1)


def test_take__version_that_the_page_shows__whatever_was_sent_since(
    context: Context, opened: Opened
) -> None:
    save(context, opened, "A1.T1.Q1", "1")
    assessments.submit(context, opened.identity, opened.response_id)
    first = taking_away.take_answers(context, opened.identity, opened.response_id, 1)
    second = taking_away.take_answers(context, opened.identity, opened.response_id, 2)
    assert first.answers["A1.T1.Q1"].value == "3"
    assert second.answers["A1.T1.Q1"].value == "1"
    with pytest.raises(DominoError, match="not-submitted"):
        taking_away.take_answers(context, opened.identity, opened.response_id, 3)


def test_take__deleted_since_the_page_was_drawn__is_refused(
    context: Context, opened: Opened
) -> None:
    assessments.withdraw(context, opened.identity, opened.response_id)
    with pytest.raises(DominoError, match="response-withdrawn"):
        taking_away.take_report(context, opened.identity, opened.response_id, 1, comments=False)
    with pytest.raises(DominoError, match="response-withdrawn"):
        taking_away.take_answers(context, opened.identity, opened.response_id, 1)


def test_take_report__plan__is_whole_for_the_holder_and_without_words_for_a_reader(
    context: Context, opened: Opened
) -> None:
    result = results.read_result(context, opened.identity, opened.response_id)
    chosen = result.advice[0].recommendation.id
    plan.choose(context, opened.identity, opened.response_id, chosen, session="ana")
    intent = plan.Intent(who="Ana", when="juin 2027", note="La mairie hésite")
    plan.decide(context, opened.identity, opened.response_id, chosen, intent, session="ana")

    def taken(identity: Identity, **choices: bool) -> tuple[plan.Intent, ...]:
        found = taking_away.take_report(
            context, identity, opened.response_id, 1, comments=False, **choices
        )
        return tuple(one.intent for one in found.plan)

    assert taken(opened.identity) == (intent,)
    assert taken(opened.identity, plan=False) == ()
    reader = results.result_identity(context, opened.result)
    assert taken(reader) == (plan.Intent(when="juin 2027"),)
