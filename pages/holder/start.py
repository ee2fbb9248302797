"""Start: choose the path; the assessment then exists, with its code."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import entry, guard

here = guard.require_right(Action.START_ASSESSMENT)

entry.start(here)
