from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import scoring
from domino_survey.answers import MISSING, NOT_APPLICABLE, table_of
from domino_survey.schema import Cap, NodeScoring, Scoring
from domino_survey.scoring import (
    PLAUSIBLE_POWERS,
    NodeKind,
    Reason,
    Variation,
    draw_methods,
    robustness_of,
)
from domino_survey.scoring.draws import KEPT, Draws
from tests.builders import axis, one_theme, percent, questionnaire, table, theme
from tests.strategies import PLAIN, questionnaires, responses

if TYPE_CHECKING:
    from domino_survey.numerics import Floats
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring import Robustness, Scores
    from tests.builders import Plain

EXACT = 1e-7
FIXED = Variation(spread=0.0)
FULL = Variation(powers=PLAUSIBLE_POWERS, leave_out=True)
THREE = questionnaire(
    axis("A", theme("A1", percent("Q1"), percent("Q2")), theme("A2", percent("Q3"))),
    axis("B", theme("B1", percent("Q4"), percent("Q5"))),
    axis("C", theme("C1", percent("Q6"))),
)


def varied(
    model: Questionnaire, how: Variation, count: int = 200, seed: int = 0, **plain: Plain
) -> Robustness:
    scores = scoring.score(model, table(model, plain))
    return robustness_of(model, scores, draw_methods(model, how, count=count, seed=seed))


def by_hand(model: Questionnaire, answers: dict[str, Plain], drawn: Draws, node: str) -> Floats:
    """Each draw as a questionnaire of its own, scored by the engine."""
    found = []
    powers = {
        kind: [power for power, run in runs for _ in range(run.stop - run.start)]
        for kind, runs in drawn.powers.items()
    }
    themes = [theme.id for theme in model.themes]
    for draw in range(drawn.count):
        out = themes[drawn.left_out[draw]] if drawn.left_out[draw] != KEPT else ""

        def scored(kind: NodeKind, how: NodeScoring | None, *, at: int = draw) -> NodeScoring:
            power = powers[kind][at] if kind in powers else (how or NodeScoring()).power
            return (how or NodeScoring()).model_copy(update={"power": power})

        axes = []
        for one in model.axes:
            parts = [
                part.model_copy(
                    update={
                        "weight": 0.0 if part.id == out else drawn.weights[one.id][rank, draw],
                        "scoring": scored(NodeKind.THEME, part.scoring),
                        "questions": tuple(
                            question.model_copy(
                                update={"weight": drawn.weights[part.id][place, draw]}
                            )
                            for place, question in enumerate(part.questions)
                        ),
                    }
                )
                for rank, part in enumerate(one.themes)
            ]
            axes.append(
                one.model_copy(
                    update={"themes": tuple(parts), "scoring": scored(NodeKind.AXIS, one.scoring)}
                )
            )
        other = questionnaire(*axes, scoring=Scoring(offset=model.scoring.offset))
        found.append(scoring.score(other, table(other, answers)).nodes[node].estimate[0])
    return np.array(found)


# --- Draws ------------------------------------------------------------------------------------


def test_draws__of_weights__stay_within_the_spread() -> None:
    drawn = draw_methods(THREE, Variation(spread=0.25), count=1000, seed=3)
    weights = drawn.weights["A1"]
    assert weights.shape == (2, 1000)
    assert weights.min() >= 0.75
    assert weights.max() <= 1.25
    assert weights.min() < 0.76
    assert weights.max() > 1.24
    assert (drawn.left_out == KEPT).all()
    assert drawn.powers == {}


