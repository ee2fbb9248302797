"""Numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.i18n import LANGUAGES, Language, read_number, write_number


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
    assert [read_number(text, language) for language in LANGUAGES] == [number, number]


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("1,000", 1.0, 1000.0),
        ("-12,345,678.5", None, -12345678.5),
        ("0,500", 0.5, 0.5),
        ("12,50", 12.5, 12.5),
        ("1234,567", 1234.567, 1234.567),
    ],
)
def test_read_number__commas__group_thousands_in_english_only(
    text: str, french: float | None, english: float
) -> None:
    assert read_number(text, "fr") == french
    assert read_number(text, "en") == english


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2,3", "1.000,5", "1e3", "nan", "inf", "--1", "٣", "."]
)
def test_read_number__no_number__is_none(text: str) -> None:
    assert [read_number(text, language) for language in LANGUAGES] == [None, None]


@given(st.floats(-1e9, 1e9), st.sampled_from(["fr", "en"]))
def test_write_number__read_again__is_the_same(value: float, language: Language) -> None:
    assert read_number(write_number(value, language), language) == pytest.approx(
        value, rel=1e-9, abs=1e-9
    )
