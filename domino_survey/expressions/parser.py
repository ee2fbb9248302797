"""From the text of an expression to its tree."""

from __future__ import annotations

from functools import lru_cache

from domino_survey.errors import refusal
from domino_survey.expressions import tree
from domino_survey.expressions.grammar import QUOTES

MAX_LENGTH = 2_000
MAX_DEPTH = 50


@lru_cache(maxsize=4096)
def parse(source: str, *, place: str = "") -> tree.Expression:
    """The tree of an expression.

    Args:
        source: the expression, in French or English keywords, 2 000 characters at most.
        place: what the expression belongs to (a question, a recommendation), for the problem.

    Raises:
        DominoError: `expression-too-long`, `expression-too-deep`, or `expression-syntax` with the
            column (from 1), what was found there and what was expected.
    """
    if len(source) > MAX_LENGTH:
        raise refusal("expression-too-long", place=place, length=len(source), limit=MAX_LENGTH)
    if _deepest_bracket(source) > MAX_DEPTH:
        raise refusal("expression-too-deep", place=place, limit=MAX_DEPTH)
    # Imported here: what only shows results never pays for the parser.
    from domino_survey.expressions.reader import read  # noqa: PLC0415

    expression = read(source, place)
    if tree.depth(expression) > MAX_DEPTH:
        raise refusal("expression-too-deep", place=place, limit=MAX_DEPTH)
    return expression


def _deepest_bracket(source: str) -> int:
    """Nesting of the brackets, those inside quotes left out."""
    level = deepest = 0
    closing = ""
    for character in source:
        if closing:
            closing = "" if character == closing else closing
        elif character in QUOTES:
            closing = QUOTES[character]
        elif character == "(":
            level += 1
            deepest = max(deepest, level)
        elif character == ")":
            level -= 1
    return deepest
