"""The message catalogues: French is the source, other languages are read from `locales/`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
SOURCE_LANGUAGE: Language = "fr"

_LOCALES = Path(__file__).parent / "locales"


def N_(message: str) -> str:  # noqa: N802 - the name that translators' tools look for
    """Marks a message for translation where it is written, to be translated where it is shown."""
    return message


def path_of(language: Language) -> Path:
    """The catalogue file of a language other than French."""
    return _LOCALES / language / "LC_MESSAGES" / "messages.po"


@functools.cache
def translations(language: Language) -> Mapping[str, tuple[str, ...]]:
    """The forms of each French message in a language: one, or one per plural form.

    Messages without a translation are left out, so that they show in French. Read once.
    """
    if language == SOURCE_LANGUAGE:
        return {}
    from babel.messages.pofile import read_po  # noqa: PLC0415 - importing Babel costs 30 ms

    with path_of(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    forms: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if key and all(texts) and not message.fuzzy:
            forms[key] = texts
    return forms
