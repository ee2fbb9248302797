"""Another answer in words, and what it is worth in points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.i18n import rounded
from domino_survey.wording.answers import answer_words, labels_of, with_unit
from domino_survey.wording.profile import Escape, as_is, points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.answers import Answer
    from domino_survey.i18n import Translator
    from domino_survey.schema import Question

    Range = tuple[float | None, float | None]


def change_words(
    t: Translator,
    question: Question,
    before: Answer,
    after: Answer,
    *,
    within: Range | None = None,
    escape: Escape = as_is,
) -> str:
    """One answer instead of another: of several options, only those that come and go.

    `within` is the range of numbers that would all do as well as `after`.
    """
    if isinstance(before.value, tuple) and isinstance(after.value, tuple):
        return _ticked(t, question, before.value, after.value, escape)
    return t(
        "de « {before} » à « {after} »",
        before=escape(answer_words(t, question, before)),
        after=escape(_range(t, question, *within))
        if within
        else escape(answer_words(t, question, after)),
    )


def further_words(
    t: Translator,
    question: Question,
    before: Answer,
    after: Answer,
    *,
    within: Range | None = None,
    escape: Escape = as_is,
) -> str:
    """The same change where the answer that is left has just been said."""
    if isinstance(before.value, tuple) and isinstance(after.value, tuple):
        return _ticked(t, question, before.value, after.value, escape)
    words = (
        escape(_range(t, question, *within)) if within else escape(answer_words(t, question, after))
    )
    return t("jusqu'à « {after} »", after=words)


def _ticked(
    t: Translator,
    question: Question,
    before: Sequence[str],
    after: Sequence[str],
    escape: Escape,
) -> str:
    added = _options(t, question, [code for code in after if code not in before], escape)
    removed = _options(t, question, [code for code in before if code not in after], escape)
    if not removed:
        return t("ajouter {added}", added=added)
    if not added:
        return t("retirer {removed}", removed=removed)
    return t("ajouter {added}, retirer {removed}", added=added, removed=removed)


def _options(t: Translator, question: Question, codes: Sequence[str], escape: Escape) -> str:
    labels = labels_of(t, question)
    return t.list_of(t("« {name} »", name=escape(labels.get(code, code))) for code in codes)


def _range(t: Translator, question: Question, low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        top = with_unit(t, question, points(t, high))
        return t("entre {low} et {high}", low=points(t, low), high=top)
    if low is not None:
        return t("{low} ou plus", low=with_unit(t, question, points(t, low)))
    return t("moins de {high}", high=with_unit(t, question, points(t, high or 0.0)))


def gain_words(t: Translator, gain: float) -> str:
    """Points gained."""
    return t.plural(
        "+{points} point", "+{points} points", float(rounded(gain, 1)), points=points(t, gain)
    )


def effort_words(t: Translator, levels: int) -> str:
    """Levels to climb."""
    return t.plural("{count} échelon", "{count} échelons", levels)
