"""`check` and `score`: work on questionnaire files, without a database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unicodedata import category

import typer

from domino_survey.cli.speech import FAULT, complain, fail, faults_told, say, told, translator
from domino_survey.errors import errors_only

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domino_survey.errors import Problem


def check(paths: Sequence[Path], *, as_json: bool) -> None:
    """Write every problem of the files; leave with 1 when there is an error, warnings aside."""
    from domino_survey.services.questionnaire_files import check_files  # noqa: PLC0415 - Pydantic

    t = translator()
    checked = check_files(paths)
    if not checked:
        fail(
            t(
                "Aucun fichier YAML n'a été trouvé. Donnez un fichier, ou un dossier qui en contient."
            )
        )
    problems = [problem for file in checked for problem in file.problems]
    if as_json:
        say(json.dumps([_record(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            say(_line(problem))
    errors = len(errors_only(problems))
    summary = [
        t.plural("{count} fichier lu", "{count} fichiers lus", len(checked)),
        t.plural("{count} erreur", "{count} erreurs", errors),
        t.plural("{count} avertissement", "{count} avertissements", len(problems) - errors),
    ]
    complain(", ".join(summary) + ".")
    if not all(file.whole for file in checked):
        complain(
            t(
                "Ces fichiers ne se lisent pas encore en entier : d'autres vérifications suivront une fois "
                "ces erreurs corrigées."
            )
        )
    if errors:
        raise typer.Exit(FAULT)


def _line(problem: Problem) -> str:
    fault, remedy = translator().problem(problem)
    position = f"{problem.file}:{problem.line or 1}:{problem.column or 1}"
    # The element as its author knows it, unless the sentence names it already.
    place = f"[{problem.place}] " if problem.place and problem.place not in fault else ""
    line = f"{position} {problem.code} {place}{fault} {remedy}".strip()
    # A file may hold what would move the cursor of a terminal, or end the line.
    return "".join(" " if category(one) == "Cc" else one for one in line)


def _record(problem: Problem) -> dict[str, object]:
    fault, remedy = translator().problem(problem)
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "place": problem.place,
        "fault": fault,
        "remedy": remedy,
    }


def score(
    questionnaire: Path, answers: Path, output: Path, *, path: str | None, dimensions: bool
) -> None:
    """Write the scores of a table of answers; leave with 1, nothing written, when it has errors."""
    from domino_survey.services.scoring_files import score_file  # noqa: PLC0415 - numpy is slow to load

    with faults_told():
        problems = score_file(questionnaire, answers, output, path=path, dimensions=dimensions)
        for problem in problems:
            complain(_placed(problem))
        if errors_only(problems):
            raise typer.Exit(FAULT)
    t = translator()
    say(t("Scores écrits dans {file}.", file=output))


def _placed(problem: Problem) -> str:
    return _line(problem) if problem.file else told(problem)
