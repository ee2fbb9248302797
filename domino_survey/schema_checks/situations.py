"""Whether some response meets a list of comparisons, and which one does.

What is exact, and what is not. Answers to items are reasoned about exactly: options, sums of points,
bands, goalposts, whole numbers, the stage, and the conditions under which questions are asked, on the
full and on the short path. Scores of nodes are reasoned about by `reach`, exactly up to rounding unless
there are too many combinations. Where something is left out of account, more is taken to be possible
than is: "impossible" is always true, "possible" may not be until an example has been scored.
Constraints of questions are not read: an answer that breaks them may come in a file.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from domino_survey.answers import MISSING, NOT_APPLICABLE, Answer
from domino_survey.expressions import STAGE, tree
from domino_survey.schema_checks.answer_sets import Allowed, AnswerSet, answer_set
from domino_survey.schema_checks.intervals import EMPTY, Intervals, satisfying
from domino_survey.schema_checks.literals import Literal, Term, UndecidedError, alternatives
from domino_survey.schema_checks.reach import (
    ANSWERED,
    APPLIES,
    SET_ASIDE,
    UNANSWERED,
    Reached,
    reached,
)
from domino_survey.schema_checks.symbols import QuestionnaireSymbols
from domino_survey.scoring.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from domino_survey.expressions import Expression
    from domino_survey.schema import Questionnaire
    from domino_survey.schema_checks.answer_sets import Span
    from domino_survey.schema_checks.reach import Entry
    from domino_survey.scoring.tree import Tree

MAX_CASES = 200
MAX_WORK = 4_000_000
"""Combinations that are tried in one questionnaire, several times what a full one takes.

