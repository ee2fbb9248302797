"""Figures that are dear to compute, kept as long as what they are made of has not changed."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Found = TypeVar("Found")
KEPT = 60


class Figures:
    """The latest figures that were asked for, at most `most`.

    A key names all that the figures depend on, so that nothing ever has to be taken out.
    """

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """What is kept under the key; made first where there is nothing.

        Two who ask at once may both make it: nobody waits for another's figures.
        """
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return cast("Found", self._found[key])
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made
