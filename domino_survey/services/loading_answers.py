"""Answers from a file, made into a new assessment: all of them, or none.

A file holds what someone else may have written: `answers.files` checks its form and each answer; what
needs this installation (its questionnaires, its communes) and the answers together is checked here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from domino_survey.answers import State
from domino_survey.errors import DominoError
from domino_survey.services import assessments
from domino_survey.services.drafts import broken_constraints
from domino_survey.services.rights import Action, require

if TYPE_CHECKING:
    from domino_survey.answers.files import AnswersFile
    from domino_survey.errors import Problem
    from domino_survey.schema import Questionnaire
    from domino_survey.services.assessments import Opened
    from domino_survey.services.context import Context
    from domino_survey.services.rights import Identity
    from domino_survey.storage import Facet, Json


class Loadable(Struct, frozen=True):
    """A file of answers that can be loaded here. `shares` tells that it holds consents to sharing."""

    file: AnswersFile
    shares: bool

    @property
    def questionnaire(self) -> Questionnaire:
        """The very questionnaire that was answered."""
        return self.file.questionnaire

    @property
    def name(self) -> str:
        """The name of the initiative; empty when it gave none."""
        item = self.questionnaire.profile.name
        answer = self.file.answers.get(item) if item else None
        return str(answer.value) if answer is not None and answer.value else ""

    @property
    def answered(self) -> int:
        """How many questions of the axes have an answer, be it that one does not know."""
        return sum(question.id in self.file.answers for question in self.questionnaire.questions)


def read_answers(context: Context, identity: Identity, content: bytes) -> Loadable:
    """What a file holds, checked whole; nothing is stored.

    Raises `DominoError` with every problem at its place in the file: those of
    `answers.files.read_answers_file`, or where it finds none, `constraint-not-met`.
    """
    from domino_survey.answers.files import read_answers_file  # noqa: PLC0415 - only for who loads

    require(identity, Action.START_ASSESSMENT)
    file = read_answers_file(
        content,
        lambda wanted: _versions(context, wanted),
        is_commune=context.territories.__contains__,
    )
    found = _contradictions(file)
    if found:
        raise DominoError(*found)
    sharing = file.questionnaire.profile.sharing
    return Loadable(file, shares=sharing is not None and sharing.item in file.answers)


def load_answers(context: Context, identity: Identity, content: bytes, *, session: str) -> Opened:
    """Begin an assessment of a new initiative with all that a file holds, but for the consents to sharing.

    A consent is given to those who run an installation, by the people concerned: no file gives it for
    them. Raises as `read_answers`; nothing is stored then.
    """
    file = read_answers(context, identity, content).file
    sharing = file.questionnaire.profile.sharing
    fields: dict[tuple[str, Facet], Json] = {
        (item, "answer"): answer.to_json()
        for item, answer in file.answers.items()
        if answer.state is not State.MISSING and (sharing is None or item != sharing.item)
    }
    fields |= {(item, "comment"): text for item, text in file.comments.items()}
    fields |= {(item, "proof"): proof for item, proof in file.proofs.items()}
    return assessments.begin_whole(
        context,
        file.questionnaire,
        fields,
        path=file.path,
        language=file.language,
        session=session,
    )


def _versions(context: Context, questionnaire_id: str) -> list[Questionnaire]:
    """The versions of a questionnaire that are known here, in force or archived."""
    in_force = [one for one in context.library.in_force if one.id == questionnaire_id]
    archived = [
        context.library.exact(reference)
        for reference in context.repository.archived_questionnaires()
        if reference.id == questionnaire_id
    ]
    return [*{one.hash: one for one in (*in_force, *archived)}.values()]


def _contradictions(file: AnswersFile) -> list[Problem]:
    from domino_survey.answers.files import json_path  # noqa: PLC0415 - as above

    answered = [
        file.questionnaire.items[item]
        for item, answer in file.answers.items()
        if answer.state is State.ANSWERED
    ]
    return [
        replace(one, place=json_path(path), path=path)
        for one in broken_constraints(file.questionnaire, file.answers, answered)
        for path in [("answers", one.place)]
    ]
