"""Where the initiatives of a selection are fragile: levels, themes against parts, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import charts, wording
from domino_survey.i18n import plain
from domino_survey.services.heat import PLACES, cuts_of, heat_map
from domino_survey.ui import screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.charts.classes import Classes, Figure
    from domino_survey.charts.distributions import Distribution
    from domino_survey.charts.divided import QuestionShares
    from domino_survey.charts.heat_map import HeatRow
    from domino_survey.i18n import Translator
    from domino_survey.services.fragility import Division
    from domino_survey.services.heat import Part
    from domino_survey.services.observatory import Observatory
    from domino_survey.ui.guard import Visit

THIRDS = (100 / 3, 200 / 3)


def draw(here: Visit, seen: Observatory) -> None:
    """The whole part."""
    t = here.t
    st.header(t("Où c'est fragile"), anchor=False)
    st.caption(
        t(
            "Ce que disent les initiatives qui ont répondu. Une part masquée désignerait trop peu d'entre "
            "elles, ou dirait la même chose de toutes ; elle apparaîtra quand d'autres bilans seront arrivés."
        )
    )
    _levels(here, seen)
    _heat(here, seen)
    _questions(here, seen)


def _levels(here: Visit, seen: Observatory) -> None:
    t, questionnaire = here.t, seen.questionnaire
    divided = seen.fragility
    if divided is None or not divided.levels:
        return
    st.subheader(t("Où elles en sont, axe par axe"), anchor=False)
    axes = [(axis.id, t.text(axis.short), "") for axis in questionnaire.axes]
    themes = [
        (theme.id, t.text(theme.title), t.text(axis.short))
        for axis in questionnaire.axes
        for theme in axis.themes
    ]
    if not _distribution(here, seen, axes):
        st.markdown(
            t(
                "Aucun axe ne peut être montré par niveau : chaque part désignerait trop peu d'initiatives."
            )
        )
    with st.expander(t("Les mêmes chiffres, en tableau")):
        _level_table(here, seen, axes)
    with st.expander(t("Par thème")):
        _distribution(here, seen, themes)
        _level_table(here, seen, themes)


def _rows(seen: Observatory, nodes: Sequence[tuple[str, str, str]]) -> list[Distribution]:
    from domino_survey.charts.observatory import (  # noqa: PLC0415 - see `charts`
        Distribution,
        Shares,
    )

    levels = seen.fragility.levels if seen.fragility else {}
    return [
        Distribution(name, Shares(tuple(levels[node].values())), group)
        for node, name, group in nodes
        if node in levels
    ]


def _distribution(here: Visit, seen: Observatory, nodes: Sequence[tuple[str, str, str]]) -> bool:
    """The bars of the rows of which something is shown; False without any."""
    from domino_survey.charts import observatory as drawing  # noqa: PLC0415 - see `charts`

    t = here.t
    rows = [row for row in _rows(seen, nodes) if not row.shares.masked]
    if not rows:
        return False
    chart = drawing.distributions(
        rows, _level_names(t, seen), size=charts.PHONE, theme=screen.theme(), translate=t
    )
    st.altair_chart(chart, width="stretch", theme=None)
    return True


def _level_table(here: Visit, seen: Observatory, nodes: Sequence[tuple[str, str, str]]) -> None:
    from domino_survey.charts import observatory as drawing  # noqa: PLC0415 - see `charts`

    rows = _rows(seen, nodes)
    table = drawing.distribution_table(rows, _level_names(here.t, seen), translate=here.t)
    st.table(table, border="horizontal", hide_index=True)


def _level_names(t: Translator, seen: Observatory) -> list[str]:
    return [t.text(level.label) for level in seen.questionnaire.levels]


def _questions(here: Visit, seen: Observatory) -> None:
    from domino_survey.charts import observatory as drawing  # noqa: PLC0415 - see `charts`

    t, divided = here.t, seen.fragility
    if divided is None:
        return
    st.subheader(t("Les questions à regarder"), anchor=False)
    lists = (
        (t("Réponses les plus basses"), divided.lowest),
        (t("Réponses les plus partagées"), divided.divided),
    )
    questions = [_shares(here, seen, one, why) for why, found in lists for one in found]
    if not questions:
        st.markdown(
            t(
                "Aucune question ne peut être montrée : chaque réponse désignerait trop peu d'initiatives, ou "
                "toutes ont répondu de même."
            )
        )
        return
    chart = drawing.divided_questions(
        questions, size=charts.PHONE, theme=screen.theme(), translate=t
    )
    st.altair_chart(chart, width="stretch", theme=None)
    st.caption(
        t(
            "Parts arrondies à 5 %. Quand une réponse désignerait trop peu d'initiatives, les réponses sont "
            "regroupées : celles qui valent moins de la moitié des points, et les autres."
        )
    )
    with st.expander(t("Les mêmes réponses, en tableau")):
        table = drawing.divided_table(questions, translate=t)
        st.table(table, border="horizontal", hide_index=True)


def _shares(here: Visit, seen: Observatory, one: Division, why: str) -> QuestionShares:
    from domino_survey.charts.observatory import (  # noqa: PLC0415 - see `charts`
        QuestionShares,
        Shares,
    )

    t, question = here.t, seen.questionnaire.items[one.id]
    labels = (
        {part: t(wording.HALVES[part]) for part in one.shares}
        if one.halved
        else wording.labels_of(t, question)
    )
    return QuestionShares(
        t.text(question.text),
        why,
        # A share follows each option, which may end as a sentence does.
        tuple(labels[part].removesuffix(".") for part in one.shares),
        Shares(tuple(one.shares.values())),
    )


@st.fragment
def _heat(here: Visit, seen: Observatory) -> None:
    """Themes against the parts of the selection; another cut redraws this part alone."""
    t, questionnaire = here.t, seen.questionnaire
    cuts = cuts_of(questionnaire, seen.selected)
    if not cuts:
        return
    st.subheader(t("Les thèmes de plus près"), anchor=False)
    names = {cut: t("Territoire") if cut == PLACES else _item_name(t, seen, cut) for cut in cuts}
    cut = cuts[0]
    if len(cuts) > 1:
        cut = st.radio(
            t("Comparer par"),
            list(names),
            format_func=names.__getitem__,
            horizontal=True,
            key="heat-cut",
        )
    parts = heat_map(here.context, here.identity, questionnaire, seen.selected, cut)
    if not any(part.reason is None for part in parts):
        st.markdown(
            t(
                "Aucune de ces parties n'est affichée : il y faut au moins {count} bilans partagés.",
                count=seen.smallest_group,
            )
        )
        return
    _heat_of(here, seen, parts)


def _heat_of(here: Visit, seen: Observatory, parts: Sequence[Part]) -> None:
    from domino_survey.charts import observatory as drawing  # noqa: PLC0415 - see `charts`

    t = here.t
    # Those that are shown come first: what has no figure at all is only named.
    parts = sorted(parts, key=lambda part: part.reason is not None)
    shown = sum(part.reason is None for part in parts)
    columns = [_part_name(here, seen, part) for part in parts]
    rows, classes = _heat_rows(t, seen, parts), _classes(t, seen)
    at_once = drawing.columns_at_once(charts.PHONE)
    for first in range(0, shown, at_once):
        chart = drawing.heat_map(
            rows,
            columns,
            classes,
            size=charts.PHONE,
            theme=screen.theme(),
            translate=t,
            first=first,
        )
        st.altair_chart(chart, width="stretch", theme=None)
    hidden = [plain(name) for name in columns[shown:]]
    if hidden:
        st.caption(t("Masqués : {names}.", names=t.list_of(hidden)))
        st.caption(
            t(
                "Une partie est masquée tant que moins de {count} de ses bilans sont partagés, ou tant qu'une "
                "comparaison laisserait deviner les réponses de quelques initiatives.",
                count=seen.smallest_group,
            )
        )
    with st.expander(t("Les mêmes médianes, en tableau")):
        table = drawing.heat_table(rows, columns, classes, translate=t)
        st.table(table, border="horizontal", hide_index=True)


def _part_name(here: Visit, seen: Observatory, part: Part) -> str:
    """The territory, or the option of the filter, whichever tells the part from the others."""
    one = part.selected
    if one.scope != seen.selected.scope:
        return wording.territory_name(here.t, here.context.territories, one.scope)
    return wording.labels_of(here.t, seen.questionnaire.items[one.item]).get(one.value, one.value)


def _item_name(t: Translator, seen: Observatory, item_id: str) -> str:
    item = seen.questionnaire.items[item_id]
    return t.text(item.short or item.text)


def _heat_rows(t: Translator, seen: Observatory, parts: Sequence[Part]) -> list[HeatRow]:
    from domino_survey.charts.observatory import HeatRow  # noqa: PLC0415 - see `charts`

    return [
        HeatRow(
            t.text(theme.title),
            tuple(_figure(part.medians.get(theme.id)) for part in parts),
            t.text(axis.short),
        )
        for axis in seen.questionnaire.axes
        for theme in axis.themes
    ]


def _figure(median: float | None) -> Figure:
    from domino_survey.charts.observatory import HIDDEN, Figure  # noqa: PLC0415 - see `charts`

    return HIDDEN if median is None else Figure(median)


def _classes(t: Translator, seen: Observatory) -> Classes:
    """The levels of the questionnaire where a map can have as many, else thirds."""
    from domino_survey.charts.observatory import Classes  # noqa: PLC0415 - see `charts`

    levels, title = seen.questionnaire.levels, t("Score médian")
    if not seen.fragility or not seen.fragility.levels or levels[0].start > 0:
        return Classes(title, THIRDS)
    names = tuple(t.text(level.label) for level in levels)
    return Classes(title, tuple(level.start for level in levels[1:]), names)
