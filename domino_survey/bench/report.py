"""The report of one result as a PDF, against the compiler alone with the same chart on a page."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from domino_survey import charts
from domino_survey.bench.measure import Measurement, interleaved
from domino_survey.charts import Outline, Spoke
from domino_survey.i18n import Translator
from domino_survey.reports import Picture, report_pdf
from domino_survey.services.example import example_result
from domino_survey.services.opening import open_context
from domino_survey.services.results import level_cuts
from domino_survey.settings import Settings

if TYPE_CHECKING:
    from domino_survey.services.results import Result

LIMIT = 3.0
ROUNDS = 15
QUESTIONNAIRE = "domino"
EMPTY_PAGE = b"""
#set document(title: "Page")
#set page(paper: "a4")
#set text(lang: "fr")
#image(bytes(sys.inputs.picture), format: "svg", width: 100%, alt: "Radar")
"""


def measure_report(rounds: int = ROUNDS) -> Measurement:
    """From a result and its chart to a PDF. Both sides draw the chart from its specification."""
    import typst  # noqa: PLC0415 - loaded by who compiles

    t = Translator("fr")
    result = example()
    picture = radar_of(result, t)
    fonts = typst.Fonts(include_system_fonts=False)

    def bare() -> bytes:
        return typst.compile(
            EMPTY_PAGE,
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"picture": picture.svg},
            pdf_standards="ua-1",
            timestamp=int(result.submission.submitted_at.timestamp()),
        )

    ours, theirs = interleaved(lambda: report_pdf(result, t, picture=picture), bare, rounds)
    detail = f"report {1000 * ours:.1f} ms; chart on a page {1000 * theirs:.1f} ms"
    return Measurement("report", ours / theirs, LIMIT, detail)


def example() -> Result:
    """The result that the home page shows."""
    with TemporaryDirectory(prefix="domino-bench-") as folder:
        context = open_context(Settings(data=Path(folder)))
        try:
            found = example_result(context, context.library.current(QUESTIONNAIRE))
        finally:
            context.repository.close()
    if found is None:
        raise RuntimeError("the example of the home page does not fit its questionnaire")
    return found


def radar_of(result: Result, t: Translator) -> Picture:
    """The profile as screens draw it."""
    nodes = [axis.result.score for axis in result.axes]
    outline = Outline(
        t("Ce bilan"),
        "mine",
        tuple(node.value for node in nodes),
        tuple(node.low for node in nodes),
        tuple(node.high for node in nodes),
    )
    spokes = [Spoke(a.axis.id, t.text(a.axis.short), t.text(a.axis.title)) for a in result.axes]
    chart = charts.radar(
        [outline],
        spokes,
        cuts=level_cuts(result.questionnaire),
        size=charts.WIDE,
        theme="light",
        translate=t,
    )
    return Picture(chart.to_dict(), charts.describe_radar([outline], spokes, translate=t))
