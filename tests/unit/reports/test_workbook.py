from __future__ import annotations

import io
import itertools
from typing import TYPE_CHECKING

import openpyxl
import pytest
from msgspec.structs import replace

from domino_survey.answers import DONT_KNOW, NOT_APPLICABLE, answered
from domino_survey.i18n import LANGUAGES, Translator
from domino_survey.reports import report_workbook
from domino_survey.schema import YES
from tests.builders import answers_of
from tests.unit.reports.conftest import NOW, result_from

if TYPE_CHECKING:
    from openpyxl import Workbook

    from domino_survey.schema import Questionnaire
    from domino_survey.services.results import Result

FRENCH = Translator("fr")
FORMULAS = (
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "{=1}",
    "http://exemple.fr",
    "12",
)


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def table(content: bytes, title: str) -> list[dict[str, object]]:
    """The rows of a sheet, by column."""
    head, *rows = opened(content)[title].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_workbook__same_result__is_the_same_bytes(example: Result) -> None:
    assert report_workbook(example, FRENCH) == report_workbook(example, FRENCH)


def test_workbook__submission__dates_it(example: Result) -> None:
    properties = opened(report_workbook(example, FRENCH)).properties
    wanted = example.submission.submitted_at.replace(tzinfo=None, microsecond=0)
    assert properties.created == wanted
    assert properties.modified == wanted
    assert properties.title == example.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook__each_sheet__has_a_frozen_header_and_rows(example: Result, language: str) -> None:
    t = Translator("en" if language == "en" else "fr")
    book = opened(report_workbook(example, t))
    assert book.sheetnames == [t("Résultat"), t("Réponses"), t("Préconisations"), t("À propos")]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.max_row > 1
        assert all(cell.value for cell in sheet[1])


def test_workbook__scores__are_numbers_of_each_node_unrounded(example: Result) -> None:
    rows = {row["Identifiant"]: row for row in table(report_workbook(example, FRENCH), "Résultat")}
    nodes = [
        *(axis.result for axis in example.axes),
        *(theme.result for axis in example.axes for theme in axis.themes),
    ]
    assert len(rows) == len(nodes) + len(example.dimensions)
    for node in nodes:
        row = rows[node.score.id]
        assert row["Score"] == pytest.approx(node.score.value, rel=1e-12)
        assert row["Couverture"] == pytest.approx(node.score.coverage)
        assert row["Borne basse"] == pytest.approx(node.score.low)


@pytest.mark.parametrize("text", FORMULAS)
def test_workbook__text_that_looks_like_a_formula__stays_text(example: Result, text: str) -> None:
    name = example.questionnaire.profile.name
    assert name is not None
    typed = {**example.answers, name: answered(text), "A1.pepite": answered(text)}
    result = replace(example, answers=typed, comments={"A1.T1.Q1": text})
    content = report_workbook(result, FRENCH)
    cells = list(itertools.chain.from_iterable(row for sheet in opened(content) for row in sheet))
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    shown = text.replace("\r", "\n")
    rows = {row["Identifiant"]: row for row in table(content, "Réponses")}
    assert rows["A1.T1.Q1"]["Commentaire"] == shown
    assert rows["A1.pepite"]["Réponse"] == shown
    assert rows[name]["Réponse"] == shown
    if text.startswith(("=", "+", "-", "@", "\t")):
        marked = [cell for cell in cells if cell.value == shown]
        assert all(cell.quotePrefix for cell in marked)


