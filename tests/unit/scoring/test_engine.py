from __future__ import annotations

import numpy as np
import pytest

from domino_survey import scoring
from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, AnswerTable
from domino_survey.schema import Band, Cap, Labelled, NodeScoring, Scoring, Stages
from domino_survey.scoring import Reason, dimension_id
from tests.builders import (
    Plain,
    axis,
    multiple,
    number,
    one_theme,
    percent,
    questionnaire,
    scale,
    score_of,
    single,
    table,
    text,
    theme,
)

GEOMETRIC = NodeScoring(power=0.0)
FIVE = one_theme(*(percent(f"Q{rank}") for rank in range(1, 6)))


# --- The worked case of docs/scoring-method.md ------------------------------------------------

WORKED = questionnaire(
    axis(
        "A",
        theme("A.T1", percent("Q1", weight=2.0), percent("Q2"), percent("Q3")),
        theme("A.T2", percent("Q4"), percent("Q5")),
    ),
    axis("B", theme("B.T1", percent("Q6"))),
    scoring=Scoring(overall=GEOMETRIC),
)
WORKED_ANSWERS: dict[str, Plain] = {
    "Q1": 80.0,
    "Q2": 40.0,
    "Q3": DONT_KNOW,
    "Q4": 50.0,
    "Q5": NOT_APPLICABLE,
    "Q6": 25.0,
}


def test_worked_case__themes__are_means_of_what_is_answered() -> None:
    found = score_of(WORKED, **WORKED_ANSWERS)
    # (2 x 80 + 40) / 3; Q3 may still be worth 0 or 100; 3 of the 4 shares are answered.
    first = found["A.T1"]
    assert first.value == pytest.approx(200 / 3)
    assert (first.low, first.high, first.coverage) == pytest.approx((50, 75, 0.75))
    # Q5 does not apply: its weight goes to Q4, and coverage is whole.
    second = found["A.T2"]
    assert second.value == second.low == second.high == 50
    assert second.coverage == 1


def test_worked_case__axis__is_the_mean_of_its_themes() -> None:
    found = score_of(WORKED, **WORKED_ANSWERS)["A"]
    assert found.value == pytest.approx((200 / 3 + 50) / 2)
    assert (found.low, found.high) == pytest.approx((50, 62.5))
    assert found.coverage == pytest.approx((0.75 + 1) / 2)


def test_worked_case__overall__is_the_geometric_mean_with_its_offset() -> None:
    found = score_of(WORKED, **WORKED_ANSWERS)["overall"]
    inside = np.sqrt((1 + 0.99 * 175 / 3) * (1 + 0.99 * 25))
    assert found.value == pytest.approx((inside - 1) / 0.99)
    assert found.value == pytest.approx(38.278, abs=5e-4)


# --- States, coverage, reasons ----------------------------------------------------------------


def test_states__of_an_answer__count_each_in_its_way() -> None:
    two = one_theme(percent("Q1"), percent("Q2"))
    for state, coverage, low, high in (
        (NOT_APPLICABLE, 1.0, 80.0, 80.0),
        (DONT_KNOW, 0.5, 40.0, 90.0),
        (MISSING, 0.5, 40.0, 90.0),
    ):
        found = score_of(two, Q1=80.0, Q2=state)["T"]
        assert (found.coverage, found.low, found.high) == pytest.approx((coverage, low, high))


def test_coverage__at_the_threshold_exactly__publishes() -> None:
    found = score_of(FIVE, Q1=10.0, Q2=20.0, Q3=30.0)["T"]
    assert (found.value, found.reason) == (20, Reason.NONE)
    assert found.coverage == pytest.approx(0.6)


def test_coverage__below_the_threshold__gives_no_score_rather_than_a_low_one() -> None:
    found = score_of(FIVE, Q1=90.0, Q2=90.0)["T"]
    assert (found.value, found.reason) == (None, Reason.LOW_COVERAGE)
    assert (found.low, found.high) == pytest.approx((36, 96))


def test_threshold__is_on_weight__not_on_questions() -> None:
    model = one_theme(
        percent("Q1", weight=6.0), percent("Q2", weight=2.0), percent("Q3", weight=2.0)
    )
    assert score_of(model, Q1=50.0)["T"].value == 50
    assert score_of(model, Q2=50.0, Q3=50.0)["T"].reason is Reason.LOW_COVERAGE


