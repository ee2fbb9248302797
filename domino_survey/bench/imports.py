"""What the application adds to the time in which its libraries load."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from domino_survey.bench.measure import Measurement, interleaved

ROOT = Path(__file__).parents[2]
LIBRARIES = ("streamlit", "duckdb", "altair", "pydantic")
LIMIT = 1.2
ROUNDS = 5


def measure_import() -> Measurement:
    """The package and all that its pages import, against the libraries alone; fresh interpreters.

    Pydantic loads itself when its first name is asked for; every use of it asks for `BaseModel`.
    """
    pages = sorted((ROOT / "pages").rglob("*.py"))
    ours = "\n".join(["import domino_survey", *(_program(page) for page in pages)])
    libraries = "import " + ", ".join(LIBRARIES) + "\nfrom pydantic import BaseModel"
    mine, theirs = interleaved(lambda: _run(ours), lambda: _run(libraries), ROUNDS)
    detail = f"{len(pages)} pages: {1000 * mine:.0f} ms; libraries {1000 * theirs:.0f} ms"
    return Measurement("import", mine / theirs, LIMIT, detail)


def _program(page: Path) -> str:
    """Compiles a page, as the server does, and makes its imports without running it."""
    tree = ast.parse(page.read_text(encoding="utf-8"))
    imports = [
        ast.unparse(statement)
        for statement in tree.body
        if isinstance(statement, ast.Import)
        or (isinstance(statement, ast.ImportFrom) and statement.module != "__future__")
    ]
    place = repr(str(page))
    compiling = f"compile(pathlib.Path({place}).read_bytes(), {place}, 'exec')"
    return "\n".join(["import pathlib", compiling, *imports])


def _run(program: str) -> None:
    # The libraries were compiled when they were installed; ours are, by the round that is not counted.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=kept, check=True)  # noqa: S603  # our own
