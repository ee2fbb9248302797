"""The result: the profile, what explains it, what to do, and what has changed."""

from __future__ import annotations

from domino_survey.ui import guard, result_view

here, response_id = guard.require_result()

result_view.draw(here, response_id)
