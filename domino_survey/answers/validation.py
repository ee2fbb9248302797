"""Whether an answer fits its question. Nothing that a browser or a file sent is trusted."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from domino_survey.answers.values import Answer, State, answered
from domino_survey.errors import refusal
from domino_survey.schema import (
    DateQuestion,
    LongTextQuestion,
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    TerritoryQuestion,
    TextQuestion,
    YesNo,
    option_codes,
)

if TYPE_CHECKING:
    from domino_survey.schema import Question

COMMUNE_CODE_LENGTH = 5
LARGEST = 1e15  # of a number for which the questionnaire says nothing: more is a slip of the finger


def validated(question: Question, answer: Answer) -> Answer:
    """`answer` in canonical form: options in the questionnaire's order, texts without outer blanks.

    Raises `DominoError` naming the question, what is wrong and what is accepted.
    """
    match answer.state:
        case State.NOT_APPLICABLE if question.not_applicable is None:
            raise refusal("not-applicable-not-offered", place=question.id)
        case State.DONT_KNOW if not question.dont_know:
            raise refusal("dont-know-not-offered", place=question.id)
        case State.ANSWERED:
            return _validated_value(question, answer)
        case _:
            return Answer(answer.state)


def _validated_value(question: Question, answer: Answer) -> Answer:
    value = answer.value
    match question:
        case ScaleQuestion() | SingleChoice() | YesNo():
            return _one_of(question, value)
        case MultipleChoice():
            return _several_of(question, value)
        case NumberQuestion():
            return _number(question, value)
        case TextQuestion() | LongTextQuestion():
            return _text(question, value, question.max_length)
        case DateQuestion():
            return _day(question, value)
        case TerritoryQuestion():
            if not isinstance(value, str) or len(value) != COMMUNE_CODE_LENGTH:
                raise refusal("unknown-commune", place=question.id, code_insee=value)
            return answered(value)


def _one_of(question: Question, value: object) -> Answer:
    codes = option_codes(question)
    if not isinstance(value, str):
        raise refusal("option-not-text", place=question.id, value=value, codes=", ".join(codes))
    if value not in codes:
        raise refusal(
            "unknown-option-answered", place=question.id, value=value, codes=", ".join(codes)
        )
    return answered(value)


def _several_of(question: MultipleChoice, value: object) -> Answer:
    codes = option_codes(question)
    if not isinstance(value, tuple) or not value:
        raise refusal("not-a-list-of-options", place=question.id, value=value)
    for code in value:
        if not isinstance(code, str):
            raise refusal("option-not-text", place=question.id, value=code, codes=", ".join(codes))
        if code not in codes:
            raise refusal(
                "unknown-option-answered", place=question.id, value=code, codes=", ".join(codes)
            )
    chosen = tuple(code for code in codes if code in value)
    exclusive = {option.code for option in question.options if option.exclusive}
    if len(chosen) > 1 and exclusive.intersection(chosen):
        raise refusal("exclusive-option-with-others", place=question.id, value=" ".join(chosen))
    if question.max_choices is not None and len(chosen) > question.max_choices:
        raise refusal("too-many-choices", place=question.id, maximum=question.max_choices)
    return answered(chosen)


def _number(question: NumberQuestion, value: object) -> Answer:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise refusal("not-a-number", place=question.id, value=value)
    if question.integer and not float(value).is_integer():
        raise refusal("not-a-whole-number", place=question.id, value=value)
    minimum = -LARGEST if question.minimum is None else question.minimum
    if value < minimum:
        raise refusal("below-minimum", place=question.id, value=value, minimum=minimum)
    maximum = LARGEST if question.maximum is None else question.maximum
    if value > maximum:
        raise refusal("above-maximum", place=question.id, value=value, maximum=maximum)
    return answered(float(value))


def _text(question: Question, value: object, limit: int) -> Answer:
    if not isinstance(value, str) or not value.strip():
        raise refusal("empty-text", place=question.id)
    text = value.strip()
    if len(text) > limit:
        raise refusal("text-too-long", place=question.id, length=len(text), limit=limit)
    return answered(text.replace("\x00", ""))


def _day(question: Question, value: object) -> Answer:
    try:
        return answered(date.fromisoformat(str(value)).isoformat())
    except ValueError as error:
        raise refusal("not-a-date", place=question.id, value=value) from error
