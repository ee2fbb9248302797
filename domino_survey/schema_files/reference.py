"""Writes what is generated from the models: the questionnaire reference and the JSON Schema.

`python -m domino_survey.schema_files.reference` writes both, from the root of the project.
"""

from __future__ import annotations

import types
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic_core import PydanticUndefined

from domino_survey.errors import CATALOGUE, in_expressions, in_questionnaires
from domino_survey.schema.base import Code, Id, Labelled, Language, Text
from domino_survey.schema.questions import Question, QuestionBase
from domino_survey.schema_files.json_schema import FILE_NAME, json_schema_text
from domino_survey.schema_files.reference_scores import SCORES
from domino_survey.schema_files.reference_texts import CONDITIONS, INTRODUCTION, PARTS, SMALLEST
from domino_survey.schema_files.reference_types import DETAILS, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

DOCUMENT = Path("docs", "questionnaire-format.md")
JSON_SCHEMA = Path("schemas", FILE_NAME)

# What a questionnaire file can have: problems of the file and of its conditions.
PROBLEM_CODES = frozenset({*in_questionnaires.ENTRIES, *in_expressions.ENTRIES})

_SIMPLE = {str: "texte", bool: "`true` ou `false`", int: "nombre entier", float: "nombre"}
_NAMED = (
    (Text, "texte par langue"),
    # Pydantic takes the outer annotation of a field apart.
    (get_args(Text)[0], "texte par langue"),
    (Question, "question"),
    (Id, "identifiant"),
    (Code, "code"),
    (Language, "langue"),
)
_TITLES = {
    model: "code et nom" if model is Labelled else title.split(",")[0].lower()
    for model, title, _ in (*PARTS, *DETAILS)
}


def reference() -> str:
    """The reference for organisers, in Markdown."""
    return "\n".join(
        [
            INTRODUCTION.replace("{smallest}", SMALLEST),
            "## Les parties",
            "",
            *(line for part in PARTS for line in _part(*part)),
            "## Les types de questions",
            "",
            *(line for kind in TYPES for line in _question_type(*kind)),
            *(line for part in DETAILS for line in _part(*part)),
            CONDITIONS,
            SCORES,
            *_problems(),
        ]
    )


def write(root: Path) -> None:
    """Writes both files under `root`."""
    for path, content in ((DOCUMENT, reference()), (JSON_SCHEMA, json_schema_text())):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")


def _part(model: type[BaseModel], title: str, meanings: Mapping[str, str]) -> Iterator[str]:
    yield f"### {title}"
    yield ""
    yield from _table(model, list(model.model_fields), meanings)


def _question_type(
    model: type[BaseModel], meaning: str, meanings: Mapping[str, str], example: str
) -> Iterator[str]:
    (name,) = get_args(model.model_fields["type"].annotation)
    title = f"`{name}` dans `prompts`" if "kind" in model.model_fields else f"`{name}`"
    yield from (f"### {title}", "", meaning, "")
    own = [
        field for field in model.model_fields if field not in {*QuestionBase.model_fields, "type"}
    ]
    if own:
        yield from _table(model, own, meanings)
    yield from ("```yaml", example + "```", "")


def _table(model: type[BaseModel], names: list[str], meanings: Mapping[str, str]) -> Iterator[str]:
    yield "| Champ | Type | Par défaut | Sens |"
    yield "| --- | --- | --- | --- |"
    for name in names:
        field = model.model_fields[name]
        kind = _kind(field.annotation, field)
        yield f"| `{name}` | {kind} | {_default(field)} | {meanings[name]} |"
    yield ""


def _kind(annotation: Any, field: FieldInfo | None = None) -> str:
    """A type in plain words."""
    for named, words in _NAMED:
        if annotation == named or (field is not None and annotation is str and _same(field, named)):
            return words
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        words = _kind(arguments[0])
    elif origin in {Union, types.UnionType}:
        words = " ou ".join(_kind(one) for one in arguments if one is not type(None))
    elif origin is Literal:
        words = " ou ".join(f"`{one}`" for one in arguments)
    elif origin is tuple:
        is_list = arguments[-1] is Ellipsis
        words = f"liste ({_kind(arguments[0])})" if is_list else f"{len(arguments)} nombres entiers"
    elif origin is dict:
        words = f"{_kind(arguments[0])} : {_kind(arguments[1])}"
    else:
        words = _SIMPLE.get(annotation) or _TITLES.get(annotation, "question")
    return words


def _same(field: FieldInfo, named: Any) -> bool:
    """Whether a field whose outer annotation Pydantic took apart was declared as this type."""
    pattern = _pattern(getattr(named, "__metadata__", ()))
    return pattern is not None and _pattern(field.metadata) == pattern


def _pattern(metadata: Any) -> object:
    return next((p for one in metadata if (p := getattr(one, "pattern", None))), None)


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True, validated_data={})
    if default is PydanticUndefined:
        return "**obligatoire**"
    match default:
        case None | () | "":
            return "–"
        case bool():
            return f"`{str(default).lower()}`"
        case float() | int():
            return f"`{default:g}`"
        case str():
            return f"`{default}`"
        case _:
            return "–" if not default else "voir cette partie"


def _problems() -> Iterator[str]:
    yield from (
        "## Les problèmes signalés",
        "",
        "Les mots entre accolades sont remplacés par ce qui se trouve dans le fichier.",
        "",
        "| Code | Gravité | Ce qui ne va pas | Que faire |",
        "| --- | --- | --- | --- |",
    )
    for code in sorted(PROBLEM_CODES):
        entry = CATALOGUE[code]
        severity = "erreur" if entry.severity == "error" else "avertissement"
        yield f"| `{code}` | {severity} | {_cell(entry.fault)} | {_cell(entry.remedy)} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<<", "`<<`")


if __name__ == "__main__":
    write(Path.cwd())
