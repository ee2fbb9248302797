"""How wide a text is in the interface's font, and where it breaks into lines.

The picture is laid out before any browser sees it, so the advance widths of Source Sans stand here,
rounded up to a few classes: a label is then never measured narrower than it is drawn.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

# Advance width in thousandths of the font size -> the characters that are at most that wide.
_CLASSES: dict[int, str] = {
    210: " \u00a0\u202f",
    260: "',.:;’|ijl·I",
    310: "!f()[]{}-\u2011",
    350: "t°r/ª",
    420: 'º*?sz"',
    435: "«»",
    460: "xc",
    480: "vyJY–",
    500: "FLk#$+0123456789<=>^_aeg−€",
    530: "XVES",
    545: "ATZhou",
    560: "bndpqµ",
    580: "CPRK",
    620: "BDG&",
    660: "HNUOQ",
    730: "wM",
    800: "W—½",
    850: "%mæ@œ",
}
_ADVANCE = {character: width for width, group in _CLASSES.items() for character in group}
_WIDEST = 1000
BOLD = 1.08


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width in pixels that `text` takes at `size` pixels, never less than what is drawn."""
    thousandths = sum(_advance(character) for character in text)
    return thousandths * size * (BOLD if bold else 1.0) / 1000


def wrap(text: str, size: float, room: float) -> tuple[str, ...]:
    """Breaks a text into the fewest lines that fit in `room` pixels, then evens them out.

    Lines break at spaces and after hyphens, never at a non-breaking space. A single word wider than
    the room is cut with a hyphen as a last resort: see `fits_whole`.
    """
    words = [word for part in text.split(" ") if part for word in _pieces(part)]
    lines = _greedy(words, size, room)
    if len(lines) <= 1:
        return lines
    narrow = room
    while narrow > size:
        narrow -= size / 4
        closer = _greedy(words, size, narrow)
        if len(closer) > len(lines) or not _whole(words, size, narrow):
            break
        lines = closer
    return lines


def fits_whole(text: str, size: float, room: float) -> bool:
    """Whether `wrap` needs to cut no word."""
    return _whole([word for part in text.split(" ") for word in _pieces(part)], size, room)


def _advance(character: str) -> int:
    found = _ADVANCE.get(character)
    if found is None:
        base = unicodedata.normalize("NFD", character)[0]
        found = _ADVANCE.get(base, _WIDEST)
    return found


def _pieces(part: str) -> list[str]:
    """The pieces of an unspaced part; a piece that ends in a hyphen may be followed by a break."""
    cuts = [0, *(at + 1 for at, sign in enumerate(part[:-1]) if sign == "-" and at), len(part)]
    return [part[start:end] + (" " if end == len(part) else "") for start, end in pairwise(cuts)]


def _whole(words: list[str], size: float, room: float) -> bool:
    return all(text_width(word.rstrip(" "), size) <= room for word in words)


def _greedy(words: list[str], size: float, room: float) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for word in words:
        if line and text_width((line + word).rstrip(" "), size) > room:
            lines.append(line.rstrip(" "))
            line = ""
        rest = word
        while not line and text_width(rest.rstrip(" "), size) > room:
            head = _head(rest.rstrip(" "), size, room)
            lines.append(head + "-")
            rest = rest[len(head) :]
        line += rest
    if line.strip(" "):
        lines.append(line.rstrip(" "))
    return tuple(lines)


def _head(word: str, size: float, room: float) -> str:
    """The longest start of a word that fits with a hyphen, at least one character."""
    end = len(word) - 1
    while end > 1 and text_width(word[:end] + "-", size) > room:
        end -= 1
    return word[: max(end, 1)]
