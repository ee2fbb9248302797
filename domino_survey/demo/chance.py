"""Chance that can be repeated: everything drawn follows from a key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Thing = TypeVar("Thing")


def key_digest(*key: object, size: int = 16) -> bytes:
    """`size` bytes that follow from a key: ids, codes and seeds."""
    return hashlib.blake2b("\x1f".join(map(str, key)).encode(), digest_size=size).digest()


def key_id(*key: object) -> str:
    """An opaque id that follows from a key, in hexadecimal."""
    return key_digest(*key).hex()


class Chance:
    """A source of draws; the same key gives the same draws in the same order."""

    def __init__(self, *key: object) -> None:
        self._source = np.random.default_rng(int.from_bytes(key_digest(*key), "big"))

    def share(self) -> float:
        """A number from 0 to 1, each as likely."""
        return float(self._source.random())

    def shares(self, count: int) -> list[float]:
        """So many numbers from 0 to 1."""
        return [float(share) for share in self._source.random(count).tolist()]

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.share() < probability

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`, each as likely."""
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + min(int(self.share() * (high - low + 1)), high - low)

    def normal(self, spread: float = 1.0, centre: float = 0.0) -> float:
        """A draw from the normal law."""
        return centre + spread * float(self._source.standard_normal())

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """One of these, each as likely."""
        return things[self.whole(0, len(things) - 1)]

    def pick(self, weights: Mapping[Thing, float]) -> Thing:
        """One of the keys, by its relative weight."""
        left = self.share() * sum(weights.values())
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        return next(reversed(list(weights)))

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        """These in another order."""
        return [things[place] for place in self._source.permutation(len(things)).tolist()]
