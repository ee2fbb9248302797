"""Question types. A new type is a class here, a member of `Question`, and the branches mypy then asks for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domino_survey.schema.base import Code, Id, Model, Text

YES = "oui"
NO = "non"

TEXT_LIMIT = 300
LONG_TEXT_LIMIT = 2000
COMMENT_LIMIT = 1000


class Constraint(Model):
    """A condition that an answer must meet, in the expression language, and what to say when it does not."""

    condition: str
    message: Text


class QuestionBase(Model):
    """What every question has, whatever its type."""

    id: Id
    text: Text
    short: Text | None = Field(
        None, description="Two to five words that name the question in tables and explanations."
    )
    help: Text | None = None
    required: bool = Field(
        default=False, description="Asked for before the questionnaire can begin (profile items)."
    )
    relevance: str | None = Field(
        None, description="Asked only where this condition holds; always when left out."
    )
    constraints: tuple[Constraint, ...] = ()
    essential: bool = Field(default=False, description="Part of the short path.")
    scored: bool = Field(
        default=True, description="False: asked in an axis, without counting in its score."
    )
    weight: float = Field(1.0, ge=0, le=1e6, description="Relative weight inside the theme.")
    dimensions: tuple[Code, ...] = Field(
        (), description="Dimensions read from this question, the primary one first."
    )
    not_applicable: Text | None = Field(
        None, description="Offers 'not applicable' and says when it is the right answer."
    )
    dont_know: bool = Field(default=True, description="Offers 'do not know'.")


class ScaleLevel(Model):
    """One described level of a scale, from the least to the most."""

    code: Code
    label: Text
    points: float | None = Field(None, ge=0, description="Equally spaced when left out.")


class Option(Model):
    """One thing that can be chosen."""

    code: Code
    label: Text
    points: float | None = Field(None, ge=0)
    exclusive: bool = Field(default=False, description="Chosen alone, such as 'none of these'.")


class Band(Model):
    """Points from `start` (included; left out: no lower end) to the start of the next band."""

    start: float | None = None
    points: float = Field(ge=0)


class Goalposts(Model):
    """Fixed anchors of a number: `low` gives 0, `high` gives 100 (scoring method, 2.1)."""

    low: float
    high: float
    logarithmic: bool = Field(default=False, description="On the logarithm, for money and size.")
    inverted: bool = Field(default=False, description="Less is better.")


class ScaleQuestion(QuestionBase):
    """Described levels, one of which fits."""

    type: Literal["scale"]
    levels: tuple[ScaleLevel, ...] = Field(min_length=2)


class SingleChoice(QuestionBase):
    """One option among several."""

    type: Literal["single"]
    options: tuple[Option, ...] = Field(min_length=2)


class MultipleChoice(QuestionBase):
    """Several options; exclusive ones stand alone."""

    type: Literal["multiple"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=60)
    max_choices: int | None = Field(None, ge=1)
    cap: float | None = Field(None, gt=0, description="Most points that choices can add up to.")


class YesNo(QuestionBase):
    """Yes or no; answers hold the codes `oui` and `non`."""

    type: Literal["yes_no"]
    yes_points: float | None = Field(None, ge=0, description="Full points when left out.")
    no_points: float = Field(0.0, ge=0)


class NumberQuestion(QuestionBase):
    """A number, scored by bands or between goalposts."""

    type: Literal["number"]
    unit: Text | None = None
    minimum: float | None = None
    maximum: float | None = None
    integer: bool = False
    bands: tuple[Band, ...] = ()
    goalposts: Goalposts | None = None


class TextQuestion(QuestionBase):
    """A line of text, never scored."""

    type: Literal["text"]
    max_length: int = Field(TEXT_LIMIT, ge=1, le=LONG_TEXT_LIMIT)


class LongTextQuestion(QuestionBase):
    """A paragraph, never scored."""

    type: Literal["long_text"]
    max_length: int = Field(LONG_TEXT_LIMIT, ge=1, le=10_000)


class DateQuestion(QuestionBase):
    """A day, never scored."""

    type: Literal["date"]


class TerritoryQuestion(QuestionBase):
    """A commune by its INSEE code, never scored; its EPCI, département and region follow from it."""

    type: Literal["territory"]


Question = Annotated[
    ScaleQuestion
    | SingleChoice
    | MultipleChoice
    | YesNo
    | NumberQuestion
    | TextQuestion
    | LongTextQuestion
    | DateQuestion
    | TerritoryQuestion,
    Field(discriminator="type"),
]


def is_scored(question: Question) -> bool:
    """Whether answers to this question count in a score, when it stands in a theme."""
    match question:
        case ScaleQuestion() | SingleChoice() | MultipleChoice() | YesNo():
            return question.scored
        case NumberQuestion():
            return question.scored and bool(question.bands or question.goalposts)
        case TextQuestion() | LongTextQuestion() | DateQuestion() | TerritoryQuestion():
            return False


def option_codes(question: Question) -> tuple[str, ...]:
    """The codes an answer may hold, in the order shown; empty for questions without options."""
    match question:
        case ScaleQuestion():
            return tuple(level.code for level in question.levels)
        case SingleChoice() | MultipleChoice():
            return tuple(option.code for option in question.options)
        case YesNo():
            return (YES, NO)
        case NumberQuestion() | TextQuestion() | LongTextQuestion():
            return ()
        case DateQuestion() | TerritoryQuestion():
            return ()
