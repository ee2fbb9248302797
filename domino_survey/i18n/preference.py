"""Which language someone reads, from what their browser says."""

from __future__ import annotations

from domino_survey.i18n.catalogue import LANGUAGES, SOURCE_LANGUAGE, Language


def known_language(text: str | None) -> Language | None:
    """A language of ours by its code, whatever follows it (`en-GB`); None for any other."""
    code = (text or "").strip().lower().partition("-")[0]
    return next((language for language in LANGUAGES if language == code), None)


def preferred_language(
    asked: str | None = None, remembered: str | None = None, accepted: str | None = None
) -> Language:
    """The language to speak.

    The one asked for (`?lang=`), else the one remembered (the cookie), else the one of ours that the
    browser likes best (its `Accept-Language`), else French.
    """
    return (
        known_language(asked)
        or known_language(remembered)
        or _first_accepted(accepted or "")
        or SOURCE_LANGUAGE
    )


def _first_accepted(header: str) -> Language | None:
    ranked: list[tuple[float, Language]] = []
    for part in header[:500].split(","):
        name, *parameters = part.split(";")
        language = known_language(name)
        quality = _quality(parameters)
        if language is not None and quality > 0:
            ranked.append((quality, language))
    # `max` keeps the first of equals: the order of the header.
    return max(ranked, key=lambda entry: entry[0])[1] if ranked else None


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
