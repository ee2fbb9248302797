"""Each format read back by somebody else's reader, and compared with what the store holds."""

from __future__ import annotations

import csv
import json
import math
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from domino_survey.answers import State
from domino_survey.i18n import Translator
from domino_survey.interchange import Format, packed, write
from domino_survey.services.assessments import answers_of
from domino_survey.services.export_columns import pseudonym
from domino_survey.services.scoring_files import score_file
from domino_survey.settings import ROOT
from domino_survey.storage import Selection
from tests.unit.interchange.conftest import (
    COMMUNE,
    KEPT_COMMENT,
    KEPT_TEXT,
    NAME,
    NOW,
    PRESENTATION,
    SHARED_COMMENT,
    SHARED_TEXT,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from domino_survey.services.context import Context
    from domino_survey.services.exporting import Export
    from domino_survey.storage import StoredSubmission


FORMS = [form.value for form in Format]
A, B, C, D = (f"{pseudonym(f'response-{name}')}-1" for name in ("aa", "bb", "cc", "dd"))


def csv_rows(path: Path, delimiter: str = ",") -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["response"]: row for row in csv.DictReader(file, delimiter=delimiter)}


def stored(context: Context) -> dict[str, StoredSubmission]:
    return {
        f"{pseudonym(one.submission.response_id)}-{one.submission.number}": one
        for one in context.repository.latest_submissions(Selection("domino", "1"))
    }


# --- Every figure ---------------------------------------------------------------------------------


def test_csv__read_back__has_the_states_and_figures_of_the_store(
    files: Callable[..., tuple[Path, ...]], collected: Context
) -> None:
    rows = csv_rows(files("csv")[0])
    assert set(rows) == {A, B, C, D}
    assert rows[A]["A1.T1.Q1"] == "3"
    assert rows[A]["A2.T2.Q3"] == "NA"
    assert rows[A]["A2.T2.Q2"] == "DK"
    assert rows[A]["A2.T2.Q1"] == ""
    assert rows[D]["A1.T1.Q2"] == "NP"
    assert rows[A]["A1.T1.Q2"] == "permanence essai"
    assert [rows[A][f"A1.T1.Q2/{code}"] for code in ("permanence", "binome")] == ["1", "0"]
    assert rows[A]["A1.T1.Q3"] == "2.5"
    assert rows[A]["P03/departement"] == "29"
    for key, one in stored(collected).items():
        for node, score in one.scores.items():
            for part, value in (("", score.value), (".low", score.low), (".high", score.high)):
                cell = rows[key][node + part]
                assert (float(cell) if cell else None) == value
            assert rows[key][f"{node}.reason"] == (score.reason or "")


def test_csv_for_excel__read_back__has_commas_in_numbers_and_a_mark_of_utf8(
    files: Callable[..., tuple[Path, ...]],
) -> None:
    path = files("csv-excel")[0]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert csv_rows(path, ";")[A]["A1.T1.Q3"] == "2,5"
    frame = pd.read_csv(path, sep=";", decimal=",", keep_default_na=False, na_values=["", "NP"])
    plain = pd.read_csv(files("csv")[0], keep_default_na=False, na_values=["", "NP"])
    assert frame["A1"].equals(plain["A1"])


def test_xlsx__read_back__equals_the_csv_and_numbers_are_numbers(
    files: Callable[..., tuple[Path, ...]],
) -> None:
    book = openpyxl.load_workbook(files("xlsx", texts=True, proofs=True)[0])
    assert book.sheetnames == ["Réponses", "Dictionnaire", "À propos"]
    header, *rows = book["Réponses"].iter_rows(values_only=True)
    read: dict[str, dict[Any, Any]] = {
        str(row[0]): dict(zip(header, row, strict=True)) for row in rows
    }
    expected = csv_rows(files("csv", texts=True, proofs=True)[0])
    for key, cells in expected.items():
        for name, cell in cells.items():
            value = read[key][name]
            if isinstance(value, int | float):
                # The format keeps sixteen digits.
                assert float(cell) == pytest.approx(value, rel=1e-15), name
            else:
                assert cell.removeprefix("'") == str(value or "").removeprefix("'"), name
    assert read[A]["A1.T1.Q1"] == 3
    assert read[A]["A1.T1.Q1:comment"] == SHARED_COMMENT
    about = {row[0]: row[1] for row in book["À propos"].iter_rows(min_row=2, values_only=True)}
    assert about["Version"] == "1"
    assert about["Nombre de bilans"] == "4"


