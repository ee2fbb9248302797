"""What people wrote, one text after the other: verbatim, never as markup, with what someone looks for marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.i18n import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domino_survey.likeness import Span

MARK = ":orange-background[{words}]"


def listed(texts: Iterable[str]) -> str:
    """Texts that are safe already as one list in Markdown; their line breaks stay within their item."""
    return "\n\n".join("- " + text.replace("\n", "\n  ") for text in texts)


def marked(text: str, spans: Sequence[Span]) -> str:
    """A text as it was typed; the words in which these places lie are marked whole."""
    pieces = []
    place = 0
    for start, end in spans:
        first, last = _whole_word(text, start, end)
        if last <= place:
            continue
        first = max(first, place)
        pieces += [_between(text, place, first), MARK.format(words=plain(text[first:last]))]
        place = last
    pieces.append(_between(text, place, len(text)))
    return "".join(pieces)


def _whole_word(text: str, start: int, end: int) -> tuple[int, int]:
    """What is marked stands apart a little: half a word would look like two."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def _between(text: str, start: int, end: int) -> str:
    """A piece of a text. A space after a mark stays a space: `plain` would take it for an indent."""
    piece = text[start:end]
    if start == 0 or not piece.startswith(" "):
        return plain(piece)
    bare = piece.lstrip(" ")
    return " " * (len(piece) - len(bare)) + plain(bare)
