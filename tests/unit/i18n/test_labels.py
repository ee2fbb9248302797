"""Labels of widgets, which are shown as Markdown and spoken as written."""

from __future__ import annotations

import pytest

from domino_survey.i18n import label


@pytest.mark.parametrize(
    "text",
    ["Une personne peut-elle venir (temps, savoir, bien, idée) ?", "Qu’est-ce que c’est.", "5 ans"],
)
def test_label__ordinary_sentence__spoken_as_it_is(text: str) -> None:
    assert label(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*gras*", r"\*gras\*"),
        ("[lien](http)", r"\[lien\](http)"),
        ("- liste", r"\- liste"),
        ("1. liste", r"1\. liste"),
        ("<b>", r"\<b\>"),
        ("deux\nlignes", "deux lignes"),
    ],
)
def test_label__signs_of_markdown__shown_as_typed(text: str, shown: str) -> None:
    assert label(text) == shown
