"""Reading: every fault of a file has its code, its line and its column, and nothing escapes."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domino_survey.errors import CATALOGUE, DominoError, Problem
from domino_survey.schema_files import MAX_BYTES, discover, load, read, read_text
from domino_survey.schema_files.files import MAX_PROBLEMS
from domino_survey.schema_files.yaml_tree import MAX_EVENTS

TESTS = Path(__file__).parents[2]
INVALID = sorted((TESTS / "invalid").glob("*.yaml"))
VALID = sorted((TESTS / "questionnaires").glob("*.yaml"))

SMALL = """\
id: essai
version: "1"
languages: [fr]
title: {fr: Essai}
licence: CC-BY-SA-4.0
paths: [{code: complet, label: {fr: Complet}, minutes: [5, 9]}]
axes:
  - id: A1
    title: {fr: Un axe}
    short: {fr: Axe}
    themes:
      - id: A1.T1
        title: {fr: Un thème}
        questions:
          - id: Q1
            type: scale
            text: {fr: Est-ce fait ?}
            levels:
              - {code: "0", label: {fr: Non}}
              - {code: "1", label: {fr: Oui}}
"""

HOSTILE = [
    b"",
    b"\x00",
    b"\xff\xfe\x00\x00",
    b"\xef\xbb\xbf",
    b"a: b: c",
    b"\t",
    b"- " * 5_000,
    b"[" * 100_000,
    b"{" * 100_000,
    b"{a: " * 50_000,
    b"? " * 5_000,
    b"? ? ? a",
    b"{{a: b}: c}",
    b"[{[x]: {y: [z]}}, *a]",
    b"*a : b",
    b"*a",
    b"&a [*a, *a]",
    b"a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]",
    b"<<: *a",
    b"!!python/object/apply:os.system ['true']",
    b"a: !!binary x",
    b"%YAML 9.9\n---\na: 1",
    b"%TAG ! tag:example.org,2000:\n--- !x\na: 1",
    b"--- a\n--- b",
    b"42",
    b"null",
    b"[1, 2]",
    b"'text",
    b'"\\ud800"',
    b'id: "\\ud800\\udc00"',
    b'id: "\\x00"',
    b"id: " + b"9" * 5_000,
    b"id: 0x" + b"f" * 5_000,
    b"id: 1e400\nversion: .inf\nlicence: .nan",
    b"id: 0o777777777777777777777777777777777777777",
    b"? {a: b}\n: c\n? [d]\n: e",
    b"axes: {0: x}\nid: {id: {id: x}}",
    b"axes: [[[[[[]]]]]]\npaths: {}\nstages: []",
    b"profile: {items: [{type: text}, {type: [a]}, {type: {a: b}}, text, null, 3]}",
    b"scoring: {overall: {power: {min: 1}}}",
    "id: \u2028\u0085é".encode(),
    SMALL.encode("utf-16"),
    SMALL.replace("Un axe", "\ufffe").encode(),
]


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_read__one_fault__exactly_its_code_with_line_and_column(path: Path) -> None:
    _, problems = read(path)
    assert codes(problems) == [path.stem.split("--")[0]]
    (found,) = problems
    assert found.file == str(path)
    assert found.line is not None
    assert found.column is not None
    assert CATALOGUE[found.code].fault.format(**found.params)
    assert CATALOGUE[found.code].remedy.format(**found.params)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_read__valid_file__questionnaire_without_problems(path: Path) -> None:
    questionnaire, problems = read(path)
    assert questionnaire is not None
    # A questionnaire for tests need not have advice for every cell.
    assert [problem for problem in problems if problem.code != "cell-without-advice"] == []


@pytest.mark.parametrize("content", HOSTILE)
def test_read__hostile_file__problems_and_no_exception(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    questionnaire, problems = read(path)
    assert questionnaire is None
    assert problems
    for problem in problems:
        assert CATALOGUE[problem.code].fault.format(**problem.params)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_read_text__any_text__no_exception(text: str) -> None:
    questionnaire, problems = read_text(text)
    assert questionnaire is None
    assert problems


@given(
    st.integers(0, len(SMALL)), st.integers(0, 12), st.text(":-[]{}&*!|>'\"%@`#,?\n x0", max_size=4)
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_read_text__damaged_questionnaire__no_exception(start: int, length: int, new: str) -> None:
    questionnaire, problems = read_text(SMALL[:start] + new + SMALL[start + length :])
    assert questionnaire is not None or problems


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("short: {fr: Axe}", "", ("missing-field", "A1", 8, 5)),
        ("type: scale", "type: scale\n            levls: []", ("unknown-field", "Q1", 17, 13)),
        ('code: "0"', "code: 0", ("wrong-type", "Q1", 19, 24)),
        ("{fr: Un thème}", "Un thème", ("text-without-language", "A1.T1", 13, 16)),
        ("{fr: Un axe}", "{FR: Un axe}", ("bad-language", "A1", 9, 13)),
        ("type: scale", "type: scales", ("bad-value", "Q1", 16, 19)),
        ("id: Q1", "id: 1Q", ("bad-id", "1Q", 15, 17)),
        # Found by the checks of meaning.
        (
            "type: scale",
            "type: scale\n            dimensions: [S]",
            ("unknown-dimension", "Q1", 17, 26),
        ),
        (
            "type: scale",
            "type: scale\n            relevance: Q9 = 1",
            ("unknown-reference", "Q1", 17, 24),
        ),
        ("{fr: Un axe}", "{fr: Un axe, en: An axis}", ("undeclared-language", "A1", 9, 25)),
    ],
)
def test_read_text__fault__located_at_the_value(
    old: str, new: str, expected: tuple[str, str, int, int]
) -> None:
    _, problems = read_text(SMALL.replace(old, new, 1), "essai.yaml")
    assert [(p.code, p.place, p.line, p.column) for p in problems] == [expected]
    assert problems[0].file == "essai.yaml"


def test_read_text__text_question_without_text__path_is_not_confused_by_the_type() -> None:
    old = "            type: scale\n            text: {fr: Est-ce fait ?}\n"
    _, problems = read_text(SMALL.replace(old, "            type: text\n"))
    assert ("missing-field", {"field": "text"}) in [(p.code, p.params) for p in problems]
    assert {p.place for p in problems} == {"Q1"}


def test_read_text__several_faults__all_told_in_order_of_lines() -> None:
    text = SMALL.replace("title: {fr: Essai}", "titel: {fr: Essai}").replace("A1.T1", "A1")
    _, problems = read_text(text.replace('code: "0"', "code: 0"))
    assert codes(problems) == ["missing-field", "unknown-field", "duplicate-id", "wrong-type"]
    assert problems[1].params["closest"] == "title"


@pytest.mark.parametrize("word", ["No", "yes", "on", "OFF", "2024-01-01", "12:30", "1_000", "~ok"])
def test_read_text__word_that_older_yaml_would_convert__stays_a_text(word: str) -> None:
    questionnaire, problems = read_text(SMALL.replace("Un axe", word))
    assert problems == []
    assert questionnaire is not None
    assert questionnaire.axes[0].title["fr"] == word


def test_read_text__more_faults_than_anyone_reads__cut_and_said() -> None:
    text = SMALL + "".join(f"inconnu{n}: 1\n" for n in range(MAX_PROBLEMS + 10))
    _, problems = read_text(text)
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1].code == "more-problems"
    assert problems[-1].params == {"count": 10}


@pytest.mark.parametrize("part", ["a: 1\n", "- 1\n", "- {}\n", "- [[]]\n"])
def test_read_text__values_without_end__reading_stops(part: str) -> None:
    _, problems = read_text(part * (MAX_EVENTS // part.count("\n")))
    assert {p.code for p in problems} & {"too-many-values", "more-problems"}


def test_read__too_large_file__refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "gros.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    tracemalloc.start()
    _, problems = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes(problems) == ["file-too-large"]
    assert peak < MAX_BYTES


@pytest.mark.parametrize("name", ["absent.yaml", ".", "a\0b.yaml"])
def test_read__no_file__told(name: str, tmp_path: Path) -> None:
    questionnaire, problems = read(tmp_path / name)
    assert questionnaire is None
    assert codes(problems) == ["unreadable-file"]


def test_read__same_file_twice__read_once_until_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(SMALL, encoding="utf-8")
    first, _ = read(path)
    assert read(path)[0] is first
    path.write_text(SMALL.replace("Un axe", "Un autre axe"), encoding="utf-8")
    again, _ = read(path)
    assert again is not None
    assert again.axes[0].title["fr"] == "Un autre axe"
    path.write_text(SMALL.replace("Un axe", "Un autre fil"), encoding="utf-8")
    os.utime(path, ns=(0, 0))
    last, _ = read(path)
    assert last is not None
    assert last.axes[0].title["fr"] == "Un autre fil"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("schemas/essai/1.yaml", []),
        ("schemas/essai/2.yaml", ["file-name-mismatch"]),
        ("schemas/autre/1.yaml", ["file-name-mismatch"]),
        ("schemas/1.yaml", ["file-name-mismatch"]),
        ("schemas/essai/vieux/1.yaml", ["file-name-mismatch"]),
        ("ailleurs/n-importe.yaml", []),
    ],
)
def test_read__place_of_the_file__compared_with_id_and_version(
    where: str, expected: list[str], tmp_path: Path
) -> None:
    path = tmp_path / where
    path.parent.mkdir(parents=True)
    path.write_text(SMALL, encoding="utf-8")
    assert codes(read(path)[1]) == expected


def test_discover__folder__every_yaml_file_sorted(tmp_path: Path) -> None:
    for name in ("b/2.yaml", "b/1.yaml", "a/1.yml", "seul.yaml", "a/notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in discover(tmp_path)]
    assert found == ["a/1.yml", "b/1.yaml", "b/2.yaml", "seul.yaml"]
    assert discover(tmp_path / "absent") == []


def test_load__errors__refused_with_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(SMALL.replace('code: "0"', "code: 0").replace("A1.T1", "A1"), encoding="utf-8")
    with pytest.raises(DominoError) as refused:
        load(path)
    assert [problem.code for problem in refused.value.problems] == ["duplicate-id", "wrong-type"]
