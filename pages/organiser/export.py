"""Responses taken out for study, with a reason that is noted."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import export_view, guard

here = guard.require_right(Action.EXPORT_RESPONSES)

export_view.draw(here)
