"""The quality of the instrument on the responses collected: a diagnostic, not a gate."""

from domino_survey.reliability.coefficients import (
    Figure,
    Reason,
    alphas_if_deleted,
    cronbach_alpha,
    item_rest_correlations,
)
from domino_survey.reliability.durations import TimeSpent, time_spent
from domino_survey.reliability.quality import (
    LEAST_RESPONSES,
    ItemInScale,
    ItemQuality,
    Quality,
    Scale,
    quality,
    scale,
)
from domino_survey.reliability.sums import ItemCounts, Sums, sums_of

__all__ = [
    "LEAST_RESPONSES",
    "Figure",
    "ItemCounts",
    "ItemInScale",
    "ItemQuality",
    "Quality",
    "Reason",
    "Scale",
    "Sums",
    "TimeSpent",
    "alphas_if_deleted",
    "cronbach_alpha",
    "item_rest_correlations",
    "quality",
    "scale",
    "sums_of",
    "time_spent",
]
