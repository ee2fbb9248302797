from __future__ import annotations

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.i18n import plain

JOINER = "\u2060"
PAYLOADS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[lien](javascript:alert(1))",
    "![image](https://exemple.fr/pixel.png)",
    "<https://exemple.fr>",
    "https://exemple.fr www.exemple.fr moi@exemple.fr",
    "[ref]: https://exemple.fr",
    "# titre",
    "titre\n=====",
    "titre\n-----",
    "- liste\n+ liste\n* liste\n1. liste\n1) liste",
    "    code",
    "```\ncode\n```",
    "`code` ~~barré~~ **gras** __gras__ *italique* _italique_",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "$x^2$ $$y$$",
    ":red[rouge] :material/check: :rocket: :blue-badge[x]",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "&lt;b&gt; &amp; &#60;",
    "C:\\dossier\\*",
    "> citation",
    "---",
    "[^1]: note",
    "=SOMME(A1)",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_plain__markup__leaves_no_special_character_unescaped(payload: str) -> None:
    shown = plain(payload)
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", shown)
    assert not set(bare) & set("\\`*_{}[]()<>#+-.!|$:~&=@^")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_plain__what_streamlit_rewrites__is_interrupted(payload: str) -> None:
    read = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", plain(payload))
    assert not re.search(r"https?://|www\.|:\w[\w/-]*:|:\w+\[|@\w", read)
    assert not re.search(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)", read)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=string.printable.replace("\r", "").replace("\x0b", "").replace("\x0c", "")))
def test_plain__read_as_markdown__gives_the_text_back(text: str) -> None:
    read = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", plain(text).replace("  \n", "\n"))
    read = read.replace(JOINER, "").replace("\u00a0", " ")
    lines = [
        re.sub(r"^[ \t]+", lambda found: " " * len(found[0]), line) for line in text.split("\n")
    ]
    assert read.split("\n") == lines


def test_plain__lines__stay_apart() -> None:
    assert plain("un\r\ndeux") == "un  \ndeux"


def test_plain__hidden_directions__are_dropped() -> None:
    assert plain("a\u202egpj.exe\x00") == "agpj\\.exe"


def test_plain__ordinary_words__are_untouched() -> None:
    assert plain("Café associatif, l'été") == "Café associatif, l'été"
