"""The scoring tree of a questionnaire, compiled: what each node is composed of, and how."""

from __future__ import annotations

import weakref
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.normalisation import ScoringKey, scoring_key
from domino_survey.numerics import Floats, np
from domino_survey.schema import OVERALL, NodeScoring, Question, Questionnaire, is_scored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domino_survey.schema import Axis, Theme

DIMENSION = "dimension:"


class Node(Struct, frozen=True):
    """A theme, an axis, a dimension or the overall node.

    `children` are ids of questions or of nodes before this one; `weights` are relative, one per child.
    """

    id: str
    children: tuple[str, ...]
    weights: tuple[float, ...]
    scoring: NodeScoring


class Leaf(Struct, frozen=True):
    """A scored question with its key."""

    question: Question
    key: ScoringKey


class Stage(Struct, frozen=True):
    """Nodes whose children all stand one stage below: leaves, then themes, then axes.

    `terms` gives each node's children as rows of the stage below (of the leaves, for the first stage),
    each with its weight. `particular` are the rows of the nodes that are no plain mean; the first
    `read_above` nodes are those that the next stage reads, in its order.
    """

    nodes: tuple[Node, ...]
    terms: tuple[tuple[tuple[int, float], ...], ...]
    particular: tuple[int, ...]
    read_above: int


class Tree(Struct, frozen=True, dict=True):
    """Leaves by question id, nodes in an order where children come first, and the same by stages."""

    leaves: Mapping[str, Leaf]
    nodes: tuple[Node, ...]
    stages: tuple[Stage, ...]

    @cached_property
    def stages_without_dimensions(self) -> tuple[Stage, ...]:
        """The stages for those who read themes, axes and the overall score only."""
        first, *others = self.stages
        kept = [row for row, node in enumerate(first.nodes) if not node.id.startswith(DIMENSION)]
        themes = tuple(first.nodes[row] for row in kept)
        return (_stage(themes, list(self.leaves), first.read_above), *others)

    @cached_property
    def worst(self) -> Floats:
        """The score of the worst answer to each question, shape (leaves,)."""
        return np.array([leaf.key.worst for leaf in self.leaves.values()])

    @cached_property
    def best(self) -> Floats:
        """The score of the best answer to each question, shape (leaves,)."""
        return np.array([leaf.key.best for leaf in self.leaves.values()])

    @cached_property
    def inessential(self) -> Floats:
        """1 for the questions that a short path leaves out, 0 for the others, shape (leaves,)."""
        return np.array([float(not leaf.question.essential) for leaf in self.leaves.values()])

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The nodes by their id."""
        return {node.id: node for node in self.nodes}

    def leaves_under(self, node: Node) -> tuple[str, ...]:
        """Ids of the questions that a node is made of, at any depth."""
        found: list[str] = []
        for child in node.children:
            found.extend([child] if child in self.leaves else self.leaves_under(self.by_id[child]))
        return tuple(found)

    def nodes_under(self, node: Node) -> tuple[Node, ...]:
        """A node, then those that it is made of, at any depth."""
        found = [node]
        for child in node.children:
            if child in self.by_id:
                found.extend(self.nodes_under(self.by_id[child]))
        return tuple(found)


def tree_of(questionnaire: Questionnaire) -> Tree:
    """The compiled tree of a questionnaire, kept with it as long as it lives."""
    tree = _TREES.get(id(questionnaire))
    if tree is None:
        tree = _TREES[id(questionnaire)] = _compile(questionnaire)
        # Keyed by identity, for hashing the content would cost more than compiling it.
        weakref.finalize(questionnaire, _TREES.pop, id(questionnaire), None)
    return tree


_TREES: dict[int, Tree] = {}


def global_weights(questionnaire: Questionnaire) -> dict[str, dict[str, float]]:
    """The weight of each question in each node: shares multiplied along the path, summing to 1.

    Scoring method, 2.2: `W_q = prod w_i / sum_j w_j`; OECD/JRC (2008), Handbook on Constructing Composite
    Indicators, step 6.

    They are those of a response that answers everything; what is not applicable, not asked or not
    answered leaves its share to its neighbours.
    """
    tree = tree_of(questionnaire)
    found: dict[str, dict[str, float]] = {}
    for node in tree.nodes:
        total = sum(node.weights)
        shares: dict[str, float] = {}
        for child, weight in zip(node.children, node.weights, strict=True):
            below = {child: 1.0} if child in tree.leaves else found[child]
            shares |= {item: share * weight / total for item, share in below.items() if total}
        found[node.id] = shares
    return found


def _compile(questionnaire: Questionnaire) -> Tree:
    scoring = questionnaire.scoring
    leaves = {
        q.id: Leaf(q, scoring_key(q, scoring.full_points)) for q in questionnaire.scored_questions
    }
    themes = tuple(
        _node(
            theme.id, [q for q in theme.questions if is_scored(q)], theme.scoring or scoring.theme
        )
        for theme in questionnaire.themes
    )
    axes = tuple(
        _node(axis.id, axis.themes, axis.scoring or scoring.axis) for axis in questionnaire.axes
    )
    overall = (
        () if scoring.overall is None else (_node(OVERALL, questionnaire.axes, scoring.overall),)
    )
    dimensions = tuple(_dimensions(questionnaire))
    stages = [
        _stage((*themes, *dimensions), list(leaves), len(themes)),
        _stage(axes, [theme.id for theme in themes], len(axes) if overall else 0),
    ]
    if overall:
        stages.append(_stage(overall, [axis.id for axis in axes], 0))
    return Tree(leaves, (*themes, *axes, *overall, *dimensions), tuple(stages))


def _node(node_id: str, children: Sequence[Question | Theme | Axis], scoring: NodeScoring) -> Node:
    ids, weights = (child.id for child in children), (child.weight for child in children)
    return Node(node_id, tuple(ids), tuple(weights), scoring)


def _stage(nodes: tuple[Node, ...], below: Sequence[str], read_above: int) -> Stage:
    place = {child: row for row, child in enumerate(below)}
    terms = (
        tuple((place[child], weight) for child, weight in zip(n.children, n.weights, strict=True))
        for n in nodes
    )
    particular = (row for row, n in enumerate(nodes) if n.scoring.power != 1 or n.scoring.caps)
    return Stage(nodes, tuple(terms), tuple(particular), read_above)


def _dimensions(questionnaire: Questionnaire) -> Iterator[Node]:
    """Each dimension reads the questions directly, across themes and axes, as a plain weighted mean.

    It is published by the rules of the axes.
    """
    weights = questionnaire.scoring.dimensions
    axis = questionnaire.scoring.axis
    scoring = NodeScoring(coverage=axis.coverage, not_applicable=axis.not_applicable)
    for dimension in questionnaire.dimensions:
        code = dimension.code
        members = [q for q in questionnaire.scored_questions if code in q.dimensions]
        shares = (
            weights.primary if q.dimensions[0] == code else weights.secondary for q in members
        )
        yield Node(DIMENSION + code, tuple(q.id for q in members), tuple(shares), scoring)
