"""Weights of the children of a node: equal, an organiser's, or made by participants (scoring method, 2.5)."""

from domino_survey.weighting.agreement import concordance
from domino_survey.weighting.budgets import budget_weights
from domino_survey.weighting.given import equal_weights, organiser_weights
from domino_survey.weighting.result import (
    INCONSISTENT_ABOVE,
    Consistency,
    Dispersion,
    Judgement,
    Method,
    Participant,
    Weighting,
)

__all__ = [
    "INCONSISTENT_ABOVE",
    "Consistency",
    "Dispersion",
    "Judgement",
    "Method",
    "Participant",
    "Weighting",
    "budget_weights",
    "concordance",
    "equal_weights",
    "organiser_weights",
]
