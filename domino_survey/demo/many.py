"""Very many invented assessments, drawn by columns: the same laws as one by one, without their texts.

Each initiative takes its kind, its profile and its indicators from one that was invented in full, its
commune, its levels and its answers from draws of its own. A block depends on the seed and its number
alone, so that any number of responses begins alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import Struct
from scipy import special

from domino_survey.answers import AnswerTable, Column, State, table_of
from domino_survey.answers.table import value_dtype
from domino_survey.demo.chance import key_digest
from domino_survey.demo.columns import answers_at
from domino_survey.schema import (
    DateQuestion,
    LongTextQuestion,
    NumberQuestion,
    TerritoryQuestion,
    TextQuestion,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from domino_survey.answers import Answer
    from domino_survey.demo.calendar import Calendar
    from domino_survey.demo.material import Material
    from domino_survey.demo.places import Places
    from domino_survey.demo.practice import Practice
    from domino_survey.schema import Question, Questionnaire

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

BLOCK: Final = 51_200
SHORT_SHARE: Final = 0.55
AGAIN_SHARE: Final = 0.13
APART: Final = (75, 200)
# As one by one (`practice`, `assessing`): spreads in standard deviations, then probabilities.
_MATURITY, _MATURITY_SHARE, _THEME, _QUESTION, _FRESH = 0.45, 0.85, 0.3, 0.75, 0.15
_BLANKS, _MANY_BLANKS, _CARELESS = 0.025, 0.22, 0.07
_DOUBT, _EARLY_DOUBT, _NUMBER_DOUBT = 0.03, 0.035, 0.05
_SET_ASIDE, _ELSEWHERE_ASIDE = 0.85, 0.015
_ANSWERED, _ASIDE, _UNKNOWN, _MISSING = (
    int(state) for state in (State.ANSWERED, State.NOT_APPLICABLE, State.DONT_KNOW, State.MISSING)
)


class Donor(Struct, frozen=True):
    """An initiative invented in full, and what it answered."""

    practice: Practice
    answers: Mapping[str, Answer]


class Block(Struct, frozen=True):
    """Assessments by columns, each of shape (n,); rows of one initiative follow each other.

    Attributes:
        table: the answers, before conditions leave some unasked.
        short: whether the path asks the essential questions only.
        initiative: number within the seed.
        started, ended: datetime64[us], in UTC.
        commune, donor: positions in the lists that they were drawn from.
        proofs: by question, 0 for none, else the position in `PROOFS` from 1.
    """

    table: AnswerTable
    short: Mask
    initiative: NDArray[np.int64]
    started: NDArray[np.datetime64]
    ended: NDArray[np.datetime64]
    commune: NDArray[np.int64]
    donor: NDArray[np.int64]
    proofs: Mapping[str, NDArray[np.uint8]]


class Crowd:
    """Draws blocks of assessments."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        *,
        material: Material,
        places: Places,
        calendar: Calendar,
        difficulty: Mapping[str, float],
        donors: Sequence[Donor],
        seed: int,
        reference: datetime,
    ) -> None:
        self._questionnaire = questionnaire
        self._material = material
        self._calendar = calendar
        self._difficulty = difficulty
        self._seed = seed
        self._reference = np.datetime64(reference.replace(tzinfo=None), "us")
        self._donors = donors
        self.communes, self._commune_weights = places.weighted()
        self._profiles = table_of(questionnaire, [donor.answers for donor in donors])
        self._base = np.array([one.practice.maturity for one in donors])
        asked = {question.id for question in questionnaire.questions}
        self._given = [item for item in questionnaire.items.values() if item.id not in asked]
        self._aside = {
            question.id: np.array([self._aside_chance(question, donor) for donor in donors])
            for question in questionnaire.questions
            if question.not_applicable is not None
        }

    def block(self, number: int) -> Block:
        """The block of this number: `BLOCK` assessments."""
        key = key_digest("demo-block", self._questionnaire.id, self._seed, number)
        chance = np.random.default_rng(int.from_bytes(key, "big"))
        again, rows, second = self._initiatives(chance)
        size, count = BLOCK, len(again)
        donor = chance.integers(0, len(self._donors), count)
        commune = chance.choice(len(self.communes), count, p=self._commune_weights)
        short = self._short(chance, count)
        maturity = 0.5 * self._base[donor] + chance.normal(0, _MATURITY, count)
        delay = np.where(second | ~again[rows], 0.0, chance.uniform(0.35, 0.95, size))
        started, ended = self._times(chance, again, rows, second, short[rows])
        columns = {item.id: self._column_of(item, donor[rows]) for item in self._given}
        mood = self._mood(chance, maturity[rows], short[rows])
        proofs: dict[str, NDArray[np.uint8]] = {}
        for axis in self._questionnaire.axes:
            level = np.array([one.practice.axes[axis.id] for one in self._donors])[donor]
            for theme in axis.themes:
                shift = level + chance.normal(0, _THEME, count)
                for question in theme.questions:
                    own = shift + chance.normal(0, _QUESTION, count)
                    total = _MATURITY_SHARE * (maturity[rows] - delay) + own[rows]
                    total += chance.normal(0, _FRESH, size) + self._difficulty[question.id]
                    total += self._material.leanings.get(question.id, 0.0)
                    reached = 0.5 * (1 + special.erf(0.8 * total / np.sqrt(2)))
                    column = self._answer(question, reached, chance, mood, donor[rows])
                    on_path = ~short[rows] | question.essential
                    state = np.where(on_path, column.state, _MISSING).astype(np.int8)
                    columns[question.id] = Column(state, column.value)
                    proofs[question.id] = self._proof(chance, state, reached, mood)
        return Block(
            AnswerTable(size, columns),
            short[rows],
            number * BLOCK + rows,
            started,
            ended,
            commune[rows],
            donor[rows],
            proofs,
        )

    def _initiatives(self, chance: np.random.Generator) -> tuple[Mask, NDArray[np.int64], Mask]:
        """Which initiatives come twice; then of each row its initiative and whether it is the second."""
        again = chance.random(BLOCK) < AGAIN_SHARE
        rows = np.repeat(np.arange(BLOCK), 1 + again)[:BLOCK]
        count = int(rows[-1]) + 1
        second = np.concatenate([[False], rows[1:] == rows[:-1]])
        again = again[:count]
        again[-1] = bool(second[-1])
        return again, rows, second

    def _short(self, chance: np.random.Generator, count: int) -> Mask:
        paths = self._questionnaire.paths
        shares = [SHORT_SHARE if path.essential_only else 1 - SHORT_SHARE for path in paths]
        short = sum(s for s, p in zip(shares, paths, strict=True) if p.essential_only) / sum(shares)
        drawn: Mask = chance.random(count) < short
        return drawn

    def _times(
        self, chance: np.random.Generator, again: Mask, rows: Any, second: Mask, short: Mask
    ) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
        count = len(again)
        apart = chance.integers(APART[0], APART[1] + 1, count)
        day = self._calendar.days(chance.random(count))
        day = np.where(again, np.maximum(day, apart), day)
        when = np.where(again[rows] & ~second, day[rows] - apart[rows], day[rows])
        started = self._calendar.moments(when, chance)
        minutes = np.array([self._span(is_short=is_short) for is_short in (False, True)])
        low, high = minutes[short.astype(int)].T
        lasted = np.round(60 * chance.uniform(0.7 * low, 1.5 * high + 1)).astype("timedelta64[s]")
        resumed = chance.random(len(rows)) < 0.12  # noqa: PLR2004 - as one by one
        lasted = lasted + np.where(resumed, chance.integers(18, 121, len(rows)), 0).astype(
            "timedelta64[h]"
        )
        return started, np.minimum(started + lasted, self._reference)

    def _span(self, *, is_short: bool) -> tuple[float, float]:
        paths = self._questionnaire.paths
        found = next((path for path in paths if path.essential_only == is_short), paths[0])
        low, high = found.minutes
        return float(low), float(high)

    def _mood(
        self, chance: np.random.Generator, maturity: Floats, short: Mask
    ) -> dict[str, Floats]:
        size = len(maturity)
        proves = chance.random(size) < np.where(short, 0.4, 0.65)
        return {
            "blanks": np.where(chance.random(size) < _CARELESS, _MANY_BLANKS, _BLANKS),
            "doubts": _DOUBT + _EARLY_DOUBT * np.maximum(-maturity, 0),
            "proofs": np.where(proves, chance.uniform(0.3, 0.95, size), 0.0),
        }

    def _column_of(self, item: Question, donor: NDArray[np.int64]) -> Column:
        column = self._profiles.columns[item.id]
        return Column(column.state[donor], column.value[donor])

    def _answer(
        self,
        question: Question,
        level: Floats,
        chance: np.random.Generator,
        mood: Mapping[str, Floats],
        donor: NDArray[np.int64],
    ) -> Column:
        size = len(level)
        state = np.full(size, _ANSWERED, dtype=np.int8)
        doubts = mood["doubts"] + (_NUMBER_DOUBT if isinstance(question, NumberQuestion) else 0.0)
        if question.dont_know:
            state[chance.random(size) < doubts] = _UNKNOWN
        if question.not_applicable is not None:
            state[chance.random(size) < self._aside[question.id][donor]] = _ASIDE
        state[chance.random(size) < mood["blanks"]] = _MISSING
        match question:
            case TextQuestion() | LongTextQuestion() | DateQuestion() | TerritoryQuestion():
                state[:] = _MISSING
                value: NDArray[Any] = np.zeros(size, dtype=value_dtype(question))
            case _:
                leaning = self._material.inclinations.get(question.id, {})
                value = answers_at(question, level, chance, leaning)
        return Column(state, value)

    def _aside_chance(self, question: Question, donor: Donor) -> float:
        kind = donor.practice.kind
        family = self._material.families[kind.family]
        if question.id in (*kind.sets_aside, *family.sets_aside):
            return _SET_ASIDE
        rule = self._material.not_applicable.get(question.id)
        if rule is None:
            return _ELSEWHERE_ASIDE
        answer = donor.answers.get(rule.item)
        value = answer.value if answer is not None else None
        codes = value if isinstance(value, tuple) else (value,)
        return rule.chance if set(codes).intersection(rule.options) else 0.0

    def _proof(
        self,
        chance: np.random.Generator,
        state: NDArray[np.int8],
        level: Floats,
        mood: Mapping[str, Floats],
    ) -> NDArray[np.uint8]:
        given = (state == _ANSWERED) & (chance.random(len(state)) < mood["proofs"])
        weights = np.stack(
            [0.9 - level * 0.4, np.full(len(state), 0.6), 0.5 * mood["proofs"] * level]
        )
        ends = np.cumsum(weights, axis=0)
        drawn = chance.random(len(state)) * ends[-1]
        place = 1 + (drawn >= ends[0]) + (drawn >= ends[1])
        return np.where(given, place, 0).astype(np.uint8)
