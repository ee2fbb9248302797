"""A questionnaire as the expression language sees it: ids, their kinds, options and points."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from domino_survey.expressions import STAGE, Kind, Symbol
from domino_survey.schema import (
    DateQuestion,
    LongTextQuestion,
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    TerritoryQuestion,
    TextQuestion,
    YesNo,
    is_scored,
    option_codes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domino_survey.schema import Question, Questionnaire


class QuestionnaireSymbols:
    """The names of a questionnaire; implements `expressions.Symbols`.

    Works on a faulty questionnaire too: what does not exist is simply not known.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._scored = {question.id for question in questionnaire.scored_questions}

    @cached_property
    def stages(self) -> Mapping[str, int]:
        """Stage code -> rank, in order; an equivalent stage has the rank of the one it is treated as."""
        stages = self._questionnaire.stages
        if stages is None:
            return {}
        ranks = {code: rank for rank, code in enumerate(stages.order)}
        equivalents = {
            code: ranks[target] for code, target in stages.equivalent.items() if target in ranks
        }
        return {**ranks, **equivalents}

    def names(self) -> Iterable[str]:
        """Every id that may be referred to: items, nodes, and the stage."""
        stage = (STAGE,) if self.stages else ()
        return (*self._questionnaire.items, *self._questionnaire.node_ids, *stage)

    def symbol(self, reference: str) -> Symbol | None:
        """What an id stands for, None where it is unknown."""
        if reference in self._questionnaire.node_ids:
            return Symbol(Kind.NODE)
        item = self._questionnaire.items.get(reference)
        if item is None:
            return None
        scored = item.id in self._scored and is_scored(item)
        points = self._questionnaire.scoring.full_points if scored else None
        return Symbol(_kind(item), scored, option_codes(item), points)


def _kind(item: Question) -> Kind:
    match item:
        case ScaleQuestion() | SingleChoice():
            return Kind.SINGLE
        case MultipleChoice():
            return Kind.MULTIPLE
        case YesNo():
            return Kind.YES_NO
        case NumberQuestion():
            return Kind.NUMBER
        case TextQuestion() | LongTextQuestion() | DateQuestion() | TerritoryQuestion():
            return Kind.OTHER