def test_sav__read_back__has_labels_and_user_missing_codes(
    files: Callable[..., tuple[Path, ...]], collected: Context
) -> None:
    path = files("sav", texts=True)[0]
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    rows = {row["response"]: row for row in frame.to_dict("records")}
    codes = {name: rows[key][name] for key, name in ((A, "A2.T2.Q3"), (A, "A2.T2.Q2"))}
    assert codes == {"A2.T2.Q3": -97, "A2.T2.Q2": -98}
    assert rows[A]["A2.T3.Q2"] == -99
    assert rows[A]["A1.T1.Q1"] == 3
    assert rows[D]["A1.T1.Q3"] == -96
    assert rows[D]["A1.T1.Q2_permanence"] == -96
    assert meta.missing_ranges["A1.T1.Q1"] == [{"lo": -99, "hi": -95}]
    labels = meta.variable_value_labels["A1.T1.Q1"]
    assert labels[-97] == "sans objet"
    assert labels[0].startswith("On arrive seulement par cooptation")
    assert meta.column_names_to_labels["A1.T1.Q1"] == "Visibilité de l'initiative"
    assert meta.variable_measure["A1.T1.Q1"] == "ordinal"
    assert rows[A]["sent_on"] == date(2026, 10, 24)
    assert rows[A]["A1.pepite"] == f"'{SHARED_TEXT}"
    assert rows[B]["A1.T1.Q1_comment"] == "NC"
    # Without the user-missing values, what is no answer is nothing.
    plain, _ = pyreadstat.read_sav(str(path))
    assert math.isnan(plain.set_index("response").loc[A, "A2.T2.Q2"])
    for key, one in stored(collected).items():
        for node, score in one.scores.items():
            value = rows[key][node.replace(":", "_")]
            assert (None if math.isnan(value) else value) == score.value


def test_parquet__read_back__is_typed_with_a_column_of_states(
    files: Callable[..., tuple[Path, ...]], collected: Context
) -> None:
    table = pq.read_table(files("parquet", texts=True)[0])
    rows = {row["response"]: row for row in table.to_pylist()}
    assert rows[A]["A1.T1.Q1"] == 3
    assert rows[A]["P11"] == 2019.0
    assert rows[A]["sent_on"] == date(2026, 10, 24)
    states = {
        "A1.T1.Q1": "answered",
        "A2.T2.Q3": "not_applicable",
        "A2.T2.Q2": "dont_know",
        "A2.T2.Q1": "missing",
    }
    assert {name: rows[A][f"{name}:state"] for name in states} == states
    assert rows[D]["A1.T1.Q2:state"] == "not_asked"
    assert rows[A]["A2.T2.Q3"] is None
    assert rows[A]["A1.pepite"] == SHARED_TEXT
    assert (rows[B]["A1.vigilance"], rows[B]["A1.vigilance:state"]) == (None, "withheld")
    facts = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert facts["domino.responses"] == "4"
    assert facts["domino.hash"] == collected.library.current("domino").hash
    field = table.schema.field("A1.T1.Q1").metadata
    assert json.loads(field[b"values"])["0"].startswith("On arrive")
    for key, one in stored(collected).items():
        assert rows[key]["A1.T1"] == one.scores["A1.T1"].value


def test_datapackage__described__fits_its_files(files: Callable[..., tuple[Path, ...]]) -> None:
    paths = files("datapackage")
    package = json.loads(paths[-1].read_text(encoding="utf-8"))
    resource = package["resources"][0]
    content = paths[0].read_bytes()
    assert resource["path"] == paths[0].name
    assert resource["bytes"] == len(content)
    schema = resource["schema"]
    frame = pd.read_csv(paths[0], dtype=str, keep_default_na=False)
    assert [field["name"] for field in schema["fields"]] == list(frame.columns)
    assert schema["primaryKey"] == ["response"]
    assert frame["response"].is_unique
    readers: dict[str, Callable[[str], object]] = {
        "integer": int,
        "number": float,
        "date": date.fromisoformat,
        "string": str,
    }
    for field in schema["fields"]:
        values = [one for one in frame[field["name"]] if one not in schema["missingValues"]]
        read = [readers[field["type"]](value) for value in values]
        allowed = field.get("constraints", {}).get("enum")
        assert allowed is None or set(read) <= set(allowed), field["name"]
    assert package["domino"]["version"] == "1"


