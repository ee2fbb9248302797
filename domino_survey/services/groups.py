"""People who answer separately on one practice, by one invitation, then agree on shared answers.

Whoever invites is the host; each guest has a response of their own, of the same initiative and the same
version of the questionnaire. Nobody sees what the others answered before having sent their own. Shared
answers are one more response of the initiative, which every member may fill in and send.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

from msgspec import Struct
from msgspec.structs import replace

from domino_survey import agreement
from domino_survey.answers import State
from domino_survey.errors import refusal
from domino_survey.numerics import np
from domino_survey.services import assessments, drafts
from domino_survey.services.assessments import answers_of
from domino_survey.services.codes import hashed
from domino_survey.services.observing import APART
from domino_survey.services.progress import progress_of
from domino_survey.services.rights import VISITOR, Action, Identity, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.agreement import Agreement
    from domino_survey.schema import Question, Questionnaire
    from domino_survey.services.assessments import Opened
    from domino_survey.services.context import Context
    from domino_survey.services.drafts import Draft
    from domino_survey.storage import Response, Submission

INVITATION: Final = "@invitation"  # on the host's response: the hash of the link
GROUP: Final = APART  # on a guest's response: the host's response
SHARED: Final = "@shared"  # on the response of shared answers: the host's response
MOST_MEMBERS = 30
_SAID = frozenset({State.ANSWERED, State.DONT_KNOW, State.NOT_APPLICABLE})


class Invitation(Struct, frozen=True):
    """What an invitation link opens: the practice to answer on, its questionnaire, how many are in."""

    host: Response
    questionnaire: Questionnaire
    name: str
    members: int


class Member(Struct, frozen=True):
    """One person of a group, by number: 1 is the host, guests follow in the order they came."""

    number: int
    response_id: str
    answered: int
    asked: int
    submission: Submission | None


class Group(Struct, frozen=True):
    """A group as one of its members may see it.

    Attributes:
        questionnaire: the version that all of them answer.
        members: host first.
        me: the number of who is looking.
        agenda: what those who sent their answers say, side by side; None before two have sent
            theirs, and before the one who is looking has.
        compared: numbers of the members whose answers the agenda holds, in its order.
        shared: the shared answers so far; None before the first.
        sent: the shared answers as they were last sent.
    """

    questionnaire: Questionnaire
    members: tuple[Member, ...]
    me: int
    agenda: Agreement | None
    compared: tuple[int, ...]
    shared: Draft | None
    sent: Submission | None


def invitation_token(code: str) -> str:
    """The invitation of a response: who has its code can make it, not the other way round."""
    return hmac.new(code.encode(), b"invitation", sha256).hexdigest()[:32]


def invite(context: Context, opened: Opened, *, session: str) -> str:
    """Open a group around a response; gives the token of its link, the same each time.

    Raises `not-allowed`, and `already-in-group` for a guest of another's group.
    """
    draft = drafts.read_draft(context, opened.identity, opened.response_id)
    if _value(draft, GROUP) is not None:
        raise refusal("already-in-group", place=opened.response_id)
    token = invitation_token(opened.code)
    if _value(draft, INVITATION) != hashed(token):
        drafts.save_beside(
            context,
            opened.identity,
            opened.response_id,
            INVITATION,
            hashed(token),
            session=session,
        )
    return token


def read_invitation(context: Context, token: str) -> Invitation:
    """What an invitation is for. Raises `unknown-invitation`."""
    hosts = context.repository.responses_with(INVITATION, hashed(token))
    if not hosts:
        raise refusal("unknown-invitation")
    host = hosts[0]
    draft = drafts.load_draft(context, host.id)
    item = draft.questionnaire.profile.name
    name = draft.answer(item).value if item else None
    return Invitation(host, draft.questionnaire, str(name or ""), len(_responses(context, host)))


def join(context: Context, token: str, *, language: str, identity: Identity = VISITOR) -> Opened:
    """Begin one's own answers on an invitation, with the profile that the host gave.

    Raises `unknown-invitation`, `group-full`.
    """
    require(identity, Action.START_ASSESSMENT)
    invitation = read_invitation(context, token)
    host = invitation.host
    if invitation.members >= MOST_MEMBERS:
        raise refusal("group-full", limit=MOST_MEMBERS)
    return _begin_beside(context, host, language, GROUP)


def read_group(context: Context, identity: Identity, response_id: str) -> Group | None:
    """The group of a response; None where it is in none. Raises `not-allowed`."""
    draft = drafts.read_draft(context, identity, response_id)
    host = _host(context, draft)
    if host is None:
        return None
    responses = _responses(context, host)
    members = tuple(
        _member(context, number, response) for number, response in enumerate(responses, start=1)
    )
    me = next(one for one in members if one.response_id == response_id)
    sent = [one for one in members if one.submission is not None]
    agenda = None
    if me.submission is not None and len(sent) >= agreement.LEAST:
        agenda = _agenda(draft.questionnaire, [cast("Submission", one.submission) for one in sent])
    shared = _shared(context, host)
    return Group(
        questionnaire=draft.questionnaire,
        members=members,
        me=me.number,
        agenda=agenda,
        compared=tuple(one.number for one in sent) if agenda else (),
        shared=shared,
        sent=_last(context, shared.response.id) if shared else None,
    )


def begin_shared(context: Context, identity: Identity, response_id: str, *, session: str) -> None:
    """Begin the shared answers, with those to which all said the same; once is enough.

    Raises `not-allowed`, `not-in-group`, `too-early` before the agenda may be seen.
    """
    mine = drafts.read_draft(context, identity, response_id)
    group, host = read_group(context, identity, response_id), _host(context, mine)
    if group is None or host is None:
        raise refusal("not-in-group", place=response_id)
    if group.agenda is None:
        raise refusal("too-early", place=response_id)
    if group.shared is not None:
        return
    shared = _begin_beside(context, host, mine.response.language, SHARED)
    for one in group.agenda.questions:
        if not one.differences and one.answers[0].state in _SAID:
            drafts.save_answer(
                context,
                shared.identity,
                shared.response_id,
                one.id,
                one.answers[0],
                session=session,
            )


def shared_identity(context: Context, identity: Identity, response_id: str) -> Identity:
    """What a member may do with the shared answers: fill them in, and read their result.

    Raises `not-allowed`, `not-in-group`, `nothing-answered` before there are any.
    """
    host = _host(context, drafts.read_draft(context, identity, response_id))
    if host is None:
        raise refusal("not-in-group", place=response_id)
    shared = _shared(context, host)
    if shared is None:
        raise refusal("nothing-answered")
    return replace(identity, answers=shared.response.id)


def to_decide(group: Group, questions: Sequence[Question]) -> tuple[list[Question], list[Question]]:
    """Questions that some members answered, those that divide most first; and those that nobody did."""
    if group.agenda is None:
        return [], list(questions)
    compared = group.agenda.questions
    said = {one.id for one in compared if any(a.state in _SAID for a in one.answers)}
    places = {one.id: at for at, one in enumerate(group.agenda.dividing(len(compared)))}
    begun = [question for question in questions if question.id in said]
    begun.sort(key=lambda question: places.get(question.id, len(places)))
    return begun, [question for question in questions if question.id not in said]


def guests(context: Context) -> frozenset[str]:
    """Responses that are one person's view of a practice: its figures are the host's or the shared ones."""
    return frozenset(response.id for response in context.repository.responses_with(GROUP))


def hidden_from(context: Context, response_id: str) -> frozenset[str]:
    """Responses of the same initiative whose answers are not for who holds this one.

    Those of guests, but one's own; for a guest, the host's as well.
    """
    response = context.repository.response(response_id)
    if response is None:
        return frozenset()
    found = set()
    for other in context.repository.responses_of_initiative(response.initiative_id):
        latest = context.repository.latest(other.id)
        group = latest.get((GROUP, "answer"))
        if group is not None and group.value is not None:
            found.add(other.id)
            if other.id == response_id:
                found.add(str(group.value))
    return frozenset(found - {response_id})


def _begin_beside(context: Context, host: Response, language: str, role: str) -> Opened:
    """A new response beside the host's: same initiative, same version, same path and profile."""
    draft = drafts.load_draft(context, host.id)
    sharing = draft.questionnaire.profile.sharing
    # Nobody consents for somebody else; shared answers are the host's practice, with its consents.
    own = frozenset({sharing.item} if sharing is not None and role == GROUP else ())
    opened = assessments.begin_beside(context, draft, language, without=own)
    drafts.save_beside(
        context, opened.identity, opened.response_id, role, host.id, session=opened.response_id
    )
    return opened


