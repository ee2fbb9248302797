"""What every service needs: the store, the questionnaires, the territories, the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from domino_survey import territories
from domino_survey.services.drafts import DraftCache
from domino_survey.services.figures import Figures
from domino_survey.services.library import Library
from domino_survey.services.presence import Presence

if TYPE_CHECKING:
    from collections.abc import Callable

    from domino_survey.settings import Settings
    from domino_survey.storage import Origin, Repository


def now() -> datetime:
    """The time, in UTC: the one place where the clock is read."""
    return datetime.now(UTC)


@dataclass
class Context:
    """One per running application; tests make theirs with a store in memory and a clock of their own."""

    repository: Repository
    settings: Settings
    clock: Callable[[], datetime] = now
    presence: Presence = field(default_factory=Presence)
    drafts: DraftCache = field(default_factory=DraftCache)
    figures: Figures = field(default_factory=Figures)

    @cached_property
    def library(self) -> Library:
        """The questionnaires in force and those of the archive."""
        return Library(self.settings.schemas, self.repository)

    @property
    def territories(self) -> territories.Territories:
        """The places of France; loaded once per process."""
        return territories.load()

    @property
    def origin(self) -> Origin:
        """Whether what is collected here is real or demonstration data."""
        return "demo" if self.settings.demo else "real"