def test_long__each_answer__is_a_row_with_state_label_and_score(
    files: Callable[..., tuple[Path, ...]], collected: Context
) -> None:
    answers, scores, *_ = files("csv", "long", texts=True, proofs=True)
    with answers.open(encoding="utf-8", newline="") as file:
        rows = {(row["response"], row["question"]): row for row in csv.DictReader(file)}
    one = rows[A, "A1.T1.Q1"]
    assert (one["state"], one["value"], one["score"]) == ("answered", "3", "75")
    assert (one["proof"], one["comment"]) == ("mesure", f"'{SHARED_COMMENT}")
    assert one["label"].startswith("Plusieurs canaux")
    assert rows[A, "A2.T2.Q3"]["state"] == "not_applicable"
    assert rows[A, "A2.T2.Q1"]["state"] == "missing"
    assert rows[D, "A1.T1.Q2"]["state"] == "not_asked"
    assert rows[A, "A1.T1.Q3"]["number"] == "2.5"
    assert rows[A, "A1.T1.Q2"]["label"].count(" ; ") == 1
    withheld = rows[B, "A1.vigilance"]
    assert (withheld["state"], withheld["value"]) == ("withheld", "")
    answered = {
        (key, item)
        for key, sent in stored(collected).items()
        for item, answer in answers_of(sent.submission).items()
        if answer.state is State.ANSWERED and (key, item) in rows
    }
    said = {"answered", "withheld", "not_asked"}
    assert {key for key in answered if rows[key]["state"] not in said} == set()
    with scores.open(encoding="utf-8", newline="") as file:
        nodes = list(csv.DictReader(file))
    assert len(nodes) == sum(len(sent.scores) for sent in stored(collected).values())
    for row in nodes:
        score = stored(collected)[row["response"]].scores[row["node"]]
        assert (float(row["score"]) if row["score"] else None) == score.value


@pytest.mark.parametrize("form", FORMS)
def test_long__every_format__has_as_many_rows_as_it_says(
    form: str, files: Callable[..., tuple[Path, ...]], exported: Callable[..., Export]
) -> None:
    size = exported("long").studies[0].tables[0].size
    path = files(form, "long")[0]
    match path.suffix:
        case ".csv":
            found = len(path.read_text(encoding="utf-8-sig").splitlines()) - 1
        case ".xlsx":
            found = openpyxl.load_workbook(path)["Réponses"].max_row - 1
        case ".sav":
            found = len(pyreadstat.read_sav(str(path))[0])
        case _:
            found = pq.read_metadata(path).num_rows
    assert found == size


def test_score__an_export_read_again__gives_the_scores_that_were_stored(
    files: Callable[..., tuple[Path, ...]], collected: Context, tmp_path: Path
) -> None:
    for form in ("csv", "csv-excel"):
        out = tmp_path / f"{form}.csv"
        found = files(form, texts=True, proofs=True)[0]
        problems = score_file(ROOT / "schemas" / "domino" / "1.yaml", found, out)
        # The commune is no condition; nothing else is missing, and nothing is unknown.
        assert [one.code for one in problems] == []
        rows = csv_rows(out)
        for key, one in stored(collected).items():
            for node in collected.library.current("domino").node_ids:
                value = one.scores[node].value
                assert rows[key][node] == (
                    "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
                )


# --- What must not get out ------------------------------------------------------------------------


def content(paths: tuple[Path, ...]) -> bytes:
    """All that files hold, whatever they are packed in."""
    found = []
    for path in paths:
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                found += [archive.read(name) for name in archive.namelist()]
        elif path.suffix == ".parquet":
            found.append(repr(pq.read_table(path).to_pylist()).encode())
        elif path.suffix == ".sav":
            found.append(pyreadstat.read_sav(str(path))[0].to_csv().encode())
        else:
            found.append(path.read_bytes())
    return b"\n".join(found)


