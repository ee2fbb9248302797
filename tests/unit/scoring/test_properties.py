"""The properties of the scoring method, section 3, on generated questionnaires and answers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import scoring
from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, answered, table_of
from domino_survey.schema import NodeScoring, Scoring
from tests.builders import percent, questionnaire, theme
from tests.strategies import ANSWERS, PLAIN, SCORES, STATES, WEIGHTS, questionnaires, responses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.answers import Answer
    from domino_survey.schema import Questionnaire, Theme
    from domino_survey.scoring import NodeScore, Scores

EXACT = 1e-7
ALONE = 1e-9  # between a response among others and by itself


def scored(model: Questionnaire, *given_answers: Mapping[str, Answer]) -> Scores:
    return scoring.score(model, table_of(model, given_answers))


def row(model: Questionnaire, response: Mapping[str, Answer]) -> dict[str, NodeScore]:
    return scored(model, response).row(0)


def same(one: Scores, other: Scores, at: int = 0, there: int = 0, *, within: float = EXACT) -> None:
    for node in one.nodes:
        for field in ("estimate", "low", "high", "coverage", "set_aside", "reason"):
            mine = getattr(one.nodes[node], field)[at]
            theirs = getattr(other.nodes[node], field)[there]
            assert mine == pytest.approx(theirs, abs=within, rel=0, nan_ok=True), (node, field)


@settings(**PLAIN)
@given(st.data())
def test_score__any_answers__is_within_its_bounds_and_the_scale(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    found = scored(model, data.draw(responses(model)))
    for node in found.nodes.values():
        if not np.isnan(node.estimate[0]):
            assert 0 <= node.estimate[0] <= 100
            assert node.low[0] - EXACT <= node.estimate[0] <= node.high[0] + EXACT
        if not np.isnan(node.low[0]):
            assert 0 <= node.low[0] <= node.high[0] + EXACT <= 100 + EXACT


@settings(**PLAIN)
@given(st.data())
def test_score__everything_answered__is_its_own_bounds(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    found = scored(model, {q.id: answered(data.draw(SCORES)) for q in model.questions})
    for node in found.nodes.values():
        assert node.low[0] == pytest.approx(node.value[0], abs=EXACT)
        assert node.high[0] == pytest.approx(node.value[0], abs=EXACT)
        assert (node.coverage[0], node.reason[0]) == (pytest.approx(1), 0)


@settings(**PLAIN)
@given(st.data())
def test_bounds__are_reached_by_the_worst_and_the_best_answers(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    response = data.draw(responses(model))
    found = scored(model, response)
    for end, name in ((0.0, "low"), (100.0, "high")):
        filled = {
            item: answered(end) if answer in {DONT_KNOW, MISSING} else answer
            for item, answer in response.items()
        }
        reached = scored(model, filled)
        for node, scores in found.nodes.items():
            bound = getattr(scores, name)[0]
            assert bound == pytest.approx(reached.nodes[node].estimate[0], abs=EXACT, nan_ok=True)


@settings(**PLAIN)
@given(st.data())
def test_score__better_answer__is_not_lower(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    response = data.draw(responses(model))
    item = data.draw(st.sampled_from(sorted(response)))
    low, high = sorted([data.draw(SCORES), data.draw(SCORES)])
    worse, better = (
        scored(model, response | {item: answered(low)}),
        scored(model, response | {item: answered(high)}),
    )
    for node in worse.nodes:
        for field in ("estimate", "low", "high"):
            before, after = (getattr(s.nodes[node], field)[0] for s in (worse, better))
            assert np.isnan(before) or before <= after + EXACT


@settings(**PLAIN)
@given(st.data())
def test_score__equal_answers__is_that_answer_at_every_node(data: st.DataObject) -> None:
    model = data.draw(questionnaires(caps=False))
    value = data.draw(SCORES)
    found = scored(model, {q.id: answered(value) for q in model.questions})
    for node in found.nodes.values():
        assert node.value[0] == pytest.approx(value, abs=EXACT)


@settings(**PLAIN)
@given(st.data())
def test_score__weights_times_a_constant_or_another_order__is_the_same(
    data: st.DataObject,
) -> None:
    model = data.draw(questionnaires())
    response = data.draw(responses(model))
    factor = data.draw(st.floats(0.01, 100))
    axes = tuple(
        one.model_copy(
            update={
                "weight": one.weight * factor,
                "themes": tuple(
                    part.model_copy(
                        update={
                            "weight": part.weight * factor,
                            "questions": tuple(
                                q.model_copy(update={"weight": q.weight * factor})
                                for q in reversed(part.questions)
                            ),
                        }
                    )
                    for part in reversed(one.themes)
                ),
            }
        )
        for one in reversed(model.axes)
    )
    other = questionnaire(*axes, scoring=model.scoring)
    same(scored(model, response), scored(other, response))


@settings(**PLAIN)
@given(st.data())
def test_score__in_bulk__is_that_of_each_response_alone(data: st.DataObject) -> None:
    model = data.draw(questionnaires(chained=True))
    many = [data.draw(responses(model)) for _ in range(data.draw(st.integers(1, 5)))]
    together = scored(model, *many)
    for position, response in enumerate(many):
        same(together, scored(model, response), at=position, within=ALONE)
    backwards = scored(model, *reversed(many))
    for position in range(len(many)):
        same(together, backwards, at=position, there=len(many) - 1 - position, within=ALONE)


@settings(**PLAIN)
@given(st.data())
def test_group__split_and_pooled__agrees_with_the_whole(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    many = [data.draw(responses(model)) for _ in range(4)]
    answers = table_of(model, many)
    kept = np.array([data.draw(st.booleans()) for _ in many])
    whole = scoring.score(model, answers)
    parts = [scoring.score(model, answers.where(side)) for side in (kept, ~kept)]
    for node, scores in whole.nodes.items():
        pooled = [part.nodes[node].estimate for part in parts]
        assert sum(float(np.nansum(values)) for values in pooled) == pytest.approx(
            float(np.nansum(scores.estimate)), abs=EXACT
        )


@settings(**PLAIN)
@given(st.data())
def test_not_applicable__on_a_single_question_theme__is_as_without_the_theme(
    data: st.DataObject,
) -> None:
    model = data.draw(questionnaires(plain=True))
    response = data.draw(responses(model))
    first, *others = model.axes
    alone = theme("TX", percent("QX"), weight=data.draw(WEIGHTS))
    longer = first.model_copy(update={"themes": (*first.themes, alone)})
    other = questionnaire(longer, *others, scoring=model.scoring)
    with_it, without = scored(other, response | {"QX": NOT_APPLICABLE}), scored(model, response)
    for node in without.nodes:
        for field in ("estimate", "low", "high", "coverage"):
            mine, theirs = (getattr(s.nodes[node], field)[0] for s in (with_it, without))
            assert mine == pytest.approx(theirs, abs=EXACT, nan_ok=True)


@settings(**PLAIN)
@given(st.data())
def test_losses__of_any_node__sum_to_what_is_missing(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    found = scored(model, data.draw(responses(model)))
    for node, scores in found.nodes.items():
        lost = scoring.losses(model, found, 0, node)
        if np.isnan(scores.estimate[0]):
            assert lost == []
            continue
        assert sum(loss.points for loss in lost) == pytest.approx(
            100 - scores.estimate[0], abs=EXACT
        )
        assert all(loss.points >= 0 for loss in lost)
        assert sum(loss.weight for loss in lost) == pytest.approx(1)


@settings(**PLAIN)
@given(st.data())
def test_losses__of_plain_means__are_weight_times_distance(data: st.DataObject) -> None:
    model = data.draw(questionnaires(plain=True))
    found = scored(model, data.draw(responses(model)))
    for loss in scoring.losses(model, found, 0, "overall"):
        assert loss.points == pytest.approx(loss.weight * (100 - loss.score), abs=EXACT)


@settings(**PLAIN)
@given(st.data())
def test_losses__of_geometric_means__sum_the_logarithms(data: st.DataObject) -> None:
    """`ln(100 / S) = sum_q W_q ln(100 / x_q)`, exactly (2.8)."""
    how = NodeScoring(power=0.0)
    plain = data.draw(questionnaires(plain=True))
    model = plain.model_copy(
        update={"scoring": Scoring(theme=how, axis=how, overall=how, offset=0.0)}
    )
    positive = st.floats(1, 100).map(answered) | STATES
    found = scored(model, {q.id: data.draw(positive) for q in model.questions})
    for node, scores in found.nodes.items():
        value = scores.estimate[0]
        if np.isnan(value):
            continue
        lost = scoring.losses(model, found, 0, node)
        logs = {loss.question: loss.weight * math.log(100 / loss.score) for loss in lost}
        assert math.log(100 / value) == pytest.approx(sum(logs.values()), abs=1e-9)
        # And each bears its part of them.
        for loss in lost:
            share = logs[loss.question] / sum(logs.values()) if sum(logs.values()) > 1e-9 else 0
            assert loss.points == pytest.approx(share * (100 - value), abs=1e-6)


@settings(**PLAIN)
@given(st.data())
def test_contributions__of_any_model__sum_to_one_or_are_not_told(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    found = scored(model, data.draw(responses(model)))
    for node, scores in found.nodes.items():
        carried = scoring.contributions(model, found, 0, node)
        if not scores.estimate[0] > 0:
            assert carried == {}
        if carried:
            assert sum(carried.values()) == pytest.approx(1)
            assert min(carried.values()) >= 0


@settings(**PLAIN)
@given(st.data(), st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0, 3.0]))
def test_contributions__of_one_power__are_what_the_score_moves_by(
    data: st.DataObject, power: float
) -> None:
    """`d ln S / d ln x_q = c_q` (2.8), by differences of a hundredth of a thousandth."""
    how = NodeScoring(power=power)
    plain = data.draw(questionnaires(plain=True))
    model = plain.model_copy(
        update={"scoring": Scoring(theme=how, axis=how, overall=how, offset=0.0)}
    )
    given_scores = {q.id: data.draw(st.floats(5, 95)) for q in model.questions}
    carried = scoring.contributions(
        model, scored(model, {q: answered(x) for q, x in given_scores.items()}), 0, "overall"
    )
    for moved, value in given_scores.items():
        ends = []
        for factor in (1 - 1e-5, 1 + 1e-5):
            tried = given_scores | {moved: value * factor}
            after = scored(model, {q: answered(x) for q, x in tried.items()})
            ends.append(math.log(after.nodes["overall"].estimate[0]))
        assert (ends[1] - ends[0]) / 2e-5 == pytest.approx(carried[moved], abs=1e-5)


@settings(**PLAIN)
@given(st.data())
def test_weights__global__are_products_along_the_path_and_sum_to_one(data: st.DataObject) -> None:
    model = data.draw(questionnaires(plain=True))
    found = scored(model, {q.id: answered(data.draw(SCORES)) for q in model.questions})
    weights = scoring.global_weights(model)
    whole = sum(one.weight for one in model.axes)
    for one in model.axes:
        themes = sum(part.weight for part in one.themes)
        for part in one.themes:
            questions = sum(question.weight for question in part.questions)
            for question in part.questions:
                product = one.weight / whole * part.weight / themes * question.weight / questions
                assert weights["overall"][question.id] == pytest.approx(product)
    for node, of_node in weights.items():
        assert sum(of_node.values()) == pytest.approx(1)
        lost = {loss.question: loss.weight for loss in scoring.losses(model, found, 0, node)}
        assert lost == pytest.approx(of_node)


@settings(**PLAIN)
@given(st.data())
def test_caps__of_any_theme__lower_its_mean_to_the_lowest_limit_that_bites(
    data: st.DataObject,
) -> None:
    """`S = min(M_p, min K_c)` over the critical children at or below their thresholds (2.3)."""
    model = data.draw(questionnaires())
    free = model.model_copy(
        update={
            "axes": tuple(
                one.model_copy(update={"themes": tuple(without_caps(part) for part in one.themes)})
                for one in model.axes
            )
        }
    )
    response = data.draw(responses(model))
    found, uncapped = scored(model, response), scored(free, response)
    for part in model.themes:
        value, mean = (s.nodes[part.id].estimate[0] for s in (found, uncapped))
        biting = scoring.biting_caps(model, found, 0, part.id)
        least = min([mean, *(cap.limit for cap in biting)])
        assert value == pytest.approx(least, abs=EXACT, nan_ok=True)
        for cap in part.scoring.caps if part.scoring else ():
            # Above by less than the engine tells apart is at the threshold.
            at_most = found.items[cap.child][0] <= cap.at_or_below + scoring.TOLERANCE
            assert at_most == (cap in biting)


def without_caps(part: Theme) -> Theme:
    how = part.scoring or NodeScoring()
    return part.model_copy(update={"scoring": how.model_copy(update={"caps": ()})})


@settings(**PLAIN)
@given(st.data())
def test_answers__to_questions_not_asked__change_nothing(data: st.DataObject) -> None:
    model = data.draw(questionnaires(chained=True))
    response = data.draw(responses(model))
    found = scored(model, response)
    changed = {
        item: answer if found.asked[item][0] else data.draw(ANSWERS)
        for item, answer in response.items()
    }
    same(found, scored(model, changed))


@settings(**PLAIN)
@given(st.data())
def test_score__below_the_threshold__is_none_rather_than_low(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    for node in row(model, data.draw(responses(model))).values():
        enough = node.coverage is not None and node.coverage >= 0.6 - EXACT
        assert enough or node.value is None
        assert (node.value is None) == (node.reason is not scoring.Reason.NONE)


@settings(**PLAIN)
@given(st.data())
def test_coverage__states__lower_it_or_not(data: st.DataObject) -> None:
    model = data.draw(questionnaires())
    response = data.draw(responses(model))
    item = data.draw(st.sampled_from(sorted(response)))
    full = scored(model, response | {item: answered(data.draw(SCORES))})
    for state in (DONT_KNOW, MISSING):
        less = scored(model, response | {item: state})
        for node in full.nodes:
            before, after = (s.nodes[node].coverage[0] for s in (full, less))
            assert np.isnan(before) or after <= before + EXACT
    aside = scored(model, response | {item: NOT_APPLICABLE})
    assert aside.nodes["overall"].set_aside[0] >= full.nodes["overall"].set_aside[0] - EXACT
