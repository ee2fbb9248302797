"""Numbers as people write them: read with a comma or a point, written back with the one of the language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domino_survey.i18n.catalogue import Language

_WRITTEN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_ENGLISH_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII)
_MINUS = "\N{MINUS SIGN}"
DIGITS = 15  # significant ones: what floating point adds behind them is nobody's number


def read_number(text: str, language: Language) -> float | None:
    """The number in a text; None where it is none, such as `1,2,3` or `1e3`.

    Comma and point both begin the decimals, whatever the language: the keyboard at hand may have but
    one of them. Spaces may group thousands; in English commas do, so that `1,000` is a thousand there.
    """
    written = "".join(text.split()).replace(_MINUS, "-")
    if language == "en" and _ENGLISH_THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    return float(written.replace(",", ".")) if _WRITTEN.fullmatch(written) else None


def write_number(value: float, language: Language) -> str:
    """A number as a field holds it: all its digits, nothing between thousands."""
    # Not in the form 1e+06, which `read_number` refuses.
    written = f"{value:.{DIGITS}g}"
    if "e" in written:
        written = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    return written.replace(".", ",") if language == "fr" else written
