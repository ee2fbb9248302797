"""SPSS: numbers with labels, states as user-missing values, names and labels cut to what the format holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from domino_survey.answers import State
from domino_survey.interchange.cells import clean, told_apart
from domino_survey.interchange.sav_names import is_numeric, sav_codes, sav_names, state_code
from domino_survey.numerics import np
from domino_survey.services.dataset import MARKS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from domino_survey.i18n import Translator
    from domino_survey.services.dataset import Block, Cells, Study, Table, Variable

LONGEST_LABEL, LONGEST_VALUE_LABEL, LONGEST_TEXT = 256, 120, 32_767
LONGEST_NOTE = 80
# SPSS counts seconds from the beginning of the Gregorian calendar.
_FIRST_DAY: Final = date(1582, 10, 14).toordinal()
_DAY = 86_400.0
# Where the header keeps the day (dd mmm yy) and the time at which the file was made.
_CREATED_AT: Final = slice(92, 109)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# SPSS takes three missing texts; not knowing, the rarest on a text, stays a labelled value.
_MISSING_TEXTS = ("NA", "NP", "NC")


def write_sav(
    study: Study, table: Table, t: Translator, path: Path, told: Callable[[Block], None]
) -> None:
    """Write a table. SPSS files are written at once, so all of it is in memory, as numbers and texts."""
    import pandas as pd  # noqa: PLC0415 - loaded by who makes a file
    import pyreadstat  # noqa: PLC0415 - the same

    names = sav_names(table.variables)
    parts: list[list[Any]] = [[] for _ in table.variables]
    for block in table.blocks():
        for kept, variable, cells in zip(parts, table.variables, block, strict=True):
            kept.append(_values(variable, cells))
        told(block)
    columns = {}
    for variable, kept in zip(table.variables, parts, strict=True):
        columns[names[variable.id]] = np.concatenate(kept)
        kept.clear()
    labels = {names[one.id]: _value_labels(one, t) for one in table.variables}
    pyreadstat.write_sav(
        pd.DataFrame(columns),
        str(path),
        file_label=cut(study.description, 64),
        column_labels={names[one.id]: cut(one.label, LONGEST_LABEL) for one in table.variables},
        row_compress=True,
        note=[cut(f"{name}: {value}", LONGEST_NOTE) for name, value in study.facts.items()],
        variable_value_labels={name: found for name, found in labels.items() if found},
        missing_ranges={names[one.id]: _missing(one) for one in table.variables if one.marks},
        variable_measure={names[one.id]: _measure(one) for one in table.variables},
        variable_format={
            names[one.id]: "SDATE10" for one in table.variables if one.kind is Kind.DAY
        },
    )
    _date(path, study.at)


def cut(text: str, longest: int) -> str:
    """The beginning of a text that fits in so many bytes of UTF-8."""
    text = " ".join(clean(text).split())
    if len(text.encode()) <= longest:
        return text
    return text.encode()[: longest - len("…".encode())].decode(errors="ignore") + "…"


def _values(variable: Variable, cells: Cells) -> Any:
    """Texts with marks, or numbers with the codes of states; NaN where there is nothing and no state."""
    states = cells.states()
    if not is_numeric(variable):
        texts = [
            _fitting(value) if state == State.ANSWERED else MARKS[int(state)].text
            for value, state in zip(cells.value.tolist(), states.tolist(), strict=True)
        ]
        return np.array(texts, dtype=object)
    if variable.kind is Kind.DAY:
        values = np.array([_seconds(one) for one in cells.value.tolist()], dtype=np.float64)
    elif variable.kind is Kind.CHOICE:
        codes = np.array(sav_codes(variable), dtype=np.float64)
        values = codes[np.maximum(cells.value, 0)]
    else:
        values = cells.value.astype(np.float64)
    values = np.where(states == State.ANSWERED, values, np.nan)
    for state in variable.marks:
        values[states == state] = state_code(variable, MARKS[state])
    return values


def _fitting(text: str) -> str:
    text = told_apart(clean(text))
    if len(text.encode()) <= LONGEST_TEXT:
        return text
    return text.encode()[:LONGEST_TEXT].decode(errors="ignore")


def _seconds(day: str) -> float:
    return (date.fromisoformat(day).toordinal() - _FIRST_DAY) * _DAY if day else np.nan


def _missing(variable: Variable) -> list[Any]:
    if not is_numeric(variable):
        marks = [mark.text for mark in variable.marks.values() if mark.text]
        return [text for text in marks if text in _MISSING_TEXTS or len(marks) <= 3][:3]  # noqa: PLR2004
    codes = [state_code(variable, mark) for mark in MARKS.values()]
    return [{"lo": min(codes), "hi": max(codes)}]


def _value_labels(variable: Variable, t: Translator) -> dict[Any, str]:
    found: dict[Any, str] = {}
    for code, (_, label) in zip(sav_codes(variable), variable.values, strict=False):
        found[code] = cut(label, LONGEST_VALUE_LABEL)
    for mark in variable.marks.values():
        key = state_code(variable, mark) if is_numeric(variable) else mark.text
        if key != "":
            found[key] = t(mark.label)
    return found


def _measure(variable: Variable) -> str:
    if variable.kind is Kind.NUMBER:
        return "scale"
    return "ordinal" if variable.ordered else "nominal"


def _date(path: Path, at: datetime) -> None:
    """Write when the export was made over when the file was: the same export gives the same bytes."""
    written = f"{at.day:02} {_MONTHS[at.month - 1]} {at.year % 100:02}{at:%H:%M:%S}".encode()
    with path.open("r+b") as file:
        file.seek(_CREATED_AT.start)
        file.write(written)