def test_workbook__answers__have_words_codes_states_and_points(jardins: Questionnaire) -> None:
    given = answers_of(
        {
            "age": "recolte",
            "sol.paillage": "hiver",
            "sol.vers": 20.0,
            "eau.origine": DONT_KNOW,
            "voisins.ouvert": YES,
            "voisins.venus": ("ecole", "passants"),
            "nom": "Le clos",
        }
    )
    result = result_from(
        jardins, given, comments={"sol.vers": "À revoir"}, proofs={"sol.vers": "mesure"}
    )
    rows = {row["Identifiant"]: row for row in table(report_workbook(result, FRENCH), "Réponses")}
    assert set(rows) == set(jardins.items)
    mulch = rows["sol.paillage"]
    assert (mulch["Réponse"], mulch["Code"], mulch["État"]) == (
        "L’hiver seulement",
        "hiver",
        "répondue",
    )
    assert (mulch["Points"], mulch["Score"], mulch["Axe"]) == (5, 50, "Le sol")
    worms = rows["sol.vers"]
    assert (worms["Réponse"], worms["Code"], worms["Points"]) == (20, None, 10)
    assert (worms["Commentaire"], worms["Preuve"]) == ("À revoir", "Mesure")
    assert rows["voisins.ouvert"]["Réponse"] == "Oui"
    assert rows["voisins.venus"]["Réponse"] == "Une école ; Des passants"
    assert rows["voisins.venus"]["Code"] == "ecole passants"
    water = rows["eau.origine"]
    assert (water["Réponse"], water["État"], water["Points"]) == (None, "ne sait pas", None)
    assert rows["voisins.repas"]["État"] == "sans réponse"
    assert rows["nom"]["Axe"] == "Profil"


def test_workbook__for_a_reader__has_no_comment_and_nothing_of_the_profile(
    example: Result,
) -> None:
    remarked = replace(example, comments={"A1.T1.Q1": "À revoir"})
    content = report_workbook(remarked, FRENCH, comments=False, profile=False)
    rows = {row["Identifiant"]: row for row in table(content, "Réponses")}
    axes = [axis.axis for axis in example.axes]
    kept = [q.id for q in example.questionnaire.questions]
    assert set(rows) == {*kept, *(prompt.id for axis in axes for prompt in axis.prompts)}
    assert "Commentaire" not in rows["A1.T1.Q1"]
    whole = {
        row["Identifiant"]: row for row in table(report_workbook(remarked, FRENCH), "Réponses")
    }
    assert set(whole) == set(example.questionnaire.items)
    assert whole["A1.T1.Q1"]["Commentaire"] == "À revoir"


def test_workbook__question_off_the_path_or_set_aside__says_which(jardins: Questionnaire) -> None:
    # A garden that is only planned is not asked for its worms.
    given = answers_of({"age": "graine", "sol.vers": 20.0, "sol.paillage": NOT_APPLICABLE})
    result = result_from(jardins, given)
    rows = {row["Identifiant"]: row for row in table(report_workbook(result, FRENCH), "Réponses")}
    worms = rows["sol.vers"]
    assert (worms["État"], worms["Points"], worms["Réponse"]) == ("non posée", None, 20)
    assert rows["sol.paillage"]["État"] == "sans objet"


def test_workbook__nothing_scored__leaves_scores_empty_and_gives_the_reason(
    jardins: Questionnaire,
) -> None:
    rows = table(report_workbook(result_from(jardins, {}), FRENCH), "Résultat")
    assert {row["Score"] for row in rows} == {None}
    assert {row["Sans score"] for row in rows} == {"aucune réponse"}


def test_workbook__about__says_what_it_was_made_with(jardins: Questionnaire) -> None:
    content = report_workbook(result_from(jardins, {}), FRENCH)
    said = {row["Quoi"]: row["Valeur"] for row in table(content, "À propos")}
    assert said["Empreinte"] == jardins.hash
    assert said["Version"] == "v2"
    assert said["Méthode de calcul"] == "version 1"
    assert said["Envoyé le"] == FRENCH.datetime(NOW)
    assert "Couverture" in said


def test_workbook__advice__tells_what_fired_from_the_rest(example: Result) -> None:
    rows = table(report_workbook(example, FRENCH), "Préconisations")
    assert [row["Identifiant"] for row in rows] == [one.recommendation.id for one in example.advice]
    assert [row["Retenue"] == "oui" for row in rows] == [one.fired for one in example.advice]
