"""What if: other answers tried on a result, and what would raise an axis. Nothing is written."""

from __future__ import annotations

from domino_survey.ui import guard, what_if_view

here, response_id = guard.require_result()

what_if_view.draw(here, response_id)
