"""The scoring engine: one for a single response and for a million.

Responses are scored in chunks that fit in the processor's cache, stage by stage: themes from questions,
axes from themes. Every step is an array operation over the responses of a chunk, so a response scores
the same alone and among others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.numerics import Floats, Mask, np
from domino_survey.scoring.composition import TOLERANCE, composed
from domino_survey.scoring.relevance import asked_masks
from domino_survey.scoring.result import ItemScores, NodeScores, Reason, Scores
from domino_survey.scoring.rows import LeafRows, NodeRows, Sums, leaf_rows
from domino_survey.scoring.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domino_survey.answers import AnswerTable
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring.tree import Stage, Tree


# Changes whenever the same answers to the same questionnaire would give another number.
METHOD_VERSION = "1"
CHUNK = 4096


class _Store(Struct, frozen=True):
    """The result under way: matrices with a row per node and a column per response."""

    estimate: Floats
    low: Floats
    high: Floats
    coverage: Floats
    set_aside: Floats
    reason: NDArray[np.int8]

    @classmethod
    def of(cls, rows: int, size: int) -> _Store:
        a, b, c, d, e = (np.empty((rows, size)) for _ in range(5))
        return cls(a, b, c, d, e, np.zeros((rows, size), dtype=np.int8))

    def part(self, rows: slice, place: slice) -> _Store:
        return _Store(
            self.estimate[rows, place],
            self.low[rows, place],
            self.high[rows, place],
            self.coverage[rows, place],
            self.set_aside[rows, place],
            self.reason[rows, place],
        )

    def node(self, row: int) -> NodeScores:
        return NodeScores(
            estimate=self.estimate[row],
            low=self.low[row],
            high=self.high[row],
            coverage=self.coverage[row],
            set_aside=self.set_aside[row],
            reason=self.reason[row],
        )


def score(
    questionnaire: Questionnaire,
    table: AnswerTable,
    *,
    essential_only: Mask | None = None,
    dimensions: bool = True,
) -> Scores:
    """Scores of every theme, axis and dimension (and overall where there is one) of n responses.

    Formulas: scoring method, 2.1 to 2.4 (docs/scoring-method.md). Coverage `sum w a r / sum w a`, share set
    aside `1 - sum w a / sum w`. Bounds are exact over the answers to what was asked: an
    unanswered question on which the asking of others depends is not itself varied.

    Args:
        questionnaire: how answers score.
        table: the answers; a scored question without a column is missing in every response.
        essential_only: shape (n,), marks responses on a path that asks the essential questions only:
            the other questions are then out of the tree, rather than missing.
        dimensions: whether dimensions are wanted as well.
    """
    tree = tree_of(questionnaire)
    asked = asked_masks(questionnaire, table, essential_only)
    stages = tree.stages if dimensions else tree.stages_without_dimensions
    ordered = [node for stage in stages for node in stage.nodes]
    store = _Store.of(len(ordered), table.size)
    for start in range(0, table.size, CHUNK):
        place = slice(start, min(start + CHUNK, table.size))
        rows: LeafRows | NodeRows = leaf_rows(tree, table, asked, essential_only, place)
        first = 0
        for stage in stages:
            part = store.part(slice(first, first + len(stage.nodes)), place)
            rows = _compose(stage, rows, part, questionnaire.scoring.offset)
            _give_reasons(tree, stage, part, asked, place)
            first += len(stage.nodes)
    found = {node.id: store.node(row) for row, node in enumerate(ordered)}
    nodes = {node.id: found[node.id] for node in tree.nodes if node.id in found}
    return Scores(table.size, nodes, asked, ItemScores(questionnaire, table, asked))


def _compose(stage: Stage, rows: LeafRows | NodeRows, part: _Store, offset: float) -> NodeRows:
    """Fills `part` with a stage's scores, bounds and shares, and gives what the next stage reads."""
    sums = rows.sums(stage)
    with np.errstate(divide="ignore", invalid="ignore"):
        # 0 / 0, where nothing counts or applies, is the NaN that says so.
        np.divide(sums.value, sums.counted, out=part.estimate)
        np.divide(sums.low, sums.applies, out=part.low)
        np.divide(sums.high, sums.applies, out=part.high)
        np.divide(sums.coverage, sums.applies, out=part.coverage)
        applicable = sums.applicable / sums.present
    applicable[sums.present == 0] = 0.0
    np.subtract(1.0, applicable, out=part.set_aside)
    for row in stage.particular:
        node = stage.nodes[row]
        children = rows.children([child for child, _ in stage.terms[row]])
        part.estimate[row] = composed(node, children.value, children.counted, offset)
        part.low[row] = composed(node, children.low, children.applies, offset)
        part.high[row] = composed(node, children.high, children.applies, offset)
    for numbers in (part.estimate, part.low, part.high):
        # Sums of rounded shares may pass the top by a last digit.
        np.minimum(numbers, 100.0, out=numbers)
    np.maximum(part.set_aside, 0.0, out=part.set_aside)
    return _read_above(stage, sums, part, applicable)


def _read_above(stage: Stage, sums: Sums, part: _Store, applicable: Floats) -> NodeRows:
    kept = slice(0, stage.read_above)
    block = np.zeros((stage.read_above, 8, applicable.shape[1]))
    counts, applies = sums.counted[kept] > 0, sums.applies[kept] > 0
    np.copyto(block[:, 0], part.estimate[kept], where=counts)
    np.copyto(block[:, 1], part.low[kept], where=applies)
    np.copyto(block[:, 2], part.high[kept], where=applies)
    block[:, 3], block[:, 4], block[:, 5] = counts, applies, sums.present[kept] > 0
    np.copyto(block[:, 6], part.coverage[kept], where=applies)
    block[:, 7] = applicable[kept]
    return NodeRows(block)


def _give_reasons(
    tree: Tree, stage: Stage, part: _Store, asked: Mapping[str, Mask], place: slice
) -> None:
    """A score is published where enough of the weight is answered and enough of it applies (2.4)."""
    # 3 of 5 equal weights is 0.6, whatever the last digit of the division says.
    least = np.array([[node.scoring.coverage - TOLERANCE] for node in stage.nodes])
    most = np.array([[node.scoring.not_applicable + TOLERANCE] for node in stage.nodes])
    reason = part.reason
    reason[part.coverage < least] = Reason.LOW_COVERAGE
    reason[part.set_aside > most] = Reason.MOSTLY_NOT_APPLICABLE
    applies = ~np.isnan(part.low)
    reason[np.isnan(part.estimate) & applies] = Reason.NOTHING_ANSWERED
    for row in np.flatnonzero(~applies.all(axis=1)):
        anything = np.zeros(place.stop - place.start, dtype=bool)
        for item in tree.leaves_under(stage.nodes[row]):
            anything |= asked[item][place]
        why = np.where(anything, Reason.MOSTLY_NOT_APPLICABLE, Reason.NOTHING_ASKED)
        np.copyto(reason[row], why, where=~applies[row], casting="unsafe")
