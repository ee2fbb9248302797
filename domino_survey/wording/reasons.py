"""Why a recommendation fired, in words: each comparison with the value it met."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domino_survey.i18n import N_
from domino_survey.schema import OVERALL, is_scored
from domino_survey.wording.profile import Escape, as_is, points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domino_survey.expressions import Fact
    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire, Recommendation, Source

# An id of at least two parts, alone or compared with a number, in brackets or not; a bare comparison.
_NUMBER = r"[\d\u202f\u00a0]*\d(?:[.,]\d+)?(?:\s?%)?"
_MENTION = re.compile(
    rf"""
    (?P<open>\s*\()?
    (?: \b(?P<id>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+)\b
        (?:\s*(?P<sign>[≥≤≠]|[<>!]=|[<>=])\s*(?P<limit>{_NUMBER}))?
      | (?P<bare>[≥≤]|[<>]=?)\s*(?P<number>{_NUMBER}) )
    (?P<close>\))?
    """,
    re.VERBOSE,
)
_POINTS = re.compile(r"\d+(?:[.,]\d+)?")
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!="}
_CLAUSE = re.compile(r"[;:.!?]\s")

LIMITS = {
    "<": N_("moins de {limit}"),
    "<=": N_("{limit} au plus"),
    ">": N_("plus de {limit}"),
    ">=": N_("au moins {limit}"),
    "=": N_("exactement {limit}"),
    "!=": N_("autre que {limit}"),
}
MEASURES = {
    None: N_("{subject} : {value} (repère : {limit})"),
    "value": N_("{subject} : {value} (repère : {limit})"),
    "median": N_("{subject} : {value} pour la moitié des bilans (repère : {limit})"),
    "mean": N_("{subject} : {value} en moyenne (repère : {limit})"),
    "count": N_("{value} bilans (repère : {limit})"),
}


def facts_in_words(
    t: Translator, questionnaire: Questionnaire, facts: Iterable[Fact], escape: Escape = as_is
) -> list[str]:
    """One line for each comparison that makes the condition hold and that has a figure to show."""
    return [
        line
        for fact in facts
        if fact.reason and (line := _line(t, questionnaire, fact, escape)) is not None
    ]


def _line(t: Translator, questionnaire: Questionnaire, fact: Fact, escape: Escape) -> str | None:
    if fact.value is None or fact.operator is None or not isinstance(fact.threshold, int | float):
        return None
    subject = t.list_of(
        name_of(t, questionnaire, reference, escape) for reference in fact.references
    )
    if fact.function == "share":
        # Without the counts: they are not for everyone, and the share says enough.
        return t(
            "{subject} : {value} des bilans concernés (repère : {limit})",
            subject=subject,
            value=t.percent(fact.value / 100),
            limit=t(LIMITS[fact.operator], limit=t.percent(fact.threshold / 100)),
        )
    limit = t(LIMITS[fact.operator], limit=_scaled(t, questionnaire, fact, fact.threshold))
    value = _scaled(t, questionnaire, fact, fact.value)
    return t(MEASURES[fact.function], subject=subject, value=value, limit=limit)


def _scaled(t: Translator, questionnaire: Questionnaire, fact: Fact, value: float) -> str:
    """A number on the one scale that readers know, 0 to 100, also for the points of a question."""
    if fact.references and fact.function != "value" and _scored(questionnaire, fact.references[0]):
        return _of_100(t, questionnaire, value)
    return points(t, value)


def _scored(questionnaire: Questionnaire, reference: str) -> bool:
    item = questionnaire.items.get(reference)
    return item is not None and is_scored(item)


def _of_100(t: Translator, questionnaire: Questionnaire, value: float) -> str:
    """Points of a question as conditions are written, from 0 to `full_points`, out of 100."""
    return t("{points} sur 100", points=points(t, 100 * value / questionnaire.scoring.full_points))


def readable(t: Translator, questionnaire: Questionnaire, text: str, escape: Escape = as_is) -> str:
    """A text in which ids of questions, themes and axes are their names, and comparisons are words.

    A name in brackets is left out where the words before have just said it.
    """
    known = {*questionnaire.items, *questionnaire.node_ids}
    said, done = [], 0
    for found in _MENTION.finditer(text):
        reference = found["id"]
        if reference is not None and reference not in known:
            continue
        clause = _CLAUSE.split(text[: found.start()])[-1]
        said.append(_within(text[done : found.start()], escape))
        said.append(_mention(t, questionnaire, found, clause, escape))
        done = found.end()
    return "".join([*said, _within(text[done:], escape)])


def _mention(
    t: Translator,
    questionnaire: Questionnaire,
    found: re.Match[str],
    clause: str,
    escape: Escape,
) -> str:
    """A name, a limit or both, in the brackets they stood in; nothing where nothing is left to say."""
    sign, number = found["sign"] or found["bare"], found["limit"] or found["number"]
    reference = found["id"]
    if (
        reference is not None
        and _scored(questionnaire, reference)
        and _POINTS.fullmatch(number or "")
    ):
        number = _of_100(t, questionnaire, float(number.replace(",", ".")))
    limit = t(LIMITS[_SIGNS.get(sign, sign)], limit=escape(number)) if sign else ""
    before, after = found["open"] or "", found["close"] or ""
    if reference is None:
        return f"{_within(before, escape)}{limit}{escape(after)}"
    if before and after and _words(title_of(t, questionnaire, reference)) <= _words(clause):
        return f"{_within(before, escape)}{limit}{escape(after)}" if limit else ""
    name = name_of(t, questionnaire, reference, escape)
    told = t("{subject} : {limit}", subject=name, limit=limit) if limit else name
    return f"{_within(before, escape)}{told}{escape(after)}"


def _within(text: str, escape: Escape) -> str:
    """A part of a line, escaped: the space that it begins with is no indent."""
    words = text.lstrip(" ")
    return " " * (len(text) - len(words)) + escape(words)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def cited_sources(
    questionnaire: Questionnaire, recommendation: Recommendation
) -> tuple[Source, ...]:
    """The references that the precedent of a recommendation cites as [code]."""
    cited = next(iter(recommendation.precedent.values()))
    return tuple(source for source in questionnaire.sources if f"[{source.code}]" in cited)


def name_of(
    t: Translator, questionnaire: Questionnaire, reference: str, escape: Escape = as_is
) -> str:
    """What a reference of an expression is called: a question, a theme, an axis, the stage."""
    title = title_of(t, questionnaire, reference)
    if title:
        return t("« {name} »", name=escape(title))
    return t("score d'ensemble") if reference == OVERALL else t("stade")


def title_of(t: Translator, questionnaire: Questionnaire, reference: str) -> str:
    """The title of a question, a theme or an axis; empty for anything else."""
    item = questionnaire.items.get(reference)
    if item is not None:
        return t.text(item.short or item.text)
    for theme in questionnaire.themes:
        if theme.id == reference:
            return t.text(theme.title)
    for axis in questionnaire.axes:
        if axis.id == reference:
            return t.text(axis.short)
    return ""
