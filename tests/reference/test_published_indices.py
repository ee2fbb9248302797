"""Well-known indices written as questionnaires, from file to file, against the figures that are printed of them.

Each questionnaire of tests/questionnaires names its source, which is also that of the figures here. Single
numbers are facts and have no licence of their own.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domino_survey.schema_files import load
from domino_survey.schema_files.reference import DOCUMENT
from domino_survey.services.scoring_files import score_file

if TYPE_CHECKING:
    from collections.abc import Mapping

TESTS = Path(__file__).parents[1]
QUESTIONNAIRES = TESTS / "questionnaires"

Row = dict[str, float]


def scores(folder: Path, questionnaire: Path, *answers: Mapping[str, float | str]) -> list[Row]:
    """What `domino score` writes for some answers: the scores that there are, by node and response."""
    table, out = folder / "answers.csv", folder / "scores.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["response", *answers[0]])
        writer.writeheader()
        writer.writerows({"response": row, **one} for row, one in enumerate(answers))
    assert score_file(questionnaire, table, out) == []
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{node: float(x) for node, x in row.items() if x and node != "response"} for row in rows]


def published(folder: Path, name: str, *answers: Mapping[str, float | str]) -> list[Row]:
    return scores(folder, QUESTIONNAIRES / f"{name}.yaml", *answers)


def rounded(row: Row, decimals: int, *nodes: str, of: float = 100.0) -> list[float]:
    return [round(row[node] / of, decimals) for node in nodes]


# --- Human Development Reports ----------------------------------------------------------------


def test_hdi_of_2007__turkey__is_the_arithmetic_mean_of_three_indices(tmp_path: Path) -> None:
    # Report 2007/2008, technical note 1: 0.773, 0.812 and 0.740 make 0.775.
    turkey = {"le": 71.4, "literacy": 87.4, "enrolment": 68.7, "gdp": 8407}
    (found,) = published(tmp_path, "hdi_2007", turkey)
    assert rounded(found, 3, "life", "education", "income", "overall") == [
        0.773,
        0.812,
        0.740,
        0.775,
    ]


def test_hdi_of_2010__china__has_a_geometric_mean_in_a_geometric_mean(tmp_path: Path) -> None:
    # Report 2010, technical note 1: 0.847, 0.589 and 0.584 make 0.663. It multiplies two rounded indices
    # for education; without rounding that is 0.5896.
    china = {"le": 73.5, "mys": 7.5, "eys": 11.4, "gni": 7263}
    (found,) = published(tmp_path, "hdi_2010", china)
    assert rounded(found, 3, "life", "income", "overall") == [0.847, 0.584, 0.663]
    assert found["education"] / 100 == pytest.approx(0.589, abs=1e-3)


def test_hdi__arithmetic_instead_of_geometric__of_every_country(tmp_path: Path) -> None:
    # Column `hdi_arith` of tests/cases/hdi_2021.csv; only the power of the questionnaire changes.
    text = (QUESTIONNAIRES / "hdi.yaml").read_text(encoding="utf-8")
    plain = tmp_path / "hdi.yaml"
    plain.write_text(text.replace("overall: {power: 0,", "overall: {power: 1,"), encoding="utf-8")
    with (TESTS / "cases" / "hdi_2021.csv").open(encoding="utf-8", newline="") as file:
        countries = list(csv.DictReader(file))
    answers = [
        {item: country[item] for item in ("le", "eys", "mys", "gnipc")} for country in countries
    ]
    found = scores(tmp_path, plain, *answers)
    assert [row["overall"] for row in found] == pytest.approx(
        [100 * float(country["hdi_arith"]) for country in countries], abs=1e-6
    )


def test_human_poverty__canada__is_a_mean_of_power_three(tmp_path: Path) -> None:
    # Report 2007/2008, technical note 1: 8.1, 14.6, 11.4 and 0.5 % make 10.9.
    (found,) = published(tmp_path, "hpi_2", {"P1": 8.1, "P2": 14.6, "P3": 11.4, "P4": 0.5})
    assert rounded(found, 1, "HPI", of=1) == [10.9]


def test_gender_related_development__botswana__is_a_harmonic_mean_in_a_mean(tmp_path: Path) -> None:
    # Report 2007/2008, technical note 1: 0.380, 0.773 and 0.766 make 0.639.
    botswana = {
        "le_women": 48.4,
        "le_men": 47.6,
        "literacy_women": 81.8,
        "literacy_men": 80.4,
        "enrolment_women": 70.1,
        "enrolment_men": 69.1,
        "income_of_women": 5913,
        "income_of_men": 19094,
    }
    (found,) = published(tmp_path, "gdi_2007", botswana)
    assert rounded(found, 3, "life", "education", "income", "overall") == [
        0.380,
        0.773,
        0.766,
        0.639,
    ]
    assert rounded(found, 3, "life_women", "life_men") == [0.348, 0.418]


def test_technology_achievement__new_zealand__clips_what_is_beyond_its_goalposts(
    tmp_path: Path,
) -> None:
    # Report 2001, technical note 2: 0.076, 0.411, 0.984 and 0.725; electricity is above the highest.
    new_zealand = {
        "patents": 103,
        "royalties": 13.0,
        "hosts": 146.7,
        "exports": 15.4,
        "telephones": 720,
        "electricity": 8215,
        "schooling": 11.7,
        "science": 13.1,
    }
    (found,) = published(tmp_path, "tai", new_zealand)
    parts = ("creation", "recent", "old", "skills")
    assert rounded(found, 3, *parts) == [0.076, 0.411, 0.984, 0.725]
    assert found["TAI"] == pytest.approx(sum(found[part] for part in parts) / 4, abs=1e-6)


HOUSEHOLDS = {
    "schooling": "0101",
    "enrolment": "0100",
    "nutrition": "0010",
    "mortality": "1101",
    "electricity": "0111",
    "water": "0010",
    "sanitation": "0110",
    "floor": "0000",
    "fuel": "1111",
    "assets": "0101",
}


def test_multidimensional_poverty__four_households__have_the_printed_deprivations(
    tmp_path: Path,
) -> None:
    # Report 2011, technical note 4: 2.22, 7.22, 3.89 and 5.00 of 10.
    households = [{item: cells[place] for item, cells in HOUSEHOLDS.items()} for place in range(4)]
    found = published(tmp_path, "mpi_2011", *households)
    assert [round(row["poverty"] / 10, 2) for row in found] == [2.22, 7.22, 3.89, 5.00]
    # From them, in households of 4, 7, 5 and 4: H = 80 %, A = 56.3 %, MPI = 0.450.
    sizes = (4, 7, 5, 4)
    poor = [
        size if row["poverty"] >= 100 / 3 else 0 for size, row in zip(sizes, found, strict=True)
    ]
    deprived = sum(n * row["poverty"] / 100 for n, row in zip(poor, found, strict=True))
    assert sum(poor) / sum(sizes) == 0.8
    assert deprived / sum(poor) == pytest.approx(0.563, abs=6e-4)
    assert round(deprived / sum(sizes), 3) == 0.450


# --- Scales -----------------------------------------------------------------------------------


def test_system_usability__printed_example__is_55(tmp_path: Path) -> None:
    # Brooke (1996), the filled-in form: contributions 4 1 1 4 1 2 1 1 4 3, of sum 22, times 2.5.
    answers = {f"Q{rank}": x for rank, x in enumerate((5, 4, 2, 1, 2, 3, 2, 4, 5, 2), start=1)}
    (found,) = published(tmp_path, "sus", answers)
    assert found["SUS"] == 55


@pytest.mark.parametrize(
    ("heart", "signs", "points"),
    [(0, "0000", 0), (99, "1111", 5), (100, "1111", 6), (140, "2221", 9), (150, "2222", 10)],
)
def test_apgar__of_five_signs__adds_up(tmp_path: Path, heart: int, signs: str, points: int) -> None:
    # By hand: 0 without a beat, 1 below 100, 2 from 100 on; the other four as they are said.
    answers = {"heart": heart} | dict(
        zip(("breath", "reflex", "tone", "colour"), signs, strict=True)
    )
    (found,) = published(tmp_path, "apgar", answers)
    assert found["apgar"] == pytest.approx(10 * points)


@pytest.mark.parametrize(
    ("factors", "points", "capped"),
    [
        ("none", 0, 0),
        ("age", 1, 1),
        ("heart stroke", 3, 3),
        ("heart diabetes stroke", 4, 4),
        ("heart pressure age diabetes stroke", 6, 4),
    ],
)
def test_chads2__of_several_factors__adds_up_to_a_cap(
    tmp_path: Path, factors: str, points: int, capped: int
) -> None:
    # By hand: 1 point each, 2 for a stroke; then the same with a cap of ours.
    (found,) = published(tmp_path, "chads2", {"factors": factors})
    assert found["risk"] == pytest.approx(100 * points / 6, abs=1e-6)
    text = (QUESTIONNAIRES / "chads2.yaml").read_text(encoding="utf-8")
    with_cap = tmp_path / "chads2.yaml"
    with_cap.write_text(text.replace("type: multiple", "type: multiple\n            cap: 4"))
    (found,) = scores(tmp_path, with_cap, {"factors": factors})
    assert found["risk"] == pytest.approx(100 * capped / 6, abs=1e-6)


def test_electricity__lowest_attribute__is_the_tier_of_the_household(tmp_path: Path) -> None:
    # By hand, from the rule: whatever the other attributes reach.
    names = (
        "capacity",
        "availability",
        "reliability",
        "quality",
        "affordability",
        "legality",
        "safety",
    )
    households = ((5,) * 7, (5, 4, 5, 3, 5, 5, 5), (5, 5, 5, 5, 0, 5, 5))
    found = published(
        tmp_path, "electricity_tiers", *(dict(zip(names, h, strict=True)) for h in households)
    )
    assert [row["tier"] / 20 for row in found] == [5, 3, 0]


# --- The page for those who write questionnaires ----------------------------------------------


def test_document__its_index__gives_what_it_prints(tmp_path: Path) -> None:
    section = (
        (TESTS.parent / DOCUMENT).read_text(encoding="utf-8").partition("### Écrire un indice")[2]
    )
    (questionnaire,) = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    table, result = re.findall(r"```csv\n(.*?)```", section, re.DOTALL)
    file, answers, out = (tmp_path / name for name in ("iph.yaml", "pays.csv", "iph.csv"))
    file.write_text(questionnaire, encoding="utf-8")
    answers.write_text(table, encoding="utf-8")
    assert load(file).id == "pauvrete"
    assert score_file(file, answers, out) == []
    with out.open(encoding="utf-8", newline="") as written:
        (found,) = csv.DictReader(written)
    (printed,) = csv.DictReader(io.StringIO(result))
    assert {name: found[name] for name in printed} == printed
    # Report 2007/2008, technical note 1: 13.6.
    assert round(float(found["IPH"]), 1) == 13.6
