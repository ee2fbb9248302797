"""The answers that a scored question admits, with their scores: what a "what if" can try."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.answers.table import value_dtype
from domino_survey.normalisation import LOOKUP_OPTIONS
from domino_survey.numerics import np
from domino_survey.schema import MultipleChoice, NumberQuestion, option_codes
from domino_survey.scoring.composition import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domino_survey.schema import Band, Question
    from domino_survey.scoring.tree import Leaf

MARKS = 5  # of a number between goalposts, equally spaced in score: a scale of five levels
DECIMALS = 9  # scores nearer than this are the same


class Choice(Struct, frozen=True):
    """An admissible answer: its `value` as a column holds it, and its `score` in [0, 100]."""

    value: float
    score: float


def every_choice(leaf: Leaf) -> list[Choice]:
    """The answers that a question admits.

    All levels of a scale, all options of a single choice, yes and no. Of a number, the lowest
    admissible value of each band, or five values between its goalposts, equally spaced in score, the
    ends included. Of a multiple choice, the smallest set of options for each score that can be
    reached; beyond `LOOKUP_OPTIONS` options, each alone and the best ones together.
    """
    question = leaf.question
    match question:
        case MultipleChoice():
            return _one_per_score(_scored(leaf, _sets(question)))
        case NumberQuestion() if question.goalposts is not None:
            return _scored(leaf, dict.fromkeys(_marks(question)))
        case NumberQuestion():
            return _scored(leaf, [value for value, _ in _bands(question)])
        case _:
            return _scored(leaf, range(len(option_codes(question))))


def better_choices(leaf: Leaf, present: Choice) -> list[tuple[Choice, int]]:
    """The answers with a higher score than the present one, each with the effort it takes.

    Of a multiple choice, tried are each option added to those chosen, the best ones added together (one
    taken back for each, where no more may be chosen), and each exclusive option instead.
    """
    if isinstance(leaf.question, MultipleChoice):
        found = _scored(leaf, dict.fromkeys(_fuller(leaf.question, int(present.value))))
    else:
        found = every_choice(leaf)
    return [
        (choice, _climbed(leaf.question, present, choice, found))
        for choice in found
        if choice.score > present.score + TOLERANCE
    ]


def effort_between(leaf: Leaf, present: Choice, better: Choice) -> int:
    """The levels climbed from an answer to a better one.

    They are the different scores that the question can give, above the one up to the other. Of a
    multiple choice, the options ticked and unticked.
    """
    several = isinstance(leaf.question, MultipleChoice)
    return _climbed(leaf.question, present, better, () if several else every_choice(leaf))


def _climbed(question: Question, present: Choice, better: Choice, choices: Iterable[Choice]) -> int:
    if isinstance(question, MultipleChoice):
        return (int(better.value) ^ int(present.value)).bit_count()
    steps = {round(choice.score, DECIMALS) for choice in choices}
    low, high = present.score + TOLERANCE, better.score + TOLERANCE
    return sum(low < step <= high for step in steps)


def band_of(question: NumberQuestion, value: float) -> tuple[float | None, float | None] | None:
    """The band `[start, end)` that holds a number, None for an open end; None where no band does."""
    for band, end in _ends(question):
        if (band.start is None or value >= band.start) and (end is None or value < end):
            return band.start, end
    return None


def _scored(leaf: Leaf, values: Iterable[float]) -> list[Choice]:
    listed = list(values)
    scores = leaf.key.of_values(np.array(listed, dtype=value_dtype(leaf.question)))
    return [Choice(*pair) for pair in zip(listed, scores.tolist(), strict=True)]


# --- Numbers ----------------------------------------------------------------------------------


def _ends(question: NumberQuestion) -> Iterator[tuple[Band, float | None]]:
    following = [*(band.start for band in question.bands), None][1:]
    yield from zip(question.bands, following, strict=True)


def _bands(question: NumberQuestion) -> Iterator[tuple[float, Band]]:
    """The lowest admissible value of each band that has one."""
    least = -math.inf if question.minimum is None else question.minimum
    most = math.inf if question.maximum is None else question.maximum
    for band, following in _ends(question):
        end = math.inf if following is None else following
        value = max(least, -math.inf if band.start is None else band.start)
        if math.isinf(value):
            # Open below: any number under the end will do.
            value = min(most, 0.0 if math.isinf(end) else math.ceil(end) - 1.0)
        if question.integer:
            value = float(math.ceil(value))
        if value < end and value <= most:
            yield value, band


def _marks(question: NumberQuestion) -> Iterator[float]:
    posts = question.goalposts
    if posts is None:
        return
    least = -math.inf if question.minimum is None else question.minimum
    most = math.inf if question.maximum is None else question.maximum
    for rank in range(MARKS):
        share = rank / (MARKS - 1)
        share = 1.0 - share if posts.inverted else share
        if share in {0.0, 1.0}:
            value = posts.high if share else posts.low
        elif posts.logarithmic:
            value = posts.low * (posts.high / posts.low) ** share
        else:
            value = posts.low + share * (posts.high - posts.low)
        value = min(max(value, least), most)
        # Whole numbers go towards the better end, the worst mark towards the worse.
        upwards = posts.inverted == (rank == 0)
        yield _whole(value, least, most, upwards=upwards) if question.integer else value


def _whole(value: float, least: float, most: float, *, upwards: bool) -> float:
    rounded = math.ceil(value) if upwards else math.floor(value)
    if not least <= rounded <= most:
        rounded = math.floor(value) if upwards else math.ceil(value)
    return float(rounded)


# --- Multiple choices -------------------------------------------------------------------------


def _sets(question: MultipleChoice) -> Iterator[int]:
    """Admissible sets of options as bits, smaller sets first."""
    options = question.options
    most = len(options) if question.max_choices is None else question.max_choices
    alone = sum(1 << bit for bit, option in enumerate(options) if option.exclusive)
    if len(options) <= LOOKUP_OPTIONS:
        every = sorted(range(1, 1 << len(options)), key=lambda chosen: chosen.bit_count())
        yield from (
            chosen
            for chosen in every
            if chosen.bit_count() == 1 or (chosen.bit_count() <= most and not chosen & alone)
        )
        return
    yield from (1 << bit for bit in range(len(options)))
    chosen = 0
    for bit in _best_first(question)[:most]:
        chosen |= 1 << bit
        yield chosen


def _one_per_score(choices: list[Choice]) -> list[Choice]:
    first: dict[float, Choice] = {}
    for choice in choices:
        first.setdefault(round(choice.score, DECIMALS), choice)
    return sorted(first.values(), key=lambda choice: choice.score)


def _fuller(question: MultipleChoice, chosen: int) -> Iterator[int]:
    """Sets reached from the present one: one option more, the best ones together, exclusive ones."""
    alone = sum(1 << bit for bit, option in enumerate(question.options) if option.exclusive)
    start = 0 if chosen & alone else chosen
    absent = [bit for bit in _best_first(question) if not start >> bit & 1]
    for bit in absent:
        yield _with(question, start, bit)
    together = start
    for bit in absent:
        together = _with(question, together, bit)
        yield together
    yield from (1 << bit for bit in range(len(question.options)) if alone >> bit & 1)


def _with(question: MultipleChoice, chosen: int, bit: int) -> int:
    """One option more; the one of least points goes where no more may be chosen."""
    if question.max_choices is not None and chosen.bit_count() >= question.max_choices:
        weakest = next(kept for kept in reversed(_best_first(question)) if chosen >> kept & 1)
        chosen &= ~(1 << weakest)
    return chosen | 1 << bit


def _best_first(question: MultipleChoice) -> list[int]:
    """The options that go with others, most points first."""
    together = [bit for bit, option in enumerate(question.options) if not option.exclusive]
    return sorted(together, key=lambda bit: -(question.options[bit].points or 0.0))
