"""Examples of OECD/JRC (2008), Handbook on Constructing Composite Indicators, that bear on the method.

Borda counts and outranking, which it also works out, are no part of the method: they compare units
with each other, and a score here never depends on other responses. The figures, and where they come
from, are in tests/cases/handbook and tests/cases/README.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from domino_survey.answers import answered
from domino_survey.answers.table import column_of
from domino_survey.normalisation import scoring_key
from domino_survey.schema import Goalposts
from domino_survey.scoring.power_mean import power_mean
from tests.builders import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domino_survey.scoring.power_mean import Power


CASES = Path(__file__).parents[1] / "cases" / "handbook" / "expected.json"
EXPECTED: dict[str, dict[str, Any]] = json.loads(CASES.read_text(encoding="utf-8"))
MEANS = EXPECTED["geometric_p104"]
TEMPERATURES = EXPECTED["table14_interval_scale"]


def cut(values: Iterable[float]) -> list[float]:
    """As the Handbook prints them: 2.5457 as 2.54."""
    return [int(100 * value) / 100 for value in values]


def means(power: Power, *units: Sequence[float], offset: float = 0.0) -> list[float]:
    """The mean of each unit's indicators, all of the same weight."""
    values = np.array(units, dtype=np.float64).T
    weights = (1.0,) * len(values)
    found = power_mean(values, weights, np.ones(values.shape, dtype=np.bool_), power, offset)
    return [float(mean) for mean in found]


def test_geometric_mean__unbalanced_and_balanced_country__agree_as_printed() -> None:
    # Pages 103-104.
    assert means(1.0, MEANS["a"], MEANS["b"]) == MEANS["arith"]
    found = means(0.0, MEANS["a"], MEANS["b"])
    assert found == pytest.approx(MEANS["geo"], abs=1e-9)
    assert cut(found) == MEANS["geo_published"]


def test_geometric_mean__one_point_more_where_it_is_low__gains_most() -> None:
    # The same pages: the second indicator up by one.
    before = np.array(means(0.0, MEANS["a"], MEANS["b"]))
    after = np.array(means(0.0, MEANS["a_plus1"], MEANS["b_plus1"]))
    assert after == pytest.approx(MEANS["geo_plus1"], abs=1e-9)
    assert cut(after) == MEANS["geo_plus1_published"]
    gains = 100 * (after / before - 1)
    assert gains == pytest.approx(MEANS["gain_pct"], abs=1e-9)
    assert [round(gain) for gain in gains] == MEANS["gain_pct_published"]


@pytest.mark.parametrize("factor", [0.1, 2.0, 4.7])
def test_geometric_mean__an_indicator_in_another_unit__leaves_ratios_of_units(
    factor: float,
) -> None:
    # The reason that the Handbook gives for it: without an offset, ratios of units do not depend on
    # the scale of an indicator; those of arithmetic means do.
    units = np.array([MEANS["a"], MEANS["b"]], dtype=np.float64)
    rescaled = units * (1, 1, 1, factor)
    geometric = [means(0.0, *group) for group in (units.tolist(), rescaled.tolist())]
    assert geometric[1][0] / geometric[1][1] == pytest.approx(geometric[0][0] / geometric[0][1])
    arithmetic = [means(1.0, *group) for group in (units.tolist(), rescaled.tolist())]
    assert arithmetic[1][0] / arithmetic[1][1] != pytest.approx(1)


def shares(low: float, high: float, *values: float) -> list[float]:
    question = number("Q", goalposts=Goalposts(low=low, high=high))
    column = column_of(question, [answered(value) for value in values], len(values))
    return [float(score) / 100 for score in scoring_key(question, 100.0).scores(column)]


def fahrenheit(celsius: float) -> float:
    return 1.8 * celsius + 32


def test_goalposts__celsius_or_fahrenheit__give_the_same_share() -> None:
    # Table 14, country A: its temperatures as shares of the best one differ from unit to unit. Those that
    # give these shares are 37 of 39 and 37.95 of 40 degrees Celsius.
    for place, (value, best) in enumerate(((37, 39), (37.95, 40))):
        shared = shares(0, best, value) + shares(0, fahrenheit(best), fahrenheit(value))
        expected = [TEMPERATURES[unit]["A"][place] for unit in ("celsius", "fahrenheit")]
        assert shared == pytest.approx(expected, abs=1e-9)
        printed = [
            TEMPERATURES[f"{unit}_published"]["A"][place] for unit in ("celsius", "fahrenheit")
        ]
        assert [round(share, 3) for share in shared] == printed
    # Between two goalposts they do not.
    celsius = (20.0, 28.5, 37.0, 39.0)
    assert shares(*map(fahrenheit, (20, 39, *celsius))) == pytest.approx(
        shares(20, 39, *celsius), abs=1e-9
    )
