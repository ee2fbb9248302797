"""The store as services see it: what any implementation promises, whatever the engine."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Protocol

from domino_survey.storage.records import REAL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime, tzinfo

    from numpy.typing import NDArray

    from domino_survey.aggregation import ItemPlace
    from domino_survey.numerics import Floats, np
    from domino_survey.storage.bulk_records import Batch
    from domino_survey.storage.observed_records import (
        Comings,
        Cut,
        Group,
        Members,
        Moments,
        Observed,
        Proof,
        Quantiles,
        Tally,
    )
    from domino_survey.storage.records import (
        AccessLink,
        AnswerEvent,
        ArchivedQuestionnaire,
        Arrival,
        AuditEntry,
        AuditRecord,
        Consultation,
        Contribution,
        DayCount,
        Facet,
        Health,
        ImportCount,
        ImportedResponse,
        Initiative,
        Json,
        Opening,
        Origin,
        QuestionnaireRef,
        QuestionnaireUse,
        Receipt,
        Rescoring,
        Response,
        RoadmapChange,
        RoadmapKey,
        Score,
        Selection,
        Sent,
        StoredSubmission,
        Submission,
    )


class Repository(Protocol):
    """Everything that is kept. Safe to call from any thread.

    A call that writes returns once the write survives a crash, and writes all or nothing. Times are
    arguments: the store reads no clock. Any call may raise `DominoError` with `disk-full`,
    `database-unavailable` or `database-closed`; the other codes stand at each call.
    """

    @property
    def opening(self) -> Opening:
        """What happened when the store was opened."""

    # --- Questionnaires -----------------------------------------------------------------------

    def archive_questionnaire(self, questionnaire: ArchivedQuestionnaire) -> None:
        """Keep a questionnaire for ever; the same reference again changes nothing."""

    def archived_questionnaire(self, ref: QuestionnaireRef) -> ArchivedQuestionnaire | None:
        """The archived questionnaire, or None."""

    def archived_questionnaires(self) -> list[QuestionnaireRef]:
        """What the archive holds, oldest first."""

    # --- Responses ----------------------------------------------------------------------------

    def create_response(
        self, initiative: Initiative, response: Response, audit: AuditEntry
    ) -> Response:
        """Start a response, and its initiative if it is new; returns what is stored under its id.

        Raises:
            DominoError: `questionnaire-not-archived`; `code-taken` when another response has the
                same code or result hash: draw another.
        """

    def initiative(self, initiative_id: str) -> Initiative | None:
        """The initiative, or None."""

    def response(self, response_id: str) -> Response | None:
        """The response as it was started, withdrawn or not, or None."""

    def response_by_code(self, code_hash: str) -> Response | None:
        """The response whose resume code has this SHA-256, or None."""

    def response_by_result(self, result_hash: str) -> Response | None:
        """The response whose result link has this SHA-256, or None."""

    def responses_of_initiative(self, initiative_id: str) -> list[Response]:
        """All responses of an initiative, oldest first, withdrawn ones included."""

    def responses_with(self, field: str, value: Json = None) -> list[Response]:
        """The responses whose latest answer to a field is this value (None: any), oldest first.

        Withdrawn responses are left out.
        """

    def withdraw(self, response_id: str, at: datetime, audit: AuditEntry) -> None:
        """Mark a response as withdrawn: it takes no more answers and counts nowhere.

        A second withdrawal changes nothing. Raises `DominoError`: `unknown-response`.
        """

    def withdrawn_at(self, response_id: str) -> datetime | None:
        """When the response was withdrawn, or None."""

    # --- Answers ------------------------------------------------------------------------------

    def save_answers(self, events: Iterable[AnswerEvent]) -> tuple[AnswerEvent, ...]:
        """Store events, all or none, and return them as stored (with `seq`), in the same order.

        An event whose id is stored already is not stored again: the stored one is returned. Later
        events have greater `seq`, and a reader who sees one sees all smaller ones.

        Raises:
            DominoError: `unknown-response`, `response-withdrawn`, `value-not-storable`,
                `event-id-taken` when another response has an event of this id.
        """

    def events_since(self, response_id: str, seq: int = 0) -> list[AnswerEvent]:
        """The events of a response after the one numbered `seq`, in order."""

    def latest(self, response_id: str) -> dict[tuple[str, Facet], AnswerEvent]:
        """The last event of each facet of each field, cleared ones (`value` None) included."""

    def waits(self, response_ids: Collection[str]) -> dict[str, list[float]]:
        """How long each field took whoever answered: seconds, shortest first, by field.

        For each author of each response: from their event before to their first one on the field.
        What an author begins with has no event before and does not count.
        """

    # --- Submissions --------------------------------------------------------------------------

    def submit(
        self,
        submission: Submission,
        scores: Iterable[Score],
        audit: AuditEntry,
        observed: Observed | None = None,
    ) -> Receipt:
        """Store a submission, its scores and its audit entry together, once per key.

        `observed` is the same submission as figures read it, stored with it; left out, it stays
        unobserved until someone calls `observe`.

        It is first written to a journal that does not depend on the database. Should the database
        refuse it after that (a full disk), send it again under the same key; otherwise the next
        opening restores it from the journal.

        Raises:
            DominoError: `unknown-response`, `response-withdrawn`, `value-not-storable`,
                `journal-unwritable`, `submission-key-taken` when the key or the id belongs to a
                submission of another response.
        """

    def submission(self, submission_id: str) -> StoredSubmission | None:
        """The submission with its scores, or None."""

    def submissions_of_response(self, response_id: str) -> list[StoredSubmission]:
        """The versions of a response, first to last, withdrawn or not."""

    def submissions_of_initiative(self, initiative_id: str) -> list[StoredSubmission]:
        """What an initiative sent, oldest first, withdrawn responses left out."""

    def import_responses(
        self, responses: Iterable[ImportedResponse], audit: AuditEntry
    ) -> ImportCount:
        """Store whole responses in bulk; those whose id is known are left out.

        Submissions are numbered by their order. They do not go to the journal. A chunk of 500 is
        stored whole or not at all. Raises `DominoError`: `questionnaire-not-archived`,
        `value-not-storable`.
        """

    def load(self, batches: Iterable[Batch], audit: AuditEntry) -> int:
        """Store many submitted responses from columns, observed at once; gives how many there were.

        They have no events and do not go to the journal: their source can be loaded again. A batch is
        stored whole or not at all; a row that is stored already is refused, see `loaded`. Raises
        `DominoError`: `questionnaire-not-archived`.
        """

    def loaded(self, key: str, first: int, stop: int) -> int:
        """How many rows of a key from `first` to `stop` (left out) are stored: the first ones."""

    # --- Collection and observatory -----------------------------------------------------------

    def arrivals(
        self, ref: QuestionnaireRef, origin: Origin, items: Sequence[str] = ()
    ) -> list[Arrival]:
        """Every submission to one exact questionnaire, oldest first, with the answers to these items.

        Withdrawn responses too, with the time when they were: what was shown before is reckoned from
        them. Their answers are for nothing else. Nothing of the rest of an answer is read.
        """

    def latest_submissions(
        self, selection: Selection, nodes: Collection[str] | None = None
    ) -> list[StoredSubmission]:
        """The latest submission of each initiative, oldest first: one unit each.

        Withdrawn responses are left out. With `nodes`, only the scores of these nodes are read.
        """

    def sent(self, selection: Selection, item: str = "") -> list[Sent]:
        """Every submission of every response, oldest first, without content but for one item's answer.

        Withdrawn responses are left out. What is large is then read by parts, see `submissions`.
        """

    def submissions(
        self, submission_ids: Sequence[str], nodes: Collection[str] | None = None
    ) -> list[StoredSubmission]:
        """These submissions with their scores, in this order; unknown and withdrawn ones left out.

        With `nodes`, only the scores of these nodes are read.
        """

    def activity(self, origins: Collection[Origin] = REAL, zone: tzinfo = UTC) -> list[DayCount]:
        """Counts of each day of `zone` on which something happened, withdrawn responses left out."""

    def questionnaires_in_use(self) -> list[QuestionnaireUse]:
        """Every questionnaire that has responses not withdrawn, by id, version, hash and origin."""

    # --- Figures ------------------------------------------------------------------------------
    # Read from tables that are made from the submissions and can be made again at any time. All
    # figures are exact: what of them may be shown is decided by who asks.

    def data_version(self) -> int:
        """A number that is another one after anything that figures depend on was stored.

        It costs nothing to read. It says nothing beyond this run of the program.
        """

    def observe(self, observed: Observed) -> None:
        """Store submissions as figures read them; those that are there already stay as they are.

        Ids of unknown submissions and of withdrawn responses are left out.
        """

    def unobserved_forms(self) -> dict[QuestionnaireRef, int]:
        """How many submissions are not observed yet, by questionnaire; withdrawn ones left out."""

    def unobserved(self, ref: QuestionnaireRef, limit: int) -> list[StoredSubmission]:
        """At most `limit` submissions that are not observed yet, oldest first, without scores."""

    def forget_observed(self) -> None:
        """Empty the tables of figures: all submissions are unobserved then. Nothing else changes."""

    def comings(self, questionnaire: QuestionnaireRef, origin: Origin) -> Comings:
        """All submissions that count, shared or not, in the order in which they came."""

    def observed_places(self) -> dict[int, tuple[str, str]]:
        """Kind and code of each place, by the number that stands for it."""

    def submission_ids(self, numbers: Sequence[int]) -> dict[int, str]:
        """The ids of a few submissions by the numbers that stand for them."""

    def members(self, group: Group) -> Members:
        """Who is in a group, by number."""

    def proof(self, group: Group) -> Proof:
        """How many are in a group, what they answered and how much of it rests on proof."""

    def tallies(self, group: Group, items: Sequence[ItemPlace]) -> list[tuple[Tally, Tally | None]]:
        """How often each answer to some items occurs: codes, and bits or numbers where it has such."""

    def histograms(self, group: Group, nodes: Sequence[int]) -> NDArray[np.int64]:
        """How many scores lie in each tenth of a point: shape (nodes, 1001); [i, 0] is from 0 to 0.1."""

    def moments(self, group: Group, nodes: Sequence[int]) -> Moments:
        """Counts, means and variances of the scores of some nodes."""

    def quantiles(
        self,
        group: Group,
        nodes: Sequence[int],
        probabilities: Sequence[float] = (0.25, 0.5, 0.75),
        cut: Cut | None = None,
    ) -> Quantiles:
        """Quantiles of the scores of some nodes, in the whole group or in each part of it.

        A submission is in the part of each option that it chose; those without a place have part 0,
        those without an answer have none.
        """

    def answers(
        self, group: Group, nodes: Sequence[int], items: Sequence[ItemPlace]
    ) -> tuple[list[Floats], list[tuple[NDArray[np.uint8], NDArray[np.uint64] | Floats | None]]]:
        """Scores and answers of the members of a group, in one order; NaN for no score.

        Columns for what reads answers together, such as conditions: name as few as are needed.
        """

    # --- Rescoring ----------------------------------------------------------------------------

    def add_rescoring(self, rescoring: Rescoring, audit: AuditEntry) -> None:
        """Announce a rescoring, of which nothing is stored yet."""

    def store_rescored(self, rescoring_id: str, scores: Mapping[str, Sequence[Score]]) -> None:
        """Store the new scores of some submissions, by their ids; those stored already stay."""

    def to_rescore(self, rescoring_id: str, limit: int) -> list[StoredSubmission]:
        """At most `limit` submissions that a rescoring still lacks, oldest first, without scores."""

    def rescorings(self, questionnaire_id: str) -> list[Rescoring]:
        """The rescorings by any version of a questionnaire, newest first."""

    def rescored(self, rescoring_id: str) -> dict[str, dict[str, Score]]:
        """The scores of a rescoring, by submission, then by node."""

    # --- Consultations ------------------------------------------------------------------------

    def add_consultation(self, consultation: Consultation, audit: AuditEntry) -> None:
        """Store a new consultation."""

    def consultation(self, consultation_id: str) -> Consultation | None:
        """The consultation, or None."""

    def consultation_by_token(self, token_hash: str) -> Consultation | None:
        """The consultation whose link has this SHA-256, or None."""

    def consultations(self, kind: str) -> list[Consultation]:
        """All consultations of a kind, newest first."""

    def contribute(self, contributions: Iterable[Contribution]) -> None:
        """Store contributions, all or none; one whose id is stored already changes nothing.

        Raises:
            DominoError: `unknown-consultation`, `value-not-storable`.
        """

    def contributions(self, consultation_id: str, seq: int = 0) -> list[Contribution]:
        """The contributions to a consultation after the one numbered `seq`, in order."""

    # --- Roadmaps of territories --------------------------------------------------------------

    def change_roadmap(self, changes: Iterable[RoadmapChange]) -> None:
        """Store changes, all or none; one whose id is stored already changes nothing.

        Raises `DominoError`: `value-not-storable`.
        """

    def roadmap(self, key: RoadmapKey) -> list[RoadmapChange]:
        """Every change of a roadmap, in order."""

    # --- Access -------------------------------------------------------------------------------

    def add_access_link(self, link: AccessLink, audit: AuditEntry) -> None:
        """Store a new link that carries rights."""

    def access_link_by_token(self, token_hash: str) -> AccessLink | None:
        """The link whose token has this SHA-256, or None. It may be revoked or expired."""

    def access_links(self) -> list[AccessLink]:
        """All links, oldest first."""

    def revoke_access_link(self, link_id: str, at: datetime, audit: AuditEntry) -> None:
        """End a link; one that was ended before keeps its time.

        Raises `DominoError`: `unknown-access-link`.
        """

    def touch_access_link(self, link_id: str, at: datetime) -> None:
        """Note the last use of a link; an unknown one is let be."""

    # --- Audit --------------------------------------------------------------------------------

    def record(self, entry: AuditEntry) -> None:
        """Add an entry about something that changes nothing else in the store."""

    def audit_trail(self, limit: int) -> list[AuditRecord]:
        """The newest records, newest first."""

    def verify_audit(self) -> int | None:
        """The number of the first record that was changed or is missing; None when all hold."""

    # --- Running ------------------------------------------------------------------------------

    def health(self) -> Health:
        """The answer to a real query; a fault is told, not raised."""

    def checkpoint(self) -> None:
        """Bring the stored files up to date, for a copy or a stop."""

    def close(self) -> None:
        """Stop; harmless when done already."""
