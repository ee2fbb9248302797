"""`territories load`, `list` and `remove`, with files as organisers may have them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from domino_survey.cli import app
from domino_survey.cli.speech import speak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [*os.environ]:
        if name.startswith(("DOMINO_", "LC_", "LANG")):
            monkeypatch.delenv(name)
    speak("fr")
    yield
    speak("fr")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return written(tmp_path / "contours.geojson", [("35", -2.0), ("44", -3.5)])


def written(path: Path, places: list[tuple[str, float]]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 48], [x + 1, 48], [x + 1, 49], [x, 49], [x, 48]]],
            },
        }
        for code, x in places
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_territories__load_list_remove__says_what_was_done(good: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    loaded = run(
        "territories", "load", good, "--level", "departement", "--data", data,
        "--attribution", "IGN, Licence Ouverte 2.0",
    )  # fmt: skip
    assert loaded.exit_code == 0, loaded.stderr
    assert "2 contours chargés (départements)" in loaded.stdout
    assert "absents du fichier" in loaded.stderr

    listed = run("territories", "list", "--data", data)
    assert listed.exit_code == 0
    assert "departement" in listed.stdout
    assert "IGN, Licence Ouverte 2.0" in listed.stdout

    removed = run("territories", "remove", "--level", "departement", "--data", data)
    assert removed.exit_code == 0
    assert "Aucun contour" in run("territories", "list", "--data", data).stdout
    again = run("territories", "remove", "--level", "departement", "--data", data)
    assert again.exit_code == 1


def test_territories__without_attribution__it_is_asked_for(good: Path, tmp_path: Path) -> None:
    result = run("territories", "load", good, "--level", "departement", "--data", tmp_path / "d")
    assert "--attribution" in result.stdout


def test_territories__fault__place_fault_remedy_in_the_language(tmp_path: Path) -> None:
    bad = tmp_path / "bad.geojson"
    bad.write_text('{"type": "FeatureCollection",\n"features": [')
    command = ("territories", "load", bad, "--level", "epci", "--data", tmp_path / "d")

    french, english = run(*command), run("--lang", "en", *command)
    assert french.exit_code == english.exit_code == 1
    assert french.stderr.startswith("bad.geojson:2:")
    assert "coupé" in french.stderr
    assert "cut off" in english.stderr
    assert "Traceback" not in french.stderr + french.stdout
    assert not (tmp_path / "d").exists()


def test_territories__200_megabytes__refused_with_a_remedy(tmp_path: Path) -> None:
    huge = tmp_path / "huge.geojson"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    result = run("territories", "load", huge, "--level", "epci", "--data", tmp_path / "d")
    assert result.exit_code == 1
    assert "200 Mo" in result.stderr
    assert "mapshaper" in result.stderr


def test_territories__damaged_store__list_tells_and_leaves_with_1(tmp_path: Path) -> None:
    folder = tmp_path / "outlines"
    folder.mkdir()
    (folder / "epci.json").write_text("{")
    result = run("territories", "list", "--data", tmp_path)
    assert result.exit_code == 1
    assert "epci.json" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("load",),
        ("load", "x.geojson"),
        ("load", "x.geojson", "--level", "canton"),
        ("load", "x.geojson", "--level", "epci", "--projection", "moon"),
        ("remove",),
    ],
)
def test_territories__faulty_usage__leaves_with_2(arguments: tuple[str, ...]) -> None:
    assert run("territories", *arguments).exit_code == 2
