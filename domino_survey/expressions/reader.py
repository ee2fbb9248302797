"""The reading itself, by lark: import it through `parser`, which only loads it when needed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from domino_survey.errors import refusal
from domino_survey.expressions import tree
from domino_survey.expressions.grammar import GRAMMAR, HABITS, QUOTES, SHOWN

MAX_NUMBER = 999_999_999_999.0
"""Bound of the numbers of an expression, either side of zero."""

_SPELLINGS = {"==": "=", "≤": "<=", "≥": ">=", "≠": "!="}
_SHOWN_LENGTH = 24


class _TooLargeError(ValueError):
    """A number beyond `MAX_NUMBER`."""

    def __init__(self, token: Token) -> None:
        super().__init__(token)
        self.token = token


def read(source: str, place: str) -> tree.Expression:
    """The tree of a text of reasonable length and nesting.

    Raises:
        DominoError: `expression-syntax`.
    """
    try:
        # With its callbacks inside the parser, lark gives the tree itself and never recurses.
        return cast("tree.Expression", _lark().parse(source))
    except UnexpectedInput as unexpected:
        column, found, expected = _explain(unexpected, source)
    except _TooLargeError as large:
        column, found = _column(large.token), _first_word(large.token)
        expected = f"-{MAX_NUMBER:.0f} … {MAX_NUMBER:.0f}"
    raise refusal("expression-syntax", place=place, column=column, found=found, expected=expected)


def _explain(unexpected: UnexpectedInput, source: str) -> tuple[int, str, str]:
    """Column, found and expected of a syntax error."""
    at: Any = unexpected.pos_in_stream
    if at is None or getattr(getattr(unexpected, "token", None), "type", "") == "$END":
        at = len(source)
    habit = _habit(source, at)
    if habit is not None:
        at, spelling = habit
        return at + 1, spelling, HABITS[spelling]
    rest = source[at:].strip()
    tail = _printable(source.rstrip()[-_SHOWN_LENGTH:])
    found = _first_word(rest) if rest else f"{tail} …".strip()
    return at + 1, found, _expected(unexpected)


def _habit(source: str, at: int) -> tuple[int, str] | None:
    # `=>` is read as `=` before the `>` fails, `et/ou` as `et`: look a little before the fault.
    for start in range(max(0, at - 3), at + 1):
        for spelling in HABITS:
            end = start + len(spelling)
            if end > at and source[start:end].lower() == spelling:
                return start, spelling
    return None


def _first_word(text: str) -> str:
    head = text if text.startswith(tuple(QUOTES)) else text.split(maxsplit=1)[0]
    shown = _printable(head[: _SHOWN_LENGTH + 1])
    return shown if len(shown) <= _SHOWN_LENGTH else shown[:_SHOWN_LENGTH] + "…"


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _expected(unexpected: UnexpectedInput) -> str:
    cursor: Any = getattr(unexpected, "interactive_parser", None)
    accepted = set(cursor.accepts()) if cursor is not None else set(SHOWN)
    shown = [example for terminal, example in SHOWN.items() if terminal in accepted]
    # Where the text could only end, what may still follow is another condition.
    return ", ".join(shown or [SHOWN["_AND"], SHOWN["_OR"]])


@v_args(inline=True)
class _Builder(Transformer[Any, tree.Expression]):
    """Makes the nodes as the parser finds them."""

    def start(self, expression: tree.Expression) -> tree.Expression:
        return expression

    def disjunction(self, *operands: tree.Expression) -> tree.Or:
        return tree.Or(operands, column=operands[0].column)

    def conjunction(self, *operands: tree.Expression) -> tree.And:
        return tree.And(operands, column=operands[0].column)

    def negation(self, keyword: Token, operand: tree.Expression) -> tree.Not:
        return tree.Not(operand, column=_column(keyword))

    def comparison(
        self, left: tree.Operand, operator: Token, right: tree.Threshold
    ) -> tree.Comparison:
        spelling = _SPELLINGS.get(str(operator), str(operator))
        return tree.Comparison(left, tree.Operator(spelling), right, column=left.column)

    def contains(self, reference: tree.Reference, _: Token, code: tree.Code) -> tree.Contains:
        return tree.Contains(reference, code, column=reference.column)

    def answered(self, keyword: Token, reference: tree.Reference) -> tree.Answered:
        return tree.Answered(reference, column=_column(keyword))

    def median(self, keyword: Token, measure: tree.Measure) -> tree.Median:
        return tree.Median(measure, column=_column(keyword))

    def mean(self, keyword: Token, measure: tree.Measure) -> tree.Mean:
        return tree.Mean(measure, column=_column(keyword))

    def share(self, keyword: Token, condition: tree.Expression) -> tree.Share:
        return tree.Share(condition, column=_column(keyword))

    def count(self, keyword: Token) -> tree.Count:
        return tree.Count(column=_column(keyword))

    def value(self, keyword: Token, reference: tree.Reference) -> tree.Value:
        return tree.Value(reference, column=_column(keyword))

    def stage(self, keyword: Token) -> tree.Reference:
        return tree.Reference(tree.STAGE, column=_column(keyword))

    def reference(self, name: Token) -> tree.Reference:
        return tree.Reference(str(name), column=_column(name))

    def number(self, text: Token) -> tree.Number:
        return tree.Number(_float(text), column=_column(text))

    def percent(self, text: Token) -> tree.Percent:
        return tree.Percent(_float(text), column=_column(text))

    def code(self, text: Token) -> tree.Code:
        return tree.Code(str(text), column=_column(text))

    def quoted(self, text: Token) -> tree.Code:
        return tree.Code(text[1:-1].strip(), column=_column(text))


@lru_cache(maxsize=1)
def _lark() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="contextual", transformer=_Builder())


def _column(token: Token) -> int:
    # The offset, not lark's own column, which starts again at each line.
    return (token.start_pos or 0) + 1


def _float(token: Token) -> float:
    value = float(token.replace(",", "."))
    if abs(value) > MAX_NUMBER:
        raise _TooLargeError(token)
    return value
