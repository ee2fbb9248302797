from __future__ import annotations

import numpy as np

from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, State
from tests.builders import multiple, one_theme, percent, scale, table

MODEL = one_theme(percent("N"), scale("S"), multiple("M", {f"o{rank}": 1.0 for rank in range(40)}))


def test_table__of_responses__has_a_column_for_every_item() -> None:
    found = table(MODEL, {"N": 12.5, "S": "n3"}, {"S": DONT_KNOW, "M": ("o0", "o39")})
    assert found.size == 2
    assert found.columns["N"].value[0] == 12.5
    assert found.columns["S"].value[0] == 3
    assert int(found.columns["M"].value[1]) == (1 << 39) + 1
    assert found.columns["M"].value.dtype == np.uint64
    assert found.columns["N"].state.tolist() == [State.ANSWERED, State.MISSING]
    assert found.columns["S"].state.tolist() == [State.ANSWERED, State.DONT_KNOW]


def test_rows_and_where__cut_a_table__alike() -> None:
    found = table(MODEL, *({"N": float(row)} for row in range(5)))
    assert found.rows(1, 3).columns["N"].value.tolist() == [1, 2]
    assert found.rows(3, 99).size == 2
    assert found.rows(7, 9).size == 0
    kept = found.where(np.array([True, False, False, True, False]))
    assert (kept.size, kept.columns["N"].value.tolist()) == (2, [0, 3])


def test_states__in_a_column__are_told_apart() -> None:
    found = table(MODEL, {"S": "n0"}, {"S": NOT_APPLICABLE}, {"S": DONT_KNOW}, {"S": MISSING})
    assert found.columns["S"].state.tolist() == [0, 1, 2, 3]
    assert found.columns["S"].answered.tolist() == [True, False, False, False]
