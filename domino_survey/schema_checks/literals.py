"""Conditions as alternatives: each a list of comparisons that must all come out in a given way.

In three-valued logic (`expressions.evaluation`) a conjunction is true where all its parts are, and known
to be false where one is; so pushing negations down and multiplying out keeps the meaning exactly, as
long as "not known to be true" is told apart from "known to be false".
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from domino_survey.expressions import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domino_survey.expressions import Expression

MAX_TERMS = 256
"""Alternatives beyond which nothing is said of a condition."""


class UndecidedError(Exception):
    """The question is larger than what is looked into: nothing may be said."""


class Literal(Struct, frozen=True):
    """One comparison and how it must come out.

    With `known`, it is known to be true (`truth`) or known to be false. Without, it only has to be not
    known to be the contrary: `Literal(leaf, truth=False, known=False)` reads "false or unknown".
    """

    leaf: tree.Leaf
    truth: bool = True
    known: bool = True


Term: TypeAlias = tuple[Literal, ...]


def alternatives(expression: Expression, *, truth: bool = True, known: bool = True) -> list[Term]:
    """The terms of which one must be met for the expression to come out so; see `Literal`.

    Raises:
        UndecidedError: more than `MAX_TERMS` of them.
    """
    match expression:
        case tree.Not(operand):
            return alternatives(operand, truth=not truth, known=known)
        case tree.And(operands) | tree.Or(operands):
            parts = [alternatives(operand, truth=truth, known=known) for operand in operands]
            if isinstance(expression, tree.And) is truth:
                return all_of(parts)
            return _bounded([term for part in parts for term in part])
        case tree.Comparison() | tree.Contains() | tree.Answered():
            return [(Literal(expression, truth, known),)]


def all_of(parts: Sequence[Sequence[Term]]) -> list[Term]:
    """The terms that meet one term of each part. Raises `UndecidedError` beyond `MAX_TERMS`."""
    if prod(len(part) for part in parts) > MAX_TERMS:
        raise UndecidedError
    return [
        tuple(dict.fromkeys(literal for term in chosen for literal in term))
        for chosen in product(*parts)
    ]


def complete(expression: Expression) -> Term:
    """What makes every comparison of an expression known: an answer to each thing it compares."""
    return tuple(
        Literal(tree.Answered(tree.Reference(name))) for name in sorted(compared([expression]))
    )


def compared(expressions: Iterable[Expression]) -> frozenset[str]:
    """The ids that comparisons read; `REPONDU` alone needs no value."""
    return frozenset(
        reference.name
        for expression in expressions
        for leaf in tree.leaves(expression)
        if not isinstance(leaf, tree.Answered)
        for reference in tree.located_references(leaf)
    )


def _bounded(terms: list[Term]) -> list[Term]:
    if len(terms) > MAX_TERMS:
        raise UndecidedError
    return terms
