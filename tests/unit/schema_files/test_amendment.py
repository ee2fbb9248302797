"""Setting values that a file has or lacks leaves all else of it as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.errors import DominoError
from domino_survey.schema_files import amend
from domino_survey.schema_files.yaml_tree import parse

TEXT = """\
# En tête
id: essai   # l'identifiant
scoring:
  # Chaque question vaut quatre points.
  theme: {coverage: 0.6}  # six sur dix
  axis: {}
# avant les axes
axes:
  # -- le premier
  - id: A1
    long: >-
      Une phrase
      sur deux lignes.

    themes:   # ses thèmes
      - id: A1.T1
        scoring:
          caps:
            - {child: A1.T1.Q1, at_or_below: 0, limit: 30}   # plafond
            - child: A1.T1.Q2
              at_or_below: 5
              limit: 40
          # après les plafonds
          power: 1
        questions: [{id: A1.T1.Q1, weight: 1}, {id: A1.T1.Q2, # deux
          }]
"""
THEME = ("axes", 0, "themes", 0)


def after(text: str, change: dict[tuple[str | int, ...], object]) -> list[str]:
    """The lines that a change adds, all others being there in the same order."""
    old, new = text.split("\n"), amend(text, change).split("\n")
    added = []
    place = 0
    for line in new:
        if place < len(old) and line == old[place]:
            place += 1
        else:
            added.append(line)
    assert place == len(old)
    return added


def test_amend__key_of_a_block_missing__on_its_line_before_the_long_part() -> None:
    assert after(TEXT, {("axes", 0, "weight"): 2.0}) == ["    weight: 2"]
    lines = amend(TEXT, {("axes", 0, "weight"): 2.0}).split("\n")
    assert lines[lines.index("    weight: 2") - 1] == "      sur deux lignes."
    assert after(TEXT, {("version",): "2"}) == ['version: "2"']


def test_amend__several_keys_of_one_mapping__added_together() -> None:
    change: dict[tuple[str | int, ...], object] = {
        ("scoring", "overall", "power"): 0,
        ("scoring", "overall", "caps"): [{"child": "A1", "at_or_below": 33.5, "limit": 50}],
    }
    assert after(TEXT, change) == [
        "  overall: {power: 0, caps: [{child: A1, at_or_below: 33.5, limit: 50}]}"
    ]


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("scoring", "theme", "power"), "min", "{coverage: 0.6}", "{coverage: 0.6, power: min}"),
        (("scoring", "axis", "power"), -1, "axis: {}", "axis: {power: -1}"),
        (("scoring", "theme", "coverage"), 0.75, "{coverage: 0.6}", "{coverage: 0.75}"),
        (
            (*THEME, "questions", 1, "weight"),
            3,
            "{id: A1.T1.Q2, # deux",
            "{id: A1.T1.Q2, weight: 3, # deux",
        ),
        (
            (*THEME, "scoring", "caps", 0),
            None,
            "{child: A1.T1.Q1, at_or_below: 0, limit: 30}",
            "null",
        ),
        ((*THEME, "questions"), [], TEXT[TEXT.index("[{id") : TEXT.index("]\n") + 1], "[]"),
    ],
)
def test_amend__within_braces__only_its_characters_change(
    path: tuple[str | int, ...], value: object, old: str, new: str
) -> None:
    assert amend(TEXT, {path: value}) == TEXT.replace(old, new, 1)


def test_amend__list_in_a_block__replaced_and_what_follows_kept() -> None:
    amended = amend(TEXT, {(*THEME, "scoring", "caps"): [{"child": "A1.T1.Q2"}]})
    assert "          # après les plafonds\n          power: 1\n" in amended
    assert "# plafond\n" not in amended


def test_amend__windows_line_ends__kept() -> None:
    amended = amend(TEXT.replace("\n", "\r\n"), {("axes", 0, "weight"): 2})
    assert amended.replace("\r\n", "\n") == amend(TEXT, {("axes", 0, "weight"): 2})
    assert "\n" not in amended.replace("\r\n", "")


def test_amend__last_line_without_an_ending__its_own_line() -> None:
    assert amend("id: x", {("version",): "1"}) == 'id: x\nversion: "1"'


PATHS = [
    ("id",),
    ("scoring", "theme"),
    ("scoring", "theme", "new"),
    ("scoring", "axis", "new", "deep"),
    ("new",),
    ("axes", 0, "long"),
    ("axes", 0, "new"),
    (*THEME, "scoring", "caps"),
    (*THEME, "scoring", "caps", 1, "new"),
    (*THEME, "questions", 0, "weight"),
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text("aeiouy .:#-{}[]\"'é0123", max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc.1 ", min_size=1), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(PATHS), VALUES)
@settings(max_examples=300, deadline=None)
def test_amend__any_value__read_back_as_it_was_given(
    path: tuple[str | int, ...], value: object
) -> None:
    tree, problems = parse(amend(TEXT, {path: value}))
    assert tree is not None
    assert problems == []
    found: object = tree.data
    for part in path:
        found = found[part]  # type: ignore[index]
    assert found == value


@pytest.mark.parametrize(
    "path", [("id", "x"), ("axes", 4, "weight"), ("axes", "weight"), ("axes", 1)]
)
def test_amend__path_through_no_mapping__refused(path: tuple[str | int, ...]) -> None:
    with pytest.raises(DominoError) as refused:
        amend(TEXT, {path: 1})
    assert refused.value.code == "unknown-place"


def test_amend__unreadable_text__refused_with_its_problems() -> None:
    with pytest.raises(DominoError) as refused:
        amend("a: [", {("a",): 1})
    assert refused.value.code == "yaml-syntax"
