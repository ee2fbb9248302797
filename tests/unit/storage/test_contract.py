"""What every implementation of `Repository` promises; the fixture gives each in turn."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domino_survey.errors import DominoError
from domino_survey.storage import (
    AccessLink,
    Consultation,
    Contribution,
    ImportCount,
    ImportedResponse,
    Initiative,
    QuestionnaireRef,
    Rescoring,
    Response,
    RoadmapChange,
    RoadmapKey,
    Score,
    Selection,
)
from tests.unit.storage.samples import (
    NOW,
    REF,
    SCORES,
    archive,
    as_stored,
    audit,
    event,
    new_id,
    response_record,
    send,
    start,
    submission,
)

if TYPE_CHECKING:
    from domino_survey.storage import Json, Origin, Repository

SELECTION = Selection("domino", "1")
MINUTES = timedelta(minutes=1)

# --- Questionnaires and responses ---------------------------------------------------------------


def test_archive__same_content_twice__kept_once(repository: Repository) -> None:
    archive(repository)
    archive(repository)

    assert repository.archived_questionnaires() == [REF]
    archived = repository.archived_questionnaire(REF)
    assert archived is not None
    assert archived.content == {"axes": ["économie"]}
    assert repository.archived_questionnaire(QuestionnaireRef("domino", "1", "other")) is None


def test_create_response__new__found_by_id_code_and_result(repository: Repository) -> None:
    archive(repository)
    response = replace(response_record(), code_hash="code", result_hash="result")

    created = repository.create_response(Initiative("initiative-1", NOW), response, audit())

    assert created == response
    assert repository.response(response.id) == response
    assert repository.response_by_code("code") == response
    assert repository.response_by_result("result") == response
    assert repository.response_by_code("result") is None
    assert repository.responses_of_initiative("initiative-1") == [response]
    assert repository.initiative("initiative-1") == Initiative("initiative-1", NOW)


def test_create_response__same_id_again__unchanged(repository: Repository) -> None:
    archive(repository)
    response = response_record()
    initiative = Initiative("initiative-1", NOW)
    repository.create_response(initiative, response, audit())

    again = repository.create_response(initiative, replace(response, path="full"), audit())

    assert again == response


def test_create_response__code_of_another__refused(repository: Repository) -> None:
    archive(repository)
    first, second = (replace(response_record(), code_hash="code") for _ in range(2))
    repository.create_response(Initiative("initiative-1", NOW), first, audit())

    with pytest.raises(DominoError) as refused:
        repository.create_response(Initiative("initiative-1", NOW), second, audit())

    assert refused.value.code == "code-taken"
    assert repository.response(second.id) is None


def test_create_response__questionnaire_not_archived__refused(repository: Repository) -> None:
    with pytest.raises(DominoError) as refused:
        repository.create_response(Initiative("initiative-1", NOW), response_record(), audit())

    assert refused.value.code == "questionnaire-not-archived"


# --- Answers ------------------------------------------------------------------------------------


def test_save_answers__several__numbered_in_order(repository: Repository) -> None:
    response_id = start(repository)
    events = [event(response_id, field) for field in ("E1", "E2", "@path")]

    saved = repository.save_answers(events)

    assert [one.seq for one in saved] == sorted({one.seq for one in saved})
    assert [replace(one, seq=0) for one in saved] == events
    assert repository.events_since(response_id) == list(saved)
    assert repository.events_since(response_id, saved[0].seq) == list(saved[1:])


def test_save_answers__same_event_again__stored_once(repository: Repository) -> None:
    response_id = start(repository)
    first, second = event(response_id, "E1", "a"), event(response_id, "E1", "b")
    (stored,) = repository.save_answers([first])

    again = repository.save_answers([replace(first, value="other"), second])

    assert again[0] == stored
    assert [one.value for one in repository.events_since(response_id)] == ["a", "b"]


def test_save_answers__event_of_another_response__refused_without_showing_it(
    repository: Repository,
) -> None:
    first = event(start(repository), value="secret")
    repository.save_answers([first])
    other = start(repository)

    with pytest.raises(DominoError) as refused:
        repository.save_answers([replace(first, response_id=other)])

    assert refused.value.code == "event-id-taken"
    assert repository.events_since(other) == []


def test_save_answers__unknown_response__refused_whole(repository: Repository) -> None:
    response_id = start(repository)

    with pytest.raises(DominoError) as refused:
        repository.save_answers([event(response_id), event("nobody")])

    assert refused.value.code == "unknown-response"
    assert repository.events_since(response_id) == []


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {"a": {1, 2}}])
def test_save_answers__value_that_json_cannot_write__refused(
    repository: Repository, value: Json
) -> None:
    response_id = start(repository)

    with pytest.raises(DominoError) as refused:
        repository.save_answers([event(response_id, value=value)])

    assert refused.value.code == "value-not-storable"


texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(value=values, field=texts, author=texts)
def test_save_answers__any_value__read_back_equal(
    repository: Repository, value: Json, field: str, author: str
) -> None:
    response_id = start(repository)
    sent = replace(event(response_id, field, value), author=author)

    repository.save_answers([sent])

    (stored,) = repository.events_since(response_id)
    assert replace(stored, seq=0) == sent


def test_latest__changed_cleared_and_commented__last_of_each_facet(repository: Repository) -> None:
    response_id = start(repository)
    first = event(response_id, "E1", {"value": "a"})
    second = event(response_id, "E1", {"value": "b"}, base_id=first.id)
    comment = event(response_id, "E1", "Parce que", facet="comment")
    cleared = event(response_id, "E2", None)
    repository.save_answers([first, second, comment])
    repository.save_answers([event(response_id, "E2"), cleared, event(start(repository), "E3")])

    latest = repository.latest(response_id)

    assert {key: one.value for key, one in latest.items()} == {
        ("E1", "answer"): {"value": "b"},
        ("E1", "comment"): "Parce que",
        ("E2", "answer"): None,
    }
    assert latest["E1", "answer"].base_id == first.id
    assert latest["E1", "answer"].at == NOW


def test_save_answers__sixteen_threads__nothing_lost_and_numbers_unique(
    repository: Repository,
) -> None:
    responses = [start(repository, f"initiative-{n}") for n in range(16)]
    barrier = threading.Barrier(16)

    def save(response_id: str) -> list[int]:
        barrier.wait()
        return [
            one.seq
            for n in range(20)
            for one in repository.save_answers([event(response_id, f"E{n}")])
        ]

    with ThreadPoolExecutor(16) as pool:
        numbers = [seq for some in pool.map(save, responses) for seq in some]

    assert len(set(numbers)) == 16 * 20
    assert all(len(repository.latest(response_id)) == 20 for response_id in responses)


def test_save_answers__eight_threads_on_one_answer__every_change_kept(
    repository: Repository,
) -> None:
    response_id = start(repository)

    def save(author: int) -> None:
        for n in range(20):
            repository.save_answers([event(response_id, "E1", [author, n])])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, range(8)))

    events = repository.events_since(response_id)
    assert len(events) == 8 * 20
    assert repository.latest(response_id)["E1", "answer"] == events[-1]


def test_save_answers__some_of_a_group_refused__the_others_saved(repository: Repository) -> None:
    response_id = start(repository)

    def save(n: int) -> str:
        try:
            repository.save_answers([event(response_id if n % 2 else "nobody", f"E{n}")])
        except DominoError as error:
            return error.code
        return "saved"

    with ThreadPoolExecutor(16) as pool:
        outcomes = Counter(pool.map(save, range(64)))

    assert outcomes == {"saved": 32, "unknown-response": 32}
    assert len(repository.latest(response_id)) == 32


def test_save_answers__same_events_from_eight_threads__stored_once(repository: Repository) -> None:
    response_id = start(repository)
    events = [event(response_id, f"E{n}") for n in range(20)]

    with ThreadPoolExecutor(8) as pool:
        saved = list(
            pool.map(lambda _: [repository.save_answers([one])[0] for one in events], range(8))
        )

    assert all(some == saved[0] for some in saved)
    assert repository.events_since(response_id) == sorted(saved[0], key=lambda one: one.seq)


def test_waits__two_authors__each_against_their_own_event_before(repository: Repository) -> None:
    one, other = start(repository), start(repository)
    at = iter(range(100))

    def say(response_id: str, field: str, author: str, second: int) -> None:
        moment = NOW + timedelta(seconds=second)
        said = replace(event(response_id, field, value=next(at)), author=author, at=moment)
        repository.save_answers([said])

    say(one, "E1", "ana", 0)
    say(one, "E1", "bob", 5)
    say(one, "E2", "ana", 20)
    say(one, "E2", "ana", 21)
    say(one, "E3", "ana", 31)
    say(one, "E2", "bob", 45)
    say(one, "E1", "bob", 46)  # again: it does not count
    say(other, "E2", "ana", 50)
    say(other, "E3", "ana", 53)

    assert repository.waits([one]) == {"E2": [20.0, 40.0], "E3": [10.0]}
    found = repository.waits([one, other])
    assert sorted(found["E3"]) == [3.0, 10.0]
    assert repository.waits([]) == {}


# --- Submissions --------------------------------------------------------------------------------


def test_submit__first__stored_with_scores_and_audit(repository: Repository) -> None:
    response_id = start(repository)
    sent = submission(response_id)

    receipt = repository.submit(sent, SCORES, audit("submit"))

    assert receipt.created
    assert receipt.submission == as_stored(sent, 1)
    stored = repository.submission(sent.id)
    assert stored is not None
    assert stored.submission == receipt.submission
    assert stored.initiative_id == "initiative-1"
    assert stored.scores == {score.node: score for score in SCORES}
    assert repository.audit_trail(1)[0].entry == audit("submit")


def test_submit__three_clicks_at_once__one_submission(repository: Repository) -> None:
    response_id = start(repository)
    sent = submission(response_id)
    clicks = [replace(sent, id=new_id("submission")) for _ in range(3)]

    with ThreadPoolExecutor(3) as pool:
        receipts = list(pool.map(lambda one: repository.submit(one, SCORES, audit()), clicks))

    assert [receipt.created for receipt in receipts].count(True) == 1
    assert len({receipt.submission.id for receipt in receipts}) == 1
    assert len(repository.submissions_of_response(response_id)) == 1


def test_submit__corrections_from_eight_threads__numbered_without_gap(
    repository: Repository,
) -> None:
    response_id = start(repository)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda day: send(repository, response_id, day), range(16)))

    stored = repository.submissions_of_response(response_id)
    assert [one.submission.number for one in stored] == list(range(1, 17))


def test_submit__key_of_another_response__refused(repository: Repository) -> None:
    sent = submission(start(repository))
    repository.submit(sent, SCORES, audit())
    other = replace(sent, response_id=start(repository), id="submission-other")

    with pytest.raises(DominoError) as refused:
        repository.submit(other, SCORES, audit())

    assert refused.value.code == "submission-key-taken"


def test_submit__unknown_response__refused(repository: Repository) -> None:
    with pytest.raises(DominoError) as refused:
        send(repository, "nobody")

    assert refused.value.code == "unknown-response"


def test_withdraw__then_anything__refused_and_counted_nowhere(repository: Repository) -> None:
    response_id = start(repository)
    repository.save_answers([event(response_id)])
    send(repository, response_id)

    repository.withdraw(response_id, NOW, audit("withdraw"))
    repository.withdraw(response_id, NOW + MINUTES, audit("withdraw"))

    assert repository.withdrawn_at(response_id) == NOW
    with pytest.raises(DominoError) as answer_refused:
        repository.save_answers([event(response_id)])
    with pytest.raises(DominoError) as submission_refused:
        send(repository, response_id)
    assert answer_refused.value.code == submission_refused.value.code == "response-withdrawn"
    assert repository.latest_submissions(SELECTION) == []
    assert repository.submissions_of_initiative("initiative-1") == []
    assert repository.activity() == []
    assert repository.questionnaires_in_use() == []
    assert repository.response(response_id) is not None


def test_withdraw__unknown_response__refused(repository: Repository) -> None:
    with pytest.raises(DominoError) as refused:
        repository.withdraw("nobody", NOW, audit())

    assert refused.value.code == "unknown-response"


def imported(number: int) -> ImportedResponse:
    initiative_id = f"demo-{number // 2}"
    response = Response(
        f"demo-response-{number}", initiative_id, REF, "full", "fr", NOW, origin="demo"
    )
    sent = [replace(submission(response.id, day, "demo"), number=9) for day in (number, number + 1)]
    return ImportedResponse(
        initiative=Initiative(initiative_id, NOW, "demo"),
        response=response,
        events=[event(response.id, "E1"), event(response.id, "E2")],
        submissions=[(one, SCORES) for one in sent],
    )


def test_import__more_than_a_chunk__all_stored_once(repository: Repository) -> None:
    archive(repository)
    content = [imported(number) for number in range(620)]

    first = repository.import_responses(content, audit("import"))
    second = repository.import_responses(content[:10], audit("import"))

    assert first == ImportCount(responses=620, events=1240, submissions=1240)
    assert second == ImportCount(0, 0, 0)
    stored = repository.submissions_of_response("demo-response-619")
    assert [one.submission.number for one in stored] == [1, 2]
    assert len(repository.latest("demo-response-619")) == 2
    latest = repository.latest_submissions(Selection("domino", "1", ("demo",)))
    assert len(latest) == 310
    (saved,) = repository.save_answers([event("demo-response-0", "E3")])
    assert saved.seq > max(one.seq for one in repository.events_since("demo-response-619"))


def test_import__questionnaire_not_archived__nothing_stored(repository: Repository) -> None:
    with pytest.raises(DominoError) as refused:
        repository.import_responses([imported(0)], audit("import"))

    assert refused.value.code == "questionnaire-not-archived"
    assert repository.response("demo-response-0") is None


# --- Collection ---------------------------------------------------------------------------------


def test_latest_submissions__several_assessments__one_per_initiative(
    repository: Repository,
) -> None:
    first, second = start(repository, "bike"), start(repository, "bike", day=30)
    send(repository, first, day=1)
    corrected = send(repository, first, day=40)
    send(repository, second, day=31)
    garden = send(repository, start(repository, "garden"), day=2)
    start(repository, "never-sent")

    latest = repository.latest_submissions(SELECTION, nodes=["overall"])

    assert [one.submission for one in latest] == [garden.submission, corrected.submission]
    assert [one.initiative_id for one in latest] == ["garden", "bike"]
    assert latest[0].scores == {"overall": SCORES[0]}
    compared = repository.submissions_of_initiative("bike")
    assert [one.submission.number for one in compared] == [1, 1, 2]
    assert compared[-1].submission == corrected.submission


def test_arrivals__several_versions__every_one_in_order_with_the_answers_asked_for(
    repository: Repository,
) -> None:
    bike = start(repository, "bike")
    said = {"answers": {"E1": {"value": "été"}, "A.1": {"value": ["x"]}}}
    first = repository.submit(replace(submission(bike), answers=said), SCORES, audit()).submission
    garden = send(repository, start(repository, "garden"), day=2).submission
    corrected = send(repository, bike, day=40).submission

    arrivals = repository.arrivals(first.questionnaire, "real", ("A.1", "unknown"))

    assert [one.submission_id for one in arrivals] == [first.id, garden.id, corrected.id]
    assert [one.initiative_id for one in arrivals] == ["bike", "garden", "bike"]
    assert [one.answers for one in arrivals] == [{"A.1": {"value": ["x"]}}, {}, {}]
    assert arrivals[0].submitted_at == first.submitted_at
    assert repository.arrivals(first.questionnaire, "demo") == []


def test_arrivals__withdrawn__there_with_its_time(repository: Repository) -> None:
    bike = start(repository, "bike")
    sent = send(repository, bike, day=1)
    send(repository, start(repository, "garden"), day=2)
    repository.withdraw(bike, NOW, audit())

    arrivals = repository.arrivals(sent.submission.questionnaire, "real")

    assert [(one.initiative_id, one.withdrawn_at) for one in arrivals] == [
        ("bike", NOW),
        ("garden", None),
    ]


def test_sent__several_versions__each_in_order_with_the_answer_asked_for(
    repository: Repository,
) -> None:
    bike = start(repository, "bike")
    said = {"answers": {"E1": {"value": "été"}, "A.1": {"value": ["x"]}}}
    first = repository.submit(replace(submission(bike), answers=said), SCORES, audit()).submission
    garden = send(repository, start(repository, "garden"), day=2).submission
    corrected = send(repository, bike, day=40).submission
    gone = start(repository, "gone")
    send(repository, gone)
    repository.withdraw(gone, NOW, audit("withdraw"))

    sent = repository.sent(SELECTION, "A.1")

    assert [one.submission_id for one in sent] == [first.id, garden.id, corrected.id]
    assert [one.answer for one in sent] == [{"value": ["x"]}, None, None]
    assert [(one.initiative_id, one.number) for one in sent] == [
        ("bike", 1),
        ("garden", 1),
        ("bike", 2),
    ]
    assert sent[0].submitted_at == first.submitted_at
    assert repository.sent(SELECTION)[0].answer is None
    assert repository.sent(Selection("domino", "1", ("demo",))) == []


def test_submissions__by_their_ids__in_that_order_with_scores(repository: Repository) -> None:
    bike = send(repository, start(repository, "bike")).submission
    garden = send(repository, start(repository, "garden"), day=1).submission
    gone = start(repository, "gone")
    withdrawn = send(repository, gone).submission
    repository.withdraw(gone, NOW, audit("withdraw"))

    found = repository.submissions([garden.id, "unknown", withdrawn.id, bike.id])

    assert [one.submission for one in found] == [garden, bike]
    assert found[0].scores == {score.node: score for score in SCORES}
    assert repository.submissions([]) == []


def test_latest_submissions__demonstration__never_mixed_unless_asked(
    repository: Repository,
) -> None:
    real = send(repository, start(repository, "bike"))
    demo = send(repository, start(repository, "demo", origin="demo"), day=1, origin="demo")

    assert [one.submission for one in repository.latest_submissions(SELECTION)] == [real.submission]
    both = repository.latest_submissions(Selection("domino", "1", ("real", "demo")))
    assert [one.submission for one in both] == [real.submission, demo.submission]
    assert repository.latest_submissions(Selection("domino", "2")) == []


DEMO: tuple[Origin, ...] = ("demo",)


def test_activity__night_in_paris__counted_on_the_day_there(repository: Repository) -> None:
    archive(repository)
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    response = replace(response_record(), created_at=late)
    repository.create_response(Initiative("initiative-1", NOW), response, audit())
    for minutes in (1, 2):
        one = replace(submission(response.id), submitted_at=late + minutes * MINUTES)
        repository.submit(one, SCORES, audit())

    (in_utc,) = repository.activity()
    (in_paris,) = repository.activity(zone=ZoneInfo("Europe/Paris"))

    assert (in_utc.day, in_paris.day) == (date(2026, 11, 23), date(2026, 11, 24))
    assert (in_paris.started, in_paris.submitted, in_paris.corrected) == (1, 1, 1)
    assert repository.activity(origins=DEMO) == []


def test_questionnaires_in_use__two_versions__counted_apart(repository: Repository) -> None:
    other = QuestionnaireRef("domino", "2", "hash-of-2")
    first = start(repository, "bike")
    start(repository, "garden")
    start(repository, "bike", other, day=3)
    send(repository, first, day=1)
    send(repository, first, day=2)

    used = repository.questionnaires_in_use()

    assert [(use.ref, use.origin, use.started, use.submitted) for use in used] == [
        (REF, "real", 2, 1),
        (other, "real", 1, 0),
    ]
    assert used[0].last_at == NOW + timedelta(days=2)


# --- Access and audit ---------------------------------------------------------------------------


def test_access__granted_used_and_revoked__all_told(repository: Repository) -> None:
    link = AccessLink(
        id="link-1",
        role="decision-maker",
        label="Région",
        token_hash="hash-of-token",  # noqa: S106 - a test's own
        created_at=NOW,
        scope={"kind": "region", "code": "53"},
        expires_at=NOW + timedelta(days=30),
    )
    repository.add_access_link(link, audit("grant"))
    assert repository.access_link_by_token("hash-of-token") == link

    repository.touch_access_link("link-1", NOW + MINUTES)
    repository.revoke_access_link("link-1", NOW + 2 * MINUTES, audit("revoke"))
    repository.revoke_access_link("link-1", NOW + 3 * MINUTES, audit("revoke"))

    after = replace(link, last_used_at=NOW + MINUTES, revoked_at=NOW + 2 * MINUTES)
    assert repository.access_links() == [after]
    assert repository.access_link_by_token("hash-of-token") == after
    assert repository.access_link_by_token("' OR 1=1 --") is None
    assert [one.entry.action for one in repository.audit_trail(10)] == ["revoke", "grant"]


def test_access__unknown_link__refused(repository: Repository) -> None:
    with pytest.raises(DominoError) as refused:
        repository.revoke_access_link("nobody", NOW, audit())

    assert refused.value.code == "unknown-access-link"


def test_audit__appended_from_many_threads__one_unbroken_chain(repository: Repository) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: repository.record(audit(f"action-{n}")), range(40)))

    trail = repository.audit_trail(100)
    assert [one.seq for one in trail] == list(range(40, 0, -1))
    assert all(newer.previous_hash == older.hash for newer, older in pairwise(trail))
    assert repository.verify_audit() is None


# --- Running ------------------------------------------------------------------------------------


def test_health__after_use__counts_rows(repository: Repository) -> None:
    send(repository, start(repository))

    health = repository.health()

    assert health.ok
    assert (health.responses, health.submissions) == (1, 1)


def test_close__then_use__refused(repository: Repository) -> None:
    response_id = start(repository)
    repository.checkpoint()
    repository.close()
    repository.close()

    with pytest.raises(DominoError) as refused:
        repository.save_answers([event(response_id)])

    assert refused.value.code == "database-closed"
    assert repository.health().fault == "database-closed"


def test_score__exact_number__read_back_bit_for_bit(repository: Repository) -> None:
    exact = Score("overall", 0.1 + 0.2, 1 / 3, 200 / 3, 1e-17)
    sent = submission(start(repository))

    repository.submit(sent, [exact], audit())

    stored = repository.submission(sent.id)
    assert stored is not None
    assert stored.scores == {"overall": exact}


# --- Found by an answer -------------------------------------------------------------------------


def test_responses_with__latest_value_of_a_field__found_oldest_first(
    repository: Repository,
) -> None:
    late, early, changed, withdrawn = (start(repository, day=day) for day in (3, 1, 2, 2))
    for response_id in (late, early, changed, withdrawn):
        repository.save_answers([event(response_id, "@group", {"of": "é"})])
    repository.save_answers([event(changed, "@group", None)])
    repository.save_answers([event(late, "@group", {"of": "é"}, facet="comment")])
    repository.withdraw(withdrawn, NOW, audit())

    assert [one.id for one in repository.responses_with("@group", {"of": "é"})] == [early, late]
    assert repository.responses_with("@group", {"of": "e"}) == []
    assert repository.responses_with("@other", {"of": "é"}) == []
    assert [one.id for one in repository.responses_with("@group")] == [early, late]


# --- Rescoring ----------------------------------------------------------------------------------


def rescoring(day: int = 0) -> Rescoring:
    target = QuestionnaireRef("domino", "2", "hash-of-2")
    return Rescoring(new_id("rescoring"), NOW + timedelta(days=day), target, "2", source=REF)


def test_rescoring__stored_in_parts__counted_and_read_back(repository: Repository) -> None:
    first, second = rescoring(), rescoring(day=1)
    for one in (first, second):
        repository.add_rescoring(one, audit())
    repository.store_rescored(second.id, {"submission-a": SCORES})
    repository.store_rescored(second.id, {"submission-b": SCORES[:1], "submission-c": ()})

    assert repository.rescorings("domino") == [replace(second, stored=2), first]
    assert repository.rescorings("other") == []
    by_node = {score.node: score for score in SCORES}
    assert repository.rescored(second.id) == {
        "submission-a": by_node,
        "submission-b": {SCORES[0].node: SCORES[0]},
    }
    assert repository.rescored(first.id) == {}


def test_store_rescored__again__first_scores_stay(repository: Repository) -> None:
    one = rescoring()
    repository.add_rescoring(one, audit())
    repository.store_rescored(one.id, {"submission-a": SCORES})
    repository.store_rescored(one.id, {"submission-a": [replace(SCORES[0], value=1.0)]})

    assert repository.rescored(one.id)["submission-a"][SCORES[0].node] == SCORES[0]


def test_to_rescore__sent_before__oldest_first_until_stored(repository: Repository) -> None:
    sent = [send(repository, start(repository, f"i{day}"), day).submission for day in range(3)]
    later = start(repository, "later")
    send(repository, later, day=9)
    demo = start(repository, "demo", origin="demo")
    send(repository, demo, origin="demo")
    gone = start(repository, "gone")
    send(repository, gone)
    repository.withdraw(gone, NOW, audit())
    one = rescoring(day=2)
    repository.add_rescoring(one, audit())

    assert repository.rescorings("domino") == [replace(one, remaining=3)]
    found = repository.to_rescore(one.id, 2)
    assert [stored.submission.id for stored in found] == [s.id for s in sent[:2]]
    assert [stored.initiative_id for stored in found] == ["i0", "i1"]
    assert all(not stored.scores for stored in found)
    repository.store_rescored(one.id, {s.id: SCORES for s in sent[:2]})
    assert [stored.submission.id for stored in repository.to_rescore(one.id, 2)] == [sent[2].id]
    assert repository.rescorings("domino") == [replace(one, stored=2, remaining=1)]
    repository.store_rescored(one.id, {sent[2].id: SCORES})
    assert repository.to_rescore(one.id, 2) == []
    assert repository.to_rescore("no-such", 2) == []


def test_store_rescored__all_of_them__submitted_scores_stay(repository: Repository) -> None:
    sent = send(repository, start(repository)).submission
    one = rescoring()
    repository.add_rescoring(one, audit())
    repository.store_rescored(one.id, {sent.id: [replace(SCORES[0], value=1.0)]})

    stored = repository.submission(sent.id)
    assert stored is not None
    assert stored.scores == {score.node: score for score in SCORES}


# --- Consultations ------------------------------------------------------------------------------


def consultation(kind: str = "weights", day: int = 0) -> Consultation:
    at = NOW + timedelta(days=day)
    return Consultation(new_id("consultation"), kind, {"node": "é"}, new_id("token"), at)


def contribution(consultation_id: str, author: str = "p1", value: Json = 60) -> Contribution:
    return Contribution(new_id("contribution"), consultation_id, author, "A1", value, NOW)


def test_consultation__stored__found_by_id_link_and_kind(repository: Repository) -> None:
    first, second, other = consultation(), consultation(day=1), consultation("else")
    for one in (first, second, other):
        repository.add_consultation(one, audit())

    assert repository.consultation(first.id) == first
    assert repository.consultation_by_token(second.token_hash) == second
    assert repository.consultation_by_token("nobody's") is None
    assert repository.consultations("weights") == [second, first]


def test_contribute__several_and_again__kept_once_in_order(repository: Repository) -> None:
    one = consultation()
    repository.add_consultation(one, audit())
    given = [contribution(one.id, "p1", 60), contribution(one.id, "p2", None)]
    repository.contribute(given)
    repository.contribute([given[0]])
    repository.contribute([contribution(one.id, "p1", {"a": 1})])

    found = repository.contributions(one.id)
    assert [(c.author, c.value) for c in found] == [("p1", 60), ("p2", None), ("p1", {"a": 1})]
    assert [c.seq for c in found] == sorted({c.seq for c in found})
    assert repository.contributions(one.id, found[1].seq) == found[2:]


def test_contribute__unknown_consultation__nothing_stored(repository: Repository) -> None:
    one = consultation()
    repository.add_consultation(one, audit())
    with pytest.raises(DominoError) as refused:
        repository.contribute([contribution(one.id), contribution("nowhere")])
    assert refused.value.code == "unknown-consultation"
    assert repository.contributions(one.id) == []


# --- Roadmaps of territories --------------------------------------------------------------------

BRITTANY = RoadmapKey("region", "53", "domino")


def change(
    part: str = "note", value: Json = "été", entry: str = "D-1", key: RoadmapKey = BRITTANY
) -> RoadmapChange:
    return RoadmapChange(new_id("change"), key, entry, part, value, "session-1", NOW)


def test_roadmap__changes_stored__come_back_in_order(repository: Repository) -> None:
    first, other, second = change(), change("owner", "Ana"), change(value=None)
    repository.change_roadmap([first, other])
    repository.change_roadmap([second])

    found = repository.roadmap(BRITTANY)
    assert [replace(one, seq=0) for one in found] == [first, other, second]
    assert [one.seq for one in found] == sorted({one.seq for one in found})


def test_roadmap__same_change_again__stored_once(repository: Repository) -> None:
    one = change()
    repository.change_roadmap([one])
    repository.change_roadmap([one, change("owner", "Ana")])
    repository.change_roadmap([])
    assert [found.part for found in repository.roadmap(BRITTANY)] == ["note", "owner"]


@pytest.mark.parametrize(
    "other",
    [
        replace(BRITTANY, code="52"),
        replace(BRITTANY, kind="departement"),
        replace(BRITTANY, questionnaire_id="jardins"),
        replace(BRITTANY, origin="demo"),
    ],
)
def test_roadmap__of_another_key__is_another_roadmap(
    other: RoadmapKey, repository: Repository
) -> None:
    repository.change_roadmap([change()])
    assert repository.roadmap(other) == []
    repository.change_roadmap([change(key=other)])
    assert len(repository.roadmap(BRITTANY)) == 1


def test_roadmap__value_that_json_cannot_hold__nothing_stored(repository: Repository) -> None:
    with pytest.raises(DominoError) as refused:
        repository.change_roadmap([change(), change(value=float("nan"))])
    assert refused.value.code == "value-not-storable"
    assert repository.roadmap(BRITTANY) == []
