"""Themes against the parts of a selection: territories inside it, or the values of a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from domino_survey import aggregation, disclosure
from domino_survey.schema import option_codes
from domino_survey.services.members import members_shown
from domino_survey.services.observatory import require_within
from domino_survey.services.observed import FILTERED_LEVELS, filter_items, released
from domino_survey.services.places import covering, inside
from domino_survey.services.selections import Selected, shown_inside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.services.observed import Released
    from domino_survey.services.rights import Identity, Scope

# What a selection is cut by: territories, or else an item.
PLACES: Final = ""
# All parts of a territory are named where they are few; otherwise those that are shown.
ALL_NAMED: Final = 8


class Part(Struct, frozen=True):
    """A part of a selection.

    Attributes:
        selected: the part.
        medians: by theme, None for one that is not shown; empty where the whole part is not.
        reason: why it is not, a code as in `services.observatory.Hidden`; None where it is shown.
    """

    selected: Selected
    medians: Mapping[str, float | None]
    reason: str | None


def cuts_of(questionnaire: Questionnaire, selected: Selected) -> tuple[str, ...]:
    """By what a selection can be cut: `PLACES`, and the items of its filters where it has none yet."""
    if selected.item:
        # Only regions have filters of their own.
        return (PLACES,) if selected.scope.kind == "everywhere" else ()
    places = () if selected.scope.kind == "commune" else (PLACES,)
    filtered = selected.scope.kind in FILTERED_LEVELS
    return (*places, *(filter_items(questionnaire) if filtered else ()))


def heat_map(
    context: Context,
    identity: Identity,
    questionnaire: Questionnaire,
    selected: Selected,
    cut: str,
) -> tuple[Part, ...]:
    """The medians of all themes in each part of a selection.

    Each part is a selection of its own, shown or not by the same rules wherever it is read.

    Args:
        context: the store, the questionnaires, the territories, the settings.
        identity: who asks.
        questionnaire: which version of which questionnaire.
        selected: what is cut.
        cut: one of `cuts_of`; nothing is found for another.

    Raises:
        DominoError: `not-allowed`.
    """
    require_within(context, identity, selected.scope)
    if cut not in cuts_of(questionnaire, selected):
        return ()
    k = disclosure.checked_threshold(context.settings.smallest_group)
    known = released(context, questionnaire, context.origin, k)
    if cut == PLACES:
        root = covering(context.territories, identity, selected.scope) or selected.scope
        places = _places(context, known, root, selected.scope)
        parts = [Selected(place, selected.item, selected.value) for place in places]
    else:
        codes = option_codes(questionnaire.items[cut])
        parts = [Selected(selected.scope, cut, code) for code in codes]
    return tuple(_part(context, questionnaire, known, part, k) for part in parts)


def _places(context: Context, known: Released, root: Scope, scope: Scope) -> Sequence[Scope]:
    every = inside(context.territories, scope)
    if 0 < len(every) <= ALL_NAMED:
        return every
    return shown_inside(context.territories, known, root, scope)


def _part(
    context: Context, questionnaire: Questionnaire, known: Released, part: Selected, k: int
) -> Part:
    reason = known.reason(part.query)
    if reason is not None:
        return Part(part, {}, reason.value)
    ids = known.of(part.query)

    def make() -> dict[str, float | None]:
        members = members_shown(context, questionnaire, known).only(ids)
        summary = aggregation.summarise(questionnaire, members.scores, least=k)
        return {theme.id: summary.nodes[theme.id].median for theme in questionnaire.themes}

    medians = context.figures.get(("theme-medians", questionnaire.hash, k, ids), make)
    return Part(part, medians, None)
