"""What became of the figures that a recommendation of a roadmap watches, in words: of respondents, never of a territory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey import expressions
from domino_survey.expressions import tree
from domino_survey.i18n import N_
from domino_survey.services.plan import Caution
from domino_survey.wording.evidence import share_words
from domino_survey.wording.profile import Escape, as_is, points
from domino_survey.wording.reasons import title_of

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.services.roadmap import Entry
    from domino_survey.services.roadmap_figures import Watched

_CAUTIONS = {
    Caution.OTHER_VERSION: N_(
        "Le questionnaire a changé entre les deux dates : ces chiffres ne se comparent pas."
    ),
    Caution.OTHER_METHOD: N_(
        "La méthode de calcul a changé entre les deux dates : ces chiffres ne se comparent pas."
    ),
}
# By whether it was shown then; then also by whether it is shown today.
_ALONE = {True: N_("{name} : {before}"), False: N_("{name} : pas affichée")}
_COMPARED = {
    (True, True): N_("{name} : {before} alors, {after} aujourd'hui, {change}"),
    (True, False): N_("{name} : {before} alors, pas affichée aujourd'hui"),
    (False, True): N_("{name} : pas affichée alors, {after} aujourd'hui"),
    (False, False): N_("{name} : pas affichée, ni alors ni aujourd'hui"),
}
_BESIDE = N_("{name} : {before} alors, {after} aujourd'hui")
_FIRED = {
    (True, True): N_("Cette piste ressort toujours de leurs réponses."),
    (True, False): N_("Cette piste ne ressort plus de leurs réponses."),
    (False, True): N_("Cette piste ressort maintenant de leurs réponses."),
    (False, False): "",
}


def figures_heading(t: Translator, entry: Entry) -> str:
    """Among how many respondents, at which dates."""
    then = t.plural(
        "{count} bilan au {date}",
        "{count} bilans au {date}",
        entry.then.number,
        date=t.date(entry.then.as_of),
    )
    if entry.now is None or not entry.newer:
        return t("Parmi les initiatives qui ont répondu ({then}) :", then=then)
    return t(
        "Parmi les initiatives qui ont répondu ({then}, {now}) :",
        then=then,
        now=t(
            "{number} au {date}",
            number=t.number(entry.now.number),
            date=t.date(entry.now.as_of),
        ),
    )


def figure_lines(t: Translator, entry: Entry, escape: Escape = as_is) -> list[str]:
    """A line for each figure; with what is shown today only where that is of later."""
    return [_line(t, entry, one, escape) for one in entry.watched]


def outcome_words(t: Translator, entry: Entry) -> str:
    """Whether the recommendation still comes out; empty as long as nothing newer is shown."""
    if entry.now is None or not entry.newer:
        return ""
    words = _FIRED[entry.then.fired, entry.now.fired]
    return t(words) if words else ""


def comparison_caution(t: Translator, entry: Entry) -> str:
    """Why the figures do not compare; empty where they do, and where nothing newer is shown."""
    if entry.caution is None or not entry.newer:
        return ""
    return t(_CAUTIONS[entry.caution])


def _line(t: Translator, entry: Entry, one: Watched, escape: Escape) -> str:
    known = (one.before is not None, one.after is not None)
    if entry.now is not None and not entry.newer:
        template = _ALONE[known[0]]
    elif all(known) and entry.caution is not None:
        template = _BESIDE
    else:
        template = _COMPARED[known]
    return t(
        template,
        name=_name(t, entry, one, escape),
        before=_figure(t, one, one.before),
        after=_figure(t, one, one.after),
        change=_change(t, one.before or 0.0, one.after or 0.0),
    )


def _figure(t: Translator, one: Watched, value: float | None) -> str:
    if value is None:
        return ""
    return t.percent(value / 100) if one.kind == "share" else points(t, value)


def _change(t: Translator, before: float, after: float) -> str:
    change = round(after - before, 1)
    if change == 0:
        return t("inchangée")
    words = points(t, abs(change))
    if change > 0:
        return t.plural("{points} point de plus", "{points} points de plus", change, points=words)
    return t.plural("{points} point de moins", "{points} points de moins", change, points=words)


def _name(t: Translator, entry: Entry, one: Watched, escape: Escape) -> str:
    questionnaire = entry.questionnaire
    if one.kind == "share":
        leaf = expressions.parse(one.of)
        share = leaf.left if isinstance(leaf, tree.Comparison) else None
        whom = (
            share_words(t, questionnaire, share.condition, escape)
            if isinstance(share, tree.Share)
            else escape(one.of)
        )
        return t("Part des bilans ({whom})", whom=whom)
    title = escape(title_of(t, questionnaire, one.of))
    if one.of == entry.recommendation.axis:
        return t("Médiane de l'axe « {name} »", name=title)
    return t("Médiane du thème « {name} »", name=title)