def test_not_applicable__up_to_half_the_weight__redistributes() -> None:
    four = one_theme(*(percent(f"Q{rank}") for rank in range(1, 5)))
    found = score_of(four, Q1=30.0, Q2=70.0, Q3=NOT_APPLICABLE, Q4=NOT_APPLICABLE)["T"]
    assert (found.value, found.coverage) == (50, 1)
    found = score_of(four, Q1=30.0, Q2=NOT_APPLICABLE, Q3=NOT_APPLICABLE, Q4=NOT_APPLICABLE)["T"]
    assert (found.value, found.reason) == (None, Reason.MOSTLY_NOT_APPLICABLE)


def test_nothing_answered__has_bounds_but_no_score() -> None:
    found = score_of(FIVE)["T"]
    assert (found.value, found.low, found.high, found.coverage) == (None, 0, 100, 0)
    assert found.reason is Reason.NOTHING_ANSWERED


def test_everything_not_applicable__has_neither_score_nor_bounds() -> None:
    found = score_of(FIVE, **{f"Q{rank}": NOT_APPLICABLE for rank in range(1, 6)})["T"]
    assert (found.value, found.low, found.high, found.coverage) == (None, None, None, None)
    assert found.reason is Reason.MOSTLY_NOT_APPLICABLE


def test_not_applicable__single_question_theme__is_as_if_the_theme_were_not_there() -> None:
    one, two = theme("T1", percent("Q1")), theme("T2", percent("Q2"))
    found = score_of(questionnaire(axis("A", one, two)), Q1=30.0, Q2=NOT_APPLICABLE)["A"]
    without = score_of(questionnaire(axis("A", one)), Q1=30.0)["A"]
    assert (found.value, found.low, found.high, found.coverage) == (
        without.value,
        without.low,
        without.high,
        without.coverage,
    )


def test_parent__counts_a_child_below_its_own_threshold() -> None:
    model = questionnaire(
        axis("A", theme("T1", percent("Q1"), percent("Q2")), theme("T2", percent("Q3")))
    )
    found = score_of(model, Q1=20.0, Q3=80.0)
    assert found["T1"].value is None
    assert found["A"].value == 50
    assert found["A"].coverage == pytest.approx(0.75)


def test_theme_without_scored_question__stays_out_of_its_axis() -> None:
    model = questionnaire(axis("A", theme("T1", percent("Q1")), theme("T2", number("Q2"))))
    found = score_of(model, Q1=20.0, Q2=5.0)
    assert found["T2"].reason is Reason.NOTHING_ASKED
    assert (found["A"].value, found["A"].coverage) == (20, 1)


def test_question_of_weight_zero__changes_nothing() -> None:
    model = one_theme(percent("Q1"), percent("Q2", weight=0.0))
    assert score_of(model, Q1=20.0, Q2=90.0)["T"] == score_of(model, Q1=20.0)["T"]


def test_bounds__use_the_worst_and_best_answers_of_each_question() -> None:
    model = one_theme(percent("Q1"), single("Q2", {"a": 25.0, "b": 75.0}))
    found = score_of(model, Q1=50.0)["T"]
    assert (found.low, found.high) == pytest.approx((37.5, 62.5))


def test_number_below_the_first_band__is_not_an_answer() -> None:
    bands = (Band(start=0.0, points=0.0), Band(start=10.0, points=100.0))
    model = one_theme(percent("Q1"), number("Q2", bands=bands))
    found = score_of(model, Q1=50.0, Q2=-3.0)["T"]
    assert (found.low, found.high, found.coverage) == pytest.approx((25, 75, 0.5))


# --- Powers and caps --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("power", "expected"),
    [
        (1.0, 50.0),
        (0.0, (np.sqrt(20.8 * 80.2) - 1) / 0.99),
        (-1.0, (2 / (1 / 20.8 + 1 / 80.2) - 1) / 0.99),
        ("min", 20.0),
    ],
)
def test_power__of_a_theme__composes_its_questions(power: object, expected: float) -> None:
    scoring_of_theme = NodeScoring.model_validate({"power": power})
    model = questionnaire(
        axis("A", theme("T", percent("Q1"), percent("Q2"), scoring=scoring_of_theme))
    )
    assert score_of(model, Q1=20.0, Q2=80.0)["T"].value == pytest.approx(expected)


def capped(**fields: float) -> NodeScoring:
    return NodeScoring(caps=(Cap(child="Q1", at_or_below=25.0, limit=40.0),), **fields)


