"""The observatory: what the assessments of a territory say, never what one of them says."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import guard, observatory_view

here = guard.require_right(Action.READ_OBSERVATORY)

observatory_view.draw(here)
