"""Opens the store of a data folder and makes the context that every service needs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from domino_survey.services.context import Context, now
from domino_survey.storage.duckdb_repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from domino_survey.settings import Settings

DATABASE = "domino.duckdb"


def database_of(settings: Settings) -> Path:
    """The file of an installation's database, there or not."""
    return settings.data.resolve() / DATABASE


def open_context(settings: Settings, clock: Callable[[], datetime] = now) -> Context:
    """The context of an installation; whoever opens it closes its repository.

    Raises:
        DominoError: as `storage.open_repository`, such as `database-locked`.
    """
    # What the engine writes beside the database, its log included, is for this account alone.
    os.umask(0o077)
    file = database_of(settings)
    repository = open_repository(file, file.parent, now=clock())
    context = Context(repository, settings, clock)
    try:
        _catch_up(context)
    except BaseException:
        repository.close()
        raise
    return context


def _catch_up(context: Context) -> None:
    if context.repository.unobserved_forms():
        # Only then: it reads the questionnaires and the communes.
        from domino_survey.services.catching_up import catch_up  # noqa: PLC0415

        catch_up(context)
