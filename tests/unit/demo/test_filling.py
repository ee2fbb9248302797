from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from domino_survey.answers import Answer, State, validated
from domino_survey.demo import Report, example_code, fill
from domino_survey.errors import CATALOGUE, DominoError
from domino_survey.services import assessments, results
from domino_survey.services.drafts import load_draft
from domino_survey.storage import Selection
from tests.unit.demo.conftest import NOW, OTHERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from domino_survey.services.context import Context
    from domino_survey.storage import StoredSubmission

SEED, RESPONSES = 7, 300
DEMO = Selection("domino", "1", ("demo",))


@pytest.fixture(scope="module")
def filled(open_context: Callable[..., Context]) -> tuple[Context, Report]:
    context = open_context()
    return context, fill(context, RESPONSES, SEED)


@pytest.fixture
def submissions(filled: tuple[Context, Report]) -> list[StoredSubmission]:
    return filled[0].repository.latest_submissions(DEMO)


def content(stored: StoredSubmission) -> Mapping[str, Mapping[str, Any]]:
    answers: Mapping[str, Any] = stored.submission.answers
    return answers


def value(stored: StoredSubmission, item: str) -> Any:
    return content(stored)["answers"].get(item, {}).get("value")


def everything(context: Context) -> list[object]:
    found: list[object] = []
    for stored in context.repository.latest_submissions(DEMO):
        for response in context.repository.responses_of_initiative(stored.initiative_id):
            found.append(response)
            found.extend(context.repository.events_since(response.id))
            found.extend(context.repository.submissions_of_response(response.id))
    return found


def test_fill__same_seed__same_store(open_context: Callable[..., Context]) -> None:
    one, other = open_context(), open_context()
    assert fill(one, 40, SEED) == fill(other, 40, SEED)
    assert everything(one) == everything(other)


def test_fill__another_seed__other_responses_and_codes(
    open_context: Callable[..., Context],
) -> None:
    context = open_context()
    first, second = fill(context, 20, 1), fill(context, 20, 2)
    assert first.example_code != second.example_code
    assert second.stored == 20


def test_fill__again_with_more__adds_to_what_is_there(open_context: Callable[..., Context]) -> None:
    context = open_context()
    fill(context, 20, SEED)
    assert fill(context, 20, SEED).stored == 0
    assert fill(context, 30, SEED).stored == 10
    assert context.repository.health().responses == 30


def test_fill__report__counts_what_the_store_holds(filled: tuple[Context, Report]) -> None:
    context, report = filled
    health = context.repository.health()
    assert (report.responses, report.stored) == (RESPONSES, RESPONSES)
    assert (health.responses, health.submissions) == (RESPONSES, report.submitted)
    assert report.submitted + report.drafts == RESPONSES
    assert report.drafts > 0
    assert report.initiatives < RESPONSES
    assert report.reassessed > 0


def test_fill__everything__is_marked_as_demonstration(filled: tuple[Context, Report]) -> None:
    context, _ = filled
    assert context.repository.activity() == []
    assert {use.origin for use in context.repository.questionnaires_in_use()} == {"demo"}
    for stored in context.repository.latest_submissions(DEMO):
        initiative = context.repository.initiative(stored.initiative_id)
        assert initiative is not None
        assert initiative.origin == "demo"


def test_fill__answers__fit_their_questions_and_are_asked(
    filled: tuple[Context, Report], submissions: list[StoredSubmission]
) -> None:
    context, _ = filled
    questionnaire = context.library.current("domino")
    states = set()
    for stored in submissions[:120]:
        draft = load_draft(context, stored.submission.response_id)
        asked = {question.id for question in draft.questions}
        for item_id, raw in content(stored)["answers"].items():
            answer = Answer.from_json(raw)
            states.add(answer.state)
            assert validated(questionnaire.items[item_id], answer) == answer
            assert item_id in asked or item_id not in questionnaire.theme_of
        assert assessments.profile_missing(draft) == ()
    assert states == {State.ANSWERED, State.NOT_APPLICABLE, State.DONT_KNOW}


def test_fill__submission__is_what_submitting_the_draft_would_give(
    filled: tuple[Context, Report], submissions: list[StoredSubmission]
) -> None:
    context, _ = filled
    for stored in submissions[:15]:
        draft = load_draft(context, stored.submission.response_id)
        assert assessments.snapshot(draft) == stored.submission.answers
        nodes = assessments.score_draft(draft)
        assert stored.scores == {
            node_id: assessments.stored_score(node) for node_id, node in nodes.items()
        }
        sending = assessments.review(context, draft).sending
        assert sending is not None
        assert not sending.changed


def test_fill__stages_and_paths__are_spread_as_meant(filled: tuple[Context, Report]) -> None:
    _, report = filled
    share = {stage: count / RESPONSES for stage, count in report.by_stage.items()}
    for stage, meant in {
        "idee": 0.12, "emergence": 0.22, "fonctionnement": 0.44, "consolidation": 0.15, "sommeil": 0.07
    }.items():  # fmt: skip
        assert share[stage] == pytest.approx(meant, abs=0.08)
    assert report.by_path["short"] / RESPONSES == pytest.approx(0.55, abs=0.09)


