"""Profile: who answers, where, at what stage, and what they agree to share."""

from __future__ import annotations

from domino_survey.ui import guard, profile_form

here = guard.require_assessment()

profile_form.draw(here)
