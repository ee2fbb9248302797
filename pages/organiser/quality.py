"""The quality of the questions: how each is answered, whether a theme hangs together, what to look at."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import guard, quality_view

here = guard.require_right(Action.READ_QUALITY)

quality_view.draw(here)
