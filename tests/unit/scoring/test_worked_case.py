"""The worked case of docs/scoring-method.md and its English page, whose figures are read from both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domino_survey import scoring
from domino_survey.answers import DONT_KNOW, NOT_APPLICABLE
from domino_survey.schema import NodeScoring, Scoring
from tests.builders import axis, percent, questionnaire, table, theme

DOCS = Path(__file__).parents[3] / "docs"
PAGES = (DOCS / "scoring-method.md", DOCS / "scoring-method.en.md")
TITLES = {"Un cas traité", "A worked case"}
NUMBER = re.compile(r"(?<![\w.,])-?\d+(?:[.,]\d+)?")

MODEL = questionnaire(
    axis(
        "A",
        theme("A.T1", percent("Q1", weight=2.0), percent("Q2"), percent("Q3")),
        theme("A.T2", percent("Q4"), percent("Q5")),
    ),
    axis("B", theme("B.T1", percent("Q6"))),
    scoring=Scoring(overall=NodeScoring(power=0.0)),
)
ANSWERS = table(
    MODEL,
    {"Q1": 80.0, "Q2": 40.0, "Q3": DONT_KNOW, "Q4": 50.0, "Q5": NOT_APPLICABLE, "Q6": 25.0},
)


def numbers(text: str) -> list[float]:
    """The numbers of a text, with the comma or the point for decimals."""
    return [float(found.replace(",", ".")) for found in NUMBER.findall(text)]


def sections(page: Path) -> list[tuple[str, str]]:
    """The parts of a page: the heading of each, then its text."""
    parts = re.split(r"^(#+ .+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def worked(page: Path) -> str:
    (text,) = (text for title, text in sections(page) if title.lstrip("# ") in TITLES)
    return text


def rows(page: Path) -> dict[str, list[str]]:
    """The cells of the table by node, the overall one by its own name."""
    lines = [line.strip("| ").split("|") for line in worked(page).splitlines() if "|" in line]
    found = {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines[2:]}
    return {"overall" if node == "global" else node: cells for node, cells in found.items()}


@pytest.mark.parametrize("page", PAGES, ids=["fr", "en"])
def test_worked_case__every_figure_of_the_table__is_that_of_the_engine(page: Path) -> None:
    found = scoring.score(MODEL, ANSWERS).row(0)
    table_of_page = rows(page)
    assert list(table_of_page) == ["A.T1", "A.T2", "A", "B", "overall"]
    for node, (_, value, bounds, coverage) in table_of_page.items():
        low, high = (numbers(part)[-1] for part in re.split(r" à | to ", bounds))
        printed = [*numbers(value), low, high, numbers(coverage)[-1] / 100]
        expected = found[node]
        assert printed == pytest.approx(
            [expected.value, expected.low, expected.high, expected.coverage], abs=0.005
        ), node


@pytest.mark.parametrize("page", PAGES, ids=["fr", "en"])
def test_worked_case__every_working_of_the_page__comes_to_what_it_says(page: Path) -> None:
    """Where a working is followed by `=`, and where one stands in the table beside its score."""
    text = worked(page).replace(",", ".").replace(" x ", " * ")
    found = re.findall(r"`([-(\d][-+*/(). \d]*) = ([\d.]+)( %)?`", text)
    assert len(found) >= 6
    for working, result, share in found:
        # A share is a quotient, or the mean of shares in percent.
        ways = [float(result), float(result) / 100] if share else [float(result)]
        assert any(calculated(working) == pytest.approx(way, abs=0.005) for way in ways), working
    for cells in rows(page).values():
        working, score = (cell.replace(",", ".").replace(" x ", " * ") for cell in cells[:2])
        arithmetic = re.search(r"`(\([-+* .\d]+\) / [.\d]+)`$", working)
        if arithmetic:
            # Of figures that are rounded themselves.
            assert calculated(arithmetic[1]) == pytest.approx(float(score), abs=0.01)


def calculated(working: str) -> float:
    """A sum or a quotient of two parts, the first one in brackets or not."""
    quotient = working.rsplit(" / ", 1)
    divisor = float(quotient[1]) if len(quotient) == 2 else 1.0
    terms = quotient[0].strip("()").replace(" - ", " + -").split(" + ")
    return sum(product(term) for term in terms) / divisor


def product(term: str) -> float:
    found = 1.0
    for factor in term.split(" * "):
        found *= float(factor)
    return found


def test_pages__section_by_section__have_the_same_figures() -> None:
    """What changes in one language has to change in the other."""
    french, english = (sections(page) for page in PAGES)
    assert [title.count("#") for title, _ in french] == [title.count("#") for title, _ in english]
    for (title, ours), (other, theirs) in zip(french, english, strict=True):
        assert sorted(numbers(ours)) == sorted(numbers(theirs)), (title, other)
        shapes = [
            [line.count("|") for line in text.splitlines() if line.startswith("|")]
            for text in (ours, theirs)
        ]
        assert shapes[0] == shapes[1], (title, other)
        files = [
            set(re.findall(r"`[\w/.]+\.py`|`[a-z]\w+\.[\w.]+`", text)) for text in (ours, theirs)
        ]
        assert files[0] == files[1], (title, other)


def test_numbers__of_a_text__are_read_in_both_ways() -> None:
    assert numbers("0,5247, 0,8816 ; `-1`, A.T1, Q2, 95e") == [0.5247, 0.8816, -1, 95]
    assert numbers("0.5247, 0.8816; `-1`, A.T1, Q2, 95th.") == [0.5247, 0.8816, -1, 95]


def test_worked_case__what_if__gains_of_the_axis() -> None:
    found = scoring.what_if(MODEL, ANSWERS)
    steps = [step for step in found.steps("A") if step.change.answer.value == 100.0]
    assert [(step.change.question, step.change.effort) for step in steps] == [
        ("Q4", 2),
        ("Q2", 3),
        ("Q1", 1),
    ]
    assert [step.gain for step in steps] == pytest.approx([25, 10, 20 / 3])
    rungs = [climb.rung for climb in found.climbs("A")]
    assert [(rung.change.question, rung.change.answer.value) for rung in rungs] == [
        ("Q4", 75.0),
        ("Q1", 100.0),
        ("Q2", 100.0),
    ]
    assert [rung.per_level for rung in rungs] == pytest.approx([12.5, 20 / 3, 10 / 3])


def test_worked_case__what_if__best_bundle_for_each_effort() -> None:
    found = scoring.best_bundles(MODEL, ANSWERS, "A", 6)
    assert [one.gain for one in found] == pytest.approx(
        [12.5, 25, 95 / 3, 95 / 3 + 5 / 3, 95 / 3 + 35 / 6, 95 / 3 + 10]
    )
    assert [change.question for change in found[2].changes] == ["Q1", "Q4"]


def test_worked_case__narrowing__is_all_in_one_question() -> None:
    (found,) = scoring.narrowings(MODEL, ANSWERS, "A")
    assert found.question == "Q3"
    assert (found.removed, found.worst) == pytest.approx((12.5, 0))


def test_worked_case__robustness__the_second_axis_is_always_the_lowest() -> None:
    drawn = scoring.draw_methods(MODEL, scoring.Variation(leave_out=True))
    found = scoring.robustness_of(MODEL, scoring.score(MODEL, ANSWERS), drawn)
    assert (found.weakest["B"][0], found.strongest["A"][0]) == (1, 1)
    assert 40 < found.nodes["A"].low[0] < found.nodes["A"].high[0] < 80
