"""Why something is hidden, and what would make it visible."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from domino_survey.disclosure.selections import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.disclosure.selections import Publication, Query


class Remedy(StrEnum):
    """What would make a selection visible."""

    MORE_HERE = "more-here"  # shared assessments in this selection
    MORE_AROUND = "more-around"  # further ones, here or beside
    FEWER_FILTERS = "fewer-filters"


_REMEDIES = {
    Reason.TOO_FEW: Remedy.MORE_HERE,
    Reason.TOO_CLOSE: Remedy.MORE_AROUND,
    Reason.NOT_OFFERED: Remedy.FEWER_FILTERS,
}


class Explanation(Struct, frozen=True):
    """Why a selection is hidden, without telling how many it has.

    How many are missing is not said: it is how many there are, subtracted from a known number.

    Attributes:
        reason: why.
        remedy: what would make it visible.
        smallest_group: fewest initiatives behind a figure, which is the same for all selections.
        wider: the nearest selection that is shown instead; None without one.
    """

    reason: Reason
    remedy: Remedy
    smallest_group: int
    wider: Query | None


def explain(
    publication: Publication, query: Query, wider: Sequence[Query] = (), *, smallest_group: int
) -> Explanation | None:
    """Why a selection is hidden; None where it is shown.

    Args:
        publication: all that is shown.
        query: the selection that was asked for.
        wider: selections that contain it, the nearest first, to be proposed instead.
        smallest_group: the k that the publication was made with.
    """
    reason = publication.reason(query)
    if reason is None:
        return None
    return Explanation(
        reason,
        _REMEDIES[reason],
        smallest_group,
        next((one for one in wider if publication.reason(one) is None), None),
    )
