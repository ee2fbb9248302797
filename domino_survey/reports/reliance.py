"""How far a result can be relied on, as a report prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey import wording

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.reports.text import Data
    from domino_survey.services.results import Result
    from domino_survey.services.sureness import OpenAxis, Sureness


def reliance(result: Result, found: Sureness, t: Translator) -> Data:
    """What unanswered questions leave open, then what other weights would change."""
    still_open = [one for one in found.axes if one.narrowing]
    return {
        "title": t("Dans quelle mesure peut-on s'y fier ?"),
        "open_title": t("Ce que changeraient les questions sans réponse"),
        "open_introduction": _introduction(t, answered=not still_open),
        "open_heads": [
            t("Axe"),
            t("Score"),
            t("Intervalle"),
            t("Couverture"),
            t("Ce qui réduirait le plus l'écart, en points au moins"),
        ],
        "open_rows": [_open(result, one, t) for one in still_open],
        **_weights(found, t),
    }


def _introduction(t: Translator, *, answered: bool) -> str:
    if answered:
        return t(
            "Toutes les questions qui comptent ont une réponse : aucun score ne peut bouger de ce fait."
        )
    return t(
        "Une question sans réponse laisse le score entre deux bornes. Voici celles dont la réponse le "
        "préciserait le plus."
    )


def _open(result: Result, one: OpenAxis, t: Translator) -> Data:
    score = one.axis.result.score
    items = result.questionnaire.items
    return {
        "cells": [
            t.text(one.axis.axis.short),
            wording.figure(t, score.value),
            wording.interval_words(t, score) or "–",
            "–" if score.coverage is None else t.percent(score.coverage),
        ],
        "questions": [
            t(
                "{question} : {points}",
                question=t.text(items[narrowing.question].short or items[narrowing.question].text),
                points=t.number(narrowing.removed),
            )
            for narrowing in one.narrowing
        ],
    }


def _weights(found: Sureness, t: Translator) -> Data:
    lowest = wording.lowest_sentence(t, found)
    said = [lowest, wording.highest_sentence(t, found)] if lowest else []
    return {
        "weights_title": t("Ce que changeraient d'autres poids"),
        "weights_sentences": [wording.varied_sentence(t, found), *said] if found.ranges else [],
        "weights_heads": [t("Axe"), t("Score"), t("Au milieu"), t("Neuf fois sur dix")],
        "weights_rows": [
            [
                t.text(one.axis.short),
                wording.figure(t, one.score),
                t.number(one.median),
                t("entre {low} et {high}", low=t.number(one.low), high=t.number(one.high)),
            ]
            for one in found.ranges
        ],
    }
