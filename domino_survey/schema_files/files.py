"""Reading questionnaire files: from bytes to a questionnaire, and every problem with its line."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace
from pydantic import ValidationError

from domino_survey.errors import DominoError, Problem, errors_only, problem, system_reason
from domino_survey.schema import Questionnaire
from domino_survey.schema_checks import check
from domino_survey.schema_files.model_errors import duplicate_ids, located, place_of
from domino_survey.schema_files.yaml_tree import Tree, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

Reading: TypeAlias = tuple[Questionnaire | None, list[Problem]]

MAX_BYTES = 2_000_000
MAX_PROBLEMS = 500
_LOCATED = 2 * MAX_PROBLEMS
SCHEMAS_FOLDER = "schemas"
SUFFIXES = (".yaml", ".yml")
_KEPT_FILES = 64

# Faults of the text that leave its meaning in doubt: going on would invent other problems.
_DOUBTFUL = frozenset({"alias", "merge-key", "bad-key", "duplicate-key", "number-too-long"})
_ABOUT_KEYS = frozenset({"undeclared-language"})


def read(path: Path, root: Path | None = None) -> Reading:
    """The questionnaire of a file and all its problems, warnings included.

    A questionnaire comes back as soon as its structure is sound, even beside errors: whoever puts it
    to use asks `errors_only` first, or calls `load`. Never raises for what a file contains.

    Args:
        path: the file.
        root: the folder of the form `<root>/<id>/<version>.yaml`; when left out, the nearest folder
            named `schemas` above the file, if there is one.
    """
    try:
        stat = path.stat()
        if stat.st_size > MAX_BYTES:
            return None, [
                problem("file-too-large", limit=MAX_BYTES // 1_000_000).at(str(path), 1, 1)
            ]
        key = (str(path), stat.st_mtime_ns, stat.st_size)
        if (kept := _cache.get(key)) is None:
            kept = _read_bytes(path.read_bytes(), str(path))
            _cache.put(key, kept)
    except (OSError, ValueError) as error:
        reason = system_reason(error)
        return None, [problem("unreadable-file", reason=reason).at(str(path), None, None)]
    questionnaire, problems = kept
    return questionnaire, [*problems, *_misplaced(questionnaire, path, root)]


def load(path: Path, root: Path | None = None) -> Questionnaire:
    """The questionnaire of a file. Raises `DominoError` with all errors when it has any."""
    questionnaire, problems = read(path, root)
    if questionnaire is None or errors_only(problems):
        raise DominoError(*errors_only(problems))
    return questionnaire


def read_text(text: str, file: str = "") -> Reading:
    """The questionnaire in `text` and all its problems, each with `file` as its file."""
    if len(text) > MAX_BYTES:
        return None, [problem("file-too-large", limit=MAX_BYTES // 1_000_000).at(file, 1, 1)]
    tree, problems = parse(text)
    if tree is None or any(found.code in _DOUBTFUL for found in problems):
        return None, _finished(problems, tree, file)
    try:
        questionnaire = Questionnaire.model_validate_json(json.dumps(tree.data))
    except ValidationError as error:
        details = error.errors(include_url=False)
        left_out = max(0, len(details) - _LOCATED)
        problems += [*located(details[:_LOCATED], tree), *duplicate_ids(tree)]
        return None, _finished(problems, tree, file, left_out)
    return questionnaire, _finished([*problems, *check(questionnaire)], tree, file)


def read_data(data: Mapping[str, object]) -> Reading:
    """The questionnaire in plain data, and all its problems, by place and path: there is no text."""
    tree = Tree(data)
    try:
        questionnaire = Questionnaire.model_validate_json(json.dumps(data))
    except ValidationError as error:
        details = error.errors(include_url=False)[:_LOCATED]
        return None, located(details, tree)
    return questionnaire, _finished(check(questionnaire), tree, "")


def discover(root: Path) -> list[Path]:
    """Every YAML file under `root`, sorted; those in a wrong place too, for `read` tells of them."""
    return sorted(path for path in root.rglob("*") if path.suffix in SUFFIXES and path.is_file())


def _read_bytes(content: bytes, file: str) -> Reading:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        return None, [problem("not-utf-8").at(file, line, column)]
    return read_text(text, file)


def _finished(
    problems: list[Problem], tree: Tree | None, file: str, left_out: int = 0
) -> list[Problem]:
    """The problems with file, line, column and place, in the order of the file, not too many of them."""
    complete = [_complete(found, tree, file) for found in problems]
    complete.sort(key=lambda p: (p.line or 0, p.column or 0))
    left_out += max(0, len(complete) - MAX_PROBLEMS)
    if left_out:
        complete = [
            *complete[:MAX_PROBLEMS],
            problem("more-problems", count=left_out).at(file, None, None),
        ]
    return complete


def _complete(found: Problem, tree: Tree | None, file: str) -> Problem:
    if tree is None:
        return found.at(file, found.line, found.column)
    line, column = found.line, found.column
    find = tree.key_or_value if found.code in _ABOUT_KEYS else tree.nearest
    if line is None and (span := find(found.path)):
        line, column = span.line, span.column
    place = found.place or place_of(found.path, tree.data)
    return replace(found.at(file, line, column), place=place)


def _misplaced(questionnaire: Questionnaire | None, path: Path, root: Path | None) -> list[Problem]:
    if questionnaire is None:
        return []
    resolved = path.resolve()
    if root is None:
        root = next((folder for folder in resolved.parents if folder.name == SCHEMAS_FOLDER), None)
    if root is None:
        return []
    wanted = Path(questionnaire.id, f"{questionnaire.version}.yaml")
    if resolved.is_relative_to(root.resolve()) and resolved.relative_to(root.resolve()) == wanted:
        return []
    params = {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "expected": wanted.as_posix(),
    }
    found = problem("file-name-mismatch", place=questionnaire.id, path=("id",), **params)
    return [found.at(str(path), 1, 1)]


class _Cache:
    """The last files read, by path, time and size; safe between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, int], Reading] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, int, int]) -> Reading | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[str, int, int], reading: Reading) -> None:
        with self._lock:
            self._kept[key] = reading
            while len(self._kept) > _KEPT_FILES:
                self._kept.popitem(last=False)


_cache = _Cache()
