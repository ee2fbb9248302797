"""Conditions: each reads, each speaks of what exists, and no question waits for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from domino_survey import expressions
from domino_survey.errors import DominoError, Problem, errors_only, problem
from domino_survey.schema_checks.elements import items
from domino_survey.schema_checks.literals import UndecidedError
from domino_survey.schema_checks.situations import Situations
from domino_survey.schema_checks.symbols import QuestionnaireSymbols

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domino_survey.expressions import Expression, Level
    from domino_survey.schema import Questionnaire
    from domino_survey.schema_checks.elements import TreePath


class _Condition(Struct, frozen=True):
    """A condition with its owner, and whether it is a relevance or a constraint of an item."""

    source: str
    place: str
    path: TreePath
    level: Level
    of_item: bool


def check_conditions(questionnaire: Questionnaire) -> Iterator[Problem]:
    """All conditions, then what follows from the relevance of questions taken together."""
    symbols = QuestionnaireSymbols(questionnaire)
    sound: dict[TreePath, Expression] = {}
    for condition in _conditions(questionnaire):
        expression, problems = _read(condition, symbols, questionnaire)
        yield from problems
        if expression is not None and not errors_only(problems):
            sound[condition.path] = expression
    yield from _relevance_problems(questionnaire, sound)


def _conditions(questionnaire: Questionnaire) -> Iterator[_Condition]:
    for placed in items(questionnaire):
        item, path = placed.item, placed.path
        if item.relevance is not None:
            where = (*path, "relevance")
            yield _Condition(item.relevance, item.id, where, "response", of_item=True)
        for position, constraint in enumerate(item.constraints):
            where = (*path, "constraints", position, "condition")
            yield _Condition(constraint.condition, item.id, where, "response", of_item=True)
    for position, one in enumerate(questionnaire.recommendations):
        level: Level = "response" if one.audience == "holder" else "territory"
        where = ("recommendations", position, "condition")
        yield _Condition(one.condition, one.id, where, level, of_item=False)


def _read(
    condition: _Condition, symbols: QuestionnaireSymbols, questionnaire: Questionnaire
) -> tuple[Expression | None, list[Problem]]:
    place, path = condition.place, condition.path
    try:
        expression = expressions.parse(condition.source, place=place)
    except DominoError as refusal:
        return None, [replace(found, path=path) for found in refusal.problems]
    found = [
        replace(one, path=path)
        for one in expressions.check(expression, symbols, condition.level, place=place)
    ]
    if condition.of_item:
        nodes = set(questionnaire.node_ids) & expressions.references(expression)
        found += [
            problem("relevance-on-score", place=place, path=path, reference=node)
            for node in sorted(nodes)
        ]
    return expression, found


def _relevance_problems(
    questionnaire: Questionnaire, sound: Mapping[TreePath, Expression]
) -> Iterator[Problem]:
    by_id: dict[str, Expression] = {}
    paths: dict[str, TreePath] = {}
    for placed in items(questionnaire):
        where = (*placed.path, "relevance")
        if where in sound:
            by_id[placed.item.id], paths[placed.item.id] = sound[where], where
    reads = {name: _items_read(one, questionnaire) for name, one in by_id.items()}
    in_cycle: set[str] = set()
    for chain in _cycles(reads):
        in_cycle |= set(chain)
        shown = " → ".join((*chain, chain[0]))
        yield problem("relevance-cycle", place=chain[0], path=paths[chain[0]], chain=shown)
    loose = {name: one for name, one in by_id.items() if name not in in_cycle}
    situations = Situations(questionnaire, loose)
    for name, expression in loose.items():
        if not _can_be_asked(name, situations):
            source = expressions.format(expression)
            yield problem("unreachable-question", place=name, path=paths[name], condition=source)


def _can_be_asked(name: str, situations: Situations) -> bool:
    """Whether some answers ask a question; also true where that takes too long to tell."""
    try:
        return situations.can_be_asked(name)
    except UndecidedError:
        return True


def _items_read(expression: Expression, questionnaire: Questionnaire) -> list[str]:
    read = set(expressions.references(expression))
    if expressions.STAGE in read and questionnaire.stages is not None:
        read = read - {expressions.STAGE} | {questionnaire.stages.item}
    return sorted(read)


def _cycles(reads: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Each circle of dependence once, without recursion: a long chain is no reason to fail."""
    done: set[str] = set()
    for start in reads:
        trail: list[str] = []
        waiting: list[tuple[str, int]] = [(start, 0)]
        while waiting:
            name, depth = waiting.pop()
            for left in trail[depth:]:
                done.add(left)
            del trail[depth:]
            if name in trail:
                yield tuple(trail[trail.index(name) :])
            elif name not in done and name in reads:
                trail.append(name)
                waiting.extend((read, depth + 1) for read in reversed(reads[name]))
        done.update(trail)