def test_cap__critical_child_at_its_threshold__limits_the_score() -> None:
    model = questionnaire(axis("A", theme("T", percent("Q1"), percent("Q2"), scoring=capped())))
    assert score_of(model, Q1=25.0, Q2=100.0)["T"].value == 40
    assert score_of(model, Q1=25.5, Q2=100.0)["T"].value == pytest.approx(62.75)
    assert score_of(model, Q1=10.0, Q2=20.0)["T"].value == 15


def test_cap__critical_child_unanswered__bites_the_lower_bound_only() -> None:
    model = questionnaire(
        axis("A", theme("T", percent("Q1"), percent("Q2"), scoring=capped(coverage=0.5)))
    )
    found = score_of(model, Q2=100.0)["T"]
    assert (found.low, found.value, found.high) == (40, 100, 100)


def test_cap__given_for_all_themes__bites_the_one_that_has_the_child() -> None:
    model = questionnaire(
        axis("A", theme("T1", percent("Q1"), percent("Q2")), theme("T2", percent("Q3"))),
        scoring=Scoring(theme=capped()),
    )
    found = score_of(model, Q1=0.0, Q2=100.0, Q3=90.0)
    assert (found["T1"].value, found["T2"].value) == (40, 90)


def test_cap__on_a_child_without_weight__makes_no_score_where_nothing_else_is_answered() -> None:
    rules = NodeScoring(
        coverage=0.0, not_applicable=1.0, caps=(Cap(child="Q1", at_or_below=0.0, limit=20.0),)
    )
    asked = percent("Q1", weight=0.0), percent("Q2", not_applicable=text("-"))
    model = questionnaire(axis("A", theme("T", *asked, scoring=rules)))
    nothing = score_of(model, Q1=0.0, Q2=NOT_APPLICABLE)["T"]
    assert (nothing.value, nothing.low, nothing.high) == (None, None, None)
    missing = score_of(model, Q1=0.0)["T"]
    assert (missing.value, missing.low, missing.high) == (None, 0, 20)
    assert score_of(model, Q1=0.0, Q2=100.0)["T"].value == 20


def test_biting_caps__are_named() -> None:
    model = questionnaire(axis("A", theme("T", percent("Q1"), percent("Q2"), scoring=capped())))
    answers = table(model, {"Q1": 10.0, "Q2": 90.0}, {"Q1": 90.0, "Q2": 90.0}, {"Q2": 90.0})
    scores = scoring.score(model, answers)
    assert [
        [cap.child for cap in scoring.biting_caps(model, scores, row, "T")] for row in range(3)
    ] == [["Q1"], [], []]


# --- Paths, relevance, columns ----------------------------------------------------------------

PATHS = one_theme(percent("Q1", essential=True), percent("Q2"), percent("Q3"))


def test_short_path__leaves_inessential_questions_out_of_the_tree() -> None:
    answers = table(PATHS, {"Q1": 40.0}, {"Q1": 40.0})
    found = scoring.score(PATHS, answers, essential_only=np.array([True, False]))
    short, full = found.row(0)["T"], found.row(1)["T"]
    assert (short.value, short.low, short.coverage, short.reason) == (40, 40, 1, Reason.NONE)
    assert (full.value, full.reason) == (None, Reason.LOW_COVERAGE)
    assert found.nodes["T"].set_aside.tolist() == [0, 0]


def test_short_path__answers_left_from_the_full_one__do_not_count() -> None:
    model = one_theme(
        percent("Q1"),
        percent("Q2", essential=True),
        percent("Q3", essential=True, relevance="Q1 > 50"),
    )
    on_short = np.array([True])
    before = scoring.score(model, table(model, {"Q2": 40.0, "Q3": 80.0}), essential_only=on_short)
    after = scoring.score(
        model, table(model, {"Q1": 90.0, "Q2": 40.0, "Q3": 80.0}), essential_only=on_short
    )
    assert before.row(0) == after.row(0)
    assert not after.asked["Q3"][0]


def test_theme__without_question_on_the_path__is_nothing_asked() -> None:
    model = questionnaire(
        axis("A", theme("T1", percent("Q1", essential=True)), theme("T2", percent("Q2")))
    )
    found = scoring.score(model, table(model, {"Q1": 40.0}), essential_only=np.array([True])).row(0)
    assert found["T2"].reason is Reason.NOTHING_ASKED
    assert (found["A"].value, found["A"].coverage) == (40, 1)


CHAIN = one_theme(
    percent("Q1"), percent("Q2", relevance="Q1 >= 50"), percent("Q3", relevance="Q2 >= 50")
)


