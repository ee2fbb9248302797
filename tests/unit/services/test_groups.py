"""Separate answers on one practice: by invitation, unseen until one has sent one's own, then shared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import State, answered
from domino_survey.errors import DominoError
from domino_survey.schema import ScaleQuestion, option_codes
from domino_survey.services import assessments, drafts, groups, observatory, results
from domino_survey.services.context import Context
from domino_survey.services.rights import EVERYWHERE, Identity, Role
from domino_survey.settings import Settings
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.services.assessments import Opened
    from domino_survey.services.groups import Group

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PROFILE: dict[str, str | tuple[str, ...]] = {
    "P01": "Repair café",
    "P03": "35236",
    "P10": "fonctionnement",
    "P19": ("agregats",),
}


@pytest.fixture
def context() -> Context:
    moment = [START]

    def clock() -> datetime:
        moment[0] += timedelta(seconds=1)
        return moment[0]

    return Context(open_repository(now=START), Settings(), clock=clock)


def scales(context: Context) -> list[ScaleQuestion]:
    content = context.library.current("domino")
    return [q for q in content.scored_questions if q.essential and isinstance(q, ScaleQuestion)]


def save(context: Context, opened: Opened, values: Mapping[str, str | tuple[str, ...]]) -> None:
    for item, value in values.items():
        drafts.save_answer(
            context, opened.identity, opened.response_id, item, answered(value), session="s"
        )


def answer(context: Context, opened: Opened, level: int, **others: int) -> None:
    """Every scale of the short path at a level, but some; then sent."""
    values: dict[str, str | tuple[str, ...]] = {
        q.id: option_codes(q)[others.get(q.id.replace(".", "_"), level)] for q in scales(context)
    }
    save(context, opened, values)
    assessments.submit(context, opened.identity, opened.response_id)


@pytest.fixture
def host(context: Context) -> Opened:
    opened = assessments.start(context, "domino", path="short", language="fr")
    save(context, opened, PROFILE)
    return opened


@pytest.fixture
def guest(context: Context, host: Opened) -> Opened:
    return groups.join(context, groups.invite(context, host, session="s"), language="fr")


def group_of(context: Context, opened: Opened) -> Group:
    found = groups.read_group(context, opened.identity, opened.response_id)
    assert found is not None
    return found


def test_join__by_the_invitation__same_practice_and_profile_without_its_consents(
    context: Context, host: Opened, guest: Opened
) -> None:
    mine = drafts.read_draft(context, guest.identity, guest.response_id)
    theirs = drafts.read_draft(context, host.identity, host.response_id)
    assert mine.response.initiative_id == theirs.response.initiative_id
    assert mine.response.questionnaire == theirs.response.questionnaire
    assert mine.answer("P01").value == "Repair café"
    assert mine.answer("P19").state is State.MISSING
    assert [one.number for one in group_of(context, host).members] == [1, 2]
    assert (group_of(context, host).me, group_of(context, guest).me) == (1, 2)


def test_invite__twice__is_one_invitation_and_opens_no_answers(
    context: Context, host: Opened
) -> None:
    token = groups.invite(context, host, session="s")
    assert groups.invite(context, host, session="s") == token
    assert groups.read_invitation(context, token).name == "Repair café"
    for code in (token, host.code.lower()):
        with pytest.raises(DominoError):
            results.result_identity(context, code)


def test_invite__by_a_guest__refused(context: Context, guest: Opened) -> None:
    with pytest.raises(DominoError) as refused:
        groups.invite(context, guest, session="s")
    assert refused.value.code == "already-in-group"


def test_invitation__unknown_or_of_a_deleted_assessment__refused(
    context: Context, host: Opened
) -> None:
    token = groups.invite(context, host, session="s")
    assessments.withdraw(context, host.identity, host.response_id)
    for one in (token, "nobody"):
        with pytest.raises(DominoError) as refused:
            groups.join(context, one, language="fr")
        assert refused.value.code == "unknown-invitation"


def test_join__full_group__refused(
    context: Context, host: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST_MEMBERS", 2)
    token = groups.invite(context, host, session="s")
    groups.join(context, token, language="fr")
    with pytest.raises(DominoError) as refused:
        groups.join(context, token, language="fr")
    assert refused.value.code == "group-full"


def test_agenda__before_one_has_sent__is_not_shown(
    context: Context, host: Opened, guest: Opened
) -> None:
    third = groups.join(context, groups.invitation_token(host.code), language="fr")
    answer(context, host, 0)
    assert group_of(context, host).agenda is None
    answer(context, guest, 4)
    assert group_of(context, third).agenda is None
    seen = group_of(context, guest)
    assert seen.agenda is not None
    assert seen.compared == (1, 2)


def test_agenda__one_question_apart__is_the_point_to_discuss(
    context: Context, host: Opened, guest: Opened
) -> None:
    apart = scales(context)[3].id
    answer(context, host, 2)
    answer(context, guest, 2, **{apart.replace(".", "_"): 4})
    agenda = group_of(context, host).agenda
    assert agenda is not None
    assert [one.id for one in agenda.dividing()] == [apart]


def test_results__of_the_others__are_no_earlier_assessments_of_mine(
    context: Context, host: Opened, guest: Opened
) -> None:
    answer(context, host, 0)
    answer(context, guest, 4)
    other = groups.join(context, groups.invitation_token(host.code), language="fr")
    answer(context, other, 3)
    for one in (guest, other):
        assert results.earlier_results(context, one.identity, one.response_id) == ()
    again = assessments.start_again(context, host.identity, host.response_id, path="short")
    answer(context, again, 1)
    found = results.earlier_results(context, again.identity, again.response_id)
    assert [one.submission.response_id for one in found] == [host.response_id]


def test_shared__begun__takes_over_what_all_said_and_leaves_the_rest_open(
    context: Context, host: Opened, guest: Opened
) -> None:
    apart = scales(context)[0].id
    answer(context, host, 2)
    answer(context, guest, 2, **{apart.replace(".", "_"): 4})
    groups.begin_shared(context, guest.identity, guest.response_id, session="s")
    groups.begin_shared(context, host.identity, host.response_id, session="s")
    shared = group_of(context, host).shared
    assert shared is not None
    said = {q.id for q in scales(context) if shared.answer(q.id).state is State.ANSWERED}
    assert said == {q.id for q in scales(context)} - {apart}
    assert shared.answer("P19").value == ("agregats",)

    own = groups.shared_identity(context, guest.identity, guest.response_id)
    assert own.answers is not None
    drafts.save_answer(
        context, own, own.answers, apart, answered(option_codes(scales(context)[0])[3]), session="s"
    )
    assessments.submit(context, own, own.answers)
    assert group_of(context, host).sent is not None
    assert results.read_result(context, own, own.answers).answered == len(scales(context))
    assert len(group_of(context, host).members) == 2


def test_shared__too_early_or_by_a_stranger__refused(
    context: Context, host: Opened, guest: Opened
) -> None:
    answer(context, host, 2)
    stranger = assessments.start(context, "domino", path="short", language="fr")
    cases = [(host, "too-early"), (guest, "too-early"), (stranger, "not-in-group")]
    for who, code in cases:
        with pytest.raises(DominoError) as refused:
            groups.begin_shared(context, who.identity, who.response_id, session="s")
        assert refused.value.code == code
    with pytest.raises(DominoError) as refused:
        groups.shared_identity(context, guest.identity, host.response_id)
    assert refused.value.code == "not-allowed"


def test_observatory__answers_of_guests__are_not_its_figures(
    context: Context, host: Opened, guest: Opened
) -> None:
    answer(context, host, 0)
    answer(context, guest, 4)
    for _ in range(4):
        one = assessments.start(context, "domino", path="short", language="fr")
        save(context, one, PROFILE)
        answer(context, one, 0)
    reader = Identity(frozenset({Role.DECISION_MAKER}), scopes=(EVERYWHERE,))
    seen = observatory.observatory(context, reader, "domino", scope=EVERYWHERE)
    assert seen.summary is not None
    medians = [node.median for node in seen.summary.nodes.values() if node.median is not None]
    assert max(medians) < 50
