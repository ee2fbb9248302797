"""What commands print and with which code they leave; serving is in `test_serve.py`."""

from __future__ import annotations

import csv
import json
import os
import socket
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from domino_survey import __version__, bench
from domino_survey.cli import app
from domino_survey.cli.speech import language_of, speak
from domino_survey.services import access
from domino_survey.services.opening import open_context
from domino_survey.services.rights import Role
from domino_survey.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer.testing import Result

VALID = Path("schemas/domino/1.yaml")


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name in [*os.environ]:
        if name.startswith("DOMINO_"):
            monkeypatch.delenv(name)
    speak("fr")
    yield
    speak("fr")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


# --- Everywhere -------------------------------------------------------------------------------


def test_version__asked__is_written() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout.strip()) == (0, f"domino {__version__}")


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("check",),
        ("check", "--format", "xml", "a.yaml"),
        ("score", "a.yaml"),
        ("serve", "--port", "100000"),
        ("demo",),
        ("access", "grant"),
        ("access", "grant", "king"),
        ("access", "grant", "organiser", "--expires", "soon"),
        ("access", "revoke"),
    ],
)
def test_usage__faulty__leaves_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_language__of_the_terminal__is_french_unless_english(
    environment: dict[str, str], language: str
) -> None:
    assert language_of(environment) == language


def test_setting__wrong_value__is_named_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOMINO_SMALLEST_GROUP", "2")
    result = run("access", "list")
    assert result.exit_code == 2
    assert "DOMINO_SMALLEST_GROUP" in result.stderr


def test_command__start__loads_nothing_heavy() -> None:
    code = "import sys, domino_survey.cli; print(*sys.modules)"
    loaded = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert {"streamlit", "duckdb", "numpy", "pydantic", "altair"}.isdisjoint(loaded.split())


# --- check ------------------------------------------------------------------------------------


def test_check__sound_file__leaves_with_0() -> None:
    result = run("check", VALID)
    assert result.exit_code == 0, result.stdout


