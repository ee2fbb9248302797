"""What a group of responses looks like: counts, middles, estimates with their intervals, contrasts."""

from domino_survey.aggregation.contrast import Contrast, contrast
from domino_survey.aggregation.estimates import (
    CONFIDENCE,
    QUARTILES,
    Estimate,
    Interval,
    Reason,
    mean,
    median,
    proportion,
    quartiles,
)
from domino_survey.aggregation.summary import (
    STEPS,
    NodeSummary,
    Summary,
    group_counts,
    members_by_option,
    rounded,
    summarise,
)

__all__ = [
    "CONFIDENCE",
    "QUARTILES",
    "STEPS",
    "Contrast",
    "Estimate",
    "Interval",
    "NodeSummary",
    "Reason",
    "Summary",
    "contrast",
    "group_counts",
    "mean",
    "median",
    "members_by_option",
    "proportion",
    "quartiles",
    "rounded",
    "summarise",
]
