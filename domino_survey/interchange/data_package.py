"""A Frictionless data package: CSV tables with a schema that a program checks them by."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from domino_survey.answers import State
from domino_survey.interchange.cells import clean, inert
from domino_survey.interchange.codebook import COLUMNS
from domino_survey.services.dataset import MARKS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domino_survey.i18n import Translator
    from domino_survey.services.dataset import Study, Table, Variable

DESCRIPTOR = "datapackage.json"


def write_descriptor(
    study: Study, t: Translator, tables: Sequence[tuple[Table, Path]], codebook: Path, path: Path
) -> None:
    """Write `datapackage.json` beside the files that it describes."""
    resources = [
        _resource(table.id or "responses", file) | _described(table, t) for table, file in tables
    ]
    text_fields = [{"name": name, "type": "string"} for name in COLUMNS]
    resources.append(
        _resource("codebook", codebook)
        | {"title": t("Dictionnaire"), "schema": {"fields": text_fields}}
    )
    package = {
        "profile": "tabular-data-package",
        "name": study.name,
        "title": study.title,
        "description": study.description,
        "version": study.reference.version,
        "created": study.at.isoformat(),
        "keywords": ["self-assessment", study.reference.id],
        "domino": dict(study.facts),
        "about": [{"name": name, "value": value} for name, value in study.about],
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=2)
    path.write_text(clean(text) + "\n", encoding="utf-8")


def _resource(name: str, file: Path) -> dict[str, Any]:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": file.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
    }


def _described(table: Table, t: Translator) -> dict[str, Any]:
    marks = {mark.text: t(mark.label) for mark in MARKS.values()}
    return {
        "title": table.title,
        "schema": {
            "fields": [_field(variable, t) for variable in table.variables],
            "primaryKey": list(table.keys),
            "missingValues": list(marks),
            "missingValuesLabels": marks,
        },
    }


def _field(variable: Variable, t: Translator) -> dict[str, Any]:
    kinds = {
        Kind.NUMBER: "integer" if variable.integer else "number",
        Kind.FLAG: "integer",
        Kind.DAY: "date",
        Kind.CHOICE: "integer" if variable.number_codes else "string",
    }
    field: dict[str, Any] = {
        "name": variable.id,
        "type": kinds.get(variable.kind, "string"),
        "title": variable.label,
    }
    if variable.question:
        field["description"] = variable.question
    if variable.unit:
        field["unit"] = variable.unit
    constraints: dict[str, Any] = {}
    if variable.kind in {Kind.CHOICE, Kind.FLAG}:
        codes = [code for code, _ in variable.values]
        numbers = variable.number_codes or ((0, 1) if variable.kind is Kind.FLAG else ())
        constraints["enum"] = list(numbers) or [inert(code) for code in codes]
    if variable.kind is Kind.NUMBER:
        limits = {"minimum": variable.minimum, "maximum": variable.maximum}
        constraints |= {name: limit for name, limit in limits.items() if limit is not None}
    if constraints:
        field["constraints"] = constraints
    if variable.values:
        field["labels"] = dict(variable.values)
    if variable.marks:
        field["states"] = {
            mark.text: t(mark.label)
            for state, mark in variable.marks.items()
            if state != State.MISSING
        }
    return field
