"""Which installation a command works on: the environment's settings, with what the command line says."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from domino_survey.cli.speech import USAGE, complain, fail, faults_told, translator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domino_survey.services.context import Context
    from domino_survey.settings import Settings


def settings_of(data: Path | None = None, *, demo: bool | None = None) -> Settings:
    """The settings of this run; a wrong variable ends the command with its name.

    Demonstration data have a folder of their own: without `--data`, a server for demonstration never
    opens the folder of the real ones.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - commands that need no settings stay quick

    from domino_survey.settings import ROOT, Settings  # noqa: PLC0415

    t = translator()
    chosen: dict[str, object] = {}
    if demo is not None:
        chosen["demo"] = demo
    if data is not None:
        chosen["data"] = data
    elif demo:
        chosen["data"] = ROOT / "data" / "demo"
    try:
        return Settings.model_validate({**Settings().model_dump(), **chosen})
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            name = f"DOMINO_{'_'.join(str(part) for part in detail['loc']).upper()}"
            complain(t("La variable {name} n'a pas une valeur acceptée.", name=name))
        fail(t("Corrigez-la ou retirez-la, puis relancez la commande."), USAGE)


@contextmanager
def opened(settings: Settings) -> Iterator[Context]:
    """The context of an installation, closed at the end; a refusal ends the command in a sentence."""
    from domino_survey.services.opening import open_context  # noqa: PLC0415 - DuckDB is slow to load

    with faults_told():
        context = open_context(settings)
        try:
            yield context
        finally:
            context.repository.close()
