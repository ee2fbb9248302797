"""Asking people how much each axis, theme or question should weigh: by 100 points, or two at a time.

Who has the link may answer, without an account. A participant is an opaque id, kept in their address
and stored hashed: it finds their answer again and lets them change it until the consultation closes.
What is being filled in and what was sent are two contributions; the latest of each counts.
"""

from __future__ import annotations

import math
import secrets
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from msgspec import Struct

from domino_survey import weighting
from domino_survey.errors import refusal
from domino_survey.services.codes import hashed
from domino_survey.services.method import scopes
from domino_survey.services.rights import Action, Identity, require
from domino_survey.storage import AuditEntry, Consultation, Contribution, QuestionnaireRef

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.weighting import Consistency, Weighting

KIND: Final = "weights"
DRAFT: Final = "@draft"  # what is being filled in
SENT: Final = "@sent"  # what counts
CLOSED: Final = "@closed"
ORGANISER: Final = "@organiser"
BUDGET = 100.0
SMALLEST = 0.0005  # a smaller rest of the budget reads as none
DECIMALS = 1  # of the weights that are taken over, in points
TITLE_LIMIT, NAME_LIMIT = 120, 60
MOST_PARTICIPANTS = 500
TOKEN_BYTES, PARTICIPANT_BYTES, TOKEN_LIMIT = 24, 12, 100

Method: TypeAlias = Literal["budget", "ahp"]
# Points by item, or how many times as important the first of a pair is: its key is "first/second".
Given: TypeAlias = "Mapping[str, float]"


