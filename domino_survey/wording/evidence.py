"""What made a recommendation for a territory fire, in words: among how many, beyond which threshold.

Figures are those that may be shown: rounded medians of the summary, shares to the nearest 5 %.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from domino_survey.expressions import STAGE, tree
from domino_survey.i18n import N_
from domino_survey.schema import is_scored
from domino_survey.wording.answers import labels_of
from domino_survey.wording.profile import Escape, as_is, points
from domino_survey.wording.reasons import LIMITS, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domino_survey.aggregation import Summary
    from domino_survey.expressions import Expression, Fact
    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire

# How far beyond a threshold, in points of 100: where "clearly" and "by far" begin.
CLEARLY, BY_FAR = 5.0, 15.0
_MARGINS = (
    (BY_FAR, N_("Seuil : {limit}, largement franchi.")),
    (CLEARLY, N_("Seuil : {limit}, nettement franchi.")),
    (0.0, N_("Seuil : {limit}, franchi de peu.")),
)
_STAGES = {
    "<": N_("avant le stade « {stage} »"),
    "<=": N_("au stade « {stage} » ou avant"),
    ">": N_("après le stade « {stage} »"),
    ">=": N_("au stade « {stage} » ou après"),
    "=": N_("au stade « {stage} »"),
    "!=": N_("à un autre stade que « {stage} »"),
}
_BELOW = (tree.Operator.LESS, tree.Operator.LESS_OR_EQUAL)


def evidence_lines(
    t: Translator,
    questionnaire: Questionnaire,
    summary: Summary,
    facts: Iterable[Fact],
    escape: Escape = as_is,
) -> list[str]:
    """One line for each comparison that makes a condition hold, but for that of the number of all.

    `facts` have passed `disclosure.safe_fact`.
    """
    lines = (_line(t, questionnaire, summary, fact, escape) for fact in facts if fact.reason)
    return [line for line in lines if line]


def share_words(
    t: Translator, questionnaire: Questionnaire, condition: Expression, escape: Escape = as_is
) -> str:
    """Whom a share counts: "« Accueil » à 25 sur 100 au plus, au stade « Émergence » ou avant"."""
    match condition:
        case tree.And(operands):
            return ", ".join(share_words(t, questionnaire, one, escape) for one in operands)
        case tree.Or(operands):
            return t(" ou ").join(share_words(t, questionnaire, one, escape) for one in operands)
        case tree.Comparison(tree.Reference(name), operator, tree.Code(code)) if name == STAGE:
            return t(_STAGES[operator], stage=escape(_stage(t, questionnaire, code)))
        case tree.Comparison(tree.Reference(name), operator, tree.Number(limit)):
            words = t(LIMITS[operator], limit=_of_100(t, questionnaire, name, limit))
            return t("{name} à {limit}", name=name_of(t, questionnaire, name, escape), limit=words)
        case tree.Comparison(
            tree.Reference(name), tree.Operator.EQUAL, tree.Code(code)
        ) | tree.Contains(tree.Reference(name), tree.Code(code)):
            return _option(t, questionnaire, name, code, escape)
        case _:
            names = dict.fromkeys(one.name for one in tree.located_references(condition))
            return t.list_of(name_of(t, questionnaire, name, escape) for name in names)


def _share_in_words(t: Translator, share: float) -> str:
    """A share in percent, a multiple of 5, as people say it: "environ 2 bilans sur 5 (40 %)"."""
    part = Fraction(round(share), 100)
    return t.plural(
        "environ {count} bilan sur {whole} ({share})",
        "environ {count} bilans sur {whole} ({share})",
        part.numerator,
        whole=t.number(part.denominator),
        share=t.percent(share / 100),
    )


def _line(
    t: Translator, questionnaire: Questionnaire, summary: Summary, fact: Fact, escape: Escape
) -> str:
    match fact.leaf:
        case tree.Comparison(tree.Share(condition), operator, tree.Percent(threshold)):
            whom = share_words(t, questionnaire, condition, escape)
            limit = t(LIMITS[operator], limit=t.percent(threshold / 100))
            if fact.value is None:
                return t(
                    "{whom} : {limit} des bilans, seuil franchi ; la part exacte n'est pas affichée.",
                    whom=whom,
                    limit=limit,
                )
            return t(
                "{whom} : {share}. {margin}",
                whom=whom,
                share=_share_in_words(t, fact.value),
                margin=_margin(t, limit, abs(fact.value - threshold)),
            )
        case tree.Comparison(tree.Median(tree.Reference(name)), operator, tree.Number(threshold)):
            return _median_line(t, questionnaire, summary, name, operator, threshold, escape)
        case _:
            return ""


def _median_line(  # noqa: PLR0917 - private, called once
    t: Translator,
    questionnaire: Questionnaire,
    summary: Summary,
    name: str,
    operator: tree.Operator,
    threshold: float,
    escape: Escape,
) -> str:
    said = name_of(t, questionnaire, name, escape)
    limit = t(LIMITS[operator], limit=_of_100(t, questionnaire, name, threshold))
    node = summary.nodes.get(name)
    if node is None or node.median is None:
        # A median of a question is not shown; that it is beyond a threshold says as much of half of all.
        return t("{name} : la moitié des bilans au moins sont à {limit}.", name=said, limit=limit)
    beyond = threshold - node.median if operator in _BELOW else node.median - threshold
    if beyond <= 0:
        # Rounding must not contradict what was found before it.
        near = t("médiane tout près de {value} sur 100", value=points(t, threshold))
    else:
        near = t("médiane de {value} sur 100", value=points(t, node.median))
    return t(
        "{name} : {median}. {margin}", name=said, median=near, margin=_margin(t, limit, beyond)
    )


def _margin(t: Translator, limit: str, beyond: float) -> str:
    words = next((words for least, words in _MARGINS if beyond >= least), _MARGINS[-1][1])
    return t(words, limit=limit)


def _of_100(t: Translator, questionnaire: Questionnaire, name: str, value: float) -> str:
    """A number of a condition on the one scale that readers know."""
    item = questionnaire.items.get(name)
    scored = item is not None and is_scored(item)
    of_100 = 100 * value / questionnaire.scoring.full_points if scored else value
    return t("{points} sur 100", points=points(t, of_100))


def _option(
    t: Translator, questionnaire: Questionnaire, name: str, code: str, escape: Escape
) -> str:
    item = questionnaire.items[name]
    label = labels_of(t, item).get(code, code)
    return t(
        "{name} avec la réponse « {answer} »",
        name=name_of(t, questionnaire, name, escape),
        answer=escape(label),
    )


def _stage(t: Translator, questionnaire: Questionnaire, code: str) -> str:
    stages = questionnaire.stages
    item = questionnaire.items[stages.item] if stages else None
    return labels_of(t, item).get(code, code) if item is not None else code
