"""How few are few."""

from __future__ import annotations

from typing import Final

DEFAULT: Final = 5
FLOOR: Final = 3
OPEN_DATA: Final = 10  # where figures are published for anyone to download
DOMINANCE: Final = 0.85  # no member may make up more of an amount


def checked_threshold(k: int, *, open_data: bool = False) -> int:
    """The fewest initiatives behind a figure: `k`, and 10 at least in open publication.

    Raises `ValueError` below the floor of 3, which no setting can lower.
    """
    if k < FLOOR:
        msg = f"a group of fewer than {FLOOR} cannot be shown"
        raise ValueError(msg)
    return max(k, OPEN_DATA) if open_data else k
