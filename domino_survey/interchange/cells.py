"""What stands in a cell of text: the marks of states, and texts that no spreadsheet runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domino_survey.answers import State
from domino_survey.services.dataset import MARKS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.services.dataset import Cells, Variable

# A spreadsheet reads a text that begins so as a formula; some read the wide forms as well.
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
SHIELD = "'"
MARK_TEXTS = frozenset(mark.text for mark in MARKS.values() if mark.text)
# What XML cannot hold, halves of characters included; nor do spreadsheets show it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLANK = re.compile("[\\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*")


def clean(text: str) -> str:
    """A text without what no format can hold: each such character becomes U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run it: a sign of formulas, also after blanks, or a tab or line break."""
    return text.lstrip(" \u00a0").startswith(SIGNS) or text[_end_of_blank(text) :].startswith(SIGNS)


def _end_of_blank(text: str) -> int:
    found = _BLANK.match(text)
    return found.end() if found else 0


def told_apart(text: str) -> str:
    """The text, after an apostrophe where it would read as a mark, or begins with one itself."""
    return SHIELD + text if text.startswith(SHIELD) or text.strip() in MARK_TEXTS else text


def inert(text: str) -> str:
    """The text as a cell of CSV holds it: after an apostrophe where it would be run or read as a mark.

    `restored` gives the text back: a cell begins with an apostrophe only where one was put there.
    """
    return SHIELD + text if is_formula(text) else told_apart(text)


def restored(cell: str) -> str:
    """The text of a cell: the inverse of `inert`."""
    return cell.removeprefix(SHIELD)


def decimal(number: float) -> str:
    """A number in its shortest form that reads back as the same number."""
    return repr(float(number)).removesuffix(".0")


def written(
    variable: Variable,
    cells: Cells,
    *,
    text: Callable[[str], str],
    number: Callable[[float], str] = decimal,
) -> list[str]:
    """The cells of a column as texts, marks where there is no answer.

    `text` writes codes, texts and days, `number` numbers and flags.
    """
    states = cells.states()
    values = cells.value.tolist()
    if variable.kind is Kind.NUMBER:
        found = [number(value) for value in values]
    elif variable.kind is Kind.FLAG:
        found = [str(value) for value in values]
    elif variable.kind is Kind.CHOICE:
        codes = [text(clean(code)) for code, _ in variable.values]
        found = [codes[value] if value >= 0 else "" for value in values]
    else:
        known: dict[str, str] = {}
        found = []
        for value in values:
            cell = known.get(value)
            if cell is None:
                cell = known[value] = text(clean(value))
            found.append(cell)
    for row in (states != State.ANSWERED).nonzero()[0].tolist():
        found[row] = MARKS[int(states[row])].text
    return found
