"""An answer as a reader sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, Answer, answered
from domino_survey.i18n import Translator
from domino_survey.wording import answer_words
from tests.builders import multiple, number, scale, text, yes_no

if TYPE_CHECKING:
    from domino_survey.schema import Question

FRENCH = Translator("fr")
SEVERAL = multiple("m", {"a": 1.0, "b": 2.0})


@pytest.mark.parametrize(
    ("item", "answer", "words"),
    [
        (scale("s"), answered("n2"), "Niveau 2"),
        (number("n", unit=text("%")), answered(12.0), "12 %"),
        (number("n"), answered(12.5), "12,5"),
        (number("n", unit=text("personnes")), answered(2.0), "2 personnes"),
        (number("n", unit=text("personnes")), answered(1.0), "1 (personnes)"),
        (yes_no("y"), answered("oui"), "Oui"),
        (SEVERAL, answered(("a", "b")), " ; ".join(o.label["fr"] for o in SEVERAL.options)),
        (scale("s"), DONT_KNOW, "Ne sait pas"),
        (scale("s"), NOT_APPLICABLE, "Sans objet"),
        (scale("s"), MISSING, "Sans réponse"),
    ],
)
def test_answer_words__of_each_kind__are_those_of_its_question(
    item: Question, answer: Answer, words: str
) -> None:
    assert answer_words(FRENCH, item, answer) == words


def test_answer_words__percentage_in_english__has_no_space() -> None:
    asked = number("n", unit=text("% of purchases"))
    assert answer_words(Translator("en"), asked, answered(12.0)) == "12% of purchases"
