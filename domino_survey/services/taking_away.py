"""What people take away of a result: the report, the workbook, the answers to load again.

Who reads a result by its link takes what the page shows, the plan without its names and notes. Comments,
the answers that describe the initiative and the file of all answers are for those who may answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.errors import refusal
from domino_survey.services.plan import read_plan
from domino_survey.services.results import read_result
from domino_survey.services.rights import Action, allowed, require

if TYPE_CHECKING:
    from domino_survey.services.context import Context
    from domino_survey.services.plan import PlannedAction
    from domino_survey.services.results import Result
    from domino_survey.services.rights import Identity


class Taken(Struct, frozen=True):
    """A result on its way out, whether the comments go with it and what describes the initiative; the plan.

    The plan is as far as this person may read it, and empty where it was not asked for.
    """

    result: Result
    comments: bool
    profile: bool
    plan: tuple[PlannedAction, ...] = ()


def may_take_answers(identity: Identity, response_id: str) -> bool:
    """Whether the comments and the file of answers are for this person."""
    return allowed(identity, Action.ANSWER, response_id)


def take_report(
    context: Context,
    identity: Identity,
    response_id: str,
    number: int,
    *,
    comments: bool,
    plan: bool = True,
) -> Taken:
    """The result of version `number`, for a report or a workbook.

    Raises `not-allowed`, also for the comments of somebody else, `response-withdrawn`, `not-submitted`.
    """
    if comments:
        require(identity, Action.ANSWER, response_id)
    result = _read(context, identity, response_id, number)
    return Taken(
        result,
        comments,
        profile=may_take_answers(identity, response_id),
        plan=read_plan(context, identity, response_id) if plan else (),
    )


def take_answers(context: Context, identity: Identity, response_id: str, number: int) -> Result:
    """The result whose answers go into a file to load again.

    Raises `not-allowed`, `response-withdrawn`, `not-submitted`.
    """
    require(identity, Action.ANSWER, response_id)
    return _read(context, identity, response_id, number)


def _read(context: Context, identity: Identity, response_id: str, number: int) -> Result:
    # A file is asked for some time after its page was drawn: the assessment may be gone since.
    if context.repository.withdrawn_at(response_id):
        raise refusal("response-withdrawn", place=response_id)
    return read_result(context, identity, response_id, number)
