"""From records to rows of the tables and back. Rows are also what the journal holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from domino_survey.storage.canonical import canonical_json, from_column, time_from, time_text
from domino_survey.storage.records import (
    AccessLink,
    AnswerEvent,
    Consultation,
    Contribution,
    Initiative,
    QuestionnaireRef,
    Rescoring,
    Response,
    RoadmapChange,
    RoadmapKey,
    Score,
    Submission,
)

if TYPE_CHECKING:
    from domino_survey.storage.records import Json

# What a cursor gives: values of the types of the columns, in the order of the names below.
Row = tuple[Any, ...]

RESPONSE = (
    "r.id, r.initiative_id, r.questionnaire_id, r.questionnaire_version, r.questionnaire_hash,"
    " r.path, r.language, r.created_at, r.code_hash, r.result_hash, r.origin"
)
EVENT = "id, response_id, field, value, author, saved_at, facet, base_id, seq"
SUBMISSION = (
    "s.id, s.response_id, s.key, s.submitted_at, s.answers, s.answers_hash, s.questionnaire_id,"
    " s.questionnaire_version, s.questionnaire_hash, s.method_version, s.origin, s.number"
)
SCORE = "node, value, low, high, coverage, reason"
CONSULTATION = "id, kind, content, token_hash, created_at, origin"
CONTRIBUTION = "id, consultation_id, author, field, value, saved_at, seq"
ROADMAP_CHANGE = (
    "id, territory_kind, territory_code, questionnaire_id, origin, entry, part, value, author,"
    " saved_at, seq"
)
RESCORING = (
    "id, done_at, questionnaire_id, questionnaire_version, questionnaire_hash, method_version,"
    " source_version, source_hash, origin"
)
LINK = "id, role, label, token_hash, created_at, scope, expires_at, revoked_at, last_used_at"


def initiative_row(initiative: Initiative) -> dict[str, Json]:
    """The row of an initiative."""
    return {
        "id": initiative.id,
        "created_at": time_text(initiative.created_at),
        "origin": initiative.origin,
    }


def initiative_from(row: Row) -> Initiative:
    """The initiative of a row (id, created_at, origin)."""
    return Initiative(row[0], time_from(row[1]), row[2])


def response_row(response: Response) -> dict[str, Json]:
    """The row of a response."""
    return {
        "id": response.id,
        "initiative_id": response.initiative_id,
        **_questionnaire_row(response.questionnaire),
        "path": response.path,
        "language": response.language,
        "code_hash": response.code_hash,
        "result_hash": response.result_hash,
        "origin": response.origin,
        "created_at": time_text(response.created_at),
    }


def response_from(row: Row) -> Response:
    """The response of a row of `RESPONSE`."""
    return Response(
        id=row[0],
        initiative_id=row[1],
        questionnaire=QuestionnaireRef(row[2], row[3], row[4]),
        path=row[5],
        language=row[6],
        created_at=time_from(row[7]),
        code_hash=row[8],
        result_hash=row[9],
        origin=row[10],
    )


def event_row(event: AnswerEvent) -> dict[str, Json]:
    """The row of an answer event. Raises `DominoError` (`value-not-storable`)."""
    value = None if event.value is None else canonical_json(event.value, place=event.field)
    return {
        "id": event.id,
        "seq": event.seq,
        "response_id": event.response_id,
        "field": event.field,
        "facet": event.facet,
        "value": value,
        "base_id": event.base_id,
        "author": event.author,
        "saved_at": time_text(event.at),
    }


def event_from(row: Row) -> AnswerEvent:
    """The event of a row of `EVENT`."""
    return AnswerEvent(
        id=row[0],
        response_id=row[1],
        field=row[2],
        value=None if row[3] is None else json.loads(row[3]),
        author=row[4],
        at=time_from(row[5]),
        facet=row[6],
        base_id=row[7],
        seq=row[8],
    )


def submission_row(submission: Submission) -> dict[str, Json]:
    """The row of a submission. Raises `DominoError` (`value-not-storable`)."""
    return {
        "key": submission.key,
        "id": submission.id,
        "response_id": submission.response_id,
        "number": submission.number,
        "submitted_at": time_text(submission.submitted_at),
        "answers": canonical_json(dict(submission.answers), place=submission.response_id),
        "answers_hash": submission.answers_hash,
        **_questionnaire_row(submission.questionnaire),
        "method_version": submission.method_version,
        "origin": submission.origin,
    }


def submission_from(row: Row) -> Submission:
    """The submission of a row of `SUBMISSION`."""
    return Submission(
        id=row[0],
        response_id=row[1],
        key=row[2],
        submitted_at=time_from(row[3]),
        answers=json.loads(row[4]),
        answers_hash=row[5],
        questionnaire=QuestionnaireRef(row[6], row[7], row[8]),
        method_version=row[9],
        origin=row[10],
        number=row[11],
    )


def score_row(score: Score, submission_id: str) -> dict[str, Json]:
    """The row of a score."""
    return {
        "submission_id": submission_id,
        "node": score.node,
        "value": score.value,
        "low": score.low,
        "high": score.high,
        "coverage": score.coverage,
        "reason": score.reason,
    }


def score_from(row: Row) -> Score:
    """The score of a row of `SCORE`."""
    return Score(*row)


def link_row(link: AccessLink) -> dict[str, Json]:
    """The row of an access link."""
    return {
        "id": link.id,
        "role": link.role,
        "scope": canonical_json(dict(link.scope)),
        "label": link.label,
        "token_hash": link.token_hash,
        "created_at": time_text(link.created_at),
        "expires_at": time_text(link.expires_at),
        "revoked_at": time_text(link.revoked_at),
        "last_used_at": time_text(link.last_used_at),
    }


def link_from(row: Row) -> AccessLink:
    """The access link of a row of `LINK`."""
    return AccessLink(
        id=row[0],
        role=row[1],
        label=row[2],
        token_hash=row[3],
        created_at=time_from(row[4]),
        scope=json.loads(row[5]),
        expires_at=from_column(row[6]),
        revoked_at=from_column(row[7]),
        last_used_at=from_column(row[8]),
    )


def consultation_row(consultation: Consultation) -> dict[str, Json]:
    """The row of a consultation. Raises `DominoError` (`value-not-storable`)."""
    return {
        "id": consultation.id,
        "kind": consultation.kind,
        "content": canonical_json(dict(consultation.content), place=consultation.id),
        "token_hash": consultation.token_hash,
        "created_at": time_text(consultation.created_at),
        "origin": consultation.origin,
    }


def consultation_from(row: Row) -> Consultation:
    """The consultation of a row of `CONSULTATION`."""
    return Consultation(row[0], row[1], json.loads(row[2]), row[3], time_from(row[4]), row[5])


def contribution_row(contribution: Contribution) -> dict[str, Json]:
    """The row of a contribution. Raises `DominoError` (`value-not-storable`)."""
    value = contribution.value
    return {
        "id": contribution.id,
        "seq": contribution.seq,
        "consultation_id": contribution.consultation_id,
        "author": contribution.author,
        "field": contribution.field,
        "value": None if value is None else canonical_json(value, place=contribution.field),
        "saved_at": time_text(contribution.at),
    }


def contribution_from(row: Row) -> Contribution:
    """The contribution of a row of `CONTRIBUTION`."""
    value = None if row[4] is None else json.loads(row[4])
    return Contribution(row[0], row[1], row[2], row[3], value, time_from(row[5]), row[6])


def roadmap_row(change: RoadmapChange) -> dict[str, Json]:
    """The row of a change of a roadmap. Raises `DominoError` (`value-not-storable`)."""
    value = change.value
    return {
        "id": change.id,
        "seq": change.seq,
        "territory_kind": change.roadmap.kind,
        "territory_code": change.roadmap.code,
        "questionnaire_id": change.roadmap.questionnaire_id,
        "origin": change.roadmap.origin,
        "entry": change.entry,
        "part": change.part,
        "value": None if value is None else canonical_json(value, place=change.part),
        "author": change.author,
        "saved_at": time_text(change.at),
    }


def roadmap_from(row: Row) -> RoadmapChange:
    """The change of a row of `ROADMAP_CHANGE`."""
    value = None if row[7] is None else json.loads(row[7])
    return RoadmapChange(
        row[0], RoadmapKey(*row[1:5]), row[5], row[6], value, row[8], time_from(row[9]), row[10]
    )


def rescoring_row(rescoring: Rescoring) -> dict[str, Json]:
    """The row of a rescoring."""
    return {
        "id": rescoring.id,
        "done_at": time_text(rescoring.at),
        **_questionnaire_row(rescoring.questionnaire),
        "method_version": rescoring.method_version,
        "source_version": rescoring.source.version,
        "source_hash": rescoring.source.hash,
        "origin": rescoring.origin,
    }


def rescoring_from(row: Row) -> Rescoring:
    """The rescoring of a row of `RESCORING`, then its submissions stored and remaining."""
    return Rescoring(
        id=row[0],
        at=time_from(row[1]),
        questionnaire=QuestionnaireRef(row[2], row[3], row[4]),
        method_version=row[5],
        source=QuestionnaireRef(row[2], row[6], row[7]),
        origin=row[8],
        stored=row[9],
        remaining=row[10],
    )


def _questionnaire_row(ref: QuestionnaireRef) -> dict[str, Json]:
    return {
        "questionnaire_id": ref.id,
        "questionnaire_version": ref.version,
        "questionnaire_hash": ref.hash,
    }
