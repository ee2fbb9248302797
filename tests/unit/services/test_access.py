"""Links that carry rights, and what each role may do to which object."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from domino_survey.errors import CATALOGUE, DominoError
from domino_survey.services import access, control, link_cookie
from domino_survey.services.context import Context
from domino_survey.services.rights import (
    EVERYWHERE,
    RIGHTS,
    VISITOR,
    Action,
    Condition,
    Identity,
    Role,
    Scope,
    allowed,
    require,
)
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BRITTANY = Scope("region", "53")
RENNES = Scope("epci", "243500139")


@dataclass
class Clock:
    now: datetime = field(default=datetime(2026, 3, 1, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def context(tmp_path: Path, clock: Clock) -> Iterator[Context]:
    repository = open_repository(now=clock())
    yield Context(repository, Settings(data=tmp_path), clock)
    repository.close()


def code_of(error: pytest.ExceptionInfo[DominoError]) -> str:
    assert error.value.code in CATALOGUE
    return error.value.code


# --- The table of rights ----------------------------------------------------------------------

MINE, READABLE, OTHERS = "response-mine", "response-readable", "response-of-others"
COVERED, ELSEWHERE = BRITTANY, Scope("region", "52")
OBJECTS: tuple[str | Scope | None, ...] = (None, MINE, READABLE, OTHERS, COVERED, ELSEWHERE)
GOOD_OBJECTS: dict[Condition, tuple[str | Scope | None, ...]] = {
    Condition.ALWAYS: OBJECTS,
    Condition.OWN_ASSESSMENT: (MINE,),
    Condition.OWN_RESULT: (MINE, READABLE),
    Condition.IN_SCOPE: (None, COVERED),
}


def identity_with(role: Role) -> Identity:
    """Someone with this role alone, and everything that could belong to them."""
    scopes = (COVERED,) if role is Role.DECISION_MAKER else ()
    return Identity(frozenset({role}), MINE, frozenset({READABLE}), scopes)


@pytest.mark.parametrize(("role", "action"), list(itertools.product(Role, Action)))
def test_rights__each_role_action_and_object__as_in_the_table(role: Role, action: Action) -> None:
    condition = RIGHTS.get((role, action))
    good = () if condition is None else GOOD_OBJECTS[condition]
    for target in OBJECTS:
        assert allowed(identity_with(role), action, target) is (target in good), target
        if target not in good:
            with pytest.raises(DominoError) as refused:
                require(identity_with(role), action, target)
            assert code_of(refused) == "not-allowed"


@pytest.mark.parametrize("condition", list(Condition))
def test_rights__every_condition__is_in_the_matrix(condition: Condition) -> None:
    assert condition in GOOD_OBJECTS


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ORGANISER])
def test_managing_links__anyone_but_an_organiser__is_refused(context: Context, role: Role) -> None:
    someone = identity_with(role)
    for attempt in (
        lambda: access.grant(context, Role.ORGANISER, by=someone),
        lambda: access.list_links(context, by=someone),
        lambda: access.revoke(context, "any", by=someone),
    ):
        with pytest.raises(DominoError) as refused:
            attempt()
        assert code_of(refused) == "not-allowed"
    assert context.repository.access_links() == []


# --- Granting ---------------------------------------------------------------------------------


def test_grant__token__is_random_long_and_stored_only_as_hash(context: Context) -> None:
    granted = [access.grant(context, Role.ORGANISER, by=access.OPERATOR) for _ in range(20)]
    tokens = [link.token for link in granted]
    assert len(set(tokens)) == 20
    assert all(len(token) >= 22 for token in tokens)  # 128 bits in base64
    assert all(token not in repr(link) for token, link in zip(tokens, granted, strict=True))
    stored = repr(context.repository.access_links()) + repr(context.repository.audit_trail(100))
    assert not any(token in stored for token in tokens)
    assert hashlib.sha256(tokens[0].encode()).hexdigest() in stored


def test_grant__audit__tells_the_act_without_the_token(context: Context) -> None:
    granted = access.grant(
        context, Role.DECISION_MAKER, by=access.OPERATOR, scope=RENNES, label=" Rennes \n M. "
    )
    access.resolve(context, granted.token)
    access.revoke(context, granted.id, by=access.OPERATOR)
    entries = [record.entry for record in context.repository.audit_trail(10)]
    assert [(entry.action, entry.object) for entry in reversed(entries)] == [
        ("access-granted", granted.id),
        ("access-opened", granted.id),
        ("access-revoked", granted.id),
    ]
    assert context.repository.verify_audit() is None
    assert context.repository.access_links()[0].label == "Rennes M."


@pytest.mark.parametrize(
    ("role", "scope", "expires_in", "code"),
    [
        (Role.HOLDER, EVERYWHERE, timedelta(days=1), "role-without-link"),
        (Role.VISITOR, EVERYWHERE, timedelta(days=1), "role-without-link"),
        (Role.ORGANISER, BRITTANY, timedelta(days=1), "scope-without-use"),
        (Role.DECISION_MAKER, Scope("region", "99"), timedelta(days=1), "unknown-territory"),
        (Role.DECISION_MAKER, Scope("everywhere", "53"), timedelta(days=1), "unknown-territory"),
        (Role.DECISION_MAKER, BRITTANY, timedelta(0), "expiry-out-of-range"),
        (Role.DECISION_MAKER, BRITTANY, timedelta(days=-1), "expiry-out-of-range"),
        (Role.DECISION_MAKER, BRITTANY, timedelta(days=3650), "expiry-out-of-range"),
    ],
)
def test_grant__senseless_link__is_refused(
    context: Context, role: Role, scope: Scope, expires_in: timedelta, code: str
) -> None:
    with pytest.raises(DominoError) as refused:
        access.grant(context, role, by=access.OPERATOR, scope=scope, expires_in=expires_in)
    assert code_of(refused) == code
    assert context.repository.access_links() == []


def test_grant__novel_for_a_label__is_refused(context: Context) -> None:
    with pytest.raises(DominoError) as refused:
        access.grant(context, Role.ORGANISER, by=access.OPERATOR, label="a" * 201)
    assert refused.value.code == "text-too-long"


@pytest.mark.parametrize("text", ["53", "region", "region:", "pays:FR", "everywhere:53"])
def test_written_scope__not_a_place__is_refused(text: str) -> None:
    with pytest.raises(DominoError) as refused:
        access.written_scope(text)
    assert code_of(refused) == "unknown-territory"


def test_written_scope__kind_and_code__is_the_scope() -> None:
    assert access.written_scope("epci:243500139") == RENNES
    assert access.written_scope("") == access.written_scope("everywhere") == EVERYWHERE


# --- Opening, expiring, revoking --------------------------------------------------------------


def test_resolve__good_token__gives_the_link_and_notes_the_use(
    context: Context, clock: Clock
) -> None:
    granted = access.grant(context, Role.ORGANISER, by=access.OPERATOR)
    clock.now += timedelta(hours=1)
    assert access.resolve(context, granted.token).id == granted.id
    assert context.repository.access_links()[0].last_used_at == clock.now


@pytest.mark.parametrize("token", ["", "a", "../..", "é\x00", "x" * 100_000])
def test_resolve__unknown_token__is_refused(context: Context, token: str) -> None:
    access.grant(context, Role.ORGANISER, by=access.OPERATOR)
    with pytest.raises(DominoError) as refused:
        access.resolve(context, token)
    assert code_of(refused) == "unknown-link"


def test_resolve__hash_or_id_instead_of_token__is_refused(context: Context) -> None:
    granted = access.grant(context, Role.ORGANISER, by=access.OPERATOR)
    for text in (
        granted.id,
        hashlib.sha256(granted.token.encode()).hexdigest(),
        granted.token[:-1],
    ):
        with pytest.raises(DominoError) as refused:
            access.resolve(context, text)
        assert refused.value.code == "unknown-link"


def test_link__past_its_time__opens_nothing_and_gives_nothing(
    context: Context, clock: Clock
) -> None:
    granted = access.grant(
        context, Role.ORGANISER, by=access.OPERATOR, expires_in=timedelta(hours=1)
    )
    clock.now = granted.expires_at - timedelta(seconds=1)
    assert Role.ORGANISER in access.identity_of(context, [granted.id]).roles
    clock.now = granted.expires_at
    assert access.identity_of(context, [granted.id]) == VISITOR
    with pytest.raises(DominoError) as refused:
        access.resolve(context, granted.token)
    assert code_of(refused) == "expired-link"


def test_link__revoked__loses_its_rights_at_once(context: Context) -> None:
    granted = access.grant(context, Role.ORGANISER, by=access.OPERATOR)
    assert allowed(access.identity_of(context, [granted.id]), Action.READ_COLLECTION)
    access.revoke(context, granted.id, by=access.OPERATOR)
    assert access.identity_of(context, [granted.id]) == VISITOR
    with pytest.raises(DominoError) as refused:
        access.resolve(context, granted.token)
    assert code_of(refused) == "revoked-link"


def test_revoke__unknown_link__is_refused(context: Context) -> None:
    with pytest.raises(DominoError) as refused:
        access.revoke(context, "nobody", by=access.OPERATOR)
    assert code_of(refused) == "unknown-access-link"


def test_identity__several_links__add_up(context: Context) -> None:
    def link(role: Role, scope: Scope = EVERYWHERE) -> str:
        return access.grant(context, role, by=access.OPERATOR, scope=scope).id

    links = [
        link(Role.DECISION_MAKER, BRITTANY),
        link(Role.DECISION_MAKER, RENNES),
        link(Role.DECISION_MAKER, RENNES),
        link(Role.ORGANISER),
    ]
    someone = access.identity_of(context, ["forged", *links])
    assert someone.roles == {Role.VISITOR, Role.DECISION_MAKER, Role.ORGANISER}
    assert someone.scopes == (BRITTANY, RENNES)
    assert not allowed(access.identity_of(context, links[:1]), Action.READ_OBSERVATORY, RENNES)


def test_identity__link_for_everywhere__covers_everywhere(context: Context) -> None:
    link = access.grant(context, Role.DECISION_MAKER, by=access.OPERATOR)
    assert access.identity_of(context, [link.id]).scopes == (EVERYWHERE,)


# --- The cookie -------------------------------------------------------------------------------


def test_cookie__sealed_links__come_back_up_to_a_number(context: Context) -> None:
    ids = [f"link{number}" for number in range(30)]
    assert access.link_ids(context, link_cookie.sealed(context, ids)) == tuple(ids[:20])


def test_cookie__any_sign_changed__gives_no_link(context: Context) -> None:
    value = link_cookie.sealed(context, ["a", "b"])
    for place in range(len(value)):
        forged = value[:place] + ("A" if value[place] != "A" else "B") + value[place + 1 :]
        # The last sign of a base64 text has bits that mean nothing.
        assert place == len(value) - 1 or access.link_ids(context, forged) == ()


@pytest.mark.parametrize("value", [None, "", "x", "WyJhIl0", '["a"]', "WyJhIl0.AAAA", "é" * 3000])
def test_cookie__forged__gives_no_link(context: Context, value: str | None) -> None:
    assert access.link_ids(context, value) == ()


def test_cookie__of_another_installation__gives_no_link(context: Context, tmp_path: Path) -> None:
    other = Context(context.repository, Settings(data=tmp_path / "other"), context.clock)
    assert access.link_ids(other, link_cookie.sealed(context, ["a"])) == ()


def test_secret__made_at_first_use__is_private_and_stays(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = link_cookie.sealed(context, ["a"])
    file = tmp_path / link_cookie.SECRET_FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("secret*")] == ["secret"]
    assert link_cookie.sealed(context, ["a"]) == value
    monkeypatch.setenv("DOMINO_SECRET", "another secret, from the environment")
    assert access.link_ids(context, value) == ()


def test_secret__damaged_file__is_said_with_its_name(context: Context, tmp_path: Path) -> None:
    (tmp_path / link_cookie.SECRET_FILE).write_text("short", encoding="ascii")
    with pytest.raises(DominoError) as refused:
        link_cookie.sealed(context, ["a"])
    assert code_of(refused) == "secret-unusable"


# --- What the control socket answers ----------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "unknown-command"),
        (b"not json\n", "unknown-command"),
        (b"[]\n", "unknown-command"),
        (b'{"command": "shell"}\n', "unknown-command"),
        (b'{"command": "grant", "role": "king", "seconds": 60}\n', "role-without-link"),
        (b'{"command": "grant", "role": "organiser"}\n', "expiry-out-of-range"),
        (b'{"command": "grant", "role": "organiser", "seconds": 1e99}\n', "expiry-out-of-range"),
        (b'{"command": "revoke"}\n', "unknown-access-link"),
        (b'{"command": "' + b"x" * 20_000 + b'"}\n', "unknown-command"),
    ],
)
def test_control__faulty_request__is_answered_with_its_problem(
    context: Context, line: bytes, code: str
) -> None:
    assert f'"code": "{code}"'.encode() in control.answer(context, line)


def test_control__grant_list_revoke__work_without_giving_tokens_away(context: Context) -> None:
    done = control.perform(
        context,
        {"command": "grant", "role": "decision_maker", "territory": "region:53", "seconds": 3600},
    )
    listed = control.perform(context, {"command": "list"})
    assert str(done["path"]).removeprefix("/acces/") not in str(listed)
    assert "'territory': 'region:53'" in str(listed)
    control.perform(context, {"command": "revoke", "link": done["id"]})
    assert access.identity_of(context, [str(done["id"])]) == VISITOR
