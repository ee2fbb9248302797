from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domino_survey import wording
from domino_survey.answers import NOT_APPLICABLE
from domino_survey.i18n import Translator, plain
from domino_survey.schema_files import load
from tests.builders import answers, answers_of, axis, percent, questionnaire, text, theme
from tests.unit.reports.conftest import result_from

if TYPE_CHECKING:
    from domino_survey.services.results import Result
    from tests.builders import Plain

JARDINS = load(Path(__file__).parents[2] / "questionnaires" / "jardins.yaml")
FRENCH = Translator("fr")
GARDEN: dict[str, Plain] = {
    "age": "recolte",
    "sol.paillage": "nu",
    "sol.vers": 2.0,
    "voisins.ouvert": "oui",
    "voisins.repas": 9.0,
    "eau.origine": "aucune",
}


def two_axes(first: float, second: float) -> Result:
    named = axis("A", theme("T1", percent("Q1"))).model_copy(update={"short": text("A*")})
    model = questionnaire(named, axis("B", theme("T2", percent("Q2"))))
    return result_from(model, answers(Q1=first, Q2=second))


def test_answered__theme_that_is_all_set_aside__says_that_nothing_applies() -> None:
    aside = theme("T2", percent("Q2", not_applicable=text("Sans objet")))
    model = questionnaire(axis("A", theme("T1", percent("Q1")), aside))
    first, second = result_from(model, answers(Q1=50.0, Q2=NOT_APPLICABLE)).axes[0].themes
    assert wording.answered_words(FRENCH, first.result) == "1 question sur 1 répondue"
    assert wording.answered_words(FRENCH, second.result) == "aucune question ne s’applique"


def test_main_sentence__two_axes__names_the_best_and_the_weakest_as_they_are() -> None:
    said = wording.main_sentence(FRENCH, two_axes(80, 20))
    assert said.endswith("A*. Ce qui demande le plus d’attention\u00a0: B.")


def test_main_sentence__for_markdown__is_escaped_and_stressed() -> None:
    said = wording.main_sentence(FRENCH, two_axes(80, 20), lambda name: f"**{plain(name)}**")
    assert r"**A\***" in said
    assert "**B**" in said


def test_main_sentence__scores_shown_alike__speaks_of_balance() -> None:
    assert "équilibré" in wording.main_sentence(FRENCH, two_axes(50.2, 49.9))


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"Q2": 10.0}, "Aucune question ne se pose"),
        ({"Q2": 90.0, "Q1": NOT_APPLICABLE}, "sont sans objet pour votre pratique"),
        ({"Q2": 90.0}, "pas encore assez de réponses"),
    ],
    ids=["not asked", "not applicable", "not answered"],
)
def test_main_sentence__no_score__says_which_kind_of_nothing_it_is(
    given: dict[str, Plain], part: str
) -> None:
    asked = percent("Q1", not_applicable=text("Sans objet"), relevance="Q2 > 50")
    one = axis("A", theme("T1", asked))
    model = questionnaire(one, profile=[percent("Q2")])
    assert part in wording.main_sentence(FRENCH, result_from(model, answers(**given)))


def test_overall_sentence__where_it_is_asked_for__has_the_lowest_axis_beside_it() -> None:
    said = wording.overall_sentence(FRENCH, result_from(JARDINS, answers_of(GARDEN)))
    assert said.startswith("Score d’ensemble\u00a0: ")
    assert "Le sol, 5" in said
    assert wording.overall_sentence(FRENCH, two_axes(80, 20)) == ""


@pytest.mark.parametrize(("proven", "verb"), [(0, "repose "), (1, "repose "), (2, "reposent ")])
def test_proof_sentence__any_count__agrees_with_it(proven: int, verb: str) -> None:
    proofs = dict.fromkeys(list(GARDEN)[1 : 1 + proven], "mesure")
    said = wording.proof_sentence(FRENCH, result_from(JARDINS, answers_of(GARDEN), proofs=proofs))
    assert said.startswith(f"{proven} réponse")
    assert verb in said


def test_proof_sentence__no_answer__is_empty() -> None:
    assert wording.proof_sentence(FRENCH, result_from(JARDINS, {})) == ""


def test_readable__ids_in_a_text__become_names() -> None:
    said = wording.readable(FRENCH, JARDINS, "Voir sol.vie et sol.ailleurs")
    assert said == "Voir «\u00a0Vie du sol\u00a0» et sol.ailleurs"


def test_cited_sources__codes_in_a_precedent__are_found() -> None:
    advice = next(one for one in JARDINS.recommendations if one.id == "H1")
    assert [source.code for source in wording.cited_sources(JARDINS, advice)] == ["G1"]
