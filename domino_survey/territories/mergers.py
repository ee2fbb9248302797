"""What became of communes that were merged into another, or are a part of one."""

from __future__ import annotations

import csv
import functools
from typing import TYPE_CHECKING

from domino_survey.territories.register import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@functools.cache
def mergers(reference: Path = REFERENCE) -> Mapping[str, str]:
    """The commune of today for each INSEE code that is no longer one; empty without the file."""
    path = reference / "mergers.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["commune"] for row in csv.DictReader(file)}


def successor(code: str) -> str | None:
    """The commune that a former commune, an associated one or an arrondissement belongs to today."""
    return mergers().get(code)
