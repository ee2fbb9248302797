"""Examples of OECD/JRC (2008), Handbook on Constructing Composite Indicators, that bear on the method.

Borda counts and outranking, which it also works out, are no part of the method: they compare units
with each other, and a score here never depends on other responses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from domino_survey.answers import answered
from domino_survey.answers.table import column_of
from domino_survey.normalisation import scoring_key
from domino_survey.schema import Goalposts
from domino_survey.scoring.power_mean import power_mean
from tests.builders import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.scoring.power_mean import Power


def means(power: Power, *units: Sequence[float], offset: float = 0.0) -> list[float]:
    """The mean of each unit's indicators, all of the same weight."""
    values = np.array(units, dtype=np.float64).T
    weights = (1.0,) * len(values)
    found = power_mean(values, weights, np.ones(values.shape, dtype=np.bool_), power, offset)
    return [float(mean) for mean in found]


def test_geometric_mean__unbalanced_and_balanced_country__agree_as_printed() -> None:
    # Pages 103-104: the arithmetic mean of both is 6.
    assert means(1.0, (21, 1, 1, 1), (6, 6, 6, 6)) == [6, 6]
    found = means(0.0, (21, 1, 1, 1), (6, 6, 6, 6))
    # Printed 2.14 and 6.
    assert found == pytest.approx([2.1406951429280725, 6], abs=1e-9)


def test_geometric_mean__one_point_more_where_it_is_low__gains_most() -> None:
    # The same pages: the second indicator up by one raises the unbalanced country by 19 %, the
    # balanced one by 4 %; printed 2.54 (2.5457, cut) and 6.23 (6.2357, cut).
    before = np.array(means(0.0, (21, 1, 1, 1), (6, 6, 6, 6)))
    after = np.array(means(0.0, (21, 2, 1, 1), (6, 7, 6, 6)))
    assert after == pytest.approx([2.5457298950218306, 6.23573926575247], abs=1e-9)
    assert [round(gain) for gain in 100 * (after / before - 1)] == [19, 4]


@pytest.mark.parametrize("factor", [0.1, 2.0, 4.7])
def test_geometric_mean__an_indicator_in_another_unit__leaves_ratios_of_units(
    factor: float,
) -> None:
    # The reason that the Handbook gives for it: without an offset, ratios of units do not depend on
    # the scale of an indicator; those of arithmetic means do.
    units = np.array([(21, 1, 1, 1), (6, 6, 6, 6)], dtype=np.float64)
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
    # Table 14: as a share of the best a temperature is 0.949 in Celsius and 0.965 in Fahrenheit, from
    # which follow 37 and 39 degrees Celsius. Between two goalposts it is the same in both units.
    (of_best,) = shares(0, 39, 37)
    (of_best_too,) = shares(0, fahrenheit(39), fahrenheit(37))
    assert of_best == pytest.approx(0.9487179487179487, abs=1e-9)
    assert of_best_too == pytest.approx(0.9647749510763209, abs=1e-9)
    celsius = (20.0, 28.5, 37.0, 39.0)
    assert shares(*map(fahrenheit, (20, 39, *celsius))) == pytest.approx(
        shares(20, 39, *celsius), abs=1e-9
    )
