from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domino_survey import expressions, recommendations, schema_files, scoring
from domino_survey.answers import Answer, answered, table_of

if TYPE_CHECKING:
    from domino_survey.recommendations import Advice
    from domino_survey.schema import Questionnaire, Recommendation

GARDENS = Path(__file__).parents[2] / "questionnaires" / "jardins.yaml"
BARE = {"age": "recolte", "sol.paillage": "nu", "voisins.ouvert": "non", "eau.origine": "reseau"}
GOOD = {"age": "recolte", "sol.paillage": "annee", "voisins.ouvert": "oui", "eau.origine": "pluie"}


@pytest.fixture(scope="module")
def gardens() -> Questionnaire:
    questionnaire, _ = schema_files.read(GARDENS)
    assert questionnaire is not None
    return questionnaire


def with_conditions(
    questionnaire: Questionnaire, template: str, *rules: tuple[str, str, str, str]
) -> Questionnaire:
    """The same with other recommendations, made after `template`: axis, stage, effort, condition."""
    pattern = next(r for r in questionnaire.recommendations if r.id == template)
    made: tuple[Recommendation, ...] = tuple(
        pattern.model_copy(
            update={
                "id": f"R{number}",
                "axis": axis,
                "stage": stage,
                "effort": effort,
                "condition": condition,
            }
        )
        for number, (axis, stage, effort, condition) in enumerate(rules, start=1)
    )
    return questionnaire.model_copy(update={"recommendations": made})


def response(codes: dict[str, str], **numbers: float) -> dict[str, Answer]:
    found = {item: answered(code) for item, code in codes.items()}
    return found | {item.replace("_", "."): answered(n) for item, n in numbers.items()}


def advise(questionnaire: Questionnaire, *responses: dict[str, Answer]) -> tuple[Advice, ...]:
    table = table_of(questionnaire, responses)
    scores = scoring.score(questionnaire, table)
    return recommendations.for_response(questionnaire, table, scores, len(responses) - 1)


def advise_territory(
    questionnaire: Questionnaire, *responses: dict[str, Answer], least: int = 3
) -> tuple[Advice, ...]:
    table = table_of(questionnaire, responses)
    scores = scoring.score(questionnaire, table)
    return recommendations.for_territory(questionnaire, table, scores, least=least)


def ids(advice: tuple[Advice, ...]) -> list[tuple[str, bool]]:
    return [(one.recommendation.id, one.fired) for one in advice]


def test_response__bare_soil__fires_with_the_comparison_that_holds(gardens: Questionnaire) -> None:
    (advice,) = advise(gardens, response(GOOD), response(BARE, sol_vers=20))
    assert (advice.recommendation.id, advice.fired, advice.rank) == ("H1", True, 1)
    (fact,) = advice.facts
    assert (fact.references, fact.value, fact.threshold) == (("sol.paillage",), 0.0, 5.0)
    assert expressions.format(fact.leaf) == "sol.paillage <= 5"
    assert advice.gap == pytest.approx(0.5)
    assert advice.share is None


def test_response__nothing_fires__first_of_each_place_to_go_further(gardens: Questionnaire) -> None:
    rules = [
        ("sol", "semer", "panier", "sol.paillage <= 0"),
        ("sol", "semer", "brouette", "sol.paillage <= 0"),
        ("eau", "arroser", "panier", "eau < 10"),
    ]
    advice = advise(with_conditions(gardens, "H1", *rules), response(GOOD))
    assert ids(advice) == [("R1", False), ("R3", False)]
    assert [one.rank for one in advice] == [1, 2]
    assert all(one.facts == () and one.share is None for one in advice)


def test_response__nothing_answered__nothing_fires(gardens: Questionnaire) -> None:
    assert ids(advise(gardens, {})) == [("H1", False)]


def test_ranking__same_gap__least_effort_then_order(gardens: Questionnaire) -> None:
    rules = [
        ("sol", "semer", "brouette", "sol.paillage <= 5"),
        ("voisins", "semer", "panier", "sol.paillage <= 5"),
        ("eau", "semer", "panier", "sol.paillage <= 5"),
        ("eau", "arroser", "brouette", "sol.paillage <= 8"),
        ("sol", "arroser", "panier", "sol.paillage >= 8"),
    ]
    advice = advise(with_conditions(gardens, "H1", *rules), response(BARE))
    assert ids(advice) == [
        ("R4", True),
        ("R2", True),
        ("R3", True),
        ("R1", True),
        ("R5", False),
    ]
    assert [one.rank for one in advice] == [1, 2, 3, 4, 5]


def test_territory__share_beyond_threshold__fires_with_its_counts(gardens: Questionnaire) -> None:
    (advice,) = advise_territory(gardens, *[response(BARE)] * 3, response(GOOD))
    (fact,) = [fact for fact in advice.facts if fact.function == "share"]
    assert advice.fired
    assert (fact.value, fact.numerator, fact.denominator) == (75.0, 3, 4)
    assert advice.share == pytest.approx(0.75)