class Asked(Struct, frozen=True):
    """A consultation as its participants see it: what `items` of a node weigh, by which method."""

    id: str
    title: str
    questionnaire: Questionnaire
    node: str
    items: tuple[str, ...]
    method: Method
    created_at: datetime
    closed: bool

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The comparisons of the pairwise method, in order."""
        return tuple(combinations(self.items, 2))


class Mine(Struct, frozen=True):
    """What one participant has filled in so far, and what they have sent; empty before the first."""

    given: Given
    sent: Given
    name: str

    @property
    def changed(self) -> bool:
        """Whether something was filled in otherwise after sending."""
        return bool(self.sent) and self.given != self.sent


class Outcome(Struct, frozen=True):
    """What a consultation has given so far.

    Attributes:
        asked: the consultation.
        weighting: the weights of all, each participant by number in the order of their first sending;
            None before anybody has sent theirs.
        names: the names that participants gave, in alphabetical order, which tells nothing of numbers.
        unnamed: how many sent theirs without a name.
    """

    asked: Asked
    weighting: Weighting | None
    names: tuple[str, ...]
    unnamed: int

    @property
    def answered(self) -> int:
        """How many have sent their weights."""
        return len(self.names) + self.unnamed


def nodes(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """What a consultation may be about, with its children, in the order of the questionnaire.

    The axes, the themes of an axis, the scored questions of a theme: two of them at least.
    """
    return {
        node: tuple(scope.children)
        for node, scope in scopes(questionnaire).items()
        if len(scope.children) > 1
    }


def create(
    context: Context,
    identity: Identity,
    questionnaire: Questionnaire,
    *,
    node: str,
    method: Method,
    title: str,
) -> tuple[str, str]:
    """A new consultation; gives its id and the token of its link, which is kept nowhere.

    Raises `not-allowed`, `unknown-node`, `too-few-to-weigh`, `too-many-compared`, `no-title`,
    `text-too-long`.
    """
    require(identity, Action.EDIT_METHOD)
    known = scopes(questionnaire).get(node)
    if known is None or known.kind in {"all_axes", "all_themes"}:
        raise refusal("unknown-node", place="node", node=node)
    items = tuple(known.children)
    if len(items) < 2:  # noqa: PLR2004 - one thing weighs all
        raise refusal("too-few-to-weigh", place=node)
    if method == "ahp" and len(items) > weighting.MOST_COMPARED:
        raise refusal("too-many-compared", found=len(items), most=weighting.MOST_COMPARED)
    title = title.strip()
    if not title:
        raise refusal("no-title", place="title")
    _limited(title, TITLE_LIMIT)
    now, token = context.clock(), secrets.token_urlsafe(TOKEN_BYTES)
    reference = context.library.archive(questionnaire, now)
    made = Consultation(
        id=secrets.token_hex(6),
        kind=KIND,
        content={
            "title": title,
            "questionnaire": [reference.id, reference.version, reference.hash],
            "node": node,
            "items": list(items),
            "method": method,
        },
        token_hash=hashed(token),
        created_at=now,
        origin=context.origin,
    )
    audit = AuditEntry(now, "organiser", "consultation-created", made.id, {"node": node})
    context.repository.add_consultation(made, audit)
    return made.id, token


def close(context: Context, identity: Identity, consultation_id: str) -> None:
    """Take no more answers. Raises `not-allowed`, `unknown-consultation`."""
    require(identity, Action.EDIT_METHOD)
    _found(context, context.repository.consultation(consultation_id))
    _contribute(context, consultation_id, ORGANISER, {CLOSED: True})


def outcomes(context: Context, identity: Identity) -> tuple[Outcome, ...]:
    """Every consultation on weights with what it has given, newest first. Raises `not-allowed`."""
    require(identity, Action.EDIT_METHOD)
    return tuple(
        _outcome(context, one)
        for one in context.repository.consultations(KIND)
        if one.origin == context.origin
    )


def asked(context: Context, identity: Identity, token: str) -> Asked:
    """The consultation of a link. Raises `not-allowed`, `unknown-consultation`."""
    require(identity, Action.CONTRIBUTE)
    # Longer texts are never ours: not worth a hash.
    found = context.repository.consultation_by_token(hashed(token[:TOKEN_LIMIT]))
    return _asked(context, _found(context, found))


def new_participant() -> str:
    """An opaque id for someone who begins to answer."""
    return secrets.token_urlsafe(PARTICIPANT_BYTES)


def participant_in(browser: str, token: str) -> str:
    """The id of whoever first answers a consultation in a browser: the link opened twice finds it again.

    The name of a browser is random and secret, so that nobody else can make this id.
    """
    return hashed(f"{browser}/{token[:TOKEN_LIMIT]}")[: 2 * PARTICIPANT_BYTES]


def mine(context: Context, identity: Identity, token: str, participant: str) -> Mine:
    """What a participant has filled in and sent; nothing for an id that has given nothing yet."""
    one = asked(context, identity, token)
    if not participant:
        return Mine({}, {}, "")
    author = _author(participant)
    latest: dict[str, object] = {}
    for contribution in context.repository.contributions(one.id):
        if contribution.author == author:
            latest[contribution.field] = contribution.value
    sent = cast("Mapping[str, object]", latest.get(SENT) or {})
    given = cast("Given", latest.get(DRAFT) or sent.get("given") or {})
    return Mine(given, cast("Given", sent.get("given", {})), str(sent.get("name", "")))


def keep(context: Context, identity: Identity, token: str, participant: str, given: Given) -> None:
    """Keep what is filled in so far, whole or not.

    Raises `unknown-consultation`, `consultation-closed`, `consultation-full`, `unusable-points`.
    """
    one = _open(context, identity, token, participant)
    _contribute(context, one.id, _author(participant), {DRAFT: dict(_readable(one, given))})


def send(  # noqa: PLR0917 - all of what one form holds
    context: Context, identity: Identity, token: str, participant: str, given: Given, name: str = ""
) -> None:
    """Send one's weights; sent again, the latest counts.

    Raises `unknown-consultation`, `consultation-closed`, `consultation-full`, `text-too-long`, and the
    faults of a budget or of comparisons, see `weights_of`.
    """
    one = _open(context, identity, token, participant)
    name = name.strip()
    _limited(name, NAME_LIMIT)
    kept = dict(_readable(one, given))
    weights_of(one, {"": kept})
    _contribute(
        context, one.id, _author(participant), {SENT: {"given": kept, "name": name}, DRAFT: kept}
    )


def weights_of(one: Asked, given: Mapping[str, Given]) -> Weighting:
    """The weights that these people's answers make.

    Raises `DominoError`: all faults of all answers, see `weighting.budget_weights` and `ahp_weights`.
    """
    if one.method == "budget":
        points = {who: [float(own.get(i, 0)) for i in one.items] for who, own in given.items()}
        return weighting.budget_weights(one.items, points)
    judged = {
        who: {pair: own[key_of(pair)] for pair in one.pairs if key_of(pair) in own}
        for who, own in given.items()
    }
    return weighting.ahp_weights(one.items, judged)


def consistency(one: Asked, given: Given) -> Consistency | None:
    """How far one person's comparisons agree with each other; None before all are made."""
    if one.method != "ahp" or any(key_of(pair) not in given for pair in one.pairs):
        return None
    return weights_of(one, {"": given}).consistency


