"""The elements of a questionnaire with their path in its file, for every rule to walk in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domino_survey.schema import Axis, Prompt, Question, Questionnaire, Theme

TreePath: TypeAlias = tuple[str | int, ...]


class Placed(Struct, frozen=True):
    """Something that can be answered, and where it stands."""

    item: Question | Prompt
    path: TreePath


def axes(questionnaire: Questionnaire) -> Iterator[tuple[Axis, TreePath]]:
    """Every axis, in order."""
    for position, axis in enumerate(questionnaire.axes):
        yield axis, ("axes", position)


def themes(questionnaire: Questionnaire) -> Iterator[tuple[Theme, TreePath]]:
    """Every theme, in order."""
    for axis, path in axes(questionnaire):
        for position, theme in enumerate(axis.themes):
            yield theme, (*path, "themes", position)


def questions(questionnaire: Questionnaire) -> Iterator[Placed]:
    """The questions of all themes, in order."""
    for theme, path in themes(questionnaire):
        for position, question in enumerate(theme.questions):
            yield Placed(question, (*path, "questions", position))


def items(questionnaire: Questionnaire) -> Iterator[Placed]:
    """Everything that can be answered: profile, questions, then prompts and indicators."""
    for position, item in enumerate(questionnaire.profile.items):
        yield Placed(item, ("profile", "items", position))
    yield from questions(questionnaire)
    for axis, path in axes(questionnaire):
        for position, prompt in enumerate(axis.prompts):
            yield Placed(prompt, (*path, "prompts", position))
        for position, indicator in enumerate(axis.indicators):
            yield Placed(indicator, (*path, "indicators", position))


def listed(values: Iterable[object]) -> str:
    """Codes or ids as one text for a message."""
    return ", ".join(str(value) for value in values) or "–"


def plain(number: float) -> float:
    """A whole number without its decimal point, for messages: 4 rather than 4.0."""
    return int(number) if number.is_integer() else number
