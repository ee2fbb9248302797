"""Responses as expressions see them: points, codes, stages and, once there are some, scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.expressions import STAGE
from domino_survey.numerics import Floats, Mask, np
from domino_survey.schema import (
    NO,
    YES,
    MultipleChoice,
    NumberQuestion,
    YesNo,
    is_scored,
    option_codes,
)
from domino_survey.scoring.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from domino_survey.answers import AnswerTable, Column
    from domino_survey.schema import Question, Questionnaire

POINT_DECIMALS = 9
SYNONYMS = {"yes": YES, "no": NO}


class ResponseFrame:
    """n responses to one questionnaire; implements `expressions.Frame`.

    `asked` masks answers to questions that were not asked: they do not count. `node_scores` gives the
    published scores, NaN where there is none.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        table: AnswerTable,
        asked: Mapping[str, Mask] | None = None,
        node_scores: Mapping[str, Floats] | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.table = table
        # `asked_masks` fills its mapping while conditions are read: it must be this very one.
        self.asked = {} if asked is None else asked
        self.node_scores = {} if node_scores is None else node_scores
        self.size = table.size
        self.figures: dict[Hashable, tuple[float, ...]] = {}

    def scores(self, reference: str) -> Floats:
        """Score of a node, points of a scored question, or the number itself; NaN without a value."""
        if reference in self.node_scores:
            return self.node_scores[reference]
        leaf = tree_of(self.questionnaire).leaves.get(reference)
        column = self._column(reference)
        if column is None:
            return np.full(self.size, np.nan)
        if leaf is None:
            return self.raw(reference)
        points = leaf.key.scores(column) * self.questionnaire.scoring.full_points / 100.0
        # 100 p / full, then back: rounding keeps `= 2` true of 2 points whatever `full` is.
        found: Floats = np.round(points, POINT_DECIMALS)
        found[~self.present(reference)] = np.nan
        return found

    def raw(self, reference: str) -> Floats:
        """The number answered to a number question; NaN without a value."""
        column = self._column(reference)
        if column is None or not isinstance(self._item(reference), NumberQuestion):
            return np.full(self.size, np.nan)
        found: Floats = np.where(self.present(reference), column.value, np.nan)
        return found

    def chosen(self, reference: str, code: str) -> tuple[Mask, Mask]:
        """Where this option is chosen, and where there is an answer at all."""
        present = self.present(reference)
        column, item = self._column(reference), self._item(reference)
        codes = option_codes(item) if item else ()
        if isinstance(item, YesNo) and code not in codes:
            code = SYNONYMS.get(code.lower(), code.lower())
        if column is None or code not in codes:
            return np.zeros(self.size, dtype=bool), present
        position = codes.index(code)
        if isinstance(item, MultipleChoice):
            hit = ((column.value >> np.uint64(position)) & np.uint64(1)).astype(bool)
        else:
            hit = column.value == position
        return hit & present, present

    def stage_ranks(self) -> Floats:
        """Rank of each response's stage, from 0; NaN where it is unknown."""
        stages = self.questionnaire.stages
        ranks = np.full(self.size, np.nan)
        if stages is None:
            return ranks
        for code in option_codes(self.questionnaire.items[stages.item]):
            if stages.equivalent.get(code, code) in stages.order:
                chosen, _ = self.chosen(stages.item, code)
                ranks[chosen] = self.rank_of(code)
        return ranks

    def rank_of(self, stage: str) -> int:
        """Rank of a stage, or of the stage it is treated as."""
        stages = self.questionnaire.stages
        if stages is None:
            msg = "the questionnaire has no stages"
            raise KeyError(msg)
        return stages.order.index(stages.equivalent.get(stage, stage))

    def present(self, reference: str) -> Mask:
        """Where there is a value: an answer to a question that was asked, a published score, a stage."""
        if reference == STAGE:
            return ~np.isnan(self.stage_ranks())
        if reference in self.node_scores:
            return ~np.isnan(self.node_scores[reference])
        column = self._column(reference)
        if column is None:
            return np.zeros(self.size, dtype=bool)
        asked = self.asked.get(reference)
        return column.answered if asked is None else column.answered & asked

    def span(self, reference: str) -> float:
        """Width of the scale on which `scores` are read, NaN where it is not declared.

        100 for a node, the full points for a scored question, maximum less minimum for a number.
        """
        item = self._item(reference)
        match item:
            case None:
                return 100.0
            case NumberQuestion(minimum=float() as low, maximum=float() as high) if not is_scored(
                item
            ):
                return high - low
            case _:
                return self.questionnaire.scoring.full_points if is_scored(item) else np.nan

    def _item(self, reference: str) -> Question | None:
        return self.questionnaire.items.get(reference)

    def _column(self, reference: str) -> Column | None:
        return self.table.columns.get(reference)
