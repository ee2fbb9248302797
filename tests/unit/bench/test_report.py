from __future__ import annotations

import io

from pypdf import PdfReader

from domino_survey.bench import REGISTRY
from domino_survey.bench.report import LIMIT, example, measure_report, radar_of
from domino_survey.i18n import Translator
from domino_survey.reports import report_pdf


def test_report__one_round__gives_a_ratio_of_times() -> None:
    found = measure_report(rounds=1)
    assert (found.name, found.limit, found.at_least) == ("report", LIMIT, False)
    assert found.ratio > 0
    assert REGISTRY["report"] is measure_report


def test_report__what_is_measured__holds_the_scores_of_the_chart() -> None:
    result, t = example(), Translator("fr")
    picture = radar_of(result, t)
    assert all(t.number(axis.result.score.value or 0) in picture.svg for axis in result.axes)
    pages = PdfReader(io.BytesIO(report_pdf(result, t, picture=picture))).pages
    assert len(pages) > 1
