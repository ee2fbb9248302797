"""Words as they are compared: without accents and case, without what says nothing, cut to their stem."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from domino_survey.likeness.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_WORD = re.compile(r"[^\W\d_]{2,40}")


def folded(text: str) -> str:
    """A text without case, accents and ligatures."""
    apart = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def words_of(text: str) -> list[str]:
    """The telling words of a text, as they are written but for their case, in order."""
    return [word for word in _WORD.findall(text.lower()) if folded(word) not in STOP_WORDS]


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """What a word has in common with its plural, its feminine and its verb: "réparations" gives "repar"."""
    return folded(_stemmer()(word.translate(_LIGATURES)))


def stems_of(text: str) -> list[str]:
    """The stems of the telling words of a text, in order.

    French rules serve every language: the same word always gives the same stem.
    """
    return [stem_of(word) for word in words_of(text)]


@cache
def _stemmer() -> Callable[[str], str]:
    import snowballstemmer  # noqa: PLC0415 - screens that group nothing open without it

    stemmer = snowballstemmer.stemmer("french")
    return lambda word: str(stemmer.stemWord(word))
