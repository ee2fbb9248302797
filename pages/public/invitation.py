"""An invitation: answer on a practice separately from the others, then compare."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import group_view, guard

here = guard.require_right(Action.START_ASSESSMENT)

group_view.invited(here)
