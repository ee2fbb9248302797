"""The parts of a questionnaire around its questions: profile, axes, themes, paths and stages."""

from __future__ import annotations

from pydantic import Field

from domino_survey.schema.base import Code, Id, Labelled, Model, Text
from domino_survey.schema.questions import LongTextQuestion, NumberQuestion, Question
from domino_survey.schema.scoring import NodeScoring


class Path(Labelled):
    """A way through the questionnaire: all questions, or the essential ones only."""

    description: Text | None = None
    minutes: tuple[int, int] = Field(description="Time it takes, from and to, in minutes.")
    essential_only: bool = False


class Stages(Model):
    """How far a practice has come: the options of a profile item, in order.

    `equivalent` maps options outside the order to the stage they are treated as.
    """

    item: Id
    order: tuple[Code, ...] = Field(min_length=1)
    equivalent: dict[Code, Code] = Field(default_factory=dict)


class Sharing(Model):
    """The profile item that asks for consent, and what each of its options allows."""

    item: Id
    aggregates: Code = Field(description="Figures grouped with others.")
    free_text: Code | None = Field(
        None, description="Open answers shown with the author's consent."
    )


class Profile(Model):
    """Who answers. `name`, `territory` and `groups` say which items identify, place and sort responses."""

    items: tuple[Question, ...] = ()
    name: Id | None = None
    territory: Id | None = None
    groups: tuple[Id, ...] = Field((), description="Choice items by which assessments are counted.")
    sharing: Sharing | None = None


class Prompt(LongTextQuestion):
    """An open question on an axis, of one of the questionnaire's kinds (nugget, opportunity...)."""

    kind: Code


class Theme(Model):
    """A group of questions with a score."""

    id: Id
    title: Text
    description: Text | None = None
    weight: float = Field(1.0, ge=0, le=1e6, description="Relative weight inside the axis.")
    scoring: NodeScoring | None = None
    questions: tuple[Question, ...] = Field(min_length=1)


class Axis(Model):
    """A group of themes with a score: one spoke of the radar."""

    id: Id
    title: Text
    short: Text = Field(description="A name of about twenty characters, for the radar.")
    description: Text | None = None
    weight: float = Field(1.0, ge=0, le=1e6, description="Relative weight in the overall score.")
    scoring: NodeScoring | None = None
    themes: tuple[Theme, ...] = Field(min_length=1)
    prompts: tuple[Prompt, ...] = ()
    indicators: tuple[NumberQuestion, ...] = ()
