"""What can go wrong: located problems, the refusals that carry them, and the catalogue of their texts."""

from domino_survey.errors.catalogue import CATALOGUE, problem, refusal
from domino_survey.errors.problems import DominoError, Entry, Problem, Severity, errors_only
from domino_survey.errors.system import system_reason

__all__ = [
    "CATALOGUE",
    "DominoError",
    "Entry",
    "Problem",
    "Severity",
    "errors_only",
    "problem",
    "refusal",
    "system_reason",
]
