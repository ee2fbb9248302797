"""Home: what this is, how long it takes, what becomes of the answers, an example of a result."""

from __future__ import annotations

from domino_survey.services.rights import Action
from domino_survey.ui import guard, home

here = guard.require_right(Action.READ_PUBLIC_PAGES)

questionnaire = home.questionnaire(here)
if questionnaire is not None:
    home.introduction(here, questionnaire)
    home.ways_in(here)
    home.what_to_expect(here, questionnaire)
    home.example(here, questionnaire)
    home.for_others(here)
home.behind(here, questionnaire)
