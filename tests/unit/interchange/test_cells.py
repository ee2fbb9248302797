"""Texts that no spreadsheet runs, whatever they are, and that come back as they were."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from domino_survey.i18n import Translator
from domino_survey.interchange import inert, restored
from domino_survey.interchange.cells import SIGNS, clean, is_formula
from domino_survey.interchange.csv_file import EXCEL, PLAIN, write_table
from domino_survey.interchange.xlsx_file import LONGEST_CELL, fitting, write_workbook
from domino_survey.services.dataset import Cells, Kind, Study, Table, Variable
from domino_survey.storage import QuestionnaireRef

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domino_survey.interchange.csv_file import Dialect

AT = datetime(2026, 11, 23, 10, 30, 15, tzinfo=UTC)
ANY = st.text(st.characters(), max_size=30) | st.builds(
    lambda blank, sign, rest: blank + sign + rest,
    st.sampled_from(["", " ", "\u00a0", "  ", "\u200b", "'", "\x00", "\t "]),
    st.sampled_from([*SIGNS, "NA", "DK", "NP", "NC", "'", '"', ";", "_x0041_"]),
    st.text(max_size=8),
)


def study(*texts: str) -> Study:
    """One column of texts."""
    values = np.empty(len(texts), dtype=object)
    values[:] = texts
    table = Table(
        "",
        "Réponses",
        (Variable("text", "=Un texte", Kind.TEXT),),
        ("text",),
        len(texts),
        lambda: iter([(Cells(values),)]),
    )
    ref = QuestionnaireRef("q", "1", "h")
    about = (("=Titre", "+33"),)
    return Study("r", "T", "D", "fr", ref, "CC0-1.0", AT, about, {"hash": "h"}, (table,))


@given(ANY)
@example("=1+1")
@example("  @SUM(A1)")
@example("'=1")
@example("NA")
def test_inert__any_text__is_no_formula_no_mark_and_comes_back(text: str) -> None:
    cell = inert(text)
    assert not cell.lstrip().startswith(SIGNS)
    assert cell.strip() not in {"NA", "DK", "NP", "NC"}
    assert restored(cell) == text


def cells_of(path: Path, dialect: Dialect) -> Sequence[str]:
    with path.open(encoding=dialect.encoding, newline="") as file:
        (_, *rows) = csv.reader(file, delimiter=dialect.delimiter, strict=True)
    return [row[0] if row else "" for row in rows]


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL], ids=["plain", "excel"])
@given(texts=st.lists(ANY, min_size=1, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_csv__any_text__holds_no_formula_and_comes_back(
    dialect: Dialect, texts: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    write_table(study(*texts).tables[0], path, dialect, lambda _: None)
    read = cells_of(path, dialect)
    assert not [cell for cell in read if is_formula(cell)]
    assert [restored(cell) for cell in read] == [clean(text) for text in texts]


@given(texts=st.lists(ANY, min_size=1, max_size=5))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
def test_xlsx__any_text__holds_no_formula_and_comes_back(texts: list[str], tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_workbook(study(*texts), Translator("fr"), path, lambda _: None)
    book = openpyxl.load_workbook(path)
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n"}
    read = [str(book["Réponses"].cell(row, 1).value or "") for row in range(2, len(texts) + 2)]
    # The format escapes what looks like its own escapes; openpyxl leaves that to its reader.
    found = [restored(unescape(cell)) for cell in read]
    assert found == [_as_held(text) for text in texts]


def _as_held(text: str) -> str:
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def test_xlsx__longer_than_a_cell__is_cut_in_whole_characters() -> None:
    assert fitting("é" * LONGEST_CELL) == "é" * LONGEST_CELL
    cut = fitting("🙂" * LONGEST_CELL)
    assert cut.endswith("🙂…")
    assert LONGEST_CELL - 2 <= len(cut.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert len(fitting("a" * 40_000)) == LONGEST_CELL


def test_clean__what_no_format_holds__is_replaced() -> None:
    assert clean("a\x00b\ud800c\x1f\uffff\n\t") == "a\ufffdb\ufffdc\ufffd\ufffd\n\t"
