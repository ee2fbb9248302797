"""Submissions that the store holds and the figures of territories lack are observed now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.errors import DominoError
from domino_survey.services.groups import guests
from domino_survey.services.observing import observed_of

if TYPE_CHECKING:
    from domino_survey.services.context import Context

AT_ONCE = 2000


def catch_up(context: Context) -> int:
    """Observe what is not observed yet; gives how many submissions that were.

    After an import, a restored journal, a migration or another way of coding. What was sent to a
    questionnaire that can no longer be read stays out of the figures.
    """
    repository, done = context.repository, 0
    apart = guests(context)
    for ref in repository.unobserved_forms():
        try:
            questionnaire = context.library.exact(ref)
        except (DominoError, ValueError):
            continue
        before: set[str] = set()
        while part := repository.unobserved(ref, AT_ONCE):
            submissions = [one.submission for one in part]
            ids = {one.id for one in submissions}
            if ids == before:
                break  # nothing of it was taken: it would not be the next time either
            before = ids
            repository.observe(observed_of(context.territories, questionnaire, submissions, apart))
            done += len(ids)
    return done
