"""Small questionnaires built in view of the reader: what a test does not say has a plain default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from domino_survey import scoring
from domino_survey.answers import Answer, AnswerTable, answered, table_of
from domino_survey.schema import (
    Axis,
    Goalposts,
    MultipleChoice,
    NumberQuestion,
    Option,
    Path,
    Profile,
    Question,
    Questionnaire,
    ScaleLevel,
    ScaleQuestion,
    SingleChoice,
    Theme,
    YesNo,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.scoring import NodeScore

Plain: TypeAlias = Answer | str | float | tuple[str, ...]

FULL = Path(code="full", label={"fr": "Complet"}, minutes=(1, 2))
SHORT = Path(code="short", label={"fr": "Court"}, minutes=(1, 1), essential_only=True)


def text(words: str) -> dict[str, str]:
    """A text in the default language."""
    return {"fr": words}


def percent(item: str, **fields: Any) -> NumberQuestion:
    """A number from 0 to 100 that is its own score."""
    posts = Goalposts(low=0.0, high=100.0)
    return NumberQuestion(type="number", id=item, text=text(item), goalposts=posts, **fields)


def number(item: str, **fields: Any) -> NumberQuestion:
    """A number; give it `bands` or `goalposts` to score it."""
    return NumberQuestion(type="number", id=item, text=text(item), **fields)


def scale(item: str, points: Sequence[float | None] = (None,) * 5, **fields: Any) -> ScaleQuestion:
    """A scale with the levels n0, n1, ..., equally spaced where `points` are None."""
    levels = tuple(
        ScaleLevel(code=f"n{rank}", label=text(f"Niveau {rank}"), points=value)
        for rank, value in enumerate(points)
    )
    return ScaleQuestion(type="scale", id=item, text=text(item), levels=levels, **fields)


def _options(points: Mapping[str, float | None], exclusive: Sequence[str]) -> tuple[Option, ...]:
    return tuple(
        Option(code=code, label=text(code), points=value, exclusive=code in exclusive)
        for code, value in points.items()
    )


def single(item: str, points: Mapping[str, float | None], **fields: Any) -> SingleChoice:
    """One option among those of `points`."""
    options = _options(points, ())
    return SingleChoice(type="single", id=item, text=text(item), options=options, **fields)


def multiple(
    item: str, points: Mapping[str, float | None], exclusive: Sequence[str] = (), **fields: Any
) -> MultipleChoice:
    """Several of the options of `points`, those in `exclusive` alone."""
    options = _options(points, exclusive)
    return MultipleChoice(type="multiple", id=item, text=text(item), options=options, **fields)


def yes_no(item: str, **fields: Any) -> YesNo:
    """Yes is worth everything, no nothing."""
    return YesNo(type="yes_no", id=item, text=text(item), **fields)


def theme(item: str, *questions: Question, **fields: Any) -> Theme:
    """A theme of these questions."""
    return Theme(id=item, title=text(item), questions=questions, **fields)


def axis(item: str, *themes: Theme, **fields: Any) -> Axis:
    """An axis of these themes."""
    return Axis(id=item, title=text(item), short=text(item), themes=themes, **fields)


def questionnaire(*axes: Axis, profile: Sequence[Question] = (), **fields: Any) -> Questionnaire:
    """A questionnaire with these axes, a full path and, for essential questions, a short one."""
    given: dict[str, Any] = {
        "id": "essai",
        "version": "1",
        "languages": ("fr",),
        "title": text("Essai"),
        "licence": "CC0-1.0",
        "paths": (FULL, SHORT),
        "profile": Profile(items=tuple(profile)),
        "axes": axes,
    }
    return Questionnaire(**(given | fields))


def one_theme(*questions: Question, **fields: Any) -> Questionnaire:
    """A questionnaire whose only theme T, in its only axis A, has these questions."""
    return questionnaire(axis("A", theme("T", *questions)), **fields)


def answers(**plain: Plain) -> dict[str, Answer]:
    """Answers by item id, plain values standing for themselves."""
    return answers_of(plain)


def answers_of(plain: Mapping[str, Plain]) -> dict[str, Answer]:
    """The same for ids that are no names of Python, such as `A.T.Q1`."""
    return {
        item: value if isinstance(value, Answer) else answered(value)
        for item, value in plain.items()
    }


def table(model: Questionnaire, *responses: Mapping[str, Plain]) -> AnswerTable:
    """A table of responses given as plain values."""
    return table_of(model, [answers(**response) for response in responses])


def score_of(model: Questionnaire, **plain: Plain) -> dict[str, NodeScore]:
    """The scores of one response on the full path, by node."""
    return scoring.score(model, table(model, plain)).row(0)
