"""Text that people typed, made safe to stand in Streamlit's Markdown and shown literally."""

from __future__ import annotations

import re

# Markdown reads a backslash before ASCII punctuation as "this very character".
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$:~&=@^])")
# Streamlit also rewrites plain text after Markdown is read, escapes or not: addresses become links,
# :words: become emojis and icons, arrows and comparisons become one sign. An invisible WORD JOINER
# between two characters stops that, and shows nothing.
_JOINER = "\u2060"
_REWRITTEN = re.compile(r"(?<=[:@])|(?<=www)(?=\.)|(?<=[<\->~])(?=[\->=])", re.IGNORECASE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

_IN_LABELS = re.compile(r"([\\`*_\[\]<>$~|])|^([-+#])|(?<=^\d)(\.)")


def label(text: str) -> str:
    """Escapes a text for the label of a widget, which Streamlit also speaks as it is written.

    Screen readers would say each backslash: only the signs that Markdown would take are escaped.
    """
    # Not `split`: it takes non-breaking spaces for spaces, and leaves a question mark alone on its line.
    text = re.sub(r"[ \t\r\n]+", " ", _INVISIBLE.sub("", text)).strip()
    return _IN_LABELS.sub(lambda match: "\\" + match[0], re.sub(r":(?=\S)", f":{_JOINER}", text))


def visible(text: str) -> str:
    """A user's text without what is not seen, for a file that shows it as it is.

    Line breaks stay. Control characters and those that turn the direction of writing are dropped:
    they let a text show something else than it holds.
    """
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(text: str) -> str:
    """Escapes what is `visible` of a user's text so that Streamlit's Markdown shows it as typed."""
    text = visible(text)
    text = _INDENT.sub(lambda match: "\u00a0" * len(match[0]), text)
    text = _SPECIAL.sub(r"\\\1", _REWRITTEN.sub(_JOINER, text))
    return text.replace("\n", "  \n")
