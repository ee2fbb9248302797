from __future__ import annotations

import pytest

from domino_survey.bench import Measurement, interleaved


@pytest.mark.parametrize(
    ("ratio", "at_least", "holds"),
    [
        (1.2, False, True),
        (1.3, False, True),
        (1.4, False, False),
        (1.2, True, False),
        (1.3, True, True),
        (1.4, True, True),
    ],
)
def test_measurement__either_side_of_its_limit__holds_on_the_right_one(
    ratio: float, *, at_least: bool, holds: bool
) -> None:
    assert Measurement("essai", ratio, 1.3, "", at_least=at_least).holds is holds


def test_interleaved__two_functions__takes_turns_and_warms_up() -> None:
    calls: list[str] = []
    found = interleaved(lambda: calls.append("a"), lambda: calls.append("b"), 3)
    assert "".join(calls) == "abababab"
    assert min(found) >= 0
