"""What another method changes, on the screen: a profile before and after, and how to keep it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st
from msgspec.structs import replace

from domino_survey import wording
from domino_survey.charts import Outline
from domino_survey.i18n import N_, plain
from domino_survey.services import method, method_effects
from domino_survey.services.method_effects import ProfileKind
from domino_survey.ui import names, profile_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domino_survey.aggregation import Summary
    from domino_survey.schema import Questionnaire, Recommendation
    from domino_survey.services.method import Settings
    from domino_survey.services.method_effects import Comparison, Moved
    from domino_survey.ui.guard import Visit

PROFILE = "method-profile"
PROFILES = {
    ProfileKind.EXAMPLE: N_("L'exemple de l'accueil"),
    ProfileKind.MIDDLE: N_("Tout au niveau moyen"),
    ProfileKind.WEAK_AXIS: N_("Un axe fragile, les autres solides"),
    ProfileKind.WEAK_POINT: N_("Un point faible, le reste solide"),
    ProfileKind.UNKNOWN: N_("Beaucoup de « ne sait pas », des réponses contrastées"),
}


def profile(
    here: Visit,
    both: tuple[Questionnaire, Questionnaire],
    weak: Mapping[ProfileKind, str],
) -> Comparison:
    """The profile to look at, with what is weak in it, and its radar before and after."""
    t = here.t
    offered = method_effects.kinds(both[0])
    if st.session_state.get(PROFILE) not in offered:
        st.session_state[PROFILE] = offered[0]
    kind = st.selectbox(
        t("Profil d'exemple"),
        offered,
        format_func={one: t(PROFILES[one]) for one in offered}.__getitem__,
        key=PROFILE,
        filter_mode=None,
        persist_state="session",
    )
    comparison = method_effects.compare(here.context, here.identity, both, kind, weak.get(kind))
    if kind is ProfileKind.WEAK_POINT and kind in weak:
        name = names.node(t, both[0], weak[kind])
        st.caption(t("Le point faible : {name}.", name=plain(name)))
    st.markdown(_sentence(here, comparison))
    profile_view.picture(
        here,
        both[0],
        [
            # Without its band: what is unanswered is not what changes here.
            replace(
                profile_view.outline_of(comparison.after, t("Avec vos réglages")), low=(), high=()
            ),
            profile_view.outline_of(comparison.before, t("Méthode en service"), mine=False),
        ],
    )
    return comparison


def changes(
    here: Visit,
    both: tuple[Questionnaire, Questionnaire],
    comparison: Comparison,
    *,
    changed: bool,
) -> None:
    """Scores, levels and recommendations that differ for the profile."""
    t = here.t
    st.header(t("Ce qui change pour ce profil"), anchor=False)
    if not changed:
        st.markdown(t("Rien pour l'instant : changez un poids ou une règle."))
        return
    if comparison.moved:
        st.table(
            [
                {
                    t("Score"): _named(here, both[0], one.node),
                    t("Avant"): _decimal(here, one.before),
                    t("Après"): _decimal(here, one.after),
                    t("Écart"): _gap(here, one),
                }
                for one in comparison.moved
            ],
            border="horizontal",
            hide_index=True,
        )
    else:
        st.markdown(t("Aucun score ne bouge."))
    if comparison.levels:
        st.subheader(t("Niveaux qui changent"), anchor=False)
        st.markdown(
            "\n".join(
                "- "
                + t(
                    "{name} : {before}, puis {after}",
                    name=plain(_named(here, both[0], one.node)),
                    before=wording.level_words(t, one.before, plain),
                    after=wording.level_words(t, one.after, plain),
                )
                for one in comparison.levels
            )
        )
    else:
        st.markdown(t("Aucun niveau ne change."))
    if not (comparison.appeared or comparison.gone):
        st.markdown(t("Les recommandations restent les mêmes."))
        return
    left, right = st.columns(2, gap="medium")
    with left:
        _advice(here, t("Recommandations qui apparaissent"), comparison.appeared)
    with right:
        _advice(here, t("Recommandations qui disparaissent"), comparison.gone)


def collection(here: Visit, both: tuple[Questionnaire, Questionnaire]) -> None:
    """The medians of the assessments received, before and after."""
    t = here.t
    st.header(t("Sur les bilans reçus"), anchor=False)
    if not st.checkbox(t("Comparer les médianes des bilans reçus"), key="method-collected"):
        return
    found = method_effects.collected(here.context, here.identity, both)
    if found is None:
        st.markdown(
            t(
                "Il faut au moins {count} bilans de cette version, partagés par leurs auteurs, pour "
                "afficher ces chiffres.",
                count=here.context.settings.smallest_group,
            )
        )
        return
    st.markdown(
        t(
            "Médianes de {count} bilans partagés, comme dans l'observatoire.",
            count=t.number(found.size),
        )
    )
    profile_view.picture(
        here,
        both[0],
        [
            _medians(both[0], found.after, t("Avec vos réglages"), main=True),
            _medians(both[0], found.before, t("Méthode en service"), main=False),
        ],
    )


def keep(here: Visit, questionnaire: Questionnaire, settings: Settings) -> None:
    """How to make of it the method of the next version."""
    t = here.t
    st.header(t("Garder ces réglages"), anchor=False)
    if not settings:
        st.markdown(t("Il n'y a encore rien à garder."))
        return
    version = here.context.library.next_version(questionnaire.id)
    place = f"{here.context.library.root.name}/{questionnaire.id}/{version}.yaml"
    st.markdown(
        t(
            "Téléchargez le questionnaire avec ces réglages : c'est sa version {version}, et rien d'autre "
            "n'y change. Placez le fichier à l'adresse {place}, vérifiez-le avec la commande {command}, "
            "puis redémarrez le serveur. Les nouveaux bilans suivront cette version ; les autres gardent "
            "la leur.",
            version=plain(version),
            place=f"`{place}`",
            command=f"`domino check {place}`",
        )
    )
    st.download_button(
        t("Télécharger la version {version}", version=version),
        partial(_text, here, questionnaire, settings),
        file_name=f"{version}.yaml",
        mime="application/yaml",
        key="method-download",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )


def _text(here: Visit, questionnaire: Questionnaire, settings: Settings) -> str:
    return method.new_version(here.context, here.identity, questionnaire, settings).text


def _sentence(here: Visit, comparison: Comparison) -> str:
    """How many scores move, and the one that moves most."""
    t = here.t
    if not comparison.moved:
        return t("Pour ce profil, aucun score ne bouge.")
    questionnaire = comparison.before.questionnaire
    both = [one for one in comparison.moved if one.before is not None and one.after is not None]
    count = t.plural(
        "{count} score bouge pour ce profil.",
        "{count} scores bougent pour ce profil.",
        len(comparison.moved),
    )
    if not both:
        return count
    most = max(both, key=lambda one: abs((one.after or 0) - (one.before or 0)))
    return t(
        "{count} Le plus : **{name}**, de {before} à {after}.",
        count=count,
        name=plain(names.node(t, questionnaire, most.node)),
        before=wording.figure(t, most.before),
        after=wording.figure(t, most.after),
    )


def _named(here: Visit, questionnaire: Questionnaire, node: str) -> str:
    t = here.t
    name = names.node(t, questionnaire, node)
    axes = {axis.id for axis in questionnaire.axes}
    return t("Axe « {name} »", name=name) if node in axes else name


def _decimal(here: Visit, score: float | None) -> str:
    """A score with the decimal that its difference has."""
    return wording.figure(here.t, None) if score is None else here.t.number(score, 1)


def _gap(here: Visit, one: Moved) -> str:
    t = here.t
    if one.before is None:
        return t("nouveau score")
    if one.after is None:
        return t("plus de score")
    difference = one.after - one.before
    sign = "+" if difference > 0 else "−"
    return f"{sign}{t.number(abs(difference), 1)}"


def _advice(here: Visit, title: str, found: tuple[Recommendation, ...]) -> None:
    t = here.t
    st.subheader(title, anchor=False)
    lines = [f"- {plain(t.text(one.title))}" for one in found]
    st.markdown("\n".join(lines) or t("Aucune."))


def _medians(questionnaire: Questionnaire, summary: Summary, label: str, *, main: bool) -> Outline:
    values = tuple(summary.nodes[axis.id].median for axis in questionnaire.axes)
    return Outline(label, "median" if main else "comparison", values)
