"""Which questions each response is asked: its path, and the condition of each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey import expressions
from domino_survey.numerics import Mask, np
from domino_survey.scoring.frame import ResponseFrame

if TYPE_CHECKING:
    from domino_survey.answers import AnswerTable
    from domino_survey.schema import Question, Questionnaire


def asked_masks(
    questionnaire: Questionnaire, table: AnswerTable, essential_only: Mask | None = None
) -> dict[str, Mask]:
    """Where each item is asked, by its path and its condition; every mask has shape (size,).

    Conditions are read in the order of their dependencies, for an answer to a question that is not
    asked has no value. A condition on an item that was never collected (no column) is taken as true:
    a file that says nothing of stages asks everything.

    Args:
        questionnaire: what could be asked.
        table: the answers, n responses.
        essential_only: shape (n,), true for responses on a path that asks the essential questions only.

    Returns:
        Masks by item id, several of them possibly the same array: do not write into them.
    """
    asked: dict[str, Mask] = {}
    frame = ResponseFrame(questionnaire, table, asked)
    everyone = np.ones(table.size, dtype=bool)
    long_path = everyone if essential_only is None else ~essential_only
    inessential = {question.id for question in questionnaire.questions if not question.essential}
    known: dict[str, Mask] = {}
    for item in in_order_of_dependence(questionnaire):
        on_path = long_path if item.id in inessential else everyone
        if item.relevance is None:
            asked[item.id] = on_path
            continue
        if item.relevance not in known:
            known[item.relevance] = _where(item.relevance, questionnaire, frame)
        holds = known[item.relevance]
        asked[item.id] = holds if on_path is everyone else holds & on_path
    return asked


def _where(condition: str, questionnaire: Questionnaire, frame: ResponseFrame) -> Mask:
    expression = expressions.parse(condition)
    if uncollected(questionnaire, frame.table, condition):
        return np.ones(frame.size, dtype=bool)
    return expressions.evaluate(expression, frame).true


def uncollected(questionnaire: Questionnaire, table: AnswerTable, condition: str) -> set[str]:
    """Items that a condition reads and that have no column in the table."""
    return {item for item in _items_read(questionnaire, condition) if item not in table.columns}


def _items_read(questionnaire: Questionnaire, condition: str) -> set[str]:
    read = set(expressions.references(expressions.parse(condition)))
    if expressions.STAGE in read:
        read.discard(expressions.STAGE)
        if questionnaire.stages is not None:
            read.add(questionnaire.stages.item)
    return read


def in_order_of_dependence(questionnaire: Questionnaire) -> list[Question]:
    """Items, each after those its condition reads. A cycle (refused by the checks) is cut where met."""
    ordered: dict[str, Question] = {}
    entered: set[str] = set()

    def visit(item: Question) -> None:
        if item.id in entered:
            return
        entered.add(item.id)
        for reference in _items_read(questionnaire, item.relevance) if item.relevance else ():
            if reference in questionnaire.items:
                visit(questionnaire.items[reference])
        ordered[item.id] = item

    for item in questionnaire.items.values():
        visit(item)
    return list(ordered.values())


def items_in_conditions(questionnaire: Questionnaire) -> frozenset[str]:
    """Items whose answer may change what is asked."""
    conditions = {item.relevance for item in questionnaire.items.values() if item.relevance}
    return frozenset().union(*(_items_read(questionnaire, condition) for condition in conditions))
