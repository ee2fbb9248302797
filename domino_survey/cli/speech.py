"""How commands speak: in French, or in English where the terminal does; problems in one form."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from domino_survey.errors import DominoError
from domino_survey.i18n import Translator
from domino_survey.i18n.preference import known_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from domino_survey.errors import Problem
    from domino_survey.i18n import Language

DONE, FAULT, USAGE = 0, 1, 2


def language_of(environment: Mapping[str, str]) -> Language:
    """English where the locale is English (`LC_ALL`, `LC_MESSAGES`, `LANG`, in this order), or French."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "en" if value.lower().startswith("en") else "fr"
    return "fr"


class _Voice:
    translator = Translator(language_of(os.environ))


def speak(language: str | None) -> None:
    """Use this language from now on, or that of the environment."""
    _Voice.translator = Translator(known_language(language) or language_of(os.environ))


def translator() -> Translator:
    """The translator of this command."""
    return _Voice.translator


def say(text: str) -> None:
    """Write a line of the result, at once: a pipe may be reading."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Write a line about what is wrong."""
    print(text, file=sys.stderr, flush=True)


def told(problem: Problem) -> str:
    """A problem on one line: place, fault, remedy."""
    fault, remedy = translator().problem(problem)
    place = problem.place if problem.place and problem.place not in fault else ""
    return " ".join(part for part in (f"{place} :" if place else "", fault, remedy) if part)


def fail(text: str, status: int = FAULT) -> NoReturn:
    """Say what is wrong and leave."""
    complain(text)
    raise typer.Exit(status)


class _Faults:
    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, DominoError):
            for problem in error.problems:
                complain(told(problem))
            raise typer.Exit(FAULT) from None


def faults_told() -> AbstractContextManager[None]:
    """Within it, a refusal ends the command with its explanation instead of a traceback."""
    return _Faults()
