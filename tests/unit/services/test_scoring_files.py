from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from domino_survey import scoring
from domino_survey.answers import table_of_cells
from domino_survey.errors import errors_only
from domino_survey.schema_files import load
from domino_survey.services.scoring_files import score_file

if TYPE_CHECKING:
    from pathlib import Path

    from domino_survey.errors import Problem

QUESTIONNAIRE = """
id: essai
version: "1"
languages: [fr]
title: {fr: Essai}
licence: CC0-1.0
paths:
  - {code: full, label: {fr: Complet}, minutes: [1, 2]}
  - {code: short, label: {fr: Court}, minutes: [1, 1], essential_only: true}
scoring:
  overall: {power: 0}
dimensions:
  - {code: S, label: {fr: Social}}
profile:
  items:
    - {id: P1, type: yes_no, text: {fr: Ouvert ?}}
axes:
  - id: A
    title: {fr: Axe}
    short: {fr: Axe}
    themes:
      - id: T
        title: {fr: Thème}
        questions:
          - {id: Q1, type: number, text: {fr: Un}, essential: true, dimensions: [S], minimum: 0, goalposts: {low: 0, high: 100}}
          - {id: Q2, type: number, text: {fr: Deux}, minimum: 0, goalposts: {low: 0, high: 100}}
          - {id: Q3, type: yes_no, text: {fr: Trois}, relevance: P1 = oui}
"""


class Desk:
    """A questionnaire, and files to score with it."""

    def __init__(self, folder: Path) -> None:
        self.questionnaire = folder / "essai.yaml"
        self.questionnaire.write_text(QUESTIONNAIRE, encoding="utf-8")
        self.answers = folder / "answers.csv"
        self.out = folder / "scores.csv"

    def score(self, content: str | bytes, **asked: Any) -> list[Problem]:
        data = content.encode() if isinstance(content, str) else content
        self.answers.write_bytes(data)
        return score_file(self.questionnaire, self.answers, self.out, **asked)

    def rows(self) -> list[dict[str, str]]:
        with self.out.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def refused(self, content: str | bytes) -> list[tuple[str, str, int | None]]:
        found = [(p.code, p.place, p.line) for p in errors_only(self.score(content))]
        assert found
        assert not self.out.exists()
        assert sorted(path.name for path in self.out.parent.iterdir()) == [
            "answers.csv",
            "essai.yaml",
        ]
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


GOOD = "response,P1,Q1,Q2,Q3\nr1,oui,80,40,NA\nr2,non,50,DK,\nr3,oui,,,\nr4,non,NA,NA,\n"


def test_scores__of_good_answers__are_wide(desk: Desk) -> None:
    assert desk.score(GOOD) == []
    header = desk.out.read_text(encoding="utf-8").splitlines()[0]
    assert header == (
        "response,T,T.low,T.high,T.coverage,A,A.low,A.high,A.coverage,"
        "overall,overall.low,overall.high,overall.coverage"
    )
    theme = ("T", "T.low", "T.high", "T.coverage")
    assert [[row["response"], *(row[name] for name in theme)] for row in desk.rows()] == [
        ["r1", "60", "60", "60", "1"],
        # Below the threshold there is a coverage, without score or bounds.
        ["r2", "", "", "", "0.5"],
        ["r3", "", "", "", "0"],
        ["r4", "", "", "", ""],
    ]


def test_numbers__are_written_with_up_to_six_decimals(desk: Desk) -> None:
    assert desk.score("response,P1,Q1,Q2,Q3\nr,oui,12.5,33,oui\n") == []
    (row,) = desk.rows()
    assert (row["T"], row["T.coverage"]) == ("48.5", "1")
    assert desk.score("response,P1,Q1,Q2,Q3\nr,oui,0,0,oui\n") == []
    assert desk.rows()[0]["T"] == "33.333333"


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.rstrip("\n").encode(),
        ("\n" + GOOD.replace("\nr2", "\n\nr2")).encode(),
        GOOD.replace("80", '"80,0"').encode(),
        GOOD.replace("\n", ",\n").encode(),
        GOOD.replace(",", "\t").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.replace(",", ";").replace("80", "80,0").encode(),
        GOOD.replace(",", ";").replace("r1;oui", '"r1";"oui"').encode(),
    ],
    ids=[
        "bom",
        "semicolons",
        "crlf",
        "no last newline",
        "blank lines",
        "quoted",
        "trailing",
        "tabs",
        "old mac",
        "decimal commas",
        "quoted, semicolons",
    ],
)
def test_file__written_by_another_tool__scores_the_same(desk: Desk, content: bytes) -> None:
    assert desk.score(GOOD) == []
    expected = desk.out.read_bytes()
    assert desk.score(content) == []
    assert desk.out.read_bytes() == expected


