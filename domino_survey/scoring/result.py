"""What scoring gives: every number with its bounds, its coverage and, where there is none, the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.numerics import Floats, Mask, np
from domino_survey.scoring.composition import TOLERANCE
from domino_survey.scoring.tree import DIMENSION, tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domino_survey.answers import AnswerTable
    from domino_survey.schema import Level, Questionnaire


class Reason(IntEnum):
    """Why a node has no score; `NONE` where it has one."""

    NONE = 0
    NOTHING_ASKED = 1
    NOTHING_ANSWERED = 2
    LOW_COVERAGE = 3
    MOSTLY_NOT_APPLICABLE = 4

    @property
    def code(self) -> str:
        """The name that is stored and exported, such as `low-coverage`; empty for `NONE`."""
        return "" if self is Reason.NONE else self.name.lower().replace("_", "-")


class NodeScores(Struct, frozen=True):
    """One node over n responses; every array has shape (n,).

    `value` is the score in [0, 100], NaN where none is published (`reason` says why). `low` and `high`
    are the exact bounds over all ways to answer what is unanswered, NaN where nothing applies.
    `coverage` is the share of the applicable weight that is answered, NaN likewise; `set_aside` the
    share of the weight that is not applicable or not asked (1 where the path leaves nothing); both are
    shares of weight, read recursively, not of questions. `estimate` is the mean of what is answered
    before the publication rule, for the node's own parent.
    """

    estimate: Floats
    low: Floats
    high: Floats
    coverage: Floats
    set_aside: Floats
    reason: NDArray[np.int8]

    @property
    def value(self) -> Floats:
        """The published score, shape (n,)."""
        return np.where(self.reason == Reason.NONE, self.estimate, np.nan)


class NodeScore(Struct, frozen=True):
    """One node of one response; see `NodeScores`. Bounds and coverage are None where nothing applies."""

    id: str
    value: float | None
    low: float | None
    high: float | None
    coverage: float | None
    reason: Reason


class ItemScores(Mapping[str, Floats]):
    """Scores of questions by id, shape (n,), NaN where none counts; each computed when it is read."""

    def __init__(
        self, questionnaire: Questionnaire, table: AnswerTable, asked: Mapping[str, Mask]
    ) -> None:
        self._leaves = tree_of(questionnaire).leaves
        self._table = table
        self._asked = asked
        self._found: dict[str, Floats] = {}

    def __getitem__(self, item: str) -> Floats:
        found = self._found.get(item)
        if found is None:
            found = self._found[item] = self._scores(item)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._leaves)

    def __len__(self) -> int:
        return len(self._leaves)

    def _scores(self, item: str) -> Floats:
        key = self._leaves[item].key
        column = self._table.columns.get(item)
        if column is None:
            return np.full(self._table.size, np.nan)
        return np.where(self._asked[item], key.scores(column), np.nan)


class Scores(Struct, frozen=True):
    """The scores of n responses: `nodes` by id; `asked` and `items` by question id, of shape (n,)."""

    size: int
    nodes: Mapping[str, NodeScores]
    asked: Mapping[str, Mask]
    items: Mapping[str, Floats]

    def row(self, index: int) -> dict[str, NodeScore]:
        """All nodes of one response."""
        return {node_id: _picked(node_id, node, index) for node_id, node in self.nodes.items()}


def _picked(node_id: str, node: NodeScores, index: int) -> NodeScore:
    reason = Reason(int(node.reason[index]))
    return NodeScore(
        node_id,
        _number(node.estimate[index]) if reason is Reason.NONE else None,
        _number(node.low[index]),
        _number(node.high[index]),
        _number(node.coverage[index]),
        reason,
    )


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


def dimension_id(code: str) -> str:
    """The node id of a dimension."""
    return DIMENSION + code


def level_of(levels: Sequence[Level], score: float) -> Level | None:
    """The level `[start, next start)` that holds a score; None without levels (scoring method, 2.10)."""
    return next((level for level in reversed(levels) if score >= level.start - TOLERANCE), None)


def level_range(levels: Sequence[Level], score: NodeScore) -> tuple[Level, Level] | None:
    """The lowest and highest level the interval reaches; the same one twice where it straddles no cut.

    None where there is no score or no level (scoring method, 2.10).
    """
    if score.value is None or score.low is None or score.high is None:
        return None
    low, high = level_of(levels, score.low), level_of(levels, score.high)
    return None if low is None or high is None else (low, high)


def level_cuts(questionnaire: Questionnaire) -> tuple[float, ...]:
    """Where levels begin, and 100: the rings of a radar."""
    return (*(level.start for level in questionnaire.levels if level.start > 0), 100.0)
