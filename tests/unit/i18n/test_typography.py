from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domino_survey.i18n import typeset

N = "\u00a0"
F = "\u202f"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("l'eau", "l’eau"),
        ("aujourd'hui, c'est l'« Atelier »", f"aujourd’hui, c’est l’«{N}Atelier{N}»"),
        ("Pourquoi ?", f"Pourquoi{F}?"),
        ("Pourquoi?", f"Pourquoi{F}?"),
        ("Quoi ?!", f"Quoi{F}?!"),
        ("Bravo ! Merci ; à demain", f"Bravo{F}! Merci{F}; à demain"),
        ("Note : 45 %", f"Note{N}: 45{N}%"),
        ("Note: 45%", f"Note{N}: 45{N}%"),
        ("**Note :** texte", f"**Note{N}:** texte"),
        ("**Note:** texte", f"**Note{N}:** texte"),
        ("«mot»", f"«{N}mot{N}»"),
        ("« mot » ?", f"«{N}mot{N}»{F}?"),
        ("Enregistré à 14:02 !", f"Enregistré à 14:02{F}!"),
        ("10 % ; 20 %", f"10{N}%{F}; 20{N}%"),
        ("Voir https://a.fr/b?c=d;e ?", f"Voir https://a.fr/b?c=d;e{F}?"),
        ("[L'aide](/aide?x=l'a) :", f"[L’aide](/aide?x=l'a){N}:"),
        ("Écrivez `A ? B : C` ; puis", f"Écrivez `A ? B : C`{F}; puis"),
        ("Enregistré :material/check:", "Enregistré :material/check:"),
        ("Attention :red[l'eau]", "Attention :red[l’eau]"),
        ("| :--- | :---: |", "| :--- | :---: |"),
        ("Image ![l'eau](a.png)", "Image ![l’eau](a.png)"),
        ("R&amp; D", "R&amp; D"),
        ("Bonjour :)", "Bonjour :)"),
        ("", ""),
    ],
)
def test_typeset__french__follows_the_usage(typed: str, shown: str) -> None:
    assert typeset(typed, "fr") == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Don't stop!", "Don’t stop!"),
        ("Why? 45%: «x»", "Why? 45%: «x»"),
        ("`don't`", "`don't`"),
    ],
)
def test_typeset__english__sets_apostrophes_only(typed: str, shown: str) -> None:
    assert typeset(typed, "en") == shown


PIECES = st.sampled_from(
    [*"aé0 ;:!?%«»'\"`()[]*_|-\n.", N, F, "https://x.fr/?a", ":red[", ":ok:", "](", "&amp;", "l'"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["fr", "en"]))
@example("« »", "fr")
@example("a ? !", "fr")
def test_typeset__twice__changes_nothing(text: str, language: str) -> None:
    once = typeset(text, language)
    assert typeset(once, language) == once


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_typeset__any_text__changes_spaces_and_apostrophes_only(text: str) -> None:
    def bare(value: str) -> str:
        return "".join(value.replace("’", "'").split())

    assert bare(typeset(text, "fr")) == bare(text)
