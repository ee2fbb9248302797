"""The questionnaire: a versioned instrument, with the indexes that everything else looks things up in."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import Field

from domino_survey.schema.base import Code, Id, Labelled, Language, Model, Text
from domino_survey.schema.questions import Question, is_scored
from domino_survey.schema.recommendations import Audience, Effort, Recommendation, Source
from domino_survey.schema.scoring import Level, Scoring
from domino_survey.schema.structure import Axis, Path, Profile, Prompt, Stages, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OVERALL = "overall"
# What tables of answers and of scores call their own, so that no item and no option may.
RESPONSE_COLUMN = "response"
SCORE_COLUMNS = (".low", ".high", ".coverage")
RESERVED_CELLS = ("NA", "DK", "NP")
HASH_DECIMALS = 6


class Questionnaire(Model):
    """A published instrument: profile, axes, themes, questions, scoring, recommendations."""

    id: Id
    version: Code
    languages: tuple[Language, ...] = Field(
        min_length=1, description="The first one is the default."
    )
    title: Text
    subtitle: Text | None = None
    introduction: Text | None = Field(
        None, description="What it is, in two lines, on the home page."
    )
    welcome: Text | None = None
    licence: str = Field(min_length=1, description="SPDX identifier.")
    attribution: str = ""
    paths: tuple[Path, ...] = Field(min_length=1)
    stages: Stages | None = None
    profile: Profile = Field(default_factory=Profile)
    dimensions: tuple[Labelled, ...] = ()
    prompt_kinds: tuple[Labelled, ...] = ()
    scoring: Scoring = Field(default_factory=Scoring)
    levels: tuple[Level, ...] = ()
    axes: tuple[Axis, ...] = Field(min_length=1)
    action_stages: tuple[Labelled, ...] = ()
    efforts: tuple[Effort, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    sources: tuple[Source, ...] = ()

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """Themes of all axes, in order."""
        return tuple(theme for axis in self.axes for theme in axis.themes)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Questions of all themes, in order: what the axes ask."""
        return tuple(question for theme in self.themes for question in theme.questions)

    @cached_property
    def scored_questions(self) -> tuple[Question, ...]:
        """The questions that count in a score."""
        return tuple(question for question in self.questions if is_scored(question))

    @cached_property
    def items(self) -> Mapping[str, Question | Prompt]:
        """Everything that can be answered, by id: profile, questions, prompts, indicators."""
        return {item.id: item for item in self._all_items()}

    def _all_items(self) -> Iterator[Question | Prompt]:
        yield from self.profile.items
        yield from self.questions
        for axis in self.axes:
            yield from axis.prompts
            yield from axis.indicators

    @cached_property
    def axis_of(self) -> Mapping[str, Axis]:
        """The axis of each theme, question, prompt and indicator, by its id."""
        found: dict[str, Axis] = {}
        for axis in self.axes:
            found[axis.id] = axis
            for theme in axis.themes:
                found[theme.id] = axis
                found.update({question.id: axis for question in theme.questions})
            found.update({item.id: axis for item in (*axis.prompts, *axis.indicators)})
        return found

    @cached_property
    def theme_of(self) -> Mapping[str, Theme]:
        """The theme of each question, by the question's id."""
        return {question.id: theme for theme in self.themes for question in theme.questions}

    @cached_property
    def node_ids(self) -> tuple[str, ...]:
        """Every node with a score: themes, axes, then the overall node where there is one."""
        overall = (OVERALL,) if self.scoring.overall else ()
        return (*(t.id for t in self.themes), *(a.id for a in self.axes), *overall)

    def path(self, code: str) -> Path:
        """The path with this code. Raises `KeyError` when there is none."""
        return {path.code: path for path in self.paths}[code]

    @cached_property
    def full_path(self) -> Path:
        """The path that asks everything, or the first one."""
        return next((path for path in self.paths if not path.essential_only), self.paths[0])

    def on_path(self, question: Question, path: Path) -> bool:
        """Whether this path asks this question at all."""
        return question.essential or not path.essential_only

    def recommendations_for(self, audience: Audience) -> tuple[Recommendation, ...]:
        """The recommendations meant for these readers, in order."""
        return tuple(r for r in self.recommendations if r.audience == audience)

    @cached_property
    def canonical_json(self) -> str:
        """The content with sorted keys and rounded numbers; fields left at their default do not appear.

        So a field added to the model later, with a default, changes no hash of what was published.
        """
        data = _rounded(self.model_dump(mode="json", exclude_defaults=True))
        return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.canonical_json.encode()).hexdigest()


def _rounded(value: object) -> object:
    """`value` with floats rounded, whole ones as integers: 4 and 4.0 are the same content."""
    match value:
        case float():
            rounded = round(value, HASH_DECIMALS)
            return int(rounded) if rounded.is_integer() else rounded
        case dict():
            return {key: _rounded(item) for key, item in value.items()}
        case list():
            return [_rounded(item) for item in value]
        case _:
            return value
