"""DDI-Codebook 2.5: the codebook as archives of social science read it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from domino_survey.interchange.cells import clean, decimal
from domino_survey.interchange.sav_names import is_numeric, sav_codes, sav_names, state_code
from domino_survey.services.dataset import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from domino_survey.i18n import Translator
    from domino_survey.services.dataset import Study, Table, Variable

NAMESPACE = "ddi:codebook:2_5"


def write_ddi(study: Study, t: Translator, path: Path) -> None:
    """Write the codebook of a study; values are those of the SPSS file, codes stand beside them."""
    root = ET.Element(
        "codeBook", {"xmlns": NAMESPACE, "version": "2.5", "xml:lang": study.language}
    )
    _study(root, study)
    for number, table in enumerate(study.tables, start=1):
        file = _sub(root, "fileDscr", ID=f"F{number}")
        text = _sub(file, "fileTxt")
        _sub(text, "fileName", table.title)
        dimensions = _sub(text, "dimensns")
        _sub(dimensions, "caseQnty", str(table.size))
        _sub(dimensions, "varQnty", str(len(table.variables)))
    data = _sub(root, "dataDscr")
    for number, table in enumerate(study.tables, start=1):
        _groups(data, table, number)
    for number, table in enumerate(study.tables, start=1):
        names = sav_names(table.variables)
        for place, variable in enumerate(table.variables, start=1):
            found = _sub(data, "var", ID=f"F{number}V{place}", files=f"F{number}")
            _variable(found, t, variable, names[variable.id])
    ET.indent(root)
    path.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _sub(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    found = ET.SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})
    if text:
        found.text = clean(text)
    return found


def _study(root: ET.Element, study: Study) -> None:
    described = _sub(root, "stdyDscr")
    citation = _sub(described, "citation")
    titles = _sub(citation, "titlStmt")
    _sub(titles, "titl", study.title)
    _sub(titles, "IDNo", f"{study.reference.id}/{study.reference.version}")
    version = _sub(citation, "verStmt")
    _sub(version, "version", study.reference.version, date=study.at.date().isoformat())
    _sub(version, "notes", study.reference.hash, type="hash")
    info = _sub(described, "stdyInfo")
    _sub(info, "abstract", study.description)
    for name, value in study.facts.items():
        if value:
            _sub(described, "notes", value, type=name)


def _groups(data: ET.Element, table: Table, number: int) -> None:
    """The parts of the questionnaire, then the columns of each question that has several."""
    parts: dict[str, list[str]] = {}
    items: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    several = {one.item for one in table.variables if one.kind is Kind.FLAG}
    for place, variable in enumerate(table.variables, start=1):
        key = f"F{number}V{place}"
        parts.setdefault(variable.part, []).append(key)
        if variable.item:
            items.setdefault(variable.item, []).append(key)
            titles.setdefault(variable.item, variable.label)
    for place, (title, keys) in enumerate(parts.items(), start=1):
        group = _sub(data, "varGrp", ID=f"F{number}P{place}", type="section", var=" ".join(keys))
        _sub(group, "labl", title)
    for place, (item, keys) in enumerate(items.items(), start=1):
        if len(keys) > 1:
            group = _sub(
                data,
                "varGrp",
                ID=f"F{number}G{place}",
                type="multipleResp" if item in several else "other",
                name=item,
                var=" ".join(keys),
            )
            _sub(group, "labl", titles[item])


def _variable(found: ET.Element, t: Translator, variable: Variable, name: str) -> None:
    found.set("name", name)
    found.set("intrvl", "contin" if variable.kind is Kind.NUMBER else "discrete")
    _sub(found, "labl", variable.label)
    if variable.question:
        _sub(_sub(found, "qstn"), "qstnLit", variable.question)
    limits = {
        name: decimal(limit)
        for name, limit in (("min", variable.minimum), ("max", variable.maximum))
        if limit is not None
    }
    if limits:
        _sub(_sub(found, "valrng"), "range", **limits)
    numeric = is_numeric(variable)
    marks = {
        str(state_code(variable, mark)) if numeric else mark.text: t(mark.label)
        for mark in variable.marks.values()
    }
    marks.pop("", None)
    if marks:
        invalid = _sub(found, "invalrng")
        for value in marks:
            _sub(invalid, "item", VALUE=value)
    if name != variable.id:
        _sub(found, "txt", variable.id)
    codes = sav_codes(variable)
    for place, (code, label) in enumerate(variable.values):
        category = _sub(found, "catgry")
        _sub(category, "catValu", str(codes[place]) if codes else code)
        _sub(category, "labl", label)
        if codes and str(codes[place]) != code:
            _sub(category, "txt", code)
    for value, label in marks.items():
        category = _sub(found, "catgry", missing="Y")
        _sub(category, "catValu", value)
        _sub(category, "labl", label)
    _sub(found, "varFormat", type="numeric" if numeric else "character", schema="SPSS")
    if variable.unit:
        _sub(found, "notes", variable.unit, type="unit")
