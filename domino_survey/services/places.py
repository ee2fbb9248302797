"""Territories inside one another: what a reader's links cover, and the way down to a territory."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from domino_survey.services.rights import EVERYWHERE, Identity, Scope

if TYPE_CHECKING:
    from domino_survey.disclosure import Key
    from domino_survey.territories import Kind, Territories

# From the broadest to the narrowest.
KINDS: tuple[Kind, ...] = ("region", "departement", "epci", "commune")


def key_of(scope: Scope) -> Key:
    """The territory as disclosure names it."""
    return (scope.kind, scope.code)


def covers(territories: Territories, outer: Scope, inner: Scope) -> bool:
    """Whether all of a territory lies in another, or is it; a part of it is not enough."""
    if outer in (EVERYWHERE, inner):
        return True
    if outer.kind == "everywhere" or inner.kind == "everywhere":
        return False
    return territories.holders(inner.kind, inner.code).get(outer.kind) == (outer.code,)


def covering(territories: Territories, identity: Identity, scope: Scope) -> Scope | None:
    """The broadest territory of a reader's links that covers this one; None without one."""
    found = [one for one in identity.scopes if covers(territories, one, scope)]
    return min(found, key=_depth, default=None)


def path_to(territories: Territories, root: Scope, scope: Scope) -> tuple[Scope, ...]:
    """The way from a territory down to one inside it, both included, a level at a time.

    An EPCI that straddles a border is under the département where most of its communes are.
    """
    if scope == root or scope.kind == "everywhere":
        return (root,)
    holders: dict[Kind, Scope] = {}
    for kind in reversed(KINDS[: KINDS.index(scope.kind)]):
        # A commune is found through its EPCI, wherever most of that lies.
        below = holders.get("epci", scope)
        codes = territories.holders(cast("Kind", below.kind), below.code).get(kind, ())
        if codes:
            holders[kind] = Scope(kind, codes[0])
    between = [
        holders[kind]
        for kind in KINDS
        if kind in holders and holders[kind] != root and covers(territories, root, holders[kind])
    ]
    return (root, *between, scope)


def wider(territories: Territories, root: Scope, scope: Scope) -> tuple[Scope, ...]:
    """The territories that hold all of this one, the nearest first, up to `root`."""
    way = path_to(territories, root, scope)[:-1]
    return tuple(one for one in reversed(way) if covers(territories, one, scope))


def inside(territories: Territories, scope: Scope) -> tuple[Scope, ...]:
    """The départements of a region, by code; nothing for any other territory."""
    if scope.kind != "region":
        return ()
    return tuple(
        one
        for code in sorted(territories.codes("departement"))
        if covers(territories, scope, one := Scope("departement", code))
    )


def _depth(scope: Scope) -> int:
    return 0 if scope.kind == "everywhere" else 1 + KINDS.index(scope.kind)
