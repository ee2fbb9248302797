"""From a tree back to text, in French or English keywords."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from domino_survey.expressions import tree
from domino_survey.expressions.grammar import QUOTES

_BARE_CODE = re.compile(r"[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class _Words(Struct, frozen=True):
    and_: str
    or_: str
    not_: str
    contains: str
    stage: str
    median: str
    mean: str
    share: str
    value: str
    answered: str
    percent: str


_FRENCH = _Words(
    "ET", "OU", "NON", "contient", "stade", "MED", "MOY", "PART", "VALEUR", "REPONDU", " %"
)
_ENGLISH = _Words(
    "AND", "OR", "NOT", "contains", "stage", "MEDIAN", "MEAN", "SHARE", "VALUE", "ANSWERED", "%"
)


def format(  # noqa: A001  # read as expressions.format(...), the inverse of expressions.parse
    expression: tree.Expression, language: str = "fr"
) -> str:
    """The canonical text of an expression; `parse` gives the same tree back.

    Args:
        expression: the tree.
        language: `en` for English keywords; any other language gets the French ones.
    """
    words = _ENGLISH if language.partition("-")[0].lower() == "en" else _FRENCH
    return _expression(expression, words)


def _expression(expression: tree.Expression, words: _Words) -> str:
    match expression:
        case tree.Or(operands):
            return f" {words.or_} ".join(_inside(o, words, tree.Or) for o in operands)
        case tree.And(operands):
            return f" {words.and_} ".join(_inside(o, words, tree.Or, tree.And) for o in operands)
        case tree.Not(operand):
            return f"{words.not_} ({_expression(operand, words)})"
        case tree.Comparison(left, operator, right):
            return f"{_operand(left, words)} {operator.value} {_threshold(right, words)}"
        case tree.Contains(reference, code):
            return f"{_reference(reference, words)} {words.contains} {_code(code)}"
        case tree.Answered(reference):
            return f"{words.answered}({_reference(reference, words)})"


def _inside(operand: tree.Expression, words: _Words, *bracketed: type[tree.Or | tree.And]) -> str:
    text = _expression(operand, words)
    return f"({text})" if isinstance(operand, bracketed) else text


def _operand(operand: tree.Operand, words: _Words) -> str:
    match operand:
        case tree.Reference():
            return _reference(operand, words)
        case tree.Value(reference):
            return f"{words.value}({_reference(reference, words)})"
        case tree.Median(measure):
            return f"{words.median}({_operand(measure, words)})"
        case tree.Mean(measure):
            return f"{words.mean}({_operand(measure, words)})"
        case tree.Share(condition):
            return f"{words.share}({_expression(condition, words)})"
        case tree.Count():
            return "N"


def _reference(reference: tree.Reference, words: _Words) -> str:
    return words.stage if reference.name == tree.STAGE else reference.name


def _threshold(threshold: tree.Threshold, words: _Words) -> str:
    match threshold:
        case tree.Number(value):
            return _number(value)
        case tree.Percent(value):
            return _number(value) + words.percent
        case tree.Code():
            return _code(threshold)


def _number(value: float) -> str:
    """The shortest decimal that reads back as the same number, without an exponent."""
    text = f"{Decimal(repr(value + 0.0)):f}"
    return text.removesuffix(".0")


def _code(code: tree.Code) -> str:
    text = code.code
    if _BARE_CODE.fullmatch(text) and not _NUMBER.fullmatch(text):
        return text
    opening = next(opening for opening, closing in QUOTES.items() if closing not in text)
    return f"{opening}{text}{QUOTES[opening]}"
