"""Answering separately, several of one practice: who is in, where they disagree, what they agree on."""

from __future__ import annotations

from domino_survey.ui import group_view, guard

here = guard.require_assessment()

group_view.draw(here)
