"""Which invented answers are kept: those to questions that are asked, and that meet constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey import expressions
from domino_survey.scoring import ResponseFrame, asked_masks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from domino_survey.answers import AnswerTable
    from domino_survey.schema import Questionnaire

    Mask = NDArray[np.bool_]


def kept_answers(questionnaire: Questionnaire, table: AnswerTable, short: Mask) -> dict[str, Mask]:
    """Where the answer to each item is one that its own response asks for and allows."""
    keeps = dict(asked_masks(questionnaire, table, short))
    for item_id, fits in _constrained(questionnaire, table).items():
        keeps[item_id] = keeps[item_id] & fits
    return keeps


def _constrained(questionnaire: Questionnaire, table: AnswerTable) -> dict[str, Mask]:
    """Where each item with constraints meets them all."""
    frame = ResponseFrame(questionnaire, table)
    found: dict[str, Mask] = {}
    for item in questionnaire.items.values():
        for constraint in item.constraints:
            fits = expressions.evaluate(expressions.parse(constraint.condition), frame).true
            found[item.id] = found[item.id] & fits if item.id in found else fits
    return found
