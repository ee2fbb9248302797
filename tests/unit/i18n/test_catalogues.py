"""Every message has its translation; `python -m domino_survey.i18n.extract` lists what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog

from domino_survey.i18n import LANGUAGES
from domino_survey.i18n.extract import messages, placeholders, read, sources, update

if TYPE_CHECKING:
    from pathlib import Path

    from domino_survey.i18n import Language

OTHERS = [language for language in LANGUAGES if language != "fr"]


def forms(texts: object) -> tuple[str, ...]:
    if isinstance(texts, str):
        return (texts,)
    return tuple(texts) if isinstance(texts, list | tuple) else ("",)


@pytest.mark.parametrize("language", OTHERS)
def test_catalogue__messages_of_the_sources__are_all_translated(language: Language) -> None:
    catalogue = read(language)
    missing = []
    for message, places in messages().items():
        found = catalogue.get(message)
        if found is None or found.fuzzy or not all(forms(found.string)):
            missing.append((message, places))
    assert missing == [], "run: python -m domino_survey.i18n.extract, then fill in messages.po"


@pytest.mark.parametrize("language", OTHERS)
def test_catalogue__translations__keep_the_placeholders(language: Language) -> None:
    different = []
    for message in read(language):
        if not message.id:
            continue
        wanted = set().union(*(placeholders(form) for form in forms(message.id)))
        for text in forms(message.string):
            names = placeholders(text or "")
            # The singular of a plural may say "one" in words.
            free = {"count"} if message.pluralizable else set()
            if text and (names - wanted or wanted - names - free):
                different.append((message.id, text))
    assert different == []


def test_messages__each_way_of_writing_them__is_found(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.py").write_text(
        't("Un")\nt(\n    "Deux "\n    "mots",\n    x=1,\n)\n'
        't.plural("{count} a", "{count} b", n)\nLABEL = N_("Trois")\ntranslate("Quatre")\n',
        encoding="utf-8",
    )
    found = messages(tmp_path)
    assert {"Un", "Deux mots", ("{count} a", "{count} b"), "Trois", "Quatre"} <= found.keys()
    assert found["Un"] == ["pages/a.py"]
    assert sources(tmp_path) == [tmp_path / "pages" / "a.py"]


def test_update__existing_translation__is_kept_and_missing_is_added() -> None:
    catalogue = Catalog(locale="en")
    catalogue.add("Oui", "Yes")
    catalogue.add("Vieux", "Old")
    missing = update(catalogue, {"Oui": ["a.py"], "Non": ["a.py"], ("x", "xs"): ["b.py"]})
    assert missing == 2
    kept = {str(message.id): message.string for message in catalogue if message.id}
    assert kept["Oui"] == "Yes"
    assert kept["Vieux"] == "Old"


def test_update__prune__removes_what_nobody_uses() -> None:
    catalogue = Catalog(locale="en")
    catalogue.add("Vieux", "Old")
    catalogue.add(("un", "deux"), ("one", "two"))
    update(catalogue, {("un", "deux"): ["a.py"]}, prune=True)
    assert "Vieux" not in catalogue
    assert "un" in catalogue
