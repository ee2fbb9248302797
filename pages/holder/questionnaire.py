"""The questionnaire: one question at a time, axis by axis."""

from __future__ import annotations

from domino_survey.ui import guard, questionnaire_view

here = guard.require_assessment()

questionnaire_view.draw(here)
