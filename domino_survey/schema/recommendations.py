"""Recommendations: what to do, for whom, at what stage of public action, and when they fire."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from domino_survey.schema.base import Code, Id, Labelled, Model, Text

Audience = Literal["holder", "territory"]


class Effort(Labelled):
    """How much a recommendation asks for; declared from the least to the most."""

    description: Text | None = None


class Source(Model):
    """A reference that recommendations cite as [code]."""

    code: Code
    title: str = Field(min_length=1)
    address: str = Field("", description="One address, or several separated by spaces.")

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses that can be followed."""
        found = self.address.replace(";", " ").split()
        return tuple(one for one in found if one.startswith(("http://", "https://")))


class Recommendation(Model):
    """One thing to do. `condition` is read on a response (holder) or on a territory."""

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=60)
    audience: Audience
    axis: Id
    stage: Code
    title: Text
    condition: str
    reason: Text
    action: Text
    who: Text
    effort: Code
    follow_up: Text
    precedent: Text
    excludes: tuple[str, ...] = Field(
        (), description="Ids of recommendations whose advice contradicts this one."
    )
