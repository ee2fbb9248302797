"""The tree of an expression: small frozen nodes, compared by value.

Positions in the source (`column`, from 1) ride along for problem messages and do not take part in
comparisons, so that a tree read from any spelling of a condition equals the canonical one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

STAGE = "stade"
"""Name of the reference to the stage, whichever spelling the source used."""

RESERVED = frozenset(
    {"et", "and", "ou", "or", "non", "not", "contient", "contains", "n", "stade", "stage"}
)
"""Words, in lower case, that no question, theme or axis may take as its id."""

Level: TypeAlias = Literal["response", "territory"]
"""What an expression speaks of: each response, or a group of them."""


class Operator(StrEnum):
    """A comparison, in its canonical spelling."""

    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    EQUAL = "="
    DIFFERENT = "!="

    @property
    def is_order(self) -> bool:
        """True where the comparison needs an order, not only equality."""
        return self not in {Operator.EQUAL, Operator.DIFFERENT}


@dataclass(frozen=True)
class Located:
    """Anything that has a place in the source."""

    column: int = field(default=1, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True)
class Reference(Located):
    """A question, theme, axis, profile item, or the stage (`STAGE`)."""

    name: str


@dataclass(frozen=True)
class Value(Located):
    """`VALEUR(x)`: the number as it was answered, before points are given for it."""

    of: Reference


Measure: TypeAlias = Reference | Value


@dataclass(frozen=True)
class Median(Located):
    """`MED(x)`: the median over the responses that have a value."""

    of: Measure


@dataclass(frozen=True)
class Mean(Located):
    """`MOY(x)`: the mean over the responses that have a value."""

    of: Measure


@dataclass(frozen=True)
class Share(Located):
    """`PART(condition)`: the percentage of responses, among those it can be told of."""

    condition: Expression


@dataclass(frozen=True)
class Count(Located):
    """`N`: the number of responses in the group."""


Operand: TypeAlias = Reference | Value | Median | Mean | Share | Count


@dataclass(frozen=True)
class Number(Located):
    """A number to compare with."""

    value: float


@dataclass(frozen=True)
class Percent(Located):
    """A percentage, 0 to 100, to compare a share with."""

    value: float


@dataclass(frozen=True)
class Code(Located):
    """The code of an option or of a stage."""

    code: str


Threshold: TypeAlias = Number | Percent | Code


@dataclass(frozen=True)
class Comparison(Located):
    """`operand operator threshold`."""

    left: Operand
    operator: Operator
    right: Threshold


@dataclass(frozen=True)
class Contains(Located):
    """`x contient code`: the option is among those chosen."""

    reference: Reference
    code: Code


@dataclass(frozen=True)
class Answered(Located):
    """`REPONDU(x)`: there is an answer."""

    reference: Reference


@dataclass(frozen=True)
class Not(Located):
    """`NON (x)`."""

    operand: Expression


@dataclass(frozen=True)
class And(Located):
    """`a ET b ET ...`, two operands at least."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True)
class Or(Located):
    """`a OU b OU ...`, two operands at least."""

    operands: tuple[Expression, ...]


Leaf: TypeAlias = Comparison | Contains | Answered
Expression: TypeAlias = And | Or | Not | Comparison | Contains | Answered


def leaves(expression: Expression) -> Iterator[Leaf]:
    """The comparisons of an expression, in order; a `PART(...)` is one leaf."""
    match expression:
        case And(operands) | Or(operands):
            for operand in operands:
                yield from leaves(operand)
        case Not(operand):
            yield from leaves(operand)
        case Comparison() | Contains() | Answered():
            yield expression


def located_references(expression: Expression) -> Iterator[Reference]:
    """Every reference in order of appearance, those inside functions included."""
    for leaf in leaves(expression):
        match leaf:
            case Contains(reference, _) | Answered(reference):
                yield reference
            case Comparison(left, _, _):
                yield from _of_operand(left)


def _of_operand(operand: Operand) -> Iterator[Reference]:
    match operand:
        case Reference():
            yield operand
        case Value(reference):
            yield reference
        case Median(measure) | Mean(measure):
            yield from _of_operand(measure)
        case Share(condition):
            yield from located_references(condition)
        case Count():
            return


def references(expression: Expression) -> frozenset[str]:
    """The ids an expression depends on; `STAGE` stands for the stage."""
    return frozenset(reference.name for reference in located_references(expression))


def depth(expression: Expression) -> int:
    """Levels of nesting, a single comparison counting 1. Does not recurse: its caller is a guard."""
    deepest = 0
    waiting: list[tuple[Expression, int]] = [(expression, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        match node:
            case And(operands) | Or(operands):
                waiting.extend((operand, level + 1) for operand in operands)
            case Not(operand):
                waiting.append((operand, level + 1))
            case Comparison(Share(condition), _, _):
                waiting.append((condition, level + 1))
            case _:
                pass
    return deepest
