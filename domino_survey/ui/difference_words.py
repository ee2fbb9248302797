"""Where two scorings differ, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey import wording
from domino_survey.i18n import N_, plain
from domino_survey.schema import LIMITING, OVERALL, Cap
from domino_survey.scoring import Differing, dimension_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire
    from domino_survey.scoring import Difference, Setting

WORDS: Mapping[Differing, str] = {
    Differing.ADDED: N_("Nouveau : {places}"),
    Differing.REMOVED: N_("Retiré : {places}"),
    Differing.MOVED: N_("Changement de thème pour {places} : {before}, puis {after}"),
    Differing.WEIGHT: N_("Poids de « {part} » dans {places} : {before}, puis {after}"),
    Differing.POWER: N_(
        "Compensation dans {places} : puissance {before}, puis {after} (plus elle est basse, moins un point "
        "fort rattrape un point faible)"
    ),
    Differing.COVERAGE: N_(
        "Part de réponses qu'il faut pour donner un score à {places} : {before}, puis {after}"
    ),
    Differing.NOT_APPLICABLE: N_(
        "Part « sans objet » admise pour donner un score à {places} : {before}, puis {after}"
    ),
    Differing.CAPS: N_("Plafonds de {places} : {before}, puis {after}"),
    Differing.POINTS: N_("Points de « {part} » à {places} : {before}, puis {after}"),
    Differing.MOST_POINTS: N_("Points au plus à {places} : {before}, puis {after}"),
    Differing.BANDS: N_("Tranches de points de {places}"),
    Differing.GOALPOSTS: N_("Bornes de {places}"),
    Differing.CONDITION: N_("Condition pour poser {places}"),
    Differing.ESSENTIAL: N_("Parcours court, pour {places} : {before}, puis {after}"),
    Differing.FULL_POINTS: N_("Points qui valent 100 : {before}, puis {after}"),
    Differing.OFFSET: N_("Décalage des moyennes qui compensent peu : {before}, puis {after}"),
    Differing.THRESHOLD: N_("Début du niveau « {places} » : {before}, puis {after}"),
}
SHARES = frozenset({Differing.WEIGHT, Differing.COVERAGE, Differing.NOT_APPLICABLE})


def by_axis(
    t: Translator,
    source: Questionnaire,
    target: Questionnaire,
    differences: Iterable[Difference],
) -> dict[str, list[str]]:
    """A line for each difference, by the axis it concerns; under "" what concerns several, or all.

    What several nodes or questions have in common is said once.
    """
    places: dict[tuple[Differing, str, str, str], list[Difference]] = {}
    for one in differences:
        key = (
            one.kind,
            _part(t, source, target, one),
            _value(t, source, one, one.before),
            _value(t, target, one, one.after),
        )
        places.setdefault(key, []).append(one)
    found: dict[str, list[str]] = {}
    for (kind, part, before, after), alike in places.items():
        content = source if kind is Differing.REMOVED else target
        axes = {_axis(content, one) for one in alike}
        line = t(
            WORDS[kind],
            places=_places(t, content, alike),
            part=part,
            before=before,
            after=after,
        )
        found.setdefault(axes.pop() if len(axes) == 1 else "", []).append(line)
    return found


def _axis(content: Questionnaire, one: Difference) -> str:
    """The axis that a difference lies in; empty where it lies in none."""
    axis = content.axis_of.get(one.place)
    return "" if axis is None or one.kind is Differing.THRESHOLD else axis.id


def node_name(t: Translator, content: Questionnaire, node: str) -> str:
    """The words for a node or a question: its short name where it has one."""
    if node == OVERALL:
        return t("ensemble du questionnaire")
    for axis in content.axes:
        if axis.id == node:
            return t.text(axis.short)
    for theme in content.themes:
        if theme.id == node:
            return t.text(theme.title)
    for dimension in content.dimensions:
        if dimension_id(dimension.code) == node:
            return t.text(dimension.label)
    item = content.items.get(node)
    return node if item is None else t.text(item.short or item.text)


def _places(t: Translator, content: Questionnaire, alike: Sequence[Difference]) -> str:
    """The places that have a difference in common, shorter where they are all of a kind."""
    found = {one.place for one in alike}
    names = []
    for every, nodes in (
        (t("tous les thèmes"), {theme.id for theme in content.themes}),
        (t("tous les axes"), {axis.id for axis in content.axes}),
        (
            t("toutes les dimensions"),
            {dimension_id(dimension.code) for dimension in content.dimensions},
        ),
    ):
        if len(nodes) > 1 and nodes <= found:
            names.append(every)
            found -= nodes
    names += [_place(t, content, one) for one in alike if one.place in found]
    return t.list_of(names)


def _place(t: Translator, content: Questionnaire, one: Difference) -> str:
    if one.kind is Differing.THRESHOLD:
        labels = {level.code: t.text(level.label) for level in content.levels}
        return plain(labels.get(one.place, one.place))
    return plain(node_name(t, content, one.place))


def _part(t: Translator, source: Questionnaire, target: Questionnaire, one: Difference) -> str:
    if one.kind is Differing.POINTS:
        item = target.items.get(one.place) or source.items[one.place]
        return plain(wording.labels_of(t, item).get(one.part, one.part))
    return plain(node_name(t, target, one.part)) if one.part else ""


def _value(t: Translator, content: Questionnaire, one: Difference, value: Setting) -> str:
    words = ""
    match value:
        case None:
            words = t("aucun")
        case bool():
            words = t("oui") if value else t("non")
        case str() if value == LIMITING:
            words = t("le plus faible décide")
        case str() if one.kind is Differing.MOVED:
            words = plain(node_name(t, content, value))
        case int() | float() if one.kind in SHARES:
            words = t.percent(value, 0 if float(100 * value).is_integer() else 1)
        case int() | float():
            words = t.number(value, 0 if float(value).is_integer() else 1)
        case tuple() if one.kind is Differing.CAPS:
            words = _caps(t, content, [cap for cap in value if isinstance(cap, Cap)])
        case _:  # conditions, bands and goalposts are named, not quoted
            pass
    return words


def _caps(t: Translator, content: Questionnaire, caps: Iterable[Cap]) -> str:
    told = [
        t(
            "{limit} au plus si « {child} » est à {bound} ou moins",
            limit=t.number(cap.limit),
            child=plain(node_name(t, content, cap.child)),
            bound=t.number(cap.at_or_below),
        )
        for cap in caps
    ]
    return t.list_of(told) if told else t("aucun")
