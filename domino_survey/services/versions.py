"""The versions of a questionnaire that assessments can be read of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.errors import refusal

if TYPE_CHECKING:
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context


def questionnaire_of(
    context: Context, questionnaire_id: str, version: str | None = None
) -> Questionnaire:
    """A version of a questionnaire, the newest in force when left out. Raises `no-questionnaire`."""
    library = context.library
    if version is None:
        return library.current(questionnaire_id)
    for questionnaire in library.in_force:
        if (questionnaire.id, questionnaire.version) == (questionnaire_id, version):
            return questionnaire
    for use in reversed(context.repository.questionnaires_in_use()):
        if (use.ref.id, use.ref.version) == (questionnaire_id, version):
            return library.exact(use.ref)
    raise refusal("no-questionnaire", place=questionnaire_id, folder=str(library.root))


def versions_of(context: Context, questionnaire_id: str) -> tuple[str, ...]:
    """Its versions with responses of this installation's kind, after the newest in force."""
    used = [
        use.ref.version
        for use in reversed(context.repository.questionnaires_in_use())
        if use.ref.id == questionnaire_id and use.origin == context.origin
    ]
    return tuple(dict.fromkeys([context.library.current(questionnaire_id).version, *used]))
