from __future__ import annotations

import io
import itertools
from datetime import datetime
from typing import TYPE_CHECKING, cast

import openpyxl
import pytest
from msgspec.structs import replace

from domino_survey.answers import DONT_KNOW, NOT_APPLICABLE, answered
from domino_survey.i18n import LANGUAGES, Translator
from domino_survey.reports import report_workbook
from domino_survey.schema import YES
from tests.builders import answers_of
from tests.unit.reports.conftest import NOW, planned, result_from

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
    workings = [t("Détail des scores"), t("Fiabilité"), t("Questions à préciser")]
    rest = [t("Réponses"), t("Préconisations"), t("À propos")]
    assert book.sheetnames == [t("Résultat"), *workings, *rest]
    plan = (planned(example),)
    book = opened(report_workbook(example, t, plan=plan))
    assert book.sheetnames == [t("Résultat"), t("Plan d'action"), *workings, *rest]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.max_row > 1
        assert all(cell.value for cell in sheet[1])
        assert {one.width >= 8 for one in sheet.column_dimensions.values()} == {True}


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
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n", "d"}
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
    assert said["Envoyé le"] == FRENCH.local(NOW).replace(tzinfo=None, microsecond=0)
    assert "Couverture" in said


def test_workbook__advice__tells_what_fired_from_the_rest(example: Result) -> None:
    rows = table(report_workbook(example, FRENCH), "Préconisations")
    assert [row["Identifiant"] for row in rows] == [one.recommendation.id for one in example.advice]
    assert [row["Retenue"] == "oui" for row in rows] == [one.fired for one in example.advice]


def test_workbook__plan__has_days_as_days_scores_as_numbers_and_texts_inert(
    example: Result,
) -> None:
    action = planned(example, who="=Ana", when="30/06/2027", note="@Zoé rappelle")
    content = report_workbook(example, FRENCH, plan=(action, action))
    first, second = table(content, "Plan d’action")
    assert (first["Ordre"], second["Ordre"]) == (1, 2)
    assert first["Action"] == FRENCH.text(action.recommendation.title)
    assert first["Échéance"] == datetime(2027, 6, 30)  # noqa: DTZ001 - as the format holds it
    assert first["Comparé au bilan du"] == datetime(2027, 9, 20)  # noqa: DTZ001 - as above
    assert (first["Score de l’axe alors"], first["Score de l’axe aujourd’hui"]) == (42, 55)
    assert (first["Qui"], first["Note"]) == ("=Ana", "@Zoé rappelle")
    sheet = opened(content)["Plan d’action"]
    cells = {cell.value: cell for row in sheet for cell in row}
    assert cells["=Ana"].data_type == "s"
    assert cells["=Ana"].quotePrefix
    assert cells[datetime(2027, 6, 30)].number_format == "dd/mm/yyyy"  # noqa: DTZ001 - as above
    assert cells[42].number_format == "0.0"


def test_workbook__detail__each_asked_question_and_points_that_sum_to_the_score(
    example: Result,
) -> None:
    rows = table(report_workbook(example, FRENCH), "Détail des scores")
    asked = [q.id for q in example.questionnaire.scored_questions if example.scores.asked[q.id][0]]
    assert [row["Identifiant"] for row in rows] == asked
    for axis in example.axes:
        assert axis.result.score.value is not None
        mine = [row for row in rows if row["Axe"] == FRENCH.text(axis.axis.short)]
        counted = [row for row in mine if row["Points sur 100"] is not None]
        lost = sum(cast("float", row["Points perdus"]) for row in counted)
        assert 100 - lost == pytest.approx(axis.result.score.value)
        assert sum(cast("float", row["Part de l’axe"]) for row in counted) == pytest.approx(1)
        carried = {
            str(row["Identifiant"]): cast("float", row["Part du score de l’axe"]) for row in counted
        }
        assert sum(carried.values()) == pytest.approx(1)
        for row in counted:
            brought = cast("float", row["Part de l’axe"]) * cast("float", row["Points sur 100"])
            share = brought / axis.result.score.value
            assert carried[str(row["Identifiant"])] == pytest.approx(share)
        themes = {row["Thème"] for row in counted}
        shares = [cast("float", row["Part du thème"]) for row in counted]
        assert sum(shares) == pytest.approx(len(themes))
        assert all(row["Ne compte pas"] for row in mine if row not in counted)


def test_workbook__reliance__has_bounds_coverage_and_what_other_weights_give(
    example: Result,
) -> None:
    content = report_workbook(example, FRENCH)
    rows = table(content, "Fiabilité")
    assert [row["Score"] for row in rows] == [
        pytest.approx(axis.result.score.value) for axis in example.axes
    ]
    for row in rows:
        low, high = row["Neuf fois sur dix, au moins"], row["Neuf fois sur dix, au plus"]
        assert cast("float", low) <= cast("float", high)
    sheet = opened(content)["Fiabilité"]
    assert sheet["E2"].number_format == "0%"
    assert sheet["F2"].number_format == "0"
    said = {row["Quoi"]: row["Valeur"] for row in table(content, "À propos")}
    assert "pondérations essayées" in str(said["Ce que changeraient d’autres poids"])


def test_workbook__nothing_answered__names_what_to_answer_first(jardins: Questionnaire) -> None:
    content = report_workbook(result_from(jardins, answers_of({"age": "recolte"})), FRENCH)
    rows = table(content, "Questions à préciser")
    assert {row["Axe"] for row in rows} == {"Le sol", "Les voisins", "L’eau"}
    assert all(cast("float", row["Écart réduit d’au moins"]) >= 0.5 for row in rows)
