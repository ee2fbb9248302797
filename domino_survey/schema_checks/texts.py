"""Every text exists in every declared language, and in no other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, get_args, get_origin

from pydantic import BaseModel

from domino_survey.errors import Problem, problem
from domino_survey.schema.base import Language
from domino_survey.schema_checks.elements import TreePath, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domino_survey.schema import Questionnaire


def check_translations(questionnaire: Questionnaire) -> Iterator[Problem]:
    """One problem per text and missing language, one per language that is not declared."""
    declared = questionnaire.languages
    for place, path, text in _texts(questionnaire, "", ()):
        for language in declared:
            if not text.get(language, "").strip():
                yield problem(
                    "missing-translation",
                    place=place,
                    path=path,
                    field=_field(path),
                    language=language,
                )
        for language in text:
            if language not in declared:
                yield problem(
                    "undeclared-language",
                    place=place,
                    path=(*path, language),
                    language=language,
                    declared=listed(declared),
                )


def _texts(
    part: BaseModel, place: str, path: TreePath
) -> Iterator[tuple[str, TreePath, Mapping[str, str]]]:
    own = getattr(part, "id", None)
    place = own if isinstance(own, str) else place
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in _text_fields(type(part)):
            if value is not None:
                yield place, (*path, name), value
        elif isinstance(value, BaseModel):
            yield from _texts(value, place, (*path, name))
        elif isinstance(value, tuple):
            for position, element in enumerate(value):
                if isinstance(element, BaseModel):
                    yield from _texts(element, place, (*path, name, position))


@cache
def _text_fields(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a model that hold a text by language."""
    return frozenset(
        name
        for name, field in model.model_fields.items()
        if any(_is_text(kind) for kind in (field.annotation, *get_args(field.annotation)))
    )


def _is_text(kind: object) -> bool:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_origin(kind) is dict and get_args(kind)[0] == Language


def _field(path: TreePath) -> str:
    return next(part for part in reversed(path) if isinstance(part, str))
