"""Consultations on weights: made, answered by anyone with the link, read together, closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from domino_survey.errors import DominoError
from domino_survey.schema import OVERALL, is_scored
from domino_survey.services import consultations
from domino_survey.services.access import OPERATOR
from domino_survey.services.context import Context
from domino_survey.services.method import Settings, with_weights
from domino_survey.services.rights import VISITOR
from domino_survey.settings import Settings as Installation
from domino_survey.storage.duckdb_repository import open_repository
from tests.builders import axis, questionnaire, scale, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.services.consultations import Asked, Method, Outcome

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AXES = ("A1", "A2", "A3", "A4", "A5")


@pytest.fixture
def context() -> Context:
    moment = [START]

    def clock() -> datetime:
        moment[0] += timedelta(seconds=1)
        return moment[0]

    return Context(open_repository(now=START), Installation(), clock=clock)


def make(context: Context, method: Method = "budget", node: str = OVERALL) -> tuple[str, str]:
    content = context.library.current("domino")
    return consultations.create(context, OPERATOR, content, node=node, method=method, title=" Ici ")


def asked(context: Context, token: str) -> Asked:
    return consultations.asked(context, VISITOR, token)


def outcome(context: Context) -> Outcome:
    (found,) = consultations.outcomes(context, OPERATOR)
    return found


def points(*values: float) -> dict[str, float]:
    return dict(zip(AXES, values, strict=True))


def test_create__found_by_its_token_which_is_kept_nowhere(context: Context) -> None:
    made, token = make(context)
    one = asked(context, token)
    assert (one.id, one.title, one.items, one.closed) == (made, "Ici", AXES, False)
    stored = context.repository.consultation(made)
    assert stored is not None
    assert token not in str(stored)
    assert outcome(context).weighting is None


@pytest.mark.parametrize(
    ("node", "method", "title", "code"),
    [
        ("A9", "budget", "x", "unknown-node"),
        ("@themes", "budget", "x", "unknown-node"),
        ("A1.T1.Q1", "budget", "x", "unknown-node"),
        (OVERALL, "budget", "  ", "no-title"),
        (OVERALL, "ahp", "x" * 121, "text-too-long"),
    ],
)
def test_create__nothing_to_ask__refused(
    context: Context, node: str, method: Method, title: str, code: str
) -> None:
    content = context.library.current("domino")
    with pytest.raises(DominoError) as refused:
        consultations.create(context, OPERATOR, content, node=node, method=method, title=title)
    assert refused.value.code == code
    assert consultations.outcomes(context, OPERATOR) == ()


@pytest.mark.parametrize("method", ["budget", "ahp"])
def test_create__questions_of_a_theme__are_weighed_and_tried(
    context: Context, method: Method
) -> None:
    content = context.library.current("domino")
    theme = content.axes[0].themes[0]
    _, token = make(context, method, theme.id)
    one = asked(context, token)
    assert one.items == tuple(question.id for question in theme.questions if is_scored(question))
    given = (
        dict.fromkeys(one.items, 0.0) | {one.items[0]: 100.0}
        if method == "budget"
        else {consultations.key_of(pair): 9.0 for pair in one.pairs}
    )
    consultations.send(context, VISITOR, token, "me", given)
    found = outcome(context).weighting
    assert found is not None
    settings = with_weights(content, Settings(), consultations.as_points(found))
    assert settings.weights.keys() == set(one.items)


def test_nodes__a_questionnaire__every_node_with_two_children_at_least(context: Context) -> None:
    content = context.library.current("domino")
    found = consultations.nodes(content)
    assert list(found)[:2] == [OVERALL, "A1"]
    assert all(len(children) > 1 for children in found.values())
    assert {theme.id for theme in content.themes if len(theme.questions) > 1} <= found.keys()


def test_create__one_child_or_too_many_to_compare__refused(context: Context) -> None:
    questions = [scale(f"A.T1.Q{place}") for place in range(8)]
    content = questionnaire(axis("A", theme("A.T1", *questions), theme("A.T2", scale("A.T2.Q1"))))
    for node, way, code in (
        ("A.T2", "budget", "too-few-to-weigh"),
        ("A.T1", "ahp", "too-many-compared"),
    ):
        with pytest.raises(DominoError) as refused:
            consultations.create(
                context,
                OPERATOR,
                content,
                node=node,
                method=cast("Method", way),
                title="x",
            )
        assert refused.value.code == code


def test_budget__filled_in_part__kept_and_not_counted(context: Context) -> None:
    _, token = make(context)
    consultations.keep(context, VISITOR, token, "me", {"A1": 30.0, "elsewhere": 5.0})
    found = consultations.mine(context, VISITOR, token, "me")
    assert found.given == {"A1": 30.0}
    assert found.sent == {}
    assert consultations.remaining(asked(context, token), found.given) == 70
    assert outcome(context).answered == 0
    assert consultations.mine(context, VISITOR, token, "other").given == {}


def test_budget__not_a_hundred__refused_and_what_is_kept_stays(context: Context) -> None:
    _, token = make(context)
    consultations.keep(context, VISITOR, token, "me", {"A1": 30.0})
    with pytest.raises(DominoError) as refused:
        consultations.send(context, VISITOR, token, "me", {"A1": 30.0})
    assert refused.value.code == "budget-total"
    assert outcome(context).answered == 0
    assert consultations.mine(context, VISITOR, token, "me").given == {"A1": 30.0}


def test_budgets__of_two_one_sent_twice__latest_of_each_counts(context: Context) -> None:
    _, token = make(context)
    consultations.send(context, VISITOR, token, "me", points(100, 0, 0, 0, 0), "Zoé")
    consultations.send(context, VISITOR, token, "you", points(20, 20, 20, 20, 20))
    consultations.send(context, VISITOR, token, "me", points(40, 30, 20, 10, 0), " Zoé ")
    consultations.keep(context, VISITOR, token, "me", points(0, 0, 0, 0, 1))

    found = outcome(context)
    assert (found.answered, found.names, found.unnamed) == (2, ("Zoé",), 1)
    assert found.weighting is not None
    assert found.weighting.weights == pytest.approx((0.3, 0.25, 0.2, 0.15, 0.1))
    assert [one.name for one in found.weighting.participants] == ["1", "2"]
    assert found.weighting.dispersion is not None
    assert consultations.mine(context, VISITOR, token, "me").changed
    assert consultations.as_points(found.weighting) == points(30, 25, 20, 15, 10)


@pytest.mark.parametrize("value", [-1.0, float("nan"), 101.0])
def test_keep__no_usable_number__refused(context: Context, value: float) -> None:
    _, token = make(context)
    with pytest.raises(DominoError) as refused:
        consultations.keep(context, VISITOR, token, "me", {"A1": value})
    assert refused.value.code == "unusable-points"


def test_comparisons__all_made__weights_and_their_consistency(context: Context) -> None:
    _, token = make(context, "ahp", "A2")
    one = asked(context, token)
    assert len(one.pairs) == len(one.items) * (len(one.items) - 1) / 2
    keys = [consultations.key_of(pair) for pair in one.pairs]
    part = dict.fromkeys(keys[:-1], 1.0)
    assert consultations.consistency(one, part) is None
    with pytest.raises(DominoError) as refused:
        consultations.send(context, VISITOR, token, "me", part)
    assert {fault.code for fault in refused.value.problems} == {"judgement-missing"}

    consultations.send(context, VISITOR, token, "me", dict.fromkeys(keys, 1.0))
    weights = outcome(context).weighting
    assert weights is not None
    assert weights.weights == pytest.approx((1 / len(one.items),) * len(one.items))
    # The first beats the second, the second the third, and the third the first.
    circle = dict.fromkeys(keys, 1.0) | {keys[0]: 9.0, keys[1]: 1 / 9, keys[-1]: 9.0}
    found = consultations.consistency(one, circle)
    assert found is not None
    assert not found.acceptable
    consultations.send(context, VISITOR, token, "you", circle)
    group = outcome(context).weighting
    assert group is not None
    assert [p.consistency.acceptable for p in group.participants if p.consistency] == [True, False]


def test_close__no_more_answers_and_those_there_stay(context: Context) -> None:
    made, token = make(context)
    consultations.send(context, VISITOR, token, "me", points(40, 30, 20, 10, 0))
    consultations.close(context, OPERATOR, made)
    assert asked(context, token).closed
    for call in (consultations.keep, consultations.send):
        with pytest.raises(DominoError) as refused:
            call(context, VISITOR, token, "me", points(20, 20, 20, 20, 20))
        assert refused.value.code == "consultation-closed"
    assert consultations.mine(context, VISITOR, token, "me").sent == points(40, 30, 20, 10, 0)


def test_close__by_a_participant_who_names_the_organiser__closes_nothing(context: Context) -> None:
    _, token = make(context)
    consultations.keep(
        context, VISITOR, token, consultations.ORGANISER, {consultations.CLOSED: 1.0}
    )
    assert not asked(context, token).closed


def test_send__more_people_than_a_consultation_takes__refused(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consultations, "MOST_PARTICIPANTS", 1)
    _, token = make(context)
    consultations.send(context, VISITOR, token, "me", points(40, 30, 20, 10, 0))
    consultations.send(context, VISITOR, token, "me", points(30, 40, 20, 10, 0))
    with pytest.raises(DominoError) as refused:
        consultations.send(context, VISITOR, token, "you", points(40, 30, 20, 10, 0))
    assert refused.value.code == "consultation-full"


def test_token__unknown_or_endless__refused(context: Context) -> None:
    make(context)
    for token in ("", "unknown", "x" * 10_000):
        with pytest.raises(DominoError) as refused:
            asked(context, token)
        assert refused.value.code == "unknown-consultation"


def test_demonstration_and_real__never_mixed(context: Context) -> None:
    _, token = make(context)
    demo = Context(context.repository, Installation(demo=True), clock=context.clock)
    assert consultations.outcomes(demo, OPERATOR) == ()
    with pytest.raises(DominoError):
        asked(demo, token)


def test_organiser__services_without_the_right__refused(context: Context) -> None:
    made, _ = make(context)
    content = context.library.current("domino")
    calls: tuple[Callable[[], object], ...] = (
        lambda: consultations.outcomes(context, VISITOR),
        lambda: consultations.close(context, VISITOR, made),
        lambda: consultations.create(
            context, VISITOR, content, node=OVERALL, method="budget", title="x"
        ),
    )
    for call in calls:
        with pytest.raises(DominoError) as refused:
            call()
        assert refused.value.code == "not-allowed"
