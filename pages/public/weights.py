"""What a participant answers to a consultation on weights, without an account."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import guard, weights_view

here = guard.require_right(Action.CONTRIBUTE)

weights_view.draw(here)
