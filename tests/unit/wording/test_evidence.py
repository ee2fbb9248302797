"""What made a recommendation for a territory fire, and what moved since it was kept, in words."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from domino_survey import expressions, wording
from domino_survey.aggregation import NodeSummary, Summary
from domino_survey.expressions import Fact, tree
from domino_survey.i18n import LANGUAGES, Translator
from domino_survey.schema_files import load
from domino_survey.services.plan import Caution
from domino_survey.services.roadmap import Entry
from domino_survey.services.roadmap_figures import Reading
from tests.unit.reports.conftest import NOW

if TYPE_CHECKING:
    from domino_survey.expressions.facts import Function
    from domino_survey.i18n.catalogue import Language

FRENCH = Translator("fr")
DOMINO = load(Path(__file__).parents[3] / "schemas" / "domino" / "1.yaml")
A_YEAR_LATER = NOW + timedelta(days=365)
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'"})


def fact(condition: str, value: float | None = None) -> Fact:
    """A comparison that holds, as it may be told."""
    leaf = expressions.parse(condition)
    assert isinstance(leaf, tree.Comparison)
    functions: dict[type, Function] = {tree.Share: "share", tree.Count: "count"}
    return Fact(
        leaf,
        tuple(one.name for one in tree.located_references(leaf)),
        functions.get(type(leaf.left), "median"),
        leaf.operator,
        None,
        value,
        known=True,
        holds=True,
        reason=True,
    )


def summary(**medians: float | None) -> Summary:
    """A group of 12 with these medians; ids are written with `_` for a point."""
    nodes = {
        name.replace("_", "."): NodeSummary(name, median, None, None, None, None, None, None)
        for name, median in medians.items()
    }
    return Summary(12, nodes, (), ())


def line(one: Fact, **medians: float | None) -> str:
    found = wording.evidence_lines(FRENCH, DOMINO, summary(**medians), [one])
    return "\n".join(found).translate(SPACES)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            fact("PART(A1.T1.Q1 <= 1) >= 30 %", 45.0),
            ("« Visibilité de l'initiative » à 25 sur 100 au plus : environ 9 bilans sur 20 (45 %). "
            "Seuil : au moins 30 %, largement franchi."),
        ),
        (
            fact("PART(A1.T1.Q1 <= 1) >= 30 %", 30.0),
            ("« Visibilité de l'initiative » à 25 sur 100 au plus : environ 3 bilans sur 10 (30 %). "
            "Seuil : au moins 30 %, franchi de peu."),
        ),
        (
            fact("PART(A1.T1.Q1 <= 1) >= 30 %"),
            ("« Visibilité de l'initiative » à 25 sur 100 au plus : au moins 30 % des bilans, seuil "
            "franchi ; la part exacte n'est pas affichée."),
        ),
        (
            fact("PART(A2.T2.Q1 contient achat) < 20 %", 10.0),
            ("« Appuis publics reçus » avec la réponse « Un achat ou un marché » : environ 1 bilan sur 10 "
            "(10 %). Seuil : moins de 20 %, nettement franchi."),
        ),
        (
            fact("PART(A2.T3.Q4 = non) >= 60 %", 75.0),
            ("« Usage par les services publics » avec la réponse « Non » : environ 3 bilans sur 4 (75 %). Seuil : au "
            "moins 60 %, largement franchi."),
        ),
    ],
)  # fmt: skip
def test_evidence__a_share__says_of_how_many_how_many_and_how_far_beyond(
    one: Fact, said: str
) -> None:
    assert line(one) == said


def test_evidence__shares_of_stages_and_of_two_things__are_words() -> None:
    stage = line(fact("PART(stade <= emergence) >= 40 %", 50.0))
    assert re.match(r"au stade « .+ » ou avant : environ 1 bilan sur 2 \(50 %\)\.", stage)
    both = line(fact("PART(A1.T4.Q2 <= 2 ET stade >= fonctionnement) >= 40 %", 40.0))
    assert re.match(r"« .+ » à 50 sur 100 au plus, au stade « .+ » ou après : environ 2", both)
    either = line(fact("PART(A1.T4.Q2 <= 2 OU stade = fonctionnement) >= 40 %", 40.0))
    assert " au plus ou au stade « " in either
    other = line(fact("PART(NON (A1.T4.Q2 <= 2)) >= 40 %", 40.0))
    assert re.match(r"« [^»]+ » : environ 2 bilans sur 5", other)


@pytest.mark.parametrize(
    ("median", "said"),
    [
        (30.0, "médiane de 30 sur 100. Seuil : moins de 50 sur 100, largement franchi."),
        (45.0, "médiane de 45 sur 100. Seuil : moins de 50 sur 100, nettement franchi."),
        (48.5, "médiane de 48,5 sur 100. Seuil : moins de 50 sur 100, franchi de peu."),
        # Rounding does not contradict what was found before it.
        (50.0, "médiane tout près de 50 sur 100. Seuil : moins de 50 sur 100, franchi de peu."),
        (None, "la moitié des bilans au moins sont à moins de 50 sur 100."),
    ],
)
def test_evidence__a_median__is_the_one_that_is_shown(median: float | None, said: str) -> None:
    found = line(fact("MED(A1.T1) < 50", 47.123), A1_T1=median)
    assert found == f"« Porte d'entrée et diffusion du partage » : {said}"
    assert "47" not in found


def test_evidence__a_median_of_a_question_and_the_number_of_all__tell_no_value() -> None:
    found = line(fact("MED(A4.T1.Q3) <= 1", 0.777))
    assert found.endswith(": la moitié des bilans au moins sont à 25 sur 100 au plus.")
    assert line(fact("N >= 8", 12.0)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence__every_condition_of_the_questionnaire__is_words_without_ids(
    language: Language,
) -> None:
    t = Translator(language)
    for recommendation in DOMINO.recommendations_for("territory"):
        for text in re.split(r" (?:OU|ET) (?=PART|MED|N )", recommendation.condition):
            for value in (None, 40.0):
                for said in wording.evidence_lines(t, DOMINO, summary(), [fact(text, value)]):
                    assert not re.search(r"A\d\.T\d|[{}]|<=|>=", said), said


# --- A roadmap ----------------------------------------------------------------------------------

SHARE = "PART(A1.T1.Q1 <= 1) >= 30 %"


def entry(now: Reading | None, caution: Caution | None = None) -> Entry:
    recommendation = next(one for one in DOMINO.recommendations if one.id == "D-A1-DEC-1")
    then = Reading(NOW, 12, fired=True, medians={"A1": 50.0, "A1.T1": 45.0}, shares={SHARE: 40.0})
    return Entry(recommendation, DOMINO, NOW, NOW, then, now, caution=caution)


LATER = Reading(A_YEAR_LATER, 31, fired=False, medians={"A1": 50.0, "A1.T1": 52.5}, shares={})


def lines(one: Entry) -> list[str]:
    return [said.translate(SPACES) for said in wording.figure_lines(FRENCH, one)]


def test_roadmap__nothing_newer__says_what_was_shown_then() -> None:
    one = entry(entry(None).then)
    assert lines(one) == [
        "Médiane du thème « Porte d'entrée et diffusion du partage » : 45",
        "Médiane de l'axe « Individu et collectif » : 50",
        "Part des bilans (« Visibilité de l'initiative » à 25 sur 100 au plus) : 40 %",
    ]
    assert "12 bilans au" in wording.figures_heading(FRENCH, one).translate(SPACES)
    assert wording.outcome_words(FRENCH, one) == ""
    assert wording.comparison_caution(FRENCH, one) == ""


def test_roadmap__a_year_later__says_what_moved_among_respondents() -> None:
    one = entry(LATER)
    assert lines(one) == [
        (
            "Médiane du thème « Porte d'entrée et diffusion du partage » : 45 alors, 52,5 aujourd'hui, 7,5 "
            "points de plus"
        ),
        "Médiane de l'axe « Individu et collectif » : 50 alors, 50 aujourd'hui, inchangée",
        (
            "Part des bilans (« Visibilité de l'initiative » à 25 sur 100 au plus) : 40 % alors, pas "
            "affichée aujourd'hui"
        ),
    ]
    heading = wording.figures_heading(FRENCH, one).translate(SPACES)
    assert re.fullmatch(
        r"Parmi les initiatives qui ont répondu \(12 bilans au .+, 31 au .+\) :", heading
    )
    assert wording.outcome_words(FRENCH, one).startswith("Cette piste ne ressort plus")


@pytest.mark.parametrize(
    ("fired", "said"), [(True, "ressort toujours"), (False, "ne ressort plus")]
)
def test_roadmap__whether_it_still_fires__is_told(fired: bool, said: str) -> None:  # noqa: FBT001
    assert said in wording.outcome_words(FRENCH, entry(replace(LATER, fired=fired)))


@pytest.mark.parametrize("caution", [Caution.OTHER_VERSION, Caution.OTHER_METHOD])
def test_roadmap__what_does_not_compare__stands_beside_without_a_difference(
    caution: Caution,
) -> None:
    one = entry(LATER, caution)
    assert "de plus" not in " ".join(lines(one))
    assert "ne se comparent pas" in wording.comparison_caution(FRENCH, one).translate(SPACES)


def test_roadmap__not_shown_today_or_then__says_so() -> None:
    assert all("pas affichée aujourd'hui" in one for one in lines(entry(None)))
    hidden = replace(entry(LATER), then=replace(entry(None).then, medians={"A1": None}, shares={}))
    assert lines(hidden) == [
        "Médiane de l'axe « Individu et collectif » : pas affichée alors, 50 aujourd'hui"
    ]
    neither = replace(hidden, now=replace(LATER, medians={"A1": None}))
    assert lines(neither)[0].endswith("pas affichée, ni alors ni aujourd'hui")
