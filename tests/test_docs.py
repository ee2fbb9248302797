"""The documents keep up with the program: links, commands, settings, screens and files that they name."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import typer

from domino_survey.cli import app
from domino_survey.settings import Settings
from domino_survey.ui import routes

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
INDEX = DOCS / "README.md"
ORGANISERS = DOCS / "guides" / "organisateur.md"
DOCUMENTS = [README, ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
SOURCE = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|toml|lark|po))`")
VARIABLE = re.compile(r"`(DOMINO_[A-Z_]+)`")
# Read before or beside the settings: by `make`, and as a secret that no object should hold.
OTHER_VARIABLES = {"DOMINO_PORT", "DOMINO_SECRET"}


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def slug(heading: str) -> str:
    """The anchor that forges give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors_of(document: Path) -> set[str]:
    return {slug(heading) for heading in HEADING.findall(text_of(document))}


def broken_links(document: Path) -> Iterator[str]:
    prose = CODE.sub("", FENCE.sub("", text_of(document)))
    for target in LINK.findall(prose):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = (document.parent / name) if name else document
        if not (file.exists() and (not anchor or anchor in anchors_of(file))):
            yield target


def commands() -> dict[str, set[tuple[str, ...]]]:
    """The options of each command by its full name, each with its spellings."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]  # a group
        for under, one in getattr(command, "commands", {"": command}).items():
            options = {tuple(p.opts) for p in one.params if p.param_type_name == "option"}
            found[f"{name} {under}".strip()] = options
    return found


def table_of_commands() -> dict[str, str]:
    """What the README's table writes for each command, by its full name."""
    rows = [row for row in text_of(README).splitlines() if row.startswith("| `")]
    cells = [row.replace("\\|", "/").split("|")[1] for row in rows]
    written = [usage[1:-1] for cell in cells for usage in CODE.findall(cell)]
    known = commands()
    groups = {name.split()[0] for name in known if " " in name}
    names = {usage: usage.split()[: 2 if usage.split()[0] in groups else 1] for usage in written}
    return {" ".join(name): usage for usage, name in names.items()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links__each__lead_somewhere(document: Path) -> None:
    assert list(broken_links(document)) == []


def test_documents__each__stand_in_the_index() -> None:
    index = {(DOCS / name).resolve() for name in LINK.findall(text_of(INDEX))}
    missing = {path for path in DOCS.rglob("*.md") if path != INDEX} - index
    assert missing == set()


def test_commands__each_and_its_options__have_a_row_in_the_readme() -> None:
    table = table_of_commands()
    assert set(commands()) == set(table)
    missing = [
        (name, spellings)
        for name, options in commands().items()
        for spellings in options
        if not any(spelling in table[name] for spelling in spellings)
    ]
    assert missing == []


def test_settings__each__is_in_the_guide_of_organisers() -> None:
    wanted = {f"DOMINO_{name.upper()}" for name in Settings.model_fields}
    rows = [row for row in text_of(ORGANISERS).splitlines() if row.startswith("| `DOMINO_")]
    assert {row.split("`")[1] for row in rows} == wanted | {"DOMINO_SECRET"}


def test_variables__those_of_the_guides__exist() -> None:
    known = {f"DOMINO_{name.upper()}" for name in Settings.model_fields} | OTHER_VARIABLES
    guides = [README, *(DOCS / "guides").glob("*.md")]
    assert {name for guide in guides for name in VARIABLE.findall(text_of(guide))} <= known


def test_screens__each__are_named_in_a_guide() -> None:
    guides = "\n".join(text_of(guide) for guide in (DOCS / "guides").glob("*.md"))
    missing = [screen.title for screen in routes.SCREENS if screen.title not in guides]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files__those_that_documents_name__exist(document: Path) -> None:
    places = (ROOT, ROOT / "domino_survey", document.parent)
    missing = [
        name
        for name in SOURCE.findall(FENCE.sub("", text_of(document)))
        if not any((place / name).exists() for place in places)
        and not list((ROOT / "domino_survey").rglob(name))
    ]
    assert missing == []


def test_layers__each_module__stands_in_the_picture() -> None:
    picture = FENCE.findall(text_of(DOCS / "architecture.md"))[0]
    modules = {
        path.stem
        for path in (ROOT / "domino_survey").iterdir()
        if (path.is_dir() and (path / "__init__.py").exists()) or path.suffix == ".py"
    } - {"__init__"}
    assert modules <= set(re.findall(r"\w+", picture))


def rules() -> dict[str, list[list[str]]]:
    """The table of the scoring method on where each rule is checked: its functions, tests and cases."""
    lines = text_of(DOCS / "scoring-method.md").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if re.match(r"\| 2\.\d", line)]
    return {number: [CODE.findall(cell) for cell in cells] for number, _, *cells in rows}


def test_rules__those_of_the_method__each_have_a_row() -> None:
    assert list(rules()) == [f"2.{rank}" for rank in range(1, 12)]
    assert all(all(row) for row in rules().values())


@pytest.mark.parametrize(("number", "row"), rules().items(), ids=rules())
def test_rule__each__has_its_functions_with_a_formula_and_its_tests(
    number: str, row: list[list[str]]
) -> None:
    functions, properties, cases = ([name.strip("`") for name in names] for names in row)
    for function in functions:
        module, _, name = f"domino_survey.{function}".rpartition(".")
        written = inspect.getdoc(getattr(importlib.import_module(module), name)) or ""
        assert re.search(
            rf"scoring method.*\b{re.escape(number)}\b", written, re.IGNORECASE | re.DOTALL
        ), function
    assert all("@given" in text_of(ROOT / name) for name in properties)
    assert all((ROOT / name).exists() for name in cases)


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [("Les décisions", "les-décisions"), ("`score` : un tableau", "score--un-tableau")],
)
def test_slug__headings__become_anchors(heading: str, anchor: str) -> None:
    assert slug(heading) == anchor
