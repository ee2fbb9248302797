"""Numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.i18n import Language, read_number, write_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,5", 0.5),
        ("0.5", 0.5),
        (",5", 0.5),
        (" 1\u202f000,25 ", 1000.25),
        ("−3", -3.0),
        ("+2", 2.0),
        ("007", 7.0),
    ],
)
def test_read_number__as_written__is_read(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2,3", "1.000,5", "1e3", "nan", "inf", "--1", "٣", "."]
)
def test_read_number__no_number__is_none(text: str) -> None:
    assert read_number(text) is None


@given(st.floats(-1e9, 1e9), st.sampled_from(["fr", "en"]))
def test_write_number__read_again__is_the_same(value: float, language: Language) -> None:
    assert read_number(write_number(value, language)) == pytest.approx(value, rel=1e-9, abs=1e-9)
