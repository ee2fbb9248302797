"""What an installation decides: from the environment (`DOMINO_...`), with sensible defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """One field per decision; `DOMINO_DATA=/srv/domino` sets `data`, and so on."""

    model_config = SettingsConfigDict(env_prefix="DOMINO_", frozen=True, extra="ignore")

    data: Path = Field(ROOT / "data" / "local", description="Folder of the database and journal.")
    schemas: Path = Field(ROOT / "schemas", description="Folder of the questionnaires.")
    questionnaire: str = Field(
        "domino", description="Id of the questionnaire that the home page offers."
    )
    demo: bool = Field(
        default=False, description="Demonstration data, marked as such on every screen."
    )
    address: str = Field("", description="Public address, such as https://domino.example.org.")
    secure_cookies: bool = Field(default=False, description="True behind HTTPS.")
    smallest_group: Annotated[
        int, Field(ge=3, description="Fewest assessments behind a figure that is shown.")
    ] = 5
    organisation: str = Field("", description="Who runs this installation, for the privacy notice.")
    contact: str = Field("", description="Where people write to about their data.")
