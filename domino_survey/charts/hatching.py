"""Slanted lines across a surface: how what is hidden looks, whatever the colours."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domino_survey.charts.layers import Row

APART = 6.0  # pixels
_HALF = math.sqrt(0.5)


class Hatching(Struct):
    """Lines collected from several surfaces, as rows for `layers.paths`, each line with its own part."""

    rows: list[Row]
    parts: int = 0

    def cover(self, rings: Iterable[Sequence[tuple[float, float]]], apart: float = APART) -> None:
        """Hatch what lies inside an odd number of these closed rings, in pixels."""
        crossings: dict[int, list[float]] = {}
        for ring in rings:
            turned = [((x + y) * _HALF, (y - x) * _HALF) for x, y in ring]
            for (u1, v1), (u2, v2) in pairwise([*turned, turned[0]]):
                low, high = min(v1, v2), max(v1, v2)
                for line in range(math.ceil(low / apart), math.ceil(high / apart)):
                    share = (line * apart - v1) / (v2 - v1)
                    crossings.setdefault(line, []).append(u1 + (u2 - u1) * share)
        for line, ends in crossings.items():
            ordered = sorted(ends)
            for one, two in zip(ordered[::2], ordered[1::2], strict=False):
                self._add(one, two, line * apart)

    def _add(self, one: float, two: float, v: float) -> None:
        for order, u in enumerate((one, two)):
            x, y = (u - v) * _HALF, (u + v) * _HALF
            self.rows.append({"x": x, "y": y, "part": f"hatch{self.parts}", "order": order})
        self.parts += 1


def box_ring(x: float, y: float, x2: float, y2: float) -> list[tuple[float, float]]:
    """A rectangle as a ring."""
    return [(x, y), (x2, y), (x2, y2), (x, y2)]
