"""The result as a workbook: scores, answers, recommendations, and what they were made with."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from domino_survey.i18n import visible
from domino_survey.reports.sheets import sheets
from domino_survey.reports.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from domino_survey.i18n import Translator
    from domino_survey.reports.tables import Cell, Sheet
    from domino_survey.services.plan import PlannedAction
    from domino_survey.services.results import Result

# A spreadsheet reads a text that begins so as a formula, once someone edits the cell or exports it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# The most that a cell of the format holds.
LONGEST_CELL = 32_767
NUMBERS = {Kind.SCORE: "0.0", Kind.COUNT: "0", Kind.SHARE: "0%", Kind.FREE: "0.##"}
DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"


def report_workbook(
    result: Result,
    t: Translator,
    *,
    comments: bool = True,
    profile: bool = True,
    plan: Sequence[PlannedAction] = (),
) -> bytes:
    """The result as XLSX, in the language of `t`; scores are unrounded numbers, dates are dates.

    With `comments`, those that the holders wrote under their answers; with `profile`, the answers that
    describe the initiative, and its indicators; `plan` goes with it as far as it was read.

    Everything that people wrote stands in cells of text, never of formulas, whatever it begins with.
    The document bears the time of the submission.
    """
    import xlsxwriter  # noqa: PLC0415 - loaded by who makes a workbook

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.set_properties(
        {
            "title": visible(result.name) or t.text(result.questionnaire.title),
            "author": visible(result.name),
            # The format holds no zone: UTC.
            "created": result.submission.submitted_at.replace(tzinfo=None, microsecond=0),
        }
    )
    looks = _Looks.of(workbook)
    for sheet in sheets(result, t, comments=comments, profile=profile, plan=plan):
        _write(workbook, sheet, looks)
    workbook.close()
    return buffer.getvalue()


class _Looks(Struct, frozen=True):
    head: Format
    text: Format
    literal: Format
    numbers: Mapping[Kind, Format]
    day: Format
    moment: Format

    @classmethod
    def of(cls, workbook: Workbook) -> _Looks:
        text: dict[str, Any] = {"text_wrap": True, "valign": "top"}
        top = {"valign": "top", "align": "left"}
        return cls(
            head=workbook.add_format(
                {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0B6E4F", **text}
            ),
            text=workbook.add_format(text),
            literal=workbook.add_format({"quote_prefix": True, **text}),
            numbers={
                kind: workbook.add_format({"valign": "top", "num_format": shown})
                for kind, shown in NUMBERS.items()
            },
            day=workbook.add_format({**top, "num_format": DAY}),
            moment=workbook.add_format({**top, "num_format": MOMENT}),
        )


def _write(workbook: Workbook, sheet: Sheet, looks: _Looks) -> None:
    page = workbook.add_worksheet(sheet.title)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    for column, one in enumerate(sheet.columns):
        page.set_column(column, column, one.width)
        page.write_string(0, column, one.title, looks.head)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _cell(page, (last, column), value, sheet.columns[column].kind, looks)
    if sheet.table and last:
        page.autofilter(0, 0, last, len(sheet.columns) - 1)


def _cell(page: Worksheet, at: tuple[int, int], value: Cell, kind: Kind, looks: _Looks) -> None:
    match value:
        case None:
            pass
        case str():
            text = visible(value)[:LONGEST_CELL]
            look = looks.literal if text.startswith(FORMULA_SIGNS) else looks.text
            page.write_string(*at, text, look)
        case datetime():
            page.write_datetime(*at, value, looks.moment)
        case date():
            page.write_datetime(*at, value, looks.day)
        case _:
            page.write_number(*at, value, looks.numbers[kind])
