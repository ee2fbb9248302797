"""Deadlines as people write them: a day where their words name one, nothing where they do not."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date

LEAST_LETTERS = 3
MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
_BEFORE = r"(?:avant|pour|d'ici|fin|debut|mi|courant|le|la|de|by|before|end of|in|on|until)[\s-]+"
_YEAR = r"(?P<year>20\d\d)"
_FORMS = tuple(
    re.compile(rf"(?:{_BEFORE})*{form}\.?")
    for form in (
        rf"(?P<day>\d\d?)\s?[/.-]\s?(?P<month>\d\d?)\s?[/.-]\s?{_YEAR}",
        rf"{_YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)",
        rf"(?P<month>\d\d?)\s?[/.-]\s?{_YEAR}",
        rf"(?:(?P<day>\d\d?)(?:er|st|nd|rd|th)?\s+)?(?P<name>[a-z]+)\.?\s+{_YEAR}",
        rf"{_YEAR}",
    )
)


def due_of(words: str) -> date | None:
    """The last day that words such as `30/06/2027`, `juin 2027` or `fin 2027` can mean.

    None for words that name no day (`avant l'été`), nor one of the calendar: nobody is told to be late
    by a guess.
    """
    parts = _parts(words)
    return None if parts is None else _last_day(parts)


def is_no_day(words: str) -> bool:
    """Whether words name a day or a month in figures, or a day of a month, that no calendar has.

    `31/02/2027` and `31 avril 2027` do, `printemps 2027` does not: it names no day at all.
    """
    parts = _parts(words)
    if parts is None or _last_day(parts) is not None:
        return False
    name = parts.get("name")
    return _month(name) is not None if name else parts.get("month") is not None


def _parts(words: str) -> dict[str, str | None] | None:
    """The year, and the month, its name and the day where they are given; None for other words."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", words.casefold().replace("’", "'"))
        if not unicodedata.combining(letter)
    ).strip()
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found is not None:
            return found.groupdict()
    return None


def _last_day(parts: dict[str, str | None]) -> date | None:
    year, name = int(parts["year"] or 0), parts.get("name")
    month = _month(name) if name else int(parts.get("month") or 12)
    if month is None or not 1 <= month <= len(MONTHS):
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(parts.get("day") or last)
    return date(year, month, day) if 1 <= day <= last else None


def _month(name: str) -> int | None:
    """A month by its name or the beginning of it, in the languages of the screens; None for two of them."""
    found = [
        number
        for number, names in enumerate(MONTHS, start=1)
        if any(known.startswith(name) for known in names)
    ]
    return found[0] if len(found) == 1 and len(name) >= LEAST_LETTERS else None
