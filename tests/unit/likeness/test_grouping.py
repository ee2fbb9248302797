"""Texts put together by their words, and how often a person would have put them so (decision 0012)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from domino_survey.likeness import MOST, grouped
from domino_survey.services.voices import spoken_of
from tests.journeys.steps import content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.likeness import Group

CASES = Path(__file__).parents[2] / "cases" / "likeness"
THEMES = {
    "cover": "assurance, responsabilité, prêts et garanties",
    "place": "salle, local, loyer, lieu",
}
HOSTILE = [
    "<script>alert(1)</script>",
    "# Titre\n- liste **gras** [lien](http://x)",
    "=1+1",
    "a" * 5000,
    "et de la pour que nous " * 200,
    "🎉🎉🎉",
    "le la les et ou",
    "...",
    " \n\t",
    "\u202eenvers",
    "\ud800",
]


def members(groups: Sequence[Group]) -> list[int]:
    return [one for group in groups for one in group.members]


def labelled(name: str) -> tuple[list[str], list[str]]:
    """Texts, and the label that a person gave to each."""
    by_label: Mapping[str, list[str]] = yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))
    pairs = [(text, label) for label, texts in by_label.items() for text in texts]
    return [text for text, _ in pairs], [label for _, label in pairs]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_grouped__few_texts__each_in_one_group(count: int) -> None:
    texts = ["L'assurance des prêts", "La salle est froide", "Rien de tel"][:count]
    groups = grouped(texts, THEMES)
    assert [group.theme for group in groups] == ["cover", "place", None][:count]
    assert [group.words for group in groups] == [()] * count


def test_grouped__three_hundred__about_ten_groups_in_a_moment() -> None:
    things = ["vélo", "perceuse", "remorque", "tente", "four", "scie", "échelle", "tondeuse"]
    texts = [f"Le prêt de la {things[n % 8]} au voisin {n}, sans assurance" for n in range(300)]
    groups = grouped(texts, THEMES)
    assert sorted(members(groups)) == list(range(300))
    assert len([group for group in groups if group.words]) in range(6, MOST + 1)


def test_grouped__nothing_but_stop_words__stand_apart() -> None:
    (group,) = grouped(["le la les", "et de la", "qui que quoi"], THEMES)
    assert (group.theme, group.words, group.members) == (None, (), (0, 1, 2))


def test_grouped__no_themes__all_under_others() -> None:
    assert {group.theme for group in grouped(["vélo", "train", "vélo bleu"], {})} == {None}


def test_grouped__the_same_words__never_in_two_groups() -> None:
    texts = ["La salle est froide"] * 30 + ["Le local est cher", "Le loyer augmente"]
    groups = grouped(texts, THEMES)
    assert sum(0 in group.members for group in groups) == 1
    assert all(set(range(30)) <= {*group.members} for group in groups if 0 in group.members)


def test_grouped__hostile_texts__are_kept_whole_and_once() -> None:
    assert sorted(members(grouped(HOSTILE, THEMES))) == list(range(len(HOSTILE)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="abé '\n<*", max_size=25) | st.sampled_from(HOSTILE), max_size=25))
def test_grouped__any_texts__each_once_and_titles_from_its_own_cards(texts: list[str]) -> None:
    groups = grouped(texts, THEMES)
    assert sorted(members(groups)) == list(range(len(texts)))
    assert groups == grouped(texts, THEMES)
    for group in groups:
        said = " ".join(texts[place].lower() for place in group.members)
        assert all(word in said for word in group.words)


# --- The measure of decision 0012 -------------------------------------------------------------------


def agreement(texts: Sequence[str], labels: Sequence[str], themes: Mapping[str, str]) -> float:
    """Adjusted Rand index between the themes that were found and those that a person chose."""
    theme_of = {
        place: group.theme or "" for group in grouped(texts, themes) for place in group.members
    }
    return float(adjusted_rand_score(labels, [theme_of[place] for place in range(len(texts))]))


def test_measure__workshop_of_nantes_by_axis__as_the_decision_says() -> None:
    texts, labels = labelled("nantes")
    assert len(texts) == 60
    themes = {
        axis.id: " ".join((*axis.title.values(), *map(spoken_of, axis.themes)))
        for axis in content().axes
    }
    assert agreement(texts, labels, themes) == pytest.approx(0.43, abs=0.05)


@pytest.mark.parametrize(("name", "expected"), [("coproduction", 0.17), ("resources", 0.17)])
def test_measure__demonstration_texts_by_theme__as_the_decision_says(
    name: str, expected: float
) -> None:
    texts, labels = labelled(name)
    (axis,) = [one for one in content().axes if one.id == labels[0].split(".")[0]]
    themes = {theme.id: spoken_of(theme) for theme in axis.themes}
    assert agreement(texts, labels, themes) == pytest.approx(expected, abs=0.05)