def test_fill__axis_scores__rise_with_the_stage(submissions: list[StoredSubmission]) -> None:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for stored in submissions:
        for axis in ("A1", "A2", "A3", "A4", "A5"):
            score = stored.scores[axis].value
            if score is not None:
                found[value(stored, "P10"), axis].append(score)
    for axis in ("A1", "A2", "A3", "A4", "A5"):
        idea, running = fmean(found["idee", axis]), fmean(found["fonctionnement", axis])
        assert idea + 10 < running < fmean(found["consolidation", axis])


def test_fill__informal_groups__are_further_from_public_bodies(
    submissions: list[StoredSubmission],
) -> None:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for stored in submissions:
        score = stored.scores["A2"].value
        if score is not None:
            found[value(stored, "P10")].append((value(stored, "P12"), score))
    # Compared within a stage: informal groups are younger.
    gaps = [
        score - fmean(score for _, score in scores)
        for scores in found.values()
        for form, score in scores
        if form == "informel"
    ]
    assert fmean(gaps) < 0


def test_fill__profile__holds_together(submissions: list[StoredSubmission]) -> None:
    for stored in submissions:
        stage, year = value(stored, "P10"), value(stored, "P11")
        if stage in {"fonctionnement", "consolidation"} and year is not None:
            assert year <= NOW.year - 1
        if value(stored, "P16") == "aucun":
            assert value(stored, "P15") in {None, 0}
            assert value(stored, "A4.I2") in {None, 0}
        if value(stored, "A1.I1") is not None:
            assert value(stored, "A1.I1") == value(stored, "P13")
    aggregated = [stored for stored in submissions if "agregats" in (value(stored, "P19") or ())]
    assert len(aggregated) / len(submissions) == pytest.approx(0.92, abs=0.06)


def test_fill__communes__are_of_the_two_regions(
    filled: tuple[Context, Report], submissions: list[StoredSubmission]
) -> None:
    register = filled[0].territories
    places = [register.place(value(stored, "P03")) for stored in submissions]
    assert {place.region.code for place in places} == {"53", "52"}
    pilots = {"243500139", "243500741", "200072726", "242900835"}
    assert pilots <= {place.epci.code for place in places}
    assert sum(place.epci.code in pilots for place in places) > len(places) / 2


def test_fill__names__differ(submissions: list[StoredSubmission]) -> None:
    names = [value(stored, "P01") for stored in submissions]
    assert len(set(names)) == len(names)


def test_fill__times__grow_and_lie_before_the_reference(filled: tuple[Context, Report]) -> None:
    days = filled[0].repository.activity(DEMO.origins)
    assert days[0].day >= (NOW - timedelta(days=305)).date()
    assert days[-1].day <= NOW.date()
    middle = (NOW - timedelta(days=152)).date()
    late = sum(day.started for day in days if day.day >= middle)
    assert late > 0.6 * RESPONSES
    workshop = max(days, key=lambda day: day.started)
    assert workshop.started >= 8


def test_fill__reference__moves_the_times(open_context: Callable[..., Context]) -> None:
    context = open_context()
    fill(context, 10, SEED, reference=NOW - timedelta(days=365))
    assert context.repository.activity(DEMO.origins)[-1].day.year == NOW.year - 1


def test_fill__example_code__opens_a_result_with_progress(filled: tuple[Context, Report]) -> None:
    context, report = filled
    opened = assessments.open_by_code(context, report.example_code)
    assert example_code(context.library.current("domino"), SEED) == report.example_code
    now = results.read_result(context, opened.identity, opened.response_id)
    (earlier,) = results.earlier_results(context, opened.identity, opened.response_id)
    before = results.read_earlier(
        context, opened.identity, opened.response_id, earlier.submission.id
    )
    assert mean_score(now) > mean_score(before) + 3
    assert now.name == before.name
    assert now.submission.submitted_at - earlier.submission.submitted_at > timedelta(days=60)
    for code in report.codes:
        assert assessments.open_by_code(context, code).response_id


def mean_score(result: results.Result) -> float:
    return fmean(axis.result.score.value or 0 for axis in result.scored_axes)


def test_fill__store_with_real_responses__is_refused(open_context: Callable[..., Context]) -> None:
    context = open_context(demo=False)
    assessments.start(context, "domino", path="short", language="fr")
    with pytest.raises(DominoError) as refused:
        fill(context, 5, SEED)
    assert refused.value.code == "demo-on-real-data"
    assert refused.value.code in CATALOGUE
    # Nor by saying afterwards that the store is one of demonstration.
    context.settings = context.settings.model_copy(update={"demo": True})
    with pytest.raises(DominoError):
        fill(context, 5, SEED)
    assert context.repository.health().responses == 1


@pytest.mark.parametrize("questionnaire_id", ["jardins", "hdi"])
def test_fill__questionnaire_without_material__is_filled_by_type(
    open_context: Callable[..., Context], questionnaire_id: str
) -> None:
    context = open_context(schemas=OTHERS)
    report = fill(context, 40, SEED, questionnaire_id=questionnaire_id)
    questionnaire = context.library.current(questionnaire_id)
    selection = replace(
        DEMO, questionnaire_id=questionnaire.id, questionnaire_version=questionnaire.version
    )
    stored = context.repository.latest_submissions(selection)
    assert report.stored == 40
    answered = set().union(*(content(one)["answers"] for one in stored))
    assert answered >= {question.id for question in questionnaire.scored_questions}
    axis = questionnaire.axes[0].id
    scores = [score for one in stored if (score := one.scores[axis].value) is not None]
    assert len({round(score) for score in scores}) > 5
