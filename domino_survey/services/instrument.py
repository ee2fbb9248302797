"""What the responses say of the questions themselves, for those who write questionnaires.

A diagnostic and not a verdict: an instrument made of practices that need not go together may well have
low coefficients (scoring method, 2.6).
"""

from __future__ import annotations

import math
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey import reliability, scoring
from domino_survey.answers import table_of
from domino_survey.errors import refusal
from domino_survey.numerics import np
from domino_survey.services.assessments import answers_of
from domino_survey.services.rights import Action, Identity
from domino_survey.services.uses import sent_with
from domino_survey.storage import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domino_survey.numerics import Mask
    from domino_survey.reliability import ItemInScale, ItemQuality, Quality, Scale, TimeSpent
    from domino_survey.schema import Question, Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.storage import QuestionnaireUse, StoredSubmission

# Longer between two answers, people did something else.
LONGEST_WAIT = 600.0
NEARLY_ALL = 0.8
MANY = 0.2
CLEARLY_LOOSER = 0.05
TWO_SIDED_95 = 1.96


class Flag(StrEnum):
    """What deserves a look in a question, the most telling first."""

    REVERSED = "reversed"
    CEILING = "ceiling"
    FLOOR = "floor"
    DONT_KNOW = "dont-know"
    NOT_APPLICABLE = "not-applicable"
    MISSING = "missing"
    LOOSE = "loose"
    UNUSED = "unused"


class Raised(Struct, frozen=True):
    """A flag with its figure: the share concerned, the coefficient, or the number of options."""

    flag: Flag
    figure: float


class Asked(Struct, frozen=True):
    """One question: how it is answered, among its theme and its axis, how long it takes, what to look at."""

    question: Question
    item: ItemQuality
    in_theme: ItemInScale | None
    in_axis: ItemInScale | None
    time: TimeSpent
    flags: tuple[Raised, ...]


class Instrument(Struct, frozen=True):
    """A questionnaire on the latest assessment of each initiative, in one language or in all.

    Attributes:
        questionnaire: the one that they answered.
        language: None for all.
        quality: counts, and coefficients by theme and axis.
        questions: those with most to look at first, then in the order of the questionnaire; empty
            where too few answered.
    """

    questionnaire: Questionnaire
    language: str | None
    quality: Quality
    questions: tuple[Asked, ...]

    @property
    def to_look_at(self) -> tuple[Asked, ...]:
        """The questions with a flag."""
        return tuple(one for one in self.questions if one.flags)

    def longest(self, count: int) -> tuple[Asked, ...]:
        """The questions whose page takes longest, in median; none where too few were timed."""
        timed = [one for one in self.questions if one.time.median is not None]
        return tuple(sorted(timed, key=lambda one: -(one.time.median or 0.0))[:count])


def instruments(context: Context, identity: Identity) -> tuple[QuestionnaireUse, ...]:
    """The questionnaires that have assessments sent, last used first. Raises `not-allowed`."""
    return sent_with(context, identity, Action.READ_QUALITY)


def read_instrument(
    context: Context, identity: Identity, content_hash: str, language: str | None = None
) -> Instrument:
    """The quality of a questionnaire, by the hash of its content.

    Computed once for as long as nothing is sent or deleted.

    Raises:
        DominoError: `not-allowed`; `no-questionnaire` where nothing was sent with this content, or
            it does not exist in the language.
    """
    for use in instruments(context, identity):
        if use.ref.hash == content_hash:
            key = ("instrument", use.ref, use.origin, use.submitted, use.last_at)
            found = context.figures.get(key, partial(_by_language, context, use))
            if language in found:
                return found[language]
    raise refusal("no-questionnaire", place=content_hash, folder=str(context.library.root))


