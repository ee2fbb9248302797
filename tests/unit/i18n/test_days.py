"""Days as people write them in figures."""

from __future__ import annotations

from datetime import date

import pytest

from domino_survey.i18n import read_day


@pytest.mark.parametrize("text", ["24/11/2026", " 24/11/2026 ", "2026-11-24"])
def test_read_day__in_figures__is_read(text: str) -> None:
    assert read_day(text) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    ["", "31/02/2026", "11/24/2026", "24/11/26", "24-11-2026", "demain", "٢٤/١١/٢٠٢٦", "0/0/0000"],
)
def test_read_day__no_day__is_none(text: str) -> None:
    assert read_day(text) is None
