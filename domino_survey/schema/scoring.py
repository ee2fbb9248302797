"""How a questionnaire scores: parameters only, the formulas are in `domino_survey.scoring`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from domino_survey.schema.base import Id, Labelled, Model

LIMITING = "min"


class Cap(Model):
    """A critical child: where its score is at or below `at_or_below`, the parent gets `limit` at most."""

    child: Id
    at_or_below: float = Field(ge=0, le=100)
    limit: float = Field(ge=0, le=100)


class NodeScoring(Model):
    """How a node is composed from its children (scoring method, 2.2 to 2.4)."""

    power: float | Literal["min"] = Field(
        1.0, description="1 full compensation, 0 geometric, -1 harmonic, 'min' limiting factor."
    )
    coverage: float = Field(0.6, ge=0, le=1, description="Least share of the weight answered.")
    not_applicable: float = Field(
        0.5, ge=0, le=1, description="Most share of the weight set aside."
    )
    caps: tuple[Cap, ...] = ()


class DimensionWeights(Model):
    """What a question weighs in its primary dimension and in the others."""

    primary: float = Field(1.0, ge=0, le=1e6)
    secondary: float = Field(0.5, ge=0, le=1e6)


class Scoring(Model):
    """Scoring of the whole questionnaire; a theme or an axis may give its own."""

    full_points: float = Field(100.0, gt=0, description="Points worth 100.")
    offset: float = Field(
        1.0, ge=0, lt=100, description="Keeps a zero from annihilating a mean of power 0 or less."
    )
    theme: NodeScoring = Field(default_factory=NodeScoring)
    axis: NodeScoring = Field(default_factory=NodeScoring)
    overall: NodeScoring | None = Field(None, description="Left out: no overall score.")
    dimensions: DimensionWeights = Field(default_factory=DimensionWeights)


class Level(Labelled):
    """A range of scores in words, from `start` (included) to the start of the next level."""

    start: float = Field(ge=0, le=100)
