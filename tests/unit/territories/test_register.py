from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey.errors import DominoError
from domino_survey.territories import KINDS, Territories, Unit, fold, load

if TYPE_CHECKING:
    from pathlib import Path

    from domino_survey.territories import Kind


@pytest.fixture(scope="module")
def france() -> Territories:
    return load()


def names(territories: Territories, text: str, limit: int = 20) -> list[str]:
    return [territories.title(commune) for commune in territories.search(text, limit)]


def test_load__reference_files__holds_every_commune(france: Territories) -> None:
    assert len(france) == 34_969
    assert "35236" in france


def test_load__twice__gives_the_same_register() -> None:
    assert load() is load()


def test_import__package__reads_nothing() -> None:
    script = (
        "import domino_survey.territories.register as r;assert r.load.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603 - our own interpreter


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("redon", "Redon"),
        ("REDON", "Redon"),
        ("brest", "Brest"),
        ("l hay", "L'Haÿ-les-Roses"),
        ("L’Haÿ-les-Roses", "L'Haÿ-les-Roses"),
        ("st malo", "Saint-Malo"),
        ("ST-MALO", "Saint-Malo"),
        ("ste luce sur", "Sainte-Luce-sur-Loire"),
        ("ouessant", "Ouessant"),
        ("ile d'yeu", "L'Île-d'Yeu"),
        ("yeu", "L'Île-d'Yeu"),
        ("35236", "Redon"),
        ("2a004", "Ajaccio"),
        ("  nantes ", "Nantes"),
        ("oeuilly", "Œuilly (51)"),
    ],
)
def test_search__as_people_type__finds_the_commune_first(
    france: Territories, typed: str, first: str
) -> None:
    assert names(france, typed)[0] == first


def test_search__prefix_and_inner_word__puts_exact_then_prefix_then_word(
    france: Territories,
) -> None:
    assert names(france, "brest") == ["Brest", "Brestot", "Esboz-Brest"]


def test_search__among_equals__larger_population_first(france: Territories) -> None:
    found = france.search("ren", 5)
    assert found[0].name == "Rennes"
    populations = [commune.population for commune in found]
    assert populations == sorted(populations, reverse=True)


def test_search__homonyms__bear_their_department(france: Territories) -> None:
    assert names(france, "saint-denis", 2) == ["Saint-Denis (974)", "Saint-Denis (93)"]


def test_search__beginning_of_a_code__lists_by_code(france: Territories) -> None:
    codes = [commune.code for commune in france.search("352", 3)]
    assert codes == sorted(codes)
    assert all(code.startswith("352") for code in codes)


@pytest.mark.parametrize("typed", ["", "   ", "'-", "zzzz", "35600", "((("])
def test_search__nothing_that_is_a_name__finds_nothing(france: Territories, typed: str) -> None:
    assert france.search(typed) == []


def test_search__limit__is_kept(france: Territories) -> None:
    assert len(france.search("saint", 7)) == 7
    assert france.search("saint", 0) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12))
def test_search__any_text__finds_names_that_hold_it(typed: str) -> None:
    wanted = fold(typed)
    for commune in load().search(typed):
        by_code = commune.code.lower().startswith(wanted)
        assert by_code or f" {wanted}" in f" {fold(commune.name)}"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_fold__twice__changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_place__commune_of_brittany__names_all_that_contains_it(france: Territories) -> None:
    place = france.place("35236")
    assert place.commune == Unit("35236", "Redon")
    assert place.epci == Unit("243500741", "CA Redon Agglomération")
    assert place.department == Unit("35", "Ille-et-Vilaine")
    assert place.region == Unit("53", "Bretagne")


@pytest.mark.parametrize("code", ["85113", "29155", "29083", "22016", "97701"])
def test_place__island_in_no_grouping__has_an_empty_epci(france: Territories, code: str) -> None:
    place = france.place(code)
    assert place.epci == Unit("", "")
    assert place.department.name
    assert place.region.name


def test_place__every_commune__has_names_for_all_its_codes(france: Territories) -> None:
    for unit in france.units("commune"):
        place = france.place(unit.code)
        assert place.department.name
        assert place.region.name
        assert bool(place.epci.code) == bool(place.epci.name)


def test_place__postal_code__is_refused_with_a_remedy(france: Territories) -> None:
    with pytest.raises(DominoError) as refused:
        france.place("35600")
    assert refused.value.code == "unknown-commune"


@pytest.mark.parametrize(
    ("kind", "code", "label"),
    [
        ("commune", "35236", "Redon"),
        ("commune", "93066", "Saint-Denis (93)"),
        ("epci", "243500741", "CA Redon Agglomération"),
        ("departement", "44", "Loire-Atlantique"),
        ("region", "52", "Pays de la Loire"),
        ("region", "??", "??"),
    ],
)
def test_label__each_kind__is_its_name(
    france: Territories, kind: Kind, code: str, label: str
) -> None:
    assert france.label(kind, code) == label


@pytest.mark.parametrize(
    ("kind", "code", "inside"),
    [
        ("commune", "35236", True),
        ("epci", "243500741", True),
        ("departement", "35", True),
        ("region", "53", True),
        ("region", "52", False),
        ("departement", "44", False),
        ("epci", "", False),
    ],
)
def test_contains__redon__only_in_its_own(
    france: Territories, kind: Kind, code: str, *, inside: bool
) -> None:
    assert france.contains(kind, code, "35236") is inside


def test_contains__island_and_no_code__is_false(france: Territories) -> None:
    assert not france.contains("epci", "", "29155")
    assert not france.contains("region", "53", "00000")


def test_units__each_kind__are_sorted_as_people_read(france: Territories) -> None:
    assert KINDS == ("commune", "epci", "departement", "region")
    departments = [unit.name for unit in france.units("departement")]
    assert departments[:2] == ["Ain", "Aisne"]
    assert departments.index("Eure") > departments.index("Essonne")


def test_load__folder_without_files__names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(DominoError) as refused:
        load(tmp_path)
    assert refused.value.code == "unreadable-reference"
    assert refused.value.problems[0].place == str(tmp_path)


def test_load__damaged_file__is_refused(tmp_path: Path) -> None:
    for name in ("communes", "epci", "departements", "regions"):
        (tmp_path / f"{name}.csv").write_text("code,nom\n35,x\n", encoding="utf-8")
    with pytest.raises(DominoError) as refused:
        load(tmp_path)
    assert refused.value.code == "unreadable-reference"
