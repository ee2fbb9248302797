"""Days as people write them in figures."""

from __future__ import annotations

import re
from datetime import date

_FORMS = (
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
)


def read_day(text: str) -> date | None:
    """The day in `24/11/2026` or `2026-11-24`; None for anything else, and for no day of the calendar.

    The day comes before the month in both languages: the questionnaires are asked in Europe.
    """
    for form in _FORMS:
        if found := form.fullmatch(text.strip()):
            try:
                return date(**{part: int(digits) for part, digits in found.groupdict().items()})
            except ValueError:
                return None
    return None
