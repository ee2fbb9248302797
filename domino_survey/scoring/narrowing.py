"""Which unanswered questions would narrow a score's bounds most (scoring method, 2.4 and 2.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers import Column, State
from domino_survey.numerics import np
from domino_survey.scoring.choices import DECIMALS, every_choice
from domino_survey.scoring.tree import tree_of
from domino_survey.scoring.variants import Edit, scored_variants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.answers import AnswerTable
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring.tree import Leaf


class Narrowing(Struct, frozen=True):
    """What answering one question leaves of the width `high - low` of a node, in points.

    Attributes:
        question: an unanswered question that applies.
        worst: the width after the answer that leaves most of it.
        expected: the mean width over its answers, each as likely as the others.
        removed: the width now, less `worst`. Negative where an answer may have more asked.
    """

    question: str
    worst: float
    expected: float
    removed: float


def narrowings(
    questionnaire: Questionnaire,
    table: AnswerTable,
    node_id: str,
    row: int = 0,
    *,
    essential_only: bool = False,
) -> list[Narrowing]:
    """The unanswered questions of a node by the width that answering them removes, greatest first.

    Each answer of `every_choice` is scored exactly, all in one table; ties by the expected width, then
    in order. A question without a column in the table is left out. Bounds need no published score.

    Args:
        questionnaire: how answers score.
        table: responses.
        node_id: the node whose bounds are meant.
        row: the response that is meant.
        essential_only: whether it is on a path that asks the essential questions only.
    """
    return narrowings_of(questionnaire, table, (node_id,), row, essential_only=essential_only)[
        node_id
    ]


def narrowings_of(
    questionnaire: Questionnaire,
    table: AnswerTable,
    node_ids: Sequence[str],
    row: int = 0,
    *,
    essential_only: bool = False,
) -> dict[str, list[Narrowing]]:
    """`narrowings` of several nodes, by node: one scoring for all of them."""
    tree = tree_of(questionnaire)
    edits: list[Edit] = []
    places: dict[str, slice] = {}
    leaves = {node: list(tree.leaves_under(tree.by_id[node])) for node in node_ids}
    for item in dict.fromkeys(item for items in leaves.values() for item in items):
        column, leaf = table.columns.get(item), tree.leaves[item]
        if column is not None and _unanswered(leaf, column, row):
            values = [choice.value for choice in every_choice(leaf)]
            start = len(edits) + 1
            places[item] = slice(start, start + len(values))
            edits += [Edit(item, value, start + rank) for rank, value in enumerate(values)]
    if not edits:
        return {node: [] for node in node_ids}
    scores, allowed = scored_variants(
        questionnaire, table, row, len(edits) + 1, edits, essential_only=essential_only
    )

    def of(node_id: str) -> list[Narrowing]:
        node = scores.nodes[node_id]
        width = node.high - node.low
        found = []
        for item in leaves[node_id]:
            if item not in places or not scores.asked[item][0]:
                continue
            after = width[places[item]][allowed[places[item]]]
            if after.size:
                worst = float(after.max())
                found.append(Narrowing(item, worst, float(after.mean()), float(width[0]) - worst))
        return sorted(
            found, key=lambda n: (-round(n.removed, DECIMALS), round(n.expected, DECIMALS))
        )

    return {node: of(node) for node in node_ids}


def _unanswered(leaf: Leaf, column: Column, row: int) -> bool:
    here = Column(column.state[row : row + 1], column.value[row : row + 1])
    return bool(here.state[0] != State.NOT_APPLICABLE and np.isnan(leaf.key.scores(here)[0]))
