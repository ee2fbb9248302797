"""The report as a PDF: tagged for screen readers, and byte for byte the same from the same result."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import TYPE_CHECKING

from domino_survey.reports.content import content

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typst

    from domino_survey.i18n import Translator
    from domino_survey.reports.picture import Picture
    from domino_survey.services.plan import PlannedAction
    from domino_survey.services.results import Result

TEMPLATE = "report.typ"
# How the compiler begins to say that a document, sound otherwise, falls short of the standard.
STANDARD = "PDF/UA-1"


def report_pdf(
    result: Result,
    t: Translator,
    *,
    picture: Picture | None = None,
    comments: bool = True,
    plan: Sequence[PlannedAction] = (),
) -> bytes:
    """The report of a result, in A4 and in the language of `t`.

    `picture` is the profile as a chart; with `comments`, what the holders wrote under their answers
    is printed, and `plan` as far as it was read. The document bears the time of the submission.

    It meets PDF/UA-1 (ISO 14289-1) where all its letters are known to the fonts that the compiler
    brings along: Latin, Greek, Cyrillic, Hebrew. Otherwise the machine's fonts are asked too, and a
    sign that no font has is drawn as an empty box, in a document that is tagged all the same.
    """
    import typst  # noqa: PLC0415 - a compiler, loaded by who makes a report

    inputs = {
        "data": json.dumps(content(result, t, comments=comments, plan=plan), ensure_ascii=False),
        "picture": picture.svg if picture else "",
        "description": picture.description if picture else "",
        "caption": picture.caption if picture else "",
    }

    def compiled(fonts: typst.Fonts, *standards: typst.PDFStandard) -> bytes:
        return typst.compile(
            _template(),
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=list(standards),
            # The compiler takes whole seconds.
            timestamp=int(result.submission.submitted_at.timestamp()),
        )

    try:
        return compiled(_own_fonts(), "ua-1")
    except typst.TypstError as error:
        if STANDARD not in error.message:
            raise
    try:
        return compiled(_all_fonts(), "ua-1")
    except typst.TypstError:
        return compiled(_all_fonts())


@functools.cache
def _template() -> bytes:
    return resources.files("domino_survey.reports").joinpath(TEMPLATE).read_bytes()


@functools.cache
def _own_fonts() -> typst.Fonts:
    import typst  # noqa: PLC0415 - as above

    return typst.Fonts(include_system_fonts=False)


@functools.cache
def _all_fonts() -> typst.Fonts:
    import typst  # noqa: PLC0415 - as above

    return typst.Fonts()
