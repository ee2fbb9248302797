"""What may be shown of a group without seeing through to its members (decision records 0003, 0010)."""

from domino_survey.disclosure.audit import Ranges, exposed, ranges
from domino_survey.disclosure.combinations import Combinations, Verdict
from domino_survey.disclosure.counts import (
    rounded_count,
    rounded_counts,
    suppressed_counts,
    telling,
)
from domino_survey.disclosure.crowds import crowds, still_a_crowd
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
from domino_survey.disclosure.suppression import Suppression, suppress
from domino_survey.disclosure.tables import (
    Dimension,
    Protection,
    Table,
    dominated,
    few,
    flat,
    table_of,
    together,
    unanimous,
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
    "Dimension",
    "Entry",
    "Explanation",
    "Filters",
    "Key",
    "Lattice",
    "Protection",
    "Publication",
    "Query",
    "Ranges",
    "Reason",
    "Remedy",
    "Shown",
    "Suppression",
    "Table",
    "Verdict",
    "checked_threshold",
    "crowds",
    "dominated",
    "explain",
    "exposed",
    "few",
    "flat",
    "publish",
    "ranges",
    "rounded_count",
    "rounded_counts",
    "safe_fact",
    "still_a_crowd",
    "suppress",
    "suppressed_counts",
    "table_of",
    "telling",
    "together",
    "unanimous",
]
