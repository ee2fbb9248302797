"""Keeps the catalogues complete: `python -m domino_survey.i18n.extract`.

Finds the messages written in the sources and adds those that a catalogue lacks, untranslated.
Translations already there are never touched; `--prune` removes the messages that nobody uses.
"""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import os
import string
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from domino_survey.errors import CATALOGUE
from domino_survey.i18n.catalogue import LANGUAGES, SOURCE_LANGUAGE, Language, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Message = str | tuple[str, str]

_ROOT = Path(__file__).parents[2]
# The names under which a translator is called, also as a method, and how many of its first
# arguments are forms of the message.
_FUNCTIONS: Mapping[str, int] = {"t": 1, "translate": 1, "N_": 1, "plural": 2}


def sources(root: Path) -> list[Path]:
    """The files that may speak to people, in order."""
    folders = ("domino_survey", "pages")
    return sorted(path for folder in folders for path in (root / folder).rglob("*.py"))


def messages(root: Path = _ROOT) -> dict[Message, list[str]]:
    """Every message of the sources and of the catalogue of problems, with the files that use it.

    A message is its French text, or the pair of its singular and its plural.
    """
    found: dict[Message, list[str]] = {}
    for path in sources(root):
        place = path.relative_to(root).as_posix()
        for message in _messages_of(path):
            places = found.setdefault(message, [])
            if place not in places:
                places.append(place)
    for code, entry in CATALOGUE.items():
        for text in (entry.fault, entry.remedy):
            if text:
                found.setdefault(text, []).append(f"problem/{code}")
    return found


def _messages_of(path: Path) -> Iterator[Message]:
    # Read as a tree: before Python 3.12 a tokeniser does not see the calls inside an f-string.
    for node in ast.walk(ast.parse(path.read_bytes(), filename=str(path))):
        if not isinstance(node, ast.Call):
            continue
        wanted = _FUNCTIONS.get(_name_of(node.func), 0)
        forms = [
            form.value
            for form in node.args[:wanted]
            if isinstance(form, ast.Constant) and isinstance(form.value, str)
        ]
        if wanted == 1 and len(forms) == 1:
            yield forms[0]
        elif wanted == 2 and len(forms) == 2:  # noqa: PLR2004 - a singular and its plural
            yield forms[0], forms[1]


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def placeholders(text: str) -> set[str]:
    """The names between braces in a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def update(catalogue: Catalog, found: Mapping[Message, list[str]], *, prune: bool = False) -> int:
    """Adds to a catalogue the messages that it lacks. Returns how many still want a translation."""
    for message, places in found.items():
        kept = catalogue.get(message)
        if kept is not None and isinstance(kept.id, str) == isinstance(message, str):
            kept.locations = _locations(places)
        else:
            catalogue.add(message, locations=_locations(places))
    unused = [message.id for message in catalogue if message.id and message.id not in found]
    if prune:
        for message_id in unused:
            catalogue.delete(message_id)
    return sum(1 for message in catalogue if message.id and not _complete(message.string))


def _locations(places: list[str]) -> list[tuple[str, int]]:
    return [(place, 0) for place in dict.fromkeys(places)]


def _complete(texts: object) -> bool:
    if texts is None or isinstance(texts, str):
        return bool(texts)
    return all(cast("tuple[str, ...]", texts))


def read(language: Language) -> Catalog:
    """The catalogue of a language as it stands on disk, or an empty one."""
    path = path_of(language)
    if not path.exists():
        return Catalog(
            locale=language,
            project="DOMINO Survey",
            version="1",
            header_comment="# Messages of DOMINO Survey. The French text is the id of a message.",
            copyright_holder="DOMINO Survey contributors",
            msgid_bugs_address="issues of the repository",
            last_translator="DOMINO Survey contributors",
            revision_date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            creation_date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: Language, catalogue: Catalog) -> None:
    """Writes a catalogue, without line numbers, which would change with every edit."""
    save(path_of(language), catalogue)


def save(path: Path, catalogue: Catalog) -> None:
    """Writes a catalogue to a file, which keeps its former content if that fails."""
    for message in catalogue:
        # Read from disk a place has None for a line number, which does not sort beside a number.
        message.locations = _locations([place for place, _ in message.locations])
    path.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, because a file cannot be replaced by one of another file system.
    handle, name = tempfile.mkstemp(prefix=".messages-", suffix=".po", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            write_po(file, catalogue, width=100, include_lineno=False, sort_by_file=True)
        # Created for its owner only, where the catalogue is read by whoever runs the application.
        Path(name).chmod(0o644)
        os.replace(name, path)  # noqa: PTH105 - named as what makes it atomic
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m domino_survey.i18n.extract")
    parser.add_argument("--prune", action="store_true", help="remove messages that nobody uses")
    prune: bool = parser.parse_args(arguments).prune
    found = messages()
    for language in LANGUAGES:
        if language == SOURCE_LANGUAGE:
            continue
        catalogue = read(language)
        missing = update(catalogue, found, prune=prune)
        write(language, catalogue)
        print(f"{path_of(language)}: {len(catalogue)} messages, {missing} to translate")


if __name__ == "__main__":
    main()
