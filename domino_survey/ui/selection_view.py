"""The selection of the observatory on the screen; the address carries it, so that it can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.i18n import plain
from domino_survey.services.selections import choices, selection_text, territory_text
from domino_survey.services.versions import versions_of
from domino_survey.ui import routes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from domino_survey.i18n import Translator
    from domino_survey.services.observatory import Observatory
    from domino_survey.services.rights import Scope
    from domino_survey.services.selections import Asked, Choices, Selected
    from domino_survey.ui.guard import Visit

NONE = ""
ADDRESS = ("territoire", "filtre", "valeur", "avec", "version")
BOXES_IN_A_ROW = 3


def address() -> dict[str, str]:
    """What the address says of the selection."""
    return {name: st.query_params[name] for name in ADDRESS if name in st.query_params}


def query_of(selected: Selected) -> dict[str, str]:
    """A selection as an address names it."""
    query = {"territoire": territory_text(selected.scope)}
    if selected.item:
        query |= {"filtre": selected.item, "valeur": selected.value}
    return query


def name_of(here: Visit, asked: Asked, selected: Selected) -> str:
    """A selection in words."""
    return wording.selection_name(here.t, here.context.territories, asked.questionnaire, selected)


def draw(here: Visit, asked: Asked) -> None:
    """The choices, one box each: the way to a territory, the filter, what to compare with."""
    t = here.t
    found = choices(here.context, here.identity, asked.questionnaire, asked.selected)
    boxes = [
        *_roots(here, found),
        *_steps(here, found),
        *_filters(here, asked, found),
        *_compared(here, asked, found),
        *_versions(here, asked),
    ]
    with st.container(border=True):
        for first in range(0, len(boxes), BOXES_IN_A_ROW):
            row = boxes[first : first + BOXES_IN_A_ROW]
            for column, box in zip(st.columns(BOXES_IN_A_ROW), row, strict=False):
                with column:
                    box()
        st.caption(
            t(
                "N'apparaissent ici que les territoires dont assez de bilans sont partagés. L'adresse de cette "
                "page garde vos choix : vous pouvez l'envoyer à qui a les mêmes droits que vous."
            )
        )
    if asked.merged:
        st.info(
            t(
                "Le code {code} est celui d'une ancienne commune, qui fait aujourd'hui partie de {name} : "
                "c'est {name} qui est montrée.",
                code=plain(asked.merged),
                name=plain(name_of(here, asked, asked.selected.whole)),
            ),
            icon=":material/info:",
        )


def not_shown(here: Visit, asked: Asked, seen: Observatory) -> None:
    """Why the selection is not shown, and the way to the nearest that is."""
    t = here.t
    reason = seen.reason or "too-few"
    st.info(t(wording.WHY_HIDDEN[reason], count=seen.smallest_group), icon=":material/lock:")
    if seen.wider is not None:
        routes.link_to(
            routes.OBSERVATORY,
            t,
            t("Voir plutôt : {name}", name=plain(name_of(here, asked, seen.wider))),
            routes.ONWARDS,
            **query_of(seen.wider),
            **_version(),
        )


def _version() -> dict[str, str]:
    return {"version": st.query_params["version"]} if "version" in st.query_params else {}


def _roots(here: Visit, found: Choices) -> list[Callable[[], None]]:
    """The choice among the territories of several links."""
    t = here.t
    names = {
        territory_text(scope): wording.territory_name(t, here.context.territories, scope)
        for scope in here.identity.scopes
    }
    if len(names) == 1:
        return []
    return [_boxed(t("Territoire"), "root", names, territory_text(found.root), _to_territory)]


def _steps(here: Visit, found: Choices) -> list[Callable[[], None]]:
    t, register = here.t, here.context.territories
    boxes = []
    for step in found.steps:
        parent = territory_text(step.parent)
        names = {
            parent: _all_of(t, wording.territory_name(t, register, step.parent), step.parent),
            **{
                territory_text(one): wording.territory_name(t, register, one)
                for one in step.options
            },
        }
        chosen = territory_text(step.chosen) if step.chosen else parent
        boxes.append(_boxed(t(wording.KINDS[step.kind]), step.kind, names, chosen, _to_territory))
    return boxes


def _all_of(t: Translator, name: str, scope: Scope) -> str:
    return name if scope.kind == "everywhere" else t("Tout : {name}", name=name)


def _filters(here: Visit, asked: Asked, found: Choices) -> list[Callable[[], None]]:
    t = here.t
    if not found.filters:
        return []
    names = {NONE: t("Toutes les initiatives")}
    for item, values in found.filters.items():
        for value, shown in values.items():
            name = wording.filter_name(t, asked.questionnaire, item, value)
            names[f"{item},{value}"] = name if shown else t("{name} (non affiché)", name=name)
    selected = asked.selected
    chosen = f"{selected.item},{selected.value}" if selected.item else NONE
    return [_boxed(t("Ne retenir que"), "filter", names, chosen, _to_filter)]


def _compared(here: Visit, asked: Asked, found: Choices) -> list[Callable[[], None]]:
    t = here.t
    if not found.compared and asked.compared is None:
        return []
    offered = dict.fromkeys([*found.compared, *([asked.compared] if asked.compared else [])])
    names = {NONE: t("Rien")} | {selection_text(one): name_of(here, asked, one) for one in offered}
    chosen = selection_text(asked.compared) if asked.compared else NONE
    return [_boxed(t("Comparer à"), "compared", names, chosen, _to_compared)]


def _versions(here: Visit, asked: Asked) -> list[Callable[[], None]]:
    t = here.t
    versions = versions_of(here.context, asked.questionnaire.id)
    if len(versions) == 1:
        return []
    names = {version: version for version in versions}
    chosen = asked.questionnaire.version
    return [_boxed(t("Version du questionnaire"), "version", names, chosen, _to_version)]


def _boxed(
    label: str,
    part: str,
    names: Mapping[str, str],
    chosen: str,
    go: Callable[[str], None],
) -> Callable[[], None]:
    return lambda: _box(label, part, names, chosen, go)


def _box(
    label: str,
    part: str,
    names: Mapping[str, str],
    chosen: str,
    go: Callable[[str], None],
) -> None:
    """A choice that is written into the address when it is made, and read from there."""
    key = f"selection-{part}"
    st.session_state[key] = chosen

    def follow() -> None:
        go(str(st.session_state[key]))

    st.selectbox(
        label,
        list(names),
        format_func=dict(names).__getitem__,
        key=key,
        on_change=follow,
        filter_mode=None,
    )


def _set(**query: str) -> None:
    for name, value in query.items():
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def _to_territory(territory: str) -> None:
    # What was compared lay around the former territory, and its filter may not be offered in this one.
    _set(territoire=territory, avec="", filtre="", valeur="")


def _to_filter(filtered: str) -> None:
    item, _, value = filtered.partition(",")
    _set(filtre=item, valeur=value)


def _to_compared(selection: str) -> None:
    _set(avec=selection)


def _to_version(version: str) -> None:
    _set(version=version, filtre="", valeur="", avec="")
