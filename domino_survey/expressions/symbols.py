"""What an expression needs to know of a questionnaire."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SYNONYMS = {"oui": "yes", "yes": "oui", "non": "no", "no": "non"}


class Kind(StrEnum):
    """How the values of a reference can be compared."""

    NODE = "node"
    """An axis, a theme or the overall score: 0 to 100."""
    SINGLE = "single"
    """One option among several, described scales included."""
    MULTIPLE = "multiple"
    YES_NO = "yes-no"
    NUMBER = "number"
    STAGE = "stage"
    OTHER = "other"
    """Text, date, territory: present or absent, nothing more."""


class Symbol(Struct, frozen=True):
    """What a reference stands for.

    `scored` questions compare by their points, 0 to `max_points`; `codes` are those of the options.
    """

    kind: Kind
    scored: bool = False
    codes: tuple[str, ...] = ()
    max_points: float | None = None


class Symbols(Protocol):
    """The names of a questionnaire."""

    @property
    def stages(self) -> Mapping[str, int]:
        """Stage code -> rank, in order; two stages that count as one share a rank."""
        ...

    def names(self) -> Iterable[str]:
        """Every id that may be referred to, for suggestions."""
        ...

    def symbol(self, reference: str) -> Symbol | None:
        """What an id stands for, None where it is unknown. Not asked for the stage."""
        ...


def resolve_code(code: str, symbol: Symbol) -> str | None:
    """The option code meant by `code`, or None.

    A yes/no question understands `oui`/`yes` and `non`/`no` whichever of them are its codes.
    """
    if code in symbol.codes:
        return code
    synonym = _SYNONYMS.get(code.lower()) if symbol.kind is Kind.YES_NO else None
    for candidate in (code.lower(), synonym):
        if symbol.kind is Kind.YES_NO and candidate in symbol.codes:
            return candidate
    return None
