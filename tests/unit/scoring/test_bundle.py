"""The best changes within a number of levels, against trying every combination."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import scoring
from domino_survey.answers import answered, table_of
from domino_survey.schema import Cap, Constraint, NodeScoring
from domino_survey.scoring import Kind, best_bundles, what_if
from tests.builders import (
    axis,
    multiple,
    one_theme,
    percent,
    questionnaire,
    scale,
    table,
    text,
    theme,
    yes_no,
)
from tests.strategies import PLAIN, mixed_questionnaires, mixed_responses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.answers import Answer
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring import Bundle, Change

EXACT = 1e-7
MOST = 5


def value(model: Questionnaire, response: Mapping[str, Answer], node: str) -> float:
    return float(scoring.score(model, table_of(model, [response])).nodes[node].value[0])


def changed(response: Mapping[str, Answer], *changes: Change) -> dict[str, Answer]:
    return {**response, **{change.question: change.answer for change in changes}}


def said(bundle: Bundle) -> list[tuple[object, ...]]:
    return [(one.question, one.answer.value, one.effort) for one in bundle.changes]


def by_hand(model: Questionnaire, response: Mapping[str, Answer], node: str) -> list[float]:
    """The best gain within 1, 2, ... levels: every combination of one better answer per question, scored."""
    found = what_if(model, table_of(model, [response]))
    offered: dict[str, list[Change | None]] = {}
    for trial in found.trials:
        if trial.kind is Kind.IMPROVEMENT:
            offered.setdefault(trial.question, [None]).append(trial.change)
    best = [0.0] * MOST
    combinations = [
        [change for change in chosen if change is not None] for chosen in product(*offered.values())
    ]
    within = [one for one in combinations if sum(change.effort for change in one) <= MOST]
    many = table_of(model, [changed(response, *one) for one in within])
    values = scoring.score(model, many).nodes[node].value
    start = value(model, response, node)
    for one, after in zip(within, values.tolist(), strict=True):
        for levels in range(max(1, sum(change.effort for change in one)), MOST + 1):
            if not np.isnan(after - start):
                best[levels - 1] = max(best[levels - 1], after - start)
    return best


# --- Cases ------------------------------------------------------------------------------------


def test_bundle__of_a_plain_mean__takes_what_gains_most_per_level() -> None:
    # A level of Q1 or Q2 gains 10, one of Q3 5; the only level of Q4 gains 20.
    model = one_theme(scale("Q1"), scale("Q2"), scale("Q3", weight=0.5), yes_no("Q4", weight=0.5))
    answers = table(model, {"Q1": "n3", "Q2": "n0", "Q3": "n0", "Q4": "non"})
    found = best_bundles(model, answers, "A", 3)
    assert [one.effort for one in found] == [1, 2, 3]
    assert [one.gain for one in found] == pytest.approx([100 / 6, 150 / 6, 200 / 6])
    assert said(found[0]) == [("Q4", "oui", 1)]
    assert ("Q4", "oui", 1) in said(found[2])


def test_bundle__of_levels_that_pay_late__is_not_lured_by_the_first_one() -> None:
    # Greedily: 40 by the level of Q2, then 20 by the first of Q1. But the two of Q1 give 100.
    model = one_theme(scale("Q1", (0.0, 20.0, 100.0)), scale("Q2", (0.0, 60.0)))
    found = best_bundles(model, table(model, {"Q1": "n0", "Q2": "n0"}), "T", 3)
    assert [said(one) for one in found] == [
        [("Q2", "n1", 1)],
        [("Q1", "n2", 2)],
        [("Q1", "n2", 2), ("Q2", "n1", 1)],
    ]
    assert [one.gain for one in found] == pytest.approx([30, 50, 80])


def test_bundle__more_levels_than_there_are__stays_as_it_is() -> None:
    model = one_theme(scale("Q1"), scale("Q2"))
    found = best_bundles(model, table(model, {"Q1": "n4", "Q2": "n3"}), "A", 4)
    assert {(one.effort, one.gain) for one in found} == {(1, 12.5)}


def test_bundle__of_a_node_without_score__has_nothing() -> None:
    model = one_theme(scale("Q1"), scale("Q2"), scale("Q3"))
    found = best_bundles(model, table(model, {"Q1": "n0"}), "T", 2)
    assert found == (scoring.Bundle((), 0.0, 0),) * 2


def two_caps() -> Questionnaire:
    caps = tuple(Cap(child=item, at_or_below=25.0, limit=30.0) for item in ("Q1", "Q2"))
    how = NodeScoring(caps=caps)
    return questionnaire(axis("A", theme("T", scale("Q1"), scale("Q2"), scale("Q3"), scoring=how)))


@pytest.fixture(params=["all", "greedy"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """All combinations, as in small questionnaires, or step by step, as in large ones."""
    if request.param == "greedy":
        monkeypatch.setattr("domino_survey.scoring.bundle.MOST_COMBINATIONS", 0)
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_bundle__two_caps_at_once__finds_the_pair_that_no_single_step_shows() -> None:
    model = two_caps()
    answers = table(model, {"Q1": "n1", "Q2": "n1", "Q3": "n4"})
    assert what_if(model, answers).steps("T") == []
    found = best_bundles(model, answers, "T", 6)
    assert said(found[0]) == []
    assert said(found[1]) == [("Q1", "n2", 1), ("Q2", "n2", 1)]
    assert said(found[5]) == [("Q1", "n4", 3), ("Q2", "n4", 3)]
    assert [one.gain for one in found] == pytest.approx(
        [0, 200 / 3 - 30, 225 / 3 - 30, 250 / 3 - 30, 275 / 3 - 30, 70]
    )


@pytest.mark.usefixtures("way")
def test_bundle__of_the_lowest_child__raises_both_that_are_lowest() -> None:
    how = NodeScoring(power="min")
    model = questionnaire(
        axis("A", theme("T", scale("Q1"), scale("Q2"), yes_no("Q3"), scoring=how))
    )
    found = best_bundles(model, table(model, {"Q1": "n1", "Q2": "n1", "Q3": "oui"}), "A", 6)
    assert [one.gain for one in found] == pytest.approx([0, 25, 25, 50, 50, 75])
    assert [one.effort for one in found] == [0, 2, 2, 4, 4, 6]


@pytest.mark.usefixtures("way")
def test_bundle__pair_that_adds_nothing_to_the_step__is_the_step() -> None:
    how = NodeScoring(power="min")
    model = questionnaire(axis("A", theme("T", scale("Q1"), scale("Q2"), scoring=how)))
    found = best_bundles(model, table(model, {"Q1": "n1", "Q2": "n4"}), "A", 6)
    assert said(found[5]) == [("Q1", "n4", 3)]


@pytest.mark.usefixtures("way")
def test_bundle__raised_twice_on_the_way__is_told_as_one_change() -> None:
    how = NodeScoring(power=0.0)
    model = questionnaire(axis("A", theme("T", scale("Q1"), scale("Q2"), scoring=how)))
    found = best_bundles(model, table(model, {"Q1": "n0", "Q2": "n3"}), "A", 4)
    assert [one.effort for one in found] == [1, 2, 3, 4]
    assert said(found[2]) == [("Q1", "n3", 3)]


@pytest.mark.usefixtures("way")
def test_bundle__that_breaks_a_constraint__is_left_out() -> None:
    limit = Constraint(
        condition="NON (VALEUR(Q1) >= 100 ET VALEUR(Q2) >= 100)", message=text("Pas les deux.")
    )
    model = one_theme(percent("Q1"), percent("Q2", constraints=(limit,)))
    found = best_bundles(model, table(model, {"Q1": 75.0, "Q2": 75.0}), "T", 2)
    assert [one.gain for one in found] == pytest.approx([12.5, 12.5])


def test_bundle__more_pairs_than_scored__takes_the_best_answer_of_each_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("domino_survey.scoring.bundle.MOST_COMBINATIONS", 0)
    monkeypatch.setattr("domino_survey.scoring.greedy.MOST_PAIRS", 1)
    model = two_caps()
    found = best_bundles(model, table(model, {"Q1": "n1", "Q2": "n1", "Q3": "n4"}), "T", 6)
    assert found[5].gain == pytest.approx(70)


def test_bundle__of_options__counts_those_ticked() -> None:
    model = one_theme(multiple("Q", {"a": 50.0, "b": 30.0, "c": 20.0}))
    found = best_bundles(model, table(model, {"Q": ("c",)}), "T", 2)
    assert [one.gain for one in found] == pytest.approx([50, 80])
    assert said(found[1]) == [("Q", ("a", "b", "c"), 2)]


def test_bundle__of_another_row__is_that_of_the_row() -> None:
    model = one_theme(scale("Q1"), scale("Q2"))
    both = table(model, {"Q1": "n4", "Q2": "n4"}, {"Q1": "n4", "Q2": "n2"})
    assert best_bundles(model, both, "T", 5, 0)[4].changes == ()
    assert best_bundles(model, both, "T", 5, 1)[4].gain == pytest.approx(25)


# --- Properties -------------------------------------------------------------------------------


@settings(**PLAIN)
@given(st.data())
def test_bundle__few_combinations__is_the_best_of_all(data: st.DataObject) -> None:
    model = data.draw(mixed_questionnaires(chained=True))
    response = data.draw(mixed_responses(model))
    node = data.draw(st.sampled_from(model.node_ids))
    found = best_bundles(model, table_of(model, [response]), node, MOST)
    assert [one.gain for one in found] == pytest.approx(by_hand(model, response, node), abs=EXACT)


@st.composite
def plain_means(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Answer]]:
    """Scales of any points under plain means, all answered: what gains adds up."""
    points = st.lists(st.floats(0, 100), min_size=2, max_size=4).map(
        lambda some: tuple(sorted(some))
    )
    weights = st.floats(0.1, 5)
    themes, response = [], {}
    for place in range(draw(st.integers(1, 2))):
        items = []
        for number in range(draw(st.integers(1, 3))):
            item, of = f"Q{place}{number}", draw(points)
            items.append(scale(item, of, weight=draw(weights)))
            response[item] = answered(f"n{draw(st.integers(0, len(of) - 1))}")
        themes.append(theme(f"T{place}", *items, weight=draw(weights)))
    return questionnaire(axis("A", *themes)), response


@settings(**PLAIN)
@given(plain_means())
def test_bundle__of_plain_means__is_the_best_of_all(
    drawn: tuple[Questionnaire, dict[str, Answer]],
) -> None:
    model, response = drawn
    found = best_bundles(model, table_of(model, [response]), "A", MOST)
    assert [one.gain for one in found] == pytest.approx(by_hand(model, response, "A"), abs=EXACT)


@settings(**PLAIN)
@given(st.data())
def test_bundle__step_by_step__keeps_its_promises(data: st.DataObject) -> None:
    model = data.draw(mixed_questionnaires(chained=True))
    response = data.draw(mixed_responses(model))
    node = data.draw(st.sampled_from(model.node_ids))
    answers = table_of(model, [response])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("domino_survey.scoring.bundle.MOST_COMBINATIONS", 0)
        found = best_bundles(model, answers, node, MOST)
    steps = what_if(model, answers).steps(node)
    gains = [one.gain for one in found]
    assert gains == sorted(gains)
    for levels, bundle in enumerate(found, start=1):
        asked = [change.question for change in bundle.changes]
        assert len(asked) == len(set(asked))
        assert bundle.effort == sum(change.effort for change in bundle.changes) <= levels
        if bundle.changes:
            after = value(model, changed(response, *bundle.changes), node)
            assert bundle.gain == pytest.approx(after - value(model, response, node), abs=EXACT)
        best = max((step.gain for step in steps if step.change.effort <= levels), default=0.0)
        assert bundle.gain >= best - EXACT
