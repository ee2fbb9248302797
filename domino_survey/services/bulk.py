"""Whole assessments stored at once, as if each had been answered on the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers import PROOFS, table_of, validated
from domino_survey.errors import refusal
from domino_survey.numerics import np
from domino_survey.scoring import METHOD_VERSION
from domino_survey.scoring import score as scored
from domino_survey.services.assessments import stored_score
from domino_survey.services.catching_up import catch_up
from domino_survey.services.codes import hashed, result_token
from domino_survey.storage import (
    AnswerEvent,
    AuditEntry,
    ImportedResponse,
    Initiative,
    Response,
    Score,
    Submission,
    canonical_json,
    digest,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domino_survey.answers import Answer
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.storage import Facet, ImportCount, Origin, QuestionnaireRef


class Filled(Struct, frozen=True):
    """One assessment. Its answers are in the order in which they were given; a draft is not sent."""

    id: str
    initiative_id: str
    initiative_since: datetime
    code: str
    path: str
    language: str
    author: str
    started_at: datetime
    ended_at: datetime
    submitted: bool
    answers: Mapping[str, Answer]
    comments: Mapping[str, str]
    proofs: Mapping[str, str]


def store_filled(
    context: Context, questionnaire: Questionnaire, filled: Sequence[Filled], *, origin: Origin
) -> ImportCount:
    """Check, score and store assessments; those that the store knows by id are left out.

    Raises `DominoError` when an answer does not fit its question, and for an unknown item or proof.
    """
    reference = context.library.archive(questionnaire, context.clock())
    checked = [_checked(questionnaire, one) for one in filled]
    scores = _scores(questionnaire, filled, checked)
    responses = [
        _response(reference, one, answers, score, origin)
        for one, answers, score in zip(filled, checked, scores, strict=True)
    ]
    audit = AuditEntry(context.clock(), "operator", "import", origin, {"responses": len(responses)})
    stored = context.repository.import_responses(responses, audit)
    catch_up(context)
    return stored


def _checked(questionnaire: Questionnaire, one: Filled) -> dict[str, Answer]:
    for item_id in (*one.answers, *one.comments, *one.proofs):
        if item_id not in questionnaire.items:
            raise refusal("unknown-question", place=item_id)
    for item_id, proof in one.proofs.items():
        if proof not in PROOFS:
            raise refusal("unknown-proof", place=item_id, value=proof)
    return {
        item_id: validated(questionnaire.items[item_id], answer)
        for item_id, answer in one.answers.items()
    }


def _scores(
    questionnaire: Questionnaire,
    filled: Sequence[Filled],
    answers: Sequence[Mapping[str, Answer]],
) -> list[list[Score]]:
    short = np.array([questionnaire.path(one.path).essential_only for one in filled], dtype=bool)
    found = scored(questionnaire, table_of(questionnaire, answers), essential_only=short)
    return [
        [stored_score(node) for node in found.row(row).values()] if one.submitted else []
        for row, one in enumerate(filled)
    ]


def _response(
    reference: QuestionnaireRef,
    one: Filled,
    answers: Mapping[str, Answer],
    scores: Sequence[Score],
    origin: Origin,
) -> ImportedResponse:
    response = Response(
        id=one.id,
        initiative_id=one.initiative_id,
        questionnaire=reference,
        path=one.path,
        language=one.language,
        created_at=one.started_at,
        code_hash=hashed(one.code),
        result_hash=hashed(result_token(one.code)),
        origin=origin,
    )
    stored = {item_id: answer.to_json() for item_id, answer in answers.items()}
    facets: dict[Facet, dict[str, object]] = {
        "answer": {item_id: value for item_id, value in stored.items() if value is not None},
        "comment": dict(one.comments),
        "proof": dict(one.proofs),
    }
    return ImportedResponse(
        Initiative(one.initiative_id, one.initiative_since, origin),
        response,
        _events(one, facets),
        [(_submission(response, one, facets), scores)] if one.submitted else [],
    )


def _events(one: Filled, facets: Mapping[Facet, Mapping[str, object]]) -> list[AnswerEvent]:
    order = {item_id: place for place, item_id in enumerate(one.answers)}
    step = (one.ended_at - one.started_at) / (len(order) + 1)
    return [
        AnswerEvent(
            id=digest(f"{one.id} {field} {facet}")[:32],
            response_id=one.id,
            field=field,
            value=value,
            author=one.author,
            at=one.started_at + step * (order.get(field, len(order) - 1) + 1),
            facet=facet,
        )
        for facet, values in facets.items()
        for field, value in values.items()
    ]


def _submission(
    response: Response, one: Filled, facets: Mapping[Facet, Mapping[str, object]]
) -> Submission:
    content: dict[str, object] = {
        "path": one.path,
        "language": one.language,
        "answers": dict(sorted(facets["answer"].items())),
        "comments": dict(sorted(facets["comment"].items())),
        "proofs": dict(sorted(facets["proof"].items())),
    }
    answers_hash = digest(canonical_json(content))
    return Submission(
        id=digest(f"{response.id} submission 1")[:32],
        response_id=response.id,
        key=f"{response.id}:0:{answers_hash}",
        submitted_at=one.ended_at,
        answers=content,
        answers_hash=answers_hash,
        questionnaire=response.questionnaire,
        method_version=METHOD_VERSION,
        origin=response.origin,
    )
