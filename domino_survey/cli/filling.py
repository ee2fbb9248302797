"""`demo`: synthetic responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.cli.installation import opened, settings_of
from domino_survey.cli.speech import say, translator

if TYPE_CHECKING:
    from pathlib import Path

    from domino_survey.services.context import Context

RESPONSES = 300
SEED = 2026


def demo(data: Path, responses: int, seed: int) -> None:
    """Fill the store of a folder; the same numbers give the same responses."""
    settings = settings_of(data, demo=True)
    with opened(settings) as context:
        fill(context, responses, seed)
        t = translator()
        say(
            t.plural(
                "{count} réponse fictive demandée ; la base de {folder} en contient {total}.",
                "{count} réponses fictives demandées ; la base de {folder} en contient {total}.",
                responses,
                folder=settings.data,
                total=t.number(context.repository.health().responses),
            )
        )


def fill_once(context: Context) -> None:
    """Fill a store that has no response yet, for a server of demonstration."""
    if context.repository.health().responses == 0:
        t = translator()
        say(t("Préparation des données de démonstration, une seule fois..."))
        fill(context, RESPONSES, SEED)


def fill(context: Context, responses: int, seed: int) -> None:
    """Make the responses."""
    from domino_survey import demo as responses_of_demo  # noqa: PLC0415 - numpy is slow to load

    responses_of_demo.fill(context, responses=responses, seed=seed)
