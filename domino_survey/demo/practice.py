"""An invented initiative: who it is, and the hidden qualities that its answers follow from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.demo.chance import Chance, key_id
from domino_survey.demo.profile import Person, codes_of, profile_of
from domino_survey.demo.wording import filled_in, words_for
from domino_survey.schema import SingleChoice, option_codes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domino_survey.answers import Answer
    from domino_survey.demo.material import Kind, Material
    from domino_survey.demo.places import Places
    from domino_survey.schema import Questionnaire

ENGLISH = "en"
ENGLISH_SHARE = 0.03
DRAWS = 20

_MATURITY_SPREAD = 0.45
_AXIS_SPREAD = 0.4
_THEME_SPREAD = 0.3
_QUESTION_SPREAD = 0.75


class Practice(Struct, frozen=True):
    """One initiative.

    `axes` and `themes` are levels in standard deviations by id, `noise` those of its questions;
    `draws` the numbers that settle details, so that a second assessment answers alike.
    """

    id: str
    kind: Kind
    language: str
    person: Person
    words: Mapping[str, str]
    profile: Mapping[str, Answer]
    maturity: float
    axes: Mapping[str, float]
    themes: Mapping[str, float]
    noise: Mapping[str, float]
    draws: Mapping[str, Sequence[float]]


class Inventor:
    """Makes initiatives; every name is given once."""

    def __init__(
        self, questionnaire: Questionnaire, material: Material, places: Places, reference: datetime
    ) -> None:
        self._questionnaire = questionnaire
        self._material = material
        self._places = places
        self._reference = reference
        self._names: set[str] = set()
        self._stages = stage_weights(questionnaire, material)
        self._maturity = stage_maturity(questionnaire, material)

    def practice(self, key: Sequence[object], *, example: bool) -> Practice:
        """The initiative of a key; the example is of the commonest kind and stage, and in French."""
        chance = Chance(*key, "practice")
        kinds = {code: kind.weight for code, kind in self._material.kinds.items()}
        kind = self._material.kinds[_commonest(kinds) if example else chance.pick(kinds)]
        languages = self._questionnaire.languages
        in_english = ENGLISH in languages[1:] and chance.happens(ENGLISH_SHARE) and not example
        commune = self._places.commune(chance)
        words = words_for(commune.name, self._material.slots, chance)
        stage = _commonest(self._stages) if example else chance.pick(self._stages)
        maturity = self._maturity.get(stage, 0.0) + chance.normal(_MATURITY_SPREAD)
        family = self._material.families[kind.family]
        about = kind.about_en if in_english and kind.about_en else chance.one_of(kind.about)
        person = Person(
            name=self._name(kind, words, chance),
            about=filled_in(about, words),
            commune=commune,
            stage=stage,
            maturity=maturity,
            family=kind.family,
            rules={**self._material.profile, **family.profile, **kind.profile},
            reference=self._reference,
        )
        profile = profile_of(self._questionnaire, person, chance)
        return Practice(
            id=key_id(*key, "initiative"),
            kind=kind,
            language=ENGLISH if in_english else languages[0],
            person=person,
            words=words,
            profile=profile,
            maturity=maturity,
            axes=self._axes(kind, profile, chance),
            themes={t.id: chance.normal(_THEME_SPREAD) for t in self._questionnaire.themes},
            noise={q.id: chance.normal(_QUESTION_SPREAD) for q in self._questionnaire.questions},
            draws={q.id: chance.shares(DRAWS) for q in self._questionnaire.questions},
        )

    def _name(self, kind: Kind, words: Mapping[str, str], chance: Chance) -> str:
        for text in (*chance.shuffled(kind.names), "{name} {a}", "{name} {lieu}"):
            name = filled_in(text, {"name": filled_in(kind.names[0], words), **words})
            if name not in self._names:
                self._names.add(name)
                return name
        return filled_in(chance.one_of(kind.names), words)

    def _axes(self, kind: Kind, profile: Mapping[str, Answer], chance: Chance) -> dict[str, float]:
        levels = {}
        family = self._material.families[kind.family]
        for axis in self._questionnaire.axes:
            level = sum(source.axes.get(axis.id, 0.0) for source in (self._material, family, kind))
            level += sum(
                effects.get(code, {}).get(axis.id, 0.0)
                for item_id, effects in self._material.effects.items()
                if item_id in profile
                for code in codes_of(profile[item_id])
            )
            levels[axis.id] = level + chance.normal(_AXIS_SPREAD)
        return levels


def stage_weights(questionnaire: Questionnaire, material: Material) -> dict[str, float]:
    """How frequent each stage is; alike where the material does not say."""
    if material.stages:
        return material.stages
    if questionnaire.stages is None:
        return {"": 1.0}
    item = questionnaire.items[questionnaire.stages.item]
    return dict.fromkeys(option_codes(item), 1.0) if isinstance(item, SingleChoice) else {"": 1.0}


def stage_maturity(questionnaire: Questionnaire, material: Material) -> dict[str, float]:
    """How mature each stage is, in standard deviations; evenly from -1 to 1 by default."""
    stages = questionnaire.stages
    if material.maturity or stages is None:
        return material.maturity
    last = max(len(stages.order) - 1, 1)
    found = {code: 2 * rank / last - 1 for rank, code in enumerate(stages.order)}
    return {**found, **{code: found[as_] for code, as_ in stages.equivalent.items()}}


def _commonest(weights: Mapping[str, float]) -> str:
    return max(weights, key=lambda code: weights[code])
