from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from domino_survey import scoring
from domino_survey.answers import DONT_KNOW, NOT_APPLICABLE
from domino_survey.schema import Cap, NodeScoring, Scoring
from tests.builders import axis, one_theme, percent, questionnaire, table, theme

if TYPE_CHECKING:
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring import Loss
    from tests.builders import Plain


def losses(model: Questionnaire, node: str, **plain: Plain) -> dict[str, Loss]:
    scores = scoring.score(model, table(model, plain))
    return {loss.question: loss for loss in scoring.losses(model, scores, 0, node)}


def test_losses__of_a_plain_mean__are_weight_times_what_is_missing() -> None:
    model = questionnaire(
        axis(
            "A",
            theme("T1", percent("Q1", weight=3.0), percent("Q2"), percent("Q3")),
            theme("T2", percent("Q4"), percent("Q5")),
        )
    )
    found = losses(model, "A", Q1=80.0, Q2=40.0, Q3=DONT_KNOW, Q4=50.0, Q5=NOT_APPLICABLE)
    assert [found[q].weight for q in ("Q1", "Q2", "Q4")] == pytest.approx([0.375, 0.125, 0.5])
    assert [found[q].points for q in ("Q1", "Q2", "Q4")] == pytest.approx([7.5, 7.5, 25])
    assert set(found) == {"Q1", "Q2", "Q4"}
    assert next(iter(found)) == "Q4"


def test_losses__of_a_geometric_mean__share_the_logarithm() -> None:
    model = one_theme(
        percent("Q1"), percent("Q2"), scoring=Scoring(theme=NodeScoring(power=0.0), offset=0.0)
    )
    found = losses(model, "T", Q1=25.0, Q2=100.0)
    assert found["Q1"].points == pytest.approx(50)
    assert found["Q2"].points == 0
    found = losses(model, "T", Q1=25.0, Q2=64.0)
    logs = np.log([100 / 25, 100 / 64])
    assert [found["Q1"].points, found["Q2"].points] == pytest.approx(60 * logs / logs.sum())


def test_losses__of_the_lowest_child__are_shared_by_shapley() -> None:
    model = one_theme(percent("Q1"), percent("Q2"), scoring=Scoring(theme=NodeScoring(power="min")))
    # 20 lost by either, 60 more by the lowest alone.
    found = losses(model, "T", Q1=20.0, Q2=80.0)
    assert [found["Q1"].points, found["Q2"].points] == pytest.approx([70, 10])


def test_losses__under_a_cap__go_to_the_critical_child() -> None:
    caps = (Cap(child="Q1", at_or_below=0.0, limit=30.0),)
    model = one_theme(percent("Q1"), percent("Q2"), scoring=Scoring(theme=NodeScoring(caps=caps)))
    found = losses(model, "T", Q1=0.0, Q2=100.0)
    assert [found["Q1"].points, found["Q2"].points] == pytest.approx([70, 0])


def test_losses__where_a_zero_annihilates__are_those_of_the_zero() -> None:
    model = one_theme(
        percent("Q1"), percent("Q2"), scoring=Scoring(theme=NodeScoring(power=0.0), offset=0.0)
    )
    found = losses(model, "T", Q1=0.0, Q2=50.0)
    assert [found["Q1"].points, found["Q2"].points] == pytest.approx([100, 0])


def test_losses__of_a_perfect_score__are_zero() -> None:
    for power in (1.0, 0.0):
        model = one_theme(percent("Q1"), scoring=Scoring(theme=NodeScoring(power=power)))
        assert losses(model, "T", Q1=100.0)["Q1"].points == 0


def test_losses__without_score__are_none() -> None:
    assert losses(one_theme(percent("Q1")), "T") == {}


def test_losses__under_a_cap_over_very_many__are_none_rather_than_wrong() -> None:
    caps = (Cap(child="Q1", at_or_below=0.0, limit=30.0),)
    many = [percent(f"Q{rank}") for rank in range(20)]
    model = one_theme(*many, scoring=Scoring(theme=NodeScoring(caps=caps)))
    assert losses(model, "T", **{question.id: 10.0 for question in many}) == {}


def contributions(model: Questionnaire, node: str, **plain: Plain) -> dict[str, float]:
    return scoring.contributions(model, scoring.score(model, table(model, plain)), 0, node)


def test_contributions__of_a_plain_mean__are_the_points_brought() -> None:
    model = one_theme(percent("Q1", weight=3.0), percent("Q2"))
    assert contributions(model, "T", Q1=20.0, Q2=60.0) == pytest.approx({"Q1": 0.5, "Q2": 0.5})


def test_contributions__of_the_lowest_child__all_on_it() -> None:
    model = one_theme(percent("Q1"), percent("Q2"), scoring=Scoring(theme=NodeScoring(power="min")))
    assert contributions(model, "T", Q1=20.0, Q2=80.0) == {"Q1": 1.0, "Q2": 0.0}
    assert contributions(model, "T", Q1=20.0, Q2=20.0) == {"Q1": 0.5, "Q2": 0.5}


def test_contributions__harmonic__the_more_the_lower() -> None:
    how = Scoring(theme=NodeScoring(power=-1.0), offset=0.0)
    model = one_theme(percent("Q1"), percent("Q2"), scoring=how)
    assert contributions(model, "T", Q1=20.0, Q2=80.0) == pytest.approx({"Q1": 0.8, "Q2": 0.2})


def test_contributions__where_a_limit_stands_for_the_mean__not_told() -> None:
    caps = (Cap(child="Q1", at_or_below=25.0, limit=40.0),)
    model = one_theme(percent("Q1"), percent("Q2"), scoring=Scoring(theme=NodeScoring(caps=caps)))
    assert contributions(model, "A", Q1=20.0, Q2=100.0) == {}
    # The mean lies below the limit: the cap changes nothing.
    assert contributions(model, "A", Q1=20.0, Q2=20.0) == pytest.approx({"Q1": 0.5, "Q2": 0.5})
    assert contributions(model, "A", Q1=0.0, Q2=0.0) == {}
    assert contributions(model, "A") == {}
