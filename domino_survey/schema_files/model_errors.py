"""What Pydantic says of a questionnaire, turned into located problems of the catalogue."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from domino_survey.errors import Problem, problem
from domino_survey.schema_files.json_schema import json_schema
from domino_survey.schema_files.yaml_tree import walk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic_core import ErrorDetails

    from domino_survey.schema_files.yaml_tree import Span, Tree, TreePath

Located: TypeAlias = tuple[Problem, "Span | None"]

# Pydantic inserts the question type after these lists: it is no key of the file.
_DISCRIMINATED_LISTS = ("questions", "items")
_KEY_MARK = "[key]"
_SHOWN = 60

_SIMPLE = {
    "list_type": "list-expected",
    "tuple_type": "list-expected",
    "float_type": "number-expected",
    "float_parsing": "number-expected",
    "finite_number": "number-expected",
    "int_type": "integer-expected",
    "int_from_float": "integer-expected",
    "int_parsing": "integer-expected",
    "int_parsing_size": "integer-expected",
    "bool_type": "boolean-expected",
    "bool_parsing": "boolean-expected",
    "model_type": "mapping-expected",
    "model_attributes_type": "mapping-expected",
    "string_too_short": "empty-field",
    "string_type": "wrong-type",
}
# Every other mapping from names to values is a text by language.
_OTHER_MAPPINGS = frozenset({"equivalent"})
_CHOICES = frozenset({"literal_error", "union_tag_invalid"})
_LIMITS = {
    "greater_than_equal": ("field-too-small", "ge"),
    "greater_than": ("field-not-above", "gt"),
    "less_than_equal": ("field-too-large", "le"),
    "less_than": ("field-not-below", "lt"),
    "string_too_long": ("field-too-long", "max_length"),
    "too_short": ("list-too-short", "min_length"),
    "too_long": ("list-too-long", "max_length"),
}


def located(errors: Sequence[ErrorDetails], tree: Tree) -> list[Problem]:
    """One problem per faulty place of the file, in the order of the file."""
    groups: dict[tuple[TreePath, bool], list[ErrorDetails]] = {}
    for error in errors:
        if not _is_consequence(error):
            about_key = error["loc"][-1] == _KEY_MARK
            groups.setdefault((_tree_path(error["loc"], tree.data), about_key), []).append(error)
    found = [_located_problem(path, group, tree) for (path, _), group in groups.items()]
    return sorted(found, key=lambda p: (p.line or 0, p.column or 0))


def _is_consequence(error: ErrorDetails) -> bool:
    """Pydantic leaves faulty elements out before it counts: such a list is not too short."""
    given = error["input"]
    is_list = error["type"] == "too_short" and isinstance(given, list)
    return is_list and len(given) >= error["ctx"]["min_length"]


def duplicate_ids(tree: Tree) -> list[Problem]:
    """Ids used twice, read from the raw data: told even when the structure has other faults."""
    seen: set[str] = set()
    found = []
    for path, mapping in walk(tree.data):
        identifier = mapping.get("id")
        if not path or not isinstance(identifier, str):
            continue
        here = (*path, "id")
        if identifier not in seen:
            seen.add(identifier)
            continue
        span = tree.values[here]
        found.append(
            problem("duplicate-id", place=identifier, path=here, id=identifier).at(
                "", span.line, span.column
            )
        )
    return found


def place_of(path: TreePath, data: object) -> str:
    """The id of the nearest element of `path` that has one, read from the raw data."""
    place = ""
    for part in (*path, None):
        if isinstance(data, dict) and isinstance(data.get("id"), str):
            place = _shown(data["id"])
        if part is None or (child := _child(data, part)) is None:
            break
        data = child
    return place


def _child(data: object, part: str | int) -> object:
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def _tree_path(loc: tuple[str | int, ...], data: object) -> TreePath:
    """The path in the file of a Pydantic location, without what Pydantic adds to it."""
    path: TreePath = ()
    for position, part in enumerate(loc):
        if part == _KEY_MARK:
            break
        if position >= 2 and isinstance(loc[position - 1], int):  # noqa: PLR2004
            in_union = path[-2] in _DISCRIMINATED_LISTS
            if in_union and isinstance(data, dict) and data.get("type") == part:
                continue
        # Below a scalar: a member of a union, such as the number or the word of `power`.
        if isinstance(data, (dict, list)):
            path, data = (*path, part), _child(data, part)
    return path


def _located_problem(path: TreePath, group: Sequence[ErrorDetails], tree: Tree) -> Problem:
    error = group[0]
    kind = error["type"]
    on_key = kind == "extra_forbidden" or error["loc"][-1] == _KEY_MARK
    if kind == "union_tag_invalid":
        path = (*path, "type")
    span = tree.key_or_value(path) if on_key else tree.nearest(path)
    code, params = _code_and_params(path, group, tree)
    found = problem(code, place=place_of(path, tree.data), path=path, **params)
    return found.at("", span.line if span else None, span.column if span else None)


def _code_and_params(
    path: TreePath, group: Sequence[ErrorDetails], tree: Tree
) -> tuple[str, dict[str, object]]:
    error = group[0]
    kind, context = error["type"], error.get("ctx", {})
    basic: dict[str, object] = {"field": _field_name(path), "found": _shown(error["input"])}
    if len(group) > 1:
        words = [one["ctx"]["expected"] for one in group if one["type"] == "literal_error"]
        code, params = "number-or-word-expected", {**basic, "expected": ", ".join(words)}
    elif kind in _SIMPLE:
        code, params = _SIMPLE[kind], basic
    elif kind == "dict_type":
        is_text = isinstance(path[-1], str) and path[-1] not in _OTHER_MAPPINGS
        code, params = ("text-without-language" if is_text else "mapping-expected"), basic
    elif kind in _LIMITS:
        code, name = _LIMITS[kind]
        params = {**basic, "limit": f"{context[name]:g}"}
    elif kind in {"missing", "union_tag_not_found"}:
        code, params = _missing(path, kind)
    elif kind == "extra_forbidden":
        code, params = "unknown-field", _unknown_field(path, tree)
    elif kind == "string_pattern_mismatch":
        is_language = error["loc"][-1] == _KEY_MARK or path[0] == "languages"
        code, params = ("bad-language" if is_language else "bad-id"), basic
    else:
        choice = _choice(context) if kind in _CHOICES else {"expected": error["msg"]}
        code, params = "bad-value", {**basic, **choice}
    return code, params


def _missing(path: TreePath, kind: str) -> tuple[str, dict[str, object]]:
    if kind == "union_tag_not_found":
        return "missing-field", {"field": "type"}
    if isinstance(path[-1], int):
        params = {"field": _field_name(path), "found": path[-1], "limit": path[-1] + 1}
        return "list-too-short", params
    return "missing-field", {"field": path[-1]}


def _unknown_field(path: TreePath, tree: Tree) -> dict[str, object]:
    names = _field_names(path[:-1], tree.data)
    closest = next(iter(get_close_matches(str(path[-1]), names, n=1, cutoff=0.0)), "")
    return {"field": path[-1], "closest": closest, "expected": ", ".join(names)}


def _choice(context: Mapping[str, Any]) -> dict[str, object]:
    """What a value is chosen among: that of a literal field, or the type of a question."""
    expected = str(context.get("expected") or context.get("expected_tags"))
    params: dict[str, object] = {"expected": expected.replace(" or ", ", ").replace("'", "")}
    if "tag" in context:
        params |= {"field": "type", "found": str(context["tag"])}
    return params


def _field_name(path: TreePath) -> str:
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "")


def _shown(value: object) -> str:
    """A value as short text for a message."""
    match value:
        case None:
            text = "null"
        case bool():
            text = str(value).lower()
        case dict():
            text = "{…}"
        case list():
            text = "[…]"
        case _:
            text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _field_names(path: TreePath, data: object) -> list[str]:
    """The fields that the models know at `path`, in alphabetical order."""
    schema = _resolved(_root_schema(), data)
    for part in path:
        data = _child(data, part)
        step = schema.get("items", {}) if isinstance(part, int) else _property(schema, part)
        schema = _resolved(step, data)
    return sorted(schema.get("properties", {}))


@cache
def _root_schema() -> dict[str, Any]:
    return json_schema()


def _property(schema: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema.get("properties", {}).get(name, {})
    return found


def _resolved(schema: Mapping[str, Any], data: object) -> Mapping[str, Any]:
    """`schema` with its reference followed, its union decided by `type`, its `or null` left out."""
    if "discriminator" in schema:
        kind = data.get("type") if isinstance(data, dict) else None
        schema = {"$ref": schema["discriminator"]["mapping"].get(kind, "")}
    if "anyOf" in schema:
        schema = next((s for s in schema["anyOf"] if s.get("type") != "null"), {})
    if reference := schema.get("$ref"):
        schema = _root_schema()["$defs"].get(str(reference).rsplit("/", 1)[-1], {})
    return schema
