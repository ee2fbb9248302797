"""Every message has its translation; `python -m domino_survey.i18n.extract` lists what is missing."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from domino_survey.i18n import LANGUAGES
from domino_survey.i18n.extract import messages, placeholders, read, save, sources, update

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
        't.plural("{count} a", "{count} b", n)\nLABEL = N_("Trois")\ntranslate("Quatre")\n'
        "f\"**{t('Cinq')}**\"\nhere.t('Six')\nt(LABEL)\n'x'.translate(TABLE)\n",
        encoding="utf-8",
    )
    found = messages(tmp_path)
    expected = {"Un", "Deux mots", ("{count} a", "{count} b"), "Trois", "Quatre", "Cinq", "Six"}
    assert {message for message, places in found.items() if places == ["pages/a.py"]} == expected
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


def test_save__places_with_and_without_a_line__are_sorted_and_written_alike(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    path.write_text('#: a.py\nmsgid "Un"\nmsgstr "One"\n', encoding="utf-8")
    with path.open("rb") as file:
        catalogue = read_po(file, locale="en")
    catalogue.add("Deux", "Two", locations=[("a.py", 0), ("a.py", 12)])
    save(path, catalogue)
    first = path.read_text(encoding="utf-8")
    assert first.count("#: a.py\n") == 2
    with path.open("rb") as file:
        save(path, read_po(file, locale="en"))
    assert path.read_text(encoding="utf-8") == first


def test_save__write_that_fails__keeps_the_former_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "messages.po"
    catalogue = Catalog(locale="en")
    catalogue.add("Oui", "Yes")
    save(path, catalogue)
    former = path.read_bytes()

    def fail(file: IO[bytes], *_: object, **__: object) -> None:
        file.write(b"half")
        raise TypeError

    monkeypatch.setattr("domino_survey.i18n.extract.write_po", fail)
    with pytest.raises(TypeError):
        save(path, catalogue)
    assert path.read_bytes() == former
    assert list(tmp_path.iterdir()) == [path]


def test_messages__places_of_problems__survive_the_file(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    catalogue = Catalog(locale="en")
    update(catalogue, {"Le texte est vide.": messages()["Le texte est vide."]})
    save(path, catalogue)
    assert b"#: problem/empty-text" in path.read_bytes()
    with path.open("rb") as file:
        (kept,) = [message for message in read_po(file, locale="en") if message.id]
    assert [place for place, _ in kept.locations] == ["problem/empty-text"]
