"""Figures of groups through the services, against the submissions themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace

from domino_survey import aggregation, recommendations, scoring
from domino_survey.answers import PROVEN, State, table_of
from domino_survey.demo import fill
from domino_survey.services import territory_data
from domino_survey.services.assessments import answers_of
from domino_survey.services.catching_up import catch_up
from domino_survey.services.context import Context
from domino_survey.services.library import reference_of
from domino_survey.settings import Settings
from domino_survey.storage import AuditEntry, Group, Selection
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domino_survey.answers import Answer, AnswerTable
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring import Scores

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
RESPONSES, SEED, LEAST = 250, 11, 5


class Truth:
    """What the submissions say, read one by one."""

    def __init__(self, context: Context) -> None:
        self.questionnaire: Questionnaire = context.library.current("domino")
        self.group = Group(reference_of(self.questionnaire), "demo")
        sharing = self.questionnaire.profile.sharing
        assert sharing is not None
        stored = context.repository.latest_submissions(Selection("domino", "1", ("demo",)))
        answers = [answers_of(one.submission) for one in stored]
        kept = [
            n for n, one in enumerate(answers) if sharing.aggregates in _codes(one, sharing.item)
        ]
        self.answers = [answers[n] for n in kept]
        self.proofs: list[Mapping[str, str]] = [
            stored[n].submission.answers["proofs"]  # type: ignore[misc]  # as sent
            for n in kept
        ]
        short = [
            self.questionnaire.path(str(stored[n].submission.answers["path"])).essential_only
            for n in kept
        ]
        self.sent = [stored[n].submission.submitted_at for n in kept]
        self.table: AnswerTable = table_of(self.questionnaire, self.answers)
        self.scores: Scores = scoring.score(
            self.questionnaire, self.table, essential_only=np.array(short)
        )
        territories = context.territories
        place = self.questionnaire.profile.territory
        assert place is not None
        self.communes = [territories.commune(str(one[place].value)) for one in self.answers]


def _codes(answers: Mapping[str, Answer], item: str) -> tuple[str, ...]:
    value = answers[item].value if item in answers else None
    return value if isinstance(value, tuple) else (str(value),)


@pytest.fixture(scope="module")
def context() -> Iterator[Context]:
    made = Context(open_repository(None, now=NOW), Settings(demo=True), lambda: NOW)
    fill(made, RESPONSES, SEED)
    yield made
    made.repository.close()


@pytest.fixture(scope="module")
def truth(context: Context) -> Truth:
    return Truth(context)


def test_overview__everyone__counts_of_the_submissions(context: Context, truth: Truth) -> None:
    items = ["P10", "P09", "P12", "P06", "P11"]
    found = territory_data.overview(context, truth.questionnaire, truth.group, items)

    assert found.proof.initiatives == len(truth.answers)
    for item in ("P10", "P09", "P12", "P06"):
        expected = aggregation.group_counts(truth.questionnaire, truth.table, item)
        assert found.items[item].options == expected
        answered = np.count_nonzero(truth.table.columns[item].answered & truth.scores.asked[item])
        assert found.items[item].states[State.ANSWERED] == answered
    asked = [
        (row, question.id)
        for question in truth.questionnaire.questions
        for row in np.flatnonzero(
            truth.table.columns[question.id].answered & truth.scores.asked[question.id]
        )
    ]
    assert found.proof.answered == len(asked)
    assert found.proof.proven == sum(truth.proofs[row].get(q) in PROVEN for row, q in asked)


def test_radar__everyone__quartiles_of_the_scores(context: Context, truth: Truth) -> None:
    found = territory_data.radar(context, truth.questionnaire, truth.group)

    for place, node in enumerate(found.nodes):
        values = truth.scores.nodes[node].value
        expected = aggregation.quartiles(values)
        assert found.value[0, place] == pytest.approx(expected, abs=1e-12)
        assert found.count[0, place] == np.count_nonzero(~np.isnan(values))


def test_heat_map__by_departement_and_sector__medians_of_the_scores(
    context: Context, truth: Truth
) -> None:
    codes = [commune.department if commune else "" for commune in truth.communes]
    departments = np.array(codes)
    members = aggregation.members_by_option(truth.questionnaire, truth.table, "P09")
    for cut in ("departement", "P09"):
        found = territory_data.heat_map(context, truth.questionnaire, truth.group, cut)
        assert len(found.parts) > 2
        for row, part in enumerate(found.parts):
            inside = departments == part if cut == "departement" else members[part]
            for place, node in enumerate(found.nodes):
                expected = aggregation.quartiles(truth.scores.nodes[node].value[inside])
                if expected is None:
                    assert found.count[row, place] == 0
                else:
                    assert found.value[row, place] == pytest.approx(expected, abs=1e-12)


def test_distributions__everyone__count_each_score_once(context: Context, truth: Truth) -> None:
    found = territory_data.distributions(context, truth.questionnaire, truth.group, 10)

    for node, counts in found.items():
        values = truth.scores.nodes[node].value
        expected, _ = np.histogram(values[~np.isnan(values)], bins=np.arange(0, 101, 10))
        assert counts.tolist() == expected.tolist()
    with pytest.raises(ValueError, match="7 points"):
        territory_data.distributions(context, truth.questionnaire, truth.group, 7)


def test_questions__everyone__mean_and_spread_of_their_scores(
    context: Context, truth: Truth
) -> None:
    found = territory_data.questions(context, truth.questionnaire, truth.group)

    for question, spread in found.items():
        values = truth.scores.items[question]
        values = values[~np.isnan(values)]
        assert spread.count == values.size
        assert spread.mean == pytest.approx(values.mean(), abs=1e-9)
        assert spread.deviation == pytest.approx(values.std(), abs=1e-9)


def test_changes__two_periods__later_against_earlier(context: Context, truth: Truth) -> None:
    middle = NOW - timedelta(days=120)
    earlier = replace(truth.group, before=middle, as_of=middle)
    later = replace(truth.group, since=middle)
    found = territory_data.changes(context, truth.questionnaire, earlier, later)

    sent = np.array([at >= middle for at in truth.sent])
    values = truth.scores.nodes["A1"].value
    expected = aggregation.mean(values[sent])
    assert found["A1"].first.value == pytest.approx(expected.value, abs=1e-9)
    assert found["A1"].first.respondents == expected.respondents
    before = context.repository.members(earlier).number.size
    assert found["A1"].second.respondents <= before
    # Who was assessed again since then counts in both periods.
    assert before > np.count_nonzero(~sent)
    assert found["A1"].interval is not None


def test_advice__everyone__as_from_the_answers(context: Context, truth: Truth) -> None:
    found = territory_data.advice(context, truth.questionnaire, truth.group, least=LEAST)

    assert found == recommendations.for_territory(
        truth.questionnaire, truth.table, truth.scores, least=LEAST
    )
    assert any(one.fired for one in found)


def test_catch_up__figures_forgotten__the_same_again(context: Context, truth: Truth) -> None:
    before = territory_data.radar(context, truth.questionnaire, truth.group).value.tolist()
    sent = sum(context.repository.unobserved_forms().values())
    assert sent == 0

    context.repository.forget_observed()
    done = catch_up(context)

    assert done == context.repository.health().submissions
    assert territory_data.radar(context, truth.questionnaire, truth.group).value.tolist() == before


def test_withdrawal__of_a_member__leaves_the_figures(context: Context, truth: Truth) -> None:
    before = context.repository.proof(truth.group).initiatives
    members = context.repository.members(truth.group)
    comings = context.repository.comings(truth.group.questionnaire, "demo")
    alone = next(
        number
        for number, who in zip(members.number.tolist(), members.initiative.tolist(), strict=True)
        if np.count_nonzero(comings.initiative == who) == 1
    )
    ((_, submission_id),) = context.repository.submission_ids([alone]).items()
    stored = context.repository.submission(submission_id)
    assert stored is not None

    entry = AuditEntry(NOW, "operator", "withdraw", stored.submission.response_id)
    context.repository.withdraw(stored.submission.response_id, NOW + timedelta(days=1), entry)

    assert context.repository.proof(truth.group).initiatives == before - 1
