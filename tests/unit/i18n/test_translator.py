from __future__ import annotations

import datetime as dt
import subprocess
import sys
from types import SimpleNamespace

import pytest

from domino_survey.errors import CATALOGUE, problem
from domino_survey.i18n import LANGUAGES, N_, Translator
from domino_survey.i18n.catalogue import translations

N = "\u00a0"
F = "\u202f"
FR = Translator("fr")
EN = Translator("en")
NOON = dt.datetime(2026, 3, 1, 11, 2, tzinfo=dt.UTC)


def test_import__package__does_not_import_babel() -> None:
    script = "import sys, domino_survey.i18n; assert 'babel' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603 - our own interpreter


def test_translator__unknown_language__is_refused() -> None:
    with pytest.raises(ValueError, match="de"):
        Translator("de")  # type: ignore[arg-type]  # what a cookie may hold


def test_translator__same_language__is_equal_and_hashable() -> None:
    assert {Translator("fr"), FR} == {FR}
    assert LANGUAGES == ("fr", "en")


def test_call__french__fills_in_then_sets() -> None:
    assert FR("Bonjour {name} !", name="l'élu") == f"Bonjour l’élu{F}!"


def test_call__user_text_with_braces__is_not_filled_in() -> None:
    assert FR("{name}", name="{0.__class__}") == "{0.__class__}"


def test_call__english_without_translation__stays_french() -> None:
    assert EN("Un message que personne n'a traduit") == "Un message que personne n’a traduit"


def test_mark__message__is_itself() -> None:
    assert N_("Accueil") == "Accueil"


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 bilan"),
        (1, "1 bilan"),
        (1.5, "1,5 bilan"),
        (2, "2 bilans"),
        (1200, f"1{F}200 bilans"),
    ],
)
def test_plural__french__zero_and_one_are_singular(count: float, shown: str) -> None:
    assert FR.plural("{count} bilan", "{count} bilans", count) == shown


def test_plural__english_translation__only_one_is_singular(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forms = {"{count} bilan": ("{count} assessment", "{count} assessments")}
    monkeypatch.setattr("domino_survey.i18n.translator.translations", lambda _: forms)
    shown = [EN.plural("{count} bilan", "{count} bilans", count) for count in (0, 1, 2)]
    assert shown == ["0 assessments", "1 assessment", "2 assessments"]


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (1234567.891, 1, f"1{F}234{F}567,9", "1,234,567.9"),
        (2.5, 0, "3", "3"),
        (2.675, 2, "2,68", "2.68"),
        (-0.4, 0, "0", "0"),
        (1e16, 0, F.join(["10", "000", "000", "000", "000", "000"]), "10,000,000,000,000,000"),
        (float("nan"), 1, "–", "–"),
    ],
)
def test_number__both_languages__reads_as_people_write(
    value: float, decimals: int, french: str, english: str
) -> None:
    assert FR.number(value, decimals) == french
    assert EN.number(value, decimals) == english


def test_number__the_last_digits_of_a_sum__do_not_decide_how_it_rounds() -> None:
    assert FR.number(6.249999999999999, 1) == FR.number(6.25, 1) == "6,3"


def test_percent__share__has_its_space_in_french() -> None:
    assert FR.percent(0.455) == f"46{N}%"
    assert EN.percent(0.455, 1) == "45.5%"


def test_date__first_of_the_month__is_ordinal_in_french() -> None:
    assert FR.date(dt.date(2026, 3, 1)) == "1er mars 2026"
    assert FR.date(dt.date(2026, 8, 21)) == "21 août 2026"
    assert EN.date(dt.date(2026, 3, 1)) == "1 March 2026"


def test_moment__universal_time__is_shown_in_the_zone() -> None:
    assert FR.time(NOON) == "12:02"
    assert FR.datetime(NOON) == "1er mars 2026 à 12:02"
    assert Translator("en", zone="Indian/Reunion").datetime(NOON) == "1 March 2026 at 15:02"


@pytest.mark.parametrize(
    ("items", "shown"),
    [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")],
)
def test_list_of__items__end_with_and(items: list[str], shown: str) -> None:
    assert FR.list_of(items) == shown


def test_text__language_at_hand__is_chosen_else_the_first() -> None:
    texts = {"fr": "L'eau ?", "en": "Don't?"}
    assert FR.text(texts) == f"L’eau{F}?"
    assert EN.text(texts) == "Don’t?"
    assert EN.text({"fr": "L'eau ?"}) == f"L’eau{F}?"
    assert EN.text({"br": "Dour", "en": ""}) == "Dour"


def test_text__other_shapes__are_read_or_refused() -> None:
    assert FR.text(SimpleNamespace(root={"fr": "Oui"})) == "Oui"
    assert FR.text("{libre}") == "{libre}"
    assert FR.text(None) == ""
    with pytest.raises(TypeError):
        FR.text(3)


def test_problem__each_code__has_words_even_without_its_parameters() -> None:
    for code in CATALOGUE:
        fault, remedy = FR.problem(problem(code))
        assert fault
        assert remedy


def test_problem__parameters__are_filled_in() -> None:
    fault, remedy = FR.problem(problem("unknown-commune", code_insee="35600"))
    assert "35600" in fault
    assert remedy


def test_translations__french__is_the_source() -> None:
    assert translations("fr") == {}
