"""French and English words around a place: "de Redon", "d'Allaire", "du Sel-de-Bretagne"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domino_survey.territories import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.demo.chance import Chance

# Most names in H are mute in Bretagne and Pays de la Loire; those that begin so are not.
_ASPIRATED = ("Haut", "Hédé", "Huelgoat", "Hanvec")
_SLOT = re.compile(r"\{(\w+)\}")
_ARTICLES = (("Le ", "du ", "au "), ("Les ", "des ", "aux "))


def of_place(name: str) -> str:
    """The name of a commune after "de"."""
    for article, of, _ in _ARTICLES:
        if name.startswith(article):
            return of + name.removeprefix(article)
    mute = name.startswith("H") and not name.startswith(_ASPIRATED)
    return f"d'{name}" if mute or fold(name)[:1] in "aeiou" else f"de {name}"


def at_place(name: str) -> str:
    """The name of a commune after "à"."""
    for article, _, at in _ARTICLES:
        if name.startswith(article):
            return at + name.removeprefix(article)
    return f"à {name}"


def words_for(commune: str, slots: Mapping[str, tuple[str, ...]], chance: Chance) -> dict[str, str]:
    """What stands in the slots of the texts of one initiative."""
    chosen = {slot: chance.one_of(choices) for slot, choices in slots.items()}
    return {**chosen, "commune": commune, "de": of_place(commune), "a": at_place(commune)}


def filled_in(text: str, words: Mapping[str, str]) -> str:
    """A text with its slots filled; `{Jour}` stands for `{jour}` with a capital letter."""

    def word(match: re.Match[str]) -> str:
        slot = match[1]
        if slot in words:
            return words[slot]
        found = words[slot.lower()]
        return found[:1].upper() + found[1:]

    return _SLOT.sub(word, text)


def shortened(text: str, limit: int) -> str:
    """A text of at most `limit` characters, cut after a sentence or else a word."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    end = max(head.rfind(". "), head.rfind(".\n"))
    return head[: end + 1] if end > 0 else head.rsplit(" ", 1)[0]
