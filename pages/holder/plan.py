"""The action plan: what was chosen, who does it by when, and what has moved since."""

from __future__ import annotations

from domino_survey.ui import guard, plan_view

here, response_id = guard.require_result()

plan_view.draw(here, response_id)
