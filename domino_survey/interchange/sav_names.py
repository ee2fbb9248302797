"""Names and codes as SPSS takes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domino_survey.services.dataset import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.services.dataset import Mark, Variable

LONGEST_NAME = 64
_RESERVED = frozenset(
    ["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"]
)


def sav_names(variables: Sequence[Variable]) -> dict[str, str]:
    """A name for each column: a letter first, at most 64 bytes, unique whatever the case of letters."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for variable in variables:
        name = re.sub(r"[^A-Za-z0-9_.]", "_", variable.id)[:LONGEST_NAME].rstrip(".")
        if not name[:1].isalpha() or name.upper() in _RESERVED:
            name = f"v_{name}"[:LONGEST_NAME].rstrip(".")
        wanted, number = name, 2
        while name.upper() in taken:
            ending = f"_{number}"
            name, number = wanted[: LONGEST_NAME - len(ending)] + ending, number + 1
        taken.add(name.upper())
        found[variable.id] = name
    return found


def sav_codes(variable: Variable) -> tuple[int, ...]:
    """The number that stands for each value of a choice or a flag; empty for other columns.

    It is the code itself where all codes are numbers, and otherwise the rank from 1, which the codebook
    puts beside the code: a published questionnaire never changes the order.
    """
    if variable.kind is Kind.FLAG:
        return (0, 1)
    if variable.kind is not Kind.CHOICE:
        return ()
    return variable.number_codes or tuple(range(1, len(variable.values) + 1))


def is_numeric(variable: Variable) -> bool:
    """Whether a column holds numbers in SPSS, days and codes included."""
    return variable.kind not in {Kind.TEXT, Kind.CODES}


def state_code(variable: Variable, mark: Mark) -> int:
    """The number of a state: -99 for a mark of digit 9, -98... further down where answers may stand there.

    A number that has no least value gets codes that nobody answers, such as -9999999999.
    """
    base = 100
    if variable.kind is Kind.NUMBER and (variable.minimum is None or variable.minimum < 0):
        base = 10**10
        while variable.minimum is not None and variable.minimum <= -base + 10:
            base *= 10
    return -base + 10 - mark.digit
