"""The method: weights, compensation, caps and thresholds, tried on example profiles."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import guard, method_view

here = guard.require_right(Action.EDIT_METHOD)

method_view.draw(here)
