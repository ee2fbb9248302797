"""The roadmap of a territory: what its decision-makers keep of what they could do, and what moved since."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import guard, roadmap_view

here = guard.require_right(Action.KEEP_ROADMAP)

roadmap_view.draw(here)
