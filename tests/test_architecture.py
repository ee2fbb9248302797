"""What import-linter cannot see: the entry script, the statements of SQL, the guard of each page."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "domino_survey"
PAGES = ROOT / "pages"

GUARD = "domino_survey.ui.guard"
LONGEST_PAGE = 140
# Statements that have no place in the database: see the decisions on storage.
UNWANTED_SQL = re.compile(
    r"\bCREATE\s+(UNIQUE\s+)?INDEX\b|\bFOREIGN\s+KEY\b|\bREFERENCES\b|\bDEFAULT\s+\(?\s*\w+\s*\(",
    re.IGNORECASE,
)
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
UNSAFE_CALLS = {"eval", "exec"}


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that a tree imports, and every name that it takes from one, in full."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, *modules: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def sources() -> list[Path]:
    # Tests may work out an expression that they made themselves; what is served may not.
    folders = (PACKAGE, PAGES)
    return [*ROOT.glob("*.py"), *(path for folder in folders for path in folder.rglob("*.py"))]


def unsafe(tree: ast.AST) -> list[str]:
    calls = {
        node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    wanted = UNSAFE_CALLS | {f"builtins.{name}" for name in UNSAFE_CALLS}
    modules = {name.split(".")[0] for name in imported(tree)} & UNSAFE_MODULES
    return sorted((calls & wanted) | modules)


def sql_of(path: Path) -> Iterator[str]:
    """The texts of a file that may be SQL: no comments, no docstrings."""
    if path.suffix == ".sql":
        yield re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
        return
    tree = parse(path)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.value


def guarded(tree: ast.Module) -> bool:
    """Whether the first thing that a page does, its imports apart, is to call its guard."""
    names = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            continue
        if not isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign):
            return False
        call = statement.value
        if not isinstance(call, ast.Call):
            return False
        first, _, rest = ast.unparse(call.func).partition(".")
        called = names.get(first, first) + (f".{rest}" if rest else "")
        return called.startswith(f"{GUARD}.require")
    return False


def pages() -> list[Path]:
    return sorted(PAGES.rglob("*.py"))


def test_app__imports__are_streamlit_and_the_layers_of_the_server() -> None:
    allowed = ("__future__", "streamlit", "domino_survey.web", "domino_survey.ui")
    names = list(imported(parse(ROOT / "app.py")))
    assert [name for name in names if not within(name, *allowed)] == []


def test_storage__statements__hold_nothing_that_was_ruled_out() -> None:
    files = [PACKAGE / "storage.py", *(PACKAGE / "storage").rglob("*")]
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files
        if path.suffix in {".py", ".sql"} and path.exists()
        for text in sql_of(path)
        for match in UNWANTED_SQL.finditer(text)
    ]
    assert found == []


def test_pages__each__calls_its_guard_first() -> None:
    open_ones = [str(page.relative_to(ROOT)) for page in pages() if not guarded(parse(page))]
    assert open_ones == []


def test_pages__each__lies_in_the_folder_of_a_role_and_is_short() -> None:
    assert [page.name for page in pages() if page.parent == PAGES] == []
    assert list(PAGES.rglob("__init__.py")) == []
    long_ones = [
        str(page.relative_to(ROOT))
        for page in pages()
        if len(page.read_text(encoding="utf-8").splitlines()) > LONGEST_PAGE
    ]
    assert long_ones == []


def test_sources__none__runs_text_as_code_or_unpickles() -> None:
    found = {
        str(path.relative_to(ROOT)): names for path in sources() if (names := unsafe(parse(path)))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from domino_survey.ui.guard import require\nrequire('x')", True),
        ('"""Doc."""\nfrom domino_survey.ui import guard\nwho = guard.require("x")', True),
        ("import domino_survey.ui.guard\ndomino_survey.ui.guard.require('x')", True),
        ("import streamlit as st\nst.title('x')", False),
        ("from elsewhere import require\nrequire('x')", False),
        ("from domino_survey.ui.guard import require\nx = 1\nrequire('x')", False),
        ("from domino_survey.ui.guard import require\nif x:\n    require('x')", False),
        ("", False),
    ],
)
def test_guarded__ways_of_calling__are_told_apart(source: str, *, expected: bool) -> None:
    assert guarded(ast.parse(source)) is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("eval('1')", ["eval"]),
        ("import builtins\nbuiltins.exec('1')", ["builtins.exec"]),
        ("from pickle import loads", ["pickle"]),
        ("import re\nre.compile('eval(')", []),
        ("'exec('", []),
    ],
)
def test_unsafe__ways_of_writing__are_told_apart(source: str, expected: list[str]) -> None:
    assert unsafe(ast.parse(source)) == expected


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("create unique index i on t (a)", True),
        ("a VARCHAR REFERENCES t (b)", True),
        ("at TIMESTAMP DEFAULT now()", True),
        ("at TIMESTAMP DEFAULT (uuid())", True),
        ("n INTEGER DEFAULT 0 CHECK (n >= 0)", False),
        ("SELECT index FROM t", False),
    ],
)
def test_unwanted_sql__statements__are_told_apart(sql: str, *, found: bool) -> None:
    assert bool(UNWANTED_SQL.search(sql)) is found
