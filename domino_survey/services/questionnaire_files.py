"""Checks questionnaire files: all the problems of each one, as `domino check` shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import schema_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from domino_survey.errors import Problem


class CheckedFile(Struct, frozen=True):
    """A file and its problems, warnings included.

    `whole` tells that its structure could be read, so that nothing was left unchecked.
    """

    path: Path
    problems: tuple[Problem, ...]
    whole: bool


def check_files(paths: Iterable[Path]) -> list[CheckedFile]:
    """Check files, and every questionnaire of the folders among `paths`."""
    files: dict[Path, None] = {}
    for path in paths:
        files.update(dict.fromkeys(schema_files.discover(path) if path.is_dir() else [path]))
    return [_checked(path) for path in files]


def _checked(path: Path) -> CheckedFile:
    questionnaire, problems = schema_files.read(path)
    return CheckedFile(path, tuple(problems), questionnaire is not None)
