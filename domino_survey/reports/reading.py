"""How to read the figures of a report, in a few lines that go with them wherever they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.schema import is_scored

if TYPE_CHECKING:
    from domino_survey.i18n import Translator
    from domino_survey.schema import Questionnaire
    from domino_survey.services.results import Result


def how_to_read(result: Result, t: Translator) -> list[tuple[str, str]]:
    """Each word of the report that wants explaining, with its explanation."""
    return [
        (
            t("Score"),
            t(
                "De 0 à 100, par rapport à des repères fixes : personne n'est noté par rapport aux "
                "autres. « Ne sait pas » et « sans objet » n'y entrent pas."
            ),
        ),
        *_levels(result.questionnaire, t),
        (
            t("Intervalle"),
            t(
                "Ce que les questions restées sans réponse pourraient encore changer, de la pire à la "
                "meilleure réponse possible. Il ne dit rien d'autre de la précision du score."
            ),
        ),
        (
            t("Couverture"),
            t(
                "La part du poids des questions qui a une réponse. Sous un seuil que fixe le "
                "questionnaire, il n'y a pas de score."
            ),
        ),
        (
            t("Ce qui pèse"),
            t(
                "Les points que chaque réponse enlève aux 100 de l'axe ; les plus lourdes sont "
                "montrées. Toutes ensemble, elles font exactement l'écart entre 100 et le score."
            ),
        ),
        (
            t("Ce bilan"),
            t(
                "Il décrit ce que le groupe dit de sa pratique, pour y réfléchir. Ce n'est ni un "
                "label, ni un classement, ni une note officielle."
            ),
        ),
    ]


def _levels(questionnaire: Questionnaire, t: Translator) -> list[tuple[str, str]]:
    levels = questionnaire.levels
    if not levels or not any(is_scored(one) for one in questionnaire.questions):
        return []
    ends = [*(level.start for level in levels[1:]), 100.0]
    ranges = [
        t(
            "« {level} » de {low} à {high}",
            level=t.text(level.label),
            low=_cut(level.start, t),
            high=_cut(end, t),
        )
        for level, end in zip(levels, ends, strict=True)
    ]
    said = t("{ranges}. Une limite appartient au niveau du dessus.", ranges=t.list_of(ranges))
    return [(t("Niveau"), said)]


def _cut(value: float, t: Translator) -> str:
    return t.number(value, 0 if value.is_integer() else 1)
