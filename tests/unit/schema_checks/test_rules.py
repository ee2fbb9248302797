"""One minimal fault per rule, in a questionnaire that has none."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from domino_survey.errors import CATALOGUE, errors_only
from domino_survey.schema import Questionnaire
from domino_survey.schema_checks import MAX_PROBLEMS, check

if TYPE_CHECKING:
    from collections.abc import Sequence


def words(text: str) -> dict[str, str]:
    return {"fr": text}


def option(code: str, points: float | None = None, **more: Any) -> dict[str, Any]:
    given = {} if points is None else {"points": points}
    return {"code": code, "label": words(code), **given, **more}


def item(identifier: str, question_type: str, /, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "type": question_type, "text": words(identifier), **more}


def advice(
    identifier: str, audience: str, axis: str, condition: str, /, **more: Any
) -> dict[str, Any]:
    said = ("title", "reason", "action", "who", "follow_up", "precedent")
    where = {"audience": audience, "axis": axis, "stage": "DEC", "effort": "faible"}
    texts = {field: words(field) for field in said}
    return {"id": identifier, "condition": condition, **where, **texts, **more}


def valid() -> dict[str, Any]:
    """Two axes, of three themes and one; every kind of rule has something to bite on."""
    three = [option("a", 0), option("b", 2), option("c", 4)]
    several = [option("x", 2), option("y", 2), option("z", 2), option("rien", 0, exclusive=True)]
    bands = [{"start": 0, "points": 0}, {"start": 10, "points": 2}, {"start": 50, "points": 4}]
    posts = {"low": 0, "high": 10}
    return {
        "id": "essai",
        "version": "1",
        "languages": ["fr"],
        "title": words("Essai"),
        "licence": "CC-BY-SA-4.0",
        "paths": [
            {
                "code": "court",
                "label": words("Court"),
                "minutes": [1, 2],
                "essential_only": True,
            },
            {"code": "complet", "label": words("Complet"), "minutes": [5, 9]},
        ],
        "stages": {
            "item": "P2",
            "order": ["idee", "essai", "marche"],
            "equivalent": {"pause": "marche"},
        },
        "dimensions": [option("S"), option("E")],
        "prompt_kinds": [option("pepite")],
        "scoring": {"full_points": 4, "overall": {"power": 0}},
        "levels": [option("bas", start=0), option("haut", start=50)],
        "profile": {
            "name": "P1",
            "territory": "P3",
            "groups": ["P4"],
            "sharing": {"item": "P4", "aggregates": "chiffres", "free_text": "textes"},
            "items": [
                item("P1", "text"),
                item(
                    "P2",
                    "single",
                    options=[option("idee"), option("essai"), option("marche"), option("pause")],
                ),
                item("P3", "territory"),
                item("P4", "multiple", options=[option("chiffres"), option("textes")]),
                item("P5", "number", minimum=0, maximum=10),
            ],
        },
        "axes": [
            {
                "id": "A1",
                "title": words("Un"),
                "short": words("Un"),
                "prompts": [item("A1.pepite", "long_text", kind="pepite")],
                "indicators": [item("A1.I1", "number")],
                "themes": [
                    {
                        "id": "A1.T1",
                        "title": words("Thème"),
                        "questions": [
                            item(
                                "Q1",
                                "scale",
                                levels=[option("0", 0), option("1", 2), option("2", 4)],
                                essential=True,
                                dimensions=["S", "E"],
                            ),
                            item("Q2", "single", options=three),
                            item("Q3", "multiple", options=several, cap=4, max_choices=2),
                        ],
                    },
                    {
                        "id": "A1.T2",
                        "title": words("Thème"),
                        "questions": [
                            item("Q4", "yes_no", essential=True),
                            item("Q5", "number", minimum=0, bands=bands),
                        ],
                    },
                    {
                        "id": "A1.T3",
                        "title": words("Thème"),
                        "questions": [item("Q6", "number", goalposts=posts, essential=True)],
                    },
                ],
            },
            {
                "id": "A2",
                "title": words("Deux"),
                "short": words("Deux"),
                "themes": [
                    {
                        "id": "A2.T1",
                        "title": words("Thème"),
                        "questions": [
                            item("Q7", "yes_no", essential=True, relevance="stade >= essai"),
                            item("Q8", "text"),
                        ],
                    }
                ],
            },
        ],
        "action_stages": [option("DEC")],
        "efforts": [option("faible")],
        "recommendations": [
            advice("R1", "holder", "A1", "A1.T1 < 50", precedent=words("Ailleurs [S1].")),
            advice("R2", "territory", "A2", "PART(Q4 = non) >= 30 %"),
            advice("R3", "holder", "A1", "A1.T2 < 50"),
            advice("R4", "holder", "A2", "A2.T1 < 50"),
            advice("R5", "territory", "A1", "MED(A1.T1) < 50"),
        ],
        "sources": [{"code": "S1", "title": "Un livre"}],
    }


REMOVED = object()
TERRITORY_A2 = advice("R6", "territory", "A2", "PART(Q1 <= 0) >= 30 %")
T1 = ("axes", 0, "themes", 0)
T2 = ("axes", 0, "themes", 1)
T3 = ("axes", 0, "themes", 2)
Q1, Q2, Q3 = ((*T1, "questions", n) for n in range(3))
Q4, Q5 = ((*T2, "questions", n) for n in range(2))
Q6 = (*T3, "questions", 0)
Q7, Q8 = (("axes", 1, "themes", 0, "questions", n) for n in range(2))
P4 = ("profile", "items", 3)
P5 = ("profile", "items", 4)
R1, R2, R3, R4, R5 = (("recommendations", n) for n in range(5))
DOUBLE = {"caps": [{"child": "ailleurs", "at_or_below": 0, "limit": 10}]}


def caps_of(*caps: tuple[float, float]) -> dict[str, Any]:
    """Caps on one question, by threshold and limit."""
    return {"caps": [{"child": "Q1", "at_or_below": low, "limit": high} for low, high in caps]}


Change = tuple[tuple[str | int, ...], Any]

# (code, place, changes): the changes make exactly this problem there.
FAULTS: list[tuple[str, str, list[Change]]] = [
    ("duplicate-id", "Q1", [((*Q2, "id"), "Q1")]),
    ("duplicate-id", "A1.T1", [((*Q8, "id"), "A1.T1")]),
    ("duplicate-id", "R1", [((*R2, "id"), "R1")]),
    ("reserved-id", "stade", [((*Q8, "id"), "stade")]),
    ("reserved-id", "N", [((*Q8, "id"), "N")]),
    ("reserved-id", "overall", [((*Q8, "id"), "overall")]),
    ("reserved-id", "response", [((*Q8, "id"), "response")]),
    ("reserved-id", "A2.low", [((*Q8, "id"), "A2.low")]),
    ("reserved-code", "Q2", [((*Q2, "options", 1, "code"), "NA")]),
    ("reserved-code", "Q1", [((*Q1, "levels", 1, "code"), "DK")]),
    ("duplicate-code", "Q2", [((*Q2, "options", 1, "code"), "a")]),
    ("duplicate-code", "Q1", [((*Q1, "levels", 1, "code"), "0")]),
    ("duplicate-code", "", [(("paths", 1, "code"), "court")]),
    ("duplicate-code", "", [(("levels", 1, "code"), "bas")]),
    ("duplicate-code", "", [(("sources",), [{"code": "S1", "title": "x"}] * 2)]),
    ("duplicate-code", "Q1", [((*Q1, "dimensions"), ["S", "S"])]),
    ("missing-translation", "Q1", [(("languages",), ["fr"]), ((*Q1, "text"), {"fr": " "})]),
    ("undeclared-language", "Q1", [((*Q1, "text", "en"), "Word")]),
    ("option-without-points", "Q2", [((*Q2, "options", 1, "points"), REMOVED)]),
    ("option-without-points", "Q1", [((*Q1, "levels", 1, "points"), REMOVED)]),
    ("option-without-points", "Q3", [((*Q3, "options", 3, "points"), REMOVED)]),
    ("all-zero-points", "Q2", [((*Q2, "options", n, "points"), 0) for n in range(3)]),
    ("all-zero-points", "Q4", [((*Q4, "yes_points"), 0)]),
    ("points-above-full", "Q2", [((*Q2, "options", 2, "points"), 5)]),
    ("points-above-full", "Q5", [((*Q5, "bands", 2, "points"), 5)]),
    ("points-above-full", "Q4", [((*Q4, "yes_points"), 5)]),
    ("points-above-full", "Q3", [((*Q3, "cap"), 5)]),
    ("cap-out-of-reach", "Q3", [((*Q3, "max_choices"), 1)]),
    (
        "exclusive-with-points",
        "Q3",
        [((*Q3, "options", 3, "points"), 1), ((*Q3, "options", 2, "points"), 0)],
    ),
    ("scale-does-not-span", "Q2", [((*Q2, "options", 2, "points"), 3)]),
    ("scale-does-not-span", "Q4", [((*Q4, "no_points"), 1)]),
    ("max-choices-too-large", "P4", [((*P4, "max_choices"), 3)]),
    ("minimum-above-maximum", "P5", [((*P5, "minimum"), 11)]),
    ("bands-and-goalposts", "Q5", [((*Q5, "goalposts"), {"low": 0, "high": 9})]),
    ("bands-unordered", "Q5", [((*Q5, "bands", 1, "start"), 60)]),
    ("bands-unordered", "Q5", [((*Q5, "bands", 1, "start"), REMOVED)]),
    ("bands-miss-low-end", "Q5", [((*Q5, "minimum"), -5)]),
    ("bands-miss-low-end", "Q5", [((*Q5, "minimum"), REMOVED)]),
    ("goalposts-order", "Q6", [((*Q6, "goalposts", "high"), 0)]),
    ("goalposts-log", "Q6", [((*Q6, "goalposts", "logarithmic"), True)]),
    ("weights-all-zero", "A1.T1", [((*q, "weight"), 0) for q in (Q1, Q2, Q3)]),
    ("weights-all-zero", "A1", [((*t, "weight"), 0) for t in (T1, T2, T3)]),
    ("weights-all-zero", "overall", [(("axes", n, "weight"), 0) for n in range(2)]),
    ("dominant-child", "A1.T1", [((*Q2, "weight"), 3)]),
    ("dominant-child", "A1", [((*T2, "weight"), 3)]),
    ("cap-unknown-child", "A1.T1", [((*T1, "scoring"), DOUBLE)]),
    ("cap-unknown-child", "A1", [(("axes", 0, "scoring"), DOUBLE)]),
    ("cap-unknown-child", "overall", [(("scoring", "overall"), DOUBLE)]),
    ("cap-unknown-child", "", [(("scoring", "theme"), DOUBLE)]),
    ("caps-contradict", "A1.T1", [((*T1, "scoring"), caps_of((0, 30), (50, 20)))]),
    ("caps-contradict", "A1.T1", [((*T1, "scoring"), caps_of((50, 20), (0, 30)))]),
    ("caps-contradict", "A1.T1", [((*T1, "scoring"), caps_of((0, 30), (0, 20)))]),
    ("cap-without-effect", "A1.T1", [((*T1, "scoring"), caps_of((0, 30), (50, 30)))]),
    ("cap-without-effect", "A1.T1", [((*T1, "scoring"), caps_of((0, 100)))]),
    ("levels-start", "", [(("levels", 0, "start"), 10)]),
    ("levels-order", "", [(("levels", 1, "start"), 0)]),
    ("minutes-order", "", [(("paths", 0, "minutes"), [9, 5])]),
    ("no-full-path", "", [(("paths", 1, "essential_only"), True)]),
    ("theme-without-essential", "A1.T3", [((*Q6, "essential"), False)]),
    ("theme-not-scored", "A1.T3", [((*Q6, "scored"), False)]),
    ("stages-not-single", "", [(("stages", "item"), "P4"), ((*Q7, "relevance"), REMOVED)]),
    ("stages-unknown-item", "", [(("stages", "item"), "P9")]),
    ("stages-unknown-code", "", [(("stages", "order"), ["idee", "essai", "marche", "fin"])]),
    ("stages-unknown-code", "", [(("stages", "equivalent", "fin"), "marche")]),
    ("stages-unknown-code", "", [(("stages", "equivalent", "pause"), "fin")]),
    ("stages-missing-option", "", [(("stages", "equivalent"), {})]),
    ("role-unknown-item", "", [(("profile", "name"), "Q8")]),
    ("role-unknown-item", "", [(("profile", "groups"), ["P9"])]),
    ("role-wrong-type", "P1", [(("profile", "territory"), "P1")]),
    ("role-wrong-type", "P5", [(("profile", "groups"), ["P5"])]),
    ("role-wrong-type", "P1", [(("profile", "sharing", "item"), "P1")]),
    ("sharing-unknown-option", "", [(("profile", "sharing", "free_text"), "ailleurs")]),
    ("unknown-dimension", "Q2", [((*Q2, "dimensions"), ["N"])]),
    ("unknown-prompt-kind", "A1.pepite", [(("axes", 0, "prompts", 0, "kind"), "autre")]),
    ("unknown-axis", "R1", [((*R1, "axis"), "A9")]),
    ("unknown-action-stage", "R1", [((*R1, "stage"), "PER")]),
    ("unknown-effort", "R1", [((*R1, "effort"), "moyen")]),
    ("unknown-source", "R1", [((*R1, "precedent"), words("Là [S2], [S1]."))]),
    ("expression-syntax", "R1", [((*R1, "condition"), "A1.T1 <")]),
    ("expression-syntax", "Q7", [((*Q7, "relevance"), "")]),
    ("unknown-reference", "R1", [((*R1, "condition"), "A1.T9 < 50")]),
    ("unknown-option", "Q7", [((*Q7, "relevance"), "Q2 = d")]),
    ("wrong-level", "R1", [((*R1, "condition"), "MED(A1.T1) < 50")]),
    ("wrong-level", "R2", [((*R2, "condition"), "A1.T1 < 50")]),
    ("type-mismatch", "Q7", [((*Q7, "relevance"), "P2 < 3")]),
    ("relevance-on-score", "Q7", [((*Q7, "relevance"), "A1.T1 < 50")]),
    (
        "relevance-on-score",
        "P5",
        [((*P5, "constraints"), [{"condition": "overall < 50", "message": words("Non")}])],
    ),
    ("relevance-cycle", "Q7", [((*Q7, "relevance"), "Q7 = oui")]),
    ("relevance-cycle", "Q2", [((*Q2, "relevance"), "Q4 = oui"), ((*Q4, "relevance"), "Q2 <= 2")]),
    ("unreachable-question", "Q7", [((*Q7, "relevance"), "stade >= essai ET stade < essai")]),
    ("unreachable-question", "Q7", [((*Q7, "relevance"), "Q2 = a ET Q2 >= 2")]),
    ("unreachable-question", "Q7", [((*Q7, "relevance"), "Q3 contient x ET Q3 contient rien")]),
    ("unreachable-question", "Q7", [((*Q7, "relevance"), "VALEUR(P5) > 10")]),
    ("unreachable-question", "Q7", [((*Q7, "relevance"), "Q5 > 2 ET VALEUR(Q5) < 50")]),
    # Q8 is asked only where Q7 is, and Q7 only where Q4 is "oui".
    (
        "unreachable-question",
        "Q8",
        [((*Q7, "relevance"), "Q4 = oui"), ((*Q8, "relevance"), "Q7 = oui ET Q4 = non")],
    ),
]


# What can be said of recommendations is said where nothing else is wrong.
FAULTS += [
    ("never-fires", "R1", [((*R1, "condition"), condition)])
    for condition in (
        "A1.T1 < 20 ET A1.T1 > 90",
        "Q1 <= 0 ET Q2 <= 2 ET A1.T1 > 90",
        # Three quarters of the points at most, the axis being the mean of three themes.
        "A1.T1 < 25 ET A1 >= 75",
        "Q1 > 2 ET Q1 < 4",
        "Q2 = a ET NON (Q2 <= 2)",
        "Q3 contient rien ET Q3 > 0",
        "Q5 >= 4 ET VALEUR(Q5) < 50",
        "VALEUR(Q6) < 5 ET Q6 > 2",
        # Q7 is only asked from the stage "essai" on.
        "A2.T1 < 50 ET stade = idee",
        "Q7 = oui ET NON (stade >= essai)",
        "REPONDU(Q2) ET NON REPONDU(Q2)",
        "overall > 99 ET A2 < 50",
    )
]
FAULTS += [
    ("never-fires", "R2", [((*R2, "condition"), condition)])
    for condition in (
        "PART(Q4 = oui) >= 60 % ET PART(Q4 = non) >= 50 %",
        "PART(Q7 = oui ET stade = idee) > 0 %",
        "MED(A1.T1) < 20 ET MED(A1.T1) > 30",
        "MED(Q1) <= 2 ET PART(Q1 > 2) > 50 %",
        "MOY(VALEUR(P5)) > 10",
        "N > 4 ET N < 5",
    )
]
FAULTS += [
    ("always-fires", "R1", [((*R1, "condition"), condition)])
    for condition in (
        "A1.T1 >= 0",
        "A1.T1 < 50 OU A1.T1 >= 50",
        "Q1 <= 2 OU A1.T1 > 0",
        "NON (Q7 = oui ET stade = idee)",
    )
]
FAULTS += [
    ("always-fires", "R2", [((*R2, "condition"), condition)])
    for condition in (
        "N >= 1",
        "PART(Q4 = oui) >= 50 % OU PART(Q4 = non) >= 50 %",
        "MED(A1.T1) <= 100",
    )
]
FAULTS += [
    ("same-condition", "R3", [((*R3, "condition"), "NON (A1.T1 >= 50)")]),
    ("same-condition", "R3", [((*R1, "condition"), "Q4 = oui"), ((*R3, "condition"), "Q4 > 0")]),
    (
        "same-condition",
        "R5",
        [
            (("recommendations",), [*valid()["recommendations"], TERRITORY_A2]),
            ((*R2, "axis"), "A1"),
            ((*R5, "condition"), "NON (PART(Q4 = non) < 30 %)"),
        ],
    ),
    ("fire-together", "R3", [((*R3, "excludes"), ["R1"])]),
    ("fire-together", "R2", [((*R2, "excludes"), ["R5"])]),
    ("unknown-excluded", "R1", [((*R1, "excludes"), ["R9"])]),
    ("unknown-excluded", "R1", [((*R1, "excludes"), ["R1"])]),
    ("unknown-excluded", "R1", [((*R1, "excludes"), ["R2"])]),
    ("cell-without-advice", "A2", [((*R4, "axis"), "A1")]),
    ("cell-without-advice", "A1", [((*R5, "axis"), "A2")]),
]


def changed(data: dict[str, Any], changes: Sequence[Change]) -> dict[str, Any]:
    data = copy.deepcopy(data)
    for path, value in changes:
        target: Any = data
        for part in path[:-1]:
            target = target[part]
        if value is REMOVED:
            del target[path[-1]]
        else:
            target[path[-1]] = value
    return data


def questionnaire(data: dict[str, Any]) -> Questionnaire:
    return Questionnaire.model_validate_json(json.dumps(data))


def test_check__valid_questionnaire__no_problem() -> None:
    assert check(questionnaire(valid())) == []


@pytest.mark.parametrize(("code", "place", "changes"), FAULTS)
def test_check__one_fault__exactly_its_problem(
    code: str, place: str, changes: list[Change]
) -> None:
    data = changed(valid(), changes)
    problems = check(questionnaire(data))
    assert [(problem.code, problem.place) for problem in problems] == [(code, place)]
    assert problems[0].severity == CATALOGUE[code].severity


@pytest.mark.parametrize("changes", [changes for _, _, changes in FAULTS])
def test_check__any_problem__path_leads_into_the_file_and_texts_have_their_parameters(
    changes: list[Change],
) -> None:
    data = changed(valid(), changes)
    for problem in check(questionnaire(data)):
        entry = CATALOGUE[problem.code]
        assert entry.fault.format(**problem.params)
        assert entry.remedy.format(**problem.params)
        target: Any = data
        for part in problem.path[:-1]:
            target = target[part]


def test_check__several_faults__all_at_once() -> None:
    changes = [
        ((*Q2, "id"), "Q1"),
        ((*Q3, "cap"), 5),
        ((*T1, "scoring"), DOUBLE),
        (("levels", 0, "start"), 10),
        ((*R1, "condition"), "A1.T9 < 50"),
        (("stages", "item"), "P9"),
        ((*Q7, "relevance"), "Q7 = oui"),
    ]
    found = {problem.code for problem in check(questionnaire(changed(valid(), changes)))}
    assert found == {
        "duplicate-id",
        "points-above-full",
        "cap-unknown-child",
        "levels-start",
        "unknown-reference",
        "stages-unknown-item",
        "relevance-cycle",
    }


def test_check__missing_language__one_problem_per_text() -> None:
    data = changed(valid(), [(("languages",), ["fr", "en"])])
    found = check(questionnaire(data))
    texts = json.dumps(data).count('"fr": "')
    assert len(found) == texts
    assert {problem.code for problem in found} == {"missing-translation"}


def test_relevance_cycle__three_questions__whole_chain_named() -> None:
    changes = [
        ((*Q2, "relevance"), "Q4 = oui"),
        ((*Q4, "relevance"), "Q7 = oui"),
        ((*Q7, "relevance"), "Q2 <= 2"),
    ]
    (found,) = check(questionnaire(changed(valid(), changes)))
    assert found.params["chain"] == "Q2 → Q4 → Q7 → Q2"


@pytest.mark.parametrize(
    "relevance",
    [
        "stade > essai",
        "stade = pause",
        "NON REPONDU(Q2)",
        "REPONDU(P1)",
        "Q2 >= 2 ET Q2 < 4",
        "Q3 >= 4",
        "VALEUR(P5) > 9 ET VALEUR(P5) < 10",
        "VALEUR(P5) = 3",
        "Q5 >= 4 ET VALEUR(Q5) < 51",
        # Continuous points cannot be tried one by one.
        "Q6 >= 3 ET Q6 < 3.1",
        "P4 contient chiffres ET P4 contient textes",
    ],
)
def test_relevance__can_hold__no_problem(relevance: str) -> None:
    assert check(questionnaire(changed(valid(), [((*Q7, "relevance"), relevance)]))) == []


def many_choices(*relevance: str) -> list[Change]:
    """Two questions of nine options beside the profile, and the condition of Q7."""
    many = [option(f"o{n}") for n in range(9)]
    more = [item(f"M{n}", "multiple", options=many) for n in range(2)]
    items = [*valid()["profile"]["items"], *more]
    return [(("profile", "items"), items), *(((*Q7, "relevance"), one) for one in relevance)]


def test_relevance__very_many_combinations__still_told() -> None:
    never = "M0 contient o1 ET M1 contient o1 ET NON (M0 contient o1)"
    found = check(questionnaire(changed(valid(), many_choices(never))))
    assert [problem.code for problem in found] == ["unreachable-question"]
    sometimes = "M0 contient o1 ET M1 contient o1 ET NON (M0 contient o2)"
    assert check(questionnaire(changed(valid(), many_choices(sometimes)))) == []


def test_relevance__more_alternatives_than_are_looked_into__taken_as_reachable() -> None:
    either = " ET ".join(f"(M0 contient o{n} OU M1 contient o{n})" for n in range(9))
    relevance = f"{either} ET M0 contient o1 ET NON (M0 contient o1)"
    assert check(questionnaire(changed(valid(), many_choices(relevance)))) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Each of them can be silent where the other fires.
        ("A1.T1 < 50", "A1.T1 <= 50"),
        ("A1.T1 < 50", "A1.T1 < 50 ET REPONDU(Q1)"),
        ("Q4 = oui", "NON (Q4 = oui)"),
    ],
)
def test_recommendations__like_each_other__not_the_same(first: str, second: str) -> None:
    changes = [((*R1, "condition"), first), ((*R3, "condition"), second)]
    assert check(questionnaire(changed(valid(), changes))) == []


def test_recommendations__same_condition_in_another_cell__no_problem() -> None:
    assert check(questionnaire(changed(valid(), [((*R4, "condition"), "A1.T1 < 50")]))) == []


def test_recommendations__exclude_each_other_and_cannot_fire_together__no_problem() -> None:
    changes = [((*R3, "condition"), "A1.T1 >= 50 OU Q7 = oui"), ((*R3, "excludes"), ["R4"])]
    apart = [((*R4, "condition"), "A1.T1 < 50 ET stade = idee"), ((*R4, "excludes"), ["R3"])]
    assert check(questionnaire(changed(valid(), changes + apart))) == []


def test_recommendations__exclude_each_other_twice__told_once_with_answers() -> None:
    changes = [((*R3, "excludes"), ["R1"]), ((*R1, "excludes"), ["R3"])]
    (found,) = check(questionnaire(changed(valid(), changes)))
    assert (found.place, found.params["other"]) == ("R1", "R3")
    assert "Q4 = non" in str(found.params["example"])


def test_recommendations__nothing_for_an_audience__no_cell_named() -> None:
    holders = [one for one in valid()["recommendations"] if one["audience"] == "holder"]
    assert check(questionnaire(changed(valid(), [(("recommendations",), holders)]))) == []


def test_recommendations__some_other_error__nothing_said_of_firing() -> None:
    changes = [((*R1, "condition"), "A1.T1 < 20 ET A1.T1 > 90"), ((*Q3, "cap"), 5)]
    found = check(questionnaire(changed(valid(), changes)))
    assert [problem.code for problem in found] == ["points-above-full"]


def test_check__no_stages__stage_in_condition_is_unknown() -> None:
    data = changed(valid(), [(("stages",), REMOVED)])
    assert [problem.code for problem in errors_only(check(questionnaire(data)))] == [
        "unknown-reference"
    ]


@pytest.mark.parametrize("distance", range(1, 6))
def test_check__two_faults_together__no_exception(distance: int) -> None:
    for (_, _, first), (_, _, second) in zip(FAULTS, FAULTS[distance:], strict=False):
        try:
            data = changed(changed(valid(), first), second)
        except KeyError:
            continue  # the first change removed what the second would change
        assert check(questionnaire(data))


def test_check__thousands_of_items__refused_at_once() -> None:
    many = [item(f"M{n}", "text") for n in range(3000)]
    found = check(questionnaire(changed(valid(), [(("axes", 1, "themes", 0, "questions"), many)])))
    assert [problem.code for problem in found] == ["too-many-items"]


def test_check__fault_repeated_without_end__as_many_problems_as_anyone_reads() -> None:
    languages = [a + b + suffix for a in "abcdef" for b in "xyz" for suffix in ("", "-FR", "-BE")]
    found = check(questionnaire(changed(valid(), [(("languages",), ["fr", *languages])])))
    assert len(found) == MAX_PROBLEMS


def test_relevance__long_chain_of_conditions__still_checked() -> None:
    chain = [item("M0", "yes_no")]
    chain += [item(f"M{n}", "yes_no", relevance=f"M{n - 1} = oui") for n in range(1, 400)]
    assert check(questionnaire(changed(valid(), [(("profile", "items"), chain)]))) != []
    roles = [(("profile",), {"items": [*valid()["profile"]["items"], *chain]})]
    assert check(questionnaire(changed(valid(), roles))) == []