def test_check__faulty_files__each_problem_has_place_and_code(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: [\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("id: b\nnonsense: 1\n", encoding="utf-8")
    result = run("check", tmp_path)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) >= 2
    for line in lines:
        position, code, message = line.split(" ", 2)
        path, row, column = position.rsplit(":", 2)
        assert Path(path).parent == tmp_path
        assert int(row) >= 1
        assert int(column) >= 1
        assert code.replace("-", "").isalpha()
        assert message
    assert "erreur" in result.stderr


def test_check__json__is_a_list_of_problems(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("id: [\n", encoding="utf-8")
    result = run("check", file, "--format", "json")
    assert result.exit_code == 1
    (found, *_) = json.loads(result.stdout)
    assert found["file"] == str(file)
    assert found.keys() == {
        *("file", "line", "column", "code", "severity", "place", "fault", "remedy")
    }


def test_check__missing_file__leaves_with_1(tmp_path: Path) -> None:
    result = run("check", tmp_path / "none.yaml")
    assert result.exit_code == 1
    assert "unreadable-file" in result.stdout


def test_check__empty_folder__is_not_a_silent_success(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert result.stderr


# --- access, without a server -----------------------------------------------------------------


def test_access__grant_list_revoke__without_a_server(tmp_path: Path) -> None:
    granted = run(
        *("access", "grant", "decision-maker", "--territory", "region:53"),
        *("--expires", "2w", "--label", "Région", "--data", tmp_path),
    )
    assert granted.exit_code == 0, granted.stderr
    token = granted.stdout.splitlines()[0].removeprefix("/acces/")
    listed = run("access", "list", "--data", tmp_path, "--format", "json")
    (link,) = json.loads(listed.stdout)
    assert (link["role"], link["territory"]) == ("decision_maker", "region:53")
    assert (link["label"], link["valid"]) == ("Région", True)
    assert token not in listed.stdout
    shown = run("access", "list", "--data", tmp_path).stdout
    assert link["id"] in shown
    assert token not in shown
    assert run("access", "revoke", link["id"], "--data", tmp_path).exit_code == 0
    context = open_context(Settings(data=tmp_path))
    assert access.identity_of(context, [link["id"]]).roles == {Role.VISITOR}
    context.repository.close()


def test_access__public_address_is_set__link_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOMINO_ADDRESS", "https://domino.example.org/")
    result = run("access", "grant", "organiser", "--data", tmp_path)
    assert result.stdout.startswith("https://domino.example.org/acces/")


@pytest.mark.parametrize(
    "arguments",
    [
        ("grant", "holder"),
        ("grant", "organiser", "--territory", "region:53"),
        ("grant", "decision-maker", "--territory", "region:999"),
        ("grant", "decision-maker", "--expires", "99999d"),
        ("revoke", "nobody"),
    ],
)
def test_access__refused__says_why_and_leaves_with_1(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = run("access", *arguments, "--data", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.strip()
    assert "Traceback" not in result.output


def test_access__database_held_and_no_server_answers__names_the_file(tmp_path: Path) -> None:
    context = open_context(Settings(data=tmp_path), lambda: datetime(2026, 3, 1, tzinfo=UTC))
    result = run("access", "list", "--data", tmp_path)
    context.repository.close()
    assert result.exit_code == 1
    assert str(tmp_path / "domino.duckdb") in result.stderr


def test_access__socket_left_by_a_killed_server__is_no_obstacle(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "control.sock"))
    assert run("access", "grant", "organiser", "--data", tmp_path).exit_code == 0


def test_access__folder_without_a_database__links_are_made_not_looked_for(tmp_path: Path) -> None:
    for command in (("list",), ("revoke", "0" * 12)):
        refused = run("access", *command, "--data", tmp_path)
        assert refused.exit_code == 1
        assert str(tmp_path) in refused.stderr
        assert not list(tmp_path.iterdir())
    made = run("access", "grant", "organiser", "--data", tmp_path)
    assert made.exit_code == 0
    assert str(tmp_path) in made.stderr


# --- serve, before it serves ------------------------------------------------------------------


def test_serve__port_taken__proposes_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", "--port", port, "--data", tmp_path / "data")
    assert result.exit_code == 1
    assert str(port) in result.stderr
    assert "--port" in result.stderr
    assert not (tmp_path / "data").exists()


def test_serve__host_of_someone_else__is_said(tmp_path: Path) -> None:
    result = run("serve", "--host", "192.0.2.1", "--port", 0, "--data", tmp_path / "data")
    assert result.exit_code == 1
    assert "192.0.2.1" in result.stderr


def test_serve__unwritable_database__names_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    folder = tmp_path / "file" / "data"
    result = run("serve", "--port", 0, "--data", folder)
    assert result.exit_code == 1
    assert str(folder) in result.stderr
    assert "Traceback" not in result.output


def test_serve__database_of_another_program__names_the_file(tmp_path: Path) -> None:
    (tmp_path / "domino.duckdb").write_bytes(b"not a database" * 1000)
    result = run("serve", "--port", 0, "--data", tmp_path)
    assert result.exit_code == 1
    assert "domino.duckdb" in result.stderr
    assert "Traceback" not in result.output


# --- score ------------------------------------------------------------------------------------


def test_score__table_of_answers__is_written(tmp_path: Path) -> None:
    answers, scores = tmp_path / "answers.csv", tmp_path / "scores.csv"
    answers.write_text("response,A1.T1.Q1\nr1,\nr2,NA\n", encoding="utf-8")
    result = run("score", VALID, answers, "-o", scores)
    assert result.exit_code == 0, result.stderr
    head, *rows = scores.read_text(encoding="utf-8").splitlines()
    assert {"response", "A1", "A1.low", "A1.high", "A1.coverage"} <= set(head.split(","))
    assert [row.split(",")[0] for row in rows] == ["r1", "r2"]


def test_score__wrong_cells__are_located_and_nothing_is_written(tmp_path: Path) -> None:
    answers, scores = tmp_path / "answers.csv", tmp_path / "scores.csv"
    answers.write_text("response,A1.T1.Q1\nr1,nonsense\n", encoding="utf-8")
    result = run("score", VALID, answers, "-o", scores)
    assert result.exit_code == 1
    assert str(answers) in result.stderr
    assert not scores.exists()


def test_score__cell_that_would_move_the_cursor__is_told_on_one_line(tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text('response,A1.T1.Q1\nr1,"a\x1b[2J\nb"\n', encoding="utf-8")
    result = run("score", VALID, answers, "-o", tmp_path / "scores.csv")
    (line,) = (line for line in result.stderr.splitlines() if "unknown-option-answered" in line)
    assert "a [2J b" in line


def test_score__on_a_path__asks_what_that_path_asks(tmp_path: Path) -> None:
    answers, scores = tmp_path / "answers.csv", tmp_path / "scores.csv"
    answers.write_text("response,A1.T1.Q1\nr1,4\n", encoding="utf-8")
    found: list[dict[str, str]] = []
    for options in ((), ("--path", "short", "--dimensions")):
        assert run("score", VALID, answers, "-o", scores, *options).exit_code == 0
        with scores.open(encoding="utf-8", newline="") as file:
            found.extend(csv.DictReader(file))
    assert [float(row["A1.T1.coverage"]) < 1 for row in found] == [True, False]
    assert [any(name.startswith("dimension:") for name in row) for row in found] == [False, True]
    result = run("score", VALID, answers, "-o", scores, "--path", "autre")
    assert (result.exit_code, "path-not-in-questionnaire" in result.stderr) == (1, True)


def test_score__badly_written__leaves_with_2(tmp_path: Path) -> None:
    assert run("score", VALID, tmp_path / "a.csv").exit_code == 2
    assert run("score", VALID, tmp_path / "a.csv", "-o", "s.csv", "--nonsense").exit_code == 2


def test_score__missing_file__leaves_with_1(tmp_path: Path) -> None:
    result = run("score", VALID, tmp_path / "none.csv", "-o", tmp_path / "scores.csv")
    assert result.exit_code == 1
    assert "Traceback" not in result.output


# --- Languages --------------------------------------------------------------------------------


def test_lang__english__is_spoken_whatever_the_terminal(tmp_path: Path) -> None:
    french = run("access", "grant", "holder", "--data", tmp_path)
    english = run("--lang", "en", "access", "grant", "holder", "--data", tmp_path)
    assert french.exit_code == english.exit_code == 1
    assert "rôle" in french.stderr
    assert "role is not" in english.stderr


# --- bench ------------------------------------------------------------------------------------


def test_bench__unknown_name__lists_the_known_ones() -> None:
    result = run("bench", "nonsense")
    assert result.exit_code == 2
    assert "score" in result.stderr


@pytest.mark.parametrize(("ratio", "status"), [(1.2, 0), (1.4, 1)])
def test_bench__ratio_against_its_limit__decides(
    monkeypatch: pytest.MonkeyPatch, ratio: float, status: int
) -> None:
    measured = bench.Measurement("answer", ratio, 1.3, "detail")
    monkeypatch.setattr(bench, "REGISTRY", {"answer": lambda: measured})
    result = run("bench", "answer")
    assert result.exit_code == status
    assert result.stdout.split()[:4] == ["answer", f"{ratio:.2f}".replace(".", ","), "/", "1,30"]


# --- responses --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with demonstration data."""
    folder = tmp_path_factory.mktemp("collected") / "data"
    assert run("demo", "--data", folder, "--responses", 12, "--seed", 5).exit_code == 0
    return folder


@pytest.mark.parametrize("form", ["csv", "xlsx", "sav", "parquet"])
def test_responses__each_format__is_the_file_that_was_named(
    form: str, collected: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"out.{form}"
    result = run("responses", "--data", collected, "-o", out, "--format", form)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[0] == str(out)
    assert all(Path(line).stat().st_size for line in result.stdout.splitlines())
    beside = {path.name for path in tmp_path.iterdir()} - {out.name}
    assert beside == (
        set()
        if form == "xlsx"
        else {f"{out.name}.{name}" for name in ("codebook.csv", "about.csv", "ddi.xml")}
    )


def test_responses__datapackage__is_a_folder_or_a_zip(collected: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "package", tmp_path / "package.zip", tmp_path / "a.json"):
        result = run("responses", "--data", collected, "-o", out, "--format", "datapackage")
        assert result.exit_code == 0, result.stderr
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        packed = json.loads(archive.read("datapackage.json"))
    for descriptor in (tmp_path / "package" / "datapackage.json", tmp_path / "a.json"):
        package = json.loads(descriptor.read_text(encoding="utf-8"))
        assert package["domino"]["hash"] == packed["domino"]["hash"]
        for resource in package["resources"]:
            assert (descriptor.parent / resource["path"]).stat().st_size == resource["bytes"]


def test_responses__read_by_score__gives_no_warning(collected: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    run("responses", "--data", collected, "-o", out, "--format", "csv")
    scored = run("score", VALID, out, "-o", tmp_path / "scores.csv")
    assert (scored.exit_code, scored.stderr) == (0, "")


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("--questionnaire", "other"), 1, "domino 1"),
        (("--until", "2001-01-01"), 1, "rien à extraire"),
        (("--identifiers", "--texts", "--reason", "pour un essai"), 1, "sans nom"),
        (("--identifiers",), 2, "--reason"),
        (("--since", "hier"), 2, "--since"),
        (("--reason", "court"), 1, "raison"),
    ],
)
def test_responses__what_cannot_be__is_explained_and_leaves_nothing(
    more: tuple[str, ...], code: int, words: str, collected: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    result = run("responses", "--data", collected, "-o", out, "--format", "csv", *more)
    assert result.exit_code == code
    assert words in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_responses__no_store_or_no_folder_to_write_to__is_explained(
    collected: Path, tmp_path: Path
) -> None:
    away = run("responses", "--data", tmp_path / "no", "-o", tmp_path / "o.csv", "--format", "csv")
    assert (away.exit_code, "--data" in away.stderr) == (1, True)
    nowhere = tmp_path / "no" / "o.csv"
    result = run("responses", "--data", collected, "-o", nowhere, "--format", "csv")
    assert result.exit_code == 1
    assert str(nowhere) in result.stderr


def test_responses__while_a_server_runs__names_the_page(collected: Path, tmp_path: Path) -> None:
    code = "import sys; from domino_survey.cli import app; app()"
    context = open_context(Settings(data=collected))
    try:
        result = subprocess.run(  # noqa: S603 - our own interpreter
            [
                *(sys.executable, "-c", code, "responses", "--data", str(collected)),
                *("-o", str(tmp_path / "o.csv"), "--format", "csv"),
            ],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LANG": "C.UTF-8"},
        )
    finally:
        context.repository.close()
    assert result.returncode == 1
    assert "/export" in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []
