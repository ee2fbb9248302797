"""Consultations on weights: made, followed, closed, their weights tried."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import consultations_view, guard

here = guard.require_right(Action.EDIT_METHOD)

consultations_view.draw(here)
