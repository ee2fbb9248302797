"""What is wrong with a questionnaire beyond its structure: all of it at once, each with its path."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from domino_survey.errors import errors_only, problem
from domino_survey.schema_checks.conditions import check_conditions
from domino_survey.schema_checks.coverage import check_cells, check_firing
from domino_survey.schema_checks.identifiers import check_codes, check_ids
from domino_survey.schema_checks.question_rules import check_questions
from domino_survey.schema_checks.references import (
    check_dimensions,
    check_profile,
    check_recommendations,
    check_stages,
)
from domino_survey.schema_checks.scoring_rules import (
    check_caps,
    check_levels,
    check_paths,
    check_weights,
)
from domino_survey.schema_checks.symbols import QuestionnaireSymbols
from domino_survey.schema_checks.texts import check_translations

if TYPE_CHECKING:
    from domino_survey.errors import Problem
    from domino_survey.schema import Questionnaire

__all__ = ["MAX_ITEMS", "MAX_PROBLEMS", "QuestionnaireSymbols", "check"]

_RULES = (
    check_ids,
    check_codes,
    check_translations,
    check_questions,
    check_weights,
    check_caps,
    check_levels,
    check_paths,
    check_stages,
    check_profile,
    check_dimensions,
    check_recommendations,
    check_cells,
    check_conditions,
)


# Beyond what anyone asks or reads: the checks stay quick whatever a file holds.
MAX_ITEMS = 1_000
MAX_PROBLEMS = 1_000


def check(questionnaire: Questionnaire) -> list[Problem]:
    """Every problem, errors and warnings, each with its `place` (an id) and its `path` in the file.

    Whether recommendations can fire is only told where there is no error. At most `MAX_PROBLEMS` of them; of a questionnaire with more than `MAX_ITEMS` items, only that.
    """
    count = len(questionnaire.items)
    if count > MAX_ITEMS:
        return [problem("too-many-items", path=("axes",), count=count, limit=MAX_ITEMS)]
    found = list(islice(chain.from_iterable(rule(questionnaire) for rule in _RULES), MAX_PROBLEMS))
    if not errors_only(found):
        # What can be answered and scored is only certain where nothing else is wrong.
        found += islice(check_firing(questionnaire), MAX_PROBLEMS - len(found))
    return found
