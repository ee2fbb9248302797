"""The observatory on the screen: who answered, the median profile, what to do in three stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import charts
from domino_survey.charts import Count, CountGroup, Outline
from domino_survey.errors import DominoError
from domino_survey.i18n import N_, plain
from domino_survey.schema import MultipleChoice, SingleChoice
from domino_survey.services.observatory import observatory
from domino_survey.ui import notices, profile_view, screen, territory_advice_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.services.observatory import Observatory
    from domino_survey.services.rights import Scope
    from domino_survey.ui.guard import Visit

WHY_HIDDEN = {
    "too-few": N_(
        "Il faut au moins {count} bilans partagés pour afficher ces chiffres, et leur nombre n'y suffit "
        "pas encore. Ils apparaîtront d'eux-mêmes. En attendant, faites connaître le questionnaire aux "
        "initiatives du territoire."
    ),
    "too-close": N_(
        "Ces chiffres ne sont pas affichés en ce moment : comparés à d'autres déjà affichés, ils "
        "laisseraient deviner les réponses de quelques initiatives. Ils apparaîtront d'eux-mêmes quand "
        "d'autres bilans seront arrivés ; rien n'est perdu."
    ),
    "sharing-not-asked": N_(
        "Ce questionnaire ne demande pas aux initiatives si leurs chiffres peuvent être regroupés : "
        "rien n'est donc affiché."
    ),
}


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Observatoire"), anchor=False)
    scope = _choose_scope(here)
    try:
        seen = observatory(
            here.context, here.identity, here.context.settings.questionnaire, scope=scope
        )
    except DominoError as refusal:
        notices.refused(t, refusal)
        return
    if seen.summary is None or seen.number is None:
        reason = seen.reason or "too-few"
        st.info(t(WHY_HIDDEN[reason], count=seen.smallest_group), icon=":material/lock:")
        return
    _who_answered(here, seen, seen.number)
    _profile(here, seen)
    territory_advice_view.draw(here, seen)


def _choose_scope(here: Visit) -> Scope:
    """The territory of the access link, or the choice among those of several links."""
    t = here.t
    names = {_name(here, scope): scope for scope in here.identity.scopes}
    if len(names) == 1:
        (name,) = names
        st.markdown(t("Territoire : **{name}**", name=plain(name)))
        return names[name]
    chosen = st.selectbox(t("Territoire"), list(names), key="territory", filter_mode=None)
    return names[chosen]


def _name(here: Visit, scope: Scope) -> str:
    if scope.kind == "everywhere":
        return here.t("tous les territoires")
    return here.context.territories.label(scope.kind, scope.code)


def _who_answered(here: Visit, seen: Observatory, number: int) -> None:
    t = here.t
    words = t.plural(
        "**{count}** bilan compté, un par initiative.",
        "**{count}** bilans comptés, un par initiative.",
        number,
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
    groups = []
    if questionnaire.stages and seen.stages:
        groups.append(_group(here, seen, questionnaire.stages.item, seen.stages))
    groups.extend(_group(here, seen, item, counts) for item, counts in seen.groups.items())
    return groups


def _group(
    here: Visit, seen: Observatory, item_id: str, counts: Mapping[str, int | None]
) -> CountGroup:
    t, item = here.t, seen.questionnaire.items[item_id]
    labels = (
        {option.code: t.text(option.label) for option in item.options}
        if isinstance(item, SingleChoice | MultipleChoice)
        else {}
    )
    return CountGroup(
        t.text(item.short or item.text),
        tuple(Count(labels.get(code, code), number) for code, number in counts.items()),
    )


def _profile(here: Visit, seen: Observatory) -> None:
    t, questionnaire, summary = here.t, seen.questionnaire, seen.summary
    if summary is None:
        return
    st.header(t("Le profil médian"), anchor=False)
    names = {axis.id: plain(t.text(axis.short)) for axis in questionnaire.axes}
    strong = t.list_of(names[axis] for axis in summary.strongest if axis in names)
    weak = t.list_of(names[axis] for axis in summary.weakest if axis in names)
    if strong and weak:
        st.markdown(
            t(
                "Point d'appui des initiatives : **{strong}**. Ce qui demande le plus d'attention : "
                "**{weak}**.",
                strong=strong,
                weak=weak,
            )
        )
    nodes = [summary.nodes[axis.id] for axis in questionnaire.axes]
    median = Outline(
        t("Médiane"),
        "median",
        tuple(node.median for node in nodes),
        tuple(node.first_quartile for node in nodes),
        tuple(node.third_quartile for node in nodes),
    )
    profile_view.picture(here, questionnaire, [median])
    st.caption(
        t(
            "La médiane partage les initiatives en deux moitiés : autant sont au-dessus qu'en dessous."
        )
    )
