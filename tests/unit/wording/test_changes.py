"""Another answer in words."""

from __future__ import annotations

import pytest

from domino_survey.answers import MISSING, Answer, answered
from domino_survey.i18n import Translator, plain
from domino_survey.wording import change_words, effort_words, further_words, gain_words
from tests.builders import multiple, number, scale

FRENCH = Translator("fr")
SEVERAL = multiple("Q", {"a": 1.0, "b": 1.0, "c": 1.0, "none": 0.0}, exclusive=["none"])


def said(before: Answer, after: Answer) -> str:
    return (
        change_words(FRENCH, SEVERAL, before, after).replace("\u00a0", " ").replace("\u202f", " ")
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (("a",), ("a", "b"), "ajouter « b »"),
        (("a",), ("a", "b", "c"), "ajouter « b » et « c »"),
        (("a", "b"), ("a",), "retirer « b »"),
        (("none",), ("a", "b"), "ajouter « a » et « b », retirer « none »"),
    ],
)
def test_change__of_options__says_only_those_that_come_and_go(
    before: tuple[str, ...], after: tuple[str, ...], words: str
) -> None:
    assert said(answered(before), answered(after)) == words


def test_further__of_an_answer_that_was_said__says_the_end_only() -> None:
    item = scale("Q")
    assert (
        further_words(FRENCH, item, answered("n0"), answered("n4")).replace("\u00a0", " ")
        == "jusqu’à « Niveau 4 »"
    )
    assert (
        further_words(FRENCH, SEVERAL, answered(("a",)), answered(("a", "b"))).replace(
            "\u00a0", " "
        )
        == "ajouter « b »"
    )


def test_change__from_no_answer__says_both_whole() -> None:
    assert said(MISSING, answered(("a", "b"))) == "de « Sans réponse » à « a ; b »"


def test_change__of_a_number__any_of_its_range_will_do() -> None:
    item = number("Q")
    words = [
        change_words(FRENCH, item, answered(3.0), answered(5.0), within=within)
        for within in ((5.0, 10.0), (5.0, None), (None, 2.5))
    ]
    assert [one.replace("\u00a0", " ").replace("\u202f", " ") for one in words] == [
        "de « 3 » à « entre 5 et 10 »",
        "de « 3 » à « 5 ou plus »",
        "de « 3 » à « moins de 2,5 »",
    ]


def test_change__for_markdown__escapes_what_an_author_wrote() -> None:
    item = scale("Q").model_copy(update={"levels": tuple(scale("Q").levels)})
    item = item.model_copy(
        update={
            "levels": (item.levels[0].model_copy(update={"label": {"fr": "*a*"}}), item.levels[1])
        }
    )
    assert r"\*a\*" in change_words(FRENCH, item, answered("n0"), answered("n1"), escape=plain)


def test_gain_and_effort__in_words__agree_with_their_numbers() -> None:
    assert [gain_words(FRENCH, one) for one in (0.5, 1.96, 2.0, 12.5)] == [
        "+0,5 point",
        "+2 points",
        "+2 points",
        "+12,5 points",
    ]
    assert [effort_words(FRENCH, one) for one in (1, 3)] == ["1 échelon", "3 échelons"]
