"""numpy, loaded when something is first computed, and the arrays that are passed around.

Loading numpy takes longer than all of our own modules together; a screen that shows no score opens
without it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
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

Floats: TypeAlias = "NDArray[np.float64]"
Mask: TypeAlias = "NDArray[np.bool_]"

__all__ = ["Floats", "Mask", "np"]
