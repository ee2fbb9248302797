"""Changing values of a questionnaire file and nothing else of its text.

Only the characters of the changed values are replaced: comments, order, indents, line ends and the
spelling of all else stay as their author left them, byte for byte. The result is read again and
compared before it is given back.
"""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING

from domino_survey.errors import DominoError, refusal
from domino_survey.schema_files.yaml_tree import Span, TreePath, parse, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Texts that need no quotes wherever they stand: no indicator at either end, none of ": # , [ ] { }".
_PLAIN = re.compile(r"[^\W\d_]([^\n:#,\[\]{}&*!|>'\"%@`\\]*[^\s:#,\[\]{}&*!|>'\"%@`\\])?")
_BLOCK = re.compile(r"[|>][^\n]*\n")
_WIDTH = 96
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def revise(text: str, changes: Mapping[TreePath, object]) -> str:
    """`text` with other values at some paths.

    Args:
        text: a questionnaire file.
        changes: new scalar (text, number, true/false or none) by path into the file, for example
            `{("axes", 0, "title", "fr"): "Contribuer"}`.

    Raises:
        DominoError: the problems of a text that cannot be read, `unknown-place` for a path that does
            not lead to a scalar, `not-a-scalar` for a new value that is none.
    """
    tree, problems = parse(text)
    if tree is None or problems:
        raise DominoError(*problems)
    wanted = copy.deepcopy(tree.data)
    spans: list[tuple[Span, object]] = []
    for path, value in changes.items():
        if not (value is None or isinstance(value, (str, int, float, bool))):
            raise refusal("not-a-scalar", place=_shown(path))
        if path not in tree.values or isinstance(_get(tree.data, path), (dict, list)):
            raise refusal("unknown-place", place=_shown(path))
        old = _get(tree.data, path)
        if type(old) is not type(value) or old != value:
            _set(wanted, path, value)
            spans.append((tree.values[path], value))
    revised = _replaced(text, spans, spelled=_like_before)
    if not _reads_as(revised, wanted):
        revised = _replaced(text, spans, spelled=_quoted)
    if not _reads_as(revised, wanted):
        raise refusal("unknown-place", place=", ".join(_shown(path) for path in changes))
    return revised


def _replaced(
    text: str, spans: list[tuple[Span, object]], *, spelled: Callable[[str, object], str]
) -> str:
    # From the end, so that the positions before stay right.
    for span, value in sorted(spans, key=lambda item: item[0].start, reverse=True):
        before, old = text[: span.start], text[span.start : span.end]
        # An empty value stands right after its colon or dash, which want a space.
        space = "" if old or before.endswith((" ", "\n")) else " "
        text = before + space + spelled(old, value) + text[span.end :]
    return text


def _like_before(old: str, value: object) -> str:
    """The value in the style of the text that it replaces, where that style can hold it."""
    if not isinstance(value, str):
        return _quoted(old, value)
    if _BLOCK.match(old):
        return _block(old, value)
    if old.startswith("'") and all(map(_is_plain, value)):
        return "'" + value.replace("'", "''") + "'"
    if not old.startswith('"') and _PLAIN.fullmatch(value) and resolve(value) == value:
        return value
    return _quoted(old, value)


def _quoted(old: str, value: object) -> str:
    """The value in JSON, which is YAML; what followed a block (its line ends) is kept."""
    ending = old[len(old.rstrip()) :] if _BLOCK.match(old) else ""
    match value:
        case None:
            return "null" + ending
        case str():
            return f'"{_escaped(value)}"{ending}'
        case _:
            return json.dumps(value) + ending


def _escaped(value: str) -> str:
    return "".join(_ESCAPES.get(c) or (c if _is_plain(c) else f"\\U{ord(c):08x}") for c in value)


def _is_plain(character: str) -> bool:
    # Non-breaking spaces do not print either, but French is full of them.
    return character.isprintable() or character in "\u00a0\u202f"


def _block(old: str, value: str) -> str:
    """A literal or folded block with the same header and indent."""
    header, _, body = old.partition("\n")
    first = next((line for line in body.split("\n") if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())] or "  "
    ending = body[len(body.rstrip()) :]
    if header.startswith(">"):
        lines = [line for part in value.split("\n") for line in (*_folded(part, len(indent)), "")][
            :-1
        ]
    else:
        lines = value.rstrip("\n").split("\n")
    return header + "\n" + "\n".join(f"{indent}{line}".rstrip() for line in lines) + ending


def _folded(text: str, indent: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and len(longer) + indent > _WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _reads_as(text: str, wanted: object) -> bool:
    tree, problems = parse(text)
    return tree is not None and not problems and tree.data == wanted


def _get(data: object, path: TreePath) -> object:
    for part in path:
        data = data[part]  # type: ignore[index]  # the tree knows this path
    return data


def _set(data: object, path: TreePath, value: object) -> None:
    _get(data, path[:-1])[path[-1]] = value  # type: ignore[index]  # the tree knows this path


def _shown(path: TreePath) -> str:
    return ".".join(str(part) for part in path)