def test_territory__median_alone__share_is_of_those_beyond_it(gardens: Questionnaire) -> None:
    questionnaire = with_conditions(gardens, "T1", ("sol", "semer", "panier", "MED(eau) < 50"))
    (advice,) = advise_territory(questionnaire, *[response(BARE)] * 3, response(GOOD))
    assert advice.fired
    assert advice.share == pytest.approx(0.75)


def test_territory__number_of_responses_in_condition__share_is_still_of_those_beyond(
    gardens: Questionnaire,
) -> None:
    rule = ("sol", "semer", "panier", "MED(eau) < 50 ET N >= 3")
    responses = [*[response(BARE)] * 3, response(GOOD)]
    (advice,) = advise_territory(with_conditions(gardens, "T1", rule), *responses)
    assert advice.fired
    assert advice.share == pytest.approx(0.75)


def test_territory__number_of_responses_alone__everyone_is_concerned(
    gardens: Questionnaire,
) -> None:
    questionnaire = with_conditions(gardens, "T1", ("sol", "semer", "panier", "N >= 3"))
    (advice,) = advise_territory(questionnaire, *[response(BARE)] * 3)
    assert (advice.share, advice.gap) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("condition", "share"),
    [
        ("PART(sol.paillage <= 0) < 90 %", 0.25),
        ("NON (PART(sol.paillage <= 0) < 20 %)", 0.75),
        ("NON (PART(sol.paillage <= 0) >= 90 %)", 0.25),
    ],
)
def test_territory__too_few_do__those_who_do_not_are_concerned(
    gardens: Questionnaire, condition: str, share: float
) -> None:
    questionnaire = with_conditions(gardens, "T1", ("sol", "semer", "panier", condition))
    (advice,) = advise_territory(questionnaire, *[response(BARE)] * 3, response(GOOD))
    assert advice.fired
    assert advice.share == pytest.approx(share)


def test_territory__ranking__gap_times_share(gardens: Questionnaire) -> None:
    rules = [
        ("sol", "semer", "panier", "PART(sol.paillage <= 0) >= 70 %"),
        ("eau", "semer", "brouette", "PART(eau.origine = reseau) >= 20 %"),
    ]
    questionnaire = with_conditions(gardens, "T1", *rules)
    advice = advise_territory(questionnaire, *[response(BARE)] * 3, response(GOOD))
    assert ids(advice) == [("R2", True), ("R1", True)]


def test_territory__same_distance_and_share__least_effort_then_order_then_cells_to_go_further(
    gardens: Questionnaire,
) -> None:
    half = "PART(sol.paillage <= 0) >= 50 %"
    rules = [
        ("sol", "semer", "brouette", half),
        ("voisins", "semer", "panier", half),
        ("eau", "semer", "panier", half),
        ("eau", "arroser", "panier", "PART(eau.origine = pluie) >= 50 %"),
        ("sol", "semer", "panier", "PART(sol.paillage <= 0) >= 100 %"),
        ("eau", "arroser", "panier", "PART(eau.origine = pluie) >= 60 %"),
        ("voisins", "arroser", "brouette", "PART(eau.origine = reseau) >= 20 %"),
    ]
    responses = [*[response(BARE)] * 3, response(GOOD)]
    advice = advise_territory(with_conditions(gardens, "T1", *rules), *responses)
    assert ids(advice) == [
        ("R7", True),
        ("R2", True),
        ("R3", True),
        ("R1", True),
        ("R4", False),
    ]
    assert [one.rank for one in advice] == [1, 2, 3, 4, 5]


def test_ranking__greater_distance__before_less_effort(gardens: Questionnaire) -> None:
    rules = [
        ("sol", "semer", "panier", "sol.paillage <= 2"),
        ("eau", "semer", "brouette", "sol.paillage <= 5"),
    ]
    advice = advise(with_conditions(gardens, "H1", *rules), response(BARE))
    assert ids(advice) == [("R2", True), ("R1", True)]


@pytest.mark.parametrize(
    ("condition", "fires"),
    [
        ("MED(sol.paillage) <= 5", False),
        ("PART(sol.paillage <= 5) >= 10 %", False),
        ("NON (MED(sol.paillage) <= 5)", False),
        ("NON (MED(sol.paillage) > 5)", False),
        ("PART(sol.paillage <= 5 ET voisins.ouvert = non) >= 10 %", False),
        ("MED(sol.paillage) <= 5 OU PART(voisins.ouvert = non) >= 10 %", True),
        ("N >= 3", True),
    ],
)
def test_territory__too_few_values_behind_a_comparison__it_is_unknown(
    gardens: Questionnaire, condition: str, *, fires: bool
) -> None:
    questionnaire = with_conditions(gardens, "T1", ("sol", "semer", "panier", condition))
    silent = {item: code for item, code in BARE.items() if item != "sol.paillage"}
    responses = [*[response(BARE)] * 2, *[response(silent)] * 3]
    (advice,) = advise_territory(questionnaire, *responses)
    assert advice.fired is fires
    assert all("sol.paillage" not in fact.references for fact in advice.facts)


def test_territory__too_few_responses__nothing_at_all(gardens: Questionnaire) -> None:
    assert advise_territory(gardens, *[response(BARE)] * 4, least=5) == ()
