"""The context of the running application: opened by the server, read by every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.errors import refusal

if TYPE_CHECKING:
    from domino_survey.services.context import Context


class _Running:
    context: Context | None = None


def install(context: Context | None) -> None:
    """Make `context` the one that pages use; None when the application stops."""
    _Running.context = context


def current_context() -> Context:
    """The context of this process. Raises `not-started` where no application has been opened."""
    if _Running.context is None:
        raise refusal("not-started")
    return _Running.context
