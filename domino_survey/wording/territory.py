"""What initiatives of a territory say together, in words: its selection, its main thing, what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.aggregation import HIGH, LOW
from domino_survey.i18n import N_
from domino_survey.wording.answers import labels_of
from domino_survey.wording.profile import Escape, as_is

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire
    from domino_survey.services.observatory import Observatory
    from domino_survey.services.rights import Scope
    from domino_survey.services.selections import Selected
    from domino_survey.territories import Territories

KINDS = {
    "region": N_("Région"),
    "departement": N_("Département"),
    "epci": N_("Intercommunalité"),
    "commune": N_("Commune"),
}
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
    "not-offered": N_(
        "Les filtres sont proposés pour les régions et pour l'ensemble : sur un territoire plus petit, ils "
        "désigneraient trop peu d'initiatives. Retirez le filtre, ou choisissez un territoire plus large."
    ),
    "sharing-not-asked": N_(
        "Ce questionnaire ne demande pas aux initiatives si leurs chiffres peuvent être regroupés : "
        "rien n'est donc affiché."
    ),
}
# Answers of one half of the points, where the options themselves would tell of few.
HALVES = {
    LOW: N_("Réponses du bas de l'échelle"),
    HIGH: N_("Réponses du haut de l'échelle"),
}
# A smaller difference between two medians means nothing.
APART = 5.0
_LEAST, _MOST = 0.05, 0.95


def territory_name(t: Translator, territories: Territories, scope: Scope) -> str:
    """The name of a territory."""
    if scope.kind == "everywhere":
        return t("Tous les territoires")
    return territories.label(scope.kind, scope.code)


def filter_name(t: Translator, questionnaire: Questionnaire, item_id: str, value: str) -> str:
    """An item and one of its options, such as "Stade : émergence"."""
    item = questionnaire.items[item_id]
    return t(
        "{item} : {option}",
        item=t.text(item.short or item.text),
        option=labels_of(t, item).get(value, value),
    )


def selection_name(
    t: Translator, territories: Territories, questionnaire: Questionnaire, selected: Selected
) -> str:
    """The territory, and the filter if any."""
    name = territory_name(t, territories, selected.scope)
    if not selected.item:
        return name
    return f"{name} · {filter_name(t, questionnaire, selected.item, selected.value)}"


def group_sentence(t: Translator, seen: Observatory, stress: Escape = as_is) -> str:
    """The one thing to remember of a selection that is shown; `stress` dresses the names of axes."""
    summary, questionnaire = seen.summary, seen.questionnaire
    if summary is None or seen.number is None:
        return ""
    names = {axis.id: stress(t.text(axis.short)) for axis in questionnaire.axes}
    number = t.number(seen.number)
    if all(summary.nodes[axis].median is None for axis in names):
        return t(
            "Aucun axe n'a assez de scores, parmi ces {number} initiatives, pour une médiane.",
            number=number,
        )
    if not summary.weakest:
        return t(
            "Les {number} initiatives qui ont répondu ont un profil équilibré : aucun axe ne se détache.",
            number=number,
        )
    opening = t(
        "Les {number} initiatives qui ont répondu s'appuient d'abord sur {strong} (médiane {high}) ; ce qui "
        "demande le plus d'attention est {weak} (médiane {low}).",
        number=number,
        strong=t.list_of(names[axis] for axis in summary.strongest),
        high=_median(t, seen, summary.strongest[0]),
        weak=t.list_of(names[axis] for axis in summary.weakest),
        low=_median(t, seen, summary.weakest[0]),
    )
    return f"{opening} {_share_at_lowest(t, seen, stress)}".strip()


def _share_at_lowest(t: Translator, seen: Observatory, stress: Escape) -> str:
    """How many are at the lowest level of the weakest axis; empty where it is not shown or is nobody."""
    summary, divided = seen.summary, seen.fragility
    if summary is None or divided is None or len(summary.weakest) != 1:
        return ""
    level = seen.questionnaire.levels[:1]
    share = divided.levels.get(summary.weakest[0], {}).get(level[0].code) if level else None
    if not share:
        return ""
    return t(
        "Sur cet axe, {share} environ sont au niveau {level}.",
        share=t.percent(share),
        level=stress(t("« {level} »", level=t.text(level[0].label))),
    )


def comparison_sentence(
    t: Translator, seen: Observatory, other: Observatory, name: str, stress: Escape = as_is
) -> str:
    """The axis on which two selections differ most, or that they are alike; both are shown.

    `name` is that of the other selection.
    """
    gaps = {
        axis.id: ours - theirs
        for axis in seen.questionnaire.axes
        if seen.summary is not None
        and other.summary is not None
        and (ours := seen.summary.nodes[axis.id].median) is not None
        and (theirs := other.summary.nodes[axis.id].median) is not None
    }
    if not gaps:
        return ""
    widest = max(gaps, key=lambda axis: abs(gaps[axis]))
    if abs(gaps[widest]) < APART:
        return t("Comparé à {name}, le profil est proche : moins de 5 points d'écart.", name=name)
    axis = next(one for one in seen.questionnaire.axes if one.id == widest)
    return t(
        "Comparé à {name}, l'écart le plus grand porte sur {axis} : {ours} contre {theirs}.",
        name=name,
        axis=stress(t.text(axis.short)),
        ours=_median(t, seen, widest),
        theirs=_median(t, other, widest),
    )


def proof_words(t: Translator, share: float | None) -> str:
    """How much of the answers rests on proof."""
    if share is None:
        return t(
            "La part des réponses qui reposent sur une preuve n'est pas montrée : elle tiendrait à trop peu "
            "d'initiatives."
        )
    if share <= _LEAST:
        return t("Presque aucune réponse (5 % au plus) ne repose sur un constat ou une mesure.")
    if share >= _MOST:
        return t(
            "Presque toutes les réponses (95 % au moins) reposent sur un constat ou une mesure."
        )
    return t(
        "Environ {share} des réponses reposent sur un constat ou une mesure ; les autres sont des "
        "estimations.",
        share=t.percent(share),
    )


def _median(t: Translator, seen: Observatory, axis: str) -> str:
    value = seen.summary.nodes[axis].median if seen.summary else None
    return t.number(value, 0) if value is not None else "–"