So the checks stay quick whatever a file holds: what comes after is not looked into.
"""

_SCALE = Intervals(((0.0, 100.0),))
# What a step costs beside the combinations it tries, in combinations.
_CASE = 100
_NODE = 2_000
_POSITIONS = 9


class Case(Struct, frozen=True):
    """What is asked of each item and node that is spoken of, on a path."""

    short: bool
    items: Mapping[str, Allowed] = field(default_factory=dict)
    nodes: Mapping[str, Allowed] = field(default_factory=dict)
    asked: Mapping[str, bool] = field(default_factory=dict)


class Situation(Struct, frozen=True):
    """A case that is possible as far as can be told, with how questions enter scores."""

    case: Case
    entries: Mapping[str, Entry]


class Situations:
    """What can be answered to a questionnaire.

    Args:
        questionnaire: whose answers.
        relevances: the condition of each item that has one, without cycles, checked.
        conditions: every expression that will be asked about: they tell which options matter.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        relevances: Mapping[str, Expression],
        conditions: Iterable[Expression] = (),
    ) -> None:
        self.questionnaire = questionnaire
        self._relevances = relevances
        self._symbols = QuestionnaireSymbols(questionnaire)
        self._named = _named([*relevances.values(), *conditions])
        self._sets: dict[str, AnswerSet] = {}
        self._terms: dict[tuple[Expression, bool, bool], list[Term]] = {}
        self._left = MAX_WORK

    def possible(self, terms: Iterable[Term]) -> Situation | None:
        """A response in which one of these terms is met, or None where no response does.

        Raises:
            UndecidedError: it takes too many combinations to tell.
        """
        return next(self.all_possible(terms), None)

    def all_possible(self, terms: Iterable[Term]) -> Iterator[Situation]:
        """Every alternative that can be met, as `possible`."""
        for term in terms:
            for short in self._paths:
                for case in self._closed([Case(short)], term):
                    yield from self._scored(case)

    def can_be_asked(self, item_id: str) -> bool:
        """Whether some response is asked an item that has a condition; raises as `possible`."""
        paths = [short for short in self._paths if not (short and item_id in self._inessential)]
        return any(
            True
            for short in paths
            for term in self._alternatives(self._relevances[item_id])
            for _ in self._closed([Case(short)], term)
        )

    def scores(self, node_id: str) -> list[Span]:
        """The scores that can be published for a node, as spans all of which is reached."""
        found: set[Span] = set()
        for short in self._paths:
            for case in self._worlds(Case(short), [node_id]):
                ways = self._reached(node_id, case).published()
                found |= set(zip(ways.low.tolist(), ways.high.tolist(), strict=True))
        return sorted(found)

    def points(self, item_id: str, *, raw: bool) -> list[Span]:
        """The points that can be got for a scored question, or the numbers that can be answered."""
        answers = self._answers(item_id)
        symbol = self._symbols.symbol(item_id)
        if raw or symbol is None or not symbol.scored:
            return list(answers.everything.parts)
        full = self.questionnaire.scoring.full_points
        spans = answers.scores(answers.everything)
        return [(low * full / 100.0, high * full / 100.0) for low, high in spans]

    def examples(self, situation: Situation) -> Iterator[tuple[dict[str, Answer], bool]]:
        """Responses that may stand for a situation, each with whether it is on the short path."""
        names = [item for item in self.questionnaire.items if self._is_said(item, situation)]
        for step in range(_POSITIONS):
            # Ends first, then what lies between.
            position = (0.0, 1.0, 0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875)[step]
            found = {item: self._example(item, situation, position) for item in names}
            yield found, situation.case.short

    def spend(self, combinations: int) -> None:
        """Takes work from what may be done. Raises `UndecidedError` when none is left."""
        self._left -= combinations
        if self._left < 0:
            raise UndecidedError

    # -- answers

    @cached_property
    def _paths(self) -> tuple[bool, ...]:
        """Whether each kind of path asks the essential questions only."""
        return tuple(sorted({path.essential_only for path in self.questionnaire.paths}))

    @cached_property
    def _inessential(self) -> frozenset[str]:
        return frozenset(q.id for q in self.questionnaire.questions if not q.essential)

    @cached_property
    def _tree(self) -> Tree:
        return tree_of(self.questionnaire)

    def _item_of(self, reference: str) -> str:
        stages = self.questionnaire.stages
        return stages.item if reference == STAGE and stages is not None else reference

    def _answers(self, item_id: str) -> AnswerSet:
        if item_id not in self._sets:
            item, symbol = self.questionnaire.items.get(item_id), self._symbols.symbol(item_id)
            stages = self.questionnaire.stages
            if item is None or symbol is None:
                # The stage is read from an item that does not exist.
                raise UndecidedError
            self._sets[item_id] = answer_set(
                item,
                symbol,
                self._named[item_id],
                self._symbols.stages if stages is not None and stages.item == item_id else {},
                self.questionnaire.scoring.full_points,
            )
        return self._sets[item_id]

    def _allowed(self, literal: Literal) -> tuple[str, Allowed]:
        """What a comparison asks, and of which item or node."""
        leaf = literal.leaf
        reference = next(tree.located_references(leaf)).name
        name = self._item_of(reference)
        is_node = name in self.questionnaire.node_ids
        everything = _SCALE if is_node else self._answers(name).everything
        match leaf:
            case tree.Answered():
                # An answer is there or is not: that is always known.
                present = Allowed(absent=False, values=everything)
                return name, present if literal.truth else Allowed(absent=True, values=EMPTY)
            case tree.Comparison(_, operator, tree.Number(threshold)) if is_node:
                values = _SCALE & satisfying(operator, threshold, truth=literal.truth)
            case _:
                values = self._answers(name).where(leaf, truth=literal.truth)
        return name, Allowed(absent=not literal.known, values=values)

    def _narrowed(self, case: Case, literal: Literal) -> Case | None:
        name, allowed = self._allowed(literal)
        if name in self.questionnaire.node_ids:
            found = allowed & case.nodes.get(name, Allowed(absent=True, values=_SCALE))
            return replace(case, nodes={**case.nodes, name: found}) if found else None
        if case.short and name in self._inessential:
            allowed = replace(allowed, values=EMPTY)
        found = allowed & case.items[name] if name in case.items else allowed
        return replace(case, items={**case.items, name: found}) if found else None

    def _closed(self, cases: Iterable[Case], term: Term) -> Iterator[Case]:
        """The cases in which a term is met as well, and each question that must be answered is asked."""
        self.spend(_CASE)
        waiting = [found for case in cases if (found := self._met(case, term)) is not None]
        tried = 0
        while waiting:
            tried += 1
            self.spend(_CASE)
            if tried > MAX_CASES:
                raise UndecidedError
            case = waiting.pop()
            unsettled = self._unsettled(case)
            if unsettled is None:
                yield case
                continue
            relevance = self._relevances[unsettled]
            case = replace(case, asked={**case.asked, unsettled: True})
            for more in self._alternatives(relevance):
                found = self._met(case, more)
                if found is not None:
                    waiting.append(found)

    def _met(self, case: Case, term: Term) -> Case | None:
        found: Case | None = case
        for literal in term:
            if found is not None:
                found = self._narrowed(found, literal)
        return found

    def _unsettled(self, case: Case) -> str | None:
        """An item that must be answered, and of which it is not yet settled that it is asked."""
        return next(
            (
                item
                for item, allowed in case.items.items()
                if not allowed.absent and item in self._relevances and item not in case.asked
            ),
            None,
        )

    def _alternatives(
        self, expression: Expression, *, truth: bool = True, known: bool = True
    ) -> list[Term]:
        key = (expression, truth, known)
        if key not in self._terms:
            self._terms[key] = alternatives(expression, truth=truth, known=known)
        return self._terms[key]

    # -- scores

    def _scored(self, case: Case) -> Iterator[Situation]:
        """The situations of a case whose nodes get what is asked of them."""
        if not case.nodes:
            yield Situation(case, {})
            return
        below = {name for node in case.nodes for name in self._below(node)}
        tops = [node for node in case.nodes if node not in below]
        for world in self._worlds(case, tops):
            found = [self._reached(node, world) for node in tops]
            if all(one.ways.size for one in found):
                entries = [one.entries(0) for one in found]
                yield Situation(world, {item: e for one in entries for item, e in one.items()})

    def _below(self, node_id: str) -> Iterator[str]:
        """The nodes that a node is made of, at any depth."""
        for child in self._tree.by_id[node_id].children:
            if child in self._tree.by_id:
                yield child
                yield from self._below(child)

    def _leaves(self, node_id: str) -> tuple[str, ...]:
        return self._tree.leaves_under(self._tree.by_id[node_id])

    def _worlds(self, case: Case, nodes: Iterable[str]) -> Iterator[Case]:
        """A case, told apart by which of the questions under some nodes are asked."""
        cases = [case]
        leaves = [leaf for node in nodes for leaf in self._leaves(node)]
        if case.short:
            leaves = [leaf for leaf in leaves if leaf not in self._inessential]
        by_relevance: dict[Expression, list[str]] = defaultdict(list)
        for leaf in leaves:
            if leaf in self._relevances:
                by_relevance[self._relevances[leaf]].append(leaf)
        for relevance, items in by_relevance.items():
            split: list[Case] = []
            for asked in (True, False):
                told = [self._told(one, items, asked=asked) for one in cases]
                for term in self._alternatives(relevance, truth=asked, known=asked):
                    split += self._closed([one for one in told if one is not None], term)
                if len(split) > MAX_CASES:
                    raise UndecidedError
            cases = split
        yield from cases

    def _told(self, case: Case, items: Iterable[str], *, asked: bool) -> Case | None:
        """A case in which these questions are asked, or are not."""
        names = list(items)
        if any(case.asked.get(name, asked) != asked for name in names):
            return None
        if not asked and any(name in case.items and not case.items[name].absent for name in names):
            return None
        return replace(case, asked={**case.asked, **dict.fromkeys(names, asked)})

    def _reached(self, node_id: str, case: Case) -> Reached:
        def entries(item_id: str) -> list[Entry] | None:
            return self._entries(item_id, case)

        self.spend(_NODE)
        return reached(
            self._tree,
            node_id,
            entries,
            allowed=case.nodes,
            offset=self.questionnaire.scoring.offset,
            spend=self.spend,
        )

    def _entries(self, item_id: str, case: Case) -> list[Entry] | None:
        """The ways in which a question can enter its theme."""
        if case.short and item_id in self._inessential:
            return None
        answers = self._answers(item_id)
        allowed = case.items.get(item_id, Allowed(absent=True, values=answers.everything))
        asked = case.asked.get(item_id, item_id not in self._relevances)
        found: list[Entry] = []
        if asked:
            found += [(span, ANSWERED) for span in answers.scores(allowed.values)]
        if allowed.absent and asked:
            found.append((None, UNANSWERED))
        if allowed.absent and (
            not asked or self.questionnaire.items[item_id].not_applicable is not None
        ):
            found.append((None, SET_ASIDE))
        return found

    # -- examples

    def _is_said(self, item: str, situation: Situation) -> bool:
        return item in situation.case.items or item in situation.entries

    def _example(self, item: str, situation: Situation, position: float) -> Answer:
        answers = self._answers(item)
        free = Allowed(absent=True, values=answers.everything)
        allowed = situation.case.items.get(item, free)
        span, shares = situation.entries.get(item, (None, ANSWERED))
        if item in situation.entries and span is None:
            # What is not asked may be answered or not; nothing is simplest.
            asked = situation.case.asked.get(item, item not in self._relevances)
            return MISSING if shares[APPLIES] or not asked else NOT_APPLICABLE
        if item not in situation.entries and allowed.absent:
            return MISSING
        return answers.example(allowed.values, span, position)


def _named(expressions: Iterable[Expression]) -> Mapping[str, frozenset[str]]:
    """The codes that conditions name, by the id they are compared with."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    waiting = list(expressions)
    while waiting:
        for leaf in tree.leaves(waiting.pop()):
            match leaf:
                case tree.Contains(reference, code):
                    found[reference.name] |= {code.code}
                case tree.Comparison(tree.Share(condition)):
                    waiting.append(condition)
                case _:
                    pass
    return found
