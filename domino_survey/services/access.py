"""Links that carry rights: granted, opened, listed and revoked. Their tokens are kept only as hashes."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, get_args

from domino_survey.errors import refusal
from domino_survey.services.codes import hashed
from domino_survey.services.link_cookie import link_ids
from domino_survey.services.rights import (
    EVERYWHERE,
    VISITOR,
    Action,
    Identity,
    Role,
    Scope,
    ScopeKind,
    require,
)
from domino_survey.storage import AccessLink, AuditEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from domino_survey.services.context import Context

__all__ = [
    "EVERYWHERE",
    "LINKED_ROLES",
    "LONGEST",
    "OPERATOR",
    "USUAL",
    "Granted",
    "grant",
    "identity_of",
    "is_valid",
    "link_ids",
    "list_links",
    "resolve",
    "revoke",
    "scope_of",
    "written_scope",
]

TOKEN_BYTES = 24  # 192 bits, 32 signs in an address
TOKEN_LIMIT = 100
LABEL_LIMIT = 200
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=730)
USUAL = timedelta(days=30)

# Whoever commands the machine may manage links; no browser ever gets this identity.
OPERATOR: Final = Identity(roles=frozenset({Role.ORGANISER}))
LINKED_ROLES: Final = (Role.DECISION_MAKER, Role.ORGANISER)


@dataclass(frozen=True, slots=True)
class Granted:
    """A new link. The token is shown once, here: the store has only its hash."""

    id: str
    role: Role
    token: str = field(repr=False)
    expires_at: datetime

    @property
    def path(self) -> str:
        """The address that opens the link, from the root of the site."""
        return f"/acces/{self.token}"


def grant(
    context: Context,
    role: Role,
    *,
    by: Identity,
    scope: Scope = EVERYWHERE,
    label: str = "",
    expires_in: timedelta = USUAL,
) -> Granted:
    """Make a link that gives `role`, for `scope` when it is a decision-maker's.

    Raises:
        DominoError: `not-allowed`, `role-without-link`, `scope-without-use`, `unknown-territory`,
            `expiry-out-of-range`, `text-too-long`.
    """
    require(by, Action.MANAGE_ACCESS)
    if role not in LINKED_ROLES:
        raise refusal("role-without-link", place=role.value)
    if scope != EVERYWHERE and role is not Role.DECISION_MAKER:
        raise refusal("scope-without-use", place=role.value)
    _require_known(context, scope)
    if not SHORTEST <= expires_in <= LONGEST:
        raise refusal("expiry-out-of-range", longest=LONGEST.days)
    label = " ".join(label.split())
    if len(label) > LABEL_LIMIT:
        raise refusal("text-too-long", place="label", length=len(label), limit=LABEL_LIMIT)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = context.clock()
    link = AccessLink(
        id=secrets.token_hex(6),
        role=role.value,
        label=label,
        token_hash=hashed(token),
        created_at=now,
        scope={} if scope == EVERYWHERE else {"kind": scope.kind, "code": scope.code},
        expires_at=now + expires_in,
    )
    detail = {"role": link.role, "scope": dict(link.scope), "expires_at": str(link.expires_at)}
    context.repository.add_access_link(
        link, AuditEntry(now, "operator", "access-granted", link.id, detail)
    )
    return Granted(link.id, role, token, now + expires_in)


def resolve(context: Context, token: str) -> AccessLink:
    """The link of a token that someone opened, and note its use.

    Raises:
        DominoError: `unknown-link`, `expired-link`, `revoked-link`.
    """
    # Longer texts are never ours: not worth a hash.
    wanted = hashed(token[:TOKEN_LIMIT])
    link = context.repository.access_link_by_token(wanted)
    if link is None or not hmac.compare_digest(link.token_hash, wanted):
        raise refusal("unknown-link")
    now = context.clock()
    if link.revoked_at is not None:
        raise refusal("revoked-link", place=link.id)
    if not _in_time(link, now):
        raise refusal("expired-link", place=link.id)
    context.repository.touch_access_link(link.id, now)
    context.repository.record(AuditEntry(now, f"link:{link.id}", "access-opened", link.id))
    return link


def identity_of(context: Context, link_ids: Collection[str]) -> Identity:
    """What these links allow at this moment, read from the store: what has ended gives nothing.

    Territories come in the order of the links.
    """
    if not link_ids:
        return VISITOR
    now = context.clock()
    known = {link.id: link for link in context.repository.access_links()}
    roles, scopes, links = {Role.VISITOR}, [], []
    for link_id in link_ids:
        link = known.get(link_id)
        if link is None or not is_valid(link, now):
            continue
        role = Role(link.role)
        roles.add(role)
        links.append(link_id)
        scope = scope_of(link)
        if role is Role.DECISION_MAKER and scope not in scopes:
            scopes.append(scope)
    return Identity(roles=frozenset(roles), scopes=tuple(scopes), links=tuple(links))


def list_links(context: Context, *, by: Identity) -> list[AccessLink]:
    """All links, oldest first. Raises `DominoError` `not-allowed`."""
    require(by, Action.MANAGE_ACCESS)
    return context.repository.access_links()


def revoke(context: Context, link_id: str, *, by: Identity) -> None:
    """End a link at once; a second time changes nothing.

    Raises:
        DominoError: `not-allowed`, `unknown-access-link`.
    """
    require(by, Action.MANAGE_ACCESS)
    now = context.clock()
    entry = AuditEntry(now, "operator", "access-revoked", link_id)
    context.repository.revoke_access_link(link_id, now, entry)


def is_valid(link: AccessLink, now: datetime) -> bool:
    """Whether a link still gives its rights."""
    return link.revoked_at is None and _in_time(link, now) and link.role in set(LINKED_ROLES)


def _in_time(link: AccessLink, now: datetime) -> bool:
    return link.expires_at is None or now < link.expires_at


def scope_of(link: AccessLink) -> Scope:
    """The territory of a link."""
    kinds: Mapping[str, ScopeKind] = {kind: kind for kind in get_args(ScopeKind)}
    kind = kinds.get(str(link.scope.get("kind", "everywhere")), "everywhere")
    return EVERYWHERE if kind == "everywhere" else Scope(kind, str(link.scope.get("code", "")))


def written_scope(text: str) -> Scope:
    """The scope written as `region:53`, `departement:35`, `epci:243500139` or `commune:35238`.

    Empty or `everywhere` is the whole country.

    Raises:
        DominoError: `unknown-territory`, also for another kind of place.
    """
    if text in {"", "everywhere"}:
        return EVERYWHERE
    kind, _, code = text.partition(":")
    kinds: Mapping[str, ScopeKind] = {known: known for known in get_args(ScopeKind)[1:]}
    if kind not in kinds or not code:
        raise refusal("unknown-territory", place=text, territory=text)
    return Scope(kinds[kind], code)


def _require_known(context: Context, scope: Scope) -> None:
    if scope.kind == "everywhere":
        if scope != EVERYWHERE:
            raise refusal("unknown-territory", place=scope.code, territory=scope.code)
        return
    if all(unit.code != scope.code for unit in context.territories.units(scope.kind)):
        territory = f"{scope.kind}:{scope.code}"
        raise refusal("unknown-territory", place=territory, territory=territory)
