"""Many submitted responses at once, as columns: what bulk loading takes in place of objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from domino_survey.aggregation import Coded
    from domino_survey.numerics import Floats, np
    from domino_survey.storage.observed_records import PlaceKind
    from domino_survey.storage.records import Origin, QuestionnaireRef


class Texts(Struct, frozen=True):
    """A column of texts of which few are different: `different[codes[i]]` in row i, None for none."""

    codes: NDArray[np.integer]
    different: Sequence[str | None]


class NodeColumns(Struct, frozen=True):
    """The scores of one node, each of shape (n,), NaN for none; see `Score`."""

    value: Floats
    low: Floats
    high: Floats
    coverage: Floats
    reason: Texts


class Batch(Struct, frozen=True):
    """Responses, each sent once, without the events of its answers. Every array has shape (n,).

    Attributes:
        key: what all ids follow from; row i of two batches of one key is told by `first + i`.
        first: the number of the first row under the key.
        questionnaire, method_version, origin: as of each submission.
        initiative: numbers under the key, not falling: the rows of one initiative follow each other
            in the order in which they were sent.
        started_at, submitted_at: datetime64[us], in UTC.
        path, language: codes of the questionnaire.
        answers, proofs: JSON texts by item.
        scores: by node.
        shared, short, places, coded: as in `Observed`.
    """

    key: str
    first: int
    questionnaire: QuestionnaireRef
    method_version: str
    origin: Origin
    initiative: NDArray[np.int64]
    started_at: NDArray[np.datetime64]
    submitted_at: NDArray[np.datetime64]
    path: Texts
    language: Texts
    answers: Mapping[str, Texts]
    proofs: Mapping[str, Texts]
    scores: Mapping[str, NodeColumns]
    shared: NDArray[np.bool_]
    short: NDArray[np.bool_]
    places: Mapping[PlaceKind, Texts]
    coded: Coded

    @property
    def size(self) -> int:
        """How many responses."""
        return int(self.initiative.size)
