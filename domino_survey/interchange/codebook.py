"""The codebook: what each column holds, a row per column and a row per value; and what a file says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.i18n import N_
from domino_survey.interchange.cells import decimal
from domino_survey.interchange.sav_names import is_numeric, sav_codes, sav_names, state_code
from domino_survey.services.dataset import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domino_survey.i18n import Translator
    from domino_survey.services.dataset import Study, Table, Variable

KINDS = {
    Kind.CHOICE: N_("un code"),
    Kind.FLAG: N_("0 ou 1"),
    Kind.NUMBER: N_("nombre"),
    Kind.CODES: N_("codes, séparés par une espace"),
    Kind.TEXT: N_("texte"),
    Kind.DAY: N_("jour, AAAA-MM-JJ"),
}
# Names that do not change with the language: programs read them.
COLUMNS = (
    *("table", "column", "spss_name", "kind", "part", "label", "question", "unit"),
    *("minimum", "maximum", "code", "spss_code", "code_label"),
)


def codebook(study: Study, t: Translator) -> Iterator[tuple[str, ...]]:
    """The rows of the codebook below `COLUMNS`: a column, then each of its values and of its marks."""
    for table in study.tables:
        names = sav_names(table.variables)
        for variable in table.variables:
            yield from _rows(t, table, variable, names[variable.id])


def _rows(t: Translator, table: Table, variable: Variable, name: str) -> Iterator[tuple[str, ...]]:
    head = (table.id or "responses", variable.id, name)
    low, high = (
        "" if limit is None else decimal(limit) for limit in (variable.minimum, variable.maximum)
    )
    yield (
        *head,
        t(KINDS[variable.kind]),
        *(variable.part, variable.label, variable.question, variable.unit, low, high),
        *("", "", ""),
    )
    blank = ("",) * 7
    codes = sav_codes(variable)
    for place, (code, label) in enumerate(variable.values):
        yield (*head, *blank, code, str(codes[place]) if codes else "", label)
    for mark in variable.marks.values():
        number = str(state_code(variable, mark)) if is_numeric(variable) else mark.text
        yield (*head, *blank, mark.text, number, t(mark.label))
