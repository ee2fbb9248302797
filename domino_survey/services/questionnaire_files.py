"""Checks questionnaire files: all the problems of each one, as `domino check` shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domino_survey import schema_files
from domino_survey.errors import Problem, errors_only

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class CheckedFile:
    """A file and its problems, warnings included."""

    path: Path
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether the questionnaire can be put to use."""
        return not errors_only(self.problems)


def check_files(paths: Iterable[Path]) -> list[CheckedFile]:
    """Check files, and every questionnaire of the folders among `paths`."""
    files: dict[Path, None] = {}
    for path in paths:
        files.update(dict.fromkeys(schema_files.discover(path) if path.is_dir() else [path]))
    return [CheckedFile(path, tuple(schema_files.read(path)[1])) for path in files]
