"""What can go wrong, said as place, fault and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Severity = Literal["error", "warning"]


class Entry(Struct, frozen=True):
    """The texts of one kind of problem, in French, with named placeholders such as `{reference}`."""

    fault: str
    remedy: str
    severity: Severity = "error"


class Problem(Struct, frozen=True):
    """One located fault.

    `place` names the element as its author knows it (a question id, a field, a file); `path` is its
    position in the file's tree, from which `schema_files` finds `line` and `column` (both from 1).
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    place: str = ""
    path: tuple[str | int, ...] = ()
    file: str = ""
    line: int | None = None
    column: int | None = None
    severity: Severity = "error"

    def at(self, file: str, line: int | None, column: int | None) -> Problem:
        """The same problem with its position in a file."""
        return replace(self, file=file, line=line, column=column)


class DominoError(Exception):
    """A refusal that a person can act on. Interfaces show its problems, never a traceback."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.place} {p.code}".strip() for p in problems))
        self.problems = problems

    @property
    def code(self) -> str:
        """The code of the first problem."""
        return self.problems[0].code


def errors_only(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that prevent use, warnings left out."""
    return [problem for problem in problems if problem.severity == "error"]
