"""Setting values of a questionnaire file, also those that it does not have yet, and nothing else of its text.

`revision` changes scalars where they stand. Here a value may also be a list or a mapping, and a key
that is missing is added, on a line of its own or within the braces of its mapping. Comments, order and
line ends stay; only comments within a list that is replaced go with it.
"""

from __future__ import annotations

import copy
import json
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from domino_survey.errors import DominoError, refusal
from domino_survey.schema_files.revision import revise
from domino_survey.schema_files.yaml_tree import parse, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domino_survey.schema_files.yaml_tree import Tree, TreePath

Edit: TypeAlias = tuple[int, int, str]

_CLOSING = {"{": "}", "[": "]"}


def amend(text: str, changes: Mapping[TreePath, object]) -> str:
    """`text` with these values at these paths, whether or not something stands there.

    Args:
        text: a questionnaire file.
        changes: plain data by path into the file, for example `{("axes", 0, "weight"): 2}`. Mappings on
            the way that are missing are made; places of lists are not.

    Raises:
        DominoError: the problems of a text that cannot be read, `unknown-place` for a path that leads
            through something else than mappings.
    """
    tree, problems = parse(text)
    if tree is None or problems:
        raise DominoError(*problems)
    scalars: dict[TreePath, object] = {}
    edits: list[Edit] = []
    added: dict[TreePath, dict[str, object]] = {}
    wanted = copy.deepcopy(tree.data)
    for path, value in changes.items():
        _put(wanted, path, value)
        home = _home(tree, path)
        if home != path:
            # `home` is the innermost mapping there is: below it, all is new.
            _put(added.setdefault(home, {}), path[len(home) :], value)
        elif _is_scalar(_at(tree.data, path)) and _is_scalar(value):
            scalars[path] = value
        else:
            start, end = tree.values[path].start, _end(text, tree, path)
            # An empty value stands right after its colon or dash, which want a space.
            space = " " if start == end and not text[:start].endswith((" ", "\n")) else ""
            edits.append((start, end, space + _flow(value)))
    edits += [_insertion(text, tree, home, new) for home, new in added.items()]
    amended = text
    # From the end, so that the positions before stay right.
    for start, end, new in sorted(edits, reverse=True):
        amended = amended[:start] + new + amended[end:]
    amended = revise(amended, scalars)
    check, faults = parse(amended)
    if check is None or faults or check.data != wanted:
        raise refusal("unknown-place", place=", ".join(_shown(path) for path in changes))
    return amended


def _home(tree: Tree, path: TreePath) -> TreePath:
    """`path` where something stands there, else the innermost mapping on the way to it."""
    if path in tree.values:
        return path
    for length in range(len(path) - 1, -1, -1):
        if path[:length] in tree.values:
            if isinstance(_at(tree.data, path[:length]), dict):
                return path[:length]
            break
    raise refusal("unknown-place", place=_shown(path))


def _put(data: object, path: TreePath, value: object) -> None:
    *way, last = path
    for part in way:
        if isinstance(data, dict):
            data = data.setdefault(str(part), {})
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            raise refusal("unknown-place", place=_shown(path))
    if isinstance(data, dict):
        data[str(last)] = value
    elif isinstance(data, list) and isinstance(last, int) and last < len(data):
        data[last] = value
    else:
        raise refusal("unknown-place", place=_shown(path))


def _insertion(text: str, tree: Tree, home: TreePath, new: Mapping[str, object]) -> Edit:
    """The edit that adds keys to a mapping."""
    mapping = _at(tree.data, home)
    keys = list(mapping) if isinstance(mapping, dict) else []
    start = tree.values[home].start
    pairs = [f"{_flow(key)}: {_flow(value)}" for key, value in new.items()]
    if text.startswith("{", start):
        if not keys:
            return (start + 1, start + 1, ", ".join(pairs))
        end = _end(text, tree, (*home, keys[-1]))
        return (end, end, "".join(f", {pair}" for pair in pairs))
    # After the key before the first long part, so that a weight does not end up far below its questions.
    before = _before_long_parts(text, tree, home, keys)
    ending = "\r\n" if "\r\n" in text else "\n"
    at = _line_end(text, _end(text, tree, (*home, before)))
    indent = " " * (tree.keys[*home, keys[0]].column - 1)
    # At the end of the last line, which may lack its own ending.
    return (at, at, "".join(f"{ending}{indent}{pair}" for pair in pairs))


def _before_long_parts(text: str, tree: Tree, home: TreePath, keys: list[str]) -> str:
    for before, key in pairwise(keys):
        span = tree.values[*home, key]
        value = _at(tree.data, (*home, key))
        if isinstance(value, list) and not text.startswith("[", span.start):
            return before
    return keys[-1]


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1 : end] == "\r" else end


def _end(text: str, tree: Tree, path: TreePath) -> int:
    """Where the text of a value ends, comments and blank lines after it left out."""
    span = tree.values[path]
    value = _at(tree.data, path)
    children = [*_children(value, path)]
    if _is_scalar(value):
        if text[span.start : span.start + 1] in {"|", ">"}:
            return span.start + len(text[span.start : span.end].rstrip())
        return span.end
    closing = _CLOSING.get(text[span.start : span.start + 1])
    last = _end(text, tree, children[-1]) if children else span.start + 1
    return last if closing is None else _after(text, last, closing)


def _after(text: str, position: int, closing: str) -> int:
    """The place after a closing bracket; between the last value and it stand blanks and comments only."""
    while text[position] != closing:
        if text[position] == "#":
            position = _line_end(text, position)
        position += 1
    return position + 1


def _children(value: object, path: TreePath) -> Iterator[TreePath]:
    if isinstance(value, dict):
        yield from ((*path, key) for key in value)
    elif isinstance(value, list):
        yield from ((*path, place) for place in range(len(value)))


def _flow(value: object) -> str:
    """A value on one line, in YAML as people write it."""
    match value:
        case dict():
            return "{" + ", ".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(_flow(one) for one in value) + "]"
        case str() if value.replace(".", "").replace("_", "").isalnum() and resolve(value) == value:
            return value
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return json.dumps(value, ensure_ascii=False)


def _is_scalar(value: object) -> bool:
    return not isinstance(value, (dict, list, tuple))


def _at(data: object, path: TreePath) -> object:
    for part in path:
        data = data[part]  # type: ignore[index]  # the tree knows this path
    return data


def _shown(path: TreePath) -> str:
    return ".".join(str(part) for part in path)
