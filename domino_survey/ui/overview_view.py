"""The overview of a selection: how many, the main thing, the median profile, who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import charts, wording
from domino_survey.charts import Count, CountGroup, Outline, Spoke
from domino_survey.i18n import plain
from domino_survey.scoring import dimension_id
from domino_survey.services.results import level_cuts
from domino_survey.ui import profile_view, screen, selection_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domino_survey.charts.figures import Kind
    from domino_survey.services.observatory import Observatory
    from domino_survey.services.selections import Asked
    from domino_survey.ui.guard import Visit


def draw(here: Visit, asked: Asked, seen: Observatory, other: Observatory | None) -> None:
    """A selection that is shown, over another one where that is shown too."""
    t = here.t
    named = selection_view.name_of(here, asked, asked.selected)
    beside = selection_view.name_of(here, asked, asked.compared) if asked.compared else ""
    _how_many(here, seen)
    st.markdown(wording.group_sentence(t, seen, _stressed))
    if other is not None and other.summary is not None:
        st.markdown(wording.comparison_sentence(t, seen, other, plain(beside), _stressed))
    elif other is not None:
        st.info(
            t(
                "{name} ne peut pas être comparé : {reason}",
                name=plain(beside),
                reason=t(wording.WHY_HIDDEN[other.reason or "too-few"], count=other.smallest_group),
            ),
            icon=":material/lock:",
        )
        other = None
    st.markdown(wording.proof_words(t, seen.proof))
    _profile(here, seen, other, (named, beside))
    _dimensions(here, seen, other, (named, beside))
    _who_answered(here, seen)


def _stressed(name: str) -> str:
    return f"**{plain(name)}**"


def _how_many(here: Visit, seen: Observatory) -> None:
    t = here.t
    words = t.plural(
        "**{count}** bilan compté, un par initiative.",
        "**{count}** bilans comptés, un par initiative.",
        seen.number or 0,
    )
    when = t("État au {date}.", date=t.date(seen.as_of)) if seen.as_of else ""
    st.markdown(f"{words} {when}")
    st.caption(
        t(
            "Seuls comptent les bilans envoyés dont les porteurs acceptent le regroupement. Les "
            "nouveaux bilans s'ajoutent par groupes d'au moins {count}, et attendent tant qu'une "
            "comparaison pourrait en désigner moins. Ces chiffres parlent des initiatives qui ont "
            "répondu, pas de toutes celles du territoire.",
            count=seen.smallest_group,
        )
    )


def _outlines(
    here: Visit,
    nodes: Sequence[str],
    seen: Observatory,
    other: Observatory | None,
    names: tuple[str, str],
) -> list[Outline]:
    """The medians of some nodes with their quartiles, and those of the other selection without."""
    label = names[0] if other is not None else here.t("Médiane")
    found = [_outline(nodes, seen, label, "median")]
    if other is not None:
        found.append(_outline(nodes, other, names[1], "comparison"))
    return found


def _outline(nodes: Sequence[str], seen: Observatory, label: str, kind: Kind) -> Outline:
    summary = seen.summary
    known = [summary.nodes[node] for node in nodes] if summary is not None else []
    banded = kind == "median"
    return Outline(
        label,
        kind,
        tuple(node.median for node in known),
        tuple(node.first_quartile for node in known) if banded else (),
        tuple(node.third_quartile for node in known) if banded else (),
    )


def _profile(
    here: Visit, seen: Observatory, other: Observatory | None, names: tuple[str, str]
) -> None:
    t, questionnaire = here.t, seen.questionnaire
    st.subheader(t("Le profil médian"), anchor=False)
    axes = [axis.id for axis in questionnaire.axes]
    outlines = _outlines(here, axes, seen, other, names)
    profile_view.radar(here, questionnaire, outlines)
    st.caption(
        t(
            "La médiane partage les initiatives en deux moitiés : autant sont au-dessus qu'en dessous."
        )
    )
    profile_view.same_figures(here, questionnaire, outlines)


def _dimensions(
    here: Visit, seen: Observatory, other: Observatory | None, names: tuple[str, str]
) -> None:
    t, questionnaire, summary = here.t, seen.questionnaire, seen.summary
    spokes = tuple(
        Spoke(dimension_id(one.code), t.text(one.label), t.text(one.label))
        for one in questionnaire.dimensions
        if summary is not None and dimension_id(one.code) in summary.nodes
    )
    outlines = _outlines(here, [spoke.id for spoke in spokes], seen, other, names)
    if not any(value is not None for outline in outlines for value in outline.values):
        return
    with st.expander(t("Lecture par dimension")):
        st.caption(t("Les mêmes réponses, lues autrement : médianes de chaque dimension."))
        st.altair_chart(
            charts.bars(
                outlines,
                spokes,
                cuts=level_cuts(questionnaire),
                size=charts.PHONE,
                theme=screen.theme(),
                translate=t,
            ),
            width="stretch",
            theme=None,
        )
        st.caption(charts.legend_sentence(outlines, translate=t, view="bars"))
        st.table(
            charts.radar_table(outlines, spokes, translate=t, heading=t("Dimension")),
            border="horizontal",
            hide_index=True,
        )


def _who_answered(here: Visit, seen: Observatory) -> None:
    t = here.t
    groups = _count_groups(here, seen)
    if not groups:
        return
    if all(count.number is None for group in groups for count in group.counts):
        st.caption(
            t(
                "Qui sont ces initiatives, par stade ou par secteur, n'est pas montré : chaque nombre en "
                "désignerait moins de {count}.",
                count=seen.smallest_group,
            )
        )
        return
    names = t.list_of(group.title for group in groups)
    with st.expander(t("Qui a répondu : {names}", names=names)):
        shown = [group for group in map(_shown, groups) if group.counts]
        if shown:
            st.altair_chart(
                charts.stage_and_sector_counts(
                    shown, size=charts.PHONE, theme=screen.theme(), translate=t
                ),
                width="stretch",
                theme=None,
            )
        st.caption(
            t(
                "Nombres arrondis au multiple de {count} le plus proche.",
                count=seen.smallest_group,
            )
        )
        if any(count.number is None for group in groups for count in group.counts):
            st.caption(
                t(
                    "Dans le tableau, un tiret remplace un nombre qui désignerait moins de {count} initiatives, ou qui "
                    "permettrait d'en déduire un autre.",
                    count=seen.smallest_group,
                )
            )
        st.table(charts.count_table(groups, translate=t), border="horizontal", hide_index=True)


def _shown(group: CountGroup) -> CountGroup:
    """The counts that may be drawn; the table keeps a row for the others."""
    return CountGroup(
        group.title, tuple(count for count in group.counts if count.number is not None)
    )


def _count_groups(here: Visit, seen: Observatory) -> list[CountGroup]:
    questionnaire = seen.questionnaire
    counts: dict[str, Mapping[str, int | None]] = {}
    if questionnaire.stages and seen.stages:
        counts[questionnaire.stages.item] = seen.stages
    return [_group(here, seen, item, found) for item, found in {**counts, **seen.groups}.items()]


def _group(
    here: Visit, seen: Observatory, item_id: str, counts: Mapping[str, int | None]
) -> CountGroup:
    t, item = here.t, seen.questionnaire.items[item_id]
    labels = wording.labels_of(t, item)
    return CountGroup(
        t.text(item.short or item.text),
        tuple(Count(labels.get(code, code), number) for code, number in counts.items()),
    )
