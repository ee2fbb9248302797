"""What becomes of the answers: who sees what, how long, and how to delete."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import guard, privacy

here = guard.require_right(Action.READ_PUBLIC_PAGES)

privacy.draw(here)
