"""Parquet: typed columns that are null where there is no answer, each beside a column of states."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from domino_survey.answers import State
from domino_survey.interchange.cells import clean
from domino_survey.services.dataset import ANSWERED_NAME, MARKS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from domino_survey.i18n import Translator
    from domino_survey.services.dataset import Block, Cells, Study, Table, Variable

STATE = ":state"
_STATES = [ANSWERED_NAME, *(MARKS[number].name for number in range(1, len(MARKS) + 1))]


def write_parquet(
    study: Study, table: Table, t: Translator, path: Path, told: Callable[[Block], None]
) -> None:
    """Write a table. The file's metadata hold what it says of itself, each column's what it holds."""
    import pyarrow as pa  # noqa: PLC0415 - loaded by who makes a file
    import pyarrow.parquet as pq  # noqa: PLC0415 - the same

    fields = []
    for variable in table.variables:
        fields.append(pa.field(variable.id, _type(pa, variable), metadata=_metadata(variable, t)))
        if variable.states:
            kind = pa.dictionary(pa.int8(), pa.string())
            fields.append(pa.field(variable.id + STATE, kind, nullable=False))
    facts = {f"domino.{name}": value for name, value in study.facts.items()}
    schema = pa.schema(
        fields,
        metadata={
            "title": clean(study.title),
            "description": clean(study.description),
            **facts,
            "domino.keys": json.dumps(table.keys),
        },
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for block in table.blocks():
            arrays = []
            for variable, cells in zip(table.variables, block, strict=True):
                arrays.append(_values(pa, variable, cells))
                if variable.states:
                    arrays.append(pa.DictionaryArray.from_arrays(cells.states(), _STATES))
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            told(block)


def _type(pa: Any, variable: Variable) -> Any:
    match variable.kind:
        case Kind.NUMBER:
            return pa.float64()
        case Kind.FLAG:
            return pa.int8()
        case Kind.DAY:
            return pa.date32()
        case Kind.CHOICE if variable.number_codes:
            return pa.int32()
        case Kind.CHOICE | Kind.CODES | Kind.TEXT:
            return pa.string()


def _values(pa: Any, variable: Variable, cells: Cells) -> Any:
    none = cells.states() != State.ANSWERED
    values: list[Any] = cells.value.tolist()
    if variable.kind is Kind.CHOICE:
        codes: tuple[Any, ...] = variable.number_codes or tuple(code for code, _ in variable.values)
        values = [codes[value] if value >= 0 else None for value in values]
    elif variable.kind in {Kind.TEXT, Kind.CODES}:
        values = [clean(value) for value in values]
    kept = [None if nothing else value for nothing, value in zip(none, values, strict=True)]
    if variable.kind is Kind.DAY:
        return pa.array(kept, type=pa.string()).cast(pa.date32())
    return pa.array(kept, type=_type(pa, variable))


def _metadata(variable: Variable, t: Translator) -> dict[str, str]:
    found = {
        "label": variable.label,
        "question": variable.question,
        "part": variable.part,
        "unit": variable.unit,
    }
    if variable.values:
        found["values"] = json.dumps(dict(variable.values), ensure_ascii=False)
    if variable.marks:
        states = {mark.name: t(mark.label) for mark in variable.marks.values()}
        found["states"] = json.dumps(states, ensure_ascii=False)
    return {name: clean(value) for name, value in found.items() if value}
