"""Why the system refuses a file, as readers are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.errors import problem, system_reason
from domino_survey.i18n import Translator

if TYPE_CHECKING:
    from pathlib import Path


def refused(path: Path) -> OSError:
    try:
        path.read_bytes()
    except OSError as error:
        return error
    raise AssertionError(path)


def test_system_reason__known_to_us__is_said_in_both_languages(tmp_path: Path) -> None:
    missing = problem("unreadable-file", reason=system_reason(refused(tmp_path / "no.csv")))
    fault, _ = Translator("fr").problem(missing)
    assert fault.endswith("il n’y a rien à cet endroit.")
    fault, _ = Translator("en").problem(missing)
    assert fault.endswith("there is nothing at this place.")
    assert system_reason(refused(tmp_path))["fr"] == "c'est un dossier"


def test_system_reason__unknown_to_us__quotes_the_system() -> None:
    assert system_reason(OSError(5, "Input/output error"))["fr"] == "« Input/output error »"
    assert system_reason(ValueError("embedded null byte"))["en"] == "“embedded null byte”"
