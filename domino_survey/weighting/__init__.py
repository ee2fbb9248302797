"""Weights of the children of a node: equal, an organiser's, or made by participants (scoring method, 2.5)."""

from domino_survey.weighting.agreement import concordance
from domino_survey.weighting.ahp import RANDOM_INDICES, ahp_weights, eigenvector_weights
from domino_survey.weighting.budgets import budget_weights
from domino_survey.weighting.given import equal_weights, organiser_weights
from domino_survey.weighting.judgements import MOST_COMPARED, Judgements, judgements_of
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
    "MOST_COMPARED",
    "RANDOM_INDICES",
    "Consistency",
    "Dispersion",
    "Judgement",
    "Judgements",
    "Method",
    "Participant",
    "Weighting",
    "ahp_weights",
    "budget_weights",
    "concordance",
    "eigenvector_weights",
    "equal_weights",
    "judgements_of",
    "organiser_weights",
]