@pytest.mark.parametrize("shape", ["wide", "long"])
@pytest.mark.parametrize("form", FORMS)
def test_export__by_default__holds_no_name_no_text_and_no_id(
    form: str, shape: str, files: Callable[..., tuple[Path, ...]]
) -> None:
    held = content(files(form, shape))
    for canary in ("CANARI", COMMUNE, "response-aa", "initiative-aa", "K7QM", SHARED_COMMENT):
        assert canary.encode() not in held


@pytest.mark.parametrize("shape", ["wide", "long"])
@pytest.mark.parametrize("form", FORMS)
def test_export__with_texts__holds_those_that_are_shared_and_no_name(
    form: str, shape: str, files: Callable[..., tuple[Path, ...]]
) -> None:
    held = content(files(form, shape, texts=True))
    assert SHARED_COMMENT.encode() in held
    for canary in (NAME, PRESENTATION, COMMUNE, KEPT_COMMENT, KEPT_TEXT):
        assert canary.encode() not in held


@pytest.mark.parametrize("shape", ["wide", "long"])
@pytest.mark.parametrize("form", FORMS)
def test_export__with_identifiers__holds_them_and_no_text_of_the_axes(
    form: str, shape: str, files: Callable[..., tuple[Path, ...]]
) -> None:
    held = content(files(form, shape, identifiers=True))
    for asked in (NAME, PRESENTATION, COMMUNE):
        assert asked.encode() in held
    for canary in (KEPT_COMMENT, KEPT_TEXT, SHARED_COMMENT):
        assert canary.encode() not in held


# --- The codebook, and the same again -------------------------------------------------------------


def test_codebook__each_column__is_there_with_its_codes_and_states(
    files: Callable[..., tuple[Path, ...]],
) -> None:
    table, book, *_ = files("sav")
    _, meta = pyreadstat.read_sav(str(table), user_missing=True)
    with book.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(dict.fromkeys(row["spss_name"] for row in rows)) == meta.column_names
    for row in rows:
        labels = meta.variable_value_labels.get(row["spss_name"], {})
        if row["spss_code"].lstrip("-").isdigit() and labels:
            assert float(row["spss_code"]) in labels
    codes = {row["code"]: row["spss_code"] for row in rows if row["column"] == "A2.T2.Q3"}
    assert codes["NA"] == "-97"
    assert codes[""] in {"", "-99"}


def test_ddi__read__has_a_variable_per_column_with_its_missing_codes(
    files: Callable[..., tuple[Path, ...]], exported: Callable[..., Export]
) -> None:
    root = ET.parse(files("csv", "long")[-1]).getroot()  # noqa: S314 - our own file
    names = {"d": "ddi:codebook:2_5"}
    assert root.tag == "{ddi:codebook:2_5}codeBook"
    (study,) = exported("long").studies
    variables = root.findall("d:dataDscr/d:var", names)
    assert len(variables) == sum(len(table.variables) for table in study.tables)
    keys = {one.get("ID") for one in variables}
    groups = root.findall("d:dataDscr/d:varGrp", names)
    assert {key for group in groups for key in (group.get("var") or "").split()} <= keys
    wide = ET.parse(files("csv")[-1]).getroot()  # noqa: S314 - the same
    (one,) = wide.findall("d:dataDscr/d:var[@name='A2.T2.Q3']", names)
    assert [item.get("VALUE") for item in one.findall("d:invalrng/d:item", names)] == [
        *("-99", "-98", "-97", "-96"),
    ]
    assert len(one.findall("d:catgry[@missing='Y']", names)) == 4
    assert one.findtext("d:qstn/d:qstnLit", "", names)


@pytest.mark.parametrize("shape", ["wide", "long"])
@pytest.mark.parametrize("form", FORMS)
def test_export__made_twice__is_the_same_to_the_byte(
    form: str, shape: str, exported: Callable[..., Export], tmp_path: Path
) -> None:
    made = []
    for turn in ("one", "two"):
        (study,) = exported(shape, texts=True, proofs=True).studies
        folder = tmp_path / turn
        folder.mkdir()
        paths = write(study, Format(form), folder, Translator("fr"))
        zipped = packed([(path.name, path) for path in paths], tmp_path / f"{turn}.zip")
        made.append([path.read_bytes() for path in (*paths, zipped)])
    assert made[0] == made[1]
    assert exported().studies[0].at == NOW
