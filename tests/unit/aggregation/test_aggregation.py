from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domino_survey import aggregation, schema_files, scoring
from domino_survey.answers import Answer, answered, table_of

if TYPE_CHECKING:
    from domino_survey.aggregation import Summary
    from domino_survey.schema import Questionnaire

GARDENS = Path(__file__).parents[2] / "questionnaires" / "jardins.yaml"


def gardens() -> Questionnaire:
    questionnaire, _ = schema_files.read(GARDENS)
    assert questionnaire is not None
    return questionnaire


QUESTIONNAIRE = gardens()


def worms(*numbers: float | None, **others: str) -> list[dict[str, Answer]]:
    """Responses whose axis `sol` scores 5 times each number; None leaves the axis unanswered."""
    fixed = {item.replace("_", "."): answered(code) for item, code in others.items()}
    return [
        {"age": answered("recolte"), **fixed}
        | (
            {}
            if number is None
            else {"sol.vers": answered(float(number)), "sol.paillage": answered(_cover(number))}
        )
        for number in numbers
    ]


def _cover(number: float) -> str:
    return {0: "nu", 10: "hiver", 20: "annee"}.get(int(number), "nu")


def summary(responses: list[dict[str, Answer]], least: int = 5) -> Summary:
    scores = scoring.score(QUESTIONNAIRE, table_of(QUESTIONNAIRE, responses))
    return aggregation.summarise(QUESTIONNAIRE, scores, least=least)


@pytest.mark.parametrize(
    ("value", "count", "shown"),
    [
        (52.4, 5, 50.0),
        (52.5, 9, 55.0),
        (52.49, 10, 52.0),
        (52.5, 19, 53.0),
        (52.449, 20, 52.4),
        (52.45, 1000, 52.5),
        (100.0, 5, 100.0),
        (0.0, 30, 0.0),
    ],
)
def test_rounded__by_the_number_of_scores__coarser_when_few(
    value: float, count: int, shown: float
) -> None:
    assert aggregation.rounded(value, count) == shown


@given(st.floats(0, 100), st.integers(0, 50))
@settings(max_examples=200, deadline=None)
def test_rounded__any_score__stays_on_the_scale_with_one_decimal(value: float, count: int) -> None:
    shown = aggregation.rounded(value, count)
    assert 0 <= shown <= 100
    assert shown == round(shown, 1)
    assert abs(shown - value) <= 2.5 + 1e-9


def test_summary__ten_scores__median_and_quartiles() -> None:
    found = summary(worms(*[0] * 3, *[10] * 4, *[20] * 3)).nodes["sol"]
    assert (found.first_quartile, found.median, found.third_quartile) == (13.0, 50.0, 88.0)
    assert (found.count, found.level, found.reason) == (10, "vivant", None)


def test_summary__fewer_than_twice_the_least__no_quartiles() -> None:
    found = summary(worms(*[0] * 4, *[10] * 5)).nodes["sol"]
    assert found.median == 50.0
    assert found.first_quartile is None
    assert found.third_quartile is None


@pytest.mark.parametrize(
    ("size", "least", "shown"), [(16, 5, False), (17, 5, True), (11, 3, False), (12, 3, True)]
)
def test_summary__median_interval__has_the_least_number_of_scores_at_either_end(
    size: int, least: int, *, shown: bool
) -> None:
    # Its ends are the fifth values of 17 and the third ones of 12: see the reference tests.
    for outer, interval in [(least, (0.0, 100.0)), (least - 1, (50.0, 50.0))]:
        numbers = [0] * outer + [10] * (size - 2 * outer) + [20] * outer
        found = summary(worms(*numbers), least).nodes["sol"].median_interval
        assert found == (aggregation.Interval(*interval) if shown else None)


def test_summary__axis_scored_by_too_few__no_figure_and_a_reason() -> None:
    found = summary(worms(*[10] * 4, *[None] * 6)).nodes["sol"]
    assert (found.median, found.level, found.count) == (None, None, None)
    assert found.reason is aggregation.Reason.TOO_FEW


@pytest.mark.parametrize(("without", "count"), [(0, 6), (1, None), (4, None), (5, 5)])
def test_summary__few_without_a_score__their_number_is_not_told(
    without: int, count: int | None
) -> None:
    found = summary(worms(*[10] * 6, *[None] * without)).nodes["sol"]
    assert found.median == 50.0
    assert found.count == count


def test_summary__all_alike__one_median_and_no_weakest_axis() -> None:
    found = summary(worms(*[10] * 6))
    assert found.nodes["sol"].median == 50.0
    assert (found.weakest, found.strongest) == ((), ())


def test_summary__axes_apart__names_weakest_and_strongest_by_what_is_shown() -> None:
    found = summary(worms(*[0] * 6, eau_origine="pluie"))
    assert (found.weakest, found.strongest) == (("sol",), ("eau",))


def test_summary__every_node__axes_themes_and_dimensions() -> None:
    found = summary(worms(*[0] * 6))
    assert found.size == 6
    assert {"sol", "sol.vie", "eau.source", scoring.dimension_id("terre")} <= set(found.nodes)
    assert "overall" not in found.nodes


@given(
    st.lists(st.sampled_from([0, 10, 20]), min_size=5, max_size=25),
    st.sampled_from([0, 10, 20]),
)
@settings(max_examples=60, deadline=None)
def test_summary__order_of_responses__changes_nothing(numbers: list[float], first: float) -> None:
    ordered = summary(worms(first, *numbers))
    assert summary(worms(*sorted([*numbers, first]))) == ordered


def test_group_counts__one_choice__in_the_order_of_the_options() -> None:
    responses: list[dict[str, Answer]] = [
        {"age": answered("pousse")},
        {"age": answered("pousse")},
        {"age": answered("graine")},
        {},
    ]
    table = table_of(QUESTIONNAIRE, responses)
    counts = aggregation.group_counts(QUESTIONNAIRE, table, "age")
    assert list(counts.items()) == [("graine", 1), ("pousse", 2), ("recolte", 0), ("jachere", 0)]


def test_group_counts__several_choices__each_counts() -> None:
    responses = [
        {"voisins.venus": answered(("ecole", "aines"))},
        {"voisins.venus": answered(("aines",))},
        {},
    ]
    table = table_of(QUESTIONNAIRE, responses)
    counts = aggregation.group_counts(QUESTIONNAIRE, table, "voisins.venus")
    assert counts == {"ecole": 1, "aines": 2, "passants": 0, "personne": 0}
    members = aggregation.members_by_option(QUESTIONNAIRE, table, "voisins.venus")
    assert np.flatnonzero(members["aines"]).tolist() == [0, 1]


def test_group_counts__item_never_collected__none() -> None:
    table = table_of(QUESTIONNAIRE, []).rows(0, 0)
    assert set(aggregation.group_counts(QUESTIONNAIRE, table, "age").values()) == {0}
