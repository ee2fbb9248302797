"""One language at work: what a screen needs to speak to a person."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from domino_survey.errors import CATALOGUE
from domino_survey.i18n.catalogue import LANGUAGES, SOURCE_LANGUAGE, Language, translations
from domino_survey.i18n.typography import NBSP, typeset

if TYPE_CHECKING:
    from domino_survey.errors import Problem

# British English, because dates of the day before the month are what Europeans read.
_LOCALES: Mapping[str, str] = {"fr": "fr_FR", "en": "en_GB"}
_NO_NUMBER = "–"
_MINUS = "\N{MINUS SIGN}"


class _Params(dict[str, object]):
    """Parameters of a problem: a missing one stays visible instead of hiding the problem."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def rounded(value: float, decimals: int = 0) -> Decimal:
    """A number as it is shown: half away from zero."""
    # Through text: people expect 2.675 to round as it is written, and 6.25 whatever the last digits
    # of the sum it comes from.
    step = Decimal(1).scaleb(-decimals)
    return Decimal(str(round(value, 9))).quantize(step, rounding=ROUND_HALF_UP) + 0


# Where a day begins and ends for those who use the application.
ZONE: Final = ZoneInfo("Europe/Paris")


class Translator(Struct, frozen=True):
    """Speaks one language. Cheap to make; equal translators are interchangeable.

    Attributes:
        language: one of `LANGUAGES`. Raises `ValueError` for another.
        zone: time zone in which moments are shown.
    """

    language: Language = SOURCE_LANGUAGE
    zone: str = ZONE.key

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"unknown language {self.language!r}")

    def __call__(self, message: str, /, **params: object) -> str:
        """A French message id in the language, its `{named}` parameters filled in, typeset."""
        template = translations(self.language).get(message, (message,))[0]
        return typeset(template.format(**params), self.language)

    def plural(self, singular: str, plural: str, count: float, **params: object) -> str:
        """The form that agrees with a count; `{count}` is the count as people write it.

        French says zero and one in the singular, English only one.
        """
        forms = translations(self.language).get(singular, (singular, plural))
        one = abs(count) < 2 if self._form_language(singular) == "fr" else count == 1  # noqa: PLR2004
        written = self.number(count, 0 if float(count).is_integer() else 1)
        template = forms[0] if one else forms[-1]
        return typeset(template.format(**{"count": written, **params}), self.language)

    def _form_language(self, message: str) -> Language:
        return self.language if message in translations(self.language) else SOURCE_LANGUAGE

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with grouped thousands, rounded half away from zero; a dash for no number."""
        return _number(value, decimals, _LOCALES[self.language])

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share in [0, 1] as a percentage."""
        written = self.number(float(Decimal(str(share)) * 100), decimals)
        if written == _NO_NUMBER:
            return written
        return f"{written}{NBSP}%" if self.language == "fr" else f"{written}%"

    def date(self, day: dt.date) -> str:
        """A day in words: `1er mars 2026`. A moment counts in the zone."""
        from babel.dates import format_date  # noqa: PLC0415 - importing Babel costs 30 ms

        if isinstance(day, dt.datetime):
            day = self.local(day).date()
        written = format_date(day, "d MMMM y", locale=_LOCALES[self.language])
        if self.language == "fr" and day.day == 1:
            return written.replace("1 ", "1er ", 1)
        return written

    def time(self, moment: dt.datetime) -> str:
        """The hour of a moment in the zone: `14:02`."""
        return format(self.local(moment), "%H:%M")

    def datetime(self, moment: dt.datetime) -> str:
        """A moment in the zone: `3 mars 2026 à 14:02`."""
        joint = "à" if self.language == "fr" else "at"
        return f"{self.date(moment)} {joint} {self.time(moment)}"

    def local(self, moment: dt.datetime) -> dt.datetime:
        """A moment in the zone; one without a zone is taken as it is."""
        return moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(self.zone))

    def list_of(self, items: Iterable[str]) -> str:
        """Items in a sentence: `a, b et c`."""
        *head, last = [*items] or [""]
        if not head:
            return last
        joint = "et" if self.language == "fr" else "and"
        return f"{', '.join(head)} {joint} {last}"

    def text(self, texts: Mapping[str, str] | object) -> str:
        """A text of a questionnaire in the language, or else in its first language, typeset.

        Takes a mapping from language to text, a string, or an object whose `root` is one of these.
        Nothing is filled in: braces stay braces. Empty for `None` and for an empty mapping.
        """
        texts = getattr(texts, "root", texts)
        if isinstance(texts, str):
            return typeset(texts, self.language)
        if not texts:
            return ""
        if not isinstance(texts, Mapping):
            raise TypeError(f"no texts in a {type(texts).__name__}")
        language = self.language if texts.get(self.language) else next(iter(texts))
        return typeset(str(texts[language]), str(language))

    def _parameter(self, value: object) -> object:
        if isinstance(value, Mapping):
            return self.text(value)
        if isinstance(value, float):
            return f"{value:g}".replace(".", "," if self.language == "fr" else ".")
        return value

    def problem(self, problem: Problem) -> tuple[str, str]:
        """The fault and the remedy of a problem, in words. Raises `KeyError` for an unknown code."""
        entry = CATALOGUE[problem.code]
        # A parameter may be a text of a questionnaire, in several languages.
        params = _Params({name: self._parameter(value) for name, value in problem.params.items()})
        fault, remedy = (
            typeset(
                translations(self.language).get(message, (message,))[0].format_map(params),
                self.language,
            )
            for message in (entry.fault, entry.remedy)
        )
        return fault, remedy


@functools.lru_cache(maxsize=4096)
def _number(value: float, decimals: int, locale: str) -> str:
    """A number as people write it, with a true minus. Remembered: a result says the same few hundred."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - importing Babel costs 30 ms

    if not math.isfinite(value):
        return _NO_NUMBER
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = str(format_decimal(rounded(value, decimals), pattern, locale=locale))
    return written.replace("-", _MINUS)
