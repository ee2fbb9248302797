"""Scores computed again by another method: run with its progress, then what moved and why."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import guard, rescoring_view

here = guard.require_right(Action.RESCORE)

rescoring_view.draw(here)
