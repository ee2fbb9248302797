"""An answer in words, as a reader sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.answers import State
from domino_survey.i18n import N_
from domino_survey.schema import (
    NO,
    YES,
    MultipleChoice,
    NumberQuestion,
    ScaleQuestion,
    SingleChoice,
    YesNo,
)

if TYPE_CHECKING:
    from domino_survey.answers import Answer
    from domino_survey.i18n import Translator
    from domino_survey.schema import Question

YES_NO_LABELS = {YES: N_("Oui"), NO: N_("Non")}
PLURAL = 2  # in French, one and a half is one
STATES = {
    State.NOT_APPLICABLE: N_("Sans objet"),
    State.DONT_KNOW: N_("Ne sait pas"),
    State.MISSING: N_("Sans réponse"),
    State.NOT_ASKED: N_("Question non posée"),
}


def answer_words(t: Translator, item: Question, answer: Answer) -> str:
    """The answer to a question: the words of its options, its number, or why there is none."""
    if answer.state is not State.ANSWERED:
        return t(STATES[answer.state])
    value = answer.value
    if isinstance(value, float):
        return with_unit(
            t,
            item,
            t.number(value, 0 if value.is_integer() else 1),
            single=value == 1 or (t.language == "fr" and abs(value) < PLURAL),
        )
    labels = labels_of(t, item)
    codes = value if isinstance(value, tuple) else (str(value),)
    # Options hold commas and "and" of their own.
    return " ; ".join(labels.get(code, code) for code in codes)


def with_unit(t: Translator, item: Question, number: str, *, single: bool = False) -> str:
    """A number with the unit of its question; a unit that is a plural stands apart from a single thing."""
    unit = t.text(item.unit) if isinstance(item, NumberQuestion) and item.unit else ""
    if unit.startswith("%") and t.language == "en":
        return number + unit
    if single and unit.split(" ")[0].endswith("s"):
        return f"{number} ({unit})"
    return f"{number} {unit}".strip()


def labels_of(t: Translator, item: Question) -> dict[str, str]:
    """The words of each option of a question, by code; nothing where it has no options."""
    match item:
        case ScaleQuestion():
            return {level.code: t.text(level.label) for level in item.levels}
        case SingleChoice() | MultipleChoice():
            return {option.code: t.text(option.label) for option in item.options}
        case YesNo():
            return {code: t(label) for code, label in YES_NO_LABELS.items()}
        case _:
            return {}
