"""What the initiatives of a territory say in their own words, never who says it."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import guard, voices_view

here = guard.require_right(Action.READ_OBSERVATORY)

voices_view.draw(here)