def test_relevance__chain__follows_the_answers_that_count() -> None:
    answers = table(
        CHAIN,
        {"Q1": 60.0, "Q2": 60.0, "Q3": 90.0},
        {"Q1": 40.0, "Q2": 60.0, "Q3": 90.0},
        {"Q1": 60.0, "Q2": DONT_KNOW, "Q3": 90.0},
    )
    found = scoring.score(CHAIN, answers)
    assert found.asked["Q2"].tolist() == [True, False, True]
    assert found.asked["Q3"].tolist() == [True, False, False]
    assert found.nodes["T"].estimate.tolist() == pytest.approx([70, 40, 60])
    assert found.nodes["T"].set_aside.tolist() == pytest.approx([0, 2 / 3, 1 / 3])
    assert found.row(1)["T"].reason is Reason.MOSTLY_NOT_APPLICABLE


def test_relevance__question_not_asked__its_answer_changes_nothing() -> None:
    assert score_of(CHAIN, Q1=40.0, Q2=99.0) == score_of(CHAIN, Q1=40.0)
    scores = scoring.score(CHAIN, table(CHAIN, {"Q1": 40.0, "Q2": 99.0}))
    assert np.isnan(scores.items["Q2"][0])


def test_columns_never_collected__are_missing_and_their_conditions_hold() -> None:
    every = table(CHAIN, {"Q1": 40.0, "Q2": 60.0, "Q3": 90.0})
    without = AnswerTable(1, {item: every.columns[item] for item in ("Q2", "Q3")})
    found = scoring.score(CHAIN, without)
    assert found.asked["Q2"].tolist() == [True]
    assert found.nodes["T"].estimate.tolist() == [75]
    assert found.nodes["T"].coverage.tolist() == pytest.approx([2 / 3])
    assert scoring.uncollected(CHAIN, without, "Q1 >= 50") == {"Q1"}
    assert np.isnan(found.items["Q1"][0])


def test_stage__equivalent_and_unordered_options__ask_accordingly() -> None:
    stage = single("STAGE", {"idee": None, "marche": None, "pause": None, "autre": None})
    model = one_theme(
        percent("Q1"),
        percent("Q2", relevance="stade >= marche"),
        profile=[stage],
        stages=Stages(item="STAGE", order=("idee", "marche"), equivalent={"pause": "marche"}),
    )
    answers = table(model, *({"STAGE": code} for code in ("idee", "marche", "pause", "autre")), {})
    asked = scoring.score(model, answers).asked["Q2"]
    assert asked.tolist() == [False, True, True, False, False]


# --- Dimensions, chunks, shapes ---------------------------------------------------------------


def test_dimension__reads_questions_across_axes__secondary_ones_for_half() -> None:
    model = questionnaire(
        axis("A", theme("T1", percent("Q1", dimensions=("S", "G")))),
        axis("B", theme("T2", percent("Q2", dimensions=("G",)), percent("Q3", dimensions=("E",)))),
        dimensions=tuple(Labelled(code=code, label=text(code)) for code in "SGEN"),
    )
    found = score_of(model, Q1=30.0, Q2=90.0, Q3=10.0)
    assert found[dimension_id("S")].value == 30
    assert found[dimension_id("G")].value == pytest.approx((0.5 * 30 + 90) / 1.5)
    assert found[dimension_id("N")].reason is Reason.NOTHING_ASKED
    plain = scoring.score(model, table(model, {"Q1": 30.0}), dimensions=False)
    assert set(plain.nodes) == {"T1", "T2", "A", "B"}


def test_scores__of_no_response__are_empty() -> None:
    found = scoring.score(WORKED, table(WORKED))
    assert found.nodes["overall"].value.shape == (0,)


@pytest.mark.parametrize("chunk", [1, 3, 7, 8])
def test_chunks__wherever_they_end__change_nothing(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    responses = [WORKED_ANSWERS | {"Q1": 10.0 * row, "Q3": 5.0 * row} for row in range(7)]
    answers = table(WORKED, *responses)
    whole = scoring.score(WORKED, answers)
    monkeypatch.setattr("domino_survey.scoring.engine.CHUNK", chunk)
    parts = scoring.score(WORKED, answers)
    assert [parts.row(row) for row in range(7)] == [whole.row(row) for row in range(7)]


def test_questionnaire__with_every_kind_of_question__scores() -> None:
    model = one_theme(
        scale("Q1"), multiple("Q2", {"a": 50.0, "b": 50.0}), single("Q3", {"a": 0.0, "b": 100.0})
    )
    found = score_of(model, Q1="n1", Q2=("a",), Q3="b")["T"]
    assert found.value == pytest.approx((25 + 50 + 100) / 3)
