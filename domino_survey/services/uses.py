"""The questionnaires that assessments were sent with, for the screens that look at all of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.services.rights import require

if TYPE_CHECKING:
    from domino_survey.services.context import Context
    from domino_survey.services.rights import Action, Identity
    from domino_survey.storage import QuestionnaireUse


def sent_with(context: Context, identity: Identity, action: Action) -> tuple[QuestionnaireUse, ...]:
    """The contents that have assessments sent, last used first, for who may do `action` with them.

    Raises `not-allowed`.
    """
    require(identity, action)
    found = [
        use
        for use in context.repository.questionnaires_in_use()
        if use.origin == context.origin and use.submitted
    ]
    return tuple(sorted(found, key=lambda use: use.last_at, reverse=True))