def _by_language(context: Context, use: QuestionnaireUse) -> Mapping[str | None, Instrument]:
    questionnaire = context.library.exact(use.ref)
    selection = Selection(use.ref.id, use.ref.version, (use.origin,))
    sent = [
        stored
        for stored in context.repository.latest_submissions(selection, nodes=())
        if stored.submission.questionnaire.hash == use.ref.hash
    ]
    table = table_of(questionnaire, [answers_of(stored.submission) for stored in sent])
    short = np.array(
        [questionnaire.path(str(one.submission.answers["path"])).essential_only for one in sent],
        dtype=bool,
    )
    scores = scoring.score(questionnaire, table, essential_only=short, dimensions=False)
    spoken = np.array([str(one.submission.answers.get("language", "")) for one in sent])
    found: dict[str | None, Instrument] = {}
    for language in (None, *questionnaire.languages):
        kept: Mask = np.ones(len(sent), dtype=bool) if language is None else spoken == language
        sums = reliability.sums_of(questionnaire, table, scores, where=kept)
        least = context.settings.smallest_group
        quality = reliability.quality(questionnaire, sums, least=least)
        among = [one for one, counts in zip(sent, kept, strict=True) if counts]
        times = _times(context, questionnaire, among, least) if quality.items else {}
        questions = sorted(_questions(questionnaire, quality, times), key=_telling)
        found[language] = Instrument(questionnaire, language, quality, tuple(questions))
    return found


def _times(
    context: Context, questionnaire: Questionnaire, sent: Sequence[StoredSubmission], least: int
) -> Mapping[str, TimeSpent]:
    waits = context.repository.waits([stored.submission.response_id for stored in sent])
    found = {}
    for question in questionnaire.scored_questions:
        seconds = np.array(waits.get(question.id, ()), dtype=np.float64)
        within = seconds[seconds <= LONGEST_WAIT]
        found[question.id] = reliability.time_spent(within, least=least)
    return found


def _questions(
    questionnaire: Questionnaire, quality: Quality, times: Mapping[str, TimeSpent]
) -> Iterator[Asked]:
    for question in questionnaire.scored_questions:
        item = quality.items.get(question.id)
        if item is None:
            continue
        theme = quality.scales[questionnaire.theme_of[question.id].id]
        axis = quality.scales[questionnaire.axis_of[question.id].id]
        yield Asked(
            question,
            item,
            theme.items.get(question.id),
            axis.items.get(question.id),
            times[question.id],
            tuple(_flags(item, theme)),
        )


def _flags(item: ItemQuality, theme: Scale) -> Iterator[Raised]:
    in_theme = theme.items.get(item.id)
    rest = in_theme.item_rest.value if in_theme is not None else None
    if rest is not None and _surely_below_zero(rest, theme.responses):
        yield Raised(Flag.REVERSED, rest)
    for flag, share, limit in (
        (Flag.CEILING, item.ceiling, NEARLY_ALL),
        (Flag.FLOOR, item.floor, NEARLY_ALL),
        (Flag.DONT_KNOW, item.dont_know, MANY),
        (Flag.NOT_APPLICABLE, item.not_applicable, MANY),
        (Flag.MISSING, item.missing, MANY),
    ):
        if share is not None and share >= limit:
            yield Raised(flag, share)
    without = in_theme.alpha_if_deleted.value if in_theme is not None else None
    if without is not None and theme.alpha.value is not None:
        gained = without - theme.alpha.value
        if gained >= CLEARLY_LOOSER:
            yield Raised(Flag.LOOSE, without)
    unused = sum(count == 0 for count in (item.distribution or {}).values())
    if unused and item.scored >= reliability.LEAST_RESPONSES:
        yield Raised(Flag.UNUSED, unused)


def _surely_below_zero(correlation: float, responses: int) -> bool:
    """Whether the 95 % interval of a correlation (Fisher's z) lies below zero."""
    if correlation >= 0 or responses <= 3:  # noqa: PLR2004 - the n - 3 of Fisher's z
        return False
    z = math.atanh(max(correlation, -1 + 1e-12))
    return z + TWO_SIDED_95 / math.sqrt(responses - 3) < 0


def _telling(asked: Asked) -> tuple[int, int]:
    """Most flags first, then the most telling; the order of the questionnaire for the others."""
    order = list(Flag)
    first = min((order.index(raised.flag) for raised in asked.flags), default=len(order))
    return -len(asked.flags), first
