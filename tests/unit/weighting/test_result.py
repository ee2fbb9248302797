from __future__ import annotations

import json
import math

import numpy as np
import pytest

from domino_survey.weighting import (
    Weighting,
    ahp_weights,
    budget_weights,
    equal_weights,
    organiser_weights,
)

ITEMS = ("A", "B", "C")
JUDGED: dict[tuple[str, str], float] = {("A", "B"): 3, ("A", "C"): 5, ("B", "C"): 1 / 3}
WEIGHTINGS = [
    equal_weights(ITEMS),
    organiser_weights(ITEMS, (1, 2, 4)),
    budget_weights(ITEMS, {"1": (50, 30, 20)}),
    budget_weights(ITEMS, {"1": (50, 30, 20), "2": (0, 0, 100)}),
    budget_weights(ITEMS[:1], {"1": (100,), "2": (100,)}),
    ahp_weights(ITEMS, {"1": JUDGED, "2": JUDGED | {("B", "C"): 2}}),
]


@pytest.mark.parametrize("weighting", WEIGHTINGS, ids=lambda weighting: weighting.method)
def test_json__there_and_back__is_the_same_weighting(weighting: Weighting) -> None:
    text = json.dumps(weighting.to_json(), allow_nan=False)
    assert Weighting.from_json(json.loads(text)) == weighting


def test_json__of_judgements__names_table_and_participants() -> None:
    stored = json.loads(json.dumps(WEIGHTINGS[-1].to_json()))
    assert stored["method"] == "ahp"
    assert stored["consistency"]["random_indices"][:4] == [0, 0, 0.5247, 0.8816]
    assert [one["name"] for one in stored["participants"]] == ["1", "2"]


@pytest.mark.parametrize(
    "change",
    [
        {"method": "guess"},
        {"weights": [0.5, 0.5]},
        {"weights": [0.5, 0.6, 0.1]},
        {"weights": [1.5, -0.5, 0.0]},
        {"weights": [1.0, 0.0, math.nan]},
        {"weights": None},
        {"items": ["A", "B", "B"]},
        {"participants": [{"name": "1", "weights": [1.0]}]},
        {"consistency": {"ratio": 0.0}},
    ],
)
def test_json__that_is_no_weighting__is_refused(change: dict[str, object]) -> None:
    stored = equal_weights(ITEMS).to_json()
    assert isinstance(stored, dict)
    with pytest.raises(ValueError, match="Weighting"):
        Weighting.from_json(stored | change)
    with pytest.raises(ValueError, match="Weighting"):
        Weighting.from_json(None)


def test_weighting__once_made__does_not_change() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        WEIGHTINGS[0].weights = (1, 0, 0)  # type: ignore[misc]  # what is tested
    drawn = WEIGHTINGS[3].individual
    drawn[0, 0] = 9
    assert np.array_equal(WEIGHTINGS[3].individual[0], (0.5, 0.3, 0.2))
