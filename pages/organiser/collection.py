"""The collection: questionnaires in use, assessments per day, problems of the questionnaire files."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import collection_view, guard

here = guard.require_right(Action.READ_COLLECTION)

collection_view.draw(here)