def test_separator__the_one_that_makes_response_a_column__is_taken(desk: Desk) -> None:
    content = 'response;"a, b, c, d, e";Q1;Q2\nr1;x;12,5;33\n'
    (unknown, *_) = desk.score(content)
    assert (unknown.code, unknown.place) == ("unknown-column", "a, b, c, d, e")
    assert desk.rows()[0]["T"] == "22.75"


def test_column_of_responses_alone__has_nothing_answered(desk: Desk) -> None:
    assert [p.severity for p in desk.score("response\nr1\nr2\n")] == ["warning"] * 2
    assert [(row["response"], row["T"], row["T.coverage"]) for row in desk.rows()] == [
        ("r1", "", "0"),
        ("r2", "", "0"),
    ]


def test_everything_not_applicable__has_neither_score_nor_coverage(desk: Desk) -> None:
    assert desk.score("response,P1,Q1,Q2,Q3\nr1,oui,NA,NA,NA\n") == []
    (row,) = desk.rows()
    assert set(row.values()) == {"r1", ""}


def test_path__of_essential_questions__leaves_the_others_out(desk: Desk) -> None:
    assert desk.score(GOOD, path="short") == []
    first, second, third, _ = desk.rows()
    assert [first["T"], first["T.coverage"]] == ["80", "1"]
    assert [second["T"], second["T.coverage"]] == ["50", "1"]
    assert [third["T"], third["T.coverage"]] == ["", "0"]
    assert desk.score(GOOD, path="full") == []
    assert desk.rows()[0]["T"] == "60"


def test_path__that_the_questionnaire_lacks__is_refused_with_those_it_has(desk: Desk) -> None:
    (found,) = desk.score(GOOD, path="long")
    assert (found.code, found.params["known"]) == ("path-not-in-questionnaire", "full, short")
    assert not desk.out.exists()


def test_dimensions__when_asked_for__have_their_columns_after_the_others(desk: Desk) -> None:
    assert desk.score(GOOD, dimensions=True) == []
    (row, *_) = desk.rows()
    assert list(row)[-4:] == [
        "dimension:S",
        "dimension:S.low",
        "dimension:S.high",
        "dimension:S.coverage",
    ]
    assert [row[name] for name in list(row)[-4:]] == ["80", "80", "80", "1"]


def test_header_only__gives_a_header_only(desk: Desk) -> None:
    assert desk.score("response,P1,Q1,Q2,Q3\n") == []
    assert desk.rows() == []


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_empty_file__is_refused(desk: Desk, content: str) -> None:
    assert desk.refused(content) == [("answers-empty", "", 1)]


def test_file_of_another_encoding__is_refused_with_its_line(desk: Desk) -> None:
    content = "response,P1,Q1,Q2,Q3\né,oui,1,2,oui\n".encode("latin-1")
    assert desk.refused(content) == [("answers-not-utf-8", "", 2)]


def test_file__missing__is_refused(desk: Desk) -> None:
    (found,) = score_file(desk.questionnaire, desk.answers, desk.out)
    assert (found.code, found.file) == ("unreadable-file", str(desk.answers))


def test_columns__without_response_or_twice__are_refused(desk: Desk) -> None:
    assert desk.refused("id,Q1,Q1\n1,2,3\n") == [
        ("no-response-column", "response", 1),
        ("duplicate-column", "Q1", 1),
    ]


def test_rows__with_faults_of_form__are_refused_all_at_once(desk: Desk) -> None:
    content = "response,Q1,Q2\nr1,1,2\n,1,2\nr1,1,2\nr4,1\nr5,1,2,3\n"
    assert desk.refused(content) == [
        ("response-without-id", "response", 3),
        ("duplicate-response", "response", 4),
        ("row-length", "", 5),
        ("row-length", "", 6),
    ]


