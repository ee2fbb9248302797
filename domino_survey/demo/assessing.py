"""The answers of an invented initiative, at one moment: levels, doubts, blanks, comments, proofs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from domino_survey.answers import DONT_KNOW, MISSING, NOT_APPLICABLE, Answer, State, answered
from domino_survey.demo.chance import Chance
from domino_survey.demo.levels import answer_at, clamped
from domino_survey.demo.material import Said
from domino_survey.demo.practice import ENGLISH
from domino_survey.demo.profile import ProfileWriter, codes_of
from domino_survey.demo.wording import filled_in, shortened
from domino_survey.schema import (
    COMMENT_LIMIT,
    DateQuestion,
    LongTextQuestion,
    NumberQuestion,
    TerritoryQuestion,
    TextQuestion,
    is_scored,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.demo.material import Material
    from domino_survey.demo.practice import Practice
    from domino_survey.schema import Path, Prompt, Question, Questionnaire

_MATURITY_SHARE = 0.85
_FRESH_NOISE = 0.15
_HIGH, _LOW = 0.62, 0.4
_BLANKS, _MANY_BLANKS, _CARELESS = 0.025, 0.22, 0.07
_DOUBT, _EARLY_DOUBT, _NUMBER_DOUBT = 0.03, 0.035, 0.05
_SET_ASIDE, _ELSEWHERE_ASIDE = 0.85, 0.015


class Sheet(Struct, frozen=True):
    """What was answered: answers in order, comments and proofs by question."""

    answers: dict[str, Answer]
    comments: dict[str, str]
    proofs: dict[str, str]


class Mood(Struct, frozen=True):
    """How someone fills in a questionnaire: blanks and doubts, and how much they write."""

    blanks: float
    doubts: float
    comments: float
    prompts: float
    indicators: float
    proofs: float


def difficulty_of(questionnaire: Questionnaire, seed: int) -> dict[str, float]:
    """How far each question is from the ordinary level, in standard deviations."""
    chance = Chance(seed, questionnaire.id, "difficulty")
    return {question.id: chance.normal(0.22) for question in questionnaire.questions}


class Respondent:
    """Fills in one assessment. `delay` is the maturity not reached yet, in standard deviations."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        material: Material,
        practice: Practice,
        path: Path,
        chance: Chance,
        *,
        delay: float = 0.0,
        careful: bool = False,
    ) -> None:
        self._questionnaire = questionnaire
        self._material = material
        self._practice = practice
        self._path = path
        self._chance = chance
        self._delay = delay
        self._mood = self._careful_mood() if careful else self._some_mood()
        self._said: set[str] = set()

    def _some_mood(self) -> Mood:
        chance, full = self._chance, not self._path.essential_only
        early = max(-self._practice.maturity, 0.0)
        talks = chance.happens(0.55)
        return Mood(
            blanks=_MANY_BLANKS if chance.happens(_CARELESS) else _BLANKS,
            doubts=_DOUBT + _EARLY_DOUBT * early,
            comments=chance.between(0.05, 0.35) if talks else 0.0,
            prompts=chance.between(0.35, 0.95) if talks and full else 0.25 if talks else 0.04,
            indicators=chance.between(0.2, 0.9) if full else 0.12,
            proofs=chance.between(0.3, 0.95) if chance.happens(0.65 if full else 0.4) else 0.0,
        )

    def _careful_mood(self) -> Mood:
        return Mood(0.01, 0.02, 0.4, 1.0, 0.8, 0.8)

    def sheet(self, difficulty: dict[str, float]) -> Sheet:
        """Everything that is answered on the path, asked or not by the conditions."""
        sheet = Sheet(self._profile(), {}, {})
        for axis in self._questionnaire.axes:
            for theme in axis.themes:
                for question in theme.questions:
                    if self._questionnaire.on_path(question, self._path):
                        self._answer(sheet, question, difficulty[question.id])
            said = {prompt.id: self._open_answer(prompt) for prompt in axis.prompts}
            counted = {item.id: self._indicator(item, sheet) for item in axis.indicators}
            for item_id, answer in (*said.items(), *counted.items()):
                if answer.state is not State.MISSING:
                    sheet.answers[item_id] = answer
        return sheet

    def _profile(self) -> dict[str, Answer]:
        profile = dict(self._practice.profile)
        if not self._delay:
            return profile
        stages = self._questionnaire.stages
        before = self._material.before.get(self._practice.person.stage)
        if stages and before and self._chance.happens(0.5):
            profile[stages.item] = answered(before)
        for item_id, rule in self._practice.person.rules.items():
            item, answer = self._questionnaire.items.get(item_id), profile.get(item_id, MISSING)
            if rule.growth and isinstance(item, NumberQuestion) and isinstance(answer.value, float):
                fewer = answer.value * self._chance.between(0.6, 0.95)
                profile[item_id] = answered(clamped(item, fewer))
        return profile

    # --- Questions of the axes ----------------------------------------------------------------

    def _answer(self, sheet: Sheet, question: Question, difficulty: float) -> None:
        level = self._level(question, difficulty)
        answer = self._state(question) or self._value(question, level)
        if answer.state is State.MISSING:
            return
        sheet.answers[question.id] = answer
        chance = self._chance
        if answer.state is not State.ANSWERED:
            return
        if chance.happens(self._mood.proofs):
            measured = 0.5 * self._mood.proofs * level
            weights = {"estimation": 0.9 - level * 0.4, "constat": 0.6, "mesure": measured}
            sheet.proofs[question.id] = chance.pick(weights)
        if chance.happens(self._mood.comments):
            comment = self._comment(question, level)
            if comment:
                sheet.comments[question.id] = comment

    def _level(self, question: Question, difficulty: float) -> float:
        practice, questionnaire = self._practice, self._questionnaire
        total = _MATURITY_SHARE * (practice.maturity - self._delay)
        total += practice.axes[questionnaire.axis_of[question.id].id]
        total += practice.themes[questionnaire.theme_of[question.id].id]
        total += practice.noise[question.id] + self._chance.normal(_FRESH_NOISE)
        total += difficulty + self._material.leanings.get(question.id, 0.0)
        return 0.5 * (1 + math.erf(0.8 * total / math.sqrt(2)))

    def _state(self, question: Question) -> Answer | None:
        """Why there is no value, or None where there is one."""
        chance = self._chance
        if chance.happens(self._mood.blanks):
            return MISSING
        if question.not_applicable is not None and chance.happens(self._aside(question)):
            return NOT_APPLICABLE
        doubts = self._mood.doubts
        if isinstance(question, NumberQuestion):
            doubts += _NUMBER_DOUBT
        if question.dont_know and chance.happens(doubts):
            return DONT_KNOW
        return None

    def _aside(self, question: Question) -> float:
        kind = self._practice.kind
        family = self._material.families[kind.family]
        if question.id in (*kind.sets_aside, *family.sets_aside):
            return _SET_ASIDE
        rule = self._material.not_applicable.get(question.id)
        if rule is None:
            return _ELSEWHERE_ASIDE
        codes = codes_of(self._practice.profile.get(rule.item, MISSING))
        return rule.chance if set(codes).intersection(rule.options) else 0.0

    def _value(self, question: Question, level: float) -> Answer:
        match question:
            case TextQuestion() | LongTextQuestion() | DateQuestion() | TerritoryQuestion():
                return ProfileWriter(self._practice.person, self._chance).by_type(question)
            case _:
                leaning = self._material.inclinations.get(question.id, {})
                draws = self._practice.draws[question.id]
                return answer_at(question, level, draws, leaning)

    # --- Words and figures --------------------------------------------------------------------

    @property
    def _in_english(self) -> bool:
        return self._practice.language == ENGLISH != self._questionnaire.languages[0]

    def _comment(self, question: Question, level: float) -> str:
        if not is_scored(question) or _LOW < level < _HIGH:
            return ""
        source = self._material.english.comments if self._in_english else None
        found = source or self._material.comments.get(question.id)
        if found is None:
            return ""
        return self._new(found.high if level >= _HIGH else found.low, COMMENT_LIMIT)

    def _open_answer(self, prompt: Prompt) -> Answer:
        silent = self._material.silent.get(self._practice.person.stage, ())
        if prompt.kind in silent or not self._chance.happens(self._mood.prompts):
            return MISSING
        if self._in_english:
            texts = self._material.english.prompts.get(prompt.kind, ())
        else:
            texts = tuple(
                one.say if isinstance(one, Said) else one
                for one in self._material.prompts.get(prompt.id, ())
                if not isinstance(one, Said) or self._practice.kind.family in one.families
            )
        text = self._new(texts, prompt.max_length)
        return answered(text) if text else MISSING

    def _new(self, texts: Sequence[str], limit: int) -> str:
        """One of these texts that this assessment does not hold yet; empty for none."""
        left = [text for text in texts if text not in self._said]
        if not left:
            return ""
        chosen = self._chance.one_of(left)
        self._said.add(chosen)
        return shortened(filled_in(chosen, self._practice.words), limit)

    def _indicator(self, item: NumberQuestion, sheet: Sheet) -> Answer:
        if not self._chance.happens(self._mood.indicators):
            return MISSING
        person = replace(self._practice.person, maturity=self._practice.maturity - self._delay)
        writer = ProfileWriter(person, self._chance, sheet.answers)
        rule = self._material.indicators.get(item.id)
        return writer.by_type(item) if rule is None else writer.by_rule(item, rule)
