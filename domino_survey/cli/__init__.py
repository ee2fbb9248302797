"""The command `domino`. Modules are loaded by the command that needs them."""

from domino_survey.cli.commands import app

__all__ = ["app"]
