from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.services.deadlines import due_of, is_no_day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("30/06/2027", date(2027, 6, 30)),
        ("1.9.2026", date(2026, 9, 1)),
        ("2027-02-03", date(2027, 2, 3)),
        ("06/2027", date(2027, 6, 30)),
        ("juin 2027", date(2027, 6, 30)),
        ("Avant fin février 2028", date(2028, 2, 29)),
        ("1er août 2026", date(2026, 8, 1)),
        ("pour le 15 déc. 2026", date(2026, 12, 15)),
        ("d’ici juillet 2027", date(2027, 7, 31)),
        ("mi-mars 2027", date(2027, 3, 31)),
        ("by 3rd March 2027", date(2027, 3, 3)),
        ("end of 2027", date(2027, 12, 31)),
        ("2027", date(2027, 12, 31)),
    ],
)
def test_due__words_that_name_a_day__is_the_last_one_they_can_mean(words: str, day: date) -> None:
    assert due_of(words) == day


@pytest.mark.parametrize(
    "words",
    [
        "",
        "avant l'été",
        "juin",
        "31/02/2027",
        "13/2027",
        "jui 2027",
        "2 réunions en 2027",
        "0/0/2027",
    ],
)
def test_due__words_that_name_none__is_none(words: str) -> None:
    assert due_of(words) is None


@given(st.text(max_size=60))
def test_due__any_text__is_read_or_not_and_never_fails(words: str) -> None:
    due_of(words)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_due__day_written_as_people_do__is_read_back(day: date) -> None:
    assert due_of(day.strftime("%d/%m/%Y")) == day
    assert due_of(day.isoformat()) == day


@pytest.mark.parametrize(
    "words", ["31/02/2027", "2027-13-01", "13/2027", "31 avril 2027", "00/2027"]
)
def test_no_day__a_day_that_no_calendar_has__is_told(words: str) -> None:
    assert is_no_day(words)


@pytest.mark.parametrize(
    "words", ["", "avant l'été", "printemps 2027", "ju 2027", "juin", "30/06/2027", "fin 2027"]
)
def test_no_day__a_day_or_other_words__is_let_be(words: str) -> None:
    assert not is_no_day(words)
