from __future__ import annotations

import numpy as np
import pytest

from domino_survey import expressions
from domino_survey.answers import DONT_KNOW, AnswerTable
from domino_survey.schema import Scoring, Stages
from domino_survey.scoring import ResponseFrame, in_order_of_dependence, items_in_conditions
from tests.builders import multiple, number, one_theme, percent, scale, single, table, yes_no

STAGE = single("STAGE", {"idee": None, "marche": None, "pause": None})
MODEL = one_theme(
    scale("S"),
    yes_no("Y"),
    multiple("M", {"a": 1.0, "b": 1.0}),
    number("N", minimum=10.0, maximum=60.0),
    number("FREE"),
    profile=[STAGE],
    scoring=Scoring(full_points=3.0),
    stages=Stages(item="STAGE", order=("idee", "marche"), equivalent={"pause": "marche"}),
)
TABLE = table(
    MODEL,
    {"S": "n1", "Y": "oui", "M": ("b",), "N": 12.0, "STAGE": "pause"},
    {"S": DONT_KNOW, "Y": "non"},
)
FRAME = ResponseFrame(MODEL, TABLE)


def test_scores__of_a_question__are_its_points_without_rounding_errors() -> None:
    assert FRAME.scores("S")[0] == 0.75
    assert FRAME.scores("Y").tolist() == [3, 0]
    assert np.isnan(FRAME.scores("S")[1])


def test_scores__of_a_number_that_is_not_scored__are_the_number() -> None:
    assert FRAME.scores("N")[0] == FRAME.raw("N")[0] == 12
    assert np.isnan(FRAME.raw("S")).all()


def test_scores__of_a_node__are_those_given() -> None:
    frame = ResponseFrame(MODEL, TABLE, node_scores={"A": np.array([40.0, np.nan])})
    assert frame.scores("A")[0] == 40
    assert frame.present("A").tolist() == [True, False]


@pytest.mark.parametrize("code", ["oui", "yes", "YES", "Oui"])
def test_chosen__yes_in_either_language__is_yes(code: str) -> None:
    hit, present = FRAME.chosen("Y", code)
    assert (hit.tolist(), present.tolist()) == ([True, False], [True, True])


def test_chosen__one_of_several_options__is_a_bit() -> None:
    assert FRAME.chosen("M", "b")[0].tolist() == [True, False]
    assert FRAME.chosen("M", "a")[0].tolist() == [False, False]
    assert FRAME.chosen("M", "unknown")[0].tolist() == [False, False]


def test_stage_ranks__equivalent_stage__is_that_of_the_other() -> None:
    ranks = FRAME.stage_ranks()
    assert ranks[0] == FRAME.rank_of("marche") == 1
    assert np.isnan(ranks[1])


def test_present__stage__where_its_item_is_answered() -> None:
    assert FRAME.present(expressions.STAGE).tolist() == [True, False]


def test_span__by_kind_of_reference() -> None:
    assert (FRAME.span("A"), FRAME.span("S"), FRAME.span("N")) == (100, 3, 50)
    assert np.isnan(FRAME.span("FREE"))


def test_asked__mapping_given_empty__is_the_one_that_is_read_later() -> None:
    asked: dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]] = {}
    frame = ResponseFrame(MODEL, TABLE, asked)
    asked["Y"] = np.array([False, True])
    assert frame.present("Y").tolist() == [False, True]


def test_column__never_collected__has_no_value() -> None:
    frame = ResponseFrame(MODEL, AnswerTable(1, {}))
    assert np.isnan(frame.scores("S")).all()
    assert not frame.present("S").any()


def test_order_of_dependence__puts_what_is_read_first_and_survives_a_cycle() -> None:
    late = one_theme(
        percent("Q1", relevance="Q2 > 50"), percent("Q2", relevance="Q3 > 50"), percent("Q3")
    )
    assert [item.id for item in in_order_of_dependence(late)] == ["Q3", "Q2", "Q1"]
    assert items_in_conditions(late) == {"Q2", "Q3"}
    circle = one_theme(percent("Q1", relevance="Q2 > 50"), percent("Q2", relevance="Q1 > 50"))
    assert {item.id for item in in_order_of_dependence(circle)} == {"Q1", "Q2"}
