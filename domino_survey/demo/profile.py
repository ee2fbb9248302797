"""The profile of an invented initiative: what the rules of the material say, else by type."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers import MISSING, Answer, State, answered
from domino_survey.demo.levels import answer_at, clamped, option_answer, some_day
from domino_survey.demo.wording import shortened
from domino_survey.schema import (
    DateQuestion,
    LongTextQuestion,
    NumberQuestion,
    TerritoryQuestion,
    TextQuestion,
    option_codes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from domino_survey.demo.chance import Chance
    from domino_survey.demo.material import Rule
    from domino_survey.schema import Question, Questionnaire
    from domino_survey.territories import Commune

CONSENT = 0.92
OTHER_CONSENT = 0.5
_DRAWS = 20


class Person(Struct, frozen=True):
    """What the answers of a profile follow from."""

    name: str
    about: str
    commune: Commune
    stage: str
    maturity: float
    family: str
    rules: Mapping[str, Rule]
    reference: datetime


def profile_of(questionnaire: Questionnaire, person: Person, chance: Chance) -> dict[str, Answer]:
    """Answers to the items of the profile, in order; what is left unanswered is not there."""
    writer = ProfileWriter(person, chance)
    profile = questionnaire.profile
    known = {
        profile.name: answered(person.name),
        profile.territory: answered(person.commune.code),
        questionnaire.stages.item if questionnaire.stages else None: answered(person.stage),
    }
    # An item whose rule reads another one comes after it, wherever it stands in the questionnaire.
    for item in sorted(profile.items, key=lambda item: _reads_another(person.rules.get(item.id))):
        answer = known.get(item.id) or writer.answer(item)
        if (
            item.id == (profile.sharing.item if profile.sharing else None)
            and item.id not in person.rules
            and profile.sharing
        ):
            answer = writer.consent(item, profile.sharing.aggregates)
        if answer.state is State.MISSING and item.required:
            answer = writer.by_type(item)
        if isinstance(item, TextQuestion) and isinstance(answer.value, str):
            answer = answered(shortened(answer.value, item.max_length))
        if answer.state is not State.MISSING:
            writer.given[item.id] = answer
    return {item.id: writer.given[item.id] for item in profile.items if item.id in writer.given}


def _reads_another(rule: Rule | None) -> bool:
    return rule is not None and bool(rule.within or rule.same_as)


class ProfileWriter:
    """Answers items one after the other; later ones may follow from earlier ones, in `given`."""

    def __init__(
        self, person: Person, chance: Chance, given: Mapping[str, Answer] | None = None
    ) -> None:
        self.person = person
        self.given: dict[str, Answer] = dict(given or {})
        self._chance = chance

    def consent(self, item: Question, aggregates: str) -> Answer:
        """What is agreed to, where no rule says: grouped figures nearly always."""
        codes = [
            code
            for code in option_codes(item)
            if self._chance.happens(CONSENT if code == aggregates else OTHER_CONSENT)
        ]
        return option_answer(item, codes)

    def answer(self, item: Question) -> Answer:
        """The answer by the item's rule, or by its type."""
        rule = self.person.rules.get(item.id)
        return self.by_type(item) if rule is None else self.by_rule(item, rule)

    def by_type(self, item: Question) -> Answer:
        """The answer to an item that no rule speaks of."""
        match item:
            case TerritoryQuestion():
                return answered(self.person.commune.code)
            case TextQuestion() | LongTextQuestion():
                return answered(shortened(self.person.about, item.max_length))
            case DateQuestion():
                return some_day(self.person.reference, self._chance.share())
            case _:
                draws = self._chance.shares(_DRAWS)
                return answer_at(item, draws[-1], draws, {})

    def by_rule(self, item: Question, rule: Rule) -> Answer:
        """The answer that a rule gives; missing where the rule does not apply or is skipped."""
        rule = rule.at.get(self.person.stage, rule)
        if rule.families and self.person.family not in rule.families:
            return MISSING
        if self._chance.happens(rule.skip):
            return MISSING
        if rule.describe:
            limit = item.max_length if isinstance(item, LongTextQuestion | TextQuestion) else 0
            return answered(shortened(self.person.about, limit)) if limit else MISSING
        if rule.same_as:
            return self.given.get(rule.same_as, MISSING)
        if isinstance(item, NumberQuestion):
            number = self._number(rule)
            step = rule.step if rule.number else 0.0
            return MISSING if number is None else answered(clamped(item, number, step))
        known = set(option_codes(item))
        return option_answer(item, [code for code in self._codes(rule) if code in known])

    def _codes(self, rule: Rule) -> list[str]:
        if rule.one:
            return [self._chance.pick(rule.one)]
        if rule.rank:
            moved = rule.rank.centre + (0.7 * self.person.maturity if rule.growth else 0.0)
            moved += sum(
                shifts.get(code, 0.0)
                for item_id, shifts in rule.shift.items()
                for code in codes_of(self.given.get(item_id, MISSING))
            )
            place = round(self._chance.normal(rule.rank.spread, moved))
            return [rule.rank.order[max(0, min(place, len(rule.rank.order) - 1))]]
        chances = rule.each or next(
            (weights for limit, weights in rule.by_size if self.person.commune.population <= limit),
            {},
        )
        chosen = [code for code, weight in chances.items() if self._chance.happens(weight)]
        # The likeliest stay when a question takes only a few.
        return sorted(chosen, key=lambda code: -chances[code])

    def _number(self, rule: Rule) -> float | None:
        chance = self._chance
        if rule.one_number:
            return chance.pick(rule.one_number)
        if rule.years_ago:
            low, high = rule.years_ago.get(self.person.stage, (0, 0))
            # Young initiatives are the more numerous: the power leans to the near end.
            near: float = chance.share() ** 1.6
            return float(self.person.reference.year - round(low + (high - low) * near))
        if rule.within:
            found = codes_of(self.given.get(rule.within.item, MISSING))
            span = rule.within.ranges.get(found[0]) if found else None
            if span is None:
                return None
            return round(chance.between(*span) / rule.within.step) * rule.within.step
        if rule.number is None:
            return None
        grown = math.exp(0.4 * self.person.maturity) if rule.growth else 1.0
        return rule.number.median * grown * math.exp(chance.normal(rule.number.spread))


def codes_of(answer: Answer) -> tuple[str, ...]:
    """The options that an answer holds."""
    if isinstance(answer.value, tuple):
        return answer.value
    return (answer.value,) if isinstance(answer.value, str) else ()
