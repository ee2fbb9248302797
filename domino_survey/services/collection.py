"""What organisers see of the collection: what is in use, what comes in, what is wrong with the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.errors import errors_only
from domino_survey.i18n import ZONE
from domino_survey.services.rights import Action, Identity, require

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from domino_survey.errors import Problem
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.storage import DayCount, QuestionnaireUse


class Collection(Struct, frozen=True):
    """The state of the collection of one origin, real or demonstration."""

    in_force: tuple[Questionnaire, ...]
    in_use: tuple[QuestionnaireUse, ...]
    days: tuple[DayCount, ...]
    files: Mapping[Path, tuple[Problem, ...]]

    @property
    def started(self) -> int:
        """Assessments started, in all."""
        return sum(use.started for use in self.in_use)

    @property
    def submitted(self) -> int:
        """Assessments sent, in all; a correction does not count again."""
        return sum(use.submitted for use in self.in_use)

    @property
    def faulty_files(self) -> int:
        """Files that cannot be used."""
        return sum(bool(errors_only(problems)) for problems in self.files.values())


def read_collection(context: Context, identity: Identity) -> Collection:
    """The collection as it stands. Raises `not-allowed`."""
    require(identity, Action.READ_COLLECTION)
    in_use = context.repository.questionnaires_in_use()
    return Collection(
        in_force=context.library.in_force,
        in_use=tuple(use for use in in_use if use.origin == context.origin),
        days=tuple(context.repository.activity(origins=(context.origin,), zone=ZONE)),
        files={path: tuple(problems) for path, problems in context.library.problems.items()},
    )
