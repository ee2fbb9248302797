"""numpy and scipy, loaded when something is first computed, and the arrays that are passed around.

Loading numpy takes longer than all of our own modules together; a screen that shows no score opens
without it. Of scipy only the special functions are loaded: the distributions we need are among them,
and `scipy.stats` takes five times as long to load.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import special
else:

    class _Deferred:
        """Stands for a module until one of its names is asked for, then remembers each of them."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, attribute: str) -> object:
            value = getattr(importlib.import_module(self._name), attribute)
            setattr(self, attribute, value)
            return value

    np = _Deferred("numpy")
    special = _Deferred("scipy.special")

Floats: TypeAlias = "NDArray[np.float64]"
Mask: TypeAlias = "NDArray[np.bool_]"

__all__ = ["Floats", "Mask", "np", "special"]
