"""A YAML text as plain data, with the place of every value and key in the text.

Built from the parser's events rather than by a loader: one pass, no recursion, no aliases to expand,
nothing constructed but texts, numbers, true/false, null, lists and mappings. Plain scalars are read
by the rules of YAML 1.2 (its core schema), so `No`, `on` and `2024-01-01` are texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from domino_survey.errors import Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

TreePath: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 30
MAX_EVENTS = 100_000
"""Keys, values and ends of lists and mappings: some nine times those of a long questionnaire."""

MAX_NUMBER_LENGTH = 40

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class Span(Struct, frozen=True):
    """Where something stands: line and column from 1, characters from `start` to `end` (excluded)."""

    line: int
    column: int
    start: int
    end: int
    style: str | None = None


class Tree(Struct):
    """Plain data with the span of each value and of each key, by their path."""

    data: object = None
    values: dict[TreePath, Span] = field(default_factory=dict)
    keys: dict[TreePath, Span] = field(default_factory=dict)

    def nearest(self, path: TreePath) -> Span | None:
        """The span of the value at `path`, or of the closest thing above it that exists."""
        for length in range(len(path), -1, -1):
            if (span := self.values.get(path[:length])) is not None:
                return span
        return None

    def key_or_value(self, path: TreePath) -> Span | None:
        """The span of the key at the end of `path`, or failing that of the nearest value."""
        return self.keys.get(path) or self.nearest(path)


def parse(text: str) -> tuple[Tree | None, list[Problem]]:
    """The tree of `text` and its problems, whatever the text; no tree when it cannot be followed."""
    builder = _Builder()
    try:
        # A lone surrogate cannot be encoded: the parser would raise something else than its own error.
        text.encode()
        for event in yaml.parse(text, Loader=_Loader):
            if not builder.take(event):
                return None, builder.problems
    except yaml.YAMLError as error:
        return None, [*builder.problems, _syntax_problem(error, text)]
    except UnicodeEncodeError as error:
        line, column = _line_and_column(text, error.start)
        return None, [problem("not-utf-8").at("", line, column)]
    if not builder.problems and not isinstance(builder.tree.data, dict):
        builder.problems.append(problem("empty-file").at("", 1, 1))
    return (builder.tree if isinstance(builder.tree.data, dict) else None), builder.problems


def resolve(text: str) -> object:
    """What a plain scalar stands for. Raises `ValueError` for a number that is too long to be one."""
    if text in _NULL:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _NOT_FINITE.fullmatch(text):
        return float(text.lower().replace(".", "", 1))
    integer, other = _INTEGER.fullmatch(text), _OTHER_BASE.fullmatch(text)
    if not (integer or other or _FLOAT.fullmatch(text)):
        return text
    if len(text) > MAX_NUMBER_LENGTH:
        raise ValueError(text)
    if integer:
        return int(text)
    return int(text, 0) if other else float(text)


class _Open(Struct):
    """A list or a mapping whose end has not been met yet."""

    container: list[object] | dict[str, object]
    path: TreePath
    key: str | None = None


class _Builder:
    """Builds the tree event by event."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._documents = 0
        self._events = 0
        self._key_depth = 0

    def take(self, event: yaml.Event) -> bool:
        """Adds one event; false when reading on makes no sense."""
        self._events += 1
        if self._events > MAX_EVENTS:
            self._note(event, problem("too-many-values", limit=MAX_EVENTS))
            return False
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._note(event, problem("several-documents"))
                    return False
            case yaml.AliasEvent():
                self._note(event, problem("alias"))
                self._alias(event)
            case yaml.ScalarEvent():
                self._check_properties(event)
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check_properties(event)
                return self._start(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end()
            case _:
                pass
        return True

    def _note(self, event: yaml.Event, found: Problem) -> None:
        where = self._open[-1].path if self._open else ()
        span = _span(event)
        self.problems.append(replace(found, path=where).at("", span.line, span.column))

    def _check_properties(
        self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        if event.anchor is not None:
            self._note(event, problem("anchor", name=event.anchor))
        if event.tag is not None:
            self._note(event, problem("tag", name=event.tag))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if self._key_depth:
            return
        if self._expects_key():
            self._key(event)
            return
        value: object = event.value
        if event.style is None or event.style == "":
            try:
                value = resolve(event.value)
            except ValueError:
                self._note(event, problem("number-too-long", length=len(event.value)))
        self._value(event, value)

    def _expects_key(self) -> bool:
        top = self._open[-1] if self._open else None
        return top is not None and isinstance(top.container, dict) and top.key is None

    def _alias(self, event: yaml.AliasEvent) -> None:
        if self._expects_key():
            self._open[-1].key = ""
        elif not self._key_depth:
            self._value(event, None)

    def _key(self, event: yaml.ScalarEvent) -> None:
        top = self._open[-1]
        key, path = event.value, (*top.path, event.value)
        if key == "<<" and not event.style:
            self._note(event, problem("merge-key"))
        if key in top.container:
            first = self.tree.keys[path].line
            self._note(event, problem("duplicate-key", field=key, first=first))
        top.key = key
        self.tree.keys[path] = _span(event)

    def _value(self, event: yaml.Event, value: object) -> TreePath:
        """Puts a value where it belongs and gives its path."""
        path: TreePath = ()
        if not self._open:
            self.tree.data = value
        else:
            top = self._open[-1]
            if isinstance(top.container, list):
                path = (*top.path, len(top.container))
                top.container.append(value)
            else:
                key, top.key = top.key or "", None
                path = (*top.path, key)
                top.container[key] = value
        self.tree.values[path] = _span(event)
        return path

    def _start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> bool:
        if len(self._open) + self._key_depth >= MAX_DEPTH:
            self._note(event, problem("too-deep", limit=MAX_DEPTH))
            return False
        if self._key_depth or self._expects_key():
            if not self._key_depth:
                self._note(event, problem("bad-key"))
            self._key_depth += 1
            return True
        container: list[object] | dict[str, object]
        container = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._open.append(_Open(container, self._value(event, container)))
        return True

    def _end(self) -> None:
        if self._key_depth:
            self._key_depth -= 1
            if not self._key_depth:
                self._open[-1].key = ""
            return
        self._open.pop()


def _span(event: yaml.Event) -> Span:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        msg = "every event of a text has marks"
        raise AssertionError(msg)
    style = event.style if isinstance(event, yaml.ScalarEvent) else None
    return Span(start.line + 1, start.column + 1, start.index, end.index, style or None)


def _syntax_problem(error: yaml.YAMLError, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        detail = getattr(error, "problem", None) or getattr(error, "context", None) or ""
        return problem("yaml-syntax", detail=detail).at("", mark.line + 1, mark.column + 1)
    line, column = _line_and_column(text, getattr(error, "position", 0) or 0)
    return problem("bad-character").at("", line, column)


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def walk(data: object, path: TreePath = ()) -> Iterator[tuple[TreePath, dict[str, object]]]:
    """Every mapping in `data` with its path, outer ones first. Depth is bounded by `parse`."""
    if isinstance(data, dict):
        yield path, data
        for key, value in data.items():
            yield from walk(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from walk(value, (*path, index))