def test_draws__by_seed__are_the_same_again_and_others_for_another() -> None:
    one, same, other = (draw_methods(THREE, FULL, count=50, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.weights["A"], same.weights["A"])
    assert np.array_equal(one.left_out, same.left_out)
    assert one.powers == same.powers
    assert not np.array_equal(one.weights["A"], other.weights["A"])


def test_draws__one_part_switched_off__leaves_the_others_as_they_were() -> None:
    full = draw_methods(THREE, FULL, count=50, seed=1)
    weights = draw_methods(THREE, Variation(), count=50, seed=1)
    left_out = draw_methods(THREE, Variation(spread=0.0, leave_out=True), count=50, seed=1)
    assert np.array_equal(full.weights["A"], weights.weights["A"])
    assert np.array_equal(full.left_out, left_out.left_out)


def test_draws__of_powers__are_runs_that_cover_every_draw_once() -> None:
    drawn = draw_methods(THREE, FULL, count=300, seed=1)
    for kind, runs in drawn.powers.items():
        covered = np.concatenate([np.arange(run.start, run.stop) for _, run in runs])
        assert np.array_equal(covered, np.arange(300))
        assert {power for power, _ in runs} == set(PLAUSIBLE_POWERS[kind])


def test_draws__of_themes_left_out__are_those_with_a_neighbour() -> None:
    drawn = draw_methods(THREE, Variation(leave_out=True), count=100, seed=1)
    assert set(drawn.left_out.tolist()) == {0, 1}  # A1 and A2; B and C have one theme each
    alone = one_theme(percent("Q1"))
    assert set(draw_methods(alone, Variation(leave_out=True)).left_out.tolist()) == {KEPT}


@pytest.mark.parametrize(
    "given_weights",
    [[[1.0]], [[1.0, -1.0]], [[np.nan, 1.0]], [[0.0, 0.0]], [1.0, 1.0], np.empty((0, 2))],
)
def test_draws__of_participants_weights_that_fit_nothing__are_refused(
    given_weights: Floats,
) -> None:
    with pytest.raises(ValueError, match="A: "):
        draw_methods(THREE, Variation(participants={"A": given_weights}))


@pytest.mark.parametrize("spread", [-0.1, 1.0, np.nan])
def test_draws__of_a_spread_outside_of_its_range__are_refused(spread: float) -> None:
    with pytest.raises(ValueError, match="spread"):
        draw_methods(THREE, Variation(spread=spread))


# --- Scores -----------------------------------------------------------------------------------

ANSWERS: dict[str, Plain] = {
    "Q1": 80.0,
    "Q2": 40.0,
    "Q3": 10.0,
    "Q4": 50.0,
    "Q5": MISSING,
    "Q6": 70.0,
}


@pytest.mark.parametrize(
    "how",
    [
        Variation(),
        Variation(leave_out=True),
        Variation(powers={NodeKind.THEME: (0.0, -1.0, 0.5), NodeKind.AXIS: ("min", 3.0)}),
        FULL,
        Variation(participants={"A": np.array([[1.0, 0.0], [1.0, 3.0]])}, leave_out=False),
    ],
)
def test_robustness__of_each_draw__is_the_engine_with_that_method(how: Variation) -> None:
    drawn = draw_methods(THREE, how, count=40, seed=5)
    found = robustness_of(THREE, scoring.score(THREE, table(THREE, ANSWERS)), drawn)
    for node in ("A1", "A", "C"):
        values = by_hand(THREE, ANSWERS, drawn, node)
        low, median, high = np.quantile(values, (0.05, 0.5, 0.95))
        spread = found.nodes[node]
        assert (spread.low[0], spread.median[0], spread.high[0]) == pytest.approx(
            (low, median, high), abs=EXACT
        )


def test_robustness__theme_left_out__stays_where_nothing_else_is_answered() -> None:
    found = varied(
        THREE, Variation(spread=0.0, leave_out=True), Q1=30.0, Q2=50.0, Q3=NOT_APPLICABLE
    )
    assert found.draws.variation.leave_out
    assert (found.nodes["A"].low[0], found.nodes["A"].high[0]) == pytest.approx((40, 40))
    both = varied(THREE, Variation(spread=0.0, leave_out=True), Q1=30.0, Q2=50.0, Q3=90.0)
    assert (both.nodes["A"].low[0], both.nodes["A"].high[0]) == pytest.approx((40, 90))


def test_robustness__cap_of_a_theme_left_out__does_not_bite() -> None:
    how = NodeScoring(caps=(Cap(child="A1", at_or_below=20.0, limit=25.0),))
    model = questionnaire(
        axis("A", theme("A1", percent("Q1")), theme("A2", percent("Q2")), scoring=how)
    )
    found = varied(model, Variation(spread=0.0, leave_out=True), Q1=20.0, Q2=100.0)
    # A1 kept (A2 left out): 20, under its cap; A1 left out: 100.
    assert (found.nodes["A"].low[0], found.nodes["A"].high[0]) == pytest.approx((20, 100))
    kept = varied(model, Variation(), Q1=20.0, Q2=100.0)
    assert (kept.nodes["A"].low[0], kept.nodes["A"].high[0]) == pytest.approx((25, 25))


def test_robustness__participants_who_give_nothing_to_what_is_answered__leave_the_base() -> None:
    only_second = Variation(participants={"A": np.array([[0.0, 1.0]])})
    found = varied(THREE, only_second, Q1=30.0, Q2=50.0, Q3=NOT_APPLICABLE)
    assert found.nodes["A"].median[0] == found.nodes["A1"].median[0]
    assert found.nodes["A"].median[0] == pytest.approx(40, abs=1)


def test_robustness__below_the_threshold__is_none_as_in_the_base() -> None:
    found = varied(THREE, Variation(), Q1=30.0, Q4=20.0, Q5=30.0, Q6=60.0)
    assert np.isnan(found.nodes["A1"].median[0])
    assert np.isnan(found.nodes["A"].median[0])
    assert np.isnan(found.weakest["A"][0])
    assert (found.weakest["B"][0], found.strongest["C"][0]) == (1, 1)
    assert (found.ranks["C"].median[0], found.ranks["B"].median[0]) == (1, 2)


def test_robustness__fewer_than_two_axes__ranks_nothing() -> None:
    found = varied(THREE, Variation(), Q6=60.0)
    assert found.nodes["C"].median[0] == pytest.approx(60)
    assert all(np.isnan(found.weakest[one][0]) for one in "ABC")
    assert all(np.isnan(found.ranks[one].median[0]) for one in "ABC")


def test_ranks__of_axes_that_are_tied__are_shared() -> None:
    found = varied(THREE, FIXED, Q1=50.0, Q2=50.0, Q3=50.0, Q4=50.0, Q5=50.0, Q6=80.0)
    assert [found.ranks[one].median[0] for one in "ABC"] == [2.5, 2.5, 1]
    assert [found.weakest[one][0] for one in "ABC"] == [0.5, 0.5, 0]
    assert [found.strongest[one][0] for one in "ABC"] == [0, 0, 1]


def test_weakest__of_close_axes__is_a_share_of_the_draws() -> None:
    close = questionnaire(
        axis("A", theme("T1", percent("Q1"), percent("Q2"))), axis("B", theme("T2", percent("Q3")))
    )
    found = varied(close, Variation(), count=4000, Q1=0.0, Q2=100.0, Q3=50.0)
    assert found.weakest["A"][0] == pytest.approx(0.5, abs=0.03)
    assert found.weakest["A"][0] + found.weakest["B"][0] == pytest.approx(1)


def test_theme_without_scored_question__has_no_draws() -> None:
    model = questionnaire(
        axis("A", theme("T1", percent("Q1")), theme("T2", percent("Q2", scored=False)))
    )
    found = varied(model, Variation(leave_out=True), Q1=40.0, Q2=5.0)
    assert np.isnan(found.nodes["T2"].median[0])
    assert found.nodes["A"].median[0] == pytest.approx(40)


# --- Properties -------------------------------------------------------------------------------


def scored(data: st.DataObject, model: Questionnaire, size: int) -> Scores:
    return scoring.score(model, table_of(model, [data.draw(responses(model)) for _ in range(size)]))


@settings(**PLAIN)
@given(st.data())
def test_robustness__nothing_varied__is_the_base_score(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    scores = scored(data, model, 3)
    found = robustness_of(model, scores, draw_methods(model, FIXED, count=3))
    for node, spread in found.nodes.items():
        base = scores.nodes[node].value
        for values in (spread.low, spread.median, spread.high):
            assert values == pytest.approx(base, abs=EXACT, nan_ok=True)


@settings(**PLAIN)
@given(st.data())
def test_robustness__of_one_response__is_its_own_among_many(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    many = [data.draw(responses(model)) for _ in range(4)]
    drawn = draw_methods(model, FULL, count=20, seed=data.draw(st.integers(0, 5)))
    together = robustness_of(model, scoring.score(model, table_of(model, many)), drawn)
    for row, response in enumerate(many):
        alone = robustness_of(model, scoring.score(model, table_of(model, [response])), drawn)
        for node, spread in alone.nodes.items():
            there = together.nodes[node]
            for mine, theirs in zip(
                (spread.low, spread.median, spread.high),
                (there.low, there.median, there.high),
                strict=True,
            ):
                assert mine[0] == pytest.approx(theirs[row], abs=EXACT, nan_ok=True)
        for one in (spoke.id for spoke in model.axes):
            assert alone.weakest[one] == pytest.approx(together.weakest[one][row], nan_ok=True)
            assert alone.strongest[one] == pytest.approx(together.strongest[one][row], nan_ok=True)


@settings(**PLAIN)
@given(st.data())
def test_robustness__of_any_responses__keeps_order_sums_and_bounds(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    scores = scored(data, model, 3)
    found = robustness_of(model, scores, draw_methods(model, FULL, count=1))
    published = sum((scores.nodes[one.id].reason == Reason.NONE).astype(int) for one in model.axes)
    ranked = published > 1
    total = np.nansum([found.ranks[one.id].median for one in model.axes], axis=0)
    assert total == pytest.approx(np.where(ranked, published * (published + 1) / 2, 0))
    for shares in (found.weakest, found.strongest):
        assert np.nansum(list(shares.values()), axis=0) == pytest.approx(ranked.astype(float))
    for node, spread in found.nodes.items():
        here = scores.nodes[node].reason == Reason.NONE
        assert np.array_equal(~np.isnan(spread.median), here)
        assert (spread.low[here] >= -EXACT).all()
        assert (spread.high[here] <= 100 + EXACT).all()


@pytest.mark.parametrize("numbers", [1, 40, 100])
def test_robustness__wherever_chunks_and_blocks_end__is_the_same(
    numbers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [{"Q1": 10.0 * row, "Q2": 30.0, "Q4": 50.0, "Q6": 90.0 - row} for row in range(9)]
    scores = scoring.score(THREE, table(THREE, *many))
    drawn = draw_methods(THREE, FULL, count=20)
    whole = robustness_of(THREE, scores, drawn)
    monkeypatch.setattr("domino_survey.scoring.robustness.MOST_NUMBERS", 2 * numbers)
    monkeypatch.setattr("domino_survey.scoring.robustness.CACHED_NUMBERS", numbers)
    parts = robustness_of(THREE, scores, drawn)
    for node, spread in whole.nodes.items():
        assert np.array_equal(spread.median, parts.nodes[node].median, equal_nan=True)
    assert np.array_equal(whole.weakest["A"], parts.weakest["A"], equal_nan=True)


def test_robustness__of_no_response__is_empty() -> None:
    found = robustness_of(THREE, scoring.score(THREE, table(THREE)), draw_methods(THREE, count=5))
    assert found.nodes["A"].median.shape == found.weakest["A"].shape == (0,)
