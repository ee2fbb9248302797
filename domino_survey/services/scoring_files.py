"""Scores a table of answers, file to file, without a database: what `domino score` does."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import schema_files, scoring
from domino_survey.answers import table_of_cells, unknown_columns
from domino_survey.errors import DominoError, Problem, errors_only, problem, system_reason
from domino_survey.numerics import np
from domino_survey.schema import RESPONSE_COLUMN as RESPONSE
from domino_survey.schema import SCORE_COLUMNS
from domino_survey.scoring import Reason, dimension_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from domino_survey.answers import AnswerTable
    from domino_survey.schema import Questionnaire

DELIMITERS = (",", ";", "\t")
PARTS = ("", *SCORE_COLUMNS)
DECIMALS = 6
BLOCK = 1 << 16  # responses scored and written at a time: what bounds the memory
MOST_PROBLEMS = 500
# What an export of responses says of each beside its answers; the path tells what was asked.
PATH = "path"
ABOUT = frozenset({"initiative", "origin", "view", PATH, "language", "sent_on", "method"})


class _Cells(Struct, frozen=True):
    """A file's rows: ids of the responses, the line of each, and all other columns by name.

    `places` numbers the columns of the file from 1.
    """

    ids: list[str]
    lines: list[int]
    columns: dict[str, list[str]]
    places: dict[str, int]


def questionnaire_of(path: Path) -> Questionnaire:
    """The questionnaire of a file. Raises `DominoError` with all its errors when it has any."""
    return schema_files.load(path)


def score_file(
    questionnaire_path: Path,
    answers_path: Path,
    out_path: Path,
    *,
    path: str | None = None,
    dimensions: bool = False,
) -> list[Problem]:
    """Write the scores of a wide table of answers, and return what is to be said about it.

    The table is UTF-8 CSV, separated by commas, semicolons or tabs: a column `response` of unique ids,
    then one column per item id (empty missing, `NA` not applicable, `DK` don't know, several options
    joined by a space). A column `path`, which exports have, says on which path each was asked; exports
    also write `NP` for what was not asked, and columns beside the answers, which are let be. The result
    has per theme, axis and overall score the columns `ID`, `ID.low`, `ID.high` (empty where there is no
    score) and `ID.coverage` (empty where nothing applies), numbers with up to 6 decimals.

    Where the problems have an error among them nothing is written; otherwise they are warnings. The
    result appears whole or not at all, in place of what `out_path` held.

    Args:
        questionnaire_path: how answers score.
        answers_path: the answers.
        out_path: where the scores go.
        path: the code of the path that all responses took; every question is asked if left out.
        dimensions: whether each dimension has its four columns too, as `dimension:CODE`.
    """
    model, problems = schema_files.read(questionnaire_path)
    if model is None or errors_only(problems):
        return errors_only(problems)
    refused = _refused(model, questionnaire_path, answers_path, out_path, path)
    if refused is not None:
        return [refused]
    file = str(answers_path)
    try:
        cells = _read(answers_path)
    except DominoError as error:
        return _placed(list(error.problems), file)
    warnings = _warnings(model, cells)
    table, faults = table_of_cells(model, cells.columns, lines=cells.lines)
    if faults:
        faults = [fault.at("", fault.line, cells.places[fault.place]) for fault in faults]
        faults.sort(key=lambda fault: (fault.line or 0, fault.column or 0))
        return _placed([*warnings, *faults], file)
    essential_only = _essential_only(model, cells, path)
    try:
        _write(out_path, _rows(model, cells.ids, table, essential_only, dimensions=dimensions))
    except OSError as error:
        return [
            problem("unwritable-file", reason=system_reason(error)).at(str(out_path), None, None)
        ]
    return _placed(warnings, file)


def _refused(
    model: Questionnaire, questionnaire: Path, answers: Path, out: Path, path: str | None
) -> Problem | None:
    if _same_file(out, answers) or _same_file(out, questionnaire):
        return problem("output-is-input").at(str(out), None, None)
    known = [one.code for one in model.paths]
    if path is not None and path not in known:
        found = problem("path-not-in-questionnaire", found=path, known=", ".join(known))
        return found.at(str(questionnaire), None, None)
    return None


def _same_file(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _placed(problems: list[Problem], file: str) -> list[Problem]:
    placed = [one.at(file, one.line, one.column) for one in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        more = problem("more-cells", count=len(problems) - MOST_PROBLEMS)
        placed.append(more.at(file, None, None))
    return placed


def _read(path: Path) -> _Cells:
    """The cells of a file. Raises `DominoError` with every problem of its form."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DominoError(problem("unreadable-file", reason=system_reason(error))) from error
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DominoError(problem("answers-not-utf-8").at("", line, None)) from error
    rows = _numbered_rows(content, _delimiter(content))
    first = next(rows, None)
    if first is None:
        raise DominoError(problem("answers-empty").at("", 1, None))
    line, header = first
    names = [name.strip() for name in header]
    faults = [fault.at("", line, None) for fault in _header_faults(names)]
    if faults:
        raise DominoError(*faults)
    return _cells(names, rows)


def _delimiter(content: bytes) -> str:
    """The one that makes `response` a cell of the first row; the first one where none does."""
    for delimiter in DELIMITERS:
        try:
            _, header = next(_numbered_rows(content, delimiter), (1, []))
        except DominoError:
            continue
        if RESPONSE in (name.strip() for name in header):
            return delimiter
    return DELIMITERS[0]


