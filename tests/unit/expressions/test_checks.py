from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.errors import CATALOGUE
from domino_survey.expressions import Kind, Symbol, check, parse, resolve_code

if TYPE_CHECKING:
    from domino_survey.expressions import Level, Symbols


@pytest.mark.parametrize(
    ("text", "level", "codes"),
    [
        # what may be written
        ("A1.T1.Q1 = n3 ET A1.T1.Q1 <= 2", "response", []),
        ("A2.T3.Q4 = no OU A2.T3.Q4 != Oui OU A2.T3.Q4 <= 0", "response", []),
        ("P13 >= 10 ET VALEUR(A1.T1.Q3) < 40 ET A1.T1.Q3 < 3", "response", []),
        ('P12 = "une ville" OU P12 != 3ans', "response", []),
        ("REPONDU(P01) ET REPONDU(stade) ET NON (REPONDU(A1))", "response", []),
        ("MOY(P13) > 3 OU MED(VALEUR(A1.T1.Q3)) < 40", "territory", []),
        ("PART(REPONDU(P01)) >= 50 %", "territory", []),
        ("stade = sommeil", "response", []),
        # ids and options
        ("A1.T9 < 50", "response", ["unknown-reference"]),
        (
            "REPONDU(zzz) OU VALEUR(zzz) < 3 OU zzz contient x",
            "response",
            ["unknown-reference"] * 3,
        ),
        ("MED(A1.T9) < 50 OU PART(A1.T8 < 3) > 3 %", "territory", ["unknown-reference"] * 2),
        ("A2.T2.Q1 contient velo", "response", ["unknown-option"]),
        ("P12 = velo", "response", ["unknown-option"]),
        ("stade >= demarrage", "response", ["unknown-option"]),
        # levels
        ("MED(A1) < 50", "response", ["wrong-level"]),
        ("N >= 5", "response", ["wrong-level"]),
        ("PART(A1 < 50) >= 30 %", "response", ["wrong-level"]),
        ("A1 < 50 OU VALEUR(P13) < 3", "territory", ["wrong-level"] * 2),
        ("P08 contient don OU REPONDU(P01)", "territory", ["wrong-level"] * 2),
        ("PART(PART(A1 < 50) >= 30 %) >= 30 %", "territory", ["wrong-level"]),
        ("PART(N >= 5) >= 30 %", "territory", ["wrong-level"]),
        # types
        ("A1 = oui", "response", ["type-mismatch"]),
        ("A1 contient oui", "response", ["type-mismatch"]),
        ("A2.T2.Q1 = achat", "response", ["type-mismatch"]),
        ("P12 < 3", "response", ["type-mismatch"]),
        ("P12 < 3ans", "response", ["type-mismatch"]),
        ("P08 <= 2", "response", ["type-mismatch"]),
        ("P13 = dix", "response", ["type-mismatch"]),
        ("P01 = abc", "response", ["type-mismatch"]),
        ("VALEUR(P12) = 3", "response", ["type-mismatch"]),
        ("stade >= 2", "response", ["type-mismatch"]),
        ("MED(stade) >= 2", "territory", ["type-mismatch"]),
        ("MED(P12) >= 2", "territory", ["type-mismatch"]),
        ("MED(A1) = oui", "territory", ["type-mismatch"]),
        ("PART(A1 < 50) = oui", "territory", ["type-mismatch"]),
        ("N = beaucoup", "territory", ["type-mismatch"]),
        # percentages
        ("PART(A1 < 50) >= 0.3", "territory", ["percent-needed"]),
        ("A1 < 50 %", "response", ["percent-misplaced"]),
        ("MED(A1) < 50 % OU N > 5 %", "territory", ["percent-misplaced"] * 2),
        # conditions that cannot be what was meant
        ("A1 < 120", "response", ["threshold-out-of-range"]),
        ("A1.T1.Q1 <= 50", "response", ["threshold-out-of-range"]),
        ("PART(A1 < 50) >= 300 %", "territory", ["threshold-out-of-range"]),
        ("stade >= idee", "response", ["stage-order"]),
        ("stade > consolidation", "response", ["stage-order"]),
        # everything at once
        (
            "A1.T9 < 50 ET P12 = velo OU NON (MED(A1) < 50 %)",
            "response",
            ["unknown-reference", "unknown-option", "wrong-level", "percent-misplaced"],
        ),
    ],
)
def test_check__of_an_expression__finds_all_its_problems(
    text: str, level: Level, codes: list[str], names: Symbols
) -> None:
    problems = check(parse(text), names, level, place="R1")
    assert [problem.code for problem in problems] == codes
    for problem in problems:
        entry = CATALOGUE[problem.code]
        assert problem.place == "R1"
        assert problem.severity == entry.severity
        assert entry.fault.format(**problem.params) != entry.fault
        assert entry.remedy.format(**problem.params)


def test_unknown_reference__near_a_known_one__suggests_it(names: Symbols) -> None:
    (problem,) = check(parse("P13 > 1 ET A1.T11.Q1 < 3"), names, "response")
    assert "A1.T1.Q1" in str(problem.params["closest"])
    assert problem.params["column"] == 12


def test_unknown_option__of_a_question__lists_the_known_ones(names: Symbols) -> None:
    (problem,) = check(parse("A2.T2.Q1 contient velo"), names, "response")
    assert problem.params["options"] == "lieu, achat, aucun"
    assert problem.params["column"] == 19


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("A2.T2.Q1 = achat", "response"),
        ("P12 < 3", "response"),
        ("P01 = abc", "response"),
        ("stade >= 2", "response"),
        ("A1 = oui", "response"),
        ("P13 = dix", "response"),
        ("MED(P12) >= 2", "territory"),
        ("MED(stade) >= 2", "territory"),
        ("MED(A1.T1.Q1) = oui", "territory"),
        ("PART(A1 < 50) >= 0.3", "territory"),
        ("PART(A1 < 50) = oui", "territory"),
        ("A1 < 50", "territory"),
        ("MED(A1) < 50", "response"),
        ("PART(A1 < 50 ET P13 > 2) >= 30 %", "response"),
        ("N >= 5 %", "territory"),
    ],
)
def test_example__given_by_a_problem__is_itself_correct(
    text: str, level: Level, names: Symbols
) -> None:
    (problem,) = check(parse(text), names, level)
    assert check(parse(str(problem.params["example"])), names, level) == []


@pytest.mark.parametrize(
    ("code", "kind", "codes", "expected"),
    [
        ("non", Kind.YES_NO, ("oui", "non"), "non"),
        ("No", Kind.YES_NO, ("oui", "non"), "non"),
        ("oui", Kind.YES_NO, ("yes", "no"), "yes"),
        ("peut-etre", Kind.YES_NO, ("oui", "non"), None),
        ("yes", Kind.SINGLE, ("oui", "non"), None),
        ("oui", Kind.SINGLE, ("oui", "non"), "oui"),
    ],
)
def test_code__of_a_yes_no_question__is_understood_in_both_languages(
    code: str, kind: Kind, codes: tuple[str, ...], expected: str | None
) -> None:
    assert resolve_code(code, Symbol(kind, codes=codes)) == expected
