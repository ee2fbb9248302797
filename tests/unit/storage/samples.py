"""Small records that the tests of the store are made of."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from domino_survey.aggregation import Coded
from domino_survey.storage import (
    AnswerEvent,
    ArchivedQuestionnaire,
    AuditEntry,
    Initiative,
    Observed,
    QuestionnaireRef,
    Response,
    Score,
    Submission,
)

if TYPE_CHECKING:
    from domino_survey.storage import Facet, Json, Origin, Receipt, Repository

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
REF = QuestionnaireRef("domino", "1", "hash-of-1")
SCORES = (
    Score("overall", 62.5, 60.0, 65.0, 0.9),
    Score("economy", None, None, None, 0.2, "coverage"),
)
_numbers = itertools.count(1)


def new_id(prefix: str) -> str:
    return f"{prefix}-{next(_numbers)}"


def audit(action: str = "test") -> AuditEntry:
    return AuditEntry(NOW, "session-1", action, "something")


def archive(repository: Repository, ref: QuestionnaireRef = REF) -> None:
    repository.archive_questionnaire(ArchivedQuestionnaire(ref, {"axes": ["économie"]}, NOW))


def response_record(
    initiative_id: str = "initiative-1",
    ref: QuestionnaireRef = REF,
    origin: Origin = "real",
    day: int = 0,
) -> Response:
    return Response(
        id=new_id("response"),
        initiative_id=initiative_id,
        questionnaire=ref,
        path="short",
        language="fr",
        created_at=NOW + timedelta(days=day),
        origin=origin,
    )


def start(
    repository: Repository,
    initiative_id: str = "initiative-1",
    ref: QuestionnaireRef = REF,
    origin: Origin = "real",
    day: int = 0,
) -> str:
    """A started response; returns its id."""
    archive(repository, ref)
    response = response_record(initiative_id, ref, origin, day)
    initiative = Initiative(initiative_id, NOW, origin)
    return repository.create_response(initiative, response, audit("start")).id


def event(
    response_id: str,
    field: str = "E1",
    value: Json = "a",
    facet: Facet = "answer",
    base_id: str | None = None,
) -> AnswerEvent:
    return AnswerEvent(
        id=new_id("event"),
        response_id=response_id,
        field=field,
        value=value,
        author="session-1",
        at=NOW,
        facet=facet,
        base_id=base_id,
    )


def submission(response_id: str, day: int = 0, origin: Origin = "real") -> Submission:
    return Submission(
        id=new_id("submission"),
        response_id=response_id,
        key=new_id("key"),
        submitted_at=NOW + timedelta(days=day),
        answers={"E1": {"answer": {"value": "été"}}},
        answers_hash="hash-of-answers",
        questionnaire=REF,
        method_version="1",
        origin=origin,
    )


def send(
    repository: Repository, response_id: str, day: int = 0, origin: Origin = "real"
) -> Receipt:
    return repository.submit(submission(response_id, day, origin), SCORES, audit("submit"))


def observed(sent: Submission) -> Observed:
    """A submission as figures read it: one node, one item."""
    byte, word = np.zeros(1, dtype=np.uint8), np.ones(1, dtype=np.uint16)
    return Observed(
        questionnaire=REF,
        ids=[sent.id],
        shared=np.array([True]),
        apart=np.array([False]),
        short=np.array([False]),
        places={"commune": [""], "epci": [""], "departement": [""], "region": ["53"]},
        coded=Coded(1, (np.array([62.5]),), (byte,), (), (), word, word),
    )


def as_stored(sent: Submission, number: int) -> Submission:
    return replace(sent, number=number)
