"""Assessments put in a data folder by the services themselves, before any server runs on it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domino_survey.answers import answered
from domino_survey.schema import MultipleChoice, option_codes
from domino_survey.services import assessments, drafts, link_cookie
from domino_survey.services.context import now
from domino_survey.services.opening import open_context
from domino_survey.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from domino_survey.answers import Answer
    from domino_survey.schema import Question
    from domino_survey.services.context import Context

NAMES = ("Repair café des Alizés", "Jardin de la Cale", "Outilthèque du Bourg", "Covoit’ du Pays")
COMMUNES = ("35238", "44109", "35236", "29019")
# What they say, some of it in ways that a screen might take for something else.
SAID = {
    "A1.pepite": (
        "La clé du lieu se confie facilement, avec une page de mode d'emploi.",
        "<b>La soupe</b> *après* la séance : on reste [pour la soupe](http://ailleurs.example).",
        "=1+1 personnes de plus à chaque atelier",
        "La médiathèque relaie nos dates.\n\n# Depuis, on nous trouve",
        "Bravo:tada: à l'équipe 🎉 " + "oui" * 70,
    ),
    "A1.vigilance": (
        "La fatigue se voit au printemps.",
        "Tout passe par deux personnes, et la médiathèque ferme.",
        "Les réunions durent trop longtemps.",
    ),
    "A5.opportunite": (
        "Trois entreprises ouvriraient leur atelier, si l'assurance suivait.",
        "Les véhicules de la commune dorment le week-end.",
    ),
}
SHARED = ("agregats", "ouvertes")  # what they let be shown
STAGES = ("emergence", "fonctionnement", "consolidation")


def cookie_name() -> str:
    """The cookie that holds opened access links."""
    return link_cookie.NAME


def seed(data: Path, count: int, *, demo: bool = False) -> list[str]:
    """Submit `count` assessments of the short path, one a day until today; gives their codes."""
    moments = Moments(now() - timedelta(days=count))
    context = open_context(Settings(data=data, demo=demo), clock=moments)
    try:
        return [_assessment(context, moments, place) for place in range(count)]
    finally:
        context.repository.close()


class Moments:
    """A clock that is moved by hand."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now


def _assessment(context: Context, moments: Moments, place: int) -> str:
    opened = assessments.start(context, "domino", path="short", language="fr")

    def save(item: str, answer: Answer) -> None:
        drafts.save_answer(
            context, opened.identity, opened.response_id, item, answer, session="seed"
        )

    save("P01", answered(NAMES[place % len(NAMES)]))
    save("P03", answered(COMMUNES[place % len(COMMUNES)]))
    save("P09", answered(("reemploi",)))
    save("P10", answered(STAGES[place % len(STAGES)]))
    save("P19", answered(SHARED))
    for item, texts in SAID.items():
        save(item, answered(texts[place % len(texts)]))
    draft = drafts.read_draft(context, opened.identity, opened.response_id)
    for index, question in enumerate(draft.questions):
        if index % 9 != place % 9:
            save(question.id, answered(_chosen(question, option_codes(question), place + index)))
    assessments.submit(context, opened.identity, opened.response_id)
    moments.now += timedelta(days=1)
    return opened.code


def _chosen(question: Question, codes: Sequence[str], turn: int) -> str | tuple[str, ...]:
    code = codes[turn % len(codes)]
    return (code,) if isinstance(question, MultipleChoice) else code
