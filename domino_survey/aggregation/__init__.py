"""What a group of responses looks like: counts, middles, estimates with their intervals, contrasts."""

from domino_survey.aggregation.coding import (
    CODING_VERSION,
    FIRST_OPTION,
    Coded,
    ItemPlace,
    Layout,
    coded,
    decoded,
    layout_of,
)
from domino_survey.aggregation.contrast import Contrast, Sample, contrast, contrast_of
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
    "CODING_VERSION",
    "CONFIDENCE",
    "FIRST_OPTION",
    "QUARTILES",
    "STEPS",
    "Coded",
    "Contrast",
    "Estimate",
    "Interval",
    "ItemPlace",
    "Layout",
    "NodeSummary",
    "Reason",
    "Sample",
    "Summary",
    "coded",
    "contrast",
    "contrast_of",
    "decoded",
    "group_counts",
    "layout_of",
    "mean",
    "median",
    "members_by_option",
    "proportion",
    "quartiles",
    "rounded",
    "summarise",
]
