"""The answers and scores of the initiatives that selections show, read and scored once for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from msgspec import Struct

from domino_survey.answers import PROVEN, table_of
from domino_survey.numerics import np
from domino_survey.scoring import NodeScores, Scores, score
from domino_survey.services.assessments import answers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from domino_survey.answers import AnswerTable
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.services.observed import Released


class Members(Struct, frozen=True):
    """Initiatives with one submission each.

    Attributes:
        ids: of the submissions.
        table: their answers; n responses.
        scores: theirs.
        answered: how many questions of the axes each was asked and answered; shape (n,).
        proven: how many of these rest on an observation or a measure; shape (n,).
    """

    ids: tuple[str, ...]
    table: AnswerTable
    scores: Scores
    answered: NDArray[np.int64]
    proven: NDArray[np.int64]

    def only(self, ids: Sequence[str]) -> Members:
        """Those of these submissions."""
        wanted = set(ids)
        kept = np.array([one in wanted for one in self.ids], dtype=bool)
        scores = self.scores
        return Members(
            tuple(one for one in self.ids if one in wanted),
            self.table.where(kept),
            Scores(
                int(np.count_nonzero(kept)),
                {node: _where(found, kept) for node, found in scores.nodes.items()},
                {item: mask[kept] for item, mask in scores.asked.items()},
                {item: values[kept] for item, values in scores.items.items()},
            ),
            self.answered[kept],
            self.proven[kept],
        )


def members_shown(context: Context, questionnaire: Questionnaire, known: Released) -> Members:
    """All that some selection shows, to take those of one selection from."""
    shown = {one for state in known.publication.shown.values() for one in state.submissions}
    ids = tuple(sorted(shown))
    key = ("members", questionnaire.hash, ids)
    return context.figures.get(key, lambda: _read(context, questionnaire, ids))


def _read(context: Context, questionnaire: Questionnaire, ids: tuple[str, ...]) -> Members:
    stored = [one.submission for one in context.repository.submissions(ids, nodes=())]
    short = [questionnaire.path(str(one.answers["path"])).essential_only for one in stored]
    table = table_of(questionnaire, [answers_of(one) for one in stored])
    scores = score(questionnaire, table, essential_only=np.array(short, dtype=bool))
    proofs = [cast("Mapping[str, str]", one.answers.get("proofs", {})) for one in stored]
    answered = np.zeros(table.size, dtype=np.int64)
    proven = np.zeros(table.size, dtype=np.int64)
    for question in questionnaire.questions:
        given = table.columns[question.id].answered & scores.asked[question.id]
        answered += given
        proven += given & np.array([one.get(question.id) in PROVEN for one in proofs], dtype=bool)
    return Members(tuple(one.id for one in stored), table, scores, answered, proven)


def _where(node: NodeScores, kept: NDArray[np.bool_]) -> NodeScores:
    return NodeScores(
        node.estimate[kept],
        node.low[kept],
        node.high[kept],
        node.coverage[kept],
        node.set_aside[kept],
        node.reason[kept],
    )