def _value(draft: Draft, field: str) -> str | None:
    event = draft.events.get((field, "answer"))
    return None if event is None or event.value is None else str(event.value)


def _host(context: Context, draft: Draft) -> Response | None:
    host = _value(draft, GROUP)
    if host is not None:
        return context.repository.response(host)
    return draft.response if _value(draft, INVITATION) is not None else None


def _responses(context: Context, host: Response) -> list[Response]:
    """The host's response, then those of the guests who are still in."""
    return [host, *context.repository.responses_with(GROUP, host.id)]


def _member(context: Context, number: int, response: Response) -> Member:
    if context.repository.withdrawn_at(response.id):
        return Member(number, response.id, 0, 0, None)
    progress = progress_of(drafts.load_draft(context, response.id))
    return Member(
        number, response.id, progress.answered, progress.asked, _last(context, response.id)
    )


def _last(context: Context, response_id: str) -> Submission | None:
    stored = context.repository.submissions_of_response(response_id)
    return stored[-1].submission if stored else None


def _shared(context: Context, host: Response) -> Draft | None:
    found = context.repository.responses_with(SHARED, host.id)
    return drafts.load_draft(context, found[0].id) if found else None


def _agenda(questionnaire: Questionnaire, sent: list[Submission]) -> Agreement:
    short = [questionnaire.path(str(one.answers["path"])).essential_only for one in sent]
    answers = [answers_of(submission) for submission in sent]
    return agreement.compare(questionnaire, answers, essential_only=np.array(short))
