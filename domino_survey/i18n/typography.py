r"""Typography at display: the apostrophes, and in French the spaces around punctuation.

Sources are typed plainly (`l'eau`, `Pourquoi ?`) and set here, when they are shown. Addresses, code,
the targets of links, times and the directives of Streamlit's Markdown are left as they are.
"""

from __future__ import annotations

import functools
import re

NBSP = "\u00a0"
NARROW = "\u202f"

# What is never touched, first in the alternation so that it wins over the rules.
_PROTECTED = r"""
    (?P<protected>
        ```.*?(?:```|\Z)                        # fenced code
      | `[^`\n]*`                               # code span
      | (?<=\])\([^()\s]*(?:\s+"[^"\n]*")?\)    # target of a Markdown link
      | \b[A-Za-z][A-Za-z0-9+.-]*://[^\s<>»]+   # address
      | \b(?:mailto|tel):[^\s<>»]+
      | \bwww\.[^\s<>»]+
      | :[a-z][\w-]*(?:/[\w-]+)?:               # :material/check: and :emoji:
      | :[a-z]+(?:-[a-z]+)*(?=\[)               # :red[, :small[
      | &\#?\w+;                                # entity
    )
"""
_APOSTROPHE = r"(?P<apostrophe>(?<=[^\W\d_])'(?=[\w«“*_]))"

_FRENCH = re.compile(
    _PROTECTED
    + "|"
    + _APOSTROPHE
    + r"""
    | (?P<opening>«[ \u00a0\u202f]*)
    | [ \u00a0\u202f]*(?P<closing>»)
    # A space is typed: it becomes the right one. Not before an image; a colon only where it ends a word.
    | (?<=\S)[ \u00a0\u202f]+(?P<high>[;!?]+)(?!\[)
    | (?<=\S)[ \u00a0\u202f]+(?P<colon>:)(?=$|[\s»*_])
    | (?<=\d)[ \u00a0\u202f]*(?P<percent>%)(?![\w%])
    # No space is typed: one is put in where the sign ends a word.
    | (?<=[0-9A-Za-zÀ-ɏ)»"%€])(?P<high_tight>[;!?]+)(?=$|[\s»)*_"])
    | (?<=[0-9A-Za-zÀ-ɏ)»"%€])(?P<colon_tight>:)(?=$|[\s»*_])
    """,
    re.VERBOSE | re.DOTALL,
)
_ENGLISH = re.compile(_PROTECTED + "|" + _APOSTROPHE, re.VERBOSE | re.DOTALL)


def _set(match: re.Match[str]) -> str:
    kind = match.lastgroup or "protected"
    found = match[kind]
    if kind == "protected":
        return match[0]
    if kind == "apostrophe":
        return "’"
    if kind == "opening":
        return "«" + NBSP
    if kind in {"high", "high_tight"}:
        return NARROW + found
    return NBSP + found


@functools.lru_cache(maxsize=4096)
def typeset(text: str, language: str) -> str:
    """A text as it is shown in a language. Setting it twice changes nothing.

    French: typographic apostrophes; U+202F before `; ! ?`; U+00A0 before `: % »` and after `«`.
    Other languages: typographic apostrophes only.
    """
    return (_FRENCH if language == "fr" else _ENGLISH).sub(_set, text)
