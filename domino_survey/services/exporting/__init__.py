"""Responses on their way out, for organisers: who may ask, what for, and what they get."""

from domino_survey.services.exporting.batch import pseudonym
from domino_survey.services.exporting.requests import (
    LONGEST_REASON,
    Count,
    Export,
    begin,
    checked_reason,
    counted,
    exportable,
    still_allowed,
)
from domino_survey.services.exporting.wish import Content, Shape, Wish

__all__ = [
    "LONGEST_REASON",
    "Content",
    "Count",
    "Export",
    "Shape",
    "Wish",
    "begin",
    "checked_reason",
    "counted",
    "exportable",
    "pseudonym",
    "still_allowed",
]
