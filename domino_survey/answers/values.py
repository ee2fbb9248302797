"""One answer: what was said to one question, or why nothing was."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

# An option code, several of them, a number, or a text (also a day as YYYY-MM-DD, a commune by INSEE code).
Value: TypeAlias = str | float | tuple[str, ...]
JsonAnswer: TypeAlias = dict[str, object]


class State(IntEnum):
    """The five things that an answer can be; the numbers are those of the columns of a table."""

    ANSWERED = 0
    NOT_APPLICABLE = 1
    DONT_KNOW = 2
    MISSING = 3
    NOT_ASKED = 4


# What an answer rests on, from the weakest; the first is not proof.
PROOFS = ("estimation", "constat", "mesure")
PROVEN = frozenset(PROOFS[1:])

_STATE_NAMES = {State.NOT_APPLICABLE: "not_applicable", State.DONT_KNOW: "dont_know"}
_STATES = {name: state for state, name in _STATE_NAMES.items()}


class Answer(Struct, frozen=True):
    """A state, and a value where the state is `ANSWERED`."""

    state: State
    value: Value | None = None

    def to_json(self) -> JsonAnswer | None:
        """What is stored: {"value": ...}, {"state": ...}, or nothing for a missing answer."""
        match self.state:
            case State.ANSWERED:
                value = list(self.value) if isinstance(self.value, tuple) else self.value
                return {"value": value}
            case State.NOT_APPLICABLE | State.DONT_KNOW:
                return {"state": _STATE_NAMES[self.state]}
            case State.MISSING | State.NOT_ASKED:
                return None

    @classmethod
    def from_json(cls, stored: Mapping[str, object] | None) -> Answer:
        """The answer that `to_json` stored. Raises `ValueError` for anything else."""
        if stored is None:
            return MISSING
        match stored:
            case {"state": str(name)} if name in _STATES:
                return cls(_STATES[name])
            case {"value": str() as text}:
                return cls(State.ANSWERED, text)
            case {"value": bool()}:
                pass
            case {"value": int() | float() as number} if math.isfinite(number):
                return cls(State.ANSWERED, float(number))
            case {"value": list() as codes}:
                return cls(State.ANSWERED, tuple(str(code) for code in codes))
            case _:
                pass
        msg = "not a stored answer"
        raise ValueError(msg)


MISSING = Answer(State.MISSING)
NOT_APPLICABLE = Answer(State.NOT_APPLICABLE)
DONT_KNOW = Answer(State.DONT_KNOW)


def answered(value: Value) -> Answer:
    """An answer with a value."""
    return Answer(State.ANSWERED, value)