def remaining(one: Asked, given: Given) -> float:
    """The points of the budget that are left to share; negative where there are too many."""
    return BUDGET - math.fsum(given.get(item, 0.0) for item in one.items)


def as_points(found: Weighting) -> dict[str, float]:
    """The weights of all as points of 100, to one decimal: what is read is what is tried."""
    return {
        item: round(BUDGET * weight, DECIMALS)
        for item, weight in zip(found.items, found.weights, strict=True)
    }


def key_of(pair: tuple[str, str]) -> str:
    """How the comparison of a pair is called in what is stored: ids hold no slash."""
    return "/".join(pair)


def _outcome(context: Context, consultation: Consultation) -> Outcome:
    sent: dict[str, Mapping[str, object]] = {}
    for contribution in context.repository.contributions(consultation.id):
        if contribution.field == SENT:
            sent[contribution.author] = cast("Mapping[str, object]", contribution.value)
    one = _asked(context, consultation)
    given = {
        str(number): cast("Given", value["given"])
        for number, value in enumerate(sent.values(), start=1)
    }
    names = sorted(
        (str(value["name"]) for value in sent.values() if value["name"]), key=str.casefold
    )
    found = weights_of(one, given) if given else None
    return Outcome(one, found, tuple(names), len(sent) - len(names))


def _found(context: Context, consultation: Consultation | None) -> Consultation:
    if consultation is None or consultation.kind != KIND or consultation.origin != context.origin:
        raise refusal("unknown-consultation")
    return consultation


def _asked(context: Context, consultation: Consultation) -> Asked:
    content = consultation.content
    reference = QuestionnaireRef(*cast("Sequence[str]", content["questionnaire"]))
    closed = any(
        one.field == CLOSED and one.author == ORGANISER
        for one in context.repository.contributions(consultation.id)
    )
    return Asked(
        id=consultation.id,
        title=str(content["title"]),
        questionnaire=context.library.exact(reference),
        node=str(content["node"]),
        items=tuple(cast("Sequence[str]", content["items"])),
        method=cast("Method", content["method"]),
        created_at=consultation.created_at,
        closed=closed,
    )


def _open(context: Context, identity: Identity, token: str, participant: str) -> Asked:
    """The consultation, if this participant may still answer it."""
    one = asked(context, identity, token)
    if one.closed:
        raise refusal("consultation-closed", place=one.id)
    authors = {c.author for c in context.repository.contributions(one.id)} - {ORGANISER}
    if _author(participant) not in authors and len(authors) >= MOST_PARTICIPANTS:
        raise refusal("consultation-full", place=one.id, limit=MOST_PARTICIPANTS)
    return one


def _readable(one: Asked, given: Given) -> dict[str, float]:
    """What is filled in of what is asked. Raises `unusable-points` for what is no usable number."""
    known = one.items if one.method == "budget" else tuple(key_of(pair) for pair in one.pairs)
    for key, value in given.items():
        if key in known and not (math.isfinite(value) and 0 <= value <= BUDGET):
            raise refusal("unusable-points", place=key, value=value)
    return {key: float(given[key]) for key in known if key in given}


def _limited(text: str, limit: int) -> None:
    if len(text) > limit:
        raise refusal("text-too-long", place="text", length=len(text), limit=limit)


def _author(participant: str) -> str:
    return hashed(participant[:TOKEN_LIMIT])


def _contribute(
    context: Context, consultation_id: str, author: str, values: Mapping[str, object]
) -> None:
    now = context.clock()
    context.repository.contribute(
        Contribution(secrets.token_hex(8), consultation_id, author, field, value, now)
        for field, value in values.items()
    )
