"""What goes into the store and comes out of it: plain values that know no database.

Times carry a time zone on the way in (any) and out (UTC). Ids are opaque texts made by the caller.
Secrets never come here: codes and tokens are stored as their SHA-256, in hexadecimal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

Origin = Literal["real", "demo"]
# The origins that count unless demonstration data is asked for.
REAL: Final[tuple[Origin, ...]] = ("real",)
Facet = Literal["answer", "comment", "proof"]

# Anything that JSON can write: None, bool, int, finite float, text, lists and text-keyed mappings.
Json: TypeAlias = object


class QuestionnaireRef(Struct, frozen=True):
    """One published content of a questionnaire; the hash is that of its canonical JSON."""

    id: str
    version: str
    hash: str


class ArchivedQuestionnaire(Struct, frozen=True):
    """A questionnaire kept whole, so that its responses stay readable for ever."""

    ref: QuestionnaireRef
    content: Json
    archived_at: datetime


class Initiative(Struct, frozen=True):
    """A practice that is assessed, once or several times. It is the unit of every aggregate."""

    id: str
    created_at: datetime
    origin: Origin = "real"


class Response(Struct, frozen=True):
    """One assessment of an initiative, as it was started.

    `path` and `language` are those of the start; a change is an answer event of the field `@path` or
    `@language`.
    """

    id: str
    initiative_id: str
    questionnaire: QuestionnaireRef
    path: str
    language: str
    created_at: datetime
    code_hash: str | None = None
    result_hash: str | None = None
    origin: Origin = "real"


class AnswerEvent(Struct, frozen=True):
    """One change of one facet of one field; `value` None clears it.

    `id` is made by the client, so that a repeated event is stored once. `base_id` is the event its
    author saw before, which tells a correction from two people answering at once. `seq` is 0 until
    the event is stored, then its place in the order of all events.
    """

    id: str
    response_id: str
    field: str
    value: Json
    author: str
    at: datetime
    facet: Facet = "answer"
    base_id: str | None = None
    seq: int = 0


class Submission(Struct, frozen=True):
    """One version of a response, as it was sent: all facets of all fields.

    `key` is made when the form is first shown: the same key stores once. `number` is 0 until
    stored, then 1, 2, 3... within the response.
    """

    id: str
    response_id: str
    key: str
    submitted_at: datetime
    answers: Mapping[str, Json]
    answers_hash: str
    questionnaire: QuestionnaireRef
    method_version: str
    origin: Origin = "real"
    number: int = 0


class Score(Struct, frozen=True):
    """The score of one node in [0, 100], its missing-answer band, and coverage in [0, 1].

    `value`, `low` and `high` are None where there is no score; `reason` then says why.
    """

    node: str
    value: float | None
    low: float | None
    high: float | None
    coverage: float | None
    reason: str | None = None


class AuditEntry(Struct, frozen=True):
    """Who did what to what, and when. `detail` never holds an answer, a code or a token."""

    at: datetime
    actor: str
    action: str
    object: str
    detail: Mapping[str, Json] = field(default_factory=dict)


class AuditRecord(Struct, frozen=True):
    """An audit entry in its chain: each hash covers the entry and the hash before it."""

    seq: int
    entry: AuditEntry
    previous_hash: str
    hash: str


class Receipt(Struct, frozen=True):
    """The submission that the store holds under the key; `created` is False if it was there already."""

    submission: Submission
    created: bool


class StoredSubmission(Struct, frozen=True):
    """A submission with what it belongs to and its scores by node."""

    submission: Submission
    initiative_id: str
    scores: Mapping[str, Score]


class Sent(Struct, frozen=True):
    """A submission without its content, and the stored answer to the one item that was asked about."""

    submission_id: str
    response_id: str
    initiative_id: str
    submitted_at: datetime
    number: int
    questionnaire: QuestionnaireRef
    method_version: str
    origin: Origin
    answer: Json = None


class Arrival(Struct, frozen=True):
    """A submission as disclosure reckons with it: who, when, and the stored answers to some items.

    `answers` holds those that were given; `withdrawn_at` is when the response was taken back, None while
    it stands.
    """

    submission_id: str
    response_id: str
    initiative_id: str
    submitted_at: datetime
    withdrawn_at: datetime | None
    answers: Mapping[str, Json]


class Selection(Struct, frozen=True):
    """Which submissions are read: those of one version of a questionnaire, of these origins."""

    questionnaire_id: str
    questionnaire_version: str
    origins: tuple[Origin, ...] = REAL


class DayCount(Struct, frozen=True):
    """Responses started, sent for the first time, and sent again after correction, on one day."""

    day: date
    started: int
    submitted: int
    corrected: int


class QuestionnaireUse(Struct, frozen=True):
    """How much one questionnaire is used; `submitted` counts responses, not their corrections."""

    ref: QuestionnaireRef
    origin: Origin
    started: int
    submitted: int
    first_at: datetime
    last_at: datetime


class AccessLink(Struct, frozen=True):
    """A link that carries rights. `scope` limits them, e.g. {"kind": "region", "code": "53"}."""

    id: str
    role: str
    label: str
    token_hash: str
    created_at: datetime
    scope: Mapping[str, Json] = field(default_factory=dict)
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None


class Consultation(Struct, frozen=True):
    """Something that participants are asked together, by one link: how to weigh the axes, for one.

    `kind` says how `content` and the contributions are read; the store knows neither.
    """

    id: str
    kind: str
    content: Mapping[str, Json]
    token_hash: str
    created_at: datetime
    origin: Origin = "real"


class Contribution(Struct, frozen=True):
    """What one participant said in one field of a consultation; `value` None takes it back.

    `id` is made by the client, so that a repeated contribution is stored once. `seq` is 0 until it is
    stored, then its place in the order of all contributions.
    """

    id: str
    consultation_id: str
    author: str
    field: str
    value: Json
    at: datetime
    seq: int = 0


class RoadmapKey(Struct, frozen=True):
    """Whose roadmap: a territory (its kind and code, empty for everywhere), for one questionnaire."""

    kind: str
    code: str
    questionnaire_id: str
    origin: Origin = "real"


class RoadmapChange(Struct, frozen=True):
    """What someone decided about one part of an entry of a roadmap; `value` None takes it back.

    `id` is made by the caller, so that a repeated change is stored once. `seq` is 0 until it is stored,
    then its place in the order of all changes.
    """

    id: str
    roadmap: RoadmapKey
    entry: str
    part: str
    value: Json
    author: str
    at: datetime
    seq: int = 0


class Rescoring(Struct, frozen=True):
    """Submissions scored again by the scoring of `questionnaire` and a method version.

    `source` is the questionnaire that they answered. It covers what had been sent by `at`, but for
    withdrawn responses: `stored` counts the submissions whose new scores are kept, `remaining` those
    still without.
    """

    id: str
    at: datetime
    questionnaire: QuestionnaireRef
    method_version: str
    source: QuestionnaireRef
    origin: Origin = "real"
    stored: int = 0
    remaining: int = 0


class ImportedResponse(Struct, frozen=True):
    """A whole response for `import_responses`: submissions in order, each with its scores."""

    initiative: Initiative
    response: Response
    events: Sequence[AnswerEvent] = ()
    submissions: Sequence[tuple[Submission, Sequence[Score]]] = ()


class ImportCount(Struct, frozen=True):
    """What an import stored; what was there already is not counted."""

    responses: int
    events: int
    submissions: int


class Replay(Struct, frozen=True):
    """What the journal gave back at opening: records restored, already there, and unreadable."""

    restored: int = 0
    present: int = 0
    damaged: int = 0


class Opening(Struct, frozen=True):
    """What happened when the store was opened. `counts` are rows by table."""

    created: bool
    counts: Mapping[str, int]
    migrated_from: int | None = None
    previous_file: Path | None = None
    replay: Replay = field(default_factory=Replay)


class Health(Struct, frozen=True):
    """The answer of the store to a real query. Sizes in bytes; `path` None means in memory."""

    ok: bool
    path: Path | None
    responses: int
    submissions: int
    database_bytes: int
    free_bytes: int | None
    fault: str | None = None
