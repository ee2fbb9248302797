from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from domino_survey import charts
from domino_survey.answers import NOT_APPLICABLE, answered
from domino_survey.charts import Outline, Spoke
from domino_survey.i18n import LANGUAGES, Translator
from domino_survey.reports import Picture, file_name, report_pdf
from domino_survey.reports.content import content
from domino_survey.reports.document import TEMPLATE
from domino_survey.services.plan import Status
from tests.builders import answers, answers_of, axis, one_theme, percent, questionnaire, theme
from tests.unit.reports.conftest import planned, result_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domino_survey.schema import Questionnaire
    from domino_survey.services.results import Result

FRENCH = Translator("fr")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">'
    '<path d="M0 0L100 50"/><text x="9" y="20" font-family="Nulle part">Le sol 43</text></svg>'
)
DRAWN = Picture(SVG, "Radar à trois branches", "La bande")
NASTY = '*gras* _x_ #import "x" $x^2$ `code` <b> = titre \\ @ref // /* {0} [lien](y) #panic()'


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """The text of all pages, blanks made equal, as someone who copies it gets it."""
    text = " ".join(page.extract_text() for page in read(pdf).pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def catalogue(pdf: bytes) -> Any:
    """The root of the document's objects."""
    return read(pdf).trailer["/Root"]


def tags(pdf: bytes) -> Iterator[Any]:
    """The elements of the structure tree, in order."""
    waiting = [catalogue(pdf)["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop(0).get_object()
        if isinstance(element, list):
            waiting[:0] = element
        elif isinstance(element, DictionaryObject):
            if "/S" in element:
                yield element
            waiting[:0] = [element["/K"]] if "/K" in element else []


def test_pdf__same_result__is_the_same_bytes(example: Result) -> None:
    assert report_pdf(example, FRENCH, picture=DRAWN) == report_pdf(example, FRENCH, picture=DRAWN)


def test_pdf__later_submission__bears_its_own_time(example: Result) -> None:
    later = example.submission.submitted_at.replace(year=2031)
    other = replace(example, submission=replace(example.submission, submitted_at=later))
    (one, two) = (read(report_pdf(result, FRENCH)).metadata for result in (example, other))
    assert one is not None
    assert two is not None
    assert one.creation_date == example.submission.submitted_at.replace(microsecond=0)
    assert two.creation_date == later.replace(microsecond=0)


def test_pdf__example__is_tagged_and_says_what_it_is(example: Result) -> None:
    pdf = report_pdf(example, FRENCH, picture=DRAWN)
    reader = read(pdf)
    root, metadata = catalogue(pdf), reader.metadata
    assert metadata is not None
    assert metadata.title == f"Bilan\u00a0: {example.name}"
    assert metadata.author == example.name
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    figures = [tag for tag in tags(pdf) if tag["/S"] == "/Figure"]
    assert [str(figure["/Alt"]) for figure in figures] == [DRAWN.description]
    kinds = {str(tag["/S"]) for tag in tags(pdf)}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/Link"} <= kinds


def test_pdf__example__prints_version_hash_and_method_and_numbers_its_pages(
    example: Result,
) -> None:
    pdf = report_pdf(example, FRENCH)
    text = words(pdf)
    assert "domino, version 1" in text
    assert example.questionnaire.hash in text.replace(" ", "")
    assert "Méthode de calcul version 1" in text
    pages = read(pdf).pages
    assert f"1 / {len(pages)}" in pages[0].extract_text()
    assert pages[0].mediabox.width == pytest.approx(595.28, abs=0.1)
    assert pages[0].mediabox.height == pytest.approx(841.89, abs=0.1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf__example__has_its_parts_in_order(example: Result, language: str) -> None:
    t = Translator("en" if language == "en" else "fr")
    text = words(report_pdf(example, t, picture=DRAWN))
    titles = [
        t(title)
        for title in (
            "Vue d'ensemble",
            "Axe par axe",
            "Lecture par dimension",
            "Points forts",
            "Ce qui repose sur une preuve",
            "Et maintenant ?",
            "Ce que vous avez noté",
            "Comment lire ces chiffres",
            "Sources",
        )
    ]
    places = [text.find(re.sub(r"\s+", " ", title)) for title in titles]
    assert -1 not in places
    assert places == sorted(places)


def test_pdf__what_people_typed__appears_as_it_is_and_is_never_run(example: Result) -> None:
    name = example.questionnaire.profile.name
    assert name is not None
    typed = {**example.answers, name: answered(NASTY), "A1.pepite": answered(NASTY)}
    result = replace(example, answers=typed, comments={"A1.T1.Q1": NASTY})
    pdf = report_pdf(result, FRENCH)
    # Title, its running form is cut, a comment and an open answer.
    assert words(pdf).count(NASTY) == 3
    metadata = read(pdf).metadata
    assert metadata is not None
    assert metadata.author == NASTY


def test_pdf__without_comments__leaves_them_out(example: Result) -> None:
    result = replace(example, comments={"A1.T1.Q1": "Entre nous seulement"})
    assert "Entre nous seulement" in words(report_pdf(result, FRENCH))
    assert "Entre nous seulement" not in words(report_pdf(result, FRENCH, comments=False))


def test_pdf__text_that_is_not_seen_or_turns_the_line__loses_it(example: Result) -> None:
    result = replace(example, comments={"A1.T1.Q1": "a\u202eb\x00c\x1bd"})
    assert "abcd" in words(report_pdf(result, FRENCH))


def test_pdf__word_longer_than_the_page__stays_on_it(example: Result) -> None:
    result = replace(example, comments={"A1.T1.Q1": "x" * 300})
    lines: list[float] = []

    def seen(text: str, _c: object, matrix: list[float], _f: object, size: float) -> None:
        if "xxx" in text:
            lines.append(matrix[4] + 0.4 * size * len(text))

    for page in read(report_pdf(result, FRENCH)).pages:
        page.extract_text(visitor_text=seen)
    assert lines
    assert max(lines) < 595


def test_pdf__letters_that_no_own_font_has__is_made_and_tagged_all_the_same(
    example: Result,
) -> None:
    result = replace(example, comments={"A1.T1.Q1": "漢字 😀 \U000e0f00"})
    pdf = report_pdf(result, FRENCH)
    assert catalogue(pdf)["/MarkInfo"]["/Marked"]


def test_pdf__template_at_fault__is_said_and_not_hidden(
    example: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst  # noqa: PLC0415 - as the module under test does

    monkeypatch.setattr("domino_survey.reports.document._template", lambda: b"#unknown")
    with pytest.raises(typst.TypstError):
        report_pdf(example, FRENCH)


def test_pdf__three_axes_with_an_overall_score__shows_the_lowest_beside_it(
    jardins: Questionnaire,
) -> None:
    given = answers_of(
        {
            "nom": "Jardin",
            "age": "recolte",
            "sol.paillage": "hiver",
            "sol.vers": 20.0,
            "voisins.ouvert": "oui",
            "voisins.repas": 3.0,
            "eau.origine": "reseau",
        }
    )
    text = words(report_pdf(result_from(jardins, given), Translator("en"), picture=DRAWN))
    assert re.search(r"Overall score: \d+\. Lowest axis: Water, 0\.", text)


def test_pdf__nothing_scored__says_so_and_advises_nothing(jardins: Questionnaire) -> None:
    text = words(report_pdf(result_from(jardins, {}), FRENCH))
    assert "pas encore assez de réponses" in text
    assert "Et maintenant" not in text
    assert "Points forts" not in text


def test_pdf__no_levels_no_dimensions_no_advice__leaves_their_columns_and_parts_out() -> None:
    model = questionnaire(
        axis("A", theme("T1", percent("Q1"))), axis("B", theme("T2", percent("Q2")))
    )
    text = words(report_pdf(result_from(model, answers(Q1=40.0, Q2=60.0)), FRENCH))
    assert "Niveau" not in text
    assert "Lecture par dimension" not in text
    assert "Et maintenant" not in text
    assert "60" in text


def test_pdf__several_addresses_of_a_source__are_links_of_their_own(example: Result) -> None:
    links = [
        str(note.get_object()["/A"]["/URI"])
        for page in read(report_pdf(example, FRENCH)).pages
        for note in cast("list[Any]", page.get("/Annots", []))
    ]
    assert "https://lawinsider.com/fr/contracts/iYmEjaORh9W" in links
    assert not [link for link in links if " " in link or not link.startswith("http")]


def test_content__points_lost_and_interval__are_those_of_the_result(example: Result) -> None:
    data = content(example, FRENCH, comments=True)
    details = data["details"]
    assert isinstance(details, list)
    for detail, one in zip(details, example.axes, strict=True):
        assert len(detail["losses"]) == len(one.heaviest)
        assert detail["value"] == one.result.score.value


def test_picture__vega_lite__becomes_letters_of_the_report_without_an_address() -> None:
    outline = Outline("Ce bilan", "mine", (43.0, 74.0, None))
    spokes = [Spoke(name, name, name) for name in ("Le sol", "Les voisins", "L'eau")]
    chart = charts.radar(
        [outline], spokes, cuts=(50, 100), size=charts.WIDE, theme="light", translate=FRENCH
    )
    specification = chart.to_dict()
    before = str(specification)
    svg = Picture(specification, "").svg
    assert svg.startswith("<svg")
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"Libertinus Serif"}
    assert "Les voisins" in svg
    assert str(specification) == before
    assert Picture(SVG, "").svg == SVG


def test_picture__data_at_an_address__is_refused() -> None:
    specification = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"url": "http://127.0.0.1:9/donnees.csv"},
        "mark": "bar",
        "encoding": {"x": {"field": "a", "type": "quantitative"}},
    }
    with pytest.raises(ValueError, match="127"):
        _ = Picture(specification, "").svg


def test_template__its_colours__are_those_of_the_screens() -> None:
    root = Path(__file__).parents[3]
    template = (root / "domino_survey" / "reports" / TEMPLATE).read_text(encoding="utf-8")
    config = (root / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    colours = tomllib.loads(config)["theme"]["light"].values()
    assert set(re.findall(r"#[0-9A-F]{6}", template)) <= {str(colour) for colour in colours}


def test_file_name__whatever_the_initiative_is_called__is_plain_ascii() -> None:
    model = one_theme(percent("Q1"))
    result = result_from(model, answers(Q1=1.0))
    # Half past ten in the evening in UTC, so half past eleven in Paris and the next day in Tokyo.
    assert file_name(result, FRENCH, "pdf") == "bilan-essai-2026-11-23.pdf"
    late = Translator("fr", "Asia/Tokyo")
    assert file_name(result, late, "json") == "bilan-essai-2026-11-24.json"


def test_file_name__accents_and_slashes__are_left_out(example: Result) -> None:
    name = example.questionnaire.profile.name
    assert name is not None
    result = replace(example, answers={name: answered("../Été à l’Île ; « 東 »")})
    day = FRENCH.local(result.submission.submitted_at).date()
    assert file_name(result, FRENCH, "xlsx") == f"bilan-ete-a-l-ile-{day}.xlsx"


def test_pdf__plan__is_printed_in_its_order_and_the_bytes_are_the_same(example: Result) -> None:
    named = planned(example, who="Ana", when="juin 2027", note=NASTY)
    plan = (named, planned(example, status=Status.DONE))
    pdf = report_pdf(example, FRENCH, plan=plan)
    assert pdf == report_pdf(example, FRENCH, plan=plan)
    text = words(pdf)
    title = FRENCH.text(named.recommendation.title)
    assert f"1. {title}" in text
    assert f"2. {title}" in text
    assert "42 → 55 (+13)" in text
    assert "30 alors, pas de score aujourd’hui" in text
    assert NASTY in text
    assert "Ana" in text
    assert "juin 2027" in text
    assert "Plan d’action" not in words(report_pdf(example, FRENCH))


def test_content__plan_without_names__has_no_column_for_them(example: Result) -> None:
    (alone, named) = (
        content(example, FRENCH, comments=False, plan=(planned(example, who=who),))["plan"]
        for who in ("", "Ana")
    )
    assert isinstance(alone, dict)
    assert isinstance(named, dict)
    assert "Qui" not in alone["heads"]
    assert "Qui" in named["heads"]
    assert len(named["heads"]) == len(alone["heads"]) + 1


def test_content__annex__each_answer_with_its_weight_and_what_it_takes(example: Result) -> None:
    annex = content(example, FRENCH, comments=False)["annex"]
    assert isinstance(annex, dict)
    for one, told in zip(annex["axes"], example.axes, strict=True):
        rows = [row for part in one["themes"] for row in part["rows"]]
        assert len(rows) == told.result.answered
        assert told.result.score.value is not None
        lost = [float(row[3].replace("−", "").replace(",", ".")) for row in rows]
        whole = 100 - told.result.score.value
        # Each line is rounded by itself; the sum says so where they do not add up.
        assert sum(lost) == pytest.approx(whole, abs=0.05 * len(rows) + 1e-9)
        assert "additionnées" in one["sum"] or abs(sum(lost) - whole) < 0.1
        assert all("du thème" in row[2] for row in rows)
        assert "100 −" in one["sum"]
    text = words(report_pdf(example, FRENCH))
    assert "Annexe" in text
    assert "pondérations essayées" in text


def test_content__nothing_answered__names_what_would_narrow_the_scores(
    jardins: Questionnaire,
) -> None:
    result = result_from(jardins, answers_of({"age": "recolte"}))
    reliance = content(result, FRENCH, comments=False)["reliance"]
    assert isinstance(reliance, dict)
    assert [row["cells"][0] for row in reliance["open_rows"]] == ["Le sol", "Les voisins", "L’eau"]
    assert all(row["questions"] for row in reliance["open_rows"])
    assert reliance["weights_sentences"] == []


def test_pdf__everything_not_applicable__says_so_and_asks_for_nothing(example: Result) -> None:
    model = example.questionnaire
    given = {question.id: NOT_APPLICABLE for question in model.scored_questions}
    text = words(report_pdf(result_from(model, given), FRENCH))
    assert "sans objet pour votre pratique" in text
    assert "Trop de questions sans objet" in text
    assert "0 question sur 0" not in text
    assert "qui comptent ont une réponse" not in text


def test_pdf__themes_of_an_axis__stay_on_one_page_with_its_name(example: Result) -> None:
    pages = [
        re.sub(r"\s+", " ", page.extract_text())
        for page in read(report_pdf(example, FRENCH, picture=DRAWN)).pages
    ]
    for one in example.axes:
        title, *themes = (
            re.sub(r"\s+", " ", FRENCH.text(label))
            for label in (one.axis.title, *(part.theme.title for part in one.themes))
        )
        page = next(text for text in pages if title in text)
        assert [theme_ for theme_ in themes if theme_ not in page] == []


def test_document__theme_without_a_score_that_has_answers__says_what_the_dash_means() -> None:
    model = questionnaire(
        axis("A", theme("T", *(percent(f"Q{at}") for at in range(3))), theme("U", percent("R")))
    )
    said = "trop peu de réponses pour un score du thème"
    partly = words(report_pdf(result_from(model, answers(Q0=50.0, R=50.0)), FRENCH))
    assert said in partly
    whole = answers(Q0=50.0, Q1=50.0, Q2=50.0, R=50.0)
    assert said not in words(report_pdf(result_from(model, whole), FRENCH))
