"""Texts with ids in them, as people read them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domino_survey import wording
from domino_survey.answers import answered
from domino_survey.i18n import LANGUAGES, Translator, plain
from domino_survey.schema import option_codes
from domino_survey.schema_files import load
from tests.builders import axis, percent, questionnaire, text, theme
from tests.unit.services.results_of import result

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.i18n.catalogue import Language
    from domino_survey.schema import Recommendation

DOMINO = load(Path(__file__).parents[3] / "schemas" / "domino" / "1.yaml")
FRENCH = Translator("fr")
NEED = percent("A.T.Q1").model_copy(update={"short": text("Besoin établi")})
MODEL = questionnaire(axis("A", theme("A.T", NEED)))
NBSP = "\u00a0"


def said(words: str, escape: Callable[[str], str] = wording.as_is) -> str:
    return wording.readable(FRENCH, MODEL, words, escape).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Besoin établi (A.T.Q1 ≥ 3)", "Besoin établi (au moins 3 sur 100)"),
        ("Besoin établi (A.T.Q1)", "Besoin établi"),
        ("Besoin établi (A.T.Q1) ; suite", "Besoin établi ; suite"),
        ("Part de ceux dont le besoin est établi (A.T.Q1 = 4)", "Part de ceux dont le besoin est établi (exactement 4 sur 100)"),
        ("Besoin établi ; rôles clairs (A.T.Q1 ≥ 3)", "Besoin établi ; rôles clairs (« Besoin établi » : au moins 3 sur 100)"),
        ("A.T.Q1 < 2,5", "« Besoin établi » : moins de 2,5 sur 100"),
        ("A.T.Q1 <= 60 %, puis mieux", "« Besoin établi » : 60 % au plus, puis mieux"),
        ("Évolution de A.T.Q1 en un an", "Évolution de « Besoin établi » en un an"),
        ("Voir A.T.Q9 ≥ 3 (A.ailleurs)", "Voir A.T.Q9 ≥ 3 (A.ailleurs)"),
        ("Part ≥ 60 %", "Part au moins 60 %"),
        ("De a > b à <rien>", "De a > b à <rien>"),
        ("(A.T.Q1 ≥ 3", "(« Besoin établi » : au moins 3 sur 100"),
    ],
)  # fmt: skip
def test_readable__ids_and_comparisons__are_names_and_words(written: str, read: str) -> None:
    assert said(written) == read


def test_readable__for_markdown__escapes_what_was_written_and_keeps_its_spaces() -> None:
    assert said("*Suivre* A.T.Q1 dans [2]", plain) == r"\*Suivre\* « Besoin établi » dans \[2\]"


def test_readable__points_of_a_questionnaire_of_its_own_scale__are_out_of_100() -> None:
    read = wording.readable(FRENCH, DOMINO, "A2.T3.Q3 ≥ 3").replace(NBSP, " ")
    assert read.endswith(" : au moins 75 sur 100")


def test_facts__points_and_scores_in_one_reason__are_on_one_scale() -> None:
    lowest = {item: answered(option_codes(DOMINO.items[item])[1]) for item in ("A3.T2.Q1",)}
    (advice,) = [
        one
        for one in result(DOMINO, path="short", **lowest).advice
        if one.recommendation.condition == "A3.T2.Q1 <= 1"
    ]
    (line,) = wording.facts_in_words(FRENCH, DOMINO, advice.facts)
    assert line.replace(NBSP, " ").endswith(" : 25 sur 100 (repère : 25 sur 100 au plus)")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", DOMINO.recommendations, ids=lambda one: one.id)
def test_readable__each_recommendation__names_each_thing_once_and_without_signs(
    one: Recommendation, language: Language
) -> None:
    t = Translator(language)
    read = wording.readable(t, DOMINO, t.text(one.follow_up))
    assert read
    assert not re.search(r"[≥≤<>=]|\b[AP]\d\.|\(\s*\)|\s{2}|\s\)|\(\s", read)
    names = [name.strip() for name in re.findall("[«“](.*?)[»”]", read)]
    outside = re.sub("[«“].*?[»”]", "", read).casefold()
    assert len(names) == len(set(names))
    assert not [name for name in names if name.casefold() in outside]


def test_recommendations__of_the_questionnaire__are_the_39_that_are_read_here() -> None:
    assert len(DOMINO.recommendations) == 39
