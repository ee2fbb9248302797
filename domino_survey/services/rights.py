"""Who may do what: one table, asked by services and pages alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import Struct, field

from domino_survey.errors import refusal

ScopeKind = Literal["everywhere", "region", "departement", "epci", "commune"]


class Scope(Struct, frozen=True):
    """A part of the country that a right covers; `code` is empty for everywhere."""

    kind: ScopeKind = "everywhere"
    code: str = ""


EVERYWHERE = Scope()


class Role(StrEnum):
    """What someone is here for. Everyone has the first; a code gives the second, links the others."""

    VISITOR = "visitor"
    HOLDER = "holder"
    DECISION_MAKER = "decision_maker"
    ORGANISER = "organiser"


class Action(StrEnum):
    """What can be done; the object is an assessment, a scope or the whole collection."""

    READ_PUBLIC_PAGES = "read_public_pages"
    START_ASSESSMENT = "start_assessment"
    ANSWER = "answer"
    READ_RESULT = "read_result"
    READ_OBSERVATORY = "read_observatory"
    KEEP_ROADMAP = "keep_roadmap"
    READ_COLLECTION = "read_collection"
    READ_QUALITY = "read_quality"
    RESCORE = "rescore"
    EXPORT_RESPONSES = "export_responses"
    MANAGE_ACCESS = "manage_access"
    EDIT_METHOD = "edit_method"
    CONTRIBUTE = "contribute"


class Condition(StrEnum):
    """On which objects a right holds."""

    ALWAYS = "always"
    OWN_ASSESSMENT = "own_assessment"
    OWN_RESULT = "own_result"
    IN_SCOPE = "in_scope"


RIGHTS: dict[tuple[Role, Action], Condition] = {
    (Role.VISITOR, Action.READ_PUBLIC_PAGES): Condition.ALWAYS,
    (Role.VISITOR, Action.START_ASSESSMENT): Condition.ALWAYS,
    (Role.HOLDER, Action.ANSWER): Condition.OWN_ASSESSMENT,
    (Role.HOLDER, Action.READ_RESULT): Condition.OWN_RESULT,
    (Role.DECISION_MAKER, Action.READ_OBSERVATORY): Condition.IN_SCOPE,
    (Role.DECISION_MAKER, Action.KEEP_ROADMAP): Condition.IN_SCOPE,
    (Role.ORGANISER, Action.READ_COLLECTION): Condition.ALWAYS,
    (Role.ORGANISER, Action.READ_QUALITY): Condition.ALWAYS,
    (Role.ORGANISER, Action.RESCORE): Condition.ALWAYS,
    (Role.ORGANISER, Action.EXPORT_RESPONSES): Condition.ALWAYS,
    (Role.ORGANISER, Action.MANAGE_ACCESS): Condition.ALWAYS,
    (Role.ORGANISER, Action.EDIT_METHOD): Condition.ALWAYS,
    (Role.VISITOR, Action.CONTRIBUTE): Condition.ALWAYS,
}


class Identity(Struct, frozen=True):
    """Who is asking, as far as we know: no account, only what links and codes prove.

    `answers` is the response that a resume code opens, `reads` those whose result may be read, `scope`
    the territories that a decision-maker's link covers. `links` are the ids of the access links that gave
    these rights, for the audit log.
    """

    roles: frozenset[Role] = frozenset({Role.VISITOR})
    answers: str | None = None
    reads: frozenset[str] = field(default_factory=frozenset)
    scopes: tuple[Scope, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def scope(self) -> Scope | None:
        """The first territory covered; None for those who are not decision-makers."""
        return self.scopes[0] if self.scopes else None


VISITOR = Identity()


def allowed(identity: Identity, action: Action, target: str | Scope | None = None) -> bool:
    """Whether this person may do this to this object (a response id, a scope, or nothing)."""
    return any(
        _meets(RIGHTS[role, action], identity, target)
        for role in identity.roles
        if (role, action) in RIGHTS
    )


def _meets(condition: Condition, identity: Identity, target: str | Scope | None) -> bool:
    match condition:
        case Condition.ALWAYS:
            return True
        case Condition.OWN_ASSESSMENT:
            return target is not None and target == identity.answers
        case Condition.OWN_RESULT:
            return target is not None and (target == identity.answers or target in identity.reads)
        case Condition.IN_SCOPE:
            return bool(identity.scopes) and (target is None or target in identity.scopes)


def require(identity: Identity, action: Action, target: str | Scope | None = None) -> None:
    """Go on only when allowed. Raises `DominoError` `not-allowed`."""
    if not allowed(identity, action, target):
        raise refusal("not-allowed", place=action.value)
