"""What people typed on its way into a report, and the data that a report is made of."""

from __future__ import annotations

import re
from typing import TypeAlias

from domino_survey.i18n import visible

Data: TypeAlias = dict[str, object]

# A run of characters without a space is broken after so many: it would leave the page.
LONGEST_RUN = 24
_RUN = re.compile(rf"\S{{{LONGEST_RUN}}}(?=\S)")
_BREAK = "\u200b"


def typed(text: object) -> str:
    """What a person typed: as it is, but for characters that are not seen and breaks in long runs."""
    return _RUN.sub(lambda run: run[0] + _BREAK, visible(str(text)))
