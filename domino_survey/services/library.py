"""The questionnaires: those of the files, in force, and those of the archive, for ever."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING

from domino_survey.errors import errors_only, refusal
from domino_survey.schema import Questionnaire
from domino_survey.storage import ArchivedQuestionnaire, QuestionnaireRef

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from domino_survey.errors import Problem
    from domino_survey.storage import Repository


def reference_of(questionnaire: Questionnaire) -> QuestionnaireRef:
    """Id, version and hash: what every response and score names."""
    return QuestionnaireRef(questionnaire.id, questionnaire.version, questionnaire.hash)


class Library:
    """Finds a questionnaire by id (the newest version in force) or by exact reference."""

    def __init__(self, root: Path, repository: Repository) -> None:
        self.root = root
        self._repository = repository
        self._archived: dict[str, Questionnaire] = {}

    @cached_property
    def problems(self) -> dict[Path, list[Problem]]:
        """The problems of each questionnaire file, none for a sound one."""
        return {path: problems for path, (_, problems) in self._read.items()}

    @cached_property
    def _read(self) -> dict[Path, tuple[Questionnaire | None, list[Problem]]]:
        # Imported here: reading happens once per process, and screens open sooner without it.
        from domino_survey import schema_files  # noqa: PLC0415

        return {path: schema_files.read(path) for path in schema_files.discover(self.root)}

    @cached_property
    def in_force(self) -> tuple[Questionnaire, ...]:
        """Every sound questionnaire of the files, by id then version."""
        sound = [
            questionnaire
            for questionnaire, problems in self._read.values()
            if questionnaire is not None and not errors_only(problems)
        ]
        return tuple(sorted(sound, key=lambda q: (q.id, _rank(q.version))))

    def current(self, questionnaire_id: str) -> Questionnaire:
        """The newest version in force. Raises `DominoError` `no-questionnaire`."""
        versions = [q for q in self.in_force if q.id == questionnaire_id]
        if not versions:
            raise refusal("no-questionnaire", place=questionnaire_id, folder=str(self.root))
        return versions[-1]

    def file_of(self, questionnaire: Questionnaire) -> Path:
        """The file of a questionnaire in force. Raises `DominoError` `no-questionnaire`."""
        for path, (found, _) in self._read.items():
            if found is not None and found.hash == questionnaire.hash:
                return path
        raise refusal("no-questionnaire", place=questionnaire.id, folder=str(self.root))

    def next_version(self, questionnaire_id: str) -> str:
        """The version that a new file of this questionnaire bears: above all that have ever served."""
        known = [q.version for q in self.in_force if q.id == questionnaire_id]
        known += [
            use.ref.version
            for use in self._repository.questionnaires_in_use()
            if use.ref.id == questionnaire_id
        ]
        newest = max(known, key=_rank, default="0")
        found = re.fullmatch(r"(.*?)([0-9]+)", newest)
        before, number = (found[1], int(found[2]) + 1) if found else ("", 1)
        following = f"{before}{number}"
        # "v10" would come before "v9": a bare number comes after all of them.
        return following if _rank(following) > _rank(newest) else str(number)

    def exact(self, reference: QuestionnaireRef) -> Questionnaire:
        """The very content that a response was made with, from the files or the archive.

        Raises `DominoError` `questionnaire-not-archived` when neither has it.
        """
        for questionnaire in (*self.in_force, *self._archived.values()):
            if questionnaire.hash == reference.hash:
                return questionnaire
        archived = self._repository.archived_questionnaire(reference)
        if archived is None:
            raise refusal(
                "questionnaire-not-archived",
                place=reference.id,
                questionnaire=reference.id,
                version=reference.version,
            )
        found = Questionnaire.model_validate_json(json.dumps(archived.content))
        self._archived[reference.hash] = found
        return found

    def archive(self, questionnaire: Questionnaire, at: datetime) -> QuestionnaireRef:
        """Keep this content for ever, once."""
        reference = reference_of(questionnaire)
        content = json.loads(questionnaire.canonical_json)
        self._repository.archive_questionnaire(ArchivedQuestionnaire(reference, content, at))
        return reference


def _rank(version: str) -> tuple[int, str]:
    return (int(version), "") if version.isdigit() else (0, version)
