"""What SPSS cannot hold: long names, names that fall together, long labels, numbers where codes would be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.answers import State
from domino_survey.i18n import Translator
from domino_survey.interchange.sav_file import cut, write_sav
from domino_survey.interchange.sav_names import sav_names, state_code
from domino_survey.services.dataset import MARKS, Cells, Kind, Study, Table, Variable
from domino_survey.storage import QuestionnaireRef

if TYPE_CHECKING:
    from pathlib import Path


def number(name: str, minimum: float | None = None) -> Variable:
    return Variable(name, "x", Kind.NUMBER, states=True, minimum=minimum)


def test_names__long_alike_and_reserved__are_cut_and_told_apart() -> None:
    long = "a" * 70
    names = sav_names([number(one) for one in (f"{long}1", f"{long}2", "A1", "a1", "to", "x/y")])
    assert list(names.values()) == ["a" * 64, "a" * 62 + "_2", "A1", "a1_2", "v_to", "x_y"]


@given(st.lists(st.from_regex(r"[A-Za-z][A-Za-z0-9_./:]{0,120}", fullmatch=True), unique=True))
def test_names__any_columns__are_valid_and_unique(columns: list[str]) -> None:
    names = list(sav_names([number(one) for one in columns]).values())
    assert len({name.upper() for name in names}) == len(columns)
    assert all(len(name) <= 64 and name[0].isalpha() and name[-1] != "." for name in names)


@pytest.mark.parametrize(
    ("minimum", "code"),
    [(0, -99), (None, -9_999_999_999), (-50, -9_999_999_999), (-1e10, -99_999_999_999)],
)
def test_state_code__of_a_number__lies_below_what_may_be_answered(
    minimum: float | None, code: int
) -> None:
    assert state_code(number("x", minimum), MARKS[State.MISSING]) == code


@given(st.text(max_size=400), st.integers(8, 256))
def test_cut__any_text__fits_in_its_bytes(text: str, longest: int) -> None:
    assert len(cut(text, longest).encode()) <= longest


def test_sav__what_is_too_long__is_written_and_read_back(tmp_path: Path) -> None:
    long = Variable(
        "b" * 101,
        "é" * 300,
        Kind.CHOICE,
        states=True,
        values=(("un", "à" * 200), ("deux", "Deux")),
    )
    table = Table(
        "",
        "R",
        (long, number("minus"), Variable("note", "N", Kind.TEXT, states=True, withheld=True)),
        ("note",),
        2,
        lambda: iter(
            [
                (
                    Cells(np.array([0, 0], np.int16), np.array([0, 4], np.int8)),
                    Cells(np.array([-97.0, 0.0]), np.array([0, 1], np.int8)),
                    Cells(np.array(["x" * 10_000, ""], object), np.array([0, 5], np.int8)),
                )
            ]
        ),
    )
    ref = QuestionnaireRef("q", "1", "h")
    at = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
    study = Study("r", "T", "D" * 90, "fr", ref, "CC0-1.0", at, (), {"hash": "h" * 90}, (table,))
    path = tmp_path / "r.sav"
    write_sav(study, table, Translator("fr"), path, lambda _: None)
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    first, second, third = meta.column_names
    assert len(first) == 64
    assert frame[first].tolist() == [1, -96]
    assert frame[second].tolist() == [-97, -9_999_999_997]
    assert frame[third].tolist() == ["x" * 10_000, "NC"]
    assert len((meta.column_names_to_labels[first] or "").encode()) <= 256
    assert meta.variable_value_labels[first][2] == "Deux"
    assert meta.creation_time == datetime(2026, 11, 23, 10, 30)  # noqa: DTZ001 - read without a zone
