"""Where the words that someone looks for stand in a text, accents and case aside."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from domino_survey.likeness.words import folded

# From where to where in a text, the end left out.
Span: TypeAlias = tuple[int, int]


def found(text: str, query: str) -> tuple[Span, ...] | None:
    """The places in a text of all the words of a query, in order and apart; None where one is missing.

    A word is found inside others too: "répar" in "réparation". A query without a word finds every text, nowhere.
    """
    wanted = folded(query).split()
    if not wanted:
        return ()
    # Folding changes lengths: each sign that it gives remembers which one it comes from.
    signs: list[str] = []
    origins: list[int] = []
    for position, sign in enumerate(text):
        for one in _folded_sign(sign):
            signs.append(one)
            origins.append(position)
    flat = "".join(signs)
    marked: set[int] = set()
    for word in wanted:
        start = flat.find(word)
        if start < 0:
            return None
        while start >= 0:
            end = start + len(word)
            marked.update(range(origins[start], origins[end - 1] + 1))
            start = flat.find(word, end)
    return tuple(_runs(marked, text))


@cache
def _folded_sign(sign: str) -> str:
    return folded(sign)


def _runs(marked: set[int], text: str) -> list[Span]:
    runs: list[Span] = []
    for position in sorted(marked):
        if runs and runs[-1][1] == position:
            runs[-1] = (runs[-1][0], position + 1)
        else:
            runs.append((position, position + 1))
    # An accent that is a sign of its own stays with its letter.
    return [(start, _past_accents(text, end)) for start, end in runs]


def _past_accents(text: str, end: int) -> int:
    while end < len(text) and not folded(text[end]) and not text[end].isspace():
        end += 1
    return end
