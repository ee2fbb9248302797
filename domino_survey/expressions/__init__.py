"""The expression language: relevance, constraints and conditions of recommendations.

`parse` reads a text, `check` compares it with a questionnaire, `evaluate` and `holds` apply it to
responses, `facts`, `gap` and `share` explain the result, `format` prints it back.
"""

from domino_survey.expressions.checks import check
from domino_survey.expressions.evaluation import evaluate, holds
from domino_survey.expressions.facts import Fact, facts, gap, share
from domino_survey.expressions.frames import BoolArray, FloatArray, Frame, Truth
from domino_survey.expressions.parser import parse
from domino_survey.expressions.printer import (
    format,  # noqa: A004  # read as expressions.format(...), the inverse of expressions.parse
)
from domino_survey.expressions.symbols import Kind, Symbol, Symbols, resolve_code
from domino_survey.expressions.tree import (
    RESERVED,
    STAGE,
    Expression,
    Level,
    Operator,
    references,
)

__all__ = [
    "RESERVED",
    "STAGE",
    "BoolArray",
    "Expression",
    "Fact",
    "FloatArray",
    "Frame",
    "Kind",
    "Level",
    "Operator",
    "Symbol",
    "Symbols",
    "Truth",
    "check",
    "evaluate",
    "facts",
    "format",
    "gap",
    "holds",
    "parse",
    "references",
    "resolve_code",
    "share",
]
