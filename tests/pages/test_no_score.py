"""A response to which nothing applies: no score and its reason, on every screen and in every file."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from domino_survey import reports
from domino_survey.answers import NOT_APPLICABLE
from domino_survey.i18n import Translator
from domino_survey.scoring import Reason
from domino_survey.services import assessments, drafts, results
from domino_survey.ui import routes
from tests.pages.screens import Assessment
from tests.pages.test_screens import readable

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.services.context import Context

QUESTIONNAIRE = Path(__file__).parents[1] / "questionnaires" / "sans_objet.yaml"
ASIDE = "Trop de questions sans objet pour qu'un score ait un sens."
MAIN = "Toutes les questions posées sont sans objet pour votre pratique"


@pytest.fixture
def nothing_applies(make_context: Callable[..., Context], tmp_path: Path) -> Assessment:
    folder = tmp_path / "schemas" / "sans_objet"
    folder.mkdir(parents=True)
    shutil.copy(QUESTIONNAIRE, folder / "1.yaml")
    context = make_context(schemas=folder.parent, questionnaire="sans_objet")
    made = Assessment.start(context)
    response = made.opened.response_id
    for question in made.draft.questionnaire.questions:
        drafts.save_answer(
            context, made.identity, response, question.id, NOT_APPLICABLE, session="s"
        )
    assessments.submit(context, made.identity, response)
    return made


def result_of(made: Assessment) -> results.Result:
    return results.read_result(made.context, made.identity, made.opened.response_id)


def test_scores__nothing_applies__are_none_with_a_reason_at_every_node(
    nothing_applies: Assessment,
) -> None:
    found = result_of(nothing_applies).scores.row(0)
    assert {"A", "A.T1", "overall", "dimension:S"} <= set(found)
    for node in found.values():
        assert (node.value, node.low, node.high, node.coverage) == (None, None, None, None)
        assert node.reason is Reason.MOSTLY_NOT_APPLICABLE


def test_review__nothing_applies__does_not_ask_for_answers(nothing_applies: Assessment) -> None:
    said = readable(nothing_applies.tab(routes.REVIEW).said)
    assert said.count(ASIDE) == 3
    assert "Pas assez de réponses" not in said


def test_result__nothing_applies__says_why_and_praises_nothing(nothing_applies: Assessment) -> None:
    tab = nothing_applies.tab(routes.RESULT)
    said = readable(tab.said)
    assert MAIN in said
    assert said.count(ASIDE) == 3
    assert "Complétez votre bilan" not in said
    assert "Points forts" not in tab.headings
    assert "aucun score ne peut bouger" not in said
    assert "aucun point n'appelle" not in said
    assert "Sans score, aucune recommandation" in said


def test_what_if__nothing_applies__says_why(nothing_applies: Assessment) -> None:
    assert ASIDE in readable(nothing_applies.tab(routes.WHAT_IF).said)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_report__nothing_applies__says_why(nothing_applies: Assessment, language: str) -> None:
    t = Translator("en" if language == "en" else "fr")
    pdf = reports.report_pdf(result_of(nothing_applies), t)
    pages = PdfReader(io.BytesIO(pdf)).pages
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    whole, axis = {
        "fr": (MAIN, ASIDE.replace("'", "’")),
        "en": ("All the questions asked are not applicable to your practice", "Too many questions"),
    }[language]
    assert whole in words
    assert words.count(axis) >= 3


def test_workbook__nothing_applies__says_why(nothing_applies: Assessment) -> None:
    content = reports.report_workbook(result_of(nothing_applies), Translator("fr"))
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.values for cell in row if cell is not None]
    # Axes, themes, the dimension and the overall score.
    assert cells.count("trop de questions sans objet") == 8
    assert not any(isinstance(cell, float) for cell in cells)
