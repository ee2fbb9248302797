"""What may be shown of a group without seeing through to its members (decision records 0003, 0009)."""

from domino_survey.disclosure.combinations import Combinations, Verdict
from domino_survey.disclosure.counts import rounded_count, suppressed_counts, telling
from domino_survey.disclosure.facts import safe_fact
from domino_survey.disclosure.publishing import publish
from domino_survey.disclosure.reasons import Explanation, Remedy, explain
from domino_survey.disclosure.selections import (
    LEVELS,
    Entry,
    Filters,
    Key,
    Lattice,
    Publication,
    Query,
    Reason,
    Shown,
)
from domino_survey.disclosure.thresholds import (
    DEFAULT,
    DOMINANCE,
    FLOOR,
    OPEN_DATA,
    checked_threshold,
)

__all__ = [
    "DEFAULT",
    "DOMINANCE",
    "FLOOR",
    "LEVELS",
    "OPEN_DATA",
    "Combinations",
    "Entry",
    "Explanation",
    "Filters",
    "Key",
    "Lattice",
    "Publication",
    "Query",
    "Reason",
    "Remedy",
    "Shown",
    "Verdict",
    "checked_threshold",
    "explain",
    "publish",
    "rounded_count",
    "safe_fact",
    "suppressed_counts",
    "telling",
]
