from __future__ import annotations

import pytest

from domino_survey import disclosure, expressions
from domino_survey.expressions import Fact, tree


def share_fact(text: str, numerator: int, denominator: int) -> Fact:
    leaf = expressions.parse(text)
    assert isinstance(leaf, tree.Comparison)
    assert isinstance(leaf.right, tree.Percent)
    return Fact(
        leaf=leaf,
        references=("A",),
        function="share",
        operator=leaf.operator,
        threshold=leaf.right.value,
        value=100 * numerator / denominator,
        known=True,
        holds=True,
        reason=True,
        gap=0.2,
        numerator=numerator,
        denominator=denominator,
    )


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [(12, 20, 60.0), (13, 20, 65.0), (11, 31, 35.0), (10, 31, None), (4, 9, None), (18, 20, None)],
)
def test_fact__share__rounded_where_it_tells_of_few_neither_way(
    numerator: int, denominator: int, value: float | None
) -> None:
    safe = disclosure.safe_fact(share_fact("PART(A <= 1) >= 30 %", numerator, denominator), 5)
    assert safe.value == value
    assert (safe.numerator, safe.denominator, safe.gap) == (None, None, 0.0)
    assert safe.threshold == 30.0


def test_fact__rounding_would_contradict_it__no_value() -> None:
    assert disclosure.safe_fact(share_fact("PART(A <= 1) < 20 %", 8, 41), 5).value is None
