"""Changing values leaves all else of a file as it was, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.errors import DominoError
from domino_survey.schema_files import revise
from domino_survey.schema_files.yaml_tree import parse

TEXT = """\
# Un commentaire en tête

id:   essai   # l'identifiant
title: {fr: 'L''essai', en: "The test"}   # deux langues
empty:
long:
    fr: >-
      Une longue phrase
      sur deux lignes.

    en: |
      First line.
      Second line.
# avant la liste
list:
-   points: 4
    label: Non
-   points: 0.5
    label:   "Oui"
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("id",), "autre", "id:   essai", "id:   autre"),
        (("id",), "12", "id:   essai", 'id:   "12"'),
        (("id",), "a: b # c", "id:   essai", 'id:   "a: b # c"'),
        (("title", "fr"), "L'autre", "'L''essai'", "'L''autre'"),
        (("title", "en"), 'So "new"', '"The test"', '"So \\"new\\""'),
        (("empty",), "plein", "empty:", "empty: plein"),
        (("list", 0, "points"), 3, "points: 4", "points: 3"),
        (("list", 1, "points"), 0.25, "points: 0.5", "points: 0.25"),
        (("list", 0, "label"), True, "label: Non", "label: true"),
        (("list", 0, "label"), None, "label: Non", "label: null"),
        (("list", 0, "label"), "Été\u00a0: fini", "label: Non", 'label: "Été\u00a0: fini"'),
        (
            ("long", "fr"),
            "Une phrase.",
            ">-\n      Une longue phrase\n      sur deux lignes.\n",
            ">-\n      Une phrase.\n",
        ),
        (
            ("long", "en"),
            "First.\n\nThird.\n",
            "      First line.\n      Second line.\n",
            "      First.\n\n      Third.\n",
        ),
    ],
)
def test_revise__one_value__only_its_characters_change(
    path: tuple[str | int, ...], value: object, old: str, new: str
) -> None:
    assert revise(TEXT, {path: value}) == TEXT.replace(old, new, 1)


def test_revise__long_folded_text__wrapped_with_the_same_indent() -> None:
    value = "mot " * 60 + "fin"
    revised = revise(TEXT, {("long", "fr"): value})
    lines = revised.split("fr: >-\n")[1].split("\n\n")[0].split("\n")
    assert len(lines) > 1
    assert all(line.startswith("      mot") for line in lines)


def test_revise__several_values__all_changed() -> None:
    revised = revise(TEXT, {("id",): "un", ("list", 1, "label"): "deux", ("title", "fr"): "trois"})
    tree, _ = parse(revised)
    assert tree is not None
    assert isinstance(tree.data, dict)
    assert (tree.data["id"], tree.data["title"]["fr"]) == ("un", "trois")
    assert tree.data["list"][1]["label"] == "deux"


def test_revise__windows_line_ends__kept() -> None:
    text = TEXT.replace("\n", "\r\n")
    assert revise(text, {("id",): "autre"}) == text.replace("essai   #", "autre   #", 1)


PATHS: list[tuple[str | int, ...]] = [
    ("id",),
    ("title", "fr"),
    ("title", "en"),
    ("empty",),
    ("long", "fr"),
    ("long", "en"),
    ("list", 0, "points"),
    ("list", 1, "label"),
]


@given(
    st.sampled_from(PATHS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none(),
)
@settings(max_examples=300, deadline=None)
def test_revise__any_scalar__read_back_as_it_was_given(
    path: tuple[str | int, ...], value: object
) -> None:
    tree, problems = parse(revise(TEXT, {path: value}))
    assert tree is not None
    assert problems == []
    found: object = tree.data
    for part in path:
        found = found[part]  # type: ignore[index]
    assert found == value


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("absent",), "x", "unknown-place"),
        (("title",), "x", "unknown-place"),
        (("list", 7), "x", "unknown-place"),
        (("id",), ["x"], "not-a-scalar"),
    ],
)
def test_revise__impossible_change__refused(
    path: tuple[str | int, ...], value: object, code: str
) -> None:
    with pytest.raises(DominoError) as refused:
        revise(TEXT, {path: value})
    assert refused.value.code == code


def test_revise__unreadable_text__refused_with_its_problems() -> None:
    with pytest.raises(DominoError) as refused:
        revise("a: [", {("a",): 1})
    assert refused.value.code == "yaml-syntax"
