"""What the invention draws from, read from the files beside this module: kinds, names, texts.

A questionnaire without files of its own gets answers by the type of its questions.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent

Weights = dict[str, float]
Span = tuple[float, float]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Part):
    """Where initiatives live, with its relative weight: an EPCI, or else the rest of départements."""

    departments: tuple[str, ...]
    epci: str = ""
    weight: float


class Spread(_Part):
    """A number around a median, on the logarithm."""

    median: float
    spread: float


class Rank(_Part):
    """One of ordered options, around a place in their order."""

    order: tuple[str, ...]
    centre: float
    spread: float


class Within(_Part):
    """A number inside a span that follows from the option chosen in an earlier item."""

    item: str
    ranges: dict[str, Span]
    step: float = 1.0


class Rule(_Part):
    """How one item is answered; one of the ways, and what modifies it.

    `at` gives another rule at some stages, `growth` more at later ones, `skip` the probability of no
    answer, `families` the families of kinds to which it applies (all when left out).
    """

    one: Weights | None = None
    each: Weights | None = None
    one_number: dict[int, float] | None = None
    number: Spread | None = None
    rank: Rank | None = None
    within: Within | None = None
    same_as: str | None = None
    years_ago: dict[str, tuple[int, int]] | None = None
    by_size: tuple[tuple[float, Weights], ...] = ()
    describe: bool = False
    shift: dict[str, Weights] = {}
    growth: bool = False
    step: float = 1.0
    skip: float = 0.0
    families: tuple[str, ...] = ()
    at: dict[str, Rule] = {}


class Family(_Part):
    """What kinds of practices have in common. `axes` in standard deviations of the level of answers."""

    axes: Weights = {}
    profile: dict[str, Rule] = {}
    sets_aside: tuple[str, ...] = ()


class Kind(Family):
    """One kind of practice: its invented names and descriptions, its profile."""

    family: str
    weight: float = 1.0
    names: Annotated[tuple[str, ...], Field(min_length=1)]
    about: Annotated[tuple[str, ...], Field(min_length=1)]
    about_en: str = ""


class SetAside(_Part):
    """When a question is not applicable: after these options of an item, with this probability."""

    item: str
    options: tuple[str, ...]
    chance: float


class Said(_Part):
    """A text for some families of kinds only."""

    families: tuple[str, ...] = Field(alias="for")
    say: str


class Comments(_Part):
    """Comments on low and on high answers."""

    low: tuple[str, ...] = ()
    high: tuple[str, ...] = ()


class English(_Part):
    """What those who answer in English write: prompts by kind of prompt, comments on anything."""

    prompts: dict[str, tuple[str, ...]] = {}
    comments: Comments = Comments()


class Material(_Part):
    """Everything for one questionnaire; all empty for a questionnaire without files."""

    stages: Weights = {}
    maturity: Weights = {}
    before: dict[str, str] = {}
    axes: Weights = {}
    silent: dict[str, tuple[str, ...]] = {}
    places: tuple[Place, ...] = ()
    profile: dict[str, Rule] = {}
    effects: dict[str, dict[str, Weights]] = {}
    not_applicable: dict[str, SetAside] = {}
    inclinations: dict[str, Weights] = {}
    leanings: Weights = {}
    indicators: dict[str, Rule] = {}
    families: dict[str, Family] = {}
    kinds: dict[str, Kind] = {}
    slots: dict[str, tuple[str, ...]] = {}
    prompts: dict[str, tuple[str | Said, ...]] = {}
    comments: dict[str, Comments] = {}
    english: English = English()


@functools.cache
def material_of(questionnaire_id: str) -> Material:
    """The material of a questionnaire, read once. Raises `ValueError` when a file is not sound."""
    content: dict[str, object] = {}
    for name in (f"{questionnaire_id}.yaml", f"{questionnaire_id}_texts.yaml"):
        file = FOLDER / name
        if file.is_file():
            content.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    return Material.model_validate(content)
