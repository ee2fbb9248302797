"""Review: what is answered and what is missing, axis by axis, then send."""

from __future__ import annotations

from domino_survey.ui import guard, review_view

here = guard.require_assessment()

review_view.draw(here)
