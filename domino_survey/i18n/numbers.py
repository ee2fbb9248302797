"""Numbers as people write them: read with a comma or a point, written back with the one of the language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domino_survey.i18n.catalogue import Language

_WRITTEN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_MINUS = "\N{MINUS SIGN}"
DIGITS = 10  # significant ones: what floating point adds behind them is nobody's number


def read_number(text: str) -> float | None:
    """The number in a text; None where it is none, such as `1,2,3` or `1e3`.

    Comma and point both begin the decimals, whatever the language: a browser may drop a comma from a
    field for numbers, and half would become five. Spaces may group thousands.
    """
    written = "".join(text.split()).replace(_MINUS, "-")
    return float(written.replace(",", ".")) if _WRITTEN.fullmatch(written) else None


def write_number(value: float, language: Language) -> str:
    """A number as a field holds it: all its digits, nothing between thousands."""
    # Not in the form 1e+06, which `read_number` refuses.
    written = f"{value:.{DIGITS}g}"
    if "e" in written:
        written = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    return written.replace(".", ",") if language == "fr" else written
