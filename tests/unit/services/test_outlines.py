from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from domino_survey.errors import DominoError
from domino_survey.services import outlines
from domino_survey.services.outlines import kept_outlines, load_outlines, outlines_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from domino_survey.services.context import Context


def geojson(path: Path, code: str = "35", west: float = -2.0) -> Path:
    ring = [[west, 48], [west + 1, 48], [west + 1, 49], [west, 49], [west, 48]]
    feature = {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


class Settings:
    def __init__(self, data: Path) -> None:
        self.data = data


class Here:
    """As much of a context as maps need."""

    def __init__(self, data: Path) -> None:
        self.settings = Settings(data)


@pytest.fixture
def here(tmp_path: Path) -> Callable[[], Context]:
    return lambda: Here(tmp_path / "data")  # type: ignore[return-value]  # settings.data alone is read


def test_outlines__loaded__are_read_and_replaced_without_a_restart(
    tmp_path: Path, here: Callable[[], Context]
) -> None:
    data = tmp_path / "data"
    assert outlines_of(here(), "departement") is None
    load_outlines(data, geojson(tmp_path / "a.json"), "departement", attribution="IGN\n 2026")
    first = outlines_of(here(), "departement")
    assert first is not None
    assert first.codes == {"35"}
    assert first.attribution == "IGN 2026"
    assert outlines_of(here(), "departement") is first

    load_outlines(data, geojson(tmp_path / "b.json", "44"), "departement")
    second = outlines_of(here(), "departement")
    assert second is not None
    assert second.codes == {"44"}
    assert [path.name for path in (data / "outlines").iterdir()] == ["departement.json"]


def test_outlines__refused_file__leaves_those_that_were_there(
    tmp_path: Path, here: Callable[[], Context]
) -> None:
    data = tmp_path / "data"
    load_outlines(data, geojson(tmp_path / "a.json"), "departement")
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(DominoError):
        load_outlines(data, tmp_path / "bad.json", "departement")
    found = outlines_of(here(), "departement")
    assert found is not None
    assert found.codes == {"35"}


@pytest.mark.parametrize("content", ["{", '{"level": "epci"}', "[]"])
def test_outlines__damaged_store__no_map_and_a_fault_for_the_organiser(
    content: str, tmp_path: Path, here: Callable[[], Context]
) -> None:
    data = tmp_path / "data"
    load_outlines(data, geojson(tmp_path / "a.json"), "departement")
    (data / "outlines" / "departement.json").write_text(content)

    assert outlines_of(here(), "departement") is None
    kept, faults = kept_outlines(data)
    assert not kept
    assert [fault.code for fault in faults] == ["outlines-damaged"]


def test_outlines__too_large__refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = tmp_path / "huge.geojson"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(type(huge), "open", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(DominoError) as caught:
        load_outlines(tmp_path / "data", huge, "epci")
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["size"]) == ("outlines-too-large", 200)
    assert problem.params["limit"] == outlines.LARGEST // 1_000_000


@pytest.mark.parametrize("name", ["absent.geojson", "."])
def test_outlines__no_such_file__refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(DominoError) as caught:
        load_outlines(tmp_path / "data", tmp_path / name, "epci")
    assert caught.value.code == "outlines-file-unreadable"


def test_outlines__folder_that_cannot_be_made__refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(DominoError) as caught:
        load_outlines(tmp_path / "data", geojson(tmp_path / "a.json"), "departement")
    assert caught.value.code == "outlines-not-written"
