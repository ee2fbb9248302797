"""Resume: type the code of an assessment."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import entry, guard

here = guard.require_right(Action.START_ASSESSMENT)

entry.resume(here)
