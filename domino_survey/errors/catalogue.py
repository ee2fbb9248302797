"""The text of every problem, by code.

Codes are stable: tests, scripts and the documentation refer to them, never to the sentences.
Texts are French message ids, translated by `i18n`; one module per subject keeps them near their readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.errors import (
    in_answer_files,
    in_answers,
    in_collection,
    in_expressions,
    in_outlines,
    in_questionnaires,
    in_weighting,
)
from domino_survey.errors.problems import DominoError, Entry, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

CATALOGUE: Mapping[str, Entry] = {
    **in_questionnaires.ENTRIES,
    **in_expressions.ENTRIES,
    **in_answers.ENTRIES,
    **in_answer_files.ENTRIES,
    **in_collection.ENTRIES,
    **in_weighting.ENTRIES,
    **in_outlines.ENTRIES,
}


def problem(
    code: str, *, place: str = "", path: tuple[str | int, ...] = (), **params: object
) -> Problem:
    """A problem of the catalogue. Raises `KeyError` for an unknown code: that is a fault of ours."""
    return Problem(code, params, place, path, severity=CATALOGUE[code].severity)


def refusal(code: str, *, place: str = "", **params: object) -> DominoError:
    """An exception that carries one problem of the catalogue."""
    return DominoError(Problem(code, params, place, severity=CATALOGUE[code].severity))
