"""The selection of the observatory: what an address asks for, and what there is to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.structs import replace

from domino_survey import disclosure, territories
from domino_survey.disclosure import Query
from domino_survey.errors import refusal
from domino_survey.schema import option_codes
from domino_survey.services.observed import FILTERED_LEVELS, filter_items, released
from domino_survey.services.places import KINDS, covering, covers, key_of, path_to, wider
from domino_survey.services.rights import EVERYWHERE, Action, Identity, Scope, ScopeKind, require
from domino_survey.services.versions import questionnaire_of, versions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from domino_survey.disclosure import Explanation
    from domino_survey.schema import Questionnaire
    from domino_survey.services.context import Context
    from domino_survey.services.observed import Released
    from domino_survey.territories import Kind, Territories

_WHOLE = "tous"
_LONGEST = 60  # characters of an address that are repeated in a refusal


class Selected(Struct, frozen=True, order=True):
    """A territory, and one value of one filter or none."""

    scope: Scope
    item: str = ""
    value: str = ""

    @property
    def query(self) -> Query:
        """The selection as disclosure names it."""
        return Query(key_of(self.scope), ((self.item, self.value),) if self.item else ())

    @property
    def whole(self) -> Selected:
        """The same territory without the filter."""
        return Selected(self.scope)


class Asked(Struct, frozen=True):
    """What an address asks for.

    Attributes:
        questionnaire: the version of the questionnaire.
        selected: the selection.
        compared: the one to compare it with; None without one.
        merged: the code of a former commune, where the address names one; today's is selected.
    """

    questionnaire: Questionnaire
    selected: Selected
    compared: Selected | None = None
    merged: str = ""


class Step(Struct, frozen=True):
    """One level of the way to a territory: what can be chosen there, and what is."""

    kind: ScopeKind
    parent: Scope
    options: tuple[Scope, ...]
    chosen: Scope | None


class Choices(Struct, frozen=True):
    """What there is to choose from around a selection.

    Attributes:
        root: the territory of the reader's link that the way begins at.
        steps: the levels under it, down to the one below the territory that is chosen.
        filters: items with their values, and whether each is shown; empty where the territory has no
            filters.
        compared: selections to compare with, the nearest first; all of them are shown.
    """

    root: Scope
    steps: tuple[Step, ...]
    filters: Mapping[str, Mapping[str, bool]]
    compared: tuple[Selected, ...]


def territory_text(scope: Scope) -> str:
    """A territory as an address names it, such as `region-53`."""
    return _WHOLE if scope == EVERYWHERE else f"{scope.kind}-{scope.code}"


def selection_text(selected: Selected) -> str:
    """A selection as an address names it in one word, such as `region-53,P10,idee`."""
    parts = (selected.item, selected.value) if selected.item else ()
    return ",".join((territory_text(selected.scope), *parts))


def asked_for(
    context: Context, identity: Identity, questionnaire_id: str, address: Mapping[str, str]
) -> Asked:
    """What an address asks for: its `territoire`, `filtre`, `valeur`, `avec` and `version`.

    Without a territory, it is the first of the reader's links; without a version, the newest.

    Raises:
        DominoError: `unknown-version`, `no-such-territory`, `unknown-filter`, `territory-not-allowed`, `not-allowed`.
    """
    require(identity, Action.READ_OBSERVATORY)
    version = address.get("version")
    if version and version not in versions_of(context, questionnaire_id):
        raise refusal("unknown-version", version=version[:_LONGEST])
    questionnaire = questionnaire_of(context, questionnaire_id, version or None)
    named = address.get("territoire", "")
    scope, merged = _territory(named) if named else (identity.scope or EVERYWHERE, "")
    selected = Selected(scope, address.get("filtre", ""), address.get("valeur", ""))
    if not (selected.item and selected.value):
        selected = selected.whole
    compared = _selection(address["avec"]) if address.get("avec") else None
    for one in (selected, compared):
        if one is not None:
            _check(context, identity, questionnaire, one)
    return Asked(questionnaire, selected, None if compared == selected else compared, merged)


def _selection(text: str) -> Selected:
    named, *filtered = text.split(",")
    if len(filtered) not in (0, 2):
        raise refusal("unknown-filter", filter=text[:_LONGEST])
    return Selected(_territory(named)[0], *filtered)


def _territory(text: str) -> tuple[Scope, str]:
    """The territory of a word of an address, and the code of the former commune that it names."""
    if text == _WHOLE:
        return EVERYWHERE, ""
    kind, _, code = text.partition("-")
    register = territories.load()
    if kind in KINDS and code:
        if register.knows(kind, code):
            return Scope(cast("ScopeKind", kind), code), ""
        today = territories.successor(code) if kind == "commune" else None
        if today is not None and register.knows("commune", today):
            return Scope("commune", today), code
    raise refusal("no-such-territory", place=text[:_LONGEST], territory=text[:_LONGEST])


def _check(
    context: Context, identity: Identity, questionnaire: Questionnaire, selected: Selected
) -> None:
    scope = selected.scope
    if covering(context.territories, identity, scope) is None:
        name = (
            context.territories.label(scope.kind, scope.code)
            if scope.kind != "everywhere"
            else _WHOLE
        )
        raise refusal("territory-not-allowed", place=scope.code, territory=name)
    if not selected.item:
        return
    if selected.item not in filter_items(questionnaire):
        raise refusal("unknown-filter", filter=selected.item[:_LONGEST])
    if selected.value not in option_codes(questionnaire.items[selected.item]):
        raise refusal("unknown-filter", filter=f"{selected.item} {selected.value}"[:_LONGEST])


def choices(
    context: Context,
    identity: Identity,
    questionnaire: Questionnaire,
    selected: Selected,
) -> Choices:
    """What there is to choose from around a selection that the reader may see.

    Territories are offered where they are shown: that one of the others has an assessment at all
    would tell of few. Raises `not-allowed`.
    """
    k = disclosure.checked_threshold(context.settings.smallest_group)
    known = released(context, questionnaire, context.origin, k)
    root = covering(context.territories, identity, selected.scope)
    require(identity, Action.READ_OBSERVATORY, root or selected.scope)
    root = root or selected.scope
    filters = {}
    if selected.scope.kind in FILTERED_LEVELS:
        filters = {
            item: {
                code: known.reason(Selected(selected.scope, item, code).query) is None
                for code in option_codes(questionnaire.items[item])
            }
            for item in filter_items(questionnaire)
        }
    steps = tuple(_steps(context, known, root, selected.scope))
    around = dict.fromkeys(_around(context, root, steps, filters, selected))
    compared = tuple(one for one in around if one != selected and known.reason(one.query) is None)
    return Choices(root, steps, filters, compared)


def _steps(context: Context, known: Released, root: Scope, scope: Scope) -> Iterator[Step]:
    way = path_to(context.territories, root, scope)
    for place, parent in enumerate(way):
        chosen = way[place + 1] if place + 1 < len(way) else None
        kind = chosen.kind if chosen else _below(parent.kind)
        if kind is None:
            return
        there = shown_inside(context.territories, known, root, parent, kind)
        options = dict.fromkeys([*there, *([chosen] if chosen else [])])
        if options:
            yield Step(kind, parent, _by_name(context.territories, options), chosen)


def shown_inside(
    register: Territories,
    known: Released,
    root: Scope,
    parent: Scope,
    kind: ScopeKind | None = None,
) -> tuple[Scope, ...]:
    """The territories one level below another that are shown, by name.

    Args:
        register: the places.
        known: what is shown.
        root: the territory of the reader's link.
        parent: one inside it.
        kind: which level; the next one when left out.
    """
    kind = kind or _below(parent.kind)
    way = path_to(register, root, parent)
    shown = [selected_of(query).scope for query in known.publication.shown if not query.filters]
    return _by_name(
        register,
        (
            one
            for one in shown
            if one.kind == kind
            and covers(register, root, one)
            and path_to(register, root, one)[:-1] == way
        ),
    )


def _by_name(register: Territories, scopes: Iterable[Scope]) -> tuple[Scope, ...]:
    def name(scope: Scope) -> tuple[str, str]:
        return territories.fold(register.label(cast("Kind", scope.kind), scope.code)), scope.code

    return tuple(sorted(scopes, key=name))


def _below(kind: ScopeKind) -> ScopeKind | None:
    """The next level down."""
    if kind == "everywhere":
        return KINDS[0]
    place = KINDS.index(kind) + 1
    return KINDS[place] if place < len(KINDS) else None


def _around(
    context: Context,
    root: Scope,
    steps: Sequence[Step],
    filters: Mapping[str, Mapping[str, bool]],
    selected: Selected,
) -> Iterator[Selected]:
    """Selections to compare with: those that hold this one, those beside it, its parts."""
    yield selected.whole
    for scope in wider(context.territories, root, selected.scope):
        if scope.kind in FILTERED_LEVELS and selected.item:
            yield replace(selected, scope=scope)
        yield Selected(scope)
    for step in steps:
        if step.chosen in (selected.scope, None):
            yield from (replace(selected, scope=one) for one in step.options)
    for item, values in filters.items():
        if selected.item in (item, ""):
            yield from (Selected(selected.scope, item, value) for value in values)


def explained(
    context: Context, identity: Identity, known: Released, selected: Selected, k: int
) -> Explanation | None:
    """Why a selection is not shown, with the nearest wider one that is; None where it is shown."""
    register = context.territories
    root = covering(register, identity, selected.scope) or selected.scope
    holding = [selected.whole]
    for scope in wider(register, root, selected.scope):
        holding += [replace(selected, scope=scope), Selected(scope)]
    return disclosure.explain(
        known.publication, selected.query, [one.query for one in holding], smallest_group=k
    )


def selected_of(query: Query) -> Selected:
    """A query of disclosure as a selection."""
    scope = Scope(cast("ScopeKind", query.territory[0]), query.territory[1])
    return Selected(scope, *(query.filters[0] if query.filters else ()))


__all__ = [
    "Asked",
    "Choices",
    "Selected",
    "Step",
    "asked_for",
    "choices",
    "explained",
    "selected_of",
    "selection_text",
    "shown_inside",
    "territory_text",
]