def test_quotes__left_open__are_refused(desk: Desk) -> None:
    assert desk.refused('response,Q1\nr1,"1\nr2,2\n')[0][0] == "answers-not-csv"


def test_cells__that_do_not_fit__are_refused_all_at_once_with_line_and_column(desk: Desk) -> None:
    content = 'response,P1,Q1,Q2,Q3\n"r\n1",oui,x,2,oui\nr2,jamais,1,-5,oui\nr3,oui,1,2,?\n'
    assert desk.refused(content) == [
        ("not-a-number", "Q1", 2),
        ("unknown-option-answered", "P1", 4),
        ("below-minimum", "Q2", 4),
        ("unknown-option-answered", "Q3", 5),
    ]


def test_cells__that_do_not_fit__have_the_number_of_their_column(desk: Desk) -> None:
    (found,) = desk.score("response,P1,Q1,Q2,Q3\nr,oui,1,x,oui\n")
    assert (found.file, found.line, found.column) == (str(desk.answers), 2, 4)


def test_cells__very_many_bad_ones__are_counted_beyond_the_first(desk: Desk) -> None:
    rows = "".join(f"r{row},x\n" for row in range(700))
    problems = desk.score("response,Q1\n" + rows)
    assert problems[-1].code == "more-cells"
    assert len(problems) == 501


def test_unknown_column__is_warned_of_and_left_aside(desk: Desk) -> None:
    content = GOOD.replace("\n", ",x\n").replace("Q3,x", "Q3,autre", 1)
    (found,) = desk.score(content)
    assert (found.code, found.place, found.line, found.severity) == (
        "unknown-column",
        "autre",
        1,
        "warning",
    )
    assert len(desk.rows()) == 4


def test_scored_questions__without_column__are_missing_and_warned_of_once(desk: Desk) -> None:
    problems = desk.score("response,Q1\nr1,80\n")
    assert [(p.code, p.severity) for p in problems] == [
        ("scored-columns-missing", "warning"),
        ("column-not-in-file", "warning"),
    ]
    assert problems[0].params["questions"] == "Q2, Q3"
    assert problems[1].place == "P1"
    (row,) = desk.rows()
    assert (row["T"], row["T.coverage"]) == ("", "0.333333")


def test_questionnaire__with_errors__is_told_instead(desk: Desk) -> None:
    desk.questionnaire.write_text("id: essai\n", encoding="utf-8")
    problems = desk.score(GOOD)
    assert problems
    assert {problem.file for problem in problems} == {str(desk.questionnaire)}
    assert not desk.out.exists()


def test_output__over_an_input__is_refused(desk: Desk) -> None:
    desk.answers.write_text(GOOD, encoding="utf-8")
    for out in (desk.answers, desk.questionnaire):
        (found,) = score_file(desk.questionnaire, desk.answers, out)
        assert found.code == "output-is-input"
    assert desk.answers.read_text(encoding="utf-8") == GOOD


def test_output__in_no_folder__is_refused(desk: Desk) -> None:
    desk.answers.write_text(GOOD, encoding="utf-8")
    (found,) = score_file(desk.questionnaire, desk.answers, desk.out.parent / "no" / "s.csv")
    assert found.code == "unwritable-file"


def test_output__of_a_refused_run__leaves_the_one_before(desk: Desk) -> None:
    desk.score(GOOD)
    before = desk.out.read_bytes()
    desk.score("response,Q1\nr1,x\n")
    assert desk.out.read_bytes() == before


@pytest.mark.parametrize("block", [3_000, 1 << 16])
def test_many_rows__score_as_the_engine_does(
    desk: Desk, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domino_survey.services.scoring_files.BLOCK", block)
    size = 20_000
    lines = [
        f"r{row},oui,{row % 101},{row % 7},{'oui' if row % 3 else 'DK'}" for row in range(size)
    ]
    assert desk.score("\n".join(["response,P1,Q1,Q2,Q3", *lines])) == []
    model = load(desk.questionnaire)
    cells = {
        item: [line.split(",")[at] for line in lines]
        for at, item in enumerate(("P1", "Q1", "Q2", "Q3"), start=1)
    }
    expected = scoring.score(model, table_of_cells(model, cells)[0]).nodes["T"].value
    assert [float(row["T"]) for row in desk.rows()] == pytest.approx(expected.tolist(), abs=1e-6)