def _numbered_rows(content: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, each with the number of its first line."""
    # Read as it goes: the whole text would take several times the size of the file.
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise DominoError(problem("answers-not-csv", detail=error).at("", line, None)) from error


def _header_faults(names: Sequence[str]) -> Iterator[Problem]:
    if RESPONSE not in names:
        yield problem("no-response-column", place=RESPONSE)
    for name in dict.fromkeys(names):
        if name and names.count(name) > 1:
            yield problem("duplicate-column", place=name)


def _cells(names: Sequence[str], rows: Iterator[tuple[int, list[str]]]) -> _Cells:
    """The cells by column. Raises `DominoError` with every problem of their rows."""
    at = names.index(RESPONSE)
    seen: dict[str, int] = {}
    # A cell that comes back is kept once: tables have few different ones.
    known: dict[str, str] = {}
    lines: list[int] = []
    columns: list[list[str]] = [[] for _ in names]
    faults: list[Problem] = []
    for line, row in rows:
        if len(row) != len(names):
            fault = problem("row-length", found=len(row), expected=len(names))
            faults.append(fault.at("", line, None))
            continue
        response = row[at].strip()
        if not response:
            faults.append(problem("response-without-id", place=RESPONSE).at("", line, None))
        elif seen.setdefault(response, line) != line:
            first = seen[response]
            fault = problem("duplicate-response", place=RESPONSE, value=response, first=first)
            faults.append(fault.at("", line, None))
        lines.append(line)
        for column, cell in zip(columns, row, strict=True):
            column.append(known.setdefault(cell, cell))
    if faults:
        raise DominoError(*faults)
    found = {
        name: column
        for position, (name, column) in enumerate(zip(names, columns, strict=True))
        # A separator at the end of lines makes a column that has neither name nor cells.
        if position != at and (name or any(cell.strip() for cell in column))
    }
    places = {name: position for position, name in enumerate(names, start=1)}
    return _Cells(list(seen), lines, found, places)


def _warnings(model: Questionnaire, cells: _Cells) -> list[Problem]:
    found = [
        one.at("", 1, cells.places[one.place])
        for one in unknown_columns(model, [*cells.columns])
        if not _is_of_an_export(model, one.place)
    ]
    scored = [question.id for question in model.scored_questions]
    missing = [question for question in scored if question not in cells.columns]
    if missing:
        found.append(problem("scored-columns-missing", questions=", ".join(missing)))
    found.extend(
        problem("column-not-in-file", place=item, name=item)
        for item in sorted(scoring.items_in_conditions(model))
        if item not in cells.columns and item in model.items
    )
    return [one.at("", 1, one.column) for one in found]


def _essential_only(
    model: Questionnaire, cells: _Cells, path: str | None
) -> NDArray[np.bool_] | None:
    """Which responses were asked the essential questions only; None where nothing says so.

    `path` is said for all of them, and goes before what the file says of each.
    """
    paths = {one.code: one.essential_only for one in model.paths} | {"": False}
    column = [] if PATH in model.items else [cell.strip() for cell in cells.columns.get(PATH, ())]
    said = column if path is None else [path] * len(cells.ids)
    if not said or any(code not in paths for code in said):
        return None
    return np.array([paths[code] for code in said], dtype=bool)


def _is_of_an_export(model: Questionnaire, name: str) -> bool:
    """Whether an export of responses writes this column beside the answers."""
    item = name.partition("/")[0].partition(":")[0]
    known = {*model.node_ids, *(f"dimension:{one.code}" for one in model.dimensions)}
    node = name.removesuffix(".reason")
    for part in PARTS[1:]:
        node = node.removesuffix(part)
    return name in ABOUT or (item != name and item in model.items) or node in known


def _rows(
    model: Questionnaire,
    ids: Sequence[str],
    table: AnswerTable,
    essential_only: NDArray[np.bool_] | None,
    *,
    dimensions: bool,
) -> Iterator[Sequence[str]]:
    nodes = list(model.node_ids)
    if dimensions:
        nodes += [dimension_id(dimension.code) for dimension in model.dimensions]
    yield [RESPONSE, *(node + part for node in nodes for part in PARTS)]
    for start in range(0, table.size, BLOCK):
        block = table.rows(start, start + BLOCK)
        essential = None if essential_only is None else essential_only[start : start + BLOCK]
        scores = scoring.score(model, block, essential_only=essential, dimensions=dimensions)
        columns: list[Sequence[str]] = [ids[start : start + BLOCK]]
        for node in nodes:
            found = scores.nodes[node]
            published = found.reason == Reason.NONE
            shown = (found.estimate, found.low, found.high)
            columns.extend(_written(np.where(published, numbers, np.nan)) for numbers in shown)
            columns.append(_written(found.coverage))
        yield from zip(*columns, strict=True)


def _written(numbers: NDArray[np.float64]) -> Sequence[str]:
    different, rows = np.unique(np.round(numbers, DECIMALS), return_inverse=True)
    texts = ["" if np.isnan(one) else _decimal(one) for one in different]
    return [texts[row] for row in rows.tolist()]


def _decimal(number: float) -> str:
    return f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _write(path: Path, rows: Iterator[Sequence[str]]) -> None:
    # Beside its final place, so that replacing it is one step of the file system.
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("x", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
